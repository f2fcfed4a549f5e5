"""Copies on other portals, the attempts to keep them equal, and the runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _entries()
    _attempts()
    _runs()


def _entries() -> None:
    op.create_table(
        "bacgiang_push_entry",
        sa.Column("target", sa.Text, primary_key=True),
        sa.Column("source_id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("intent", sa.Text),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("offered", sa.Text, nullable=False),
        sa.Column("remote_id", sa.Text, nullable=False),
        sa.Column("remote_name", sa.Text, nullable=False),
        sa.Column("outline", JSONB, nullable=False),
        sa.Column("trouble", sa.Text),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("retry_at", INSTANT),
        sa.Column("begun_at", INSTANT),
        sa.Column("synced_at", INSTANT),
        sa.Column("withdrawn_at", INSTANT),
        sa.Column("gone_at", INSTANT),
        sa.Column("lease_owner", sa.Text, nullable=False),
        sa.Column("lease_until", INSTANT),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_index("bacgiang_push_entry_source", "bacgiang_push_entry", ["source_id"])


def _attempts() -> None:
    op.create_table(
        "bacgiang_push_attempt",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("run_id", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("intent", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("trouble", sa.Text),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=False),
    )
    columns = ["target", "source_id", "id"]
    op.create_index("bacgiang_push_attempt_dataset", "bacgiang_push_attempt", columns)
    op.create_index("bacgiang_push_attempt_ended", "bacgiang_push_attempt", ["ended_at"])


def _runs() -> None:
    op.create_table(
        "bacgiang_push_run",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("report", JSONB, nullable=False),
    )
    op.create_index("bacgiang_push_run_began", "bacgiang_push_run", ["target", "began_at"])


def downgrade() -> None:
    for table in ("run", "attempt", "entry"):
        op.drop_table(f"bacgiang_push_{table}")
