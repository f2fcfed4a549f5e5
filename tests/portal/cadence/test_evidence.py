"""What counts as an update, through the API that publishers use; jobs are done by a real worker."""

from __future__ import annotations

import os
import resource as usage
from datetime import UTC, datetime, timedelta

import pytest
from ckan.lib import jobs
from redis.exceptions import ConnectionError as RedisConnectionError

from ckanext.bacgiang import clock
from ckanext.bacgiang.cadence.evidence import stored
from ckanext.bacgiang.law.terms import end_of

OLD = b"ma,ten\n07210,A\n"
NEW = b"ma,ten\n07210,B\n07228,C\n"


@pytest.fixture
def dataset(portal):
    """A dataset published ten days ago, whose first content has been looked at."""
    made = portal.publish(files=(OLD,))
    portal.work()
    return made


@pytest.fixture
def file_id(dataset):
    return dataset["resources"][0]["id"]


class TestWhatCounts:
    def test_new_bytes_over_the_old_ones(self, portal, dataset, file_id):
        portal.editor("resource_patch", id=file_id, file=NEW)
        portal.work(forked=True)
        assert portal.kinds(dataset) == ["baseline", "content_changed"]
        found = portal.verdict(dataset)
        assert found["state"] == "updated"
        assert found["windows"][0]["met_on"] == clock.today().isoformat()

    def test_a_new_file_with_new_content(self, portal, dataset):
        portal.editor("resource_create", package_id=dataset["id"], name="Quý II", file=NEW)
        portal.work()
        assert portal.kinds(dataset) == ["baseline", "supplemented"]
        assert portal.verdict(dataset)["state"] == "updated"

    def test_a_file_in_the_place_of_a_link(self, portal):
        link = {"name": "Số liệu", "url": "https://example.vn/so-lieu.csv"}
        dataset = portal.publish(resources=[link])
        portal.check()
        portal.editor("resource_patch", id=dataset["resources"][0]["id"], file=NEW)
        portal.work()
        assert portal.kinds(dataset) == ["supplemented"]
        assert portal.verdict(dataset)["state"] == "updated"


class TestWhatDoesNotCount:
    def test_edits_of_descriptions_and_of_ckan_s_own_dates_and_hashes(
        self, portal, dataset, file_id
    ):
        edits = [
            ("package_patch", {"notes": "Mô tả mới"}),
            ("package_patch", {"title": "Danh sách bệnh viện"}),
            ("package_patch", {"modified": "2026-11-24"}),
            ("resource_patch", {"name": "Tên khác"}),
            ("resource_patch", {"modified": "2026-11-24"}),
            ("resource_patch", {"last_modified": "2026-11-24T10:00:00"}),
            ("resource_patch", {"hash": "0123456789abcdef", "size": 12345}),
        ]
        for action, change in edits:
            target = dataset["id"] if action == "package_patch" else file_id
            portal.editor(action, id=target, **change)
        assert portal.work() >= len(edits)
        portal.check()
        assert portal.kinds(dataset) == ["baseline"]
        assert portal.verdict(dataset)["state"] == "on_time"

    def test_the_same_bytes_uploaded_again(self, portal, dataset, file_id):
        portal.editor("resource_patch", id=file_id, file=OLD)
        portal.work()
        assert portal.kinds(dataset) == ["baseline", "unchanged"]
        assert portal.verdict(dataset)["state"] == "on_time"

    def test_content_that_was_there_before(self, portal, dataset, file_id):
        for content in (NEW, OLD, NEW):
            portal.editor("resource_patch", id=file_id, file=content)
            portal.work()
        assert portal.kinds(dataset) == ["baseline", "content_changed", "repeated", "repeated"]

    def test_a_copy_of_a_file_of_the_dataset(self, portal, dataset):
        portal.editor("resource_create", package_id=dataset["id"], name="Bản sao", file=OLD)
        portal.work()
        assert portal.kinds(dataset) == ["baseline", "repeated"]
        assert portal.verdict(dataset)["state"] == "on_time"

    def test_a_file_deleted_and_brought_again(self, portal):
        dataset = portal.publish(files=(OLD, NEW))
        portal.work()
        portal.editor("resource_delete", id=dataset["resources"][0]["id"])
        portal.work()
        portal.editor("resource_create", package_id=dataset["id"], name="Trở lại", file=OLD)
        portal.work()
        assert portal.kinds(dataset) == ["baseline", "baseline", "repeated"]
        assert portal.verdict(dataset)["state"] == "on_time"

    def test_content_that_came_on_the_day_of_first_publication(self, portal):
        dataset = portal.publish(clock.today(), files=(OLD,))
        portal.work()
        portal.editor("resource_patch", id=dataset["resources"][0]["id"], file=NEW)
        portal.work()
        assert portal.kinds(dataset) == ["baseline", "baseline"]
        assert portal.verdict(dataset)["windows"] == []

    def test_content_of_a_draft(self, portal):
        dataset = portal.publish(files=(OLD,), state="draft")
        portal.work()
        portal.editor("resource_patch", id=dataset["resources"][0]["id"], file=NEW)
        portal.work()
        assert portal.kinds(dataset) == ["baseline", "baseline"]

    def test_an_upload_that_was_refused(self, portal, dataset):
        portal.editor("resource_create", package_id=dataset["id"], name="", file=NEW, status=409)
        assert portal.work() == 0
        portal.check()
        assert portal.kinds(dataset) == ["baseline"]


class TestLostJobs:
    def test_the_check_finds_what_a_lost_queue_left_out(self, portal, dataset, file_id):
        portal.editor("resource_patch", id=file_id, file=NEW)
        portal.lose_jobs()
        assert portal.verdict(dataset)["state"] == "on_time"
        assert portal.check()["verdicts"]["updated"] == 1
        assert portal.kinds(dataset) == ["baseline", "content_changed"]

    def test_jobs_that_come_twice_and_a_check_beside_them_record_one_event(
        self, portal, dataset, file_id
    ):
        portal.editor("resource_patch", id=file_id, file=NEW)
        portal.editor("package_patch", id=dataset["id"], notes="Mô tả mới")
        portal.check()
        assert portal.work() > 1
        portal.check()
        assert portal.kinds(dataset) == ["baseline", "content_changed"]

    def test_saving_works_while_the_queue_is_out_of_reach(
        self, portal, dataset, file_id, monkeypatch
    ):
        def unreachable(*_, **__):
            raise RedisConnectionError("connection refused")

        with monkeypatch.context() as patched:
            patched.setattr(jobs, "get_queue", unreachable)
            portal.editor("resource_patch", id=file_id, file=NEW)
        portal.check()
        assert portal.kinds(dataset) == ["baseline", "content_changed"]

    def test_a_job_carries_the_id_and_nothing_else(self, portal, dataset, file_id):
        portal.editor("resource_patch", id=file_id, file=NEW)
        waiting = [(job.args, job.kwargs) for job in jobs.get_queue().jobs]
        assert waiting
        assert waiting == [([dataset["id"]], {})] * len(waiting)


class TestDays:
    """P 01/02/2026: window 1 ends on Friday 01/05/2026, a holiday; the deadline is Monday 4 May."""

    def test_an_update_counts_on_the_day_of_the_province_it_came_on_however_late_it_is_found(
        self, portal
    ):
        expected = {
            # The day of first publication does not count, the next one does.
            datetime(2026, 2, 1, 16, 59, 59, tzinfo=UTC): ["missed", "missed", "missed"],
            datetime(2026, 2, 1, 17, 0, 0, tzinfo=UTC): ["updated", "missed", "missed"],
            datetime(2026, 5, 4, 16, 59, 59, tzinfo=UTC): ["updated", "missed", "missed"],
            datetime(2026, 5, 4, 17, 0, 0, tzinfo=UTC): ["missed", "updated", "missed"],
        }
        made = {
            instant: portal.publish("2026-02-01", files=(OLD,), title=f"Số liệu {instant}")
            for instant in expected
        }
        portal.work()
        for instant, dataset in made.items():
            resource = dataset["resources"][0]["id"]
            portal.editor("resource_patch", id=resource, file=NEW)
            portal.came_at(resource, instant)
        portal.lose_jobs()
        portal.check()
        for instant, dataset in made.items():
            windows = portal.verdict(dataset, as_of="2026-11-24")["windows"]
            assert [window["outcome"] for window in windows[:3]] == expected[instant]

    def test_a_first_look_long_after_publication_takes_the_content_as_it_is(self, portal):
        dataset = portal.publish("2026-02-01", files=(OLD,))
        portal.lose_jobs()
        portal.came_at(dataset["resources"][0]["id"], clock.now() - timedelta(days=20))
        portal.check()
        assert portal.kinds(dataset) == ["baseline"]

    def test_a_file_time_that_lies_ahead_is_not_believed(self, portal, dataset, file_id):
        portal.editor("resource_patch", id=file_id, file=NEW)
        portal.came_at(file_id, end_of(clock.today()) + timedelta(days=30))
        portal.check()
        (event,) = [row for row in portal.ledger()["event"] if row.kind == "content_changed"]
        assert event.observed_at <= clock.now()


def test_a_file_that_cannot_be_read_is_reported_and_judged_as_not_seen(portal):
    broken = portal.publish("2026-02-01", files=(OLD,))
    whole = portal.publish("2026-02-01", files=(OLD,), title="Danh sách trường học")
    os.remove(portal.stored_path(broken["resources"][0]["id"]))
    portal.work()
    report = portal.check()
    assert report["could_not_check"] == 1
    assert [problem["id"] for problem in report["problems"]] == [broken["id"]]
    found = portal.verdict(broken)
    assert (found["state"], found["reason"]) == ("unverifiable", "unreadable")
    assert portal.verdict(whole)["state"] == "overdue"


def test_a_large_file_is_read_in_constant_memory(portal, dataset, file_id):
    megabytes = 512
    with open(portal.stored_path(file_id), "wb") as stream:
        stream.truncate(megabytes * 1024 * 1024)
    before = usage.getrusage(usage.RUSAGE_SELF).ru_maxrss
    found = stored.fingerprint(file_id)
    assert found.size == megabytes * 1024 * 1024
    assert usage.getrusage(usage.RUSAGE_SELF).ru_maxrss - before < 32 * 1024
