"""Hears that a dataset was saved, and has its files looked at in the background.

A hint and no more: what a lost signal, queue or worker leaves out, the next check finds.
"""

from __future__ import annotations

import logging
from typing import Any

import ckan.plugins.toolkit as tk
from redis.exceptions import RedisError

from ckanext.bacgiang import clock
from ckanext.bacgiang.cadence import check

log = logging.getLogger(__name__)

HEARD = ("package_create", "package_update")
"""Actions in which every way of saving a dataset or resource ends; they signal after the commit."""


def saved(sender: str, **details: Any) -> None:
    """Have the dataset's stored files looked at, where it has any; never fails who saved it."""
    result = details.get("result")
    if isinstance(result, dict):
        resources = result.get("resources") or []
        if not any(resource.get("url_type") == "upload" for resource in resources):
            return
        result = result["id"]
    try:
        tk.enqueue_job(look_again, [result], title=f"bacgiang cadence: {result}")
    except RedisError as error:
        log.warning("no look at %s in the background, the next check will: %s", result, error)


def look_again(package_id: str) -> None:
    """Bring the ledger up to date for one dataset; run by a worker."""
    check.look([package_id], clock.now())
