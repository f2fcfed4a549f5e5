"""What the commands print: plans, reports, how copies stand, and a bar while sending."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.bacgiang.clock import PORTAL_ZONE
from ckanext.bacgiang.language import in_portal_language
from ckanext.bacgiang.push import wording
from ckanext.bacgiang.push.core.plan import Kind

SHOWN = 40
"""Datasets listed under one heading; the JSON output has them all."""


class Bar:
    """A progress bar on the error stream, opened with the first dataset."""

    def __init__(self) -> None:
        self.bar: Any = None

    def show(self, done: int, total: int) -> None:
        """Draw how many of how many are done."""
        if self.bar is None:
            with in_portal_language():
                label = tk._("Sending copies")
            self.bar = click.progressbar(length=total, label=label, file=sys.stderr)
            self.bar.__enter__()
        self.bar.update(done - self.bar.pos)

    def end(self) -> None:
        """Close the bar, if there was one."""
        if self.bar is not None:
            self.bar.__exit__(None, None, None)


def as_json(value: Any) -> None:
    """Print ``value`` as one line of JSON."""
    click.echo(json.dumps(value, ensure_ascii=False))


def plan(found: dict[str, Any]) -> None:
    """Print what a run would do."""
    kinds = (Kind.CREATE, Kind.UPDATE, Kind.WITHDRAW, Kind.BLOCKED)
    with in_portal_language():
        click.secho(f"\n{found['title']}", bold=True)
        numbers = [(wording.kind(kind), str(len(found[kind.value]))) for kind in kinds]
        _table([*numbers, (wording.kind(Kind.NOTHING), str(found["unchanged"]))])
        for kind in kinds:
            if found[kind.value]:
                click.echo(f"\n{wording.kind(kind)}:")
                _list(found[kind.value])
        for change in found["changes"]:
            click.echo(_change_text(change))
        if found["held"]:
            click.secho(_held_text(len(found["withdraw"])), fg="yellow", err=True)


def _list(steps: list[dict[str, Any]]) -> None:
    for step in steps[:SHOWN]:
        why = f": {'; '.join(step['messages'])}" if step["messages"] else ""
        click.echo(f"  {step['title']}{why}")
    if len(steps) > SHOWN:
        click.echo("  " + tk._("… and {number} more").format(number=len(steps) - SHOWN))


def _change_text(change: dict[str, Any]) -> str:
    parts = [
        f"“{tag['before'].strip()}” → {', '.join(tag['after']) or '–'}" for tag in change["tags"]
    ]
    parts += [f"{address} → –" for address in change["left_out"]]
    head = tk._("Changed on the copy of {title}").format(title=change["title"])
    return f"{head}: {'; '.join(parts)}"


def report(done: dict[str, Any]) -> None:
    """Print what a run did."""
    with in_portal_language():
        labels = (
            ("created", tk._("Copies created")),
            ("updated", tk._("Copies updated")),
            ("withdrawn", tk._("Copies withdrawn")),
            ("unchanged", tk._("Copies unchanged")),
            ("blocked", tk._("Datasets not sent")),
            ("failed", tk._("Datasets that failed")),
            ("left", tk._("Datasets left for the next run")),
            ("remote_calls", tk._("Requests to the portal")),
        )
        click.secho(f"\n{done['target']}", bold=True)
        _table((label, str(done[key])) for key, label in labels)
        for error in done["errors"][:SHOWN]:
            click.secho(f"{error['title']}: {error['message']}", fg="red", err=True)
        if len(done["errors"]) > SHOWN:
            more = tk._("… and {number} more").format(number=len(done["errors"]) - SHOWN)
            click.secho(more, fg="red", err=True)
        if done["held"]:
            click.secho(_held_text(done["held"]), fg="yellow", err=True)


def status(found: dict[str, Any]) -> None:
    """Print how the copies on a portal stand."""
    with in_portal_language():
        click.secho(f"\n{found['title']}", bold=True)
        _table((found["labels"][state], str(n)) for state, n in found["states"].items())
        run = found["last_run"]
        if run:
            if run["ended_at"]:
                text = tk._("The last run began on {moment}")
            else:
                text = tk._("The last run began on {moment} and did not come to an end")
            click.echo(text.format(moment=_local(run["began_at"])))
        for row in found["troubles"]:
            click.secho(f"{row['title']}: {row['message']}", fg="red")


def _local(moment: str) -> str:
    there = datetime.fromisoformat(moment).astimezone(PORTAL_ZONE)
    return f"{there:%d/%m/%Y %H:%M}"


def _held_text(number: int) -> str:
    text = tk._(
        "{number} withdrawals wait: that many at once may be a mistake in the catalogue. Look at "
        "them with “ckan bacgiang push plan”; if they are right, run “ckan bacgiang push apply "
        "--approve-withdrawals”"
    )
    return str(text.format(number=number))


def _table(rows: Iterable[tuple[str, str]]) -> None:
    lines = list(rows)
    width = max(len(label) for label, _ in lines)
    for label, number in lines:
        click.echo(f"  {label.ljust(width)}  {number:>6}")
