"""What the portal's plugin takes from here: pages, actions, and answers to CKAN's questions."""

from __future__ import annotations

from typing import Any

from flask import Flask

from ckanext.bacgiang.access import accounts, api_writes, headers, password_reset, tokens
from ckanext.bacgiang.access.downloads import bacgiang_downloads
from ckanext.bacgiang.access.sessions import PortalSessions
from ckanext.bacgiang.access.sign_in import SignIn

# The headers of a page come last, after whatever has headers of its own: Flask asks in reverse.
BLUEPRINTS = (
    headers.bacgiang_headers,
    bacgiang_downloads,
    api_writes.bacgiang_api_writes,
    password_reset.bacgiang_password_reset,
)
ACTIONS = (accounts,)
HELPERS = {"bacgiang_token_end": tokens.bacgiang_token_end}


class Access(SignIn, tokens.Tokens):
    """Answers for the plugin's interfaces IAuthenticator, IApiToken and IMiddleware."""

    def make_middleware(self, app: Flask, config: Any) -> Flask:
        """Return the application with sessions that the server keeps and ends."""
        app.session_interface = PortalSessions()
        return app
