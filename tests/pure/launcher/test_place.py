"""A stack's folders and ports come from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from dev.place import OFFSETS, Place, find_place
from dev.problems import Problem


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACGIANG_LOCAL", raising=False)
    monkeypatch.delenv("BACGIANG_PORT_BASE", raising=False)


def test_without_settings_the_province_is_on_5000_and_state_is_in_the_clone() -> None:
    """The defaults are those the README names."""
    place = find_place(Path("/srv/portal"))
    assert place.local == Path("/srv/portal/.local")
    assert (place.port("province"), place.port("national")) == (5000, 5001)


def test_two_stacks_of_one_clone_share_nothing_but_the_virtual_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another folder and another first port make a stack of its own."""
    first = find_place(Path("/srv/portal"))
    monkeypatch.setenv("BACGIANG_LOCAL", "/var/tmp/other")
    monkeypatch.setenv("BACGIANG_PORT_BASE", "6000")
    second = find_place(Path("/srv/portal"))
    assert first.venv == second.venv
    assert first.local != second.local
    assert not {first.port(name) for name in OFFSETS} & {second.port(name) for name in OFFSETS}


@pytest.mark.parametrize("base", ["80", "65500", "5000x", "-1", "5 000"])
def test_an_unusable_first_port_is_refused_with_the_range(
    monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    """The message names the variable and what it may be."""
    monkeypatch.setenv("BACGIANG_PORT_BASE", base)
    with pytest.raises(Problem, match=r"BACGIANG_PORT_BASE.*1024 to 65400"):
        find_place(Path("/srv/portal"))


@pytest.mark.parametrize("name", ["100% portal", "a:b", 'a"b', "a[b"])
def test_a_folder_that_other_programs_cannot_take_is_refused(name: str) -> None:
    """Better one line at once than a riddle from Java or the supervisor later."""
    with pytest.raises(Problem, match="cannot take"):
        find_place(Path("/srv") / name)


def test_spaces_and_vietnamese_letters_are_welcome() -> None:
    """Ordinary folder names work."""
    assert find_place(Path("/srv/cổng dữ liệu")).root == Path("/srv/cổng dữ liệu")


def test_no_two_services_share_a_port() -> None:
    """Each service has an offset of its own."""
    assert len(set(OFFSETS.values())) == len(OFFSETS)
    place = Place(Path("/a"), Path("/b"), 5000)
    assert place.url("province") == "http://127.0.0.1:5000"
