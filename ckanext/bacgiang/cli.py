"""The one command group ``ckan bacgiang``; each feature attaches its own sub-group."""

from __future__ import annotations

import click

__all__ = ["bacgiang"]


@click.group(short_help="Cổng dữ liệu mở tỉnh Bắc Giang")
def bacgiang() -> None:
    """Vận hành cổng dữ liệu mở theo Quyết định 47/2022/QĐ-UBND."""
