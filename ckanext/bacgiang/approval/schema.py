"""What the actions take."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Schema, Validator, ValidatorFactory


@tk.validator_args
def step(
    not_empty: Validator,
    unicode_safe: Validator,
    default: ValidatorFactory,
    bacgiang_text: Validator,
) -> Schema:
    """Return the schema of a step: ``id`` of the entry, ``reason``, ``seen`` (a mark)."""
    return {
        "id": [not_empty, unicode_safe],
        "reason": [default(""), bacgiang_text],
        "seen": [default(""), unicode_safe],
    }


@tk.validator_args
def entry(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """Return the schema of ``bacgiang_approval_show``: ``id`` of the entry."""
    return {"id": [not_empty, unicode_safe]}


@tk.validator_args
def pending(
    default: ValidatorFactory,
    natural_number_validator: Validator,
    limit_to_configured_maximum: ValidatorFactory,
) -> Schema:
    """Return the schema of ``bacgiang_approval_pending``: ``limit`` (at most 100), ``offset``."""
    return {
        "limit": [
            default(20),
            natural_number_validator,
            limit_to_configured_maximum("ckanext.bacgiang.approval.pending_most", 100),
        ],
        "offset": [default(0), natural_number_validator],
    }


@tk.validator_args
def mail(default: ValidatorFactory, boolean_validator: Validator) -> Schema:
    """Return the schema of ``bacgiang_approval_mail``: ``dry_run``."""
    return {"dry_run": [default(False), boolean_validator]}
