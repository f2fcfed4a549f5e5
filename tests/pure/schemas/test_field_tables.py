"""Every field that the law asks for stands in the schemas, as strongly owed and on that basis."""

from pathlib import Path

import pytest
import yaml

from ckanext.bacgiang.catalogue.fields import TYPES, Obligation, schema
from ckanext.bacgiang.vocabularies.terms import vocabulary
from ckanext.bacgiang.vocabularies.terms_of_use import versions

TABLES = yaml.safe_load((Path(__file__).parent / "field_tables.yaml").read_text(encoding="utf-8"))
SCHEMAS = {kind: schema(kind) for kind in TYPES}

ROWS = [
    pytest.param(
        kind, row, id=f"{kind}.{row['key']}" + (f".{row['part']}" if "part" in row else "")
    )
    for kind in (*TYPES, "dataset files")
    for row in TABLES[kind]
]

GIVEN_BY_THE_PORTAL = {"identifier"}
"""Fields that no entry is without although nobody has to type them."""

DRAFT_NEEDS = {"title", "owner_org"}
"""Fields of an entry without which not even a draft is saved."""


def _field(kind, row):
    found = SCHEMAS[kind.removesuffix(" files")]
    if kind.endswith(" files"):
        field = next(field for field in found.resource_fields if field.name == row["key"])
    else:
        field = found.field(row["key"])
    if "part" in row:
        field = next(part for part in field.rows if part.name == row["part"])
    return field


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_the_schemas_hold_the_field_with_its_obligation_and_basis(kind, row):
    field = _field(kind, row)
    assert field.label_vi == row["label"]
    assert field.obligation == row["obligation"]
    assert row["basis"] in field.basis


def test_the_terms_of_use_say_what_article_18_says_clause_by_clause():
    for terms in versions():
        assert len(terms.clauses) == len(TABLES["terms of use"])
        for row in TABLES["terms of use"]:
            assert row["says"] in terms.clauses[row["clause"] - 1].vi
        assert "Điều 18" in terms.source


def test_data_keeps_the_version_of_the_terms_that_the_list_of_licences_names():
    named = vocabulary("licenses").find("vn-nd47-dieu18").note("version")
    assert named == versions()[-1].version


def test_the_checks_before_publication_are_the_eight_of_the_law():
    questions = vocabulary("checklist_questions")
    assert [term.code for term in questions] == [
        row["code"] for row in TABLES["checks before publication"]
    ]
    for row in TABLES["checks before publication"]:
        term = questions.find(row["code"])
        assert row["says"] in term.vi
        assert row["basis"] in term.note("article")


@pytest.mark.parametrize("kind", TYPES)
def test_a_draft_needs_a_title_and_an_agency_and_what_is_system_is_never_asked(kind):
    raw = yaml.safe_load(
        (Path(__file__).parents[3] / f"ckanext/bacgiang/schemas/{kind}.yaml").read_text("utf-8")
    )
    presets = yaml.safe_load(
        (Path(__file__).parents[3] / "ckanext/bacgiang/schemas/presets.yaml").read_text("utf-8")
    )
    values = {preset["preset_name"]: preset["values"] for preset in presets["presets"]}
    fields = raw.get("dataset_fields") or raw["fields"]
    for given in [*fields, *raw.get("resource_fields", [])]:
        of_entry = "dataset_fields" in raw and given in fields
        field = {**values.get(given.get("preset", ""), {}), **given}
        name, owed = field["field_name"], field["obligation"]
        if name in GIVEN_BY_THE_PORTAL or name == "name":
            continue
        asked = name in DRAFT_NEEDS if of_entry else owed == Obligation.REQUIRED
        assert bool(field.get("required")) is asked, name
        if owed == Obligation.SYSTEM:
            assert field.get("form_snippet", "") is None, name


@pytest.mark.parametrize("kind", TYPES)
def test_a_name_ending_in_date_holds_one_whole_day_and_no_rows(kind):
    # CKAN's index parses such a field: a list stops the save, a year alone gets today's day.
    found = SCHEMAS[kind]
    for field in (*found.fields, *found.resource_fields):
        if field.name.endswith("_date"):
            assert field.preset in ("bacgiang_date", "bacgiang_rules_date"), field.name
            assert not field.rows
        assert not [part.name for part in field.rows if part.name.endswith("_date")]


@pytest.mark.parametrize("kind", TYPES)
def test_every_controlled_field_names_a_list_that_exists(kind):
    found = SCHEMAS[kind]
    for field in (*found.fields, *found.resource_fields):
        for one in (field, *field.rows):
            if one.vocabulary:
                assert list(vocabulary(one.vocabulary))


@pytest.mark.parametrize("kind", TYPES)
def test_no_field_stands_twice_and_rows_are_compared_by_fields_they_have(kind):
    found = SCHEMAS[kind]
    for fields in (found.fields, found.resource_fields):
        names = [field.name for field in fields]
        assert len(names) == len(set(names))
        for field in fields:
            parts = [part.name for part in field.rows]
            assert len(parts) == len(set(parts))
            assert set(field.unique_rows) <= set(parts)


@pytest.mark.parametrize("kind", TYPES)
def test_no_field_is_called_like_a_method_of_a_dict(kind):
    # Templates read data[name]: where a value is missing, "items" would be the method.
    found = SCHEMAS[kind]
    for field in (*found.fields, *found.resource_fields):
        assert not hasattr({}, field.name), field.name
        assert not [part.name for part in field.rows if hasattr({}, part.name)]
