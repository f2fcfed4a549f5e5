"""What is known of a file by its bytes: its type, what it holds, what is odd about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ckanext.bacgiang.vocabularies.terms import vocabulary


class Oddity(StrEnum):
    """What is to be said of a content beside its type."""

    EMPTY = "empty"
    PROGRAM = "program"
    LOCKED = "locked"
    SPREADSHEET_XML = "spreadsheet_xml"
    PART_OF_SHAPEFILE = "part_of_shapefile"
    TOO_MANY_MEMBERS = "too_many_members"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Content:
    """What the bytes of a file are.

    ``code`` is the file type, empty where none is known; ``fits`` holds every type that may
    truly be stated for these bytes; ``bears`` every type whose ending the file may carry although
    another says more (an XLSX is a ZIP). ``packed`` are the types of what an archive holds, most
    bytes first, ``lacking`` the parts of a shapefile that are not there.
    """

    code: str = ""
    fits: frozenset[str] = frozenset()
    bears: frozenset[str] = frozenset()
    packed: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    oddity: Oddity | None = None

    @property
    def media_type(self) -> str:
        """The media type of the bytes, empty where it is not known."""
        return media_type(self, self.code)

    @property
    def packed_code(self) -> str:
        """The type of the data in an archive: an open one where there is any.

        A text beside other files tells of them; it is data where it stands alone.
        """
        data = [code for code in self.packed if code != "TXT"] or [*self.packed]
        return next((code for code in data if is_open(code)), "") or next(iter(data), "")


UNKNOWN = Content("", frozenset({"OCTET"}), frozenset({"OCTET"}))
"""A content of no type that the portal knows."""


def media_type(content: Content, code: str) -> str:
    """Return the media type of ``content`` when it is stated to be of the type ``code``.

    A shapefile is the ZIP that holds it.
    """
    term = vocabulary("file_types").find("ZIP" if content.packed and code == "SHP" else code)
    return term.note("media_type") if term else ""


def is_open(code: str) -> bool:
    """Return whether a type is open and machine-readable."""
    term = vocabulary("file_types").find(code)
    return term is not None and term.note("open") == "yes"
