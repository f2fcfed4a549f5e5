"""Validators of what an entry is: its address, identifier, class, what the portal keeps of it.

Each refusal says in the reader's language what to do, and cites its article where there is one.
"""

from __future__ import annotations

import logging
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.bacgiang.access.entries import labels_of
from ckanext.bacgiang.catalogue import lookup
from ckanext.bacgiang.catalogue.core.file_role import FileRole, role_of
from ckanext.bacgiang.catalogue.entry import DataClass, State
from ckanext.bacgiang.catalogue.file_types import stated_type
from ckanext.bacgiang.catalogue.flat import Errors, Flat, add_error, value_at
from ckanext.bacgiang.catalogue.publishing import class_rule, may_be_public
from ckanext.bacgiang.catalogue.text import slug
from ckanext.bacgiang.catalogue.trust import may_write_system_fields
from ckanext.bacgiang.catalogue.validators.values import bacgiang_date, bacgiang_text
from ckanext.bacgiang.catalogue.visibility import is_private
from ckanext.bacgiang.intake.unchanged import is_stored
from ckanext.bacgiang.language import page_language
from ckanext.bacgiang.law.citing import cited
from ckanext.bacgiang.vocabularies.terms import vocabulary

log = logging.getLogger(__name__)


def bacgiang_slug(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Make the entry's address out of its title where none is given, readable and not taken.

    One that only an entry bears which the writer may not know of is given a number, without a
    word: a refusal would tell that there is such an entry.
    """
    typed = value_at(data, *key).strip()
    if typed and slug(typed) == typed:
        package = context.get("package")
        if (package and package.name == typed) or not _is_hidden(typed, context):
            return
    source = typed or value_at(data, "title")
    if not source.strip():
        # The address is made of the title: what is missing is the title.
        add_error(errors, ("title",), tk._("Fill this in"))
        raise tk.StopOnError
    if source:
        data[key] = slug(source, taken=lookup.names_like(slug(source)))


def _is_hidden(name: str, context: Any) -> bool:
    labels = labels_of(context)
    return labels is not None and lookup.is_hidden_name(name, labels)


def bacgiang_identifier(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Keep the identifier unique, and stable once the entry was published.

    Where none is given the stored one stays; a new entry gets one from the portal.
    """
    package = context.get("package")
    kept = str((package.extras or {}).get("identifier") or "") if package else ""
    given = bacgiang_text(data.get(key))
    if given in (None, "", tk.missing):
        data[key] = kept or lookup.new_identifier()
        return
    data[key] = given
    if kept and given != kept and _was_published(package) and not may_write_system_fields(context):
        message = tk._("The identifier of a published entry does not change; it is {identifier}")
        raise tk.Invalid(message.format(identifier=kept))
    if given == kept and package.state != State.DELETED.value:
        return  # nobody else could take it since this entry has it
    taken = lookup.identifier_taken(given, package.id if package else "", labels_of(context))
    if taken:
        raise tk.Invalid(tk._("Another entry has this identifier; choose one of your own"))
    if taken is None:  # a refusal would tell of an entry that the writer may not know of
        data[key] = kept or lookup.new_identifier()


def _was_published(package: model.Package) -> bool:
    public = package.state == State.ACTIVE.value and not package.private
    return public or bool((package.extras or {}).get("issued"))


def bacgiang_access_rights(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Set the access right that the data class brings; what the caller sent does not count."""
    try:
        data[key] = class_rule(DataClass(value_at(data, "data_class"))).access_right
    except ValueError:
        data[key] = ""


def bacgiang_scope_guard(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Refuse to make public what may never be (Regulation of Decision 47/2022 Art. 1.2).

    State secret, internal and temporary data stay private on every path; attempts are logged.
    """
    try:
        data_class = DataClass(value_at(data, "data_class"))
    except ValueError:
        return
    if may_be_public(data_class) or is_private(data.get(("private",))):
        return
    if value_at(data, "state") == State.DELETED.value:
        return
    log.warning(
        "scope guard: user %s tried to make %s of class %s public",
        context.get("user") or "(none)",
        value_at(data, "id") or value_at(data, "name") or "(new)",
        data_class.value,
    )
    label = vocabulary("data_classes").label(data_class, page_language())
    errors[("data_class",)].append(
        tk._("{label} can never be public: keep the entry private ({article})").format(
            label=label, article=cited(class_rule(data_class).article, page_language())
        )
    )


def bacgiang_kept(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Keep what the portal stored, unless the portal itself or a sysadmin sends something else.

    A form does not send what it does not show; CKAN would take that for empty.
    """
    given = data.get(key)
    if given is not None and given is not tk.missing and may_write_system_fields(context):
        return
    thing = context.get("package") or context.get("group")
    kept = (thing.extras or {}).get(key[-1]) if thing else None
    data[key] = tk.missing if kept is None else kept


def bacgiang_not_stored(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Drop a value that another part of the portal knows better."""
    data.pop(key, None)
    raise tk.StopOnError


def bacgiang_issued(value: Any) -> Any:
    """Accept the day of first publication that the portal has set; see :mod:`.actions`."""
    return "" if value in (None, tk.missing) else bacgiang_date(value)


def bacgiang_license_version(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Note which version of the terms holds: the one in force when they were chosen.

    Terms that are changed later do not change what was granted with data already published.
    """
    package = context.get("package")
    chosen = value_at(data, "license_id")
    term = vocabulary("licenses").find(chosen)
    current = term.note("version") if term else ""
    kept = (package.extras or {}).get("license_version") if package else ""
    data[key] = kept if kept and package.license_id == chosen else current


def bacgiang_direct_reason(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Ask why a service is connected directly (Decree 47/2020 Art. 46)."""
    if value_at(data, "platform") == "direct" and not value_at(data, *key):
        errors[key].append(
            tk._("Say why the connection is direct (Decree 47/2020/NĐ-CP, Article 46)")
        )


def bacgiang_file_role(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Say whether a file is data or a document beside it: as chosen, else as type and name suggest.

    What is proposed is stored, so that a later name or file does not change what the file is.
    """
    names = ("file_role", "file_type", "packed_type", "format", "url", "name", "method")
    fields = {name: value_at(data, *key[:-1], name) for name in names}
    if fields["file_role"] and fields["file_role"] not in list(FileRole):
        errors[key].append(tk._("Choose a role of the list"))
        return
    data[key] = str(role_of(fields))


def bacgiang_file_type(key: Any, data: Flat, errors: Errors, context: Any) -> None:
    """Keep the authority URI of the file type and CKAN's short format name in step.

    Without either the type goes by the address; an unknown format is kept as CKAN names it.
    """
    chosen, short, url = (
        value_at(data, *key[:-1], name) for name in ("file_type", "format", "url")
    )
    term = stated_type(chosen, short, url)
    if chosen and term is None:
        if not is_stored(context, data, key):
            errors[key].append(tk._("Choose a format of the list"))
        return
    data[key] = term.value if term else ""
    if term:
        data[(*key[:-1], "format")] = term.note("format")
