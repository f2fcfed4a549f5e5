"""What people type is understood; what programs write is passed on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.catalogue.search.core.query import MAX_WORDS, understand
from ckanext.bacgiang.catalogue.search.core.synonyms import Synonyms, load_synonyms
from ckanext.bacgiang.catalogue.search.core.syntax import is_solr_syntax

SYNONYMS = load_synonyms(
    """
    groups:
      - [TNMT, tài nguyên và môi trường]
      - [lợn, heo]
      - [HĐND, hội đồng nhân dân]
    """
)


def terms(text: str, synonyms: Synonyms = SYNONYMS) -> list[list[str]]:
    query = understand(text, synonyms)
    return [[" ".join(word.bare for word in term.words) for term in group] for group in query.terms]


@pytest.mark.parametrize(
    "text",
    [
        "title:x",
        'title:"đất đai"',
        "+owner_org:abc -tags:y",
        "id:7d1e3a2c-1111-2222-3333-444455556666",
        "*:*",
        "metadata_modified:[2024-01-01T00:00:00Z TO NOW]",
        "(title:lúa OR notes:lúa) AND res_format:CSV",
        "vocab_theme:abc",
        "extras_identifier:BG*",
    ],
)
def test_a_named_field_makes_it_the_search_engines_own_syntax(text: str) -> None:
    assert is_solr_syntax(text)


@pytest.mark.parametrize(
    "text",
    [
        "y tế: 2025",
        "giá:vàng",
        "08:30",
        '"đất đai',
        "AND",
        "(lúa",
        "C++",
        "[2024 TO",
        "*",
        "giá -",
        "title:(lúa",
        'title:"lúa',
        "title: lúa",
        "title:[2024 TO",
        'tìm "title:x"',
        "https://data.bacgiang.gov.vn/dataset/dat-dai",
        "{!edismax qf=title}x",
        "_query_:x",
    ],
)
def test_all_else_is_words(text: str) -> None:
    assert not is_solr_syntax(text)


def test_local_parameters_count_only_where_the_site_allows_them() -> None:
    assert is_solr_syntax("{!knn f=vector}[1]", local_parameters=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dat dai", [["dat"], ["dai"]]),
        ("y tế: 2025", [["y"], ["te"], ["2025"]]),
        ('"đất đai', [["dat"], ["dai"]]),
        ('giá "đất đai" 2024', [["gia"], ["dat dai"], ["2024"]]),
        ("“đất đai”", [["dat dai"]]),
        ("AND", [["and"]]),
        ("lúa AND ngô", [["lua"], ["ngo"]]),
        ("lúa OR ngô", [["lua", "ngo"]]),
        ("lúa OR", [["lua"]]),
        ("giá -", [["gia"]]),
        ("C++", [["c"]]),
        ("rau, hoa và quả", [["rau"], ["hoa"], ["qua"]]),
        ("và", [["va"]]),
        ("số chợ", [["so"], ["cho"]]),
        ("so cho", [["so"], ["cho"]]),
        ("giá cho thuê", [["gia"], ["thue"]]),
        ("https://data.bacgiang.gov.vn/dataset/dat-dai?x=1", [["dat"], ["dai"]]),
        ("+ & ? ***", []),
    ],
)
def test_words_are_needed_fillers_are_not(text: str, expected: list[list[str]]) -> None:
    assert terms(text, Synonyms()) == expected


def test_a_minus_right_before_a_word_excludes_it() -> None:
    query = understand("gạo -nếp", Synonyms())
    assert [[word.bare for word in words] for words in query.excluded] == [["nep"]]
    assert [word.bare for word in query.run] == ["gao"]


@pytest.mark.parametrize("text", ["", "  ", "*", '""'])
def test_nothing_typed_asks_for_everything(text: str) -> None:
    assert understand(text, Synonyms()).everything


def test_signs_alone_ask_for_nothing_rather_than_everything() -> None:
    query = understand("???", Synonyms())
    assert not query.everything
    assert not query.terms


def test_known_abbreviations_bring_their_long_form_along() -> None:
    (department, tnmt) = understand("Sở TNMT", SYNONYMS).terms
    assert not department[0].others
    assert [[word.bare for word in other] for other in tnmt[0].others] == [
        ["tai", "nguyen", "va", "moi", "truong"]
    ]


@pytest.mark.parametrize("text", ["tài nguyên và môi trường", "tai nguyen va moi truong"])
def test_the_long_form_is_one_term_and_brings_the_abbreviation(text: str) -> None:
    (group,) = understand(text, SYNONYMS).terms
    assert [word.bare for word in group[0].words] == ["tai", "nguyen", "moi", "truong"]
    assert [[word.bare for word in other] for other in group[0].others] == [["tnmt"]]


def test_identifiers_are_kept_whole_beside_their_words() -> None:
    assert understand("123/QĐ-UBND", Synonyms()).codes == ("123qdubnd",)


def test_a_very_long_query_is_read_to_its_limit() -> None:
    query = understand("từ " * 100_000, Synonyms())
    assert len(query.run) <= MAX_WORDS


@given(st.text(max_size=300))
def test_any_text_is_understood_as_words_that_no_parser_can_trip_over(text: str) -> None:
    query = understand(text, SYNONYMS)
    for word in query.run:
        assert word.bare.isalnum()
    is_solr_syntax(text)


@given(st.text(alphabet='ab"()[]{}:*+-! AND', max_size=40))
def test_what_is_passed_on_has_its_brackets_and_quotes_closed(text: str) -> None:
    if is_solr_syntax(text):
        assert text.count("(") >= text.count(")") or '"' in text
        assert text.count('"') % 2 == 0


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://data.bacgiang.gov.vn/dataset/duong-bo", "duong bo"),
        ("https://data.bacgiang.gov.vn/dataset/duong-bo/", "duong bo"),
        ("HTTP://x.vn/a/b?c=d/e#f", "b"),
        ("http://x.vn#a/b", "x vn"),
        ("(http://x.vn/a/lua", "lua"),
        ("http://a/http://b", "b"),
    ],
)
def test_of_an_address_the_last_name_is_sought(address: str, name: str) -> None:
    assert [" ".join(word.bare for word in understand(address, SYNONYMS).run)] == [name]


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ('title:"a \\" b"', True),
        ('title:"a \\" b', False),
        ('title:"a" notes:"b', False),
        ('title:"a\\', False),
        ("title:x [a TO b]", True),
        ("title:x [a b]", False),
        ("title:x [a TO b [c TO d]", False),
        ("title:" + "x" * 20_000, False),
        ("title:(" + "*a* OR " * 30 + "b)", False),
        ("title:(" + "a~2 OR " * 60 + "b)", False),
        ('title:"' + "a/b " * 60 + '"', True),
    ],
)
def test_quotes_and_ranges_of_the_syntax_are_closed_and_it_is_not_endless(
    text: str, syntax: bool
) -> None:
    assert is_solr_syntax(text) is syntax
