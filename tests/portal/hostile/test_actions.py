"""Every action, called with hostile values by everyone: told in one line, nothing stored."""

from __future__ import annotations

import inspect
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ckan.logic import _actions, get_action
from ckan.tests.helpers import CKANTestApp
from ckanext.scheming.helpers import scheming_get_dataset_schema, scheming_get_organization_schema
from hypothesis import strategies as st

from tests.portal.hostile import values
from tests.portal.hostile.chance import by_chance

pytestmark = pytest.mark.long

PARAMETER = re.compile(r":param (\w+):")
READ = re.compile(r"""data_dict(?:\[|\.get\()['"](\w+)['"]|get_or_bust\([\w_]+, ['"](\w+)['"]""")
VIETNAMESE = re.compile(r"[à-ỹÀ-ỸđĐ]")

REFERENCES = {
    "package_id": "package",
    "entry": "package",
    "dataset_id": "package",
    "resource_id": "resource",
    "organization_id": "organization",
    "owner_org": "organization",
    "org_id": "organization",
    "organization": "organization",
    "agency": "organization",
    "group_id": "group",
    "user_id": "user",
    "username": "user",
    "user": "user",
    "vocabulary_id": "vocabulary",
    "activity_id": "activity",
    "subject": "package",
    "object": "package",
    "id2": "package",
}
"""What a parameter of this name refers to, whatever the action."""

HEAVY = {"bacgiang_demo_load": {"as_of": "31/02/2026"}}
"""Actions that do an hour's work when they are asked rightly: something is always wrong here."""

OF_ID = ("activity", "view", "vocabulary", "tag", "user", "resource", "organization", "group")
"""What ``id`` refers to: the first of these in the action's name; an entry where there is none."""


def _names() -> list[str]:
    get_action("status_show")
    return sorted(_actions)


def _parameters(action: str) -> set[str]:
    function = inspect.unwrap(get_action(action))
    chained = [function]
    found = {"id", "limit"}
    for one in chained:
        found |= set(PARAMETER.findall(one.__doc__ or ""))
        found |= {name for pair in READ.findall(_source(one)) for name in pair if name}
    if action.startswith(("package_", "resource_")):
        schema = scheming_get_dataset_schema("dataset")
        part = "resource_fields" if action.startswith("resource_") else "dataset_fields"
        if action.endswith(("_create", "_update", "_patch")):
            found |= {field["field_name"] for field in schema[part]}
    if action in ("organization_create", "organization_update", "organization_patch"):
        schema = scheming_get_organization_schema("organization")
        found |= {field["field_name"] for field in schema["fields"]}
    return found - {"upload"}


def _source(function: Any) -> str:
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return ""


def _rightly(action: str, names: set[str], things: dict[str, str]) -> dict[str, Any]:
    """Return parameters that an honest caller might send: a reference for each that is one."""
    of_id = next((kind for kind in OF_ID if kind in action), "package")
    sent = {name: things[REFERENCES[name]] for name in names & REFERENCES.keys()}
    sent["id"] = things[of_id]
    usual = {"q": "y tế", "query": "name:a", "object_type": "package", "role": "editor"}
    sent |= {name: value for name, value in usual.items() if name in names}
    return sent


def _payloads(names: set[str], right: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy: what an honest caller sends, with one to three parameters hostile."""
    wrong = st.dictionaries(st.sampled_from(sorted(names)), values.values(), min_size=1, max_size=3)
    left_out = st.sets(st.sampled_from(sorted(right)), max_size=1)
    return st.builds(
        lambda bad, out: {k: v for k, v in right.items() if k not in out} | bad, wrong, left_out
    )


class Walk:
    """The calls made, what came of them, and what is wrong with it."""

    def __init__(self, app: CKANTestApp, stored: Any) -> None:
        self.app, self.stored = app, stored
        self.counts: Counter[str] = Counter()

    def call(self, action: str, payload: dict[str, Any], token: str) -> str:
        """Call the action; return what is wrong with the answer, or nothing."""
        headers = {"Authorization": token} if token else {}
        headers["Content-Type"] = "application/json"
        body = json.dumps(payload)
        answer = self.app.post(f"/api/3/action/{action}", data=body, headers=headers)
        status, text = answer.status_code, answer.body
        accepted = status < 400
        self.counts["accepted" if accepted else "refused"] += 1
        changed = self.stored.changed()
        if changed:
            self.stored.restore()
        if status >= 500 or "Traceback" in text:
            return f"answers {status}: {text[:300]}"
        if accepted:
            return ""
        if changed:
            return f"is refused with {status} and changes {changed}"
        return _unclear(text)


def _unclear(text: str) -> str:
    """Return why the answer of a refused call tells its reader nothing, or nothing."""
    answer = json.loads(text)
    error = answer if isinstance(answer, str) else answer["error"]
    lines = list(_lines(error))
    if not lines:
        return f"says nothing: {text[:300]}"
    for line in lines:
        if not VIETNAMESE.search(line):
            return f"says it in another language: {line[:200]}"
        if len(line) > 600 or "\n" in line.strip():
            return f"says it in many lines: {line[:200]}"
    return ""


def _lines(error: Any) -> Iterator[str]:
    if isinstance(error, dict):
        for name, inner in error.items():
            if name != "__type" and not (name == "data" and isinstance(inner, dict)):
                yield from _lines(inner)
    elif isinstance(error, list):
        for inner in error:
            yield from _lines(inner)
    elif error:
        yield str(error)


@pytest.mark.parametrize("role", ["visitor", "editor", "administrator", "sysadmin"])
def test_every_action_tells_what_is_wrong_and_stores_nothing_of_it(
    app: CKANTestApp,
    world: Any,
    stored: Any,
    seed: int,
    budget: Callable[[str, str], int],
    tell: Callable[[str], None],
    role: str,
) -> None:
    walk, wrong, names = Walk(app, stored), {}, _names()
    token = world.tokens[role]
    for action in names:
        parameters = _parameters(action)
        right = _rightly(action, parameters, world.things)

        def attack(payload: dict[str, Any], action: str = action) -> None:
            found = walk.call(action, payload | HEAVY.get(action, {}), token)
            assert not found, f"{action} {json.dumps(payload)[:500]} {found}"

        chance = seed ^ zlib.crc32(f"{role} {action}".encode())
        try:
            attack({})
            by_chance(attack, _payloads(parameters, right), chance, budget(action, role))
        except AssertionError as failed:
            wrong[action] = str(failed).splitlines()[0]
    tell(
        f"{role}: {len(names)} actions, {walk.counts.total()} calls,"
        f" {walk.counts['refused']} refused, {walk.counts['accepted']} accepted"
    )
    assert not wrong, f"{len(wrong)} actions:\n" + "\n".join(wrong.values())
