"""What tools write down for themselves goes under .local, not into the tree."""

from __future__ import annotations

from dev.place import Place
from dev.sites import outside_environment


def environment(place: Place) -> dict[str, str]:
    """Return the environment of checks and tests."""
    cache = place.local / "cache"
    return {
        **outside_environment(),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(cache / "hypothesis"),
        "RUFF_CACHE_DIR": str(cache / "ruff"),
        "MYPY_CACHE_DIR": str(cache / "mypy"),
        "COVERAGE_FILE": str(cache / "coverage"),
        # They come from CKAN's own dependencies: nothing a reader of a test run can mend.
        "PYTHONWARNINGS": "ignore::DeprecationWarning",
    }
