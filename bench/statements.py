"""How many SQL statements each request makes at 100 and at 5,000 entries.

    ./portal bench statements [entries, at the end]     (the stack runs: ./portal up)

On a scratch site: part of the demonstration, then copies of its entries under other names, spread
over all agencies and with keywords of their own. Takes some minutes, most of it for the index.
Ends with 1 where a request makes more statements in the large catalogue than in the small one.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app
from sqlalchemy.dialects.postgresql import ARRAY

from bench import counted, scratch
from dev import setup_sites, sites
from dev.place import Place, find_place

OF_EACH_TYPE = 41
"""The demonstration has eighteen services: these make a hundred entries."""

ENTRIES = 5000
ADDRESS = "https://example.vn/so-lieu.csv"


def main() -> None:
    """Count in the small and in the large catalogue and print both numbers for each request."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    place = find_place(Path(__file__).resolve().parent.parent)
    with scratch.standing(place, scratch.PORTAL):
        token = scratch.fill(place, "--limit", str(OF_EACH_TYPE))
        os.environ["CKAN_INI"] = str(sites.ini(place, scratch.PORTAL))
        app = make_app(load_config())._wsgi_app
        of = _subjects(token)
        few, small = _entries(), counted.counts(app.test_client(use_cookies=False), of)
        _grow(place, wanted // few - 1)
        many, large = _entries(), counted.counts(app.test_client(use_cookies=False), of)
        model.Session.remove()
        model.meta.engine.dispose()
    grown = [name for name in small if large[name] > small[name]]
    click.echo(f"{'SQL statements of a request':28}{few:>9,}{many:>9,} entries")
    for name, number in small.items():
        click.echo(f"{name:28}{number:>9}{large[name]:>9}{'  MORE' * (name in grown)}")
    figures = {"entries": [few, many], "counts": {n: [small[n], large[n]] for n in small}}
    click.echo(scratch.json_line("statements", figures))
    raise SystemExit(1 if grown else 0)


def _entries() -> int:
    number = model.Session.execute(sa.select(sa.func.count(model.Package.id))).scalar_one()
    return int(number)


def _subjects(token: str) -> counted.Subjects:
    """Return an entry of each type, and the agency of the dataset."""
    package, group = model.Package, model.Group
    names: dict[str, Any] = {}
    for kind in ("dataset", "shared_database", "data_service"):
        statement = (
            sa.select(package.name, group.name)
            .join(group, group.id == package.owner_org)
            .where(package.type == kind, package.private.is_(False))
            .order_by(package.name)
        )
        names[kind], names[f"{kind} agency"] = model.Session.execute(statement).first()
    return counted.Subjects(
        names["dataset"],
        names["shared_database"],
        names["data_service"],
        names["dataset agency"],
        token,
    )


def _grow(place: Place, copies: int) -> None:
    """Copy every entry so many times, index the copies and judge their updates."""
    group, package = model.Group, model.Package.__table__
    agencies = sa.select(group.id).where(group.is_organization.is_(True)).order_by(group.name)
    owners = list(model.Session.execute(agencies).scalars())
    ids = list(model.Session.execute(sa.select(package.c.id)).scalars())
    for number in range(1, copies + 1):
        _copy(package, package.c.id.in_(ids), number, _as_another(package, number, owners))
        for table in (model.Resource.__table__, model.PackageTag.__table__):
            theirs = {"package_id": _derived(table.c.package_id, number)}
            if "url" in table.c:  # a stored file is not copied with its row
                theirs |= {"url": sa.literal(ADDRESS), "url_type": sa.literal("")}
            _copy(table, table.c.package_id.in_(ids), number, theirs)
        _tag(ids, number)
    model.Session.commit()
    model.Session.remove()
    setup_sites.inside(place, scratch.PORTAL, {"reindex": True})
    scratch.ckan(place, scratch.PORTAL, "bacgiang", "cadence", "check")


def _copy(table: sa.Table, which: Any, number: int, over: dict[str, Any]) -> None:
    columns = {column.name: column for column in table.columns}
    columns |= {"id": _derived(table.c.id, number), **over}
    chosen = sa.select(*columns.values()).where(which)
    model.Session.execute(sa.insert(table).from_select(list(columns), chosen))


def _derived(column: Any, number: int) -> Any:
    """An id for the copy of a row: the same for the same row, and no other's."""
    return sa.cast(sa.cast(sa.func.md5(column + f":{number}"), sa.UUID), sa.Text)


def _as_another(package: sa.Table, number: int, owners: list[str]) -> dict[str, Any]:
    identifier = sa.func.coalesce(package.c.extras["identifier"].astext, "") + f"-{number}"
    path = sa.cast(["identifier"], ARRAY(sa.Text))
    return {
        "name": sa.func.left(package.c.name, 90) + f"-{number}",
        "title": package.c.title + f" ({number})",
        "owner_org": sa.literal(owners[number % len(owners)]),
        "extras": sa.func.jsonb_set(package.c.extras, path, sa.func.to_jsonb(identifier)),
    }


def _tag(ids: list[str], number: int) -> None:
    """Give the copies a keyword that no other entry has."""
    tag = f"bench-{number}"
    model.Session.execute(sa.insert(model.Tag.__table__).values(id=tag, name=f"bản sao {number}"))
    package, link = model.Package.__table__, model.PackageTag.__table__
    copies = sa.select(
        _derived(package.c.id, number) + "-tag",
        _derived(package.c.id, number),
        sa.literal(tag),
        sa.literal("active"),
    ).where(package.c.id.in_(ids))
    names = ["id", "package_id", "tag_id", "state"]
    model.Session.execute(sa.insert(link).from_select(names, copies))


if __name__ == "__main__":
    main()
