"""The synonyms in force: the file that ships with the portal, or the one its operator keeps."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.catalogue.search.core.synonyms import (
    Synonyms,
    SynonymsError,
    load_synonyms,
)

log = logging.getLogger(__name__)

OPTION = "ckanext.bacgiang.search.synonyms_file"
SHIPPED = Path(__file__).parent / "data" / "synonyms.yaml"


def path() -> Path:
    """Return the file in force."""
    configured: str = tk.config.get(OPTION) or ""
    return Path(configured) if configured else SHIPPED


def synonyms() -> Synonyms:
    """Return the synonyms in force, read anew whenever the file has changed.

    A file that cannot be used is logged as an error and taken for empty: search goes on without
    synonyms. :func:`checked` says what is wrong.
    """
    try:
        return checked()
    except (OSError, SynonymsError) as error:
        log.error("synonyms %s: %s", path(), error)
        return Synonyms()


def checked() -> Synonyms:
    """Return the synonyms in force. Raises OSError or SynonymsError where the file is unusable."""
    file = path()
    return _loaded(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _loaded(file: Path, changed: int) -> Synonyms:
    return load_synonyms(file.read_text(encoding="utf-8"))
