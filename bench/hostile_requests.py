"""Small requests that mean harm: each tries to cost the portal more than it costs its sender."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

ACTION = "/api/3/action/"
ORDINARY = "/dataset/"
MARKS = "a" + "\u0316\u0301" * 20_000
ADDRESSES = "http://http://" * 95 + "a" * 600 + "//"
VALUES = "/dataset/?_tags_limit=0&_res_format_limit=0&_vocab_theme_limit=0"
FACETS = ACTION + 'package_search?facet.field=["id","name"]&facet.limit=-1'
AGENCIES = ACTION + "organization_list?all_fields=true&include_extras=true&limit=1000"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A request: what it tries, its address, and its body where it has one."""

    what: str
    path: str
    body: bytes | Callable[[], Iterator[bytes]] | None = None
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)


def _get(what: str, path: str, **headers: str) -> Hostile:
    return Hostile(what, path, None, tuple(headers.items()))


def _call(what: str, action: str, **sent: object) -> Hostile:
    return Hostile(what, ACTION + action, json.dumps(sent).encode())


def _pieces() -> Iterator[bytes]:
    for _ in range(2_000):
        yield b" " * 65_536


def all_requests() -> list[Hostile]:
    """Return every request, each with a name of its own."""
    return [*_in_addresses(), *_in_actions(), *_in_bodies(), *_in_headers()]


def _in_addresses() -> list[Hostile]:
    search = "/dataset/?q="
    suggest = f"{ACTION}bacgiang_search_suggest?q="
    return [
        _get("addresses in a search", search + ADDRESSES),
        _get("addresses in suggestions", suggest + ADDRESSES),
        _get("addresses in a feed", "/feeds/custom.atom?q=" + ADDRESSES),
        _get("addresses in the catalogue", "/catalog.ttl?q=" + ADDRESSES),
        _get("marks in a search", search + quote(MARKS[:600])),
        _get("marks in the page of agencies", "/co-quan?q=" + quote(MARKS[:600])),
        _get("brackets in a search", search + "title:" + "[a TO " * 500),
        _get("quotes in a search", search + "title:" + '"\\' * 1500),
        _get("wildcards in a search", search + "title:(" + "*a* OR " * 400 + "*b*)"),
        _get("fuzzy words in a search", search + "title:(" + "abcdefgh~2 OR " * 200 + "b)"),
        _get("a pattern in a search", search + "title:/(a|b|ab)*(c|d|cd)*x{1,50}/"),
        _get("many words in a search", search + "giá+" * 900),
        _get("dashes in a search", search + "a-" * 1900),
        _get("many facets of a page", "/dataset/?" + "tags=x&" * 450),
        _get("many parameters", "/dataset/?" + "a=b&" * 1900),
        _get("a far page", "/dataset/?page=2000000000"),
        _get("a long name", "/dataset/" + "a" * 3900),
        _get("a long sort", "/dataset/?sort=" + "title_string+asc,+" * 200),
        _get("all values of facets", VALUES),
        _get("a large page of the API", ACTION + "package_search?rows=1000"),
        _get("all facets of the API", FACETS),
        _get("a far page of the catalogue", "/catalog.ttl?page=99999999"),
        _get("entries with everything", ACTION + "current_package_list_with_resources?limit=1000"),
        _get("agencies with everything", AGENCIES),
        _get("nested filters", ACTION + "datastore_search?resource_id=x&filters=" + "[" * 3000),
    ]  # fmt: skip


def _in_actions() -> list[Hostile]:
    return [
        _call("quotes", "package_search", q='"' + '\\"' * 80_000),
        _call("brackets", "package_search", q="title:[" + " TO " * 40_000),
        _call("marks", "package_search", q=MARKS),
        _call("marks in a filter", "package_search", fq="tags:" + MARKS),
        _call("marks in the agencies", "bacgiang_agency_tree", q=MARKS),
        _call("marks in suggestions", "bacgiang_search_suggest", q=MARKS),
        _call("marks in a reason", "bacgiang_approval_take_down", id="x", reason=MARKS),
        _call("marks in an entry", "package_create", title=MARKS, notes=MARKS),
        _call("marks in an update", "package_update", id="x", notes=MARKS),
        _call("marks in an agency", "organization_create", title=MARKS, name="x"),
        _call("many clauses", "package_search", q="id:(" + "a OR " * 3_900 + "b)"),
        _call("many filters", "package_search", fq_list=["tags:a"] * 2_000),
        _call("many facets", "package_search", **{"facet.field": ["tags"] * 2_000}),
        _call("a long id", "package_show", id="a" * 190_000),
        _call("many ids", "organization_list", organizations=["a"] * 4_000),
        _call("a large number", "package_search", rows=10**400),
        _call("many files", "package_create", resources=[{"url": "x"}] * 2_000),
        _call("many rows", "package_create", contact=[{"name": "x"}] * 2_000),
        _call("many keywords", "package_create", tag_string="a," * 90_000),
    ]


def _in_bodies() -> list[Hostile]:
    deep = b'{"q": ' + b"[" * 90_000 + b"]" * 90_000 + b"}"
    keys = json.dumps({f"k{number}": 1 for number in range(200_000)}).encode()
    text = (("Content-Type", "text/plain"),)
    form = (("Content-Type", "application/x-www-form-urlencoded"),)
    search = ACTION + "package_search"
    return [
        Hostile("nested JSON", search, deep),
        Hostile("nested JSON as text", search, deep, text),
        Hostile("nested JSON in a form", search, deep, form),
        Hostile("many keys", search, keys),
        Hostile("a form with many fields", search, b"&".join([b"a=b"] * 40_000), form),
        Hostile("8 MB of JSON", search, b'{"q": "' + b"x" * 8_000_000 + b'"}'),
        Hostile("128 MB in pieces", search, _pieces),
        Hostile("a large form", "/user/login", b"login=" + b"x" * 4_000_000, form),
    ]


def _in_headers() -> list[Hostile]:
    languages = ",".join(f"vi-{number};q=0.{number}" for number in range(500))
    return [
        _get("many languages", ORDINARY, **{"Accept-Language": languages[:7900]}),
        _get("many cookies", ORDINARY, Cookie="; ".join(f"a{n}=b" for n in range(900))[:7900]),
        _get("a long Accept", "/catalog", Accept=",".join(["text/a;q=0.1"] * 600)[:7900]),
    ]
