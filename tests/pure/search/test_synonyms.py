"""Synonyms come from a file that says where it is wrong, and never guess at diacritics."""

from pathlib import Path

import pytest

from ckanext.bacgiang.catalogue.search.core.synonyms import Synonyms, SynonymsError, load_synonyms
from ckanext.bacgiang.catalogue.search.core.words import words

SHIPPED = Path(__file__).parents[3] / "ckanext/bacgiang/catalogue/search/data/synonyms.yaml"


def others(text: str, synonyms: Synonyms) -> list[str] | None:
    found = synonyms.at(words(text))
    return found and [" ".join(word.bare for word in other) for other in found.others]


def test_the_shipped_file_is_in_order_and_no_term_stands_in_two_groups() -> None:
    synonyms = load_synonyms(SHIPPED.read_text(encoding="utf-8"))
    terms = [term for group in synonyms.groups for term in group]
    assert len(terms) == len(set(terms))
    assert len(synonyms.groups) > 60


def test_the_longest_term_is_found() -> None:
    synonyms = load_synonyms("groups: [[bảo hiểm, BH], [bảo hiểm y tế, BHYT]]")
    assert synonyms.at(words("bảo hiểm y tế toàn dân")).length == 4


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("heo", ["lon"]),
        ("lợn", ["heo"]),
        ("lon", None),
        ("lớn", None),
        ("bao hiem", ["bh"]),
        ("bão hiểm", None),
        ("HDND", ["hoi dong"]),
    ],
)
def test_diacritics_must_agree_where_they_were_typed_and_a_lone_syllable_needs_them(
    typed: str, found: list[str] | None
) -> None:
    synonyms = load_synonyms("groups: [[lợn, heo], [bảo hiểm, BH], [HĐND, hội đồng]]")
    assert others(typed, synonyms) == found


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("groups: [[một]]", "group 1"),
        ("groups: [[a, b], nothing]", "group 2"),
        ('groups: [[a, "***"]]', "group 1"),
        ("groups: 5", "groups"),
        ("[]", "groups"),
        ("groups: [", "YAML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(content: str, told: str) -> None:
    with pytest.raises(SynonymsError, match=told):
        load_synonyms(content)
