"""Bringing a copy to what it ought to hold: create, update, adopt, bring back."""

from __future__ import annotations

from dataclasses import replace

from ckanext.bacgiang.push.core.entry import Delivered, Delivery, Entry, Lost, Refused, Trouble
from ckanext.bacgiang.push.core.exchange import (
    Answer,
    Copy,
    Create,
    Reorder,
    Revise,
    Show,
    ShowOwner,
    Verdict,
    WhoAmI,
)
from ckanext.bacgiang.push.core.mapping import MANAGED_EXTRAS
from ckanext.bacgiang.push.core.marker import Marker
from ckanext.bacgiang.push.core.names import with_suffix
from ckanext.bacgiang.push.core.payload import Payload
from ckanext.bacgiang.push.core.talk import Exchange, Order, Talk


class DeliveryTalk(Exchange):
    """The exchange that ends with the copy holding ``payload``, or tells why it does not."""

    def __init__(self, order: Order, payload: Payload) -> None:
        super().__init__(order)
        self.payload = payload
        self.fingerprint = payload.fingerprint()
        self.marker = Marker(order.portal, order.entry.source_id, self.fingerprint)
        self.tries = 2

    def run(self) -> Talk:
        """Begin with what the ledger knows; one request where nothing is amiss."""
        entry = self.order.entry
        if not entry.remote_id:
            names = [entry.remote_name or self.payload.name]
            if entry.state is Delivery.UNKNOWN:
                names.append(with_suffix(names[0], entry.source_id))
                return (yield from self.look(names))
            return (yield from self.create(self.payload.name))
        base = _remembered(entry, self.order.portal)
        if base is not None:
            return (yield from self.revise(base))
        return (yield from self.show(entry.remote_id))

    def look(self, names: list[str]) -> Talk:
        """Take up a create whose end is unknown: the copy may stand under one of these names."""
        for name in names:
            found = yield from self.ask(Show(name))
            if found.verdict is Verdict.LOST:
                return Lost(detail=found.detail)
            if found.verdict is Verdict.NOT_FOUND:
                return (yield from self.create(name))
            if found.copy is not None and self.ours(found.copy):
                return (yield from self.settle(found.copy))
        return Refused(Trouble.INVALID, names[0])

    def show(self, copy_id: str) -> Talk:
        """Look at the copy the ledger knows and go on from what stands there."""
        found = yield from self.ask(Show(copy_id))
        if found.verdict is Verdict.NOT_FOUND:
            return (yield from self.create(self.payload.name))
        if found.verdict is Verdict.FORBIDDEN:
            return (yield from self.forbidden(found))
        if found.copy is None:
            return Lost(detail=found.detail)
        if not self.ours(found.copy):
            return Refused(Trouble.MARKER_GONE, found.copy.name)
        return (yield from self.settle(found.copy))

    def create(self, name: str) -> Talk:
        """Create under ``name``; look for it where the answer leaves that open."""
        answer = yield from self.ask(Create(self.payload, self.marker, name))
        match answer.verdict:
            case Verdict.DONE if answer.copy is not None:
                return Delivered(answer.copy, self.fingerprint)
            case Verdict.NAME_TAKEN:
                return (yield from self.name_taken(name, answer))
            case Verdict.RESOURCE_TAKEN:
                return (yield from self.resource_taken(answer))
            case Verdict.FORBIDDEN:
                who = yield from self.ask(WhoAmI())
                known = who.verdict is Verdict.DONE
                self.complain(who, Verdict.FORBIDDEN if known else Verdict.UNAUTHORIZED, answer)
            case Verdict.DONE | Verdict.LOST:
                self.unsure = True
                found = yield from self.ask(Show(name))
                if found.copy is not None and self.ours(found.copy):
                    return (yield from self.settle(found.copy))
                return Lost(detail=answer.detail)
        return Refused(Trouble.INVALID, answer.detail)

    def name_taken(self, name: str, answer: Answer) -> Talk:
        """Adopt what carries our marker; give way to what is proven to be another's."""
        found = yield from self.ask(Show(name))
        if found.copy is not None and self.ours(found.copy):
            return (yield from self.settle(found.copy))
        other = with_suffix(self.payload.name, self.order.entry.source_id)
        if found.verdict in (Verdict.DONE, Verdict.FORBIDDEN) and name != other:
            return (yield from self.create(other))
        if found.verdict in (Verdict.NOT_FOUND, Verdict.LOST):
            return Lost(Trouble.CHANGED_THERE, answer.detail)
        return Refused(Trouble.INVALID, answer.detail)

    def resource_taken(self, answer: Answer) -> Talk:
        """Our resource ids are there already: so is our copy, under a name we did not think of."""
        found = yield from self.ask(ShowOwner(answer.resource_id))
        if found.copy is not None and self.ours(found.copy):
            return (yield from self.settle(found.copy))
        if found.verdict is Verdict.LOST:
            return Lost(detail=found.detail)
        return Refused(Trouble.RESOURCE_TAKEN, answer.detail)

    def settle(self, copy: Copy) -> Talk:
        """Take ``copy``, which is ours, for delivered if it is, else update it."""
        if self.complete(copy):
            self.unsure = False
            return (yield from self.ordered(copy))
        return (yield from self.revise(copy))

    def complete(self, copy: Copy) -> bool:
        """Return whether ``copy`` is public, of this very payload, with all of its resources."""
        wanted = {resource.id for resource in self.payload.resources}
        return copy.active and copy.marker == self.marker and wanted <= set(copy.resource_ids)

    def revise(self, base: Copy) -> Talk:
        """Update the copy if it still stands as ``base``; what the receiver added stays."""
        keep = tuple(pair for pair in base.extras if pair[0] not in MANAGED_EXTRAS)
        answer = yield from self.ask(Revise(base, self.payload, self.marker, keep))
        match answer.verdict:
            case Verdict.DONE if answer.copy is not None:
                return (yield from self.ordered(answer.copy))
            case Verdict.CHANGED_THERE:
                return (yield from self.changed_there(base, answer))
            case Verdict.NOT_FOUND:
                return (yield from self.create(self.payload.name))
            case Verdict.FORBIDDEN:
                return (yield from self.forbidden(answer))
            case Verdict.DONE | Verdict.LOST:
                return (yield from self.seen_again(base, answer))
        taken = answer.verdict is Verdict.RESOURCE_TAKEN
        return Refused(Trouble.RESOURCE_TAKEN if taken else Trouble.INVALID, answer.detail)

    def seen_again(self, base: Copy, answer: Answer) -> Talk:
        """Look whether an update whose answer was lost has been carried out."""
        self.unsure = True
        found = yield from self.ask(Show(base.id))
        if found.copy is not None and self.complete(found.copy):
            return (yield from self.ordered(found.copy))
        return Lost(detail=answer.detail)

    def changed_there(self, base: Copy, answer: Answer) -> Talk:
        """Look again at a copy that someone changed meanwhile, not without end."""
        if not self.tries:
            return Lost(Trouble.CHANGED_THERE, answer.detail)
        self.tries -= 1
        return (yield from self.show(base.id))

    def ordered(self, copy: Copy) -> Talk:
        """Put our resources in order; those of the receiver's own may stand anywhere."""
        wanted = tuple(resource.id for resource in self.payload.resources)
        if tuple(one for one in copy.resource_ids if one in wanted) == wanted:
            return Delivered(copy, self.fingerprint)
        others = tuple(one for one in copy.resource_ids if one not in wanted)
        answer = yield from self.ask(Reorder(copy.id, (*wanted, *others)))
        if answer.verdict is Verdict.DONE:
            return Delivered(replace(copy, resource_ids=(*wanted, *others)), self.fingerprint)
        return Lost(Trouble.CHANGED_THERE, answer.detail)


def _remembered(entry: Entry, portal: str) -> Copy | None:
    """Return the copy as the ledger knows it, None where the portal has to be looked at first.

    Extras of the receiver's own have values the ledger does not know.
    """
    held = entry.outline
    keys = held.extra_keys
    known = entry.state in (Delivery.SYNCED, Delivery.PARKED) and bool(entry.fingerprint)
    if not known or not keys or not MANAGED_EXTRAS.issuperset(keys):
        return None
    marker = dict(Marker(portal, entry.source_id, entry.fingerprint).extras())
    if not marker.keys() <= set(keys):
        return None
    extras = tuple((key, marker.get(key, "")) for key in keys)
    return Copy(
        entry.remote_id, entry.remote_name, True, extras, held.resource_ids, held.own_resource_ids
    )
