"""Keys of the API end: a number of days after they were made (IApiToken)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.bacgiang import clock

OPTION = "ckanext.bacgiang.access.token_days"


class Tokens:
    """What CKAN asks a plugin when a key is used."""

    def preprocess_api_token(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what the key says, nothing where it has ended."""
        token = model.ApiToken.get(str(data.get("jti")))
        if token is None or not token.created_at:
            return data
        end = bacgiang_token_end(token.created_at)
        return {} if end and end <= clock.now() else data


def bacgiang_token_end(created: datetime | str) -> datetime | None:
    """Return when a key that was made then ends; None where keys have no end.

    CKAN's list of keys gives the moment as ISO text in UTC, its table as a moment without a zone.
    """
    days = int(tk.config[OPTION])
    if isinstance(created, str):
        created = datetime.fromisoformat(created)
    made = created if created.tzinfo else created.replace(tzinfo=UTC)
    return made + timedelta(days=days) if days else None
