"""Indexes on CKAN's table of entries for what the catalogue asks of their fields.

Without them a page of a database, and saving an entry with a new identifier, read the whole table.
"""

from __future__ import annotations

from alembic import op

revision = "001"
down_revision = None
branch_labels = None
depends_on = None

INDEXES = {
    "bacgiang_package_identifier": "((extras ->> 'identifier'))",
    "bacgiang_package_source": "((extras ->> 'source_database'))",
    "bacgiang_package_services": "(title) WHERE type = 'data_service'",
}


def upgrade() -> None:
    for name, on in INDEXES.items():
        op.execute(f"CREATE INDEX IF NOT EXISTS {name} ON package {on}")


def downgrade() -> None:
    for name in INDEXES:
        op.execute(f"DROP INDEX IF EXISTS {name}")
