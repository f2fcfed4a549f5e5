"""May an entry be public, may its data be downloaded, and what is missing? From values alone.

Sources: Regulation of Decision 47/2022 Art. 1.2 (the scope guard), Decree 47/2020 Art. 3.4-3.8, 17.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from ckanext.bacgiang.catalogue.core.file_type_choice import counts_as_open
from ckanext.bacgiang.catalogue.entry import Contact, DataClass, Dataset, Entry, Service, State
from ckanext.bacgiang.catalogue.fields import is_owed, schema
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


class Reason(StrEnum):
    """Why a field keeps an entry from being published."""

    EMPTY = "empty"
    NEVER_PUBLIC = "never_public"
    NO_DATA = "no_data"
    ONLY_DOCUMENTS = "only_documents"
    NO_OPEN_FORMAT = "no_open_format"
    UNANSWERED = "unanswered"
    NOT_MET = "not_met"


@dataclass(frozen=True, slots=True)
class Missing:
    """What an entry lacks to be published.

    ``field`` is the name of a field of the schema, "resources" for the files as a whole;
    ``detail`` says more where a field has parts: the subfield, or the code of the question.
    """

    field: str
    reason: Reason
    article: str
    detail: str = ""


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

    It is of class open, public, and offers a download or service (Decree 47/2020 Art. 17.1, 21.1).
    """
    barriers = list(public_barriers(dataset))
    data_class = dataset.data_class
    if data_class is not None and class_rule(data_class).publication is Publication.DESCRIBED:
        barriers.append(Barrier.CLASS_NOT_OPEN)
    if not dataset.offers_data:
        barriers.append(Barrier.NO_RESOURCE)
    return tuple(barriers)


def on_published_list(dataset: Dataset) -> bool:
    """Return whether ``dataset`` has its place on the open data list (Decree 47/2020 Art. 17.2)."""
    return bool(dataset.listed.decision and dataset.listed.item)


def shown_endpoint(service: Service) -> str:
    """Return the address of the service as far as the public may see it, else an empty text.

    The owner's word decides; without it only the address of a service of open data is shown.
    """
    public = service.endpoint_public
    if public is None and service.data_class is not None:
        public = class_rule(service.data_class).publication is Publication.DATA
    return service.endpoint_url if public else ""


def missing_for_publication(
    entry: Entry, *, today: date, has_service: bool = False
) -> tuple[Missing, ...]:
    """Return everything that ``entry`` lacks to be published ``today``, in the order of its form.

    Its own rules stand in the schemas: every field that is required, or owed to publish for its
    data class. Open data also needs a file or service in an open format (``has_service`` says
    that a data-sharing service serves it) and the checks in force answered, met and signed. Empty
    where nothing is missing; what is not active or still private lacks nothing for that alone.
    """
    found: list[Missing] = []
    if entry.data_class is not None and not may_be_public(entry.data_class):
        article = class_rule(entry.data_class).article
        found.append(Missing("data_class", Reason.NEVER_PUBLIC, article))
    for field in schema(entry.type).fields:
        if not is_owed(field, partial(_text, entry)):
            continue
        if not _filled(entry, field.name):
            found.append(Missing(field.name, Reason.EMPTY, field.basis))
        elif field.name == "contact":
            found += _missing_of_officer(_officer(entry), field.basis)
        elif field.name == "checklist" and isinstance(entry, Dataset):
            found += _unmet(entry, today)
    if isinstance(entry, Dataset) and entry.data_class is DataClass.OPEN:
        found += () if has_service or entry.services else _missing_data(entry)
    return tuple(found)


def _text(entry: Entry, name: str) -> str:
    """Return the value of a field as its form sends it, empty where nothing is stated."""
    value = getattr(entry, name)
    return str(value).lower() if isinstance(value, bool) else str(value or "")


def _filled(entry: Entry, name: str) -> bool:
    value = _VALUES[name](entry) if name in _VALUES else getattr(entry, name)
    return value is not None and value not in ("", ())


def _officer(entry: Entry) -> Contact | None:
    """The entry's own contact officer, else the agency's (Decree 47/2020 Art. 7.1)."""
    of_agency = entry.agency.contacts if entry.agency else ()
    return next(iter(entry.contacts or of_agency), None)


def _missing_of_officer(officer: Contact | None, article: str) -> Iterator[Missing]:
    for part in ("name", "position", "function", "phone", "email"):
        if officer and not getattr(officer, part):
            yield Missing("contact", Reason.EMPTY, article, part)


def _unmet(dataset: Dataset, today: date) -> Iterator[Missing]:
    answers = {check.question: check.answer for check in dataset.checklist.checks}
    for question in vocabulary("checklist_questions"):
        answer = answers.get(question.value, "")
        if answer != "met" and question.in_force(today):
            reason = Reason.NOT_MET if answer else Reason.UNANSWERED
            yield Missing("checklist", reason, question.note("article"), question.code)


def _missing_data(dataset: Dataset) -> Iterator[Missing]:
    owed = schema(dataset.type).field("resources")
    if not dataset.data:
        reason = Reason.ONLY_DOCUMENTS if dataset.resources else Reason.NO_DATA
        yield Missing("resources", reason, owed.basis)
        return
    if not any(
        file.method == "service"
        or counts_as_open(file.file_type, file.packed_type, stored=file.uploaded)
        for file in dataset.data
    ):
        yield Missing("resources", Reason.NO_OPEN_FORMAT, owed.basis)


def _feedback(dataset: Any) -> str:
    officer = _officer(dataset)
    return dataset.feedback_email or (officer.email if officer else "")


_VALUES: dict[str, Callable[[Any], Any]] = {
    # Without a title CKAN shows the entry's address in its place.
    "title": lambda entry: entry.title.strip() if entry.title != entry.name else "",
    "theme": lambda entry: entry.themes,
    "owner_org": lambda entry: entry.agency,
    "contact": _officer,
    "publisher": lambda entry: entry.publisher or entry.agency,
    "feedback_email": _feedback,
    "list_decision": lambda entry: entry.listed.decision,
    "list_date": lambda entry: entry.listed.date,
    "list_item": lambda entry: entry.listed.item,
    "checklist": lambda entry: entry.checklist.checks,
    "checklist_signer": lambda entry: entry.checklist.signer,
    "checklist_date": lambda entry: entry.checklist.signed,
    "decision": lambda entry: entry.decision.number,
    "decision_date": lambda entry: entry.decision.day,
    "decision_item": lambda entry: entry.decision.item,
    "exploitation_rules": lambda entry: entry.rules.number,
    "exploitation_rules_date": lambda entry: entry.rules.day,
    "exploitation_rules_url": lambda entry: entry.rules.url,
}
"""How a field's value is found where the record does not call it by the field's name."""
