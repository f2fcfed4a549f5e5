"""The Vietnamese of messages that CKAN's JavaScript shows: confirmations, uploads, completions.

CKAN serves such messages from files which only its development server writes, and starts no
module of a page before it has them. Here they come straight from the catalogues in use, so that
every server answers, and answers with the same words as its pages.
"""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import flask
import flask_babel
import polib
from ckan import plugins
from werkzeug.wrappers import Response

blueprint = flask.Blueprint("bacgiang_vi", __name__)

# The shape Jed reads: https://messageformat.github.io/Jed/
HEADER = {"domain": "ckan", "lang": "vi", "plural-forms": "nplurals=1; plural=0;"}


@blueprint.route("/api/i18n/vi")
def javascript_messages() -> Response:
    """Answer with the messages as JSON: by English text, its plural (or null) and the Vietnamese.

    The answer carries an entity tag; a browser that has it already gets an empty 304.
    """
    response = flask.Response(_as_json(tuple(_templates())), mimetype="application/json")
    response.add_etag()
    response.cache_control.no_cache = True
    return response.make_conditional(flask.request)


def _templates() -> Iterator[Path]:
    # bacgiang_vi's template knows the messages of CKAN and of the extensions without one.
    for plugin in plugins.PluginImplementations(plugins.ITranslation):
        yield Path(plugin.i18n_directory(), f"{plugin.i18n_domain()}.pot")


@functools.lru_cache(maxsize=1)
def _as_json(templates: tuple[Path, ...]) -> str:
    messages: dict[str, object] = {"": HEADER}
    with flask_babel.force_locale("vi"):
        known = flask_babel.get_translations()
    for entry in itertools.chain.from_iterable(map(_javascript_entries, templates)):
        english, plural = entry.msgid, entry.msgid_plural or None
        text = known.ungettext(english, plural, 2) if plural else known.ugettext(english)
        if text not in (english, plural):
            messages[english] = [plural, text]
    return json.dumps(messages, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _javascript_entries(template: Path) -> Iterator[polib.POEntry]:
    for entry in polib.pofile(str(template)) if template.is_file() else ():
        if any(place.endswith(".js") for place, _line in entry.occurrences):
            yield entry
