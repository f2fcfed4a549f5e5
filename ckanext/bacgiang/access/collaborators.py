"""Who may list the people who work on an entry of another agency."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict


@tk.chained_auth_function
def package_collaborator_list(
    next_auth: Any, context: Context, data_dict: DataDict | None
) -> AuthResult:
    """Refuse visitors, for whom CKAN's own rule ends in an error; ask it about all others."""
    if not context.get("user"):
        return {"success": False, "msg": tk._("Sign in to see who works on an entry")}
    answer: AuthResult = next_auth(context, data_dict)
    return answer
