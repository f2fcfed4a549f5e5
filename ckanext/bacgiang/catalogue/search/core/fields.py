"""The fields of the index that hold an entry's words, and what is written into them.

Each text is written twice: bare and with its diacritics (see :mod:`.words`). The names fit the
dynamic fields of CKAN's own Solr schema, so that a stock server serves too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ckanext.bacgiang.catalogue.search.core.words import Word, code, words

VERSION = "2"
"""Version of what is written; entries indexed under another one want indexing again."""

TITLE, TITLE_MARKED = "extras_bg_title", "extras_bg_title_marked"
ABOUT, ABOUT_MARKED = "extras_bg_about", "extras_bg_about_marked"
BODY, BODY_MARKED = "extras_bg_body", "extras_bg_body_marked"
NEAR, NEAR_MARKED = "extras_bg_near", "extras_bg_near_marked"
CODES = "vocab_bg_code"
INDEX_VERSION = "bacgiang_index_version"

START, END, GAP = "zzstart", "zzend", "zzgap"
"""Words of our own that mark the ends of a title, and the gap between two texts."""

MAX_WORDS = 20_000
"""Words of one field that are searched; more are cut."""


MAX_CODE = 256
"""Letters and digits of an identifier that are compared."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """What an entry is found by.

    ``about``: keywords, themes, agency, places, names of files. ``body``: descriptions, the data
    dictionary. ``codes``: identifiers in any writing. ``near``: names of the places around its own,
    for queries that name a place.
    """

    title: str
    about: Sequence[str] = ()
    body: Sequence[str] = ()
    codes: Sequence[str] = ()
    near: Sequence[str] = ()


def index_fields(entry: Searchable) -> dict[str, str | list[str]]:
    """Return the fields of the index document, by name."""
    title = words(entry.title)[:MAX_WORDS]
    about, body, near = _stream(entry.about), _stream(entry.body), _stream(entry.near)
    return {
        TITLE: _text([START, *_bare(title), END]),
        TITLE_MARKED: _text([START, *_marked(title), END]),
        ABOUT: _text(_bare(about)),
        ABOUT_MARKED: _text(_marked(about)),
        BODY: _text(_bare(body)),
        BODY_MARKED: _text(_marked(body)),
        NEAR: _text(_bare(near)),
        NEAR_MARKED: _text(_marked(near)),
        CODES: sorted({known for text in entry.codes if (known := code(text)[:MAX_CODE])}),
        INDEX_VERSION: VERSION,
    }


_BREAK = Word(GAP, GAP, False)


def _stream(texts: Iterable[str]) -> list[Word]:
    found: list[Word] = []
    for text in dict.fromkeys(texts):
        if more := words(text):
            found += [_BREAK, *more] if found else more
        if len(found) > MAX_WORDS:
            break
    return found[:MAX_WORDS]


def _bare(stream: Iterable[Word]) -> list[str]:
    return [word.bare for word in stream]


def _marked(stream: Iterable[Word]) -> list[str]:
    return [word.marked for word in stream]


def _text(parts: Iterable[str]) -> str:
    return " ".join(parts)
