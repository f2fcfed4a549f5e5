"""The table of searches, scored three ways, and what a search costs.

    CKAN_INI=… .venv/bin/python -m bench.search     (any CKAN with this suite and its own Solr)

Indexes the public entries of the demonstration province into scratch cores of the Solr in force,
asks every query of tests/portal/search/cases.yaml, and prints for how many a right title comes
first: stock CKAN (its schema, its query), the portal on CKAN's schema, the portal on its own.
Times are medians over the table, in one run, Solr and Python together.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable
from statistics import median

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
    figures = {}
    for name, (configset, search, stock) in ways.items():
        with table.scratch_core("bench-search", configset):
            table.write(pairs, stock=stock)
            figures[name] = _scored(cases, search)
    _print(figures, cases, len(pairs))


def _scored(cases: list[table.Case], search: Callable[..., list[str]]) -> dict[str, object]:
    wrong = [case.query for case in cases if not table.right(case, search(case.query))]
    seconds = []
    for _ in range(ROUNDS):
        for case in cases:
            started = time.perf_counter()
            search(case.query)
            seconds.append(time.perf_counter() - started)
    right = len(cases) - len(wrong)
    return {"right": right, "milliseconds": median(seconds) * 1000, "wrong": wrong}


def _print(figures: dict[str, dict[str, object]], cases: list[table.Case], entries: int) -> None:
    base = float(str(figures["stock CKAN"]["milliseconds"]))
    click.echo(f"{len(cases)} searches over {entries} entries of the demonstration province")
    click.echo(f"{'':26}{'right first':>12}{'median':>10}{'ratio':>8}")
    for name, found in figures.items():
        time_taken = float(str(found["milliseconds"]))
        score = f"{found['right']}/{len(cases)}"
        click.echo(f"{name:26}{score:>12}{time_taken:>7.1f} ms{time_taken / base:>8.2f}")
    for why in dict.fromkeys(case.why for case in cases):
        group = [case.query for case in cases if case.why == why]
        scores = [
            f"{sum(query not in found['wrong'] for query in group)}/{len(group)}"  # type: ignore[operator]
            for found in figures.values()
        ]
        click.echo(f"  {why:64}{'  '.join(f'{score:>6}' for score in scores)}")
    click.echo(json.dumps({"search_table": {"cases": len(cases), **figures}}, ensure_ascii=False))


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    with make_app(load_config(os.environ["CKAN_INI"]))._wsgi_app.test_request_context():
        main()
