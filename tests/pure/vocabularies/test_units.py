"""Administrative units: a code means what it meant on its day."""

from __future__ import annotations

import unicodedata

import pytest

from ckanext.bacgiang.vocabularies.units import (
    Edition,
    UnitLevel,
    successors,
    unit,
    units,
)


def test_code_24_is_bac_giang_in_2022_and_bac_ninh_in_2025() -> None:
    before, after = unit("2022-24"), unit("2025-24")
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("Tỉnh Bắc Giang", "Tỉnh Bắc Ninh")
    assert before.valid_at < after.valid_at


def test_the_province_of_2022_has_ten_districts_and_209_communes() -> None:
    levels = [found.level for found in units("2022")]
    assert levels.count(UnitLevel.PROVINCE) == 1
    assert levels.count(UnitLevel.DISTRICT) == 10
    assert levels.count(UnitLevel.COMMUNE) == 209


def test_there_are_no_districts_since_july_2025() -> None:
    levels = [found.level for found in units("2025")]
    assert levels.count(UnitLevel.COMMUNE) == 58
    assert UnitLevel.DISTRICT not in levels


@pytest.mark.parametrize("edition", list(Edition))
def test_every_unit_follows_the_unit_above_it(edition: Edition) -> None:
    seen = {""}
    for found in units(edition):
        assert found.parent in seen
        seen.add(found.value)


@pytest.mark.parametrize("edition", list(Edition))
def test_names_are_composed_and_start_with_their_type(edition: Edition) -> None:
    for found in units(edition):
        assert unicodedata.is_normalized("NFC", found.name)
        assert found.name.startswith(found.type)


def test_a_value_no_edition_has_is_no_unit() -> None:
    assert unit("24") is None
    assert unit("2025-213") is None
    with pytest.raises(ValueError, match="2024"):
        units("2024")


def test_a_commune_that_was_merged_has_the_commune_that_took_it_over() -> None:
    assert [heir.value for heir in successors("2022-07201")] == ["2025-07210"]


def test_a_district_has_the_communes_that_took_over_its_area() -> None:
    heirs = successors("2022-213")
    assert {heir.name for heir in heirs} >= {"Phường Bắc Giang", "Phường Đa Mai"}
    assert all(heir.level is UnitLevel.COMMUNE for heir in heirs)


def test_a_unit_whose_heir_no_source_states_has_none() -> None:
    assert unit("2022-07204") is not None
    assert successors("2022-07204") == ()
    assert successors("2025-07210") == ()


def test_the_name_with_the_units_above_tells_communes_of_one_name_apart() -> None:
    found = unit("2022-07246")
    assert found is not None
    assert found.full_name == "Xã Canh Nậu, Huyện Yên Thế, Tỉnh Bắc Giang"
    full_names = [one.full_name for one in units("2022")]
    assert len(set(full_names)) == len(full_names)
