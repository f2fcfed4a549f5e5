"""Every action of the suite asks who calls before it reads what was sent."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.lib.navl import dictization_functions
from ckan.lib.search import SearchError
from ckan.plugins import IActions, PluginImplementations

from ckanext.bacgiang.catalogue import text

HUGE = "a" + "\u0316\u0301" * 30_000
MAX_READ = 10_000
"""Characters of a visitor's text that may be normalised."""

NAMES = (
    "name", "title", "reason", "seen", "q", "fq", "query", "events", "notes", "target", "type",
    "limit", "offset", "first", "format", "as_of", "state", "organization", "sort", "resources",
    "tags", "extras", "url", "upload", "private", "datasets", "username", "role", "user",
)  # fmt: skip


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of the texts that are normalised."""
    seen: list[int] = []

    def normalize(form: str, written: str) -> str:
        seen.append(len(written))
        return unicodedata.normalize(form, written)

    watched = SimpleNamespace(normalize=normalize, combining=unicodedata.combining)
    monkeypatch.setattr(text, "unicodedata", watched)
    return seen


@pytest.fixture
def validated(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The keys for which a validator was called."""
    seen: list[Any] = []
    convert = dictization_functions.convert

    def converted(converter: Any, key: Any, *rest: Any) -> None:
        if key != ("id",):  # what says of which entry it is
            seen.append(key)
        convert(converter, key, *rest)

    monkeypatch.setattr(dictization_functions, "convert", converted)
    return seen


def _ours() -> Iterator[str]:
    for plugin in PluginImplementations(IActions):
        if type(plugin).__module__.startswith("ckanext.bacgiang."):
            yield from plugin.get_actions()


def test_no_action_reads_a_huge_argument_of_a_visitor(app, act, complete, read, validated):
    entry = act("sysadmin", "package_create", **complete(owner_org="so-y-te"))
    file = entry["resources"][0]
    ids = {"id": entry["id"], "package_id": entry["id"], "resource_id": file["id"]}
    actions = sorted(set(_ours()))
    assert len(actions) > 25
    wrong = []
    with app.flask_app.test_request_context():
        for name in actions:
            for given in (ids, {**ids, "id": file["id"]}, {"id": HUGE}):
                read.clear()
                validated.clear()
                refused = _refused(act, name, {**dict.fromkeys(NAMES, HUGE), **given})
                if refused and name.startswith("bacgiang_") and validated:
                    wrong.append((name, "validated", validated[0]))
                if max(read, default=0) > MAX_READ:
                    wrong.append((name, "read", max(read)))
    assert wrong == []


def _refused(act: Any, name: str, sent: dict[str, Any]) -> bool:
    """Call an action as a visitor; return whether it was not for them."""
    try:
        act("visitor", name, **sent)
    except tk.NotAuthorized:
        return True
    except (tk.ObjectNotFound, tk.ValidationError, SearchError):
        return False
    return False


def test_a_step_of_the_approval_is_refused_before_its_reason_is_read(act, complete, validated):
    entry = act("sysadmin", "package_create", **complete(owner_org="so-y-te"))
    validated.clear()
    with pytest.raises(tk.NotAuthorized):
        act("visitor", "bacgiang_approval_take_down", id=entry["id"], reason=HUGE)
    assert validated == []
