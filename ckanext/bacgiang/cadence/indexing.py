"""The state of each dataset in the search index, as the last check or look found it.

The index is a cache: a check compares what it holds with the ledger and indexes what differs,
so that whatever was missed on the way is made up for by the next one.
"""

from __future__ import annotations

from collections.abc import Collection

import ckan.plugins.toolkit as tk
import pysolr
import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckan.lib.search.common import make_connection

from ckanext.bacgiang.cadence.tables import ObligationRow

FIELD = "vocab_cadence_state"
"""Field of the index that holds the state; one that CKAN's own schema stores too."""

FAILURES = (search.SearchIndexError, pysolr.SolrError)
"""What it looks like when Solr does not answer or refuses."""


def states(rule_id: str, package_ids: Collection[str]) -> dict[str, str]:
    """Return the state that the ledger holds of each package with an obligation, in one statement.

    It is the state of the last check or look, not of today.
    """
    row = ObligationRow
    statement = sa.select(row.package_id, row.state).where(
        row.rule_id == rule_id, row.package_id.in_(list(package_ids))
    )
    return dict(model.Session.execute(statement).tuples().all())


def refresh(rule_id: str, package_ids: Collection[str]) -> int:
    """Index again those of the packages whose state in the index is not the ledger's.

    Returns how many there were. Asks Solr once for all of them; what the index does not hold stays
    out. Nobody sees the change before :func:`commit`. Raises one of ``FAILURES``.
    """
    if not package_ids:
        return 0
    wanted = states(rule_id, package_ids)
    behind = [
        name for name, state in _indexed(package_ids).items() if state != wanted.get(name, "")
    ]
    if behind:
        search.rebuild(package_ids=behind, quiet=True)
        model.Session.expunge_all()
    return len(behind)


def commit() -> None:
    """Let everybody see what was indexed. Raises one of ``FAILURES``."""
    search.commit()


def _indexed(package_ids: Collection[str]) -> dict[str, str]:
    found = make_connection().search(
        "*:*",
        fq=[
            '+site_id:"{}"'.format(tk.config["ckan.site_id"]),
            f"{{!terms f=id}}{','.join(package_ids)}",
        ],
        fl=f"id,{FIELD}",
        rows=len(package_ids),
    )
    return {doc["id"]: (doc.get(FIELD) or [""])[0] for doc in found.docs}
