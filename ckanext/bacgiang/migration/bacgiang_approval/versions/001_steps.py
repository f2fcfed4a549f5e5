"""The steps of entries to the public, and the letters that tell of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "bacgiang_approval_step",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("entry_id", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_index("bacgiang_approval_step_entry", "bacgiang_approval_step", ["entry_id", "id"])
    op.create_table(
        "bacgiang_approval_letter",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("step_id", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column("sent_at", INSTANT),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.UniqueConstraint("step_id", "user_id", name="bacgiang_approval_letter_once"),
    )
    op.create_index(
        "bacgiang_approval_letter_owed",
        "bacgiang_approval_letter",
        ["id"],
        postgresql_where=sa.text("sent_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("bacgiang_approval_letter")
    op.drop_table("bacgiang_approval_step")
