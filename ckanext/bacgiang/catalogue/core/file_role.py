"""Is a file of a dataset data, or a document beside the data: a guide, a licence, a blank form?

Open data is the data itself (Decree 47/2020/NĐ-CP Art. 3.4, 17.1); what explains it is published
with it, but no update of it and no reason to call a dataset published.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from ckanext.bacgiang.catalogue.file_types import stated_type
from ckanext.bacgiang.catalogue.text import clean, fold

LONGEST_NAME = 300
"""Characters of a name that are looked at."""


class FileRole(StrEnum):
    """What a file of a dataset is; codes of the vocabulary ``file_roles``."""

    DATA = "data"
    DOCUMENT = "document"


PAPERS = frozenset({"PDF", "DOC", "DOCX", "ODT", "JPEG", "PNG", "GIF", "TIFF", "SVG", "PPTX"})
"""Codes of the file types that are read by people and hold no data a machine could take."""

# Words as they are folded, marks and case gone. "mẫu nước" is a sample and "giấy phép xây dựng" a
# record of a register: what those names hold is data, so one word alone decides nothing.
_STARTS = re.compile(
    r"(tai lieu )?huong dan(?! vien)|(tep |file )?bieu mau|(tep|file|bang) mau\b"
    r"|mau (so|bieu|bao cao|don|to khai|nhap|phieu|trong|ghi|cung cap)\b"
    r"|(user |data )?guide\b|manual\b|read ?me\b|template\b|blank form\b"
)
_ANYWHERE = re.compile(
    r"\bgiay phep (su dung|du lieu|mo|khai thac du lieu)\b|\bdieu khoan su dung\b"
    r"|\blicen[cs]e( terms| text)?$|\bterms of use\b|\bmau trong\b"
)
_WHOLE = frozenset({"mau", "giay phep", "license", "licence", "copying"})


def role_of(fields: Mapping[str, Any]) -> FileRole:
    """Return what a file is: as its publisher has said, else as its type and name suggest.

    ``fields`` are those of the schema and of CKAN's table, as stored or as sent; an upload counts
    by its name. Unknown words in ``file_role`` are as good as none.
    """
    chosen = str(fields.get("file_role") or "")
    if chosen in list(FileRole):
        return FileRole(chosen)
    return proposed_role(fields)


def proposed_role(fields: Mapping[str, Any]) -> FileRole:
    """Return what a file is by its type and its names alone.

    A file that says by its name that it explains the data is a document whatever its type; a
    service never is; a text for people and a picture are, for want of a word to the contrary.
    """
    address = str(getattr(fields.get("upload"), "filename", "") or fields.get("url") or "")
    file_name = address.partition("?")[0].rpartition("/")[2]
    for name in (str(fields.get("name") or ""), file_name.rpartition(".")[0]):
        if _explains(name):
            return FileRole.DOCUMENT
    if fields.get("method") == "service":
        return FileRole.DATA
    chosen = str(fields.get("packed_type") or fields.get("file_type") or "")
    term = stated_type(chosen, str(fields.get("format") or ""), address)
    return FileRole.DOCUMENT if term and term.code in PAPERS else FileRole.DATA


def _explains(name: str) -> bool:
    words = " ".join(re.split(r"[^a-z0-9]+", fold(clean(name[:LONGEST_NAME])))).strip()
    return bool(words in _WHOLE or _STARTS.match(words) or _ANYWHERE.search(words))
