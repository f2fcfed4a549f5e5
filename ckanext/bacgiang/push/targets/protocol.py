"""What the push needs of a receiving portal, whatever software it runs."""

from __future__ import annotations

from typing import Protocol

from ckanext.bacgiang.push.core.exchange import Answer, Request


class Portal(Protocol):
    """A receiving portal. Several threads may ask at once."""

    def ask(self, request: Request) -> Answer:
        """Return the portal's answer; never raises for anything the portal or the network does."""

    def close(self) -> None:
        """Let go of connections."""
