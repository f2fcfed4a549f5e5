"""Every duty is dated data: which rule bound whom on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ckanext.bacgiang.law.rules import (
    BasisStatus,
    Repeat,
    Subject,
    Unit,
    all_rules,
    binding,
    read_rules,
)

ROW = """
  - id: {id}
    version: 1
    duty: {duty}
    title: Cập nhật dữ liệu
    citation: Điều 1
    value: {value}
    unit: {unit}
    counting: civil_code
    anchor: first_publication
    repeat: recurring
    binds: open_dataset
    force_from: {start}
    force_to: {end}
    basis_status: in_force
"""


def profile(tmp_path: Path, *rows: dict[str, object]) -> list[Path]:
    usual = {"duty": "update", "value": 3, "unit": "months", "start": "2022-01-01", "end": "null"}
    text = "rules:" + "".join(ROW.format(**{**usual, **row}) for row in rows)
    (tmp_path / "p.yaml").write_text(text, encoding="utf-8")
    return [tmp_path / "p.yaml"]


def ids(subject: Subject, day: str) -> list[str]:
    return [rule.id for rule in binding(all_rules(), subject, date.fromisoformat(day))]


def test_open_datasets_are_bound_from_the_day_the_decision_is_in_force() -> None:
    assert ids(Subject.OPEN_DATASET, "2022-11-14") == []
    assert ids(Subject.OPEN_DATASET, "2022-11-15") == ["qd47-13.2"]
    assert ids(Subject.OPEN_DATASET, "2040-01-01") == ["qd47-13.2"]


def test_the_three_month_rule_is_as_the_regulation_has_it() -> None:
    (rule,) = binding(all_rules(), Subject.OPEN_DATASET, date(2026, 1, 1))
    assert (rule.value, rule.unit, rule.repeat) == (3, Unit.MONTHS, Repeat.RECURRING)
    assert rule.citation == "Quy chế kèm QĐ 47/2022/QĐ-UBND Điều 13 khoản 2"
    assert rule.if_any
    assert rule.basis_status is BasisStatus.UNKNOWN


@pytest.mark.parametrize(
    ("day", "rule_id", "days"),
    [
        ("2020-05-24", None, None),
        ("2025-08-18", "nd47-35.3", 5),
        ("2025-08-19", "nd194-40.3", 2),
    ],
)
def test_five_working_days_became_two_on_19_august_2025(
    day: str, rule_id: str | None, days: int | None
) -> None:
    found = binding(all_rules(), Subject.ACCESS_REQUEST, date.fromisoformat(day))
    assert [(rule.id, rule.value) for rule in found] == ([(rule_id, days)] if rule_id else [])


@pytest.mark.parametrize(
    ("subject", "last_day", "rule_id"),
    [
        (Subject.OPEN_DATA_LIST, "2025-08-18", "nd47-20.3"),
        (Subject.DEFAULT_SHARING_LIST, "2025-10-21", "nd47-34.2"),
    ],
)
def test_a_rule_binds_up_to_and_including_its_last_day(
    subject: Subject, last_day: str, rule_id: str
) -> None:
    last = date.fromisoformat(last_day)
    assert [rule.id for rule in binding(all_rules(), subject, last)] == [rule_id]
    assert binding(all_rules(), subject, date.fromordinal(last.toordinal() + 1)) == ()


def test_two_rules_of_one_duty_on_one_day_are_refused(tmp_path: Path) -> None:
    rows = ({"id": "a", "end": "2023-06-01"}, {"id": "b", "start": "2023-06-01"})
    with pytest.raises(ValueError, match="a and b bind on the same days"):
        read_rules(profile(tmp_path, *rows))


def test_a_rule_may_follow_another_of_its_duty(tmp_path: Path) -> None:
    rows = ({"id": "a", "end": "2023-05-31"}, {"id": "b", "start": "2023-06-01", "value": 2})
    rules = read_rules(profile(tmp_path, *rows))
    assert [rule.value for rule in binding(rules, Subject.OPEN_DATASET, date(2024, 1, 1))] == [2]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"unit": "weeks"}, "rule a: 'weeks'"),
        ({"value": "three"}, "rule a: value 'three'"),
        ({"value": 0}, "rule a: value 0"),
    ],
)
def test_a_rule_that_cannot_be_read_is_named(
    tmp_path: Path, row: dict[str, object], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        read_rules(profile(tmp_path, {"id": "a", **row}))


def test_an_id_stands_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rule a stands twice"):
        read_rules(profile(tmp_path, {"id": "a"}, {"id": "a", "duty": "other"}))
