"""Two people at one entry at the same moment: the later one is judged on what the first stored.

The first holds the entry's row in a connection of its own; the second runs in a thread with a
session of its own until it waits for that row, which PostgreSQL says; then the first ends.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckan.plugins.toolkit import NotAuthorized, ValidationError

SHARES_PORTAL = True

WAITING = sa.text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


Step = tuple[str, str, dict[str, Any]]


class Later(threading.Thread):
    """An action in a thread with a database session and an application of its own."""

    def __init__(self, app: Any, user: str, action: str, data: dict[str, Any]) -> None:
        super().__init__(daemon=True)
        self._app, self._call = app, (user, action, data)
        self.result: Any = None
        self.error: Exception | None = None

    def run(self) -> None:
        """Take the step, and keep what came of it."""
        user, action, data = self._call
        with self._app.flask_app.test_request_context():
            try:
                self.result = tk.get_action(action)({"user": user}, data)
            except (ValidationError, NotAuthorized) as error:
                self.error = error
            finally:
                model.Session.remove()


def _until_it_waits(connection: Any, later: Later) -> None:
    for _ in range(1500):
        if connection.execute(WAITING).scalar_one():
            return
        later.join(0.02)
        assert later.is_alive(), f"the later step did not wait for the row: {later.error!r}"
    pytest.fail("the later step neither waited nor ended")


@pytest.fixture
def at_once(app: Any, people: dict[str, str]) -> Callable[..., Later]:
    """Let one step begin while another holds the row, end the other first; return the later one."""

    def run(
        first: tuple[str, str, dict[str, Any]], later: tuple[str, str, dict[str, Any]]
    ) -> Later:
        model.Session.remove()
        waiting = Later(app, people[later[0]], later[1], later[2])
        entry = first[2]["id"]
        # Each look at who waits is a transaction of its own: PostgreSQL shows one picture in one.
        engine = model.meta.engine.execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as watch:
            # The first step is under way: its transaction holds the row.
            locked = sa.select(model.Package.id).where(model.Package.id == entry)
            model.Session.execute(locked.with_for_update())
            waiting.start()
            _until_it_waits(watch, waiting)
            tk.get_action(first[1])({"user": people[first[0]]}, first[2])
            model.Session.remove()
        waiting.join(60)
        assert not waiting.is_alive()
        return waiting

    return run


def _edit(made: dict[str, Any], act: Callable[..., Any]) -> dict[str, Any]:
    """Return what a form of before would send: everything, other words, no visibility."""
    whole = act("editor", "package_show", id=made["id"])
    whole.pop("private")
    return {**whole, "notes": "Văn bản chưa ai duyệt", "data_class": "conditional_open"}


def _found(name: str) -> list[str]:
    found = tk.get_action("package_search")({"user": ""}, {"fq": f"name:{name}"})
    return [one["name"] for one in found["results"]]


def _public(made: dict[str, Any]) -> Any:
    model.Session.expire_all()
    package = model.Package.get(made["id"])
    return package.private, package.notes, package.extras["data_class"]


def test_an_edit_that_waited_for_the_approval_is_refused_what_the_approval_rested_on(
    act, ready, at_once
):
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    mark = act("administrator", "bacgiang_approval_show", id=made["id"])["mark"]
    sent = _edit(made, act)
    later = at_once(
        ("administrator", "bacgiang_approval_approve", {"id": made["id"], "seen": mark}),
        ("editor", "package_update", sent),
    )
    assert "data_class" in later.error.error_dict
    assert _public(made) == (False, made["notes"], "open")
    assert _found(made["name"]) == [made["name"]]


def test_an_approval_that_waited_for_an_edit_sees_that_the_entry_has_changed(act, ready, at_once):
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    mark = act("administrator", "bacgiang_approval_show", id=made["id"])["mark"]
    later = at_once(
        ("editor", "package_patch", {"id": made["id"], "notes": "Văn bản chưa ai duyệt"}),
        ("administrator", "bacgiang_approval_approve", {"id": made["id"], "seen": mark}),
    )
    assert "act" in later.error.error_dict
    assert _public(made)[:2] == (True, "Văn bản chưa ai duyệt")
    assert _found(made["name"]) == []


def test_an_edit_that_waited_for_the_take_down_leaves_the_entry_hidden_and_unfound(
    act, published, at_once
):
    sent = _edit(published, act) | {"data_class": "open"}
    later = at_once(
        ("lead", "bacgiang_approval_take_down", {"id": published["id"], "reason": "Sai"}),
        ("editor", "package_update", sent),
    )
    assert later.error is None
    assert _public(published)[0] is True
    assert _found(published["name"]) == []


def test_a_take_down_that_waited_for_an_edit_takes_down_and_is_not_found(act, published, at_once):
    later = at_once(
        ("editor", "package_patch", {"id": published["id"], "notes": "Bổ sung"}),
        ("lead", "bacgiang_approval_take_down", {"id": published["id"], "reason": "Sai"}),
    )
    assert later.error is None
    assert later.result["state"] == "taken_down"
    assert _public(published)[:2] == (True, "Bổ sung")
    assert _found(published["name"]) == []


@pytest.mark.parametrize(
    ("action", "by"),
    [
        ("package_delete", lambda made: {"id": made["name"]}),
        ("resource_delete", lambda made: {"id": made["resources"][0]["id"]}),
        ("resource_patch", lambda made: {"id": made["resources"][0]["id"], "name": "Khác"}),
        (
            "resource_create",
            lambda made: {"package_id": made["name"], "name": "B", "url": "https://a.vn/b.csv"},
        ),
        (
            "package_owner_org_update",
            lambda made: {"id": made["id"], "organization_id": "so-y-te"},
        ),
        (
            "package_revise",
            lambda made: {"match": {"name": made["name"]}, "update": {"notes": "B"}},
        ),
    ],
)
def test_every_road_waits_for_the_row(ready, at_once, action, by):
    made = ready()
    later = at_once(
        ("editor", "package_patch", {"id": made["id"], "notes": "Của người trước"}),
        ("sysadmin", action, by(made)),
    )
    assert later.error is None


def test_a_save_that_fails_at_its_commit_leaves_the_index_as_the_database_is(
    act, published, monkeypatch
):
    def no_commit() -> None:
        model.Session.rollback()
        raise OSError("the database is gone")

    with monkeypatch.context() as patched:
        patched.setattr(model.repo, "commit", no_commit)
        with pytest.raises(OSError, match="gone"):
            act("administrator", "package_patch", id=published["id"], private=True)
    assert _public(published)[0] is False
    assert _found(published["name"]) == [published["name"]]


def test_an_entry_that_the_search_engine_missed_is_indexed_by_the_comparison(
    act, published, monkeypatch
):
    def wrong() -> Any:
        found = tk.get_action("bacgiang_search_compare")({"user": "quan-tri"}, {"dry_run": True})
        return found["missing"] + found["differing"] + found["gone"]

    assert published["id"] not in wrong()

    def away(*_: Any, **__: Any) -> None:
        raise search.SearchIndexError("away")

    with monkeypatch.context() as patched:
        patched.setattr(search.index.PackageSearchIndex, "index_package", away)
        act("lead", "bacgiang_approval_take_down", id=published["id"], reason="Sai")
    assert _public(published)[0] is True
    assert published["id"] in wrong()
    done = tk.get_action("bacgiang_search_compare")({"user": "quan-tri"}, {})
    assert (done["failed"], done["healed"] > 0) == (0, True)
    assert _found(published["name"]) == []
    assert wrong() == []
    with pytest.raises(NotAuthorized):
        tk.get_action("bacgiang_search_compare")({"user": "administrator"}, {})
