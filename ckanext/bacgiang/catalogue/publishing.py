"""May an entry be public, and may its data be downloaded? Decided from values alone.

Sources: Regulation issued with Decision 47/2022/QĐ-UBND Art. 1.2 (the scope guard), Decree
47/2020/NĐ-CP Art. 3.4-3.8 and 17.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ckanext.bacgiang.catalogue.entry import DataClass, Dataset, Entry, State
from ckanext.bacgiang.vocabularies.terms import vocabulary


class Publication(StrEnum):
    """How much of an entry of a class may leave the portal."""

    DATA = "data"
    DESCRIBED = "described"
    NEVER = "never"


class Barrier(StrEnum):
    """Why an entry is not openly published."""

    NOT_ACTIVE = "not_active"
    PRIVATE = "private"
    CLASS_UNKNOWN = "class_unknown"
    CLASS_NEVER_PUBLIC = "class_never_public"
    CLASS_NOT_OPEN = "class_not_open"
    NO_RESOURCE = "no_resource"
    NO_AGENCY = "no_agency"
    NOT_YET_ISSUED = "not_yet_issued"
    NOT_ON_LIST = "not_on_list"


@dataclass(frozen=True, slots=True)
class ClassRule:
    """What the law lets out of a data class, and the article that says so."""

    data_class: DataClass
    publication: Publication
    access_right: str
    article: str


def class_rule(data_class: DataClass) -> ClassRule:
    """Return what may become public of data of this class; ``access_right`` is the EU's URI."""
    term = vocabulary("data_classes").find(data_class)
    if term is None:
        raise ValueError(f"no data class {data_class}")
    right = vocabulary("access_rights").find(term.note("access_right"))
    if right is None:
        raise ValueError(f"no access right for data class {data_class}")
    return ClassRule(
        data_class, Publication(term.note("publication")), right.value, term.note("article")
    )


def may_be_public(data_class: DataClass | None) -> bool:
    """Return whether an entry of this class may be seen by the public at all.

    Data whose class is not stated may not: unknown is never public.
    """
    return data_class is not None and class_rule(data_class).publication is not Publication.NEVER


def public_barriers(entry: Entry) -> tuple[Barrier, ...]:
    """Return why the description of ``entry`` is not public; nothing where it is."""
    barriers = []
    if entry.state is not State.ACTIVE:
        barriers.append(Barrier.NOT_ACTIVE)
    if entry.private:
        barriers.append(Barrier.PRIVATE)
    if entry.agency is None:
        barriers.append(Barrier.NO_AGENCY)
    if entry.data_class is None:
        barriers.append(Barrier.CLASS_UNKNOWN)
    elif not may_be_public(entry.data_class):
        barriers.append(Barrier.CLASS_NEVER_PUBLIC)
    return tuple(barriers)


def open_barriers(dataset: Dataset) -> tuple[Barrier, ...]:
    """Return why ``dataset`` is not published as open data; nothing where it is.

    Open data is of class open, public, and offers at least one download or service
    (Decree 47/2020 Art. 17.1, 21.1).
    """
    barriers = list(public_barriers(dataset))
    if dataset.data_class is not None and may_be_public(dataset.data_class):
        if class_rule(dataset.data_class).publication is not Publication.DATA:
            barriers.append(Barrier.CLASS_NOT_OPEN)
    if not dataset.resources:
        barriers.append(Barrier.NO_RESOURCE)
    return tuple(barriers)


def on_published_list(dataset: Dataset) -> bool:
    """Return whether ``dataset`` has its place on the open data list (Decree 47/2020 Art. 17.2)."""
    return bool(dataset.listed.decision and dataset.listed.item)
