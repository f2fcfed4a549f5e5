"""Each step is told to whom it concerns, in Vietnamese, once; what could not go out stays owed."""

import base64
import email
from email.header import decode_header, make_header

import pytest
import rq
from ckan.lib import jobs, mailer


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
    act, ready, mail_server, work, monkeypatch
):
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])

    def broken(*_):
        raise mailer.MailerException("no server")

    with monkeypatch.context() as patch:
        patch.setattr(mailer, "mail_user", broken)
        work()
    assert act("sysadmin", "bacgiang_approval_mail", dry_run=True)["owed"] == 1
    assert act("sysadmin", "bacgiang_approval_mail")["sent"] == 1
    assert act("sysadmin", "bacgiang_approval_mail")["sent"] == 0
    assert len(_letters(mail_server)) == 1


def test_who_has_no_address_any_more_is_written_nothing(act, ready, mail_server, work):
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    act("sysadmin", "user_delete", id="administrator")
    work()
    assert _letters(mail_server) == []
    assert act("sysadmin", "bacgiang_approval_mail")["owed"] == 0
