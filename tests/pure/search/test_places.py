"""Units named in a query, and units that have to do with each other, by the real lists."""

from __future__ import annotations

import pytest

from ckanext.bacgiang.catalogue.search.core.places import (
    areas,
    areas_today,
    names_around,
    place_at,
)
from ckanext.bacgiang.catalogue.search.core.query import understand
from ckanext.bacgiang.catalogue.search.core.synonyms import Synonyms
from ckanext.bacgiang.catalogue.search.core.words import apart, begins, together, words
from ckanext.bacgiang.vocabularies.units import Edition, UnitLevel, predecessors, successors, units

DOI_NGO, LUC_NAM, LUC_NAM_DISTRICT = "2022-07444", "2025-07444", "2022-218"


def test_a_unit_is_near_those_above_it_before_it_and_after_it() -> None:
    assert names_around(DOI_NGO) == ("Huyện Lục Nam", "Xã Lục Nam")
    around = names_around(LUC_NAM)
    assert {"Thị trấn Đồi Ngô", "Huyện Lục Nam"} <= set(around)
    assert "Xã Lục Nam" not in around
    assert not [name for name in around if "Lục Ngạn" in name]
    assert names_around("2022-24") == names_around("unknown") == ()


def test_every_commune_of_2022_stands_with_its_district_and_with_its_heir_today() -> None:
    for commune in units(Edition.OCTOBER_2022):
        if commune.level is not UnitLevel.COMMUNE:
            continue
        assert set(areas(commune.value)) <= set(areas_today(commune.value))
        for heir in successors(commune.value):
            assert heir.value in areas_today(commune.value)
            assert commune in predecessors(heir.value)


def test_a_district_is_counted_with_no_commune_of_today() -> None:
    assert [one for one in areas_today(LUC_NAM_DISTRICT) if one.startswith("2025")] == ["2025-24"]


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("huyện Lục Nam", ["huyen"], ["luc", "nam"]),
        ("huyen luc nam", ["huyen"], ["luc", "nam"]),
        ("Lục Nam", [], ["luc", "nam"]),
        ("thị trấn Đồi Ngô năm 2024", ["thi", "tran"], ["doi", "ngo"]),
        ("ÐỒI NGÔ", [], ["doi", "ngo"]),
    ],
)
def test_a_unit_is_known_by_its_name_with_and_without_its_kind(
    typed: str, kind: list[str], name: list[str]
) -> None:
    found = place_at(words(typed))
    assert found
    assert [word.bare for word in found.kind] == kind
    assert [word.bare for word in found.name] == name


@pytest.mark.parametrize("typed", ["", "nam lục", "đổi ngô", "lúa", "Lục Năm"])
def test_other_words_are_no_unit(typed: str) -> None:
    assert place_at(words(typed)) is None


def test_a_named_unit_is_looked_for_as_it_stands() -> None:
    (group,) = understand("xã Lục Nam", Synonyms()).terms
    assert group[0].phrase
    assert group[0].place is not None


def test_letters_and_digits_are_parted_and_joined() -> None:
    assert [word.bare for word in apart(words("covid19")[0])] == ["covid", "19"]
    assert [word.bare for word in apart(words("H5N1")[0])] == ["h", "5", "n", "1"]
    assert apart(words("covid")[0]) == ()
    joined = together(*words("covid-19"))
    assert joined == words("covid19")[0]
    for pair in ("tế 25", "năm 5", "so 2025", "a b", "1 2"):
        assert together(*words(pair)) is None, pair


@pytest.mark.parametrize(
    ("typed", "known", "agrees"),
    [
        ("da", "đất", True),
        ("đa", "đất", True),
        ("đấ", "đất", True),
        ("đất", "đất", True),
        ("đất", "dát", False),
        ("đất", "đạt", False),
        ("dâ", "đất", False),
        ("đà", "đất", False),
        ("ðất", "đất", True),
    ],
)
def test_the_beginning_of_a_word_obeys_the_marks_typed(
    typed: str, known: str, agrees: bool
) -> None:
    assert begins(words(typed)[0], words(known)[0]) is agrees
