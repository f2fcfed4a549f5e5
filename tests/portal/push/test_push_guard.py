"""Withdrawals: one goes through at once, a wave waits for a person's word, absence is no reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from ckanext.bacgiang import clock
from ckanext.bacgiang.push import run, settings

Make = Callable[..., dict[str, Any]]


@pytest.fixture
def limits(province: None, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"withdrawals_most": 50, "withdrawals_fraction": 0.5, "withdrawals_floor": 1}
    for key, value in values.items():
        monkeypatch.setitem(ckan_config, f"ckanext.bacgiang.push.{key}", value)


@pytest.mark.usefixtures("limits")
def test_a_wave_of_withdrawals_waits_while_everything_else_goes_on(
    publish: Make, push: Make, act: Any, receiver: Any
) -> None:
    datasets = [publish() for _ in range(4)]
    push()
    for dataset in datasets[:3]:
        act("package_patch", id=dataset["id"], private=True)
    act("package_patch", id=datasets[3]["id"], title="Tên mới")
    publish()
    report = push()
    numbers = (report["held"], report["withdrawn"], report["updated"], report["created"])
    assert numbers == (3, 0, 1, 1)
    assert receiver.public() == 5
    assert act("bacgiang_push_plan", target="national")["held"] is True
    report = push(approved=True)
    assert (report["held"], report["withdrawn"]) == (0, 3)
    assert receiver.public() == 2


@pytest.mark.usefixtures("limits")
def test_many_small_runs_are_no_way_around_but_the_next_day_is_new(
    publish: Make, push: Make, act: Any
) -> None:
    datasets = [publish() for _ in range(4)]
    push()
    withdrawn = []
    for dataset in datasets[:3]:
        act("package_patch", id=dataset["id"], private=True)
        withdrawn.append(push()["withdrawn"])
    assert withdrawn == [1, 1, 0]
    assert push(now=clock.now() + timedelta(days=1, hours=1))["withdrawn"] == 1


def test_a_dataset_closed_between_the_plan_and_its_turn_is_not_sent(
    publish: Make, act: Any, receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run reads the catalogue again just before it sends."""
    dataset = publish()
    survey = run.survey

    def then_closed(*arguments: Any) -> Any:
        found = survey(*arguments)
        act("package_patch", id=dataset["id"], private=True)
        return found

    monkeypatch.setattr(run, "survey", then_closed)
    report = run.apply(
        settings.target("national"),
        receiver,
        approved=False,
        clock=clock.now,
        progress=lambda over, total: None,
    ).as_dict()
    assert (report["created"], report["blocked"], report["remote_calls"]) == (0, 1, 0)
