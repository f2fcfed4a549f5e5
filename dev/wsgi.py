"""A site as a WSGI application; CKAN_INI names its settings file."""

import logging

from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app

application = make_app(load_config())
# The workers are forked from this process: none of its connections may be theirs too.
model.Session.remove()
model.meta.engine.dispose()
# CKAN's logging settings silence every logger that was there before them.
for name in ("gunicorn.access", "gunicorn.error"):
    logging.getLogger(name).disabled = False
