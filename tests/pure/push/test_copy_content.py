"""What a copy holds: fields of stock CKAN, links to our own downloads, nothing that changes by
itself."""

from __future__ import annotations

import json
import re
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ckanext.bacgiang.catalogue.entry import Contact, DataClass, Dataset, State
from ckanext.bacgiang.catalogue.publishing import Barrier
from ckanext.bacgiang.push.core.eligibility import barriers
from ckanext.bacgiang.push.core.mapping import MANAGED_EXTRAS, Origin, payload
from ckanext.bacgiang.push.core.names import NAME_MAX, copy_name, resource_id, with_suffix
from ckanext.bacgiang.push.core.payload import TagChange
from ckanext.bacgiang.push.core.tags import cleaned

Make = Callable[..., Any]
SITE = "https://dulieu.example.vn"
ORIGIN = Origin("bacgiang", SITE, "https://uri.example.vn")


def test_an_uploaded_file_is_linked_at_our_own_download_address(make_dataset: Make) -> None:
    dataset = make_dataset()
    sent = payload(dataset, ORIGIN).resources[0]
    file = dataset.resources[0]
    assert sent.url == f"{SITE}/dataset/{dataset.id}/resource/{file.id}/download/co-so-2025.csv"
    assert not hasattr(sent, "url_type")


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://a.example.vn/b.csv", "https://a.example.vn/b.csv"),
        (" so-lieu.example.vn/a.csv\r\n", "http://so-lieu.example.vn/a.csv"),
        ("so-lieu.example.vn:8080/a.csv", "http://so-lieu.example.vn:8080/a.csv"),
        ("//so-lieu.example.vn/a.csv", "http://so-lieu.example.vn/a.csv"),
    ],
)
def test_a_linked_file_keeps_its_address(
    make_dataset: Make, make_resource: Make, url: str, sent: str
) -> None:
    dataset = make_dataset(resources=(make_resource(url=url, uploaded=False),))
    assert payload(dataset, ORIGIN).resources[0].url == sent


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "", "http://[x"])
def test_an_address_no_portal_should_link_to_is_left_out_and_told(
    make_dataset: Make, make_resource: Make, url: str
) -> None:
    bad = make_resource(id="bad", url=url, uploaded=False, position=1)
    dataset = make_dataset(resources=(make_resource(), bad))
    made = payload(dataset, ORIGIN)
    assert len(made.resources) == 1
    assert made.left_out == (url,)
    assert barriers(dataset, made) == ()
    alone = make_dataset(resources=(bad,))
    assert barriers(alone, payload(alone, ORIGIN)) == (Barrier.NO_RESOURCE,)


def test_what_stock_ckan_lacks_goes_into_extras(make_dataset: Make) -> None:
    dataset = make_dataset(demonstration="Nguồn: Sở Y tế")
    extras = dict(payload(dataset, ORIGIN).extras)
    assert extras["guid"] == f"https://uri.example.vn/dataset/{dataset.id}"
    assert extras["identifier"] == "BG-YTE-001"
    assert extras["frequency"] == dataset.frequency
    assert (extras["issued"], extras["modified"]) == ("2025-03-01", "2026-01-01")
    assert extras["license_url"] == f"{SITE}/dieu-khoan-su-dung"
    assert extras["publisher_name"] == "Sở Y tế"
    assert json.loads(extras["theme"]) == list(dataset.themes)
    assert extras["demonstration"] == "Nguồn: Sở Y tế"
    assert all(extras.values())
    assert set(extras) <= MANAGED_EXTRAS


def test_the_telephone_number_of_the_contact_stays_here(make_dataset: Make) -> None:
    assert "02043854117" not in payload(make_dataset(), ORIGIN).canonical()


def test_an_address_ckan_would_refuse_does_not_stop_its_dataset(make_dataset: Make) -> None:
    sent = payload(make_dataset(contacts=(Contact("Hoa", email="hoa@@sai"),)), ORIGIN)
    assert sent.maintainer_email == ""
    assert "contact_email" not in dict(sent.extras)


def test_the_fingerprint_ignores_what_is_no_content(make_dataset: Make) -> None:
    dataset = make_dataset()
    before = payload(dataset, ORIGIN).fingerprint()
    later = datetime(2027, 5, 5, tzinfo=UTC)
    assert payload(replace(dataset, metadata_modified=later), ORIGIN).fingerprint() == before
    moved = replace(dataset.resources[0], position=7)
    assert payload(replace(dataset, resources=(moved,)), ORIGIN).fingerprint() == before
    assert payload(replace(dataset, name="ten-khac"), ORIGIN).fingerprint() == before
    decomposed = unicodedata.normalize("NFD", dataset.title)
    assert payload(replace(dataset, title=f" {decomposed}\r\n"), ORIGIN).fingerprint() == before


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Tên khác"},
        {"notes": "Mô tả khác"},
        {"tags": ("y tế",)},
        {"license_id": "cc-by-4.0"},
        {"publisher": "Bệnh viện"},
        {"frequency": "http://publications.europa.eu/resource/authority/frequency/ANNUAL"},
    ],
)
def test_the_fingerprint_changes_with_the_content(
    make_dataset: Make, change: dict[str, Any]
) -> None:
    changed = payload(make_dataset(**change), ORIGIN)
    assert changed.fingerprint() != payload(make_dataset(), ORIGIN).fingerprint()


def test_the_order_of_the_files_is_content(make_dataset: Make, make_resource: Make) -> None:
    files = (make_resource(id="1", position=0), make_resource(id="2", position=1))
    turned = (replace(files[0], position=1), replace(files[1], position=0))
    one, other = (payload(make_dataset(resources=each), ORIGIN) for each in (files, turned))
    assert one.fingerprint() != other.fingerprint()


def test_a_new_mapping_makes_every_copy_due(
    make_dataset: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = payload(make_dataset(), ORIGIN)
    before = sent.fingerprint()
    monkeypatch.setattr("ckanext.bacgiang.push.core.payload.MAPPING_VERSION", 2)
    assert sent.fingerprint() != before


def test_resource_ids_are_uuids_and_never_change() -> None:
    one = resource_id("bacgiang", "4e0d1c9e-0c43-4bb0-8a8e-0a8f4f4c5e11")
    assert one == resource_id("bacgiang", "4e0d1c9e-0c43-4bb0-8a8e-0a8f4f4c5e11")
    assert uuid.UUID(one).version == 5
    assert one != resource_id("langson", "4e0d1c9e-0c43-4bb0-8a8e-0a8f4f4c5e11")


@given(name=st.from_regex(r"[a-z0-9][a-z0-9_-]{1,99}", fullmatch=True), source=st.uuids())
def test_names_fit_ckan_and_are_always_the_same(name: str, source: uuid.UUID) -> None:
    wished = copy_name(name, "bac-giang-", str(source))
    other = with_suffix(wished, str(source))
    assert len(wished) <= NAME_MAX
    assert len(other) <= NAME_MAX
    assert other == with_suffix(wished, str(source))
    assert other != wished or len(name) > 80


@pytest.mark.parametrize(
    ("tag", "after"),
    [
        ("giá đất (VNĐ/m²)", ("giá đất VNĐ m²",)),
        ("sốt xuất huyết, COVID-19", ("sốt xuất huyết", "COVID-19")),
        ("cơ sở y tế\r\n", ("cơ sở y tế",)),
        ("5", ()),
        (unicodedata.normalize("NFD", "đất đai"), ("đất đai",)),
    ],
)
def test_a_keyword_ckan_refuses_is_mended_with_its_diacritics_and_told(
    tag: str, after: tuple[str, ...]
) -> None:
    sent, changes = cleaned([tag, "y tế"])
    assert set(sent) == {*after, "y tế"}
    assert changes == (TagChange(tag, after),)


@given(st.lists(st.text(max_size=130), max_size=5))
def test_every_keyword_sent_is_one_ckan_takes(tags: list[str]) -> None:
    sent, _ = cleaned(tags)
    assert all(2 <= len(tag) <= 100 and re.match(r"[\w \-.]*$", tag) for tag in sent)
    assert list(sent) == sorted(set(sent))
    assert cleaned(sent) == (sent, ())


@pytest.mark.parametrize(
    ("fields", "barrier"),
    [
        ({"private": True}, Barrier.PRIVATE),
        ({"state": State.DELETED}, Barrier.NOT_ACTIVE),
        ({"state": State.DRAFT}, Barrier.NOT_ACTIVE),
        ({"agency": None}, Barrier.NO_AGENCY),
        ({"data_class": None}, Barrier.CLASS_UNKNOWN),
        ({"data_class": DataClass.STATE_SECRET}, Barrier.CLASS_NEVER_PUBLIC),
        ({"data_class": DataClass.ON_REQUEST}, Barrier.CLASS_NOT_OPEN),
        ({"resources": ()}, Barrier.NO_RESOURCE),
    ],
)
def test_only_open_public_data_with_a_file_leaves(
    make_dataset: Make, fields: dict[str, Any], barrier: Barrier
) -> None:
    dataset: Dataset = make_dataset(**fields)
    assert barrier in barriers(dataset, payload(dataset, ORIGIN))
    allowed = make_dataset()
    assert barriers(allowed, payload(allowed, ORIGIN)) == ()


WILD = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)


@given(texts=st.lists(WILD, min_size=9, max_size=9), uploaded=st.booleans())
@example(texts=[*[""] * 6, "\ud800", "", ""], uploaded=True)
@example(texts=["\ud800"] * 9, uploaded=False)
def test_no_text_whatever_stops_the_mapping(
    make_dataset: Make, make_resource: Make, texts: list[str], uploaded: bool
) -> None:
    """One odd dataset must not keep all the others from being sent."""
    title, notes, publisher, license_id, email, tag, url, name, modified = texts
    dataset = make_dataset(
        title=title,
        notes=notes,
        publisher=publisher,
        license_id=license_id,
        contacts=(Contact(name, email=email),),
        tags=(tag,),
        legal_basis=modified,
        resources=(make_resource(url=url, name=name, uploaded=uploaded),),
    )
    made = payload(dataset, ORIGIN)
    assert made.fingerprint() == payload(dataset, ORIGIN).fingerprint()
    json.dumps(made.canonical()).encode()
    barriers(dataset, made)
