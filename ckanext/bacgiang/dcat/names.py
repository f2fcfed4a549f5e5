"""The URIs of everything the catalogue speaks of, on a base that outlives the host name.

The base is ``ckanext.dcat.base_uri``. Nothing here depends on titles that may change or on the
address at which the portal is served today.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ckanext.bacgiang.catalogue.entry import EntryType
from ckanext.bacgiang.catalogue.text import clean
from ckanext.bacgiang.vocabularies.terms import Term


@dataclass(frozen=True, slots=True)
class Names:
    """URIs on ``base``, which carries no slash at its end."""

    base: str

    def entry(self, kind: EntryType, entry_id: str) -> str:
        """Return the URI of an entry: its type and its id, as in the address of its page."""
        return f"{self.base}/{kind.value}/{entry_id}"

    def agency(self, agency_id: str) -> str:
        """Return the URI of an organisation of the portal."""
        return f"{self.base}/organization/{agency_id}"

    def agent(self, name: str) -> str:
        """Return the URI of a body that is known by its name alone."""
        return f"{self.base}/agent/{_digest(name)}"

    def legal(self, title: str) -> str:
        """Return the URI of a legal text known by its title: the same for every entry it rules."""
        return f"{self.base}/legislation/{_digest(title)}"

    def standard(self, title: str) -> str:
        """Return the URI of a standard known by its title alone."""
        return f"{self.base}/standard/{_digest(title)}"

    def unit(self, value: str) -> str:
        """Return the URI of an administrative unit as one edition of the list has it."""
        return f"{self.base}/unit/{value}"

    def licence(self, term: Term) -> str:
        """Return the URI of terms of use: their author's, or our page for the portal's own."""
        return term.note("url") or self.base + term.note("path")

    def concept(self, vocabulary: str, code: str) -> str:
        """Return the URI of a term that no authority gives one."""
        return f"{self.base}/vocabulary/{vocabulary}/{code}"

    def definition(self, word: str) -> str:
        """Return the URI of a property of our own, for what DCAT has no word for."""
        return f"{self.base}/definition#{word}"


def _digest(text: str) -> str:
    words = " ".join(clean(text).split()).casefold()
    return hashlib.sha256(words.encode()).hexdigest()[:20]
