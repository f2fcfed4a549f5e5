"""Every form of the portal, sent with hostile values: told, never half, never a server error."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.tests.helpers import CKANTestApp
from hypothesis import strategies as st
from werkzeug.routing import Rule

from tests.portal.hostile import values
from tests.portal.hostile.chance import by_chance

pytestmark = pytest.mark.long

BUTTON = "button:"
"""Stands before the name of a button: a browser sends the one that was pressed."""

SKIPPED = ("api.action", "static", "webassets.index", "debugtoolbar")
"""Endpoints that are no forms: the actions have a walk of their own."""

OF_BLUEPRINT = {
    "user": "user",
    "organization": "organization",
    "group": "group",
    "activity": "package",
    "bacgiang_approval": "package",
}
"""What ``id`` is in the addresses of a blueprint; an entry elsewhere."""

OF_ARGUMENT = {
    "resource_id": "resource",
    "view_id": "view",
    "entry_id": "package",
    "name": "organization",
    "group_id": "group",
    "object_id": "package",
    "activity_id": "activity",
    "user_id": "user",
}


def _rules(app: CKANTestApp) -> list[Rule]:
    found = {}
    for rule in app.flask_app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and not rule.endpoint.startswith(SKIPPED):
            found.setdefault((rule.endpoint, rule.rule), rule)
    return [found[key] for key in sorted(found)]


def _address(rule: Rule, things: dict[str, str], app: CKANTestApp) -> str:
    blueprint = rule.endpoint.partition(".")[0]
    usual = things[OF_BLUEPRINT.get(blueprint, "package")]
    arguments: dict[str, Any] = {}
    for name in rule.arguments:
        kind = OF_ARGUMENT.get(name, "")
        arguments[name] = things[kind] if kind else usual
        if name in ("ver", "logic_function", "act", "key"):
            arguments[name] = {"ver": 3, "act": "approve"}.get(name, "status_show")
    with app.flask_app.test_request_context():
        _, path = rule.build(arguments) or ("", "/")
    return path


def _fields(app: CKANTestApp, path: str, headers: dict[str, str]) -> dict[str, str]:
    """Return the fields of the forms on the page of this address, with what they hold."""
    try:
        answer = app.get(path, headers=headers, follow_redirects=True)
    except Exception as error:  # noqa: BLE001 (the test's server hands faults on)
        raise AssertionError(f"GET {path} ends in {error!r}") from error
    if answer.status_code != 200 or "html" not in answer.content_type:
        return {}
    fields = {}
    for form in BeautifulSoup(answer.body, "html.parser").find_all("form", method=True):
        if form["method"].lower() != "post":
            continue
        for field in form.find_all(["input", "select", "textarea", "button"]):
            name = field.get("name")
            pressed = field.name == "button" or field.get("type") == "submit"
            if name and pressed and name not in ("save", "submit"):
                name = f"{BUTTON}{name}"
            if name:
                fields[name] = str(field.get("value") or field.text or "")[:200].strip()
    fields.pop("_csrf_token", None)
    return {name: value for name, value in fields.items() if "password" not in name}


def _sent(fields: dict[str, str]) -> st.SearchStrategy[dict[str, str]]:
    """Return a strategy: what the form holds, some fields hostile, left out or never heard of."""
    names = sorted({*fields, "id", "name", "state", "came_from", "next"})
    buttons = [name for name in fields if name.startswith(BUTTON)]
    kept = {name: value for name, value in fields.items() if name not in buttons}
    presses = [{}, *({name.removeprefix(BUTTON): fields[name]} for name in buttons)]
    names = [name for name in names if name not in buttons]
    hostile = values.texts().map(lambda text: text.encode("utf-8", "replace").decode()[:20_000])
    wrong = st.dictionaries(st.sampled_from(names), hostile, min_size=1, max_size=4)
    out = st.sets(st.sampled_from(names), max_size=3)
    return st.builds(
        lambda bad, gone, pressed: {k: v for k, v in kept.items() if k not in gone} | pressed | bad,
        wrong,
        out,
        st.sampled_from(presses),
    )


class FormWalk:
    """The forms sent, what came of them, and what is wrong with it."""

    def __init__(self, app: CKANTestApp, stored: Any) -> None:
        self.app, self.stored = app, stored
        self.counts: Counter[str] = Counter()

    def send(self, path: str, sent: dict[str, str], headers: dict[str, str]) -> str:
        """Send a form; return what is wrong with the answer, or nothing."""
        try:
            answer = self.app.post(path, data=sent, headers=headers, follow_redirects=False)
        except Exception as error:  # noqa: BLE001 (the test's server hands faults on)
            self.stored.restore()
            return f"ends in {error!r}"[:300]
        refused = answer.status_code >= 400 or "error-explanation" in answer.body
        self.counts["refused" if refused else "accepted"] += 1
        changed = self.stored.changed()
        if changed:
            self.stored.restore()
        if answer.status_code >= 500 or "Traceback" in answer.body:
            return f"answers {answer.status_code}"
        if refused and changed:
            return f"is refused with {answer.status_code} and changes {changed}"
        place = answer.headers.get("Location", "")
        if place.startswith(("//", "/\\", "\\")) or "evil.example" in place.split("?")[0]:
            return f"leads to {place}"
        return ""


@pytest.mark.parametrize("role", ["visitor", "editor", "administrator", "sysadmin"])
def test_every_form_answers_hostile_values_and_stores_nothing_that_it_refuses(
    app: CKANTestApp,
    world: Any,
    stored: Any,
    seed: int,
    budget: Callable[[str, str], int],
    tell: Callable[[str], None],
    role: str,
) -> None:
    walk, wrong, rules = FormWalk(app, stored), {}, _rules(app)
    headers = {"Authorization": world.tokens[role]} if world.tokens[role] else {}
    for rule in rules:
        path = _address(rule, world.things, app)
        chance = seed ^ zlib.crc32(f"{role} {rule.endpoint} {rule.rule}".encode())

        def attack(sent: dict[str, str], path: str = path) -> None:
            found = walk.send(path, sent, headers)
            assert not found, f"POST {path} {str(sent)[:400]} {found}"

        try:
            attack({})
            if tries := budget(rule.rule, role):
                by_chance(attack, _sent(_fields(app, path, headers)), chance, tries)
        except AssertionError as failed:
            wrong[rule.rule] = str(failed).splitlines()[0]
    tell(
        f"{role}: {len(rules)} forms, {walk.counts.total()} times sent,"
        f" {walk.counts['refused']} refused, {walk.counts['accepted']} accepted"
    )
    assert not wrong, f"{len(wrong)} forms:\n" + "\n".join(wrong.values())
