"""Queries for Solr are well formed whatever was typed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.catalogue.search.core import solr
from ckanext.bacgiang.catalogue.search.core.fields import Searchable, index_fields
from ckanext.bacgiang.catalogue.search.core.query import Query, understand
from ckanext.bacgiang.catalogue.search.core.synonyms import Synonyms, load_synonyms

CLAUSE = re.compile(r'[a-z_]+:("[^\W_]+( [^\W_]+)*"(~2)?|[^\W_]+\*?)(\^[0-9.]+)?')


def ask(text: str, synonyms: Synonyms | None = None) -> Query:
    return understand(text, synonyms or Synonyms())


@given(st.text(max_size=200))
def test_nothing_but_fields_words_weights_and_brackets_reaches_solr(text: str) -> None:
    for made in (solr.strict(ask(text)), solr.relaxed(ask(text)), solr.beginning(ask(text))):
        rest = CLAUSE.sub("", (made or "").replace("*:*^0", "").replace("*:*", ""))
        assert set(rest.replace("OR", "")) <= set("()+- ")
        assert (made or "").count("(") == (made or "").count(")")


def test_every_word_is_needed_and_where_it_stands_is_not() -> None:
    made = solr.strict(ask("dat dai"))
    assert "+(extras_bg_title:dat^6 OR extras_bg_about:dat^2 OR extras_bg_body:dat^1)" in made
    assert 'extras_bg_title:"dat dai"' in made
    assert "marked" not in made


def test_typed_diacritics_are_worth_more_than_their_absence() -> None:
    made = solr.strict(ask("đất"))
    assert weight(made, "extras_bg_title_marked:sddaat") > weight(made, "extras_bg_title:dat")


def test_a_synonym_is_worth_less_than_the_word_itself() -> None:
    made = solr.strict(ask("héo", load_synonyms("groups: [[héo, lợn]]")))
    itself = weight(made, "extras_bg_title_marked:sheo")
    assert 0 < weight(made, "extras_bg_title_marked:jlown") < itself


def weight(made: str, clause: str) -> float:
    found = re.search(re.escape(clause) + r"\^([0-9.]+)", made)
    return float(found.group(1)) if found else 0.0


@pytest.mark.parametrize(
    ("text", "made"), [("", "*:*"), ("*", "*:*"), ("???", "-*:*"), ("-lúa", None)]
)
def test_everything_and_nothing(text: str, made: str | None) -> None:
    assert made is None or solr.strict(ask(text)) == made


def test_an_excluded_word_alone_leaves_everything_else() -> None:
    assert solr.strict(ask("-lúa")).startswith("*:* -(")


def test_fewer_words_are_asked_for_only_where_there_are_three_or_more() -> None:
    assert solr.relaxed(ask("hai từ")) is None
    assert 'extras_bg_title:"mot hai"' in solr.relaxed(ask("một hai ba"))


def test_the_last_word_may_be_only_begun() -> None:
    made = solr.beginning(ask("gia da"))
    assert "extras_bg_title:da*" in made
    assert "extras_bg_title:gia*" not in made


def test_index_holds_bare_and_marked_words_and_identifiers_in_one_writing() -> None:
    made = index_fields(
        Searchable("Đất đai", about=["Sở Y tế", "y tế"], body=["ghi chú"], codes=["BG-01", ""])
    )
    assert made["extras_bg_title"] == "zzstart dat dai zzend"
    assert made["extras_bg_title_marked"] == "zzstart sddaat zddai zzend"
    assert made["extras_bg_about"] == "so y te zzgap y te"
    assert made["vocab_bg_code"] == ["bg01"]
