"""Commands and jobs speak the portal's language; inside a request nothing changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from uuid import uuid4

import ckan.plugins.toolkit as tk
import flask
import pytest
from ckan import model
from ckan.lib import jobs
from ckan.lib.redis import connect_to_redis
from ckan.tests.helpers import CKANTestApp

from ckanext.bacgiang.language import in_portal_language

pytestmark = pytest.mark.usefixtures("with_plugins")


@pytest.fixture
def heard() -> list[str]:
    """What was said where the test could not hear it itself."""
    return []


def test_outside_a_request_text_is_vietnamese_only_within_the_block(app: CKANTestApp) -> None:
    before = tk._("Missing value")
    with in_portal_language():
        assert tk._("Missing value") == "Thiếu giá trị"
        assert tk.ungettext("{num} Dataset", "{num} Datasets", 2) == "{num} tập dữ liệu"
    assert tk._("Missing value") == before == "Missing value"


def test_blocks_nest(app: CKANTestApp) -> None:
    with in_portal_language():
        with in_portal_language():
            assert tk._("Groups") == "Nhóm"
        assert tk._("Groups") == "Nhóm"
    assert tk._("Groups") == "Groups"


def test_language_is_put_back_after_an_error(app: CKANTestApp) -> None:
    with pytest.raises(ZeroDivisionError), in_portal_language():
        raise ZeroDivisionError
    assert not flask.has_request_context()
    assert tk._("Groups") == "Groups"


def test_block_within_an_application_context_leaves_it_as_it_was(app: CKANTestApp) -> None:
    with app.flask_app.app_context():
        with in_portal_language():
            assert tk._("Groups") == "Nhóm"
        assert flask.has_app_context()
        assert not flask.has_request_context()


def test_visitor_who_reads_english_keeps_english(app: CKANTestApp) -> None:
    english = app.flask_app.test_request_context(environ_overrides={"CKAN_LANG": "en"})
    with english, in_portal_language():
        assert tk._("Groups") == "Groups"


@pytest.mark.ckan_config("ckan.locale_default", "en")
def test_portal_in_english_speaks_english(app: CKANTestApp) -> None:
    with in_portal_language():
        assert tk._("Groups") == "Groups"


def test_mail_templates_can_be_rendered(app: CKANTestApp) -> None:
    with in_portal_language():
        mail = tk.render(
            "emails/reset_password.txt",
            {"user_name": "can-bo", "site_title": "Cổng", "site_url": "u", "reset_link": "l"},
        )
    assert "Kính gửi Ông/Bà can-bo,\n\n" in mail
    assert "\n\n   l\n\n" in mail


def test_addresses_are_those_of_the_site(app: CKANTestApp) -> None:
    with in_portal_language():
        address = tk.url_for("dataset.read", id="duong-bo", _external=True)
    assert address == tk.config["ckan.site_url"] + "/dataset/duong-bo"


def test_database_session_is_left_alone(app: CKANTestApp, reset_db: Callable[[], None]) -> None:
    user = model.User(name="can-bo", email="can-bo@example.vn")
    model.Session.add(user)
    with in_portal_language():
        assert user in model.Session
    assert user in model.Session
    model.Session.rollback()


def test_thread_of_its_own_speaks_vietnamese_too(app: CKANTestApp, heard: list[str]) -> None:
    def work() -> None:
        with in_portal_language():
            heard.append(tk._("Groups"))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert heard == ["Nhóm"]


def _say_groups(place: str) -> None:
    with in_portal_language():
        connect_to_redis().set(place, tk._("Groups"), ex=60)


def test_job_in_a_forked_worker_speaks_vietnamese(app: CKANTestApp) -> None:
    place = f"bacgiang-test-{uuid4()}"
    jobs.enqueue(_say_groups, [place], queue=place)
    jobs.Worker([place]).work(burst=True)
    assert connect_to_redis().get(place) == "Nhóm".encode()
