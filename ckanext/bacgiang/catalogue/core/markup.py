"""What a text in XML, HTML or JSON is, told from its first element or its first names."""

from __future__ import annotations

import re
from xml.parsers import expat

_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|meta|script|style|div|center)\b", re.IGNORECASE
)
_SKIPPED = re.compile(r"\s*<!--(?:(?!-->).)*-->", re.S)
_JSON_START = re.compile(
    r'\{\s*(?:"|\})|\[\s*(?:[{\[\]"]|(?:-?\d[\d.eE+-]*|true|false|null)\s*[,\]])'
)
_GEOJSON = re.compile(
    r'"type"\s*:\s*"(?:FeatureCollection|Feature|Point|MultiPoint|LineString|MultiLineString'
    r'|Polygon|MultiPolygon|GeometryCollection)"'
)
_GEOJSON_PARTS = re.compile(r'"(?:features|geometry|coordinates|geometries)"\s*:')

_GML = "http://www.opengis.net/gml"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SDMX = "sdmx.org/resources/sdmxml"
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"


class _Found(Exception):
    """The first element was reached."""


def of_markup(head: bytes, text: str) -> tuple[str, bool] | None:
    """Return the type of a text that starts with "<", and whether it is a table of Excel 2003.

    None where it is no markup at all.
    """
    first, spaces = _first_element(head)
    if not first:
        if _HTML.match(_without_comments(text)):
            return "HTML", False
        return ("XML", False) if text.startswith("<?xml") else None
    space, _, name = first.rpartition(" ")
    return _named(space, name, spaces, text), space == _SPREADSHEET


def _named(space: str, name: str, spaces: list[str], text: str) -> str:
    by_space = {_XHTML: "XHTML", _SVG: "SVG", _RDF: "RDF_XML"}
    if code := by_space.get(space) or {"kml": "KML", "svg": "SVG"}.get(name):
        return code
    if _SDMX in space.lower():
        return "SDMX"
    is_map = any(found.startswith(_GML) for found in spaces)
    if space.startswith(_GML) or (is_map and name in ("FeatureCollection", "CityModel")):
        return "GML"
    return "HTML" if not space and _HTML.match(f"<{name} ") else "XML"


def _first_element(head: bytes) -> tuple[str, list[str]]:
    """Return name space and name of the first element, and the name spaces declared at it."""
    parser = expat.ParserCreate(namespace_separator=" ")
    spaces: list[str] = []
    found = ""

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal found
        found = name
        raise _Found

    parser.StartNamespaceDeclHandler = lambda prefix, uri: spaces.append(uri or "")
    parser.StartElementHandler = started
    try:
        parser.Parse(head.lstrip(), False)
    except _Found:
        return found, spaces
    except (expat.ExpatError, LookupError, ValueError):
        return "", []
    return "", []


def _without_comments(text: str) -> str:
    while found := _SKIPPED.match(text):
        text = text[found.end() :]
    return text.lstrip()


def of_json(text: str) -> str:
    """Return the type of a text that starts as JSON; empty where it does not go on so."""
    if not _JSON_START.match(text):
        return ""
    if text.startswith("{") and _GEOJSON.search(text) and _GEOJSON_PARTS.search(text):
        return "GEOJSON"
    return "JSON_LD" if '"@context"' in text else "JSON"
