"""A portal with one agency, used over HTTP as its people use it, on days that were.

The portal's own clock cannot be turned back: the day of first publication is given as a system
administrator brings it along, and a stored file gets the server's time of the day it came on.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import rq
from ckan import model
from ckan.lib import jobs, uploader
from ckan.tests import factories
from ckan.tests.helpers import call_action
from sqlalchemy import text

from ckanext.bacgiang import clock
from ckanext.bacgiang.law.terms import start_of

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Caller:
    """Someone who uses the API over HTTP, with a token or without."""

    app: Any
    token: str = ""
    name: str = ""

    def __call__(
        self,
        action: str,
        *,
        status: int = 200,
        file: bytes | None = None,
        file_name: str = "so-lieu.csv",
        **data: Any,
    ) -> Any:
        """Return the result of an action, or its error where ``status`` is not 200."""
        how: dict[str, Any] = {"json": data}
        if file is not None:
            how = {"data": {**data, "upload": (io.BytesIO(file), file_name)}}
        headers = {"Authorization": self.token} if self.token else {}
        answer = self.app.post(f"/api/3/action/{action}", headers=headers, **how)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.json["result"] if status == 200 else answer.json["error"]

    def page(self, path: str, status: int = 200) -> str:
        """Return a page of the portal."""
        headers = {"Authorization": self.token} if self.token else {}
        return self.app.get(path, headers=headers, status=status).get_data(as_text=True)


@dataclass(frozen=True, slots=True)
class Portal:
    """The portal and what its people do. ``files`` of a dataset are contents to upload."""

    agency: Row
    complete: Callable[..., Row]
    operator: Caller
    editor: Caller
    visitor: Caller

    def publish(
        self, issued: date | str | None = None, files: tuple[bytes, ...] = (), **fields: Any
    ) -> Row:
        """Publish an open dataset on the list, first public on ``issued``, ten days ago if left
        out; its files were stored on that day. Other ``fields`` win over the usual ones."""
        day = date.fromisoformat(str(issued or clock.today() - timedelta(days=10)))
        draft = self.operator("package_create", **{**self.usual(), **fields, "state": "draft"})
        for number, content in enumerate(files, 1):
            resource = self.operator(
                "resource_create", package_id=draft["id"], name=f"Số liệu {number}", file=content
            )
            self.came_at(resource["id"], min(start_of(day) + timedelta(hours=8), clock.now()))
        state = fields.get("state", "active")
        return self.operator("package_patch", id=draft["id"], state=state, issued=str(day))

    def usual(self) -> Row:
        """Return the fields of a dataset as most are."""
        return self.complete(owner_org=self.agency["id"], resources=None)

    def forget(self, dataset: Row, field: str) -> None:
        """Take a field away as it is missing from entries of before, which nobody had to list."""
        model.Session.execute(
            text("UPDATE package SET extras = extras - :field WHERE id = :id"),
            {"field": field, "id": dataset["id"]},
        )
        model.Session.commit()

    def check(self, **data: Any) -> Row:
        """Run the check, as the nightly command asks for it."""
        return self.operator("bacgiang_cadence_check", **data)

    def verdict(self, dataset: Row, **data: Any) -> Row:
        """Ask for the verdict on a dataset."""
        return self.operator("bacgiang_cadence_show", id=dataset["id"], **data)

    def tell(self, dataset: Row, *days: str, source: str = "Cổng cũ", **over: Any) -> Row:
        """Bring the days of earlier updates along."""
        usual = {"dataset_id": dataset["id"], "kind": "content_changed", "source": source}
        events = [{**usual, "observed_at": day, **over} for day in days]
        return self.operator("bacgiang_cadence_evidence_import", events=events)

    def work(self, *, forked: bool = False) -> int:
        """Let a worker do the jobs that wait; return how many there were.

        CKAN's own worker forks and sets the portal up anew for each job; the other one, of the
        same library, works within this process.
        """
        queue = jobs.get_queue()
        waiting = len(queue.jobs)
        worker = jobs.Worker() if forked else rq.SimpleWorker([queue], connection=queue.connection)
        worker.work(burst=True, with_scheduler=False)
        assert worker.failed_job_count == 0
        model.Session.remove()
        return waiting

    def lose_jobs(self) -> None:
        """Empty the queue before anyone has looked at it."""
        jobs.get_queue().empty()

    def stored_path(self, resource_id: str) -> str:
        """Return where the portal keeps the file of a resource."""
        keeper = uploader.get_resource_uploader({"id": resource_id, "url_type": "upload"})
        return str(keeper.get_path(resource_id))

    def came_at(self, resource_id: str, instant: datetime) -> None:
        """Give the stored file the server's time it would have, had it come at ``instant``."""
        os.utime(self.stored_path(resource_id), (instant.timestamp(), instant.timestamp()))

    def kinds(self, dataset: Row) -> list[str]:
        """Return the kinds of the dataset's events in the ledger, oldest first."""
        return [row.kind for row in self.ledger()["event"] if row.package_id == dataset["id"]]

    def ledger(self) -> dict[str, list[Any]]:
        """Return everything the ledger holds, by table."""
        model.Session.rollback()
        return {
            table: model.Session.execute(
                text(f"SELECT * FROM bacgiang_cadence_{table} ORDER BY id")
            ).all()
            for table in ("obligation", "window", "event")
        }


@pytest.fixture
def portal(
    request: pytest.FixtureRequest,
    ckan_config: Any,
    monkeypatch: pytest.MonkeyPatch,
    with_plugins: None,
    clean_queues: None,
    complete: Callable[..., Row],
    app: Any,
) -> Portal:
    """An empty portal with one agency, an operator, an editor of the agency, a visitor.

    Nothing here asks the search index, so it need not be up to date after each save. A module that
    says ``SHARES_PORTAL`` has it emptied once: its tests look at their own datasets.
    """
    module = request.module.__dict__
    if not (module.get("SHARES_PORTAL") and module.get("PORTAL_STANDS")):
        request.getfixturevalue("clean_db")
        module["PORTAL_STANDS"] = True
    monkeypatch.setitem(ckan_config, "ckan.search.solr_commit", False)
    standing = model.Group.get("so-y-te")
    agency = (
        call_action("organization_show", id="so-y-te")
        if standing
        else factories.Organization(title="Sở Y tế", name="so-y-te")
    )
    operator, editor = factories.SysadminWithToken(), factories.UserWithToken()
    call_action(
        "organization_member_create", id=agency["id"], username=editor["name"], role="editor"
    )
    return Portal(
        agency,
        complete,
        Caller(app, operator["token"], operator["name"]),
        Caller(app, editor["token"], editor["name"]),
        Caller(app),
    )
