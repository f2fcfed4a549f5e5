"""Obligations, their windows, and the events that meet them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

# An event is a fact: what was once observed is never rewritten.
KEEP_EVENTS = """
CREATE OR REPLACE FUNCTION bacgiang_cadence_event_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'bacgiang_cadence_event % is a fact and is never changed', OLD.id;
END $$;
CREATE TRIGGER bacgiang_cadence_event_is_kept BEFORE UPDATE ON bacgiang_cadence_event
  FOR EACH ROW EXECUTE FUNCTION bacgiang_cadence_event_is_kept();
"""

# First publication moves for nobody, not even for a slip in our own code.
KEEP_ANCHORS = """
CREATE OR REPLACE FUNCTION bacgiang_cadence_anchor_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'first publication of % is % and never moves', OLD.package_id, OLD.anchor;
END $$;
CREATE TRIGGER bacgiang_cadence_anchor_is_kept BEFORE UPDATE ON bacgiang_cadence_obligation
  FOR EACH ROW WHEN (OLD.anchor IS NOT NULL AND NEW.anchor IS DISTINCT FROM OLD.anchor)
  EXECUTE FUNCTION bacgiang_cadence_anchor_is_kept();
"""


def upgrade() -> None:
    _obligations()
    _windows()
    _events()
    op.execute(KEEP_EVENTS)
    op.execute(KEEP_ANCHORS)


def _obligations() -> None:
    op.create_table(
        "bacgiang_cadence_obligation",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("rule_id", sa.Text, nullable=False),
        sa.Column("rule_version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("agency_id", sa.Text, nullable=False),
        sa.Column("anchor", sa.Date),
        sa.Column("watched_since", INSTANT),
        sa.Column("sight_limit", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("outlook_from", ARRAY(sa.Date), nullable=False),
        sa.Column("outlook_state", ARRAY(sa.Text), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.UniqueConstraint("package_id", "rule_id", name="bacgiang_cadence_obligation_duty"),
    )
    op.create_index(
        "bacgiang_cadence_obligation_agency", "bacgiang_cadence_obligation", ["agency_id"]
    )


def _windows() -> None:
    op.create_table(
        "bacgiang_cadence_window",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column(
            "obligation_id",
            sa.BigInteger,
            sa.ForeignKey(
                "bacgiang_cadence_obligation.id", name="bacgiang_cadence_window_obligation"
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("months", sa.Integer, nullable=False),
        sa.Column("opens", sa.Date, nullable=False),
        sa.Column("nominal_end", sa.Date, nullable=False),
        sa.Column("deadline", sa.Date),
        sa.Column("latest", sa.Date, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("event_id", sa.BigInteger),
        sa.Column("rule_version", sa.Integer, nullable=False),
        sa.UniqueConstraint("obligation_id", "number", name="bacgiang_cadence_window_number"),
    )


def _events() -> None:
    op.create_table(
        "bacgiang_cadence_event",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("package_id", sa.Text, nullable=False),
        sa.Column("resource_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("observed_at", INSTANT, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger),
        sa.Column("stamp", sa.Text, nullable=False),
        sa.UniqueConstraint("key", name="bacgiang_cadence_event_key"),
    )
    op.create_index(
        "bacgiang_cadence_event_package",
        "bacgiang_cadence_event",
        ["package_id", "resource_id", "id"],
    )


def downgrade() -> None:
    for table in ("event", "window", "obligation"):
        op.drop_table(f"bacgiang_cadence_{table}")
    op.execute("DROP FUNCTION IF EXISTS bacgiang_cadence_event_is_kept")
    op.execute("DROP FUNCTION IF EXISTS bacgiang_cadence_anchor_is_kept")
