"""Which file type a file has: what its bytes are, among what its name and its sender say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ckanext.bacgiang.catalogue.core.content import Content, Oddity, is_open
from ckanext.bacgiang.catalogue.file_types import file_type_of
from ckanext.bacgiang.vocabularies.terms import Term, vocabulary

TABLES = frozenset({"CSV", "TSV", "TXT", "ODS", "HTML", "XHTML", "XLS", "XLSX", "XLSM", "XLSB"})
"""Types whose table another program can save as XLSX or CSV."""


class Wrong(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    PROGRAM = "program"
    LOCKED = "locked"
    DAMAGED = "damaged"
    PART_OF_SHAPEFILE = "part_of_shapefile"
    ENDING = "ending"
    CHOICE = "choice"
    SHAPEFILE_NOT_WHOLE = "shapefile_not_whole"


@dataclass(frozen=True, slots=True)
class Settled:
    """The type of a file, or why it is refused.

    ``type`` is None where the type is not known; ``corrected`` says that it is not the one that
    the sender left in the form. ``wrong`` concerns the file itself, or the type chosen for it
    where ``at_choice``.
    """

    type: Term | None = None
    corrected: bool = False
    wrong: Wrong | None = None
    at_choice: bool = False


def settle(content: Content, name: str, chosen: str, before: str) -> Settled:
    """Return the type of a file with this content.

    ``name`` is its file name; ``chosen`` is the type stated with it and ``before`` that of the
    file whose place it takes, both as code or empty. A type that stood there before says nothing
    of a new file: it gives way. One that was newly chosen and that the content contradicts is
    refused, as is an ending that it contradicts.
    """
    if wrong := _unfit(content):
        return Settled(wrong=wrong)
    named = _code(file_type_of(name.rpartition(".")[2]) if "." in name else None)
    if named and named not in content.bears:
        return Settled(wrong=_wrong_ending(content, named))
    fresh = chosen if chosen != before else ""
    if fresh == "SHP" and fresh not in content.fits and content.lacking:
        return Settled(wrong=Wrong.SHAPEFILE_NOT_WHOLE, at_choice=True)
    if fresh and content.bears and fresh not in content.fits | {*content.packed}:
        return Settled(wrong=Wrong.CHOICE, at_choice=True)
    code = _best(content, named, chosen, fresh)
    return Settled(vocabulary("file_types").find(code), bool(chosen) and code != chosen)


def _unfit(content: Content) -> Wrong | None:
    return {
        Oddity.EMPTY: Wrong.EMPTY,
        Oddity.PROGRAM: Wrong.PROGRAM,
        Oddity.LOCKED: Wrong.LOCKED,
        Oddity.DAMAGED: Wrong.DAMAGED,
        Oddity.PART_OF_SHAPEFILE: Wrong.PART_OF_SHAPEFILE,
    }.get(content.oddity) if content.oddity else None  # fmt: skip


def _wrong_ending(content: Content, named: str) -> Wrong:
    return Wrong.SHAPEFILE_NOT_WHOLE if named == "SHP" and content.lacking else Wrong.ENDING


def _best(content: Content, named: str, chosen: str, fresh: str) -> str:
    if fresh in content.fits:
        return fresh
    if not content.code:
        return named or (chosen if chosen in content.fits else "")
    # A general name (.xml, .zip, .txt of markup) gives way to what the content is in particular.
    known = vocabulary("file_types").find(content.code)
    is_general = known is not None and named in known.note("also").split()
    if named in content.fits and ({named, content.code} <= _EQUALS or not is_general):
        return named
    return content.code


_EQUALS = frozenset({"CSV", "TSV", "TXT", "RDF_TURTLE", "RDF_N_TRIPLES", "KMZ", "ZIP"})
"""Types among which the name decides as long as the content allows it."""


def _code(term: Term | None) -> str:
    return term.code if term else ""


def counts_as_open(file_type: str, packed_type: str, *, stored: bool) -> bool:
    """Return whether a file of these types is in an open format (Decree 47/2020 Art. 3.8).

    An archive is as open as what it holds. What is behind a link cannot be looked into: there the
    publisher's word counts.
    """
    term = vocabulary("file_types").find(file_type)
    if term is None:
        return False
    if term.note("holds") and (stored or packed_type):
        inner = vocabulary("file_types").find(packed_type)
        return inner is not None and not inner.note("holds") and is_open(inner.code)
    return is_open(term.code)
