"""Several parts of one plugin may each stand before the same action of CKAN."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import ckan.plugins.toolkit as tk

Action = Callable[..., Any]


def merged(*parts: dict[str, Action]) -> dict[str, Action]:
    """Return the actions of all parts by name; the part named first is asked first.

    Of a name in two parts both are called, as if two plugins had brought them: CKAN itself takes
    one action of a name from a plugin. Raises ValueError where a part would replace another's.
    """
    found: dict[str, Action] = {}
    for part in reversed(parts):
        for name, action in part.items():
            found[name] = _before(name, action, found[name]) if name in found else action
    return found


def _before(name: str, outer: Action, inner: Action) -> Action:
    if not getattr(outer, "chained_action", False):
        raise ValueError(f"two parts of the plugin bring the action {name}")

    @wraps(outer)
    def both(*given: Any) -> Any:
        *original, context, data_dict = given
        return outer(partial(inner, *original), context, data_dict)

    if getattr(inner, "side_effect_free", False):
        tk.side_effect_free(both)
    if not getattr(inner, "chained_action", False):
        del both.chained_action  # type: ignore[attr-defined]
    return both
