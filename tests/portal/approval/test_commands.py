"""The commands: what waits, who did what, letters still owed; in Vietnamese or as JSON."""

import json

import pytest
from ckan.cli.cli import ckan as ckan_command
from ckan.lib import jobs, mailer


@pytest.fixture
def run(cli):
    """Run ``ckan bacgiang approval …``; return its result."""
    return lambda *words: cli.invoke(ckan_command, ["bacgiang", "approval", *words])


def test_pending_lists_what_waits_and_counts_it(act, ready, run):
    made = ready(title="Bến xe khách")
    assert run("pending").stdout.strip() == "Chờ phê duyệt: 0"
    act("editor", "bacgiang_approval_submit", id=made["id"])
    told = run("pending")
    assert told.exit_code == 0
    assert "Sở Y tế  Bến xe khách" in told.stdout
    [row] = json.loads(run("pending", "--json").stdout)
    assert (row["name"], row["agency"], row["by"]) == (made["name"], "so-y-te", "Editor")


def test_history_tells_each_step_and_fails_for_an_entry_there_is_not(act, ready, run):
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    act("administrator", "bacgiang_approval_return", id=made["id"], reason="Thiếu năm 2025")
    told = run("history", made["name"])
    assert told.exit_code == 0
    assert "Bị trả lại để hoàn thiện" in told.stdout
    assert "Trả lại  Administrator: Thiếu năm 2025" in told.stdout
    shown = json.loads(run("history", made["id"], "--json").stdout)
    assert [step["act"] for step in shown["history"]] == ["submit", "return"]
    assert run("history", "khong-co").exit_code == 1


def test_mail_sends_what_is_owed_and_fails_while_it_cannot(
    act, ready, run, mail_server, monkeypatch
):
    made = ready()
    act("editor", "bacgiang_approval_submit", id=made["id"])
    jobs.get_queue().empty()
    # To the administrator, and to the agency's maker, who has no address.
    assert json.loads(run("mail", "--dry-run", "--json").stdout)["owed"] == 2

    def broken(*_):
        raise mailer.MailerException("no server")

    with monkeypatch.context() as patch:
        patch.setattr(mailer, "mail_recipient", broken)
        assert run("mail").exit_code == 1
    assert mail_server.get_smtp_messages() == []
    sent = run("mail")
    assert (sent.exit_code, "đã gửi: 1" in sent.stdout) == (0, True)
    assert len(mail_server.get_smtp_messages()) == 1
    assert json.loads(run("mail", "--dry-run", "--json").stdout)["owed"] == 0
    mail_server.clear_smtp_messages()
