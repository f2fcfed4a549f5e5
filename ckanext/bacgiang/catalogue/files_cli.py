"""``ckan bacgiang files``."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import ckan.plugins.toolkit as tk
import click

from ckanext.bacgiang import clock
from ckanext.bacgiang.catalogue import disposal, stored_files
from ckanext.bacgiang.cli import bacgiang
from ckanext.bacgiang.language import in_portal_language

__all__ = ["files"]


@bacgiang.group("files", short_help="Tệp đã tải lên")
def files() -> None:
    """Tệp mà Cổng lưu giữ."""


@files.command("clean", short_help="Xóa tệp không còn mục nào dùng")
@click.option("--dry-run", is_flag=True, help="Chỉ liệt kê, không xóa.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def clean(dry_run: bool, as_json: bool) -> None:
    """Xóa tệp của mục đã xóa quá thời hạn khôi phục, và tệp không còn mục nào dùng.

    Mã thoát: 0; 1 không liệt kê hoặc không xóa được tệp.
    """
    with in_portal_language():
        try:
            found = disposal.clean(clock.now(), dry_run=dry_run)
        except stored_files.Unreadable as error:
            click.echo(str(error), err=True)
            sys.exit(1)
        if as_json:
            click.echo(json.dumps(asdict(found), default=str))
            return
        for one in found.gone:
            click.echo(f"{one.changed:%Y-%m-%d}  {one.size:>12}  {one.resource_id}")
        line = tk._("Would be deleted: {gone}; can still be brought back: {waiting}")
        if not dry_run:
            line = tk._("Deleted: {gone}; can still be brought back: {waiting}")
        click.echo(line.format(gone=len(found.gone), waiting=len(found.waiting)))
