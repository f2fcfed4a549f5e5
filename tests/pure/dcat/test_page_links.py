"""What a page is asked for, and the addresses around it, from values alone."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.dcat.paging import Wanted, links, wanted

CATALOGUE = "https://du-lieu.example.vn/catalog.ttl"


def test_nothing_asked_is_the_first_page_of_everything():
    assert wanted({}) == Wanted()
    assert not wanted({}).filtered


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({"page": "0"}, "page"),
        ({"page": "-1"}, "page"),
        ({"page": "1.5"}, "page"),
        ({"page": "²"}, "page"),
        ({"page": "9" * 30}, "page"),
        ({"after": 'a" OR "b'}, "after"),
        ({"after": "x" * 101}, "after"),
        ({"modified_since": "hôm qua"}, "modified_since"),
        ({"modified_since": "0001-01-01T00:00:00+23:00"}, "modified_since"),
        ({"page": "9" * 5000}, "page"),
        ({"q": "{!join from=id to=id}*:*"}, "q"),
        ({"fq": "title:a {!xmlparser}"}, "fq"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(asked, name):
    with pytest.raises(ValueError, match=f"^{name}$"):
        wanted(asked)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-04-07", datetime(2026, 4, 7, tzinfo=UTC)),
        ("2026-04-07T01:00:00", datetime(2026, 4, 7, 1, tzinfo=UTC)),
        ("2026-04-07T01:00:00+07:00", datetime(2026, 4, 6, 18, tzinfo=UTC)),
    ],
)
def test_an_instant_is_taken_in_its_own_zone_else_as_utc(written, instant):
    assert wanted({"modified_since": written}).since == instant


def test_the_next_page_starts_after_the_last_id_and_the_last_has_none():
    first = links(CATALOGUE, Wanted(), total=250, size=100, next_after="id-100")
    assert first.current == first.first == CATALOGUE
    assert first.next == f"{CATALOGUE}?page=2&after=id-100"
    assert first.last == f"{CATALOGUE}?page=3"
    assert first.previous == ""
    third = links(CATALOGUE, Wanted(number=3, after="x"), total=250, size=100, next_after="")
    assert third.next == ""
    assert third.previous == f"{CATALOGUE}?page=2"


def test_an_empty_catalogue_is_one_page():
    only = links(CATALOGUE, Wanted(), total=0, size=100, next_after="")
    assert (only.last, only.next, only.previous) == (CATALOGUE, "", "")


@given(q=st.text(min_size=1), fq=st.text(min_size=1))
def test_a_query_of_any_letters_comes_back_whole_in_ascii(q, fq):
    page = Wanted(q=q, fq=fq, since=datetime(2026, 1, 1, tzinfo=UTC))
    following = links(CATALOGUE, page, total=9, size=4, next_after="id-4").next
    assert following.isascii()
    asked = dict(parse_qsl(urlsplit(following).query, keep_blank_values=True))
    assert (asked["q"], asked["fq"]) == (q, fq)
    assert wanted(asked).since == page.since
