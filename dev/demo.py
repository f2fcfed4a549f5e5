"""./portal demo: the main job from an empty machine to a pushed catalogue, and one table of it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from dev import files, keys, setup_sites, sites, solrserver, stack
from dev.crawl import Reading, read
from dev.lock import held
from dev.place import Place
from dev.problems import Problem
from dev.sites import NATIONAL, PROVINCE
from dev.steps import Steps

PUSH_COUNTS = ("created", "updated", "withdrawn", "failed", "remote_calls")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a demonstration found; ``as_json`` is what stands in ``.local/demo.json``."""

    entries: dict[str, int]
    verdicts: dict[str, int]
    first_push: dict[str, int]
    second_push: dict[str, int]
    triples: int
    seconds: dict[str, float]

    def as_json(self) -> str:
        """Return the figures as a JSON object, in a stable order."""
        figures = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(figures, ensure_ascii=False, indent=2) + "\n"


def run(place: Place, timed: Steps) -> int:
    """Run the demonstration and print its table; return 0 unless something failed to be pushed."""
    with held(place.local / "demo.lock", "the demonstration"):
        with stack.setup_lock(place, "starting the sites"):
            solrserver.fetch(place, timed)
            stack.services_up(place, timed)
            stack.sites_up(place, timed)
        outcome, reading = _do_the_job(place, timed)
        files.write(place.local / "demo.json", outcome.as_json())
    print("\n" + table(place, outcome, reading))
    return 1 if outcome.first_push["failed"] or outcome.second_push["failed"] else 0


def _do_the_job(place: Place, timed: Steps) -> tuple[Outcome, Reading]:
    with timed.step("load", "The demonstration province"):
        loaded = _ckan(place, "demo", "load", "--json")
    with timed.step("members", "Demonstration users into their agency"):
        setup_sites.join_agency(place, PROVINCE)
    with timed.step("cadence", "Cadence check of every open dataset"):
        checked = _ckan(place, "cadence", "check", "--json")
    with timed.step("first_push", "First push to the national portal"):
        first = _ckan(place, "push", "apply", "--target", "national", "--json")
    with timed.step("second_push", "Second push, nothing changed"):
        second = _ckan(place, "push", "apply", "--target", "national", "--json")
    with timed.step("catalogue", "The DCAT catalogue, page by page"):
        reading = read(f"{place.url(PROVINCE.name)}/catalog.ttl")
    outcome = Outcome(
        entries=_counts(loaded, "entries"),
        verdicts=_counts(checked, "verdicts"),
        first_push=_push_counts(first),
        second_push=_push_counts(second),
        triples=reading.triples,
        seconds={**timed.seconds, "total": round(sum(timed.seconds.values()), 1)},
    )
    return outcome, reading


def _ckan(place: Place, *arguments: str) -> dict[str, Any]:
    """Run ``ckan bacgiang …`` on the province; return the JSON it prints, its progress is shown."""
    command = [str(place.tool("ckan")), "bacgiang", *arguments]
    environment = {**sites.outside_environment(), **sites.environment(place, PROVINCE)}
    what = f"ckan bacgiang {' '.join(arguments)}"
    done = subprocess.run(
        command, stdout=subprocess.PIPE, env=environment, cwd=place.root, text=True, check=False
    )
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        sys.stderr.write(done.stdout)
        raise Problem(
            f"{what} ended with code {done.returncode} and no figures; see above."
        ) from None
    if not isinstance(answer, dict):
        raise Problem(f"{what} printed no JSON object.")
    return answer


def _counts(answer: dict[str, Any], name: str) -> dict[str, int]:
    return {str(key): int(value) for key, value in answer[name].items()}


def _push_counts(answer: dict[str, Any]) -> dict[str, int]:
    return {name: int(answer[name]) for name in PUSH_COUNTS}


def table(place: Place, outcome: Outcome, reading: Reading) -> str:
    """Return the demonstration's one table as text."""
    rows: list[tuple[str, str]] = []
    rows += [(f"entries: {name}", f"{count:,}") for name, count in outcome.entries.items()]
    rows += [(f"cadence: {name}", f"{count:,}") for name, count in outcome.verdicts.items()]
    for name in PUSH_COUNTS:
        pair = f"{outcome.first_push[name]:,} → {outcome.second_push[name]:,}"
        rows.append((f"push, first → second: {name.replace('_', ' ')}", pair))
    rows.append(("catalogue: pages", f"{reading.pages:,}"))
    rows.append(
        ("catalogue: datasets and services", f"{reading.datasets:,} + {reading.services:,}")
    )
    rows.append(("catalogue: triples", f"{outcome.triples:,}"))
    rows.append(("seconds in all", f"{outcome.seconds['total']:,}"))
    for site in (PROVINCE, NATIONAL):
        rows.append((site.name, place.url(site.name)))
        rows += [(f"  user {name}", password) for name, password in users(place, site)]
    return render(rows)


def users(place: Place, site: sites.Site) -> list[tuple[str, str]]:
    """Return the demonstration users of a site with their passwords."""
    names = [user[0] for user in setup_sites.people(site)]
    return [(name, keys.key(place, f"user-{site.name}-{name}")) for name in names]


def render(rows: list[tuple[str, str]]) -> str:
    """Return rows of two columns as a table of text."""
    left = max(len(name) for name, _ in rows)
    right = max(len(value) for _, value in rows)
    line = f"+{'-' * (left + 2)}+{'-' * (right + 2)}+"
    body = [f"| {name:<{left}} | {value:>{right}} |" for name, value in rows]
    return "\n".join([line, *body, line])
