"""The record of steps and the letters that tell of them.

Rows name entries and people by id without foreign keys: they outlive a purge, for who published
what is to be known afterwards too.
"""

from __future__ import annotations

from datetime import datetime

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

_INSTANT = sa.DateTime(timezone=True)


class StepRow(tk.BaseModel):
    """One step of one entry; only ever added."""

    __tablename__ = "bacgiang_approval_step"
    __table_args__ = (sa.Index("bacgiang_approval_step_entry", "entry_id", "id"),)

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    entry_id: Mapped[str] = mapped_column(sa.Text)
    act: Mapped[str] = mapped_column(sa.Text)
    user_id: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(_INSTANT)
    reason: Mapped[str] = mapped_column(sa.Text)


class LetterRow(tk.BaseModel):
    """A letter to one person about one step: owed until ``sent_at``."""

    __tablename__ = "bacgiang_approval_letter"
    __table_args__ = (
        sa.UniqueConstraint("step_id", "user_id", name="bacgiang_approval_letter_once"),
        sa.Index(
            "bacgiang_approval_letter_owed", "id", postgresql_where=sa.text("sent_at IS NULL")
        ),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    step_id: Mapped[int] = mapped_column(sa.BigInteger)
    user_id: Mapped[str] = mapped_column(sa.Text)
    sent_at: Mapped[datetime | None] = mapped_column(_INSTANT)
    failures: Mapped[int] = mapped_column(sa.Integer, default=0)
