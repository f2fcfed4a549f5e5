"""Reading a DCAT catalogue over HTTP to its end, as any harvester would, with stock rdflib."""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

from rdflib import Graph, Namespace
from rdflib.namespace import DCAT, RDF

from dev.problems import Problem

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
# The vocabulary renamed the link; both names are in use.
NEXT = (HYDRA.next, HYDRA.nextPage)
MOST_PAGES = 10_000
MOST_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: pages, triples (each page counted by itself), entries by their class."""

    pages: int
    triples: int
    datasets: int
    services: int


def read(address: str) -> Reading:
    """Follow a catalogue in Turtle from page to page by hydra:next; return what was read.

    Raises Problem when a page cannot be had or parsed, leads to another host or back to itself.
    """
    pages = triples = 0
    datasets: set[object] = set()
    services: set[object] = set()
    seen: set[str] = set()
    following: str | None = address
    while following:
        if following in seen or pages >= MOST_PAGES:
            raise Problem(f"The catalogue does not end: page {pages + 1} is {following} again.")
        seen.add(following)
        graph = _page(following)
        pages += 1
        triples += len(graph)
        datasets.update(graph.subjects(RDF.type, DCAT.Dataset))
        services.update(graph.subjects(RDF.type, DCAT.DataService))
        following = _next(graph, following)
    return Reading(pages, triples, len(datasets), len(services))


def _page(address: str) -> Graph:
    try:
        with urllib.request.urlopen(address, timeout=120) as reply:  # noqa: S310 (our own site)
            text = reply.read(MOST_BYTES)
        return Graph().parse(data=text, format="turtle", publicID=address)
    except Exception as error:
        raise Problem(f"The catalogue's page {address} cannot be read: {error}") from error


def _next(graph: Graph, address: str) -> str | None:
    links = (target for word in NEXT for target in graph.objects(None, word))
    following = next(links, None)
    if following is None:
        return None
    if urlsplit(str(following)).netloc != urlsplit(address).netloc:
        raise Problem(f"The catalogue leads elsewhere: after {address} comes {following}")
    return str(following)
