"""A harvester that follows the links reads every entry once, whatever happens meanwhile."""

from unittest.mock import patch
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from ckan.lib import search
from rdflib import RDF, Graph, Namespace

pytestmark = [
    pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index"),
    pytest.mark.ckan_config("ckanext.dcat.datasets_per_page", 4),
    pytest.mark.ckan_config("ckanext.dcat.base_uri", "https://id.bacgiang.example.vn"),
]

DCAT = Namespace("http://www.w3.org/ns/dcat#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")


@pytest.fixture
def many(create, minimal):
    """Make as many datasets as asked for and return their ids."""

    def make(count, **over):
        return [
            create(**minimal(title=f"Đất đai, nước {number}", **over))["id"]
            for number in range(count)
        ]

    return make


def of_page(graph, word):
    """Return what a page says of itself by Hydra; None where it does not."""
    return next(graph.objects(None, HYDRA[word]), None)


def ids(graph):
    """Return the ids of the datasets a page lists."""
    return [str(one).rpartition("/")[2] for one in graph.objects(None, DCAT.dataset)]


def test_the_pages_hold_every_entry_once_and_end(many, crawl):
    made = many(10)
    pages = [ids(page) for page in crawl("/catalog.ttl")]
    assert [len(page) for page in pages] == [4, 4, 2]
    found = [one for page in pages for one in page]
    assert sorted(found) == sorted(made)


def test_a_full_last_page_is_the_last(many, crawl):
    many(8)
    assert [len(ids(page)) for page in crawl("/catalog.ttl")] == [4, 4]


def test_nothing_is_lost_when_entries_change_during_a_crawl(act, many, crawl):
    made = sorted(many(12))
    found, pages = [], crawl("/catalog.ttl")
    found += ids(next(pages))
    act("package_patch", id=made[9], notes="Sửa trong lúc thu thập")
    act("package_patch", id=made[0], notes="Sửa trong lúc thu thập")
    act("package_delete", id=made[1])
    act("package_delete", id=made[4])
    for page in pages:
        found += ids(page)
    assert sorted(found) == sorted(set(made) - {made[4]})


def test_pages_are_reached_by_number_too(many, read):
    made = many(10)
    pages = [ids(read(f"/catalog.ttl?page={number}")) for number in (1, 2, 3)]
    assert sorted(one for page in pages for one in page) == sorted(made)


def test_a_page_past_the_end_is_not_found_and_has_no_links(many, app):
    many(5)
    answer = app.get("/catalog.ttl?page=3", status=404)
    assert "hydra" not in answer.body


def test_a_crawl_whose_rest_is_withdrawn_ends_quietly(act, many, read):
    made = sorted(many(5))
    address = str(of_page(read("/catalog.ttl"), "next"))
    act("package_delete", id=made[4])
    rest = read("/" + address.split("/", 3)[3])
    assert ids(rest) == []
    assert of_page(rest, "next") is None


@pytest.mark.parametrize("asked", ["page=0", "page=-1", "page=abc", "page=%C2%B2", "after=a%22b"])
def test_a_senseless_page_is_refused_by_name(app, asked):
    answer = app.get(f"/catalog.ttl?{asked}", status=400)
    assert asked.partition("=")[0] in answer.body


def test_the_next_link_keeps_the_whole_query_and_the_public_host(many, create, minimal, crawl):
    wanted = many(6)
    create(**minimal(title="Khác hẳn", notes="Không liên quan", name="khac"))
    asked = quote("đất đai & nước")
    pages = list(crawl(f"/catalog.ttl?q={asked}"))
    following = urlsplit(str(of_page(pages[0], "next")))
    assert following.netloc == "test.ckan.net"
    assert following.path == "/catalog.ttl"
    assert following.query.isascii()
    assert parse_qs(following.query)["q"] == ["đất đai & nước"]
    assert sorted(one for page in pages for one in ids(page)) == sorted(wanted)


@pytest.mark.parametrize("ending", ["xml", "jsonld", "nt"])
def test_every_format_can_be_paged_with_a_query_of_any_letters(many, crawl, ending):
    made = many(5)
    asked = quote('đất "nước" & <đai>')
    pages = [ids(page) for page in crawl(f"/catalog.{ending}?q={asked}")]
    assert sorted(one for page in pages for one in page) == sorted(made)


@pytest.mark.ckan_config("ckan.root_path", "/du-lieu/{{LANG}}")
def test_links_keep_the_path_the_portal_is_served_under(many, read):
    many(5)
    following = str(of_page(read("/catalog.ttl"), "next"))
    assert following.startswith("http://test.ckan.net/du-lieu/catalog.ttl?")


def test_only_what_changed_since_is_there_when_asked(many, read):
    many(2)
    assert ids(read("/catalog.ttl?modified_since=2099-01-01")) == []
    assert len(ids(read("/catalog.ttl?modified_since=2020-01-01T07:00:00%2B07:00"))) == 2


def test_the_count_is_that_of_the_whole_query_on_every_page(many, crawl):
    many(6)
    totals = {int(of_page(page, "totalItems")) for page in crawl("/catalog.ttl")}
    assert totals == {6}


def test_an_emptied_index_is_not_an_empty_catalogue(many, app):
    many(2)
    search.clear_all()
    for asked in ("", "?q=nuoc"):
        answer = app.get(f"/catalog.ttl{asked}", status=503)
        assert int(answer.headers["Retry-After"]) > 0
        assert "dcat:Catalog" not in answer.body


def test_an_index_that_lost_many_entries_is_not_served_either(many, app):
    made = many(12)
    for one in made[:8]:
        search.clear(one)
    app.get("/catalog.ttl", status=503)


def test_a_silent_index_is_a_matter_of_later(many, app):
    many(1)
    with patch("ckan.lib.search.query.make_connection", side_effect=search.SearchError("down")):
        answer = app.get("/catalog.ttl", status=503)
    assert "Retry-After" in answer.headers


def test_an_empty_portal_has_an_empty_catalogue(read):
    graph = read("/catalog.ttl")
    assert list(graph.subjects(RDF.type, DCAT.Catalog))
    assert of_page(graph, "next") is None


def test_the_stock_parser_of_harvesters_finds_the_next_page(many, app):
    from ckanext.dcat.processors import RDFParser  # noqa: PLC0415

    many(5)
    parser = RDFParser()
    parser.parse(app.get("/catalog.xml").body, _format="xml")
    assert parser.next_page().startswith("http://test.ckan.net/catalog.xml?page=2&after=")


def test_a_reader_who_has_the_page_already_is_told_so(many, app):
    many(1)
    tag = app.get("/catalog.ttl").headers["ETag"]
    answer = app.get("/catalog.ttl", headers={"If-None-Match": tag})
    assert answer.status_code == 304
    assert Graph().parse(data=app.get("/catalog.ttl").body, format="turtle")
