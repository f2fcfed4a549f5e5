"""What tests on a running stack share: the sites around them, and CKAN's fixtures with our tables.

``./portal test`` starts the sites and tells of them in variables BACGIANG_TEST_…
"""

from __future__ import annotations

import os
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model

from tests.shared_site import make_app, shared_site, with_plugins

__all__ = ["make_app", "shared_site", "with_plugins"]

EU = "http://publications.europa.eu/resource/authority/"
OFFICER = {
    "name": "Nguyễn Thị An",
    "position": "Chuyên viên",
    "function": "Đầu mối chia sẻ dữ liệu",
    "phone": "0204 3854 321",
    "email": "dau-moi@example.vn",
}
CHECKS = (
    "in_scope",
    "no_personal_data",
    "combination",
    "security",
    "other_law",
    "complete",
    "open_access",
    "on_list",
)
RULES = {
    "exploitation_rules": "15/2023/QĐ-UBND",
    "exploitation_rules_date": "2023-05-20",
    "exploitation_rules_url": "https://example.vn/quy-che",
}
COMPLETE: dict[str, dict[str, Any]] = {
    "dataset": {
        "notes": "Cơ sở khám bệnh, chữa bệnh được cấp phép hoạt động.",
        "frequency": EU + "frequency/QUARTERLY",
        "modified": "2026-01-15",
        "license_id": "vn-nd47-dieu18",
        "list_decision": "123/QĐ-UBND",
        "list_date": "2025-12-20",
        "list_item": "7",
        "checklist": [{"question": code, "answer": "met"} for code in CHECKS],
        "checklist_signer": "Trần Văn Bình, Phó Giám đốc",
        "checklist_date": "2026-01-10",
        "resources": [{"name": "Số liệu", "url": "https://example.vn/so-lieu.csv"}],
    },
    "shared_database": {
        "purpose": "Quản lý nhà nước về giá",
        "scope": "Toàn tỉnh",
        "content": "Giá đất, giá hàng hóa, dịch vụ",
        "level": "province",
        "collection_mechanism": "Nhập từ hồ sơ giải quyết thủ tục hành chính",
        "update_mechanism": "Cập nhật khi có thay đổi",
        "data_sources": [{"name": "Hồ sơ kê khai giá"}],
        "data_items": [{"name": "Giá đất", "data_class": "open"}],
        "decision": "2345/QĐ-UBND",
        "decision_date": "2025-11-20",
        "decision_item": "3",
        **RULES,
    },
    "data_service": {
        "notes": "Tra cứu giá theo mã hàng hóa.",
        "platform": "lgsp",
        "protocol": "rest",
        "sharing_method": "online",
        "sharing_form": "open",
        "endpoint_url": "https://api.example.vn/gia",
        "endpoint_description": "https://api.example.vn/openapi.json",
        "exchange_structure": "JSON theo OpenAPI",
        "applied_standards": "TT 13/2017/TT-BTTTT",
        "connection_capacity": "50 lượt mỗi giây",
        "auth_required": "false",
        **RULES,
    },
}
"""What an entry of each type holds to be published; a service also serves an entry."""


@dataclass(frozen=True, slots=True)
class ServedSite:
    """A CKAN that answers over HTTP: its address, and the token of a user who may write there.

    The province's token is a system administrator's; the national portal's is an editor's of
    ``organization``. ``passwords`` are the province's users' (name → password).
    """

    url: str
    token: str
    ini: Path
    web_log: Path
    organization: str = ""
    passwords: dict[str, str] = field(default_factory=dict)


def _served(name: str) -> dict[str, Any]:
    prefix = f"BACGIANG_TEST_{name}"
    if f"{prefix}_URL" not in os.environ:
        pytest.fail(f"{prefix}_URL is not set: run these tests with ./portal test faults|browser")
    return {
        "url": os.environ[f"{prefix}_URL"],
        "token": os.environ[f"{prefix}_TOKEN"],
        "ini": Path(os.environ[f"{prefix}_INI"]),
        "web_log": Path(os.environ[f"{prefix}_WEB_LOG"]),
    }


@pytest.fixture(scope="session")
def complete() -> Callable[..., dict[str, Any]]:
    """Return a function that gives an entry of a type everything that publishing needs.

    Anything may be put over it; None takes a field away. The agency and, for a service, what it
    serves are the caller's to say.
    """

    def make(**over: Any) -> dict[str, Any]:
        kind = over.get("type", "dataset")
        usual = {
            "type": kind,
            "title": "Danh sách cơ sở khám bệnh, chữa bệnh",
            "theme": [EU + "data-theme/HEAL"],
            "data_class": "open",
            "contact": [OFFICER],
        }
        fields = deepcopy(usual | COMPLETE[kind]) | over
        return {name: value for name, value in fields.items() if value is not None}

    return make


@pytest.fixture(scope="session")
def national_site() -> ServedSite:
    """The stock CKAN that plays the national portal."""
    organization = os.environ.get("BACGIANG_TEST_NATIONAL_ORGANIZATION", "")
    return ServedSite(**_served("NATIONAL"), organization=organization)


@pytest.fixture(scope="session")
def province_site() -> ServedSite:
    """The province's portal as a visitor meets it, apart from the one inside the test process."""
    names = ("quan-tri", "quan-ly", "can-bo")
    passwords = {
        name: os.environ.get("BACGIANG_TEST_PASSWORD_" + name.replace("-", "_").upper(), "")
        for name in names
    }
    return ServedSite(**_served("PROVINCE"), passwords=passwords)


@pytest.fixture(scope="session")
def tables() -> dict[str, bool]:
    """What the database of the test process is known to have: ``made`` once its tables stand."""
    return {"made": False}


@pytest.fixture
def clean_db(
    tables: dict[str, bool], reset_db: Callable[[], None], migrate_db_for: Callable[[str], None]
) -> None:
    """Empty the database of the test process; the suite's own tables are there and empty.

    CKAN's way costs most of a second each time; once the tables stand, one statement empties them.
    """
    if tables["made"]:
        _delete_all_rows()
        return
    reset_db()
    migrate_db_for("activity")
    migrations = Path(__file__).parent.parent / "ckanext" / "bacgiang" / "migration"
    for folder in sorted(migrations.glob("*/versions")):
        migrate_db_for(folder.parent.name)
    tables["made"] = True


def _delete_all_rows() -> None:
    model.Session.close_all()
    with model.meta.engine.begin() as connection:
        there = set(sa.inspect(connection).get_table_names())
        kept = [t.name for t in reversed(model.meta.metadata.sorted_tables) if t.name in there]
        rows = [f'DELETE FROM "{name}"' for name in kept if not name.endswith("alembic_version")]
        connection.execute(sa.text("; ".join(rows)))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say above pytest's last line which checks had failed before these tests began."""
    failed = os.environ.get("BACGIANG_TEST_FAILED_BEFORE")
    if failed:
        terminalreporter.write_sep("=", "failed before these tests (see above)", red=True)
        terminalreporter.write_line(failed)
