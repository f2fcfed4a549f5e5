"""What is asked of a portal, and how many SQL statements each request makes.

Must run inside a loaded CKAN (a test, or a measurement). Shared by the measurement and the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model
from flask.testing import FlaskClient


@dataclass(frozen=True, slots=True)
class Subjects:
    """Names of what is looked at (a dataset, a database, a service, an agency), and a token."""

    dataset: str
    database: str
    service: str
    agency: str
    token: str


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """Collect the statements that are sent to the database meanwhile, with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        seen.append((statement, parameters))

    sa.event.listen(model.meta.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(model.meta.engine, "before_cursor_execute", note)


def counts(client: FlaskClient, of: Subjects) -> dict[str, int]:
    """Return how many statements each request makes, by name of the request.

    Each is made once before it counts: what is kept for the life of the process is there then.
    Raises AssertionError where one fails.
    """
    found = {}
    for name, ask in _requests(client, of).items():
        ask()
        with statements() as seen:
            answer = ask()
        assert answer.status_code == 200, f"{name}: {answer.status_code}"  # noqa: S101
        found[name] = len(seen)
    return found


def _requests(client: FlaskClient, of: Subjects) -> dict[str, Callable[[], Any]]:
    official = {"Authorization": of.token}
    public = {
        "home": "/",
        "search": "/dataset/",
        "search for a word": "/dataset/?q=dữ+liệu",
        "dataset": f"/dataset/{of.dataset}",
        "shared database": f"/shared_database/{of.database}",
        "data service": f"/data_service/{of.service}",
        "agencies": "/organization/",
        "agency": f"/organization/{of.agency}",
        "suggestions": "/api/3/action/bacgiang_search_suggest?q=dữ",
        "catalogue, Turtle": "/catalog.ttl",
        "package_show": f"/api/3/action/package_show?id={of.dataset}",
        "package_search": "/api/3/action/package_search?rows=10",
        "organization_list": "/api/3/action/organization_list",
    }
    signed_in = {
        "form, new": "/dataset/new",
        "form, edit": f"/dataset/edit/{of.dataset}",
        "updates by agency": "/cap-nhat",
        "updates of an agency": f"/co-quan/{of.agency}/cap-nhat",
    }
    return {
        **{name: _get(client, path, {}) for name, path in public.items()},
        **{name: _get(client, path, official) for name, path in signed_in.items()},
        "save": _save(client, of.dataset, official),
    }


def _get(client: FlaskClient, path: str, headers: dict[str, str]) -> Callable[[], Any]:
    return lambda: client.get(path, headers=headers)


def _save(client: FlaskClient, name: str, headers: dict[str, str]) -> Callable[[], Any]:
    address = "/api/3/action/package_"
    whole = client.get(f"{address}show?id={name}", headers=headers).get_json()["result"]

    def save() -> Any:
        whole["notes"] += "."
        return client.post(f"{address}update", json=whole, headers=headers)

    return save
