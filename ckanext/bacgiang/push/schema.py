"""What the actions take."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory


@tk.validator_args
def one_target(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Return the schema of ``bacgiang_push_plan`` and ``…_status``: ``target``, a portal's name."""
    return {"target": [not_empty, unicode_safe]}


@tk.validator_args
def run(
    not_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    boolean_validator: Validator,
) -> Schema:
    """Return the schema of ``bacgiang_push_apply``: ``target``, ``approve_withdrawals``."""
    return {
        "target": [not_empty, unicode_safe],
        "approve_withdrawals": [default(False), boolean_validator],
    }
