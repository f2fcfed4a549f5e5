"""Bulk work that CKAN need not follow step by step: one commit of the index, no activities."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.lib import search


@contextmanager
def one_index_commit() -> Iterator[None]:
    """Let Solr commit once at the end instead of after each entry, whatever happens between."""
    before = tk.config.get("ckan.search.solr_commit")
    tk.config["ckan.search.solr_commit"] = False
    try:
        yield
    finally:
        tk.config["ckan.search.solr_commit"] = before
        search.commit()


@contextmanager
def no_activities() -> Iterator[None]:
    """Keep what is done here out of CKAN's activity stream.

    Nobody follows a demonstration, and each activity reads and stores the whole entry once more,
    which is a third of the time a load takes. Other listeners hear everything.
    """
    deaf = list(_activity_subscriptions())
    for signal, options in deaf:
        signal.disconnect(options["receiver"], sender=options["sender"])
    try:
        yield
    finally:
        for signal, options in deaf:
            signal.connect(options["receiver"], sender=options["sender"])


def _activity_subscriptions() -> Iterator[tuple[Any, dict[str, Any]]]:
    if p.plugin_loaded("activity"):
        for signal, listeners in p.get_plugin("activity").get_signal_subscriptions().items():
            for options in listeners:
                yield signal, options
