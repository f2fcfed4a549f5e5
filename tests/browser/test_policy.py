"""No page needs code of its own in it, and nothing in an uploaded file runs as the portal."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from playwright.sync_api import Error, Page

SCRIPT = "<script>fetch('/api/3/action/user_show?id=quan-tri');document.title='ran'</script>"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'
XHTML = f'<html xmlns="http://www.w3.org/1999/xhtml"><head/><body>{SCRIPT}</body></html>'
SAVED = {
    "bao-cao.html": f"<!DOCTYPE html><html><body>{SCRIPT}</body></html>",
    "hinh.svg": SVG,
    "trang.xhtml": f'<?xml version="1.0"?>{XHTML}',
    "danh-muc.xml": f'<?xml version="1.0"?>{SVG}',
    "khac.dat": f"<!DOCTYPE html><html><body>{SCRIPT}</body></html>",
}
SHOWN = {"so-lieu.csv": f"ten;ghi chu\n1;{SCRIPT}\n", "du-lieu.json": json.dumps({"a": SCRIPT})}

LISTEN = """
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) => window.refused.push(
    [event.violatedDirective, event.blockedURI, event.sourceFile, event.sample].join(" ")));
"""

Made = dict[str, Any]


@pytest.fixture(scope="module")
def entry(
    ask: Callable[..., Any], complete: Callable[..., Made], catalogue: Made, province_site: Any
) -> Made:
    """An entry of the publisher's agency, public, with files of many kinds and their views."""
    if "so-y-te" not in ask("organization_list"):
        ask("organization_create", name="so-y-te", title="Sở Y tế", kind="department",
            contact=complete()["contact"])  # fmt: skip
    for name, role in (("can-bo", "editor"), ("quan-ly", "admin")):
        ask("organization_member_create", id="so-y-te", username=name, role=role)
    made = ask("package_create", **complete(owner_org="so-y-te", title="Tệp có mã lệnh"))
    files = {}
    for name, text in {**SAVED, **SHOWN}.items():
        answer = requests.post(
            f"{province_site.url}/api/3/action/resource_create",
            data={"package_id": made["id"], "name": name, "mimetype": "text/html"},
            files={"upload": (name, text.encode(), "text/html")},
            headers={"Authorization": province_site.token},
            timeout=60,
        )
        assert answer.ok, answer.text
        files[name] = answer.json()["result"]
    view = {"resource_id": files["du-lieu.json"]["id"], "view_type": "text_view", "title": "Văn"}
    ask("resource_view_create", **view)
    views = ask("resource_view_list", id=files["du-lieu.json"]["id"])
    text = next(one["id"] for one in views if one["view_type"] == "text_view")
    return {**made, "files": files, "text_view": text}


def _paths(made: Made) -> dict[str, list[str]]:
    dataset, file = made["name"], made["files"]["du-lieu.json"]["id"]
    read = f"/dataset/{dataset}/resource/{file}"
    inside = [
        "/dataset/new",
        "/shared_database/new",
        "/data_service/new",
        f"/dataset/edit/{dataset}",
        f"/dataset/resources/{dataset}",
        f"/dataset/{dataset}/resource/new",
        f"{read}/edit",
        f"{read}/views",
        f"{read}/edit_view/{made['text_view']}",
        f"/dataset/activity/{dataset}",
        "/dashboard/",
        "/dashboard/datasets",
        "/phe-duyet",
        "/user/edit",
        "/user/can-bo",
        "/cap-nhat",
        "/organization/so-y-te",
    ]
    return {
        "visitor": [
            "/", "/dataset/", "/dataset/?q=cau", "/shared_database/", "/data_service/",
            f"/dataset/{dataset}", read, f"{read}/view/{made['text_view']}", "/organization/",
            "/organization/so-y-te", "/group/", "/dieu-khoan-su-dung", "/about", "/user/login",
            "/user/reset", "/dataset/khong-co", "/en/dataset/",
        ],
        "can-bo": [*inside, "/user/can-bo/api-tokens"],
        "quan-tri": [
            f"/dataset/{dataset}", f"/dataset/edit/{dataset}", f"{read}/edit",
            "/organization/edit/so-y-te", "/organization/members/so-y-te",
            "/organization/activity/so-y-te", "/organization/bulk_process/so-y-te",
            "/organization/new", "/ckan-admin/", "/ckan-admin/config", "/ckan-admin/trash",
            "/user/", "/user/activity/quan-tri", "/user/quan-tri/api-tokens", "/group/new",
        ],
    }  # fmt: skip


@pytest.mark.parametrize("who", ["visitor", "can-bo", "quan-tri"])
def test_no_page_is_refused_anything_by_its_own_policy(
    who: str, entry: Made, opened: Callable[..., Page], signs_in: Callable[[Page, str], Page]
) -> None:
    page = opened(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if "Content Security" in one.text else 0)
    page.add_init_script(LISTEN)
    if who != "visitor":
        signs_in(page, who)
    found = {}
    for path in _paths(entry)[who]:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status < 500, path
        assert "script-src 'self';" in answer.headers["content-security-policy"], path
        assert answer.headers["x-content-type-options"] == "nosniff"
        page.wait_for_load_state("networkidle")
        refused = page.evaluate("window.refused") + said
        if refused:
            found[path] = refused[:3]
        said.clear()
    assert found == {}


def test_the_buttons_of_a_files_form_work_without_code_in_the_page(
    entry: Made, opened: Callable[..., Page], signs_in: Callable[[Page, str], Page]
) -> None:
    page = opened()
    page.add_init_script(LISTEN)
    signs_in(page, "can-bo")
    page.goto(f"/dataset/{entry['name']}/resource/new")
    page.locator("#resource-link-button").click()
    assert page.locator("#field-resource-url").is_visible()
    page.locator("#field-resource-url").fill("https://example.vn/a.csv")
    page.locator(".btn-remove-url:visible").click()
    assert page.locator("#field-resource-url").input_value() == ""
    assert page.locator("#resource-link-button").is_visible()
    with page.expect_file_chooser():
        page.locator("#resource-upload-button").click()
    page.goto("/user/can-bo/api-tokens")
    page.locator("input[name=name]").fill("may-tram")
    page.locator("form button[value=create]").click()
    box = page.locator("[name=token]").first
    box.wait_for()
    assert page.locator("#revoke-tokens-button").is_disabled()
    box.check()
    assert page.locator("#revoke-tokens-button").is_enabled()
    assert page.evaluate("window.refused") == []


def test_the_stock_view_of_text_shows_the_file_and_runs_nothing(
    entry: Made, opened: Callable[..., Page]
) -> None:
    page = opened()
    file = entry["files"]["du-lieu.json"]["id"]
    page.goto(f"/dataset/{entry['name']}/resource/{file}/view/{entry['text_view']}")
    page.get_by_text("document.title").first.wait_for()
    assert page.title() != "ran"


def test_an_uploaded_file_runs_nothing_for_the_approver_who_opens_it(
    entry: Made, opened: Callable[..., Page], signs_in: Callable[[Page, str], Page]
) -> None:
    page = signs_in(opened(), "quan-tri")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    for name in SAVED:
        path = f"/dataset/{entry['id']}/resource/{entry['files'][name]['id']}/download"
        for end in (f"/{name}", "/evil.html"):
            with page.expect_download() as saved, pytest.raises(Error, match="Download"):
                page.goto(path + end)
            assert saved.value.suggested_filename == name
            saved.value.cancel()
    for name in SHOWN:
        path = f"/dataset/{entry['id']}/resource/{entry['files'][name]['id']}/download"
        for end in (f"/{name}", "/evil.html"):
            page.goto(path + end)
            assert page.evaluate("document.contentType") == "text/plain"
            assert page.evaluate("window.origin") == "null"
    assert [url for url in asked if "user_show" in url] == []


def test_a_view_may_be_embedded_elsewhere_and_no_other_page(
    entry: Made, opened: Callable[..., Page], province_site: Any, national_site: Any
) -> None:
    page = opened()
    file = entry["files"]["du-lieu.json"]["id"]
    read = f"{province_site.url}/dataset/{entry['name']}/resource/{file}"
    page.goto(f"{national_site.url}/about")
    for name, address in (
        ("view", f"{read}/view/{entry['text_view']}"),
        ("page", f"{province_site.url}/user/login"),
    ):
        page.evaluate(
            """([name, src]) => document.body.append(
                 Object.assign(document.createElement("iframe"), {name, src}))""",
            [name, address],
        )
    page.wait_for_load_state("networkidle")
    view, other = page.frame("view"), page.frame("page")
    assert view is not None
    view.locator("pre").first.wait_for()
    assert other is not None
    assert other.locator("form").count() == 0
