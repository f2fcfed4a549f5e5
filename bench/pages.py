"""What a page costs, beside stock CKAN with ckanext-scheming on the same entries.

    ./portal bench pages [requests a page]          (the stack runs: ./portal up)

Two scratch sites on the running stack's servers: the province's portal with all its plugins and
the demonstration, and a stock CKAN whose database is a copy of that one and whose plain scheming
schema holds the same fields. Both are served by gunicorn with the launcher's own settings. One
client asks them in turn, request by request, so that whatever else the machine does strikes both
alike; the first requests of each page are thrown away. Beside the time on the clock stands the
processor time of each site's web workers, which other work disturbs less.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import mean, quantiles
from tempfile import TemporaryDirectory
from typing import Any

import click
import requests

from bench import scratch, stock_schema
from dev import keys, postgres
from dev.place import Place, find_place

REQUESTS = 120
WARM_UP = 12
ENTRIES = 20
"""Entries that are asked for in turn, so that no page is asked for twice running."""

SEARCHES = ("", "?q=đất", "?q=dân+số", "?organization={agency}", "?page=5")


@dataclass(slots=True)
class Side:
    """One of the two sites: its server, a signed-in and an anonymous visitor, what it took."""

    server: scratch.Server
    official: requests.Session
    visitor: requests.Session = field(default_factory=requests.Session)
    milliseconds: list[float] = field(default_factory=list)


Ask = Callable[[Side, int], requests.Response]


def main() -> None:
    """Measure every page in turn and print both sites' times and the ratios."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS
    place = find_place(Path(__file__).resolve().parent.parent)
    with sites(place) as sides:
        pages = _pages(sides["portal"])
        figures = {name: _measured(sides, ask, number) for name, ask in pages.items()}
    click.echo(f"{number} requests a page and site, taking turns; milliseconds")
    head = f"{'':18}{'portal p50':>11}{'p95':>7}{'cpu':>7}{'stock p50':>11}{'p95':>7}{'cpu':>7}"
    click.echo(f"{head}   portal / stock: p50, p95, cpu")
    for name, found in figures.items():
        parts = [
            f"{found[side]['p50']:>11.0f}{found[side]['p95']:>7.0f}{found[side]['cpu']:>7.0f}"
            for side in ("portal", "stock")
        ]
        ratios = "  ".join(f"{found['ratios'][what]:.2f}" for what in ("p50", "p95", "cpu"))
        click.echo(f"{name:18}{''.join(parts)}   {ratios}")
    click.echo(scratch.json_line("pages", {"requests": number, **figures}))


@contextmanager
def sites(place: Place) -> Iterator[dict[str, Side]]:
    """Stand both sites up with the same entries and serve them."""
    with ExitStack() as stack:
        stack.enter_context(scratch.standing(place, scratch.PORTAL))
        token = scratch.fill(place)
        schemas = stock_schema.write(Path(stack.enter_context(TemporaryDirectory())))
        own = _as_of_the_portal(place) | {"scheming.dataset_schemas": schemas}
        stack.enter_context(scratch.standing(place, scratch.STOCK, own))
        scratch.copy(place)
        yield {
            site.name.removeprefix("bench-"): _side(
                stack.enter_context(scratch.served(place, site)), token
            )
            for site in (scratch.PORTAL, scratch.STOCK)
        }


def _as_of_the_portal(place: Place) -> dict[str, str]:
    """Return the settings with which copied rows are readable and a copied token is valid."""
    url = postgres.url_of(place, scratch.PORTAL.database)
    secret = f"string:{keys.key(place, f'tokens-{scratch.PORTAL.name}', 32)}"
    return {
        "sqlalchemy.url": f"{url.rsplit('/', 1)[0]}/{scratch.STOCK.database}",
        "api_token.jwt.encode.secret": secret,
        "api_token.jwt.decode.secret": secret,
    }


def _side(server: scratch.Server, token: str) -> Side:
    official = requests.Session()
    official.headers["Authorization"] = token
    return Side(server, official)


def _pages(side: Side) -> dict[str, Ask]:
    """Return what is asked for, by name; the entries are the same on both sites."""
    names = {kind: _names(side, kind) for kind in stock_schema.TYPES}
    agency = _shown(side, names["dataset"][0])["organization"]["name"]
    searches = [query.format(agency=agency) for query in SEARCHES]

    def each(path: str, of: list[str], official: bool = False) -> Ask:
        def ask(asked: Side, turn: int) -> requests.Response:
            session = asked.official if official else asked.visitor
            return session.get(f"{asked.server.url}{path}{of[turn % len(of)]}")

        return ask

    return {
        "dataset": each("/dataset/", names["dataset"]),
        "search": each("/dataset/", searches),
        "home": each("/", [""]),
        "shared database": each("/shared_database/", names["shared_database"]),
        "form, new": each("/dataset/new", [""], official=True),
        "form, edit": each("/dataset/edit/", names["dataset"], official=True),
        "save": _saving(names["dataset"]),
    }


def _saving(names: list[str]) -> Ask:
    """Return a way to change an entry: its whole, with another description, as a form sends it."""
    wholes: dict[tuple[int, str], dict[str, Any]] = {}
    versions = count(1)

    def save(side: Side, turn: int) -> requests.Response:
        name = names[turn % len(names)]
        whole = wholes[side.server.pid, name]
        whole["notes"] = f"{whole['notes'][:200]} ({next(versions)})"
        return side.official.post(f"{side.server.url}/api/3/action/package_update", json=whole)

    def prepared(side: Side, turn: int) -> requests.Response:
        name = names[turn % len(names)]
        if (side.server.pid, name) not in wholes:
            wholes[side.server.pid, name] = _shown(side, name)
        return save(side, turn)

    return prepared


def _names(side: Side, kind: str) -> list[str]:
    asked = {"fq": f"+dataset_type:{kind}", "sort": "name asc", "rows": 1000, "fl": "name"}
    url = f"{side.server.url}/api/3/action/package_search"
    found = [row["name"] for row in side.visitor.get(url, params=asked).json()["result"]["results"]]
    return found[:: max(1, len(found) // ENTRIES)][:ENTRIES]


def _shown(side: Side, name: str) -> dict[str, Any]:
    url = f"{side.server.url}/api/3/action/package_show"
    shown: dict[str, Any] = side.official.get(url, params={"id": name}).json()["result"]
    return shown


def _measured(sides: dict[str, Side], ask: Ask, number: int) -> dict[str, Any]:
    for turn in range(max(WARM_UP, ENTRIES)):
        for side in sides.values():
            _timed(side, ask, turn)
    for side in sides.values():
        side.milliseconds.clear()
    before = {name: side.server.seconds() for name, side in sides.items()}
    for turn in range(number):
        order = list(sides.values())
        for side in order if turn % 2 else reversed(order):
            _timed(side, ask, turn)
    found = {name: _figures(side, before[name]) for name, side in sides.items()}
    return {**found, "ratios": {k: v / found["stock"][k] for k, v in found["portal"].items()}}


def _timed(side: Side, ask: Ask, turn: int) -> None:
    started = time.perf_counter()
    answer = ask(side, turn)
    side.milliseconds.append((time.perf_counter() - started) * 1000)
    if answer.status_code != requests.codes.ok:
        raise SystemExit(f"{answer.url}: {answer.status_code} {answer.text[:2000]}")


def _figures(side: Side, before: float) -> dict[str, float]:
    points = quantiles(side.milliseconds, n=20)
    used = (side.server.seconds() - before) * 1000 / len(side.milliseconds)
    return {"p50": points[9], "p95": points[18], "mean": mean(side.milliseconds), "cpu": used}


if __name__ == "__main__":
    main()
