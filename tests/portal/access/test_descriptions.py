"""A description that would be too much work is refused; one that is stored is shown as written."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.lib import helpers
from ckan.lib.search import rebuild
from ckan.plugins.toolkit import ValidationError

from ckanext.bacgiang.catalogue import thrift

BRACKETS = "[" * 9000
TOLD = "This text has too many signs of layout"


@pytest.fixture
def rendered(monkeypatch):
    """The texts that the Markdown library is given."""
    seen: list[str] = []
    library = helpers.markdown

    def watched(text, *args, **options):
        seen.append(text)
        return library(text, *args, **options)

    monkeypatch.setattr(helpers, "markdown", watched)
    thrift._extract.cache_clear()
    thrift._rendered.cache_clear()
    return seen


@pytest.mark.parametrize(
    "sent", [{"notes": BRACKETS}, {"resources": [{"url": "https://a.vn", "description": BRACKETS}]}]
)
def test_an_entry_with_such_a_description_is_refused(act, complete, sent):
    with pytest.raises(ValidationError) as refused:
        act("editor", "package_create", **complete(owner_org="so-y-te", private=True, **sent))
    assert TOLD in str(refused.value.error_dict)


def test_an_agency_with_such_a_description_is_refused(act, agency):
    with pytest.raises(ValidationError) as refused:
        act("sysadmin", "organization_patch", id=agency["id"], description=BRACKETS)
    assert TOLD in str(refused.value.error_dict)


def test_a_stored_one_is_shown_as_written_everywhere_and_does_not_stop_an_edit(
    act, complete, app, rendered
):
    entry = act("sysadmin", "package_create", **complete(owner_org="so-y-te", notes="Gốc"))
    model.Package.get(entry["id"]).notes = BRACKETS + "\n\n<b>đậm</b>"
    model.Resource.get(entry["resources"][0]["id"]).description = BRACKETS
    model.Group.get("so-y-te").description = BRACKETS
    model.repo.commit()
    rebuild(entry["id"])
    file = f"/dataset/{entry['name']}/resource/{entry['resources'][0]['id']}"
    pages = [f"/dataset/{entry['name']}", file, "/dataset/", "/organization/so-y-te"]
    pages += ["/organization/about/so-y-te", "/feeds/dataset.atom", "/catalog.ttl"]
    for page in pages:
        answer = app.get(page)
        assert answer.status_code == 200, page
        assert "<b>đậm</b>" not in answer.body or page.endswith(".ttl")
    assert not [text for text in rendered if len(text) > 1000]
    assert "[[[[" in app.get(pages[0]).body
    renamed = act("editor", "package_patch", id=entry["id"], title="Tên mới")
    assert renamed["title"] == "Tên mới"


def test_a_text_is_rendered_once_for_all_who_read_it(app, agency, rendered):
    with app.flask_app.test_request_context():
        for _ in range(3):
            assert "<strong>a</strong>" in tk.h.render_markdown("**a** riêng")
            assert tk.h.markdown_extract("**a** riêng") == "a riêng"
    assert rendered == ["**a** riêng"] * 2


def test_a_text_that_is_shown_as_written_runs_no_script(app, agency):
    with app.flask_app.test_request_context():
        shown = tk.h.render_markdown("<script>x</script>\n\n" + BRACKETS)
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
