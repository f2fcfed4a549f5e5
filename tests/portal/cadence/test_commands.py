"""The commands: what they print, in which language, and how they end."""

from __future__ import annotations

import json
import os

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.cli.cli import ckan as ckan_command

OLD = b"ma,ten\n07210,A\n"


@pytest.fixture
def run(cli):
    """Run ``ckan bacgiang cadence …``; return its result."""
    return lambda *words: cli.invoke(ckan_command, ["bacgiang", "cadence", *words])


def test_check_prints_json_and_nothing_else_on_its_output(portal, run):
    portal.publish("2026-02-01", files=(OLD,))
    result = run("check", "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["verdicts"]["overdue"] == report["checked"] == 1
    assert report["could_not_check"] == 0


def test_check_prints_a_table_in_vietnamese(portal, run):
    portal.publish("2026-02-01", files=(OLD,))
    result = run("check", "--as-of", "2026-05-04")
    assert (
        "Cập nhật dữ liệu mở tính đến ngày 04/05/2026: đã kiểm tra 1 tập dữ liệu" in result.stdout
    )
    assert "Sắp đến hạn" in result.stdout


def test_check_fails_for_what_is_overdue_only_where_asked(portal, run):
    portal.publish("2026-02-01", files=(OLD,))
    assert run("check", "--fail-overdue").exit_code == 1
    assert run("check", "--fail-overdue", "--as-of", "2026-05-04").exit_code == 0
    assert run("check").exit_code == 0


def test_check_ends_with_2_where_something_could_not_be_looked_into(portal, run):
    dataset = portal.publish("2026-02-01", files=(OLD,))
    os.remove(portal.stored_path(dataset["resources"][0]["id"]))
    result = run("check", "--fail-overdue")
    assert result.exit_code == 2
    assert f"Không đọc được tệp của tập dữ liệu {dataset['id']}" in result.stderr


def test_a_day_that_is_none_ends_with_2_and_one_line(portal, run):
    result = run("check", "--as-of", "mai")
    assert result.exit_code == 2
    assert result.stderr.strip() == "Ngày không hợp lệ; hãy ghi theo dạng 31/12/2025"


def test_a_database_that_does_not_answer_ends_with_2_and_no_traceback(portal, run):
    model.Session.execute(sa.text("ALTER TABLE bacgiang_cadence_obligation RENAME TO elsewhere"))
    model.Session.commit()
    try:
        result = run("check", "--json")
    finally:
        model.Session.rollback()
        statement = "ALTER TABLE elsewhere RENAME TO bacgiang_cadence_obligation"
        model.Session.execute(sa.text(statement))
        model.Session.commit()
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Cơ sở dữ liệu không trả lời: ")


def test_explain_says_what_counted_and_what_did_not(portal, run):
    dataset = portal.publish("2026-02-01", files=(OLD,))
    portal.tell(dataset, "2026-03-01")
    portal.editor("resource_patch", id=dataset["resources"][0]["id"], file=OLD)
    portal.work()
    result = run("explain", dataset["name"])
    assert result.exit_code == 0
    for words in ("Quá hạn từ ngày", "Có dữ liệu mới", "Nội dung ban đầu", "Cổng cũ"):
        assert words in result.stdout
    assert run("explain", "khong-co").exit_code == 2
    assert json.loads(run("explain", dataset["name"], "--json").stdout)["id"] == dataset["id"]


def test_list_names_the_most_urgent_first(portal, run):
    portal.publish(files=(OLD,), title="Danh sách trường học")
    portal.publish("2026-02-01", files=(OLD,), title="Danh sách bệnh viện")
    run("check")
    result = run("list", "--organization", "so-y-te")
    assert result.stdout.index("Danh sách bệnh viện") < result.stdout.index("Danh sách trường học")
    found = json.loads(run("list", "--state", "overdue", "--json").stdout)
    assert [row["title"] for row in found["results"]] == ["Danh sách bệnh viện"]
