"""Trying a thing with values that follow from one number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st


def by_chance(
    attack: Callable[[Any], None], drawn: st.SearchStrategy[Any], chance: int, tries: int
) -> None:
    """Attack with ``tries`` values that follow from ``chance`` alone.

    Raises what ``attack`` raises, for the smallest value that makes it do so.
    """
    if not tries:
        return

    @seeded(chance)
    @settings(
        max_examples=tries, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(value=drawn)
    def attacked(value: Any) -> None:
        attack(value)

    attacked()
