"""Every moment is shown in the portal's zone: at 23:30 UTC it is 06:30 of the next day here."""

from __future__ import annotations

import email
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from ckan import model
from ckan.cli.cli import ckan as ckan_command
from ckan.lib import search
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.bacgiang import clock
from ckanext.bacgiang.push import ledger
from ckanext.bacgiang.push.core.entry import Delivery, Entry

INSTANT = "2026-08-10 23:30:00"
"""When everything happened, in UTC."""

THERE = re.compile(r"11/08/2026|2026-08-11|August 11, 2026|Aug 11, 2026")
ELSEWHERE = re.compile(r"23:30|11:30|10/08/2026|2026-08-10(?!T23:30:00\+00)|August 10|Aug 10")

Pages = dict[str, str]


@pytest.fixture
def evening(
    with_plugins: None,
    clean_db: None,
    clean_index: None,
    complete: Callable[..., Any],
    app: Any,
) -> Pages:
    """A portal in which all that ever happened did so at ``INSTANT``; names to ask for it by."""
    agency = factories.Organization(title="Sở Y tế", name="so-y-te")
    admin = factories.SysadminWithToken(name="quan-tri", email="quan-tri@example.vn")
    editor = factories.UserWithToken(name="can-bo", email="can-bo@example.vn")
    call_action(
        "organization_member_create", id=agency["id"], username=editor["name"], role="editor"
    )
    call_action("organization_member_create", id=agency["id"], username=admin["name"], role="admin")
    entry = call_action(
        "package_create",
        {"user": "can-bo", "ignore_auth": False},
        **complete(owner_org=agency["id"], private=True, name="benh-vien", modified="2026-08-01"),
    )
    sent = app.post(
        "/api/3/action/resource_create",
        headers={"Authorization": editor["token"]},
        data={
            "package_id": entry["id"],
            "name": "Số liệu quý",
            "upload": (io.BytesIO(b"ma,ten\n1,A\n"), "so-lieu.csv"),
        },
    )
    assert sent.status_code == 200, sent.get_data(as_text=True)
    steps = (("submit", "can-bo"), ("approve", "quan-tri"))
    for step, who in steps:
        context = {"user": who, "ignore_auth": False}
        call_action(f"bacgiang_approval_{step}", context, id=entry["id"])
    call_action("bacgiang_cadence_check", {"user": "quan-tri", "ignore_auth": False})
    _copied(entry["id"])
    _everything_happened_then()
    search.rebuild(package_ids=[entry["id"]], quiet=True)
    search.commit()
    return {
        "entry": entry["id"],
        "file": sent.json["result"]["id"],
        "admin": admin["token"],
        "editor": editor["token"],
    }


def _copied(entry_id: str) -> None:
    """Write down that the entry has a copy on the national portal, and a run that made it."""
    now = clock.now()
    ledger.begin_run("run-1", "national", now)
    row = Entry(source_id=entry_id, title="Bệnh viện", state=Delivery.SYNCED, synced_at=now)
    ledger.take("national", row, now)
    ledger.end_run("run-1", {}, now)


def _everything_happened_then() -> None:
    """Set every stored moment of the database to the one instant; records that are kept too."""
    columns = model.Session.execute(
        sa.text(
            "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c"
            " JOIN information_schema.tables t USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND t.table_type = 'BASE TABLE'"
            " AND c.data_type LIKE 'timestamp%' AND c.column_name NOT LIKE '%until%'"
            " AND c.column_name NOT LIKE '%expire%'"
        )
    ).all()
    assert columns
    for table, column, kind in columns:
        zone = "+00" if "with time zone" in kind else ""
        model.Session.execute(sa.text(f'ALTER TABLE "{table}" DISABLE TRIGGER USER'))
        model.Session.execute(
            sa.text(f'UPDATE "{table}" SET "{column}" = :at WHERE "{column}" IS NOT NULL'),
            {"at": f"{INSTANT}{zone}"},
        )
        model.Session.execute(sa.text(f'ALTER TABLE "{table}" ENABLE TRIGGER USER'))
    model.Session.commit()
    model.Session.remove()


PAGES = {
    "entry": ("/dataset/benh-vien", True),
    "file": ("/dataset/benh-vien/resource/{file}", True),
    "activity of the entry": ("/dataset/activity/benh-vien", True),
    "agency": ("/organization/so-y-te", False),
    "about the agency": ("/organization/about/so-y-te", False),
    "activity of the agency": ("/organization/activity/so-y-te", True),
    "user": ("/user/can-bo", True),
    "activity of the user": ("/user/activity/can-bo", True),
    "tokens": ("/user/can-bo/api-tokens", True),
    "worklist": ("/dashboard/datasets", False),
    "search": ("/dataset/", False),
    "approvals": ("/phe-duyet", False),
    "updates of the agency": ("/co-quan/so-y-te/cap-nhat", False),
    "updates": ("/cap-nhat", False),
    "edit": ("/dataset/edit/benh-vien", False),
    "administration": ("/ckan-admin/trash", False),
}
"""Each page by name: where it is, and whether it shows a moment."""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_shows_the_day_and_hour_of_the_portal(evening, app, language):
    prefix = "" if language == "vi" else "/en"
    wrong = {}
    for name, (path, shows) in PAGES.items():
        answer = app.get(
            prefix + path.format(**evening),
            headers={"Authorization": evening["admin"]},
            follow_redirects=True,
        )
        assert answer.status_code == 200, (name, answer.status_code)
        text = _text(answer.get_data(as_text=True))
        if ELSEWHERE.search(text) or (shows and not THERE.search(text)):
            wrong[name] = ELSEWHERE.findall(text) or "no moment"
    assert wrong == {}


def _text(page: str) -> str:
    """Return what people are shown or told: text, and what stands in titles and labels."""
    whole = BeautifulSoup(page, "html.parser")
    for hidden in whole.select("script, style, template"):
        hidden.decompose()
    told = [str(tag[name]) for name in ("title", "aria-label") for tag in whole.select(f"[{name}]")]
    return " ".join([whole.get_text(" "), *told])


def test_moments_on_pages_are_not_moved_by_the_reader_s_browser(evening, app):
    page = app.get("/dataset/benh-vien").get_data(as_text=True)
    assert "automatic-local-datetime" not in page
    assert "06:30" in _text(page)


def test_letters_name_the_hour_of_the_portal(evening, mail_server):
    call_action("bacgiang_approval_mail", {"user": "quan-tri", "ignore_auth": False})
    bodies = [message[3] for message in mail_server.get_smtp_messages()]
    assert bodies
    for body in bodies:
        plain = _letter(body)
        assert "11/08/2026 06:30" in plain
        assert not ELSEWHERE.search(plain.partition("Date:")[0])


def _letter(message: Any) -> str:
    whole = email.message_from_string(str(message))
    parts = [part for part in whole.walk() if part.get_content_maintype() == "text"]
    return " ".join(part.get_payload(decode=True).decode() for part in parts)


@pytest.mark.parametrize(
    "words",
    [
        ("cadence", "explain", "benh-vien"),
        ("approval", "history", "benh-vien"),
        ("push", "status"),
    ],
)
def test_commands_print_the_hour_of_the_portal(evening, cli, words, monkeypatch):
    # Commands read the settings file anew, which names this variable.
    monkeypatch.setenv("BACGIANG_NATIONAL_TOKEN", "khoa-thu-nghiem")
    result = cli.invoke(ckan_command, ["bacgiang", *words])
    printed = result.stdout
    assert result.exit_code == 0, result.stderr
    assert "11/08/2026 06:30" in printed
    assert not ELSEWHERE.search(printed)
