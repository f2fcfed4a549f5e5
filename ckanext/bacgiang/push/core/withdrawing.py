"""Taking a copy from public view, and nothing that is not ours."""

from __future__ import annotations

from datetime import timedelta

from ckanext.bacgiang.push.core.entry import Delivery, Entry, Gone, Lost, Refused, Trouble
from ckanext.bacgiang.push.core.exchange import Copy, Delete, Show, ShowOwner, Verdict
from ckanext.bacgiang.push.core.names import with_suffix
from ckanext.bacgiang.push.core.talk import Exchange, Talk

SETTLED_AFTER = timedelta(minutes=15)
"""A create whose answer was lost may still be at work on the portal for this long."""


class WithdrawalTalk(Exchange):
    """The exchange that ends with no copy in public view, or tells why there is one."""

    def run(self) -> Talk:
        """Look, and delete what carries our marker; already gone is as good."""
        entry = self.order.entry
        for request in _where(entry):
            found = yield from self.ask(request)
            if found.verdict is Verdict.LOST:
                return Lost(detail=found.detail)
            if found.copy is not None and self.ours(found.copy):
                return (yield from self.delete(found.copy)) if found.copy.active else Gone()
            if entry.remote_id and found.copy is not None:
                return Refused(Trouble.MARKER_GONE, found.copy.name)
            if entry.remote_id and found.verdict is Verdict.FORBIDDEN:
                return (yield from self.forbidden(found))
        return Gone() if self.settled() else Lost()

    def settled(self) -> bool:
        """Return whether no create of ours can still be at work there."""
        entry = self.order.entry
        if entry.remote_id or entry.state is not Delivery.UNKNOWN or entry.begun_at is None:
            return True
        return self.order.now - entry.begun_at > SETTLED_AFTER

    def delete(self, copy: Copy) -> Talk:
        """Delete, and look where the answer leaves it open."""
        answer = yield from self.ask(Delete(copy.id))
        if answer.verdict in (Verdict.DONE, Verdict.NOT_FOUND):
            return Gone()
        if answer.verdict is Verdict.FORBIDDEN:
            return (yield from self.forbidden(answer))
        if answer.verdict is not Verdict.LOST:
            return Refused(Trouble.INVALID, answer.detail)
        self.unsure = True
        found = yield from self.ask(Show(copy.id))
        gone = found.verdict is Verdict.NOT_FOUND or (found.copy and not found.copy.active)
        return Gone() if gone else Lost(detail=answer.detail)


def _where(entry: Entry) -> list[Show | ShowOwner]:
    """Return where the copy can be: at its id, else wherever a lost create may have put it."""
    if entry.remote_id:
        return [Show(entry.remote_id)]
    names = (entry.remote_name, with_suffix(entry.remote_name, entry.source_id))
    owners = (ShowOwner(resource_id) for resource_id in entry.outline.resource_ids[:1])
    return [*(Show(name) for name in names), *owners]
