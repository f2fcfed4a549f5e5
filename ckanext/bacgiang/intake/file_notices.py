"""What a person is told of a file that was taken: its type, what it lacks, that it is not open.

Only forms show it; a program reads the same in the type that the answer names.
"""

from __future__ import annotations

from collections.abc import Iterator

import ckan.plugins.toolkit as tk
import flask

from ckanext.bacgiang.catalogue.core.content import Content
from ckanext.bacgiang.catalogue.core.file_type_choice import Settled, counts_as_open
from ckanext.bacgiang.language import page_language

_KEPT = "bacgiang_file_notices"


def note(settled: Settled, content: Content) -> None:
    """Keep what is to be said of a file that is about to be taken, until it is."""
    if flask.has_request_context() and str(flask.request.endpoint).endswith((".new", ".edit")):
        flask.g.setdefault(_KEPT, []).extend(_messages(settled, content))


def show() -> None:
    """Show on the next page what is to be said of the files that were just taken."""
    if flask.has_request_context():
        for message in flask.g.pop(_KEPT, []):
            tk.h.flash_notice(message)


def _messages(settled: Settled, content: Content) -> Iterator[str]:
    term = settled.type
    label = term.label(page_language()) if term else tk._("not known")
    if settled.corrected:
        yield tk._("The format was set to “{format}”: the content of the file is that").format(
            format=label
        )
    if term and term.code == "SHP" and "prj" in content.lacking:
        yield tk._(
            "The shapefile has no .prj part: whoever opens it does not know its coordinate system."
            " Add the .prj file to the ZIP"
        )
    if not counts_as_open(term.code if term else "", content.packed_code, stored=True):
        yield tk._(
            "The file was taken, but its format ({format}) is not an open, machine-readable one:"
            " open data also needs a file such as CSV, XLSX, ODS, JSON or XML"
            " (Decree 47/2020/NĐ-CP, Article 3 clause 8)"
        ).format(format=label)
