"""Who may load and clear the demonstration: the command line, no user of the site."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context


@tk.auth_sysadmins_check
def bacgiang_demo_load(context: Context, data_dict: Any) -> AuthResult:
    """Refuse everybody, system administrators included; the command line skips this check."""
    return _refused()


@tk.auth_sysadmins_check
def bacgiang_demo_clear(context: Context, data_dict: Any) -> AuthResult:
    """Refuse everybody, system administrators included; the command line skips this check."""
    return _refused()


def _refused() -> AuthResult:
    return {"success": False, "msg": tk._("Use the command ckan bacgiang demo")}
