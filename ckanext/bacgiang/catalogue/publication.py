"""What an entry still lacks to be public, for whoever prepares it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context, DataDict

from ckanext.bacgiang.catalogue import gate
from ckanext.bacgiang.catalogue.entry import EntryType


@tk.side_effect_free
def bacgiang_publication_missing(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return everything that the entry ``id`` lacks to be public, in the order of its form.

    Each is a dict of ``field`` (name in the schema, "resources" for the files), ``label``,
    ``reason`` (a sentence that says what to do), ``article``, ``detail`` (the subfield or question,
    else empty) and ``url`` (of the field in the entry's form). Empty where nothing is missing.
    Raises ObjectNotFound, NotAuthorized, and ValidationError without an id.
    """
    entry_id = tk.get_or_bust(data_dict, "id")
    tk.check_access("bacgiang_publication_missing", context, data_dict)
    package = model.Package.get(str(entry_id))
    if package is None or package.type not in list(EntryType):
        raise tk.ObjectNotFound(tk._("Dataset not found"))
    form = tk.h.url_for(f"{package.type}.edit", id=package.name)
    files = tk.h.url_for(f"{package.type}.resources", id=package.name)
    return [
        {
            "field": one.field,
            "label": gate.label(package.type, one.field),
            "reason": gate.message(one),
            "article": one.article,
            "detail": one.detail,
            "url": files if one.field == "resources" else f"{form}#wrap-{one.field}",
        }
        for one in gate.missing(package.id)
    ]
