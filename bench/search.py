"""The table of searches, scored three ways, and what a search costs.

    CKAN_INI=… .venv/bin/python -m bench.search     (any CKAN with this suite and its own Solr)

Indexes the public entries of the demonstration province into scratch cores of the Solr in force,
asks every query of tests/portal/search/cases.yaml, and prints for how many a right title comes
first: stock CKAN (its schema, its query), the portal on CKAN's schema, the portal on its own.
Times are medians of the action package_search over the table, in one run, the ways taking turns.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from statistics import median
from typing import Any

import click
from ckan.cli import load_config
from ckan.config.middleware import make_app

from bench import search_table as table
from ckanext.bacgiang.demo.plan import province

ROUNDS = 5


def main() -> None:
    """Score the table, print it, and write one JSON line for comparisons."""
    pairs = list(table.documents(province(table.DAY)))
    cases = table.cases()
    ways = {
        "stock CKAN": ("ckan", table.stock, True),
        "portal, CKAN's schema": ("ckan", table.ours, False),
        "portal, own configset": ("bacgiang", table.ours, False),
    }
    with ExitStack() as cores:
        urls = {}
        for number, (name, (configset, _, stock)) in enumerate(ways.items()):
            urls[name] = cores.enter_context(table.made_core(f"bench-search-{number}", configset))
            with table.in_use(urls[name]):
                table.write(pairs, stock=stock)
        searches = {name: _search(urls[name], search) for name, (_, search, _) in ways.items()}
        _print(_scored(cases, searches), cases, len(pairs))


Search = Callable[[str], list[str]]


def _search(url: str, search: Search) -> Search:
    def on_its_core(query: str) -> list[str]:
        with table.in_use(url):
            return search(query)

    return on_its_core


def _scored(cases: list[table.Case], searches: dict[str, Search]) -> dict[str, dict[str, Any]]:
    """Return for each way how many are right, which are wrong, and the median time.

    The ways take turns at every query, so that whatever else the machine does strikes all alike.
    """
    seconds: dict[str, list[float]] = {name: [] for name in searches}
    wrong: dict[str, list[str]] = {name: [] for name in searches}
    for turn in range(ROUNDS):
        for case in cases:
            for name, search in searches.items():
                started = time.perf_counter()
                titles = search(case.query)
                seconds[name].append(time.perf_counter() - started)
                if turn == 0 and not table.right(case, titles):
                    wrong[name].append(case.query)
    return {
        name: {
            "right": len(cases) - len(wrong[name]),
            "milliseconds": median(seconds[name]) * 1000,
            "wrong": wrong[name],
        }
        for name in searches
    }


def _print(figures: dict[str, dict[str, Any]], cases: list[table.Case], entries: int) -> None:
    base = figures["stock CKAN"]["milliseconds"]
    click.echo(f"{len(cases)} searches over {entries} entries of the demonstration province")
    click.echo(f"{'':26}{'right first':>12}{'median':>10}{'ratio':>8}")
    for name, found in figures.items():
        time_taken = found["milliseconds"]
        score = f"{found['right']}/{len(cases)}"
        click.echo(f"{name:26}{score:>12}{time_taken:>7.1f} ms{time_taken / base:>8.2f}")
    for why in dict.fromkeys(case.why for case in cases):
        group = [case.query for case in cases if case.why == why]
        scores = [
            f"{sum(query not in found['wrong'] for query in group)}/{len(group)}"
            for found in figures.values()
        ]
        click.echo(f"  {why:64}{'  '.join(f'{score:>6}' for score in scores)}")
    click.echo(json.dumps({"search_table": {"cases": len(cases), **figures}}, ensure_ascii=False))


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    with make_app(load_config(os.environ["CKAN_INI"]))._wsgi_app.test_request_context():
        main()
