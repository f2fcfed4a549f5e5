"""Run by ``ckan db upgrade -p bacgiang_push``."""

from __future__ import annotations

from pathlib import Path

from ckanext.bacgiang.migrating import run

run(Path(__file__).parent.name)
