"""Pages of the catalogue that CKAN does not have."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from flask import Blueprint

from ckanext.bacgiang.catalogue import preview
from ckanext.bacgiang.catalogue.entry import EntryType

bacgiang_terms = Blueprint("bacgiang_terms", __name__)
bacgiang_form = Blueprint("bacgiang_form", __name__)


@bacgiang_terms.route("/dieu-khoan-su-dung")
def open_data() -> str:
    """Show the terms of use of open data (Decree 47/2020 Art. 18), the page the licence names."""
    return tk.render("bacgiang/catalogue/terms.html")


@bacgiang_form.route("/xem-truoc/<kind>", methods=["POST"])
def preview_entry(kind: str) -> str:
    """Show an entry as the public would see it, out of a form that is not saved.

    Answers 403 to whoever may not save the entry and 404 for a type or an entry there is not.
    """
    if kind not in list(EntryType):
        return tk.abort(404, tk._("Page not found"))
    user = tk.current_user.name if tk.current_user.is_authenticated else ""
    entry_id = tk.request.args.get("id", "")
    try:
        if entry_id:
            tk.check_access("package_update", Context(user=user), {"id": entry_id})
        else:
            tk.check_access("package_create", Context(user=user), {"type": kind})
        context = Context(model=model, session=model.Session, user=user)
        shown, errors = preview.made_of(kind, tk.request.form, entry_id, context)
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error))
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("Dataset not found"))
    schema = tk.h.scheming_get_dataset_schema(kind)
    return tk.render(
        "bacgiang/form/preview.html", {"pkg": shown, "errors": errors, "schema": schema}
    )
