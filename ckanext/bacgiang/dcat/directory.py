"""What a description needs beyond its own entry: the agencies, and the entries around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ckanext.bacgiang.catalogue import read
from ckanext.bacgiang.catalogue.entry import Agency


@dataclass(frozen=True, slots=True)
class Directory:
    """The portal's address, the agencies by id, the URIs of described entries by name and id.

    ``portal`` is where the pages are served, without a slash at its end; it may change with the
    host, which URIs on the base do not.
    ``described`` holds only entries that stand in the same graph: a link to one that does not
    would fail the class checks of the DCAT-AP shapes and might name an entry nobody may see.
    """

    portal: str
    agencies: Mapping[str, Agency]
    described: Mapping[str, str] = field(default_factory=dict)

    def agency(self, agency_id: str) -> Agency | None:
        """Return the active agency with this id."""
        return self.agencies.get(agency_id)

    def agency_called(self, words: str) -> Agency | None:
        """Return the active agency of this name or title, None where there is none."""
        wanted = words.strip().casefold()
        for agency in self.agencies.values():
            if wanted and wanted in (agency.name.casefold(), agency.title.strip().casefold()):
                return agency
        return None


def directory(portal: str, described: Mapping[str, str] | None = None) -> Directory:
    """Return the directory as the database has it now. Takes one statement."""
    return Directory(portal, {agency.id: agency for agency in read.all_agencies()}, described or {})
