"""The plan of the demonstration province, without a portal."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from ckanext.bacgiang import demo
from ckanext.bacgiang.catalogue.text import SLUG_MAX, slug
from ckanext.bacgiang.demo.plan import Province, province
from ckanext.bacgiang.demo.planned import Kind
from ckanext.bacgiang.demo.sources import FILES, assignment, demonstration, listed, tables
from ckanext.bacgiang.vocabularies.terms import vocabulary
from ckanext.bacgiang.vocabularies.units import unit

DAY = date(2026, 11, 25)
DATA = Path(demo.__path__[0]) / "data"


@pytest.fixture(scope="module")
def planned() -> Province:
    """The whole province as of a day."""
    return province(DAY)


@pytest.mark.parametrize("file", sorted(DATA.glob("*.yaml")), ids=lambda file: file.name)
def test_no_text_of_the_data_is_cut_at_a_comma(file: Path) -> None:
    """A comma in a text without quotes starts a new, empty key in YAML."""
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))
    found = [rows]
    while found:
        value = found.pop()
        if isinstance(value, dict):
            assert None not in value.values(), value
            found += value.values()
        elif isinstance(value, list):
            found += value


def public_open(planned: Province) -> list:
    return [
        entry
        for entry in planned.datasets
        if entry.fields["data_class"] == "open" and not entry.fields.get("private")
    ]


def test_the_province_is_as_large_as_promised(planned: Province) -> None:
    kinds = Counter(entry.kind for entry in planned)
    assert kinds[Kind.ORGANIZATION] >= 200
    assert kinds[Kind.DATABASE] >= 30
    assert kinds[Kind.SERVICE] >= 15
    assert len(public_open(planned)) >= 600
    assert len(planned) == sum(kinds.values())


def test_names_and_ids_are_unique_and_names_are_made_of_titles(planned: Province) -> None:
    packages = [entry for entry in planned if entry.kind is not Kind.ORGANIZATION]
    for entries in (planned.agencies, packages):
        names = [entry.name for entry in entries]
        assert len(set(names)) == len(names)
        assert all(slug(name) == name and len(name) <= SLUG_MAX for name in names)
    assert len({entry.id for entry in planned}) == len(planned)
    identifiers = [entry.fields["identifier"] for entry in packages]
    assert len(set(identifiers)) == len(identifiers)


def test_every_text_is_composed_unicode(planned: Province) -> None:
    for entry in planned:
        texts = [entry.title, entry.demonstration, *map(str, entry.fields.values())]
        assert all(unicodedata.is_normalized("NFC", text) for text in texts), entry.key


def test_titles_of_tables_are_those_of_their_source(planned: Province) -> None:
    titles = {entry.key: entry.title for entry in planned.datasets}
    for table in tables():
        assert titles[table.id].endswith(table.title)


def test_every_entry_says_that_it_is_demonstration_data_and_which_edition(
    planned: Province,
) -> None:
    edition = listed("texts")["edition"]
    for entry in planned:
        assert entry.demonstration.startswith(f"Bản trình diễn {edition}.")


def test_every_reference_is_to_something_planned_before(planned: Province) -> None:
    ids, names = set(), set()
    for entry in planned:
        fields = entry.fields
        assert fields.get("owner_org", "") in ids | {""}
        references = [
            fields.get("parent"),
            fields.get("source_database"),
            *fields.get("serves", ()),
        ]
        assert {name for name in references if name} <= names, entry.key
        ids.add(entry.id)
        names.add(entry.name)


@pytest.mark.parametrize(
    ("field", "list_name"),
    [
        ("frequency", "frequencies"),
        ("theme", "themes"),
        ("language", "languages"),
        ("license_id", "licenses"),
        ("data_class", "data_classes"),
        ("level", "database_levels"),
        ("platform", "platforms"),
        ("protocol", "protocols"),
        ("sharing_method", "sharing_methods"),
        ("kind", "organization_kinds"),
    ],
)
def test_controlled_fields_hold_values_of_their_list(
    planned: Province, field: str, list_name: str
) -> None:
    values = set()
    for entry in planned:
        given = entry.fields.get(field, ())
        values.update([given] if isinstance(given, str) else given)
    assert values
    assert values <= {term.value for term in vocabulary(list_name)}


def test_units_of_agencies_and_areas_of_data_exist(planned: Province) -> None:
    for entry in planned:
        codes = [entry.fields.get("unit_code"), *entry.fields.get("spatial_unit", ())]
        assert all(unit(code) for code in codes if code), entry.key


def test_data_that_may_never_be_public_is_planned_private(planned: Province) -> None:
    guarded = [
        entry
        for entry in planned.datasets
        if entry.fields["data_class"] in ("internal", "temporary")
    ]
    assert guarded
    assert all(entry.fields["private"] for entry in guarded)


def test_the_cases_of_the_rules_all_occur(planned: Province) -> None:
    classes = {entry.fields["data_class"] for entry in planned.datasets}
    assert classes >= {"open", "on_request", "default_shared", "conditional_open", "internal"}
    assert all(entry.files or entry.fields.get("resources") for entry in public_open(planned))
    drafts = [e for e in planned.datasets if e.fields.get("private") and e.timeline is None]
    assert any(entry.fields["data_class"] == "open" for entry in drafts)


def test_at_least_eight_real_files_are_there_and_named_in_the_notice(planned: Province) -> None:
    files = [one.file for entry in planned.datasets for one in entry.files]
    notice = (FILES / "NOTICE.md").read_text(encoding="utf-8")
    assert len(files) >= 8
    assert len(set(files)) == len(files)
    for name in files:
        assert (FILES / name).stat().st_size > 0
        assert f"`{name}`" in notice


def test_publication_moves_with_the_day_of_loading_and_nothing_else_does(
    planned: Province,
) -> None:
    later = province(DAY + timedelta(days=40))
    dated = {"issued", "modified", "list_date", "checklist_date"}
    for before, after in zip(planned, later, strict=True):
        assert (before.id, before.name) == (after.id, after.name)
        same = {name: given for name, given in before.fields.items() if name not in dated}
        assert same == {name: after.fields[name] for name in same}
        if before.timeline:
            assert before.fields["issued"] < after.fields["issued"]


def test_every_table_finds_an_agency_of_the_province(planned: Province) -> None:
    names = {entry.name for entry in planned.agencies}
    assert {assignment(table).agency for table in tables()} <= names


def test_an_assumed_frequency_is_said_to_be_assumed(planned: Province) -> None:
    labels = {entry.key: entry.demonstration for entry in planned.datasets}
    for table in tables():
        assumed = "tần suất cập nhật" in labels[table.id]
        assert assumed is not bool(table.frequency)


def test_a_sample_holds_what_its_entries_refer_to(planned: Province) -> None:
    sample = planned.sample(7)
    assert (len(sample.datasets), len(sample.services)) == (7, 7)
    test_every_reference_is_to_something_planned_before(sample)
    assert len(planned.sample(10_000)) == len(planned)


def test_the_label_of_an_assumed_entry_claims_nothing_real() -> None:
    assert "Phần thật" not in demonstration("other")
    assert "giả định" in demonstration("other")


def test_the_columns_of_a_table_are_explained_as_far_as_the_source_says(planned: Province) -> None:
    told = {
        file.file: [column["column"] for column in file.columns]
        for entry in planned.datasets
        for file in entry.files
    }
    hospitals = told["benh-vien-osm-2024-09-27.csv"]
    assert hospitals[:2] == ["osm_id", "name"]
    assert "total.rev" in told["du-toan-ngan-sach-bac-giang-2006-2017.csv"]
    assert "ratio" not in told["du-toan-ngan-sach-bac-giang-2006-2017.csv"]
    assert not told["dia-gioi-hanh-chinh-bac-giang-2022.geojson"]
