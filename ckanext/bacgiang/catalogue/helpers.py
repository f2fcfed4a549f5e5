"""Template helpers of the catalogue."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.bacgiang import clock
from ckanext.bacgiang.access.ended_links import is_mark
from ckanext.bacgiang.access.entries import labels_of_reader
from ckanext.bacgiang.catalogue import lookup, serving, stored
from ckanext.bacgiang.catalogue.citation import Cited, citation
from ckanext.bacgiang.catalogue.core.file_role import FileRole, role_of
from ckanext.bacgiang.catalogue.entry import EntryType, State
from ckanext.bacgiang.catalogue.versions import version
from ckanext.bacgiang.catalogue.withholding import FLAG, is_withheld, refusal
from ckanext.bacgiang.language import page_language
from ckanext.bacgiang.law.citing import cited
from ckanext.bacgiang.text.web import is_link
from ckanext.bacgiang.vocabularies.terms import Term, vocabulary
from ckanext.bacgiang.vocabularies.terms_of_use import latest
from ckanext.bacgiang.vocabularies.units import units

UNIT_SETS = ("2022", "2025")
"""Years of the sets of administrative units, oldest first."""


def bacgiang_choices(field: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the choices of the controlled list that the field names, labelled in both languages.

    A field that takes some of them alone names these with ``terms``. One that may not be chosen
    today is ``retired``: it is there to name what was stored while it was in force, and says so.
    """
    only, day = field.get("terms"), clock.today()
    terms = vocabulary(field["vocabulary"])
    return [_choice(term, day) for term in terms if not only or term.code in only]


def _choice(term: Term, day: date) -> dict[str, Any]:
    if term.in_force(day):
        return {"value": term.value, "label": {"vi": term.vi, "en": term.en}}
    label = term.label(page_language())
    if not term.has_ended(day):
        waiting = tk._("{term} (not yet in force)").format(term=label)
        return {"value": term.value, "label": waiting, "retired": True}
    return {"value": term.value, "label": bacgiang_ended(label), "retired": True}


def bacgiang_choices_for(choices: Any, chosen: Any) -> list[dict[str, Any]]:
    """Return the choices that a form offers: those in force, and what is ``chosen`` already.

    What is chosen and no longer in the list at all stands last, named by itself as ended.
    """
    kept = {str(one) for one in (chosen if isinstance(chosen, list) else [chosen]) if one}
    found = [one for one in choices or [] if not one.get("retired") or one["value"] in kept]
    unknown = sorted(kept - {str(one["value"]) for one in found})
    return found + [{"value": value, "label": bacgiang_ended(value)} for value in unknown]


def bacgiang_chosen(choices: Any, chosen: Any) -> list[str]:
    """Return the labels of what is chosen, in the order of the list, ended ones marked as such."""
    kept = [str(one) for one in (chosen if isinstance(chosen, list) else [chosen]) if one]
    offered = bacgiang_choices_for(choices, kept)
    labels = {str(one["value"]): tk.h.scheming_language_text(one["label"]) for one in offered}
    return [label for value, label in labels.items() if value in kept]


def bacgiang_ended(text: str) -> str:
    """Return ``text`` marked as no longer in force, in the page's language."""
    message: str = tk._("{term} (no longer in force)").format(term=text)
    return message


def bacgiang_is_link(address: Any) -> bool:
    """Return whether a page may print the address as a link."""
    return isinstance(address, str) and is_link(address)


def bacgiang_unit_choices(field: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the administrative units of every set, named with the year of their set."""
    return [
        {"value": unit.value, "label": f"{unit.name} ({year})"}
        for year in UNIT_SETS
        for unit in units(year)
    ]


def bacgiang_date(value: str | None) -> str:
    """Return a stored day, month or year as Vietnam writes it: 31/12/2025, 12/2025, 2025."""
    found = re.match(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", value or "")
    if not found:
        return value or ""
    return "/".join(part for part in reversed(found.groups()) if part)


def bacgiang_file_day(resource: dict[str, Any]) -> str:
    """Return the day of a file's data as Vietnam writes it, empty where nobody has said it.

    The day stated for it, or on which its content changed; else of what the portal stores the day
    it came. Of a link CKAN knows no more than when it was typed in.
    """
    if resource.get("modified"):
        return bacgiang_date(resource["modified"])
    if resource.get("url_type") == "upload" and resource.get("last_modified"):
        return str(tk.h.render_datetime(resource["last_modified"], date_format="%d/%m/%Y"))
    return ""


def bacgiang_data_is_missing(package: dict[str, Any]) -> bool:
    """Return whether a public open dataset has neither a file that is data nor a service."""
    is_public = package.get("state") == State.ACTIVE.value and not package.get("private")
    if package.get("type") != EntryType.DATASET.value or not is_public or is_withheld(package):
        return False
    files = package.get("resources") or []
    if any(role_of(file) is FileRole.DATA for file in files):
        return False
    return not serving.of({package["id"]: package["name"]})


def bacgiang_file_role(resource: dict[str, Any]) -> str:
    """Return whether a file of a dataset is "data" or a "document", as stored or proposed."""
    return str(role_of(resource))


def bacgiang_terms_of_use() -> dict[str, Any]:
    """Return the terms of use in the page's language: title, clauses, note."""
    terms, language = latest(), page_language()
    return {
        "title": terms.title.text(language),
        "clauses": [clause.text(language) for clause in terms.clauses],
        "note": terms.note.text(language),
    }


def bacgiang_citation(package: dict[str, Any]) -> str:
    """Return the citation of a dataset, ready to copy, in the page's language."""
    cited = Cited(
        agency=(package.get("organization") or {}).get("title") or "",
        title=tk.h.dataset_display_name(package),
        modified=stored.day(package.get("modified")),
        portal=tk.config["ckan.site_title"],
        address=tk.h.url_for(f"{package['type']}.read", id=package["name"], qualified=True),
    )
    return citation(cited, page_language())


def bacgiang_agency_links(value: str) -> list[dict[str, str]]:
    """Return title and address of each agency in a list separated by semicolons.

    A word that is no agency of the portal is a title without an address.
    """
    words = stored.split(value)
    found = lookup.agency_titles(words)
    return [
        {
            "title": found.get(word, word),
            "url": tk.h.url_for("organization.read", id=word) if word in found else "",
        }
        for word in words
    ]


def bacgiang_backlinks(package: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    """Return title and address of the public entries that name this one, by their type."""
    found = {"data_service": lookup.serving(package["name"], package["id"])}
    if package["type"] == EntryType.DATABASE.value:
        found["dataset"] = lookup.drawn_from(package["name"])
    return {
        kind: [
            {"title": row.title or row.name, "url": tk.h.url_for(f"{kind}.read", id=row.name)}
            for row in rows
        ]
        for kind, rows in found.items()
    }


def bacgiang_version(entry_id: str | None) -> str:
    """Return the mark of the entry's newest version for the form's hidden field, empty if new."""
    package = model.Package.get(entry_id) if entry_id else None
    return version(package) if package else ""


def bacgiang_withheld_message(package: dict[str, Any]) -> str:
    """Return what to tell a reader whose entry hides its addresses, empty where it hides none."""
    if not package.get(FLAG):
        return ""
    found = model.Package.get(package["id"])
    return refusal(found) if found else ""


def bacgiang_label(list_name: str, value: str) -> str:
    """Return the label of a stored value of a controlled list, in the page's language.

    It says so where the value is no longer in force, or no longer in the list at all.
    """
    term, language = vocabulary(list_name).find(value), page_language()
    label = term.label(language) if term else value
    ended = term is None or term.has_ended(clock.today())
    return bacgiang_ended(label) if label and ended else label


def bacgiang_openly_usable(package: dict[str, Any]) -> bool:
    """Return whether the data of the entry, by its class, may be downloaded by anyone."""
    return not is_withheld(package)


def bacgiang_entry_links(names: Any) -> list[dict[str, str]]:
    """Return title and address of each named entry that the reader may read.

    One that has ended, which only who works in the agency is shown, has no address and says so.
    """
    wanted = [names] if isinstance(names, str) else list(names or [])
    rows = lookup.titles(wanted, labels_of_reader())
    found = {word: row for row in rows for word in (row.name, row.id)}
    ended = bacgiang_ended_links([name for name in wanted if name not in found])
    links = []
    for name in wanted:
        if row := found.get(name):
            address = tk.h.url_for(f"{row.type}.read", id=row.name)
            links.append({"title": row.title or row.name, "url": address})
        elif name in ended:
            links.append({"title": ended[name], "url": ""})
    return links


def bacgiang_ended_links(names: Any) -> dict[str, str]:
    """Return those of the names in a field that lead to no entry, each with what to call it."""
    wanted = [names] if isinstance(names, str) else list(names or [])
    plain = [name for name in wanted if name and not is_mark(name)]
    known = lookup.existing_entries(plain, labels_of_reader()) if plain else set()
    return {name: bacgiang_link_text(name) for name in wanted if name and name not in known}


def bacgiang_link_text(name: str) -> str:
    """Return what to call a link that has ended: by its name only where the reader may know it."""
    return bacgiang_ended(tk._("Linked entry") if is_mark(name) else name)


def bacgiang_is_ended_link(text: Any) -> bool:
    """Return whether the text stands for a link that its reader may not follow any more."""
    return is_mark(text)


def bacgiang_entry_types() -> list[dict[str, str]]:
    """Return the types of entries with their Vietnamese and English plural, in menu order."""
    titles = {
        EntryType.DATASET: tk._("Open data"),
        EntryType.DATABASE: tk._("Shared databases"),
        EntryType.SERVICE: tk._("Data services"),
    }
    return [{"type": kind.value, "title": title} for kind, title in titles.items()]


def bacgiang_article(list_name: str, value: str) -> str:
    """Return the article that a term of a controlled list rests on, empty where it names none."""
    term = vocabulary(list_name).find(value)
    return cited(term.note("article"), page_language()) if term else ""


def bacgiang_cited(citation: str) -> str:
    """Return the citation of a legal text in the page's language."""
    return cited(citation, page_language())
