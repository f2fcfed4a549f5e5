"""Agencies stand below each other, each once, by kind and in Vietnamese order."""

from collections.abc import Iterable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.catalogue.entry import Agency
from ckanext.bacgiang.catalogue.search.core.tree import (
    Branch,
    grow,
    has_ended,
    matching,
    place,
)

KINDS = ("province", "department", "district")


def agency(name: str, parent: str = "", title: str = "", kind: str = "") -> Agency:
    return Agency(id=name, name=name, title=title or name, parent=parent, kind=kind)


def names(branches: Iterable[Branch]) -> list[str]:
    return [branch.agency.name for branch in branches]


def test_children_stand_by_kind_then_in_vietnamese_order() -> None:
    found = grow(
        [
            agency("d", "top", "Huyện An", "district"),
            agency("b", "top", "Sở Đất", "department"),
            agency("a", "top", "Sở Dân", "department"),
            agency("top", kind="province"),
            agency("x", "top", "An Bình"),
        ],
        {"top": 7, "a": 2},
        KINDS,
    )
    assert names(found) == ["top"]
    assert found[0].count == 7
    assert names(found[0].below) == ["a", "b", "d", "x"]
    assert [branch.count for branch in found[0].below] == [2, 0, 0, 0]


def test_an_agency_below_an_unknown_one_stands_at_the_top() -> None:
    assert names(grow([agency("a", "gone")], {}, KINDS)) == ["a"]


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", *"abcdefg"])))
def test_whatever_the_parents_each_agency_stands_once(parents: dict[str, str]) -> None:
    found = grow([agency(name, parent) for name, parent in parents.items()], {}, KINDS)
    shown = [branch.agency.name for top in found for branch in top.walk()]
    assert sorted(shown) == sorted(parents)


def test_a_place_names_all_above_from_the_top() -> None:
    tops = grow([agency("c", "b"), agency("b", "a"), agency("a")], {}, KINDS)
    found = place(tops, "c")
    assert found
    assert [above.name for above in found.above] == ["a", "b"]
    assert place(tops, "d") is None


def test_agencies_are_found_by_begun_words_without_diacritics_and_by_initials() -> None:
    tops = grow(
        [
            agency("stnmt", title="Sở Tài nguyên và Môi trường"),
            agency("syt", title="Sở Y tế"),
            agency("ys", title="Ủy ban nhân dân xã Yên Sơn"),
        ],
        {},
        KINDS,
    )

    def found(typed: str) -> list[str]:
        return [one.branch.agency.name for one in matching(tops, typed)]

    assert found("so tai ngu") == ["stnmt"]
    assert found("STNMT") == ["stnmt"]
    assert found("yên s") == ["ys"]
    assert found("yến sơn") == []
    assert found("so y") == ["syt"]
    assert found("???") == ["stnmt", "syt", "ys"]


def test_an_agency_has_ended_the_day_after_its_last() -> None:
    last = Agency(id="a", name="a", title="a", valid_to=date(2025, 6, 30))
    assert not has_ended(last, date(2025, 6, 30))
    assert has_ended(last, date(2025, 7, 1))
    assert not has_ended(agency("b"), date(2025, 7, 1))
