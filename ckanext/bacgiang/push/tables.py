"""The ledger's tables. Rows name packages by id without a foreign key: they outlive a purge."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

_INSTANT = sa.DateTime(timezone=True)


class EntryRow(tk.BaseModel):
    """Where one dataset stands with one portal; the columns are those of core.entry.Entry."""

    __tablename__ = "bacgiang_push_entry"
    __table_args__ = (sa.Index("bacgiang_push_entry_source", "source_id"),)

    target: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    source_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    title: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.Text)
    intent: Mapped[str | None] = mapped_column(sa.Text)
    fingerprint: Mapped[str] = mapped_column(sa.Text)
    offered: Mapped[str] = mapped_column(sa.Text)
    remote_id: Mapped[str] = mapped_column(sa.Text)
    remote_name: Mapped[str] = mapped_column(sa.Text)
    outline: Mapped[dict[str, Any]] = mapped_column(JSONB)
    trouble: Mapped[str | None] = mapped_column(sa.Text)
    detail: Mapped[str] = mapped_column(sa.Text)
    failures: Mapped[int] = mapped_column(sa.Integer)
    retry_at: Mapped[datetime | None] = mapped_column(_INSTANT)
    begun_at: Mapped[datetime | None] = mapped_column(_INSTANT)
    synced_at: Mapped[datetime | None] = mapped_column(_INSTANT)
    withdrawn_at: Mapped[datetime | None] = mapped_column(_INSTANT)
    gone_at: Mapped[datetime | None] = mapped_column(_INSTANT)
    lease_owner: Mapped[str] = mapped_column(sa.Text)
    lease_until: Mapped[datetime | None] = mapped_column(_INSTANT)
    revision: Mapped[int] = mapped_column(sa.Integer)


class AttemptRow(tk.BaseModel):
    """One exchange with a portal about one dataset; only ever added, old ones removed in time."""

    __tablename__ = "bacgiang_push_attempt"
    __table_args__ = (
        sa.Index("bacgiang_push_attempt_dataset", "target", "source_id", "id"),
        sa.Index("bacgiang_push_attempt_ended", "ended_at"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    run_id: Mapped[str] = mapped_column(sa.Text)
    target: Mapped[str] = mapped_column(sa.Text)
    source_id: Mapped[str] = mapped_column(sa.Text)
    intent: Mapped[str] = mapped_column(sa.Text)
    outcome: Mapped[str] = mapped_column(sa.Text)
    trouble: Mapped[str | None] = mapped_column(sa.Text)
    detail: Mapped[str] = mapped_column(sa.Text)
    calls: Mapped[int] = mapped_column(sa.Integer)
    began_at: Mapped[datetime] = mapped_column(_INSTANT)
    ended_at: Mapped[datetime] = mapped_column(_INSTANT)


class RunRow(tk.BaseModel):
    """One run against one portal; ``report`` is what it printed, without texts."""

    __tablename__ = "bacgiang_push_run"
    __table_args__ = (sa.Index("bacgiang_push_run_began", "target", "began_at"),)

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    target: Mapped[str] = mapped_column(sa.Text)
    began_at: Mapped[datetime] = mapped_column(_INSTANT)
    ended_at: Mapped[datetime | None] = mapped_column(_INSTANT)
    report: Mapped[dict[str, Any]] = mapped_column(JSONB)
