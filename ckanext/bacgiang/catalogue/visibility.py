"""Who finds and reads an entry: CKAN's labels, less what the law keeps from the public."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.lib.plugins import DefaultPermissionLabels

from ckanext.bacgiang.catalogue.entry import DataClass
from ckanext.bacgiang.catalogue.publishing import may_be_public

YES = frozenset({"true", "yes", "t", "y", "1"})
NO = frozenset({"false", "no", "f", "n", "0"})
"""Words that CKAN's forms and programs use; CKAN itself takes everything but ``YES`` for no."""


def is_private(given: Any) -> bool:
    """Return whether CKAN takes the value of ``private`` for yes; of all else it makes public."""
    return given.lower() in YES if isinstance(given, str) else bool(given)


def is_yes_or_no(given: Any) -> bool:
    """Return whether the value of ``private`` says yes or no, and not something CKAN guesses at."""
    if isinstance(given, str):
        return given.lower() in YES | NO
    return isinstance(given, bool) or (isinstance(given, int) and given in (0, 1))


def never_public(package: model.Package) -> bool:
    """Return whether the class stored with the entry keeps it from the public for good."""
    try:
        return not may_be_public(DataClass((package.extras or {}).get("data_class", "")))
    except ValueError:
        return False


class ScopeLabels(DefaultPermissionLabels):
    """Permission labels that never call state secret, internal or temporary data public.

    Holds for search, pages and API alike, even where an entry became "public" by a road that no
    validator sees, such as SQL (Regulation of Decision 47/2022 Art. 1.2).
    """

    def get_dataset_labels(self, dataset_obj: model.Package) -> list[str]:
        """Return the labels of the package; its agency alone where the class is never public."""
        if never_public(dataset_obj):
            return [f"member-{dataset_obj.owner_org}"]
        return super().get_dataset_labels(dataset_obj)
