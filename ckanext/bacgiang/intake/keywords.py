"""Keywords have one spelling each, whoever typed them and on whatever road they came."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model


def spelled(data: dict[str, Any], stored: model.Package | None) -> None:
    """Give the keywords of a validated entry the spelling in use, in place; no two are alike.

    Blanks and the case of letters make no other keyword. The spelling is the entry's own, else
    that of a public entry, else as typed first.
    """
    tags = data.get("tags")
    if not tags:
        return
    free = [tag for tag in tags if not tag.get("vocabulary_id")]
    words = list(dict.fromkeys(" ".join(str(tag["name"]).split()) for tag in free))
    own = {tag.name for tag in stored.get_tags()} if stored else set()
    known = {_folded(name): name for name in sorted(own)}
    if unknown := [word for word in words if _folded(word) not in known]:
        known = _in_use(unknown) | known
    names = {_folded(word): known.get(_folded(word), word) for word in reversed(words)}
    kept = dict.fromkeys(names[_folded(word)] for word in words)
    of_vocabularies = [tag for tag in tags if tag.get("vocabulary_id")]
    data["tags"] = [{"name": name} for name in kept] + of_vocabularies


def _folded(word: str) -> str:
    return word.casefold()


def _in_use(words: list[str]) -> dict[str, str]:
    """Return the spelling of these words on public entries, that of most entries first."""
    link, tag, package = model.PackageTag, model.Tag, model.Package
    rows = model.Session.execute(
        sa.select(tag.name)
        .join(link, link.tag_id == tag.id)
        .join(package, package.id == link.package_id)
        .where(tag.vocabulary_id.is_(None), link.state == model.State.ACTIVE)
        .where(package.state == model.State.ACTIVE, package.private.is_(False))
        .where(sa.func.lower(tag.name).in_([word.lower() for word in words]))
        .group_by(tag.name)
        .order_by(sa.func.count(), tag.name.desc())
    ).scalars()
    return {_folded(name): name for name in rows}
