"""Which language text is made in, inside a web request and outside one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import ckan.plugins.toolkit as tk
import flask
import flask_babel
from ckan.config import middleware
from flask.ctx import RequestContext


@contextmanager
def in_portal_language() -> Iterator[None]:
    """Make ``tk._``, ``tk.ungettext``, ``tk.render``, ``tk.url_for`` speak the portal's language.

    That is ``ckan.locale_default``. Commands and jobs run outside a web request, where CKAN
    translates nothing; inside this block they have a request of their own. It may be nested.
    Within a web request it changes nothing: the visitor's language stays.

    The block opens no database session and closes none. Raises ``RuntimeError`` when CKAN has made
    no web application yet, which no command or job ever meets.
    """
    if flask.has_request_context():
        yield
        return
    language = tk.config["ckan.locale_default"]
    with _application().test_request_context(), flask_babel.force_locale(language):
        yield


def page_language() -> str:
    """Return the language of the page being made, or the portal's own outside a web request."""
    if flask.has_request_context():
        return str(flask_babel.get_locale() or tk.config["ckan.locale_default"])
    return str(tk.config["ckan.locale_default"])


def _application() -> flask.Flask:
    if flask.has_app_context():
        return flask.current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]
    # The one place where CKAN keeps its application in commands, workers and tests alike.
    context: RequestContext | None = middleware._internal_test_request_context
    if context is None:
        raise RuntimeError("CKAN has no web application yet")
    return context.app
