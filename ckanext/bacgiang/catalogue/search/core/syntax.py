"""The search engine's own syntax, which programs write: what of it is passed on as it is."""

from __future__ import annotations

import re

MAX_SYNTAX = 20_000
"""Characters of a query in the search engine's own syntax; a longer text is taken for words."""

MAX_WILDCARDS = 50
"""Wildcards, fuzzy words and patterns in such a query; one with more is taken for words."""

# The fields of CKAN's Solr schema, and those it gets from every dataset.
_FIELDS = frozenset(
    {
        "author",
        "author_email",
        "capacity",
        "ckan_url",
        "creator_user_id",
        "dataset_type",
        "download_url",
        "entity_type",
        "groups",
        "id",
        "identifier",
        "index_id",
        "indexed_ts",
        "isopen",
        "license",
        "license_id",
        "license_title",
        "maintainer",
        "maintainer_email",
        "metadata_created",
        "metadata_modified",
        "name",
        "name_ngram",
        "notes",
        "num_resources",
        "num_tags",
        "organization",
        "owner_org",
        "permission_labels",
        "private",
        "res_description",
        "res_format",
        "res_name",
        "res_type",
        "res_url",
        "site_id",
        "state",
        "tags",
        "text",
        "title",
        "title_ngram",
        "title_string",
        "type",
        "url",
        "urls",
        "version",
        "views_recent",
        "views_total",
    }
)
_OWN_FIELDS = re.compile(r"(extras|res_extras|vocab|cadence|bacgiang)_\w+|\w+_date|\*")
_FIELD = re.compile(r"(?:^|[\s(])[+\-!]?([A-Za-z_][\w.]*|\*):(?=\S)")
# A quote that never ends is matched up to the end too, so that no part is looked at twice.
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*("?)', re.DOTALL)
_BRACKETS = re.compile(r"[\[{]([^\[\]{}]*)[\]}]")


def is_solr_syntax(text: str, *, local_parameters: bool = False) -> bool:
    """Tell whether ``text`` is the search engine's own syntax, to be passed on as it is.

    It is when it names a field of the index right before a colon and what is sought
    (``title:x``, ``+owner_org:…``, ``*:*``), and its quotes and brackets are closed. All else is
    words: ``y tế: 2025``, ``08:30``, ``title:(lúa``. ``{!…}`` at the start counts only where the
    site allows ``local_parameters``.
    """
    if len(text) > MAX_SYNTAX:
        return False
    if text.lstrip().startswith("{!"):
        return local_parameters
    if is_costly(text):
        return False
    bare = _QUOTED.sub(r'"\1', text)
    named = any(
        name in _FIELDS or _OWN_FIELDS.fullmatch(name)
        for name in (found.group(1) for found in _FIELD.finditer(bare))
    )
    return named and _closed(bare)


def is_costly(text: str) -> bool:
    """Tell whether a query in the search engine's syntax has too many wildcards and patterns.

    Each is compared with every word of the index.
    """
    bare = _QUOTED.sub(r'"\1', text)
    return sum(bare.count(sign) for sign in "*?~/") > MAX_WILDCARDS


def _closed(text: str) -> bool:
    if text.replace('""', "").count('"'):
        return False
    text = _BRACKETS.sub(lambda found: "" if " TO " in found[1] else found[0], text)
    depth = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if depth < 0 or sign in "[]{}":
            return False
    return depth == 0
