"""``ckan bacgiang search``."""

from __future__ import annotations

import json
import sys

import ckan.plugins.toolkit as tk
import click

from ckanext.bacgiang.cli import bacgiang
from ckanext.bacgiang.language import in_portal_language

__all__ = ["search"]


@bacgiang.group("search", short_help="Tìm kiếm")
def search() -> None:
    """Tìm kiếm trong danh mục."""


@search.command("status", short_help="Tình trạng chỉ mục tìm kiếm")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def status(as_json: bool) -> None:
    """Cho biết Solr dùng lược đồ nào, danh mục đã được lập chỉ mục đủ chưa.

    Mã thoát 0 khi mọi mục đã được lập chỉ mục bằng phiên bản này và tệp từ đồng nghĩa dùng được;
    1 khi chưa.
    """
    found = tk.get_action("bacgiang_search_status")({"ignore_auth": True}, {})
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        with in_portal_language():
            for line in tk.h.bacgiang_search_status_lines(found):
                click.echo(line)
    sys.exit(0 if found["complete"] and not found["synonyms_error"] else 1)


@search.command("compare", short_help="So chỉ mục với cơ sở dữ liệu và sửa chỗ lệch")
@click.option("--dry-run", is_flag=True, help="Chỉ so, không sửa gì.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def compare(dry_run: bool, as_json: bool) -> None:
    """So từng mục trong chỉ mục tìm kiếm với cơ sở dữ liệu; mục nào lệch thì lập chỉ mục lại.

    Nên chạy mỗi đêm. Mã thoát: 0 khớp, hoặc đã sửa hết; 1 có chỗ lệch chưa sửa (khi dùng
    --dry-run); 2 không hỏi được chỉ mục, hoặc có mục không sửa được.
    """
    found = tk.get_action("bacgiang_search_compare")({"ignore_auth": True}, {"dry_run": dry_run})
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        with in_portal_language():
            for line in tk.h.bacgiang_search_compare_lines(found):
                click.echo(line)
    if found["problem"] or found["failed"]:
        sys.exit(2)
    wrong = found["missing"] or found["differing"] or found["gone"]
    sys.exit(1 if dry_run and wrong else 0)
