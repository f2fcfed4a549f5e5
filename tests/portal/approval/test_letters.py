"""Each step is told to whom it concerns, in Vietnamese, once; what could not go out stays owed."""

import base64
import email
from email.header import decode_header, make_header

import pytest
import rq
from ckan import model
from ckan.lib import jobs
from ckan.plugins.toolkit import ValidationError
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.bacgiang.approval.cli import mail


@pytest.fixture
def work():
    """Let a worker do the jobs that wait."""

    def run():
        queue = jobs.get_queue()
        rq.SimpleWorker([queue], connection=queue.connection).work(burst=True, with_scheduler=False)

    return run


def _letters(mail_server):
    found = []
    for _, _, to, raw in mail_server.get_smtp_messages():
        message = email.message_from_string(raw)
        subject = str(make_header(decode_header(message["Subject"])))
        body = message.get_payload()
        body = body[0].get_payload() if isinstance(body, list) else body
        text = base64.b64decode(body).decode("utf-8")
        found.append((sorted(to), subject, text))
    mail_server.clear_smtp_messages()
    return found


def test_each_step_is_told_to_whom_it_concerns(act, ready, mail_server, work):
    made = ready(title="Bến xe")
    act("editor", "bacgiang_approval_submit", id=made["id"])
    work()
    [(to, subject, text)] = _letters(mail_server)
    assert to == ["administrator@example.vn"]
    assert subject == "Gửi duyệt: Bến xe"
    assert "Editor đã gửi mục sau đây để ông/bà phê duyệt" in text
    assert f"/dataset/{made['name']}" in text

    act("administrator", "bacgiang_approval_return", id=made["id"], reason="Thiếu <quý> III & IV")
    work()
    [(to, subject, text)] = _letters(mail_server)
    assert to == ["editor@example.vn"]
    assert "Thiếu <quý> III & IV" in text

    act("editor", "bacgiang_approval_submit", id=made["id"])
    act("administrator", "bacgiang_approval_approve", id=made["id"])
    work()
    assert [to for to, _, _ in _letters(mail_server)] == [
        ["administrator@example.vn"],
        ["editor@example.vn"],
    ]
    act("lead", "bacgiang_approval_take_down", id=made["id"], reason="Có dữ liệu cá nhân")
    work()
    told = _letters(mail_server)
    assert sorted(to for to, _, _ in told) == [["administrator@example.vn"], ["editor@example.vn"]]
    assert all("Có dữ liệu cá nhân" in text for _, _, text in told)


def test_nobody_is_told_of_a_step_of_their_own(act, ready, mail_server, work):
    made = ready()
    act("administrator", "bacgiang_approval_submit", id=made["id"])
    act("administrator", "bacgiang_approval_approve", id=made["id"])
    work()
    assert _letters(mail_server) == []


def test_a_letter_that_could_not_go_out_is_owed_and_goes_out_later_once(
    act, ready, smtp_server, work
):
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    with smtp_server.answering("451 later"):
        work()
    assert act("sysadmin", "bacgiang_approval_mail", dry_run=True)["owed"] == 1
    assert act("sysadmin", "bacgiang_approval_mail")["sent"] == 1
    assert act("sysadmin", "bacgiang_approval_mail")["sent"] == 0
    assert [to for to, _ in smtp_server.letters] == [["administrator@example.vn"]]


def test_one_letter_that_cannot_be_written_stops_no_other(act, ready, smtp_server, people):
    for name, address in (("first", "a@example.vn\nBcc: x@example.vn"), ("second", "c@example.vn")):
        factories.User(name=name, email=f"{name}@example.vn")
        call_action("organization_member_create", id="so-y-te", username=name, role="admin")
        model.User.get(name).email = address
    model.Session.commit()
    act("editor", "bacgiang_approval_submit", id=ready()["id"])
    done = act("sysadmin", "bacgiang_approval_mail")
    assert (done["sent"], done["failed"]) == (2, 1)
    assert sorted(to for to, _ in smtp_server.letters) == [
        ["administrator@example.vn"],
        ["c@example.vn"],
    ]
    act("editor", "bacgiang_approval_submit", id=ready(title="Sau")["id"])
    done = act("sysadmin", "bacgiang_approval_mail")
    assert (done["sent"], done["failed"]) == (2, 2)


def test_a_name_of_two_lines_stands_on_one_in_the_letter(act, ready, smtp_server, people):
    for name in ("administrator", "editor"):
        model.User.get(name).fullname = f"Nguyễn\r\nBcc: x@example.vn\u2028{name}"
    model.Session.commit()
    act("editor", "bacgiang_approval_submit", id=ready()["id"])
    assert act("sysadmin", "bacgiang_approval_mail")["sent"] == 1
    [(to, raw)] = smtp_server.letters
    message = email.message_from_string(raw)
    assert to == ["administrator@example.vn"]
    assert message["Bcc"] is None
    shown = str(make_header(decode_header(message["To"])))
    assert "Nguyễn Bcc: x@example.vn administrator" in shown


@pytest.mark.parametrize("setting", ["smtp.mail_from", "smtp.server"])
def test_without_a_sender_the_command_says_so_and_every_letter_stays_owed(
    act, ready, smtp_server, work, cli, ckan_config, monkeypatch, setting
):
    act("editor", "bacgiang_approval_submit", id=ready()["id"])
    with monkeypatch.context() as patch:
        patch.setitem(ckan_config, setting, "")
        work()
        told = cli.invoke(mail, [])
    assert told.exit_code == 3, told.output
    assert setting in told.output
    assert "còn nợ" in told.output
    assert smtp_server.letters == []
    assert act("sysadmin", "bacgiang_approval_mail")["sent"] == 1


@pytest.mark.parametrize("name", ["Nguyễn\nAn", "Nguyễn\r\nBcc: x@example.vn"])
def test_a_name_of_two_lines_is_no_name_of_a_person(act, people, name):
    for action, sent in (
        ("user_update", {"id": "editor", "email": "editor@example.vn", "fullname": name}),
        ("user_patch", {"id": "editor", "fullname": name}),
        (
            "user_create",
            {"name": "moi", "email": "m@example.vn", "password": "mat-khau-dai", "fullname": name},
        ),
    ):
        with pytest.raises(ValidationError) as refused:
            act("sysadmin", action, **sent)
        assert set(refused.value.error_dict) == {"fullname"}, action
    assert model.User.get("editor").fullname == "Editor"


def test_who_has_no_address_any_more_is_written_nothing(act, ready, mail_server, work):
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    act("sysadmin", "user_delete", id="administrator")
    work()
    assert _letters(mail_server) == []
    assert act("sysadmin", "bacgiang_approval_mail")["owed"] == 0
