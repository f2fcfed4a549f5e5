"""Validators that look at more than one field of an entry; thin over :mod:`.publishing`.

Each refusal says in the reader's language what to do, and cites its article where there is one.
"""

from __future__ import annotations

import json
import logging
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.bacgiang.catalogue import lookup
from ckanext.bacgiang.catalogue.entry import DataClass, State
from ckanext.bacgiang.catalogue.publishing import class_rule, may_be_public
from ckanext.bacgiang.catalogue.text import clean, slug
from ckanext.bacgiang.catalogue.validators import bacgiang_text
from ckanext.bacgiang.language import page_language
from ckanext.bacgiang.language import current_language
from ckanext.bacgiang.vocabularies.terms import Term, vocabulary

log = logging.getLogger(__name__)

Flat = dict[tuple[Any, ...], Any]
Errors = dict[tuple[Any, ...], list[str]]


def bacgiang_clean(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Bring every text of the entry into one Unicode form, without control characters.

    Runs before all other validators, so form, API and import share one rule.
    """
    for field, value in data.items():
        if isinstance(value, str):
            data[field] = clean(value)


def bacgiang_slug(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Make the entry's address out of its title where none is given, readable and not taken."""
    given = data.get(key)
    typed = "" if given in (None, tk.missing) else str(given).strip()
    if typed and slug(typed) == typed:
        return
    title = data.get(("title",))
    source = typed or ("" if title in (None, tk.missing) else str(title))
    if source:
        data[key] = slug(source, taken=lookup.names_like(slug(source)))


def bacgiang_identifier(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Keep the identifier unique; where none is given keep the stored one, else make one."""
    given = data.get(key)
    stored = context.get("package")
    if given in (None, "", tk.missing):
        kept = (stored.extras or {}).get("identifier") if stored else ""
        data[key] = kept or lookup.new_identifier()
        return
    data[key] = bacgiang_text(given)
    if lookup.identifier_taken(data[key], stored.id if stored else ""):
        raise tk.Invalid(tk._("Another entry has this identifier; choose one of your own"))


def bacgiang_access_rights(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Set the access right that the data class brings; what the caller sent does not count."""
    try:
        data[key] = class_rule(DataClass(str(data.get(("data_class",))))).access_right
    except ValueError:
        data[key] = ""


def bacgiang_scope_guard(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Refuse to make public what may never be (Regulation of Decision 47/2022 Art. 1.2).

    State secret, internal and temporary data stay private on every path; attempts are logged.
    """
    try:
        data_class = DataClass(str(data.get(("data_class",))))
    except ValueError:
        return
    if may_be_public(data_class) or tk.asbool(_value(data, "private") or False):
        return
    if _value(data, "state") == State.DELETED.value:
        return
    log.warning(
        "scope guard: user %s tried to make %s of class %s public",
        context.get("user") or "(none)",
        _value(data, "id") or _value(data, "name") or "(new)",
        data_class.value,
    )
    label = vocabulary("data_classes").label(data_class, page_language())
    errors[("data_class",)].append(
        tk._("{label} can never be public: keep the entry private ({article})").format(
            label=label, article=class_rule(data_class).article
        )
    )


def bacgiang_file_type(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Keep the authority URI of the file type and CKAN's short format name in step.

    Without either the type goes by the address; an unknown format is kept as CKAN names it.
    """
    near = {name: _value(data, *key[:-1], name) for name in ("file_type", "format", "url")}
    term = None
    if near["file_type"]:
        term = vocabulary("file_types").find(str(near["file_type"]))
        if term is None:
            errors[key].append(tk._("Choose a format of the list"))
            return
    else:
        ending = str(near["url"]).partition("?")[0].rpartition(".")[2]
        term = _by_format(str(near["format"])) or _by_format(ending)
    data[key] = term.value if term else ""
    if term:
        data[(*key[:-1], "format")] = term.note("format")


def bacgiang_direct_reason(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Ask why a service is connected directly (Decree 47/2020 Art. 46)."""
    if _value(data, "platform") == "direct" and not _value(data, *key):
        errors[key].append(
            tk._("Say why the connection is direct (Decree 47/2020/NĐ-CP, Article 46)")
        )


def bacgiang_entries_exist(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Accept names of datasets and databases of this portal, as scheming has stored them."""
    stored = _value(data, *key)
    names = json.loads(stored) if isinstance(stored, str) and stored else []
    known = lookup.existing_entries(names) if names else set()
    for name in names:
        if name not in known:
            errors[key].append(tk._('No entry has the name "{name}"').format(name=name))


def _value(data: Flat, *key: Any) -> Any:
    value = data.get(tuple(key))
    return "" if value is None or value is tk.missing else value


def _by_format(name: str) -> Term | None:
    wanted = name.strip().upper().lstrip(".")
    for term in vocabulary("file_types"):
        if wanted and wanted in (term.note("format").upper(), term.code.upper()):
            return term
    return None
