"""How many examples a property is tried on: few by default, as many as asked for otherwise.

``BACGIANG_EXAMPLES=2000 ./portal test pure`` looks longer; the default keeps these tests so quick
that nobody hesitates to run them.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "portal",
    max_examples=int(os.environ.get("BACGIANG_EXAMPLES", "15")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("portal")
