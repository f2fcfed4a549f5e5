"""Alembic's environment, the same for every plugin that keeps tables of its own."""

from __future__ import annotations

from typing import Any

from alembic import context
from ckan.model.meta import metadata
from sqlalchemy import engine_from_config, pool


def run(plugin: str, *, tables: bool = True) -> None:
    """Run the migrations of ``plugin``: only its own tables, in a version table of its own.

    ``tables`` is False for a plugin that has indexes alone. Called by the ``env.py`` beside them,
    which CKAN's ``ckan db upgrade -p <plugin>`` executes.
    """
    if context.is_offline_mode():
        url = context.config.get_main_option("sqlalchemy.url")
        _migrate(plugin, tables, url=url, literal_binds=True)
        return
    engine = engine_from_config(
        context.config.get_section(context.config.config_ini_section) or {},
        prefix="sqlalchemy.",
        poolclass=pool.NullPool,
    )
    with engine.connect() as connection:
        _migrate(plugin, tables, connection=connection)


def _migrate(plugin: str, tables: bool, **options: Any) -> None:
    def ours(item: Any, name: str | None, kind: str, *_: Any) -> bool:
        return kind != "table" or (tables and (name or "").startswith(plugin))

    context.configure(
        target_metadata=metadata,
        version_table=f"{plugin}_alembic_version",
        include_object=ours,
        **options,
    )
    with context.begin_transaction():
        context.run_migrations()
