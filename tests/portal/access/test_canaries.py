"""Nobody meets by any action, page or feed what they may not see of an entry today.

Actions, pages and feeds are discovered, not listed: what a new plugin brings is walked as well.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from copy import deepcopy
from typing import Any

import pytest
from ckan import logic, model
from ckan.lib import search
from ckan.lib.search import SearchError
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from werkzeug.routing import BuildError

from tests.portal.access.canaries import WORD, Field, sow

READERS = ("visitor", "stranger")

ANSWERS_TO_NOTHING_GENERIC: dict[str, str] = {
    "activity_diff": "wants two kept versions; held in test_activities",
    "api_token_list": "wants user_id; a person's own keys",
    "bacgiang_preview_rows": "wants an uploaded table; held in the tests of the preview",
    "bacgiang_push_plan": "wants a target with its key in the environment; for sysadmins",
    "bacgiang_push_status": "wants a target with its key in the environment; for sysadmins",
    "file_show": "wants a file of CKAN's own register, which the portal does not use",
    "group_activity_list": "wants a group; this portal has agencies alone",
    "group_show": "wants a group; this portal has agencies alone",
    "help_show": "wants the name of an action; texts of the program",
    "job_show": "wants a job that is waiting; for sysadmins",
    "package_collaborator_list": "collaborators are switched off",
    "package_collaborator_list_for_user": "collaborators are switched off",
    "task_status_show": "wants a task; the portal keeps none",
    "term_translation_show": "wants terms; the portal keeps none",
    "vocabulary_show": "wants a vocabulary of CKAN's own; the portal keeps none",
}
"""Reading actions that give even a system administrator no answer to generic arguments, and why."""

FALLS_WITHOUT_ARGUMENTS: dict[str, str] = {
    "group_member_create": "CKAN's own: wants a user",
    "group_member_delete": "CKAN's own: wants a user",
    "organization_member_create": "CKAN's own: wants a user",
    "organization_member_delete": "CKAN's own: wants a user",
    "package_collaborator_list": "CKAN's own: wants an entry that exists",
    "task_status_update_many": "CKAN's own: wants a list of states",
}
"""Actions that may end in an error where a parameter of theirs is missing, and why."""

NOT_WALKED = {
    "api.action": "the actions themselves are walked",
    "static": "files of the packages",
    "webassets.index": "files of the packages",
}
"""Pages that are not opened, by endpoint, and why."""

GENERIC: dict[str, Any] = {
    "q": "zq",
    "query": "zq",
    "incomplete": "zq",
    "limit": 100,
    "offset": 0,
    "all_fields": True,
    "include_data": True,
    "include_datasets": True,
    "include_users": True,
    "include_extras": True,
    "include_groups": True,
    "include_hidden_activity": True,
    "include_dataset_count": True,
    "object_type": "package",
    "diff_type": "unified",
    "permission": "read",
    "dataset_type": "dataset",
    "type": "dataset",
    "organization": "so-y-te",
    "job_type": "x",
}
"""Arguments by the name of the parameter."""

MODES: tuple[dict[str, Any], ...] = (
    GENERIC,
    {"q": "zq", "rows": 500, "include_private": True, "include_drafts": True, "fl": "*"},
    {"q": "zq", "rows": 500},
    {"query": "name:zq", "limit": 500},
    {"limit": 100},
    {"object_type": "package", "diff_type": "unified"},
    {"object_type": "package"},
    {"type": "organization"},
    {"type": "dataset"},
    {"key": "ckan.site_title"},
    {},
)
"""Sets of arguments by the name of the parameter; an action is walked with all that it answers."""


@pytest.fixture
def ground(people, complete, request) -> Field:
    """The canaries, planted once."""
    module = request.module.__dict__
    if "GROUND" not in module:
        module["GROUND"] = sow(complete)
        search.commit()
    return module["GROUND"]


def _met(text: str) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for number, letter in WORD.findall(text):
        found[int(number)].add(letter)
    return found


def _leaks(ground: Field, who: str, text: str, asked: Any = "") -> list[str]:
    """Return what stands in the text although the reader may not see it; what was asked does not
    count."""
    said = _met(json.dumps(asked, default=str))
    leaks = []
    for number, letters in _met(text).items():
        if number >= 90:
            wrong = letters if who == "visitor" else set()
            what = "an official"
        else:
            one = ground.canaries[number - 1]
            wrong, what = letters - one.shown, one.what
        if wrong := wrong - said.get(number, set()):
            leaks.append(f"{what}: {''.join(sorted(wrong))}")
    return leaks


def _subjects(ground: Field) -> list[dict[str, Any]]:
    """Return arguments that name a thing of each kind."""
    named: list[dict[str, Any]] = [{}, {"id": "so-y-te"}, {"id": "zq90u"}, {"id": "administrator"}]
    for one in ground.canaries:
        file = one.files[0]
        named.append({"id": one.id, "name_or_id": one.id, "package_id": one.id, "resource_id": file,
                      "dataset_id": one.id, "entry": one.id})  # fmt: skip
        if one.what in ("on_request", "withdrawn", "taken down", "private state_secret"):
            named.append({"id": file, "resource_id": file})
            named += [{"id": view} for view in one.views]
            named += [{"id": activity, "object_type": "package"} for activity in one.activities[:2]]
    named.append({"id": "zq05k"})
    return named


def _call(name: str, who: str, sent: dict[str, Any]) -> tuple[str, Any]:
    """Return how the action ended, and what it answered."""
    user = {"visitor": "", "sysadmin": "quan-tri"}.get(who, who)
    try:
        answer = logic.get_action(name)({"user": user, "ignore_auth": False}, deepcopy(sent))
    except (tk.NotAuthorized, tk.ObjectNotFound, tk.ValidationError, SearchError) as error:
        return "refused", str(getattr(error, "error_dict", None) or error)
    except Exception as error:  # noqa: BLE001 (told by the test)
        model.Session.rollback()
        return f"{type(error).__name__}: {error}"[:100], str(error)
    return "answered", answer


def _actions() -> list[str]:
    logic.get_action("package_show")
    return sorted(logic._actions)


def _reads(name: str) -> bool:
    return bool(getattr(logic.get_action(name), "side_effect_free", False))


@pytest.fixture
def answered(app, ground, request) -> dict[str, tuple[list[dict[str, Any]], str]]:
    """Each reading action with the sets of arguments that a system administrator gets an answer
    to, and all those answers as one text."""
    module = request.module.__dict__
    if "ANSWERED" not in module:
        with app.flask_app.test_request_context():
            module["ANSWERED"] = {
                name: _learnt(ground, name) for name in _actions() if _reads(name)
            }
    return module["ANSWERED"]


def _learnt(ground: Field, name: str) -> tuple[list[dict[str, Any]], str]:
    modes, texts = [], []
    for mode in MODES:
        for subject in _subjects(ground):
            end, answer = _call(name, "sysadmin", {**mode, **subject})
            if end == "answered":
                texts.append(json.dumps(answer, default=str, ensure_ascii=False))
                modes.append(mode)
                if texts[-1] != texts[0]:
                    break  # it looks at the subject
        if len(modes) > 2 * len(_subjects(ground)) or (mode is GENERIC and modes):
            break
    return [mode for mode in MODES if mode in modes], " ".join(texts)


def test_a_system_administrator_gets_an_answer_of_every_reading_action(ground, answered):
    """So that what is not met by others is not met because of who they are."""
    silent = {name for name, (modes, _text) in answered.items() if not modes}
    known = set(ANSWERS_TO_NOTHING_GENERIC)
    assert not silent - known, f"give them arguments in MODES: {sorted(silent - known)}"
    met = _met(" ".join(text for _modes, text in answered.values()))
    for number, one in enumerate(ground.canaries, start=1):
        if one.what not in ("purged", "corrected"):
            assert {"t", "n"} <= met[number], (one.what, met[number])


def test_no_action_tells_a_reader_what_they_may_not_see(app, ground, answered, capsys):
    leaks: dict[str, set[str]] = defaultdict(set)
    ended, failed = Counter(), defaultdict(set)
    subjects = _subjects(ground)
    few = [{}, *subjects[5:20:5]]
    with app.flask_app.test_request_context():
        for name in _actions():
            modes = answered.get(name, ([GENERIC], ""))[0] or [GENERIC]
            about = subjects if name in answered else few
            calls = [(who, {**mode, **one}) for who in READERS for mode in modes for one in about]
            for who, sent in calls:
                end, answer = _call(name, who, sent)
                text = json.dumps(answer, default=str, ensure_ascii=False)
                for leak in _leaks(ground, who, text, sent):
                    leaks[f"{name} as {who}"].add(leak)
                known = end in ("answered", "refused")
                ended[end if known else "failed"] += 1
                if not known and name not in FALLS_WITHOUT_ARGUMENTS:
                    failed[name].add(end)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(_actions())} actions, {ended.total()} calls: {dict(ended)}\n")
    assert not leaks, json.dumps({name: sorted(found) for name, found in leaks.items()}, indent=1)
    assert not failed, dict(failed)


def _entries(ground: Field) -> list[dict[str, Any]]:
    """Return parts of addresses that name an entry, for the few that matter most."""
    chosen = {one.what: one for one in ground.canaries}
    return [
        {
            "id": one.id,
            "entry_id": one.id,
            "resource_id": one.files[0],
            "view_id": one.views[0],
            "activity_id": one.activities[0] if one.activities else "x",
        }
        for one in map(chosen.get, ("on_request", "taken down", "private state_secret"))
        if one
    ]


NAMED = {"/organization": "so-y-te", "/co-quan": "so-y-te", "/user": "zq90u", "/group": "so-y-te"}
"""What an address names that begins so."""

PARTS = {
    "_format": "ttl",
    "format_": "ttl",
    "package_type": "dataset",
    "ver": 3,
    "name": "so-y-te",
    "organization": "so-y-te",
    "code": 404,
}
"""Parts of addresses by name; others are the letter x."""


def _addresses(app: Any, ground: Field) -> tuple[set[str], set[str]]:
    """Return the addresses of every page, and the rules that none could be made of."""
    adapter = app.flask_app.url_map.bind("localhost")
    addresses, impossible = set(), set()
    for rule in app.flask_app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in NOT_WALKED:
            continue
        every = _entries(ground)
        for start, id_ in NAMED.items():
            if rule.rule.startswith(start):
                every = [{**every[0], "id": id_}]
        for entry in every if rule.arguments - PARTS.keys() else every[:1]:
            values = {part: entry.get(part, PARTS.get(part, "x")) for part in rule.arguments}
            values |= rule.defaults or {}
            try:
                address = adapter.build(rule.endpoint, values, force_external=False)
            except BuildError:
                impossible.add(rule.rule)
                continue
            addresses.add(address)
    return addresses, impossible


def test_no_page_feed_or_graph_tells_a_reader_what_they_may_not_see(app, ground, capsys):
    addresses, impossible = _addresses(app, ground)
    assert not impossible
    token = factories.APIToken(user="stranger")["token"]
    headers = {"visitor": {}, "stranger": {"Authorization": token}}
    ended, leaks, failed = Counter(), defaultdict(set), {}
    for address in sorted(addresses):
        asked = address if "?" in address else f"{address}?q=zq&limit=100"
        for who in READERS:
            try:
                answer = app.get(asked, headers=headers[who], follow_redirects=False)
            except Exception as error:  # noqa: BLE001 (told below)
                model.Session.rollback()
                failed[address] = f"{type(error).__name__}: {error}"[:120]
                continue
            ended[answer.status_code] += 1
            text = answer.body + json.dumps(dict(answer.headers), default=str)
            for leak in _leaks(ground, who, text, asked):
                leaks[f"{address} as {who}"].add(leak)
            if answer.status_code >= 500:
                failed[address] = answer.status_code
    with capsys.disabled():
        sys.stdout.write(f"\n{len(addresses)} addresses, {ended.total()} pages: {dict(ended)}\n")
    assert not leaks, json.dumps({name: sorted(found) for name, found in leaks.items()}, indent=1)
    assert not failed, failed
