"""The site inside the test process is made once: plugins and web application outlive a test.

CKAN's fixtures load every plugin before a test and unload it afterwards, and make the application
anew for each test that asks for it; here that was nineteen twentieths of a test's time. A test
that brings settings or plugins of its own still gets a site of its own, and the next one finds the
shared site made anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins
import pytest
from ckan.common import config
from ckan.lib.app_globals import _CONFIG_CACHE
from ckan.tests import helpers
from ckan.tests.helpers import CKANTestApp

OWN_MARKS = ("ckan_config", "with_plugins", "provide_plugin")
"""Marks of a test that changes what plugins read when they are loaded."""


class SharedSite:
    """The site that most tests share: made when first asked for, until it is given up."""

    def __init__(self) -> None:
        self._application: CKANTestApp | None = None
        self._settings: dict[str, Any] = {}

    def stand(self) -> None:
        """Load the plugins and make the application, or put its settings back as they were."""
        if self._application is None:
            self._application = helpers._get_test_app()
            self._settings = dict(config)
            return
        config.clear()
        config.update(self._settings)
        _CONFIG_CACHE.clear()

    def client(self) -> CKANTestApp:
        """Return a browser without cookies on the shared application.

        Settings that a fixture of the test has changed by then stay as it wants them.
        """
        if self._application is None:
            self.stand()
        assert self._application is not None
        return CKANTestApp(self._application.app)

    def give_up(self) -> None:
        """Unload the plugins: what comes next has other settings."""
        if self._application is not None:
            self._application = None
            ckan.plugins.unload_all()


@pytest.fixture(scope="session")
def shared_site() -> SharedSite:
    """The site that tests without settings of their own share."""
    return SharedSite()


def _is_own(request: pytest.FixtureRequest) -> bool:
    return any(request.node.get_closest_marker(name) for name in OWN_MARKS)


@pytest.fixture
def with_plugins(request: pytest.FixtureRequest, shared_site: SharedSite) -> None:
    """Have the plugins of the portal loaded, those of the test's own marks beside them."""
    if _is_own(request):
        shared_site.give_up()
        request.getfixturevalue("with_plugins")
    else:
        # CKAN's fixture for settings puts back what the test itself changes.
        request.getfixturevalue("ckan_config")
        shared_site.stand()


@pytest.fixture
def make_app(request: pytest.FixtureRequest, shared_site: SharedSite) -> Callable[[], CKANTestApp]:
    """Return a function that returns a browser on the site inside the test process."""
    if _is_own(request):
        shared_site.give_up()
        own: Callable[[], CKANTestApp] = request.getfixturevalue("make_app")
        return own
    request.getfixturevalue("ckan_config")
    return shared_site.client
