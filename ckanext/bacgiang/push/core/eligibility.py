"""May a dataset have a copy elsewhere? Yes, or the reasons why not."""

from __future__ import annotations

from ckanext.bacgiang.catalogue.entry import Dataset
from ckanext.bacgiang.catalogue.publishing import Barrier, open_barriers
from ckanext.bacgiang.push.core.mapping import DOCUMENT
from ckanext.bacgiang.push.core.payload import Payload


def barriers(dataset: Dataset, payload: Payload) -> tuple[Barrier, ...]:
    """Return why ``dataset`` may not leave; nothing where it may.

    Only what is published as open data here leaves (Decree 47/2020 Art. 17), and only with at
    least one address of data that another portal can link to.
    """
    found = open_barriers(dataset)
    has_data = any(row.resource_type != DOCUMENT for row in payload.resources)
    if not has_data and Barrier.NO_RESOURCE not in found:
        found = (*found, Barrier.NO_RESOURCE)
    return found
