"""Entries of each class and fate with a word of their own in each field: which may a reader meet?

A word is ``zq``, two digits of the entry and a letter of the field, so that one search through an
answer tells which field of which entry stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ckan.tests import factories
from ckan.tests.helpers import call_action

WORD = re.compile(r"zq(\d\d)([a-z])")

ADDRESSES = frozenset("ahe")
"""Letters of what only those inside may take: address and checksum of a file, endpoint."""

ALL = frozenset("tnmcfahkeriu")
NOTHING: frozenset[str] = frozenset()
DESCRIBED = ALL - ADDRESSES


@dataclass
class Canary:
    """An entry, and the letters of its fields that someone outside its agency may meet."""

    number: int
    what: str
    shown: frozenset[str]
    id: str = ""
    files: list[str] = field(default_factory=list)
    views: list[str] = field(default_factory=list)
    activities: list[str] = field(default_factory=list)


def words(number: int, kind: str) -> dict[str, Any]:
    """Return the fields of an entry of the type, each with its word."""

    def word(letter: str) -> str:
        return f"zq{number:02}{letter}"

    fields: dict[str, Any] = {
        "title": f"{word('t')} dữ liệu",
        "name": word("m"),
        "notes": f"{word('n')} mô tả",
        "tags": [{"name": word("k")}],
        "contact": [
            {
                "name": word("c"),
                "position": "Chuyên viên",
                "function": "Đầu mối chia sẻ dữ liệu",
                "phone": "0204 3854 321",
                "email": "dau-moi@example.vn",
            }
        ],
        "resources": [
            {
                "name": f"{word('f')} tệp",
                "url": f"https://example.vn/{word('a')}.csv",
                "hash": word("h"),
            }
        ],
    }
    if kind == "shared_database":
        fields.pop("notes")
        fields["purpose"] = word("n")
        fields["data_items"] = [{"name": word("i"), "data_class": "open"}]
    if kind == "data_service":
        fields["endpoint_url"] = f"https://api.example.vn/{word('e')}"
        fields["endpoint_public"] = "false"
    return fields


class Field:
    """Plants canaries on a portal with the people of the access tests."""

    def __init__(self, complete: Callable[..., dict[str, Any]]) -> None:
        self.complete = complete
        self.canaries: list[Canary] = []

    def as_(self, who: str, action: str, **data: Any) -> Any:
        """Call an action with the rights of the user."""
        return call_action(action, {"user": who, "ignore_auth": False}, **data)

    def plant(self, what: str, shown: frozenset[str], **over: Any) -> Canary:
        """Save an entry with its words and return it."""
        canary = Canary(len(self.canaries) + 1, what, shown)
        kind = over.get("type", "dataset")
        fields = self.complete(owner_org="so-y-te", **over)
        fields |= {**words(canary.number, kind), **over}
        made = self.as_("administrator", "package_create", **fields)
        canary.id, canary.files = made["id"], [row["id"] for row in made["resources"]]
        self.canaries.append(canary)
        for file in canary.files[:1]:
            view = self.as_("administrator", "resource_view_create", resource_id=file,
                            title=f"zq{canary.number:02}f", view_type="text_view")  # fmt: skip
            canary.views.append(view["id"])
        return canary

    def change(self, canary: Canary, who: str = "administrator", **data: Any) -> None:
        """Change the entry's fields."""
        self.as_(who, "package_patch", id=canary.id, **data)

    def remember(self) -> None:
        """Note the activities of every entry that is still there."""
        for canary in self.canaries:
            try:
                rows = self.as_("quan-tri", "package_activity_list", id=canary.id, limit=20)
            except Exception:  # noqa: BLE001 (what is purged has none)
                continue
            canary.activities = [row["id"] for row in rows]


def sow(complete: Callable[..., dict[str, Any]]) -> Field:
    """Plant an entry of each class and each fate; return them.

    Another agency's editor follows all that were public once.
    """
    ground = Field(complete)
    _by_class(ground)
    _by_fate(ground)
    ground.remember()
    factories.User(name="zq90u", fullname="zq91u họ tên", email="zq92u@example.vn")
    call_action("organization_member_create", {"user": "quan-tri"}, id="so-y-te",
                username="zq90u", role="editor")  # fmt: skip
    return ground


def _by_class(ground: Field) -> None:
    ground.plant("open", ALL)
    for data_class in ("conditional_open", "default_shared", "on_request"):
        ground.plant(data_class, DESCRIBED, data_class=data_class)
    for data_class in ("state_secret", "internal", "temporary", "open"):
        ground.plant(f"private {data_class}", NOTHING, data_class=data_class, private=True)
    database = ground.plant("secret database", NOTHING, type="shared_database", private=True,
                            data_class="state_secret")  # fmt: skip
    ground.plant("service with hidden endpoint", ALL - {"e"}, type="data_service",
                 serves=[ground.canaries[0].id])  # fmt: skip
    secret = ground.canaries[4]
    ground.plant("open that names hidden ones", ALL - {"i"}, related=[f"zq{secret.number:02}m"],
                 source_database=f"zq{database.number:02}m",
                 source_database_item=f"zq{database.number:02}i")  # fmt: skip


def _by_fate(ground: Field) -> None:
    fates: dict[str, Callable[[Canary], Any]] = {
        "draft": lambda one: ground.change(one, "quan-tri", state="draft"),
        "withdrawn": lambda one: ground.change(one, private=True),
        "taken down": lambda one: ground.as_(
            "lead", "bacgiang_approval_take_down", id=one.id, reason=f"zq{one.number:02}r"
        ),
        "deleted": lambda one: ground.as_("administrator", "package_delete", id=one.id),
        "purged": lambda one: ground.as_("quan-tri", "dataset_purge", id=one.id),
        "made secret": lambda one: ground.change(one, data_class="state_secret", private=True),
    }
    for what, meet in fates.items():
        one = ground.plant(what, NOTHING)
        ground.as_("stranger", "follow_dataset", id=one.id)
        meet(one)
    closed = ground.plant("described since", DESCRIBED)
    ground.as_("stranger", "follow_dataset", id=closed.id)
    ground.change(closed, data_class="on_request")
    corrected = ground.plant("corrected", frozenset("mcfv"))
    ground.change(corrected, title="Tên mới", notes="Mô tả mới", tags=[],
                  resources=[{"name": "Khác", "url": "https://example.vn/khac.csv"}])  # fmt: skip
    corrected.shown = frozenset("mc")
