"""Who sees verdicts and lists, and who runs the check."""

from __future__ import annotations

from datetime import timedelta

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.bacgiang import clock
from ckanext.bacgiang.cadence import views

OLD = b"ma,ten\n07210,A\n"
LINK = {"name": "Số liệu", "url": "https://example.vn/so-lieu.csv"}


@pytest.fixture
def stranger(portal):
    """An editor of another agency."""
    user = factories.UserWithToken()
    other = factories.Organization(title="Sở Tài chính", name="so-tai-chinh")
    call_action("organization_member_create", id=other["id"], username=user["name"], role="editor")
    return type(portal.editor)(portal.editor.app, user["token"], user["name"])


def test_the_check_and_earlier_events_are_for_system_administrators(portal):
    for action in ("check", "evidence_import", "summary"):
        for caller in (portal.editor, portal.visitor):
            caller(f"bacgiang_cadence_{action}", status=403)
    assert portal.ledger() == {"obligation": [], "window": [], "event": []}


def test_whoever_may_see_the_dataset_may_see_its_verdict(portal, stranger):
    public = portal.publish(files=(OLD,))
    hidden = portal.publish(files=(OLD,), private=True, title="Chưa công khai")
    for caller in (portal.visitor, stranger, portal.editor):
        assert caller("bacgiang_cadence_show", id=public["name"])["id"] == public["id"]
    assert portal.editor("bacgiang_cadence_show", id=hidden["id"])["state"] == "unpublished"
    for caller in (portal.visitor, stranger):
        caller("bacgiang_cadence_show", id=hidden["id"], status=403)
    portal.operator("bacgiang_cadence_show", id="khong-co", status=404)


def test_an_agency_s_list_is_for_its_members(portal, stranger):
    portal.publish("2026-02-01", files=(OLD,))
    portal.publish(files=(OLD,), title="Danh sách trường học")
    portal.check()
    found = portal.editor("bacgiang_cadence_list", organization="so-y-te")
    assert found["count"] == 2
    assert [row["state"] for row in found["results"]] == ["overdue", "on_time"]
    overdue = portal.editor("bacgiang_cadence_list", organization="so-y-te", state="overdue")
    assert (overdue["count"], len(overdue["results"])) == (1, 1)
    assert overdue["counts"] == found["counts"]
    second = portal.editor("bacgiang_cadence_list", organization="so-y-te", limit=1, offset=1)
    assert [row["state"] for row in second["results"]] == ["on_time"]
    for caller in (portal.visitor, stranger):
        caller("bacgiang_cadence_list", organization="so-y-te", status=403)
        caller("bacgiang_cadence_list", status=403)
    portal.editor("bacgiang_cadence_list", status=403)
    portal.editor("bacgiang_cadence_list", organization="so-y-te", state="xanh", status=409)
    assert portal.operator("bacgiang_cadence_list")["count"] == 2


def test_a_list_does_not_age_between_checks(portal, monkeypatch):
    dataset = portal.publish(clock.today(), files=(OLD,))
    portal.check()
    due = clock.today() + timedelta(days=150)
    with monkeypatch.context() as later:
        later.setattr(clock, "today", lambda: due)
        found = portal.editor("bacgiang_cadence_list", organization="so-y-te")
        summary = portal.operator("bacgiang_cadence_summary")
    assert found["counts"]["overdue"] == summary["counts"]["overdue"] == 1
    assert portal.verdict(dataset)["state"] == "on_time"


def test_members_see_the_page_of_their_agency(portal, stranger):
    portal.publish("2026-02-01", files=(OLD,))
    portal.check()
    page = portal.editor.page("/co-quan/so-y-te/cap-nhat?state=overdue")
    assert "Quá hạn từ ngày 05/05/2026: 3 kỳ liên tiếp không có dữ liệu mới" in page
    assert '<option value="overdue" selected>Quá hạn (1)</option>' in page
    assert '<th scope="col">Hạn cuối</th>' in page
    none = portal.editor.page("/co-quan/so-y-te/cap-nhat?state=updated")
    assert "Không có tập dữ liệu nào ở trạng thái này." in none
    stranger.page("/co-quan/so-y-te/cap-nhat", status=403)
    portal.visitor.page("/co-quan/so-y-te/cap-nhat", status=403)
    portal.operator.page("/co-quan/khong-co/cap-nhat", status=404)


def test_a_long_list_has_pages_that_keep_the_filter(portal, monkeypatch):
    for number in range(3):
        portal.publish("2026-02-01", resources=[LINK], title=f"Danh sách số {number}")
    portal.check()
    monkeypatch.setattr(views, "PAGE", 2)
    first = portal.editor.page("/co-quan/so-y-te/cap-nhat?state=unverifiable")
    assert 'href="/co-quan/so-y-te/cap-nhat?state=unverifiable&amp;page=2"' in first
    second = portal.editor.page("/co-quan/so-y-te/cap-nhat?state=unverifiable&page=2")
    titles = [f"Danh sách số {number}" for number in range(3)]
    assert [title in first for title in titles] == [True, True, False]
    assert [title in second for title in titles] == [False, False, True]


def test_system_administrators_see_all_agencies_side_by_side(portal):
    portal.publish("2026-02-01", files=(OLD,))
    portal.check()
    page = portal.operator.page("/cap-nhat")
    assert '<a href="/co-quan/so-y-te/cap-nhat">Sở Y tế</a>' in page
    portal.editor.page("/cap-nhat", status=403)
    portal.visitor.page("/cap-nhat", status=403)


def test_the_page_of_a_dataset_says_how_its_update_stands(portal):
    dataset = portal.publish("2026-02-01", files=(OLD,))
    portal.check()
    page = portal.visitor.page(f"/dataset/{dataset['name']}")
    assert (
        "Quá hạn từ ngày 05/05/2026: 3 kỳ liên tiếp không có dữ liệu mới, gần nhất là kỳ 3" in page
    )
    assert "chưa thấy văn bản bãi bỏ, cần xác nhận hiệu lực" in page
    conditional = portal.publish(files=(OLD,), data_class="conditional_open", title="Có điều kiện")
    assert "bacgiang-cadence" not in portal.visitor.page(f"/dataset/{conditional['name']}")
