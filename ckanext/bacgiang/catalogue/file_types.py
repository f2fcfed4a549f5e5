"""What format a file is in, from what is stated about it."""

from __future__ import annotations

from ckanext.bacgiang.vocabularies.terms import Term, vocabulary


def stated_type(chosen: str, short: str, address: str) -> Term | None:
    """Return the file type of a file, None where none is known.

    ``chosen`` is an authority URI and counts alone where given; else CKAN's ``short`` format name
    decides, and where that says nothing the ending of the address or file name.
    """
    if chosen:
        return vocabulary("file_types").find(chosen)
    return file_type_of(short) or type_of_address(address)


def type_of_address(address: str) -> Term | None:
    """Return the file type that the ending of an address names; None where it names none."""
    path = address.partition("?")[0].partition("#")[0]
    last = path.rstrip("/").rpartition("/")[2]
    return file_type_of(last.rpartition(".")[2]) if "." in last else None


def file_type_of(name: str) -> Term | None:
    """Return the file type with this short name, code or file ending; None where none has it."""
    wanted = name.strip().upper().lstrip(".")
    for term in vocabulary("file_types"):
        names = (term.note("format"), term.code, *term.note("endings").split())
        if wanted and wanted in {known.upper() for known in names}:
            return term
    return None
