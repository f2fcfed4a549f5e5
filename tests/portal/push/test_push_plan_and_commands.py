"""What an operator sees: the plan, the run, the state, in Vietnamese, with honest exit codes."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.cli.cli import ckan as command_line
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.bacgiang.push import actions, settings
from ckanext.bacgiang.push.core.exchange import Answer, Verdict
from ckanext.bacgiang.push.core.guard import Limits

pytestmark = pytest.mark.usefixtures("province")
Make = Callable[..., dict[str, Any]]
PREFIX = "ckanext.bacgiang.push"


@pytest.fixture
def wired(receiver: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The actions speak to the receiver of the test."""
    monkeypatch.setattr(actions, "_portal", lambda target: receiver)
    # Commands read the settings file anew, which names this variable.
    monkeypatch.setenv("BACGIANG_NATIONAL_TOKEN", "khoa-thu-nghiem")
    return receiver


def test_the_plan_names_every_dataset_with_its_reason_and_asks_nothing(
    publish: Make, act: Any, wired: Any
) -> None:
    good = publish()
    closed = publish(private=True)
    found = act("bacgiang_push_plan", target="national")
    assert [step["id"] for step in found["create"]] == [good["id"]]
    [blocked] = found["blocked"]
    assert (blocked["id"], blocked["reasons"]) == (closed["id"], ["private"])
    assert (found["update"], found["withdraw"], found["unchanged"]) == ([], [], 0)
    assert wired.requests == []


def test_the_plan_tells_what_the_copy_cannot_carry(publish: Make, act: Any) -> None:
    dataset = publish(tags=[{"name": unicodedata.normalize("NFC", "đất đai")}])
    tag = model.Session.query(model.Tag).filter_by(name="đất đai").one()
    tag.name = "giá đất (VNĐ/m²)"
    model.Session.commit()
    [change] = act("bacgiang_push_plan", target="national")["changes"]
    assert change["id"] == dataset["id"]
    assert change["tags"] == [{"before": "giá đất (VNĐ/m²)", "after": ["giá đất VNĐ m²"]}]


@pytest.mark.parametrize("action", ["plan", "apply", "status"])
def test_only_system_administrators_may_use_the_actions(action: str) -> None:
    editor = factories.User()["name"]
    factories.Organization(users=[{"name": editor, "capacity": "admin"}])
    for user in ("", editor):
        with pytest.raises(tk.NotAuthorized):
            call_action(
                f"bacgiang_push_{action}", {"user": user, "ignore_auth": False}, target="national"
            )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("url", ""),
        ("url", "ftp://data.example.com"),
        ("url", "http://data.example.com"),
        ("url", "https://user:secret@data.example.com"),
        ("url", "https://data.example.com?key=1"),
        ("organization", ""),
        ("token_env", ""),
        ("token_env", "NOT_SET_ANYWHERE"),
        ("name_prefix", "Bắc Giang"),
    ],
)
def test_a_wrong_setting_is_named_before_anything_is_sent(
    publish: Make, act: Any, wired: Any, ckan_config: Any, monkeypatch: Any, key: str, value: str
) -> None:
    publish()
    monkeypatch.setitem(ckan_config, f"{PREFIX}.target.national.{key}", value)
    with pytest.raises(tk.ValidationError):
        act("bacgiang_push_apply", target="national")
    assert wired.requests == []


def test_the_key_does_not_show_in_the_settings() -> None:
    assert "khoa-thu-nghiem" not in repr(settings.target("national"))


def test_commands_go_from_plan_to_apply_and_the_second_run_does_nothing(
    publish: Make, wired: Any, cli: Any
) -> None:
    publish()
    publish(private=True)
    plan = cli.invoke(command_line, ["bacgiang", "push", "plan"])
    assert plan.exit_code == 0, plan.output
    assert "Tạo mới" in plan.output
    assert "đang đặt là không công khai" in plan.output
    dry = cli.invoke(command_line, ["bacgiang", "push", "apply", "--dry-run", "--json"])
    assert len(json.loads(dry.stdout)["create"]) == 1
    assert wired.requests == []

    first = cli.invoke(command_line, ["bacgiang", "push", "apply", "--json"])
    report = json.loads(first.stdout)
    assert first.exit_code == 0
    numbers = {key: report[key] for key in ("created", "blocked", "remote_calls", "errors")}
    assert numbers == {"created": 1, "blocked": 1, "remote_calls": 1, "errors": []}
    second = cli.invoke(command_line, ["bacgiang", "push", "apply", "--target", "national"])
    assert second.exit_code == 0
    assert "Số lần gọi cổng nhận" in second.output
    assert len(wired.requests) == 1
    status = cli.invoke(command_line, ["bacgiang", "push", "status"])
    assert status.exit_code == 0
    assert "bản sao đã cập nhật" in status.output


def test_exit_codes_tell_what_kind_of_trouble_it_was(
    publish: Make, act: Any, wired: Any, cli: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(settings, "limits", lambda: Limits(most=0, fraction=0.0, floor=0))
    dataset = publish()
    run = ["bacgiang", "push", "apply", "--json"]
    assert cli.invoke(command_line, run).exit_code == 0
    act("package_patch", id=dataset["id"], private=True)
    held = cli.invoke(command_line, run)
    assert (held.exit_code, json.loads(held.stdout)["held"]) == (3, 1)
    assert cli.invoke(command_line, [*run, "--approve-withdrawals"]).exit_code == 0
    assert wired.public() == 0

    publish()
    monkeypatch.setattr(wired, "ask", lambda request: Answer(Verdict.INVALID, detail="tags: no"))
    failed = cli.invoke(command_line, run)
    assert failed.exit_code == 1
    assert "tags: no" in json.loads(failed.stdout)["errors"][0]["message"]
    monkeypatch.setattr(wired, "ask", lambda request: Answer(Verdict.UNREACHABLE))
    assert cli.invoke(command_line, run).exit_code == 1  # the refused one waits, nothing is asked
    publish()
    assert cli.invoke(command_line, run).exit_code == 2
    assert cli.invoke(command_line, [*run, "--target", "khong-co"]).exit_code == 2


def test_the_page_shows_visitors_the_copy_and_editors_the_rest(
    publish: Make, push: Make, act: Any, admin: str, app: Any
) -> None:
    dataset = publish()
    page = f"/dataset/{dataset['name']}"
    assert "bacgiang-push-state" not in app.get(page).body
    push()
    address = f"https://data.example.com/dataset/{dataset['name']}"
    shown = app.get(page).body
    assert address in shown
    assert "Trên Cổng dữ liệu quốc gia:" in shown
    act("package_patch", id=dataset["id"], private=True)
    push()
    act("package_patch", id=dataset["id"], private=False)
    assert "bacgiang-push-state" not in app.get(page).body
    headers = {"Authorization": factories.APIToken(user=admin)["token"]}
    assert "đã gỡ khỏi cổng" in app.get(page, headers=headers).body


def test_the_link_on_the_copy_gives_our_bytes(
    publish: Make, push: Make, receiver: Any, app: Any, create_with_upload: Any, admin: str
) -> None:
    dataset = publish()
    content = "mã,tên\n07210,Phường Bắc Giang\n".encode()
    fields = {"package_id": dataset["id"], "name": "Tệp", "format": "CSV"}
    create_with_upload(content, "Số liệu.csv", context={"user": admin}, **fields)
    push()
    [request] = receiver.requests
    sent = request.payload.resources[-1]
    path = sent.url.removeprefix(settings.origin().site_url)
    assert path != sent.url
    assert app.get(path, status=200).data == content
