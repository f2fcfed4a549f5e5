"""URIs stay the same when words are written another way, and differ when things differ."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.catalogue.entry import EntryType
from ckanext.bacgiang.dcat.names import Names
from ckanext.bacgiang.dcat.values import fits_iri
from ckanext.bacgiang.vocabularies.terms import vocabulary

NAMES = Names("https://id.example.vn")


def test_each_kind_of_entry_has_a_place_of_its_own():
    made = {NAMES.entry(kind, "1") for kind in EntryType}
    assert made == {
        "https://id.example.vn/dataset/1",
        "https://id.example.vn/shared_database/1",
        "https://id.example.vn/data_service/1",
    }


def test_the_same_decision_has_one_uri_however_it_is_typed():
    title = "Quyết định 123/QĐ-UBND"
    typed = [title, f"  {title} ", title.replace(" ", "  "), unicodedata.normalize("NFD", title)]
    assert len({NAMES.legal(one) for one in typed}) == 1
    assert NAMES.legal(title) != NAMES.legal("Quyết định 12/3QĐ-UBND")


def test_the_portals_own_terms_are_named_by_their_page_and_others_by_their_author():
    licences = vocabulary("licenses")
    own, other = licences.find("vn-nd47-dieu18"), licences.find("cc-by-4.0")
    assert NAMES.licence(own) == "https://id.example.vn/dieu-khoan-su-dung"
    assert NAMES.licence(other) == "https://creativecommons.org/licenses/by/4.0/"


@given(st.text(min_size=1))
def test_every_title_gives_an_iri_that_can_be_written(title):
    for name in (NAMES.legal(title), NAMES.agent(title), NAMES.standard(title)):
        assert fits_iri(name)
