"""What a harvester's crawl of the whole catalogue costs, beside ckanext-dcat's own profile.

    CKAN_INI=… .venv/bin/python -m bench.dcat [format …]     (a CKAN with this suite and entries)

Both read every page of the same entries from the same index, in one process and one run, in turn.
The peer is stock ckanext-dcat: its paging, its serializer, its profile ``euro_dcat_ap_3``. What it
serves is less: no catalogue publisher, no typed values, services as datasets.
"""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from statistics import median

import ckan.plugins.toolkit as tk
import click
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckanext.dcat import logic

ROUNDS = 3


def main() -> None:
    """Crawl in each format and print seconds, seconds an entry, and the ratio to the peer."""
    warnings.filterwarnings("ignore")
    formats = sys.argv[1:] or ["ttl", "xml", "jsonld"]
    entries = _entries()
    click.echo(f"{entries} entries, median of {ROUNDS} crawls")
    click.echo(f"{'':8} {'portal':>16} {'ckanext-dcat':>16} {'portal / stock':>15}")
    figures = {}
    for name in formats:
        taken: dict[str, list[float]] = {"portal": [], "stock": []}
        for _ in range(ROUNDS):
            taken["portal"].append(_timed(_portal, name))
            taken["stock"].append(_timed(_stock, name))
        ours, stock = median(taken["portal"]), median(taken["stock"])
        figures[name] = {"portal": ours, "stock": stock, "ratio": ours / stock}
        each = [f"{one:.2f} s {one / entries * 1000:.1f} ms" for one in (ours, stock)]
        click.echo(f"{name:8} {each[0]:>16} {each[1]:>16} {ours / stock:>15.2f}")
    click.echo(json.dumps({"dcat_crawl": {"entries": entries, **figures}}))


def _entries() -> int:
    with APP.test_request_context():
        return int(tk.get_action("package_search")({}, {"rows": 0})["count"])


def _timed(show: Callable[[dict[str, str]], str], format_: str) -> float:
    started = time.perf_counter()
    for _ in _pages(show, format_):
        pass
    return time.perf_counter() - started


def _pages(show: Callable[[dict[str, str]], str], format_: str) -> Iterator[str]:
    """Yield the pages of a crawl; finding the next address is not what is measured here."""
    size = int(tk.config["ckanext.dcat.datasets_per_page"])
    for number in range(1, -(-_entries() // size) + 1):
        with APP.test_request_context(f"/catalog.{format_}?page={number}"):
            yield show({"format": format_, "page": str(number)})


def _portal(asked: dict[str, str]) -> str:
    return str(tk.get_action("bacgiang_dcat_catalog_show")({}, asked))


def _stock(asked: dict[str, str]) -> str:
    asked = {**asked, "profiles": ["euro_dcat_ap_3"], "q": "*:*"}
    return str(logic.dcat_catalog_show({"ignore_auth": False, "user": ""}, asked))


if __name__ == "__main__":
    APP = make_app(load_config(os.environ["CKAN_INI"]))._wsgi_app
    main()
