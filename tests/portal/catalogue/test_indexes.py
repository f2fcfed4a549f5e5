"""What the catalogue asks of the fields of entries is found by an index, not by a full read."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from ckan import model

from bench.counted import statements
from ckanext.bacgiang.catalogue import lookup

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db")


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda: lookup.identifier_taken("BG-1", "", None), "bacgiang_package_identifier"),
        (lambda: lookup.drawn_from("co-so-du-lieu"), "bacgiang_package_source"),
        (lambda: lookup.serving("gia", "1"), "bacgiang_package_services"),
    ],
)
def test_a_field_is_found_by_its_index(ask, index) -> None:
    """With sequential reading forbidden, the database names the index in its plan."""
    with statements() as seen:
        ask()
    ((statement, parameters),) = seen
    session = model.Session
    session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    connection = session.connection().connection
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", parameters)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    session.rollback()
    assert index in plan
