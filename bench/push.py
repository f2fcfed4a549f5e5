"""How many new datasets a second reach a receiving portal, beside ckanapi and beside the portal's
own limit.

    ./portal bench push [number of datasets a round]

All three send the same datasets of this catalogue to the same portal in the same run, in turn,
with as many connections: the whole engine with its ledger; ``ckanapi load``; and bare requests,
which is what the portal can take. The copies carry names and ids of their own and are deleted
again; nothing of the ordinary ledger is touched.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import ckan.plugins.toolkit as tk
import click
import sqlalchemy as sa
from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app

from ckanext.bacgiang import clock
from ckanext.bacgiang.push import run, settings, survey, tables
from ckanext.bacgiang.push.core.exchange import Create, Delete
from ckanext.bacgiang.push.core.marker import Marker
from ckanext.bacgiang.push.core.payload import Payload
from ckanext.bacgiang.push.core.plan import Wish
from ckanext.bacgiang.push.targets.ckan import CkanPortal
from ckanext.bacgiang.push.targets.http import HttpClient, Origin

ROUNDS = 3
PORTAL_ID = "ckanext.bacgiang.push.portal_id"

Names = list[str]


def main() -> None:
    """Measure in turns and print datasets a second and the two ratios."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    target = settings.target(settings.target_names()[0])
    taken: dict[str, list[float]] = {"push": [], "ckanapi": [], "limit": []}
    ways: dict[str, Callable[[settings.Target, list[Wish]], float]] = {
        "limit": _bare,
        "ckanapi": _ckanapi,
        "push": _push,
    }
    sent = 0
    for _ in range(ROUNDS):
        for name, way in ways.items():
            with _own_identity(f"bench-{uuid.uuid4().hex[:8]}", number) as (here, wishes):
                sent = len(wishes)
                taken[name].append(sent / way(here(target), wishes))
    rates = {name: median(each) for name, each in taken.items()}
    ratios = {peer: rates["push"] / rates[peer] for peer in ("ckanapi", "limit")}
    click.echo(
        f"{sent} new datasets a round, {settings.connections()} connections, {ROUNDS} rounds"
    )
    for name, rate in rates.items():
        rounds = ", ".join(f"{one:.1f}" for one in taken[name])
        click.echo(f"{name:10} {rate:6.1f} datasets/s   ({rounds})")
    click.echo(f"push / ckanapi {ratios['ckanapi']:.2f}   push / limit {ratios['limit']:.2f}")
    click.echo(json.dumps({"push_creates": {"datasets": sent, **rates, "ratios": ratios}}))


@contextmanager
def _own_identity(name: str, number: int) -> Iterator[Any]:
    """Let this portal be another one for a while, with ``number`` of its open datasets.

    Yields a function that renames a target and the wishes; afterwards the copies are deleted and
    the ledger forgets them.
    """
    before, wishes = tk.config[PORTAL_ID], survey.wishes
    tk.config[PORTAL_ID] = name

    def few(target: settings.Target, ids: Any = None) -> Iterator[Wish]:
        open_ones = (wish for wish in wishes(target, ids) if not wish.barriers)
        return itertools.islice(open_ones, number)

    survey.wishes = few

    def here(target: settings.Target) -> settings.Target:
        return replace(target, name=name, name_prefix=f"{name}-")

    target = here(settings.target(settings.target_names()[0]))
    chosen = list(few(target))
    try:
        yield here, chosen
    finally:
        survey.wishes, tk.config[PORTAL_ID] = wishes, before
        _clear(target, [wish.payload for wish in chosen])


def _push(target: settings.Target, wishes: list[Wish]) -> float:
    portal = _portal(target)
    started = time.perf_counter()
    report = run.apply(
        target, portal, approved=False, clock=clock.now, progress=lambda over, total: None
    )
    taken = time.perf_counter() - started
    portal.close()
    if report.as_dict()["created"] != len(wishes):
        raise SystemExit(f"not everything was sent: {report.as_dict()}")
    return taken


def _bare(target: settings.Target, wishes: list[Wish]) -> float:
    http = _http(target)
    bodies = [json.dumps(one, ensure_ascii=False).encode() for one in _creations(target, wishes)]
    started = time.perf_counter()
    with ThreadPoolExecutor(settings.connections()) as pool:
        answers = pool.map(lambda body: http.post("api/3/action/package_create", body), bodies)
        refused = [answer.body for answer in answers if answer.status != 200]
    taken = time.perf_counter() - started
    http.close()
    if refused:
        raise SystemExit(f"refused: {refused[0]!r}")
    return taken


def _ckanapi(target: settings.Target, wishes: list[Wish]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "datasets.jsonl"
        lines.write_text("\n".join(map(json.dumps, _creations(target, wishes))) + "\n")
        # The key stands on its command line: that is the one way ckanapi takes it.
        tool = str(Path(sys.executable).with_name("ckanapi"))
        command = [tool, "load", "datasets", "-I", str(lines), "-r", target.url, "-a", target.token]
        command += ["-p", str(settings.connections()), "-q"]
        environ = {key: value for key, value in os.environ.items() if key != "CKAN_INI"}
        environ["PATH"] = f"{Path(tool).parent}:{environ['PATH']}"  # it starts itself by name
        started = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.DEVNULL, env=environ, check=False)
        taken = time.perf_counter() - started
    if done.returncode:
        raise SystemExit("ckanapi could not load the datasets")
    return taken


def _creations(target: settings.Target, wishes: list[Wish]) -> list[dict[str, Any]]:
    portal = _portal(target)
    made = [wish.payload for wish in wishes]
    return [portal.call(Create(one, _marker(one), one.name))[1] for one in made]


def _marker(payload: Payload) -> Marker:
    return Marker(tk.config[PORTAL_ID], payload.source_id, payload.fingerprint())


def _clear(target: settings.Target, payloads: list[Payload]) -> None:
    portal = _portal(target)
    for payload in payloads:
        portal.ask(Delete(payload.name))
    portal.close()
    for table in (tables.EntryRow, tables.AttemptRow, tables.RunRow):
        model.Session.execute(sa.delete(table).where(table.target == target.name))
    model.Session.commit()


def _http(target: settings.Target) -> HttpClient:
    where = Origin(target.url, target.allow_private, 120)
    return HttpClient(where, target.token, "bench", settings.connections())


def _portal(target: settings.Target) -> CkanPortal:
    return CkanPortal(_http(target), target.organization, tk.config[PORTAL_ID])


if __name__ == "__main__":
    make_app(load_config())
    main()
