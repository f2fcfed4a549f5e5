"""Roles and databases, made, copied and dropped over a connection of the administrator.

Needs psycopg2, so it is imported only once the virtual environment stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
from psycopg2 import sql

from dev import keys, postgres, processes
from dev.place import Place
from dev.problems import Problem, explain_output


def answers(url: str) -> bool:
    """Tell whether a server lets us in at ``url``."""
    try:
        psycopg2.connect(url, connect_timeout=3).close()
    except psycopg2.OperationalError:
        return False
    return True


def wait(place: Place) -> None:
    """Wait until the server lets the administrator in; raise Problem when it does not."""
    url = postgres.admin_url(place)
    if not postgres.external():
        processes.wait_ready(place, "postgres", lambda: answers(url), 60)
    elif not answers(url):
        raise Problem(
            "BACGIANG_POSTGRES_URL: no server answers there, or it refuses this role.", 69
        )


@contextmanager
def _admin(place: Place) -> Iterator[Any]:
    try:
        with closing(psycopg2.connect(postgres.admin_url(place))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor
    except psycopg2.Error as error:
        raise explain_output("PostgreSQL", str(error), str(place.logs / "postgres.log")) from error


def stand(place: Place, name: str, relaxed: bool = False) -> bool:
    """Make role and database ``name`` if they are missing; return whether the database is new.

    ``relaxed`` databases do not wait for the disk at commit: right for tests, wrong for data.
    """
    with _admin(place) as cursor:
        _stand_role(place, cursor, name, relaxed)
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return False
        _create(cursor, name, "template0")
        return True


def _stand_role(place: Place, cursor: Any, name: str, relaxed: bool) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    statement = sql.SQL(verb + " ROLE {} LOGIN PASSWORD {}")
    password = sql.Literal(keys.key(place, f"db-{name}"))
    cursor.execute(statement.format(sql.Identifier(name), password))
    # An administrator who is no superuser must be a member to hand a database over.
    cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(name)))
    if relaxed:
        cursor.execute(
            sql.SQL("ALTER ROLE {} SET synchronous_commit = off").format(sql.Identifier(name))
        )


def _create(cursor: Any, name: str, template: str) -> None:
    cursor.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} ENCODING 'UTF8'").format(
            sql.Identifier(name), sql.Identifier(name), sql.Identifier(template)
        )
    )


def exists(place: Place, name: str) -> bool:
    """Tell whether a database is there."""
    with _admin(place) as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def drop(place: Place, name: str) -> None:
    """Drop a database, ending the connections to it; nothing happens when it is not there."""
    with _admin(place) as cursor:
        cursor.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def save_copy(place: Place, name: str, copy: str) -> None:
    """Keep the present state of database ``name`` under the name ``copy``."""
    drop(place, copy)
    with _admin(place) as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        cursor.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(copy), sql.Identifier(name)
            )
        )


def restore_copy(place: Place, name: str, copy: str) -> None:
    """Put database ``name`` back to the state kept under ``copy``."""
    drop(place, name)
    with _admin(place) as cursor:
        _create(cursor, name, copy)


def version(place: Place) -> str:
    """Return the server's version, as it says it."""
    with _admin(place) as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])
