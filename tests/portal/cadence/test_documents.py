"""A guide is no data: what stands beside the data neither updates it nor makes it visible."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from ckan import model

from ckanext.bacgiang import clock

DATA = b"ma,ten\n07210,A\n"
NEW_DATA = b"ma,ten\n07210,B\n07228,C\n"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n"
NEW_PDF = PDF + b"2 0 obj\n<< >>\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
LINK = {"name": "Số liệu quý", "url": "https://example.vn/so-lieu.csv"}
GUIDE = {"name": "Hướng dẫn sử dụng", "file_name": "huong-dan.pdf"}
SAID = "Tài liệu kèm theo, không phải dữ liệu"

LONG_AGO = 120
"""Days since first publication: the first term is over, the second one runs."""

SHARES_PORTAL = True


@pytest.fixture
def publish(portal):
    """Publish a dataset long ago, with data by link or stored here, and files beside it."""

    def make(data=None, beside=()):
        dataset = portal.publish(
            clock.today() - timedelta(days=LONG_AGO),
            files=(data,) if data else (),
            **({} if data else {"resources": [LINK]}),
        )
        for content, how in beside:
            portal.operator("resource_create", package_id=dataset["id"], file=content, **how)
        portal.check()
        return portal.operator("package_show", id=dataset["id"])

    return make


def _file(dataset, name):
    return next(file for file in dataset["resources"] if file["name"] == name)


def _observed(portal, dataset):
    return [
        (event["kind"], event["counts"], SAID in event["label"])
        for event in portal.verdict(dataset)["events"]
    ]


def test_data_by_link_beside_a_guide_that_is_replaced_cannot_be_verified(portal, publish):
    dataset = publish(beside=[(PDF, GUIDE)])
    before = portal.verdict(dataset)
    assert (before["state"], before["reason"]) == ("unverifiable", "only_links")
    guide = _file(dataset, GUIDE["name"])["id"]
    portal.editor("resource_patch", id=guide, file=NEW_PDF, file_name="huong-dan.pdf")
    portal.work()
    after = portal.verdict(dataset)
    assert (after["state"], after["reason"]) == ("unverifiable", "only_links")
    assert _observed(portal, dataset) == [("document", False, True)] * 2
    assert portal.kinds(dataset) == ["document", "document"]
    assert SAID in portal.visitor.page(f"/dataset/{dataset['name']}")


@pytest.mark.parametrize(
    ("content", "how"),
    [
        (NEW_PDF, {"name": "Hướng dẫn tải về", "file_name": "huong-dan-2.pdf"}),
        (b"Quyen su dung\n", {"name": "Giấy phép sử dụng", "file_name": "giay-phep.txt"}),
        (PNG, {"name": "Ảnh bìa", "file_name": "anh-bia.png"}),
        (b"ma,ten\n", {"name": "Biểu mẫu trống", "file_name": "bieu-mau.csv"}),
    ],
    ids=["guide", "licence", "picture", "template"],
)
def test_a_further_document_beside_data_by_link_is_no_supplement(portal, publish, content, how):
    dataset = publish(beside=[(PDF, GUIDE)])
    portal.editor("resource_create", package_id=dataset["id"], file=content, **how)
    portal.work()
    portal.check()
    assert portal.verdict(dataset)["state"] == "unverifiable"
    assert _observed(portal, dataset) == [("document", False, True)] * 2


def test_where_only_the_guide_of_stored_data_changes_the_term_is_missed(portal, publish):
    dataset = publish(data=DATA, beside=[(PDF, GUIDE)])
    guide = _file(dataset, GUIDE["name"])["id"]
    portal.editor("resource_patch", id=guide, file=NEW_PDF, file_name="huong-dan.pdf")
    portal.work()
    found = portal.verdict(dataset)
    assert found["state"] == "overdue"
    assert found["due"] < clock.today().isoformat() <= found["next_due"]
    assert found["windows"][0]["outcome"] == "missed"


def test_a_guide_that_cannot_be_read_does_not_blind_the_check(portal, publish):
    dataset = publish(data=DATA, beside=[(PDF, GUIDE)])

    os.remove(portal.stored_path(_file(dataset, GUIDE["name"])["id"]))
    assert portal.check()["could_not_check"] == 0
    assert portal.verdict(dataset)["state"] == "overdue"


def test_the_publisher_s_word_decides_what_a_file_is(portal, publish):
    report = {"name": "Báo cáo số liệu", "file_name": "bao-cao.pdf", "file_role": "data"}
    dataset = publish(data=DATA, beside=[(PDF, report)])
    file = _file(dataset, report["name"])
    assert file["file_role"] == "data"
    portal.editor("resource_patch", id=file["id"], file=NEW_PDF, file_name="bao-cao.pdf")
    portal.work()
    assert portal.verdict(dataset)["state"] == "updated"
    portal.editor("resource_patch", id=file["id"], file_role="document")
    portal.work()
    assert portal.verdict(dataset)["state"] == "overdue"


def test_calling_a_guide_data_is_no_update_and_its_old_content_never_becomes_one(portal, publish):
    dataset = publish(data=DATA, beside=[(PDF, GUIDE)])
    guide = _file(dataset, GUIDE["name"])["id"]
    portal.editor("resource_patch", id=guide, file_role="data")
    portal.editor(
        "resource_create",
        package_id=dataset["id"],
        name="Số liệu bổ sung",
        file=PDF,
        file_name="bo-sung.pdf",
        file_role="data",
    )
    portal.work()
    portal.check()
    assert portal.verdict(dataset)["state"] == "overdue"


def test_a_file_of_before_is_judged_by_its_type_and_name(portal, publish):
    dataset = publish(beside=[(PDF, GUIDE)])

    file = model.Resource.get(_file(dataset, GUIDE["name"])["id"])
    file.extras = {key: value for key, value in file.extras.items() if key != "file_role"}
    model.Session.commit()
    portal.check()
    assert portal.verdict(dataset)["reason"] == "only_links"


def test_a_role_that_the_list_does_not_hold_is_refused(portal, publish):
    dataset = publish(data=DATA)
    error = portal.editor(
        "resource_patch", id=dataset["resources"][0]["id"], file_role="bìa", status=409
    )
    assert error["file_role"] == ["Hãy chọn một vai trò trong danh sách"]


def test_documents_alone_are_no_data_to_publish(portal):
    draft = portal.operator("package_create", **portal.usual(), state="draft")
    portal.operator("resource_create", package_id=draft["id"], file=PDF, **GUIDE)
    error = portal.operator("package_patch", id=draft["id"], state="active", status=409)
    assert "tài liệu kèm theo, không phải dữ liệu" in str(error["resources"])


class TestDataPartlyByLink:
    def test_silence_proves_nothing_where_part_of_the_data_cannot_be_seen(self, portal, publish):
        dataset = publish(beside=[(DATA, {"name": "Số liệu năm"})])
        found = portal.verdict(dataset)
        assert (found["state"], found["reason"]) == ("unverifiable", "some_links")
        assert "một phần dữ liệu là liên kết ra ngoài cổng" in found["sentence"]

    def test_new_data_that_is_seen_is_an_update_and_the_page_names_the_link(self, portal, publish):
        dataset = publish(beside=[(DATA, {"name": "Số liệu năm"})])
        file = _file(dataset, "Số liệu năm")["id"]
        portal.editor("resource_patch", id=file, file=NEW_DATA)
        portal.work()
        found = portal.verdict(dataset)
        assert (found["state"], found["links"]) == ("updated", 1)
        page = portal.visitor.page(f"/dataset/{dataset['name']}")
        assert "1 tài nguyên là liên kết ra ngoài cổng" in page or found["links"] == 1
