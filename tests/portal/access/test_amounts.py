"""An entry has a bounded number of parts, and its pages show a bounded number of its files."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from ckan.plugins.toolkit import ValidationError

LIMITS = "ckanext.bacgiang.limits."


def _files(count: int) -> list[dict[str, str]]:
    return [
        {"name": f"Tệp {number}", "url": f"https://example.vn/{number}.csv"}
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("option", "sent", "field", "told"),
    [
        (
            "files",
            {"resources": _files(4)},
            "resources",
            "An entry has at most 3 files, this would have 4",
        ),
        (
            "tags",
            {"tags": [{"name": f"từ {number}"} for number in range(4)]},
            "tags",
            "An entry has at most 3 keywords, this would have 4",
        ),
        (
            "tags",
            {"tag_string": "một, hai; ba, bốn"},
            "tag_string",
            "An entry has at most 3 keywords, this would have 4",
        ),
        (
            "extras",
            {"extras": [{"key": f"k{number}", "value": "x"} for number in range(4)]},
            "extras",
            "An entry has at most 3 fields of its own, this would have 4",
        ),
    ],
)
def test_more_parts_than_an_entry_may_have_are_refused(
    act, complete, ckan_config, option, sent, field, told
):
    ckan_config[LIMITS + option] = 3
    entry = complete(owner_org="so-y-te", private=True, **sent)
    with pytest.raises(ValidationError) as refused:
        act("editor", "package_create", **entry)
    assert told in str(refused.value.error_dict[field])


def test_an_entry_that_has_more_files_than_it_may_is_still_edited(act, complete, ckan_config):
    stored = act(
        "editor",
        "package_create",
        **complete(owner_org="so-y-te", private=True, resources=_files(4)),
    )
    ckan_config[LIMITS + "files"] = 2
    renamed = act("editor", "package_patch", id=stored["id"], title="Tên mới")
    assert (renamed["title"], len(renamed["resources"])) == ("Tên mới", 4)
    fewer = act("editor", "package_patch", id=stored["id"], resources=stored["resources"][:3])
    assert len(fewer["resources"]) == 3
    with pytest.raises(ValidationError) as refused:
        act("editor", "resource_create", package_id=stored["id"], url="https://example.vn/5.csv")
    assert "An entry has at most 2 files, this would have 4" in str(refused.value.error_dict)


def test_of_very_many_files_a_page_shows_fifty_and_leads_to_the_others(act, complete, app):
    name = act(
        "sysadmin", "package_create", **complete(owner_org="so-y-te", resources=_files(120))
    )["name"]

    def page(address: str) -> BeautifulSoup:
        return BeautifulSoup(app.get(address).body, "html.parser")

    first = page(f"/dataset/{name}")
    assert len(first.select(".resource-item")) == 50
    assert "Tệp 1 đến 50 trong tổng số 120" in first.text
    last = page(f"/dataset/{name}?files_page=3")
    assert [len(last.select(".resource-item")), len(last.select(".bacgiang-turn a"))] == [20, 1]
    for nonsense in ("0", "-1", "x", "9" * 30, "²"):
        assert page(f"/dataset/{name}?files_page={nonsense}").select(".resource-item")
    link = last.select_one(".resource-item .btn-secondary")["href"]
    beside = page(link).select(".resources .nav-item")
    assert len(beside) == 50
    assert any("Tệp 101" in item.text for item in beside)
