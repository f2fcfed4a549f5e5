"""The ledger's tables. Rows name packages by id without a foreign key: they outlive a purge.

Events are facts and only ever added to. Windows keep their bounds; how a window stands, and the
state of an obligation, are caches of what the events say and can be made anew from them.
"""

from __future__ import annotations

from datetime import date, datetime

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

_INSTANT = sa.DateTime(timezone=True)


class ObligationRow(tk.BaseModel):
    """The duty of one dataset under one rule.

    ``anchor`` is set once and never changes. ``outlook_state[i]`` holds from ``outlook_from[i]``
    on if nothing happens any more; the state on a day is read from it, so that it does not age.
    ``watched_since`` is when the content was first looked at, ``sight_limit`` why it could not be
    seen when last looked at. Name, title and agency are those last known.
    """

    __tablename__ = "bacgiang_cadence_obligation"
    __table_args__ = (
        sa.UniqueConstraint("package_id", "rule_id", name="bacgiang_cadence_obligation_duty"),
        sa.Index("bacgiang_cadence_obligation_agency", "agency_id"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    package_id: Mapped[str] = mapped_column(sa.Text)
    rule_id: Mapped[str] = mapped_column(sa.Text)
    rule_version: Mapped[int] = mapped_column(sa.Integer)
    name: Mapped[str] = mapped_column(sa.Text)
    title: Mapped[str] = mapped_column(sa.Text)
    agency_id: Mapped[str] = mapped_column(sa.Text)
    anchor: Mapped[date | None] = mapped_column(sa.Date)
    watched_since: Mapped[datetime | None] = mapped_column(_INSTANT)
    sight_limit: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text)
    outlook_from: Mapped[list[date]] = mapped_column(ARRAY(sa.Date))
    outlook_state: Mapped[list[str]] = mapped_column(ARRAY(sa.Text))
    changed_at: Mapped[datetime] = mapped_column(_INSTANT)


class WindowRow(tk.BaseModel):
    """A window of an obligation that has begun, and how it stood when last judged."""

    __tablename__ = "bacgiang_cadence_window"
    __table_args__ = (
        sa.UniqueConstraint("obligation_id", "number", name="bacgiang_cadence_window_number"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    obligation_id: Mapped[int] = mapped_column(
        sa.BigInteger,
        sa.ForeignKey("bacgiang_cadence_obligation.id", name="bacgiang_cadence_window_obligation"),
    )
    number: Mapped[int] = mapped_column(sa.Integer)
    months: Mapped[int] = mapped_column(sa.Integer)
    opens: Mapped[date] = mapped_column(sa.Date)
    nominal_end: Mapped[date] = mapped_column(sa.Date)
    deadline: Mapped[date | None] = mapped_column(sa.Date)
    latest: Mapped[date] = mapped_column(sa.Date)
    outcome: Mapped[str] = mapped_column(sa.Text)
    event_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    rule_version: Mapped[int] = mapped_column(sa.Integer)


class EventRow(tk.BaseModel):
    """One observation of a dataset's content; never changed, never removed.

    ``key`` names the fact, so that recording it twice changes nothing. ``stamp`` is the state of
    the stored file that was read (its size, time and inode), which spares reading it again.
    ``source`` is empty for what the portal saw itself.
    """

    __tablename__ = "bacgiang_cadence_event"
    __table_args__ = (
        sa.UniqueConstraint("key", name="bacgiang_cadence_event_key"),
        sa.Index("bacgiang_cadence_event_package", "package_id", "resource_id", "id"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    key: Mapped[str] = mapped_column(sa.Text)
    package_id: Mapped[str] = mapped_column(sa.Text)
    resource_id: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.Text)
    observed_at: Mapped[datetime] = mapped_column(_INSTANT)
    recorded_at: Mapped[datetime] = mapped_column(_INSTANT)
    source: Mapped[str] = mapped_column(sa.Text)
    sha256: Mapped[str] = mapped_column(sa.Text)
    size: Mapped[int | None] = mapped_column(sa.BigInteger)
    stamp: Mapped[str] = mapped_column(sa.Text)
