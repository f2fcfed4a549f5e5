"""Forms as a browser would send them."""

from __future__ import annotations

from html import unescape
from typing import Any

from bs4 import BeautifulSoup


def typed(page: Any) -> dict[str, Any]:
    """Return what a form would send as it stands."""
    form = BeautifulSoup(page.body, "html.parser").select_one(
        "form#dataset-edit, form.dataset-form"
    )
    sent: dict[str, Any] = {}
    for box in form.select("input[name], textarea[name], select[name]"):
        if box.find_parent("template") or box.get("type") in ("submit", "file"):
            continue
        if box.name == "select":
            chosen = [one["value"] for one in box.select("option[selected]")]
            chosen = chosen or ([] if box.has_attr("multiple") else [""])
        elif box.get("type") in ("checkbox", "radio"):
            chosen = [box["value"]] if box.has_attr("checked") else []
        else:
            chosen = [box.get("value") or box.get_text().removeprefix("\n")]
        if chosen:
            sent.setdefault(box["name"], []).extend(chosen)
    return {name: values[0] if len(values) == 1 else values for name, values in sent.items()}


def saved_by_form(app: Any, headers: dict[str, str], kind: str, name: str, **over: Any) -> None:
    """Open the form of an entry, type ``over`` and save; it must be taken in."""
    path = f"/{kind}/edit/{name}"
    sent = typed(app.get(path, headers=headers))
    answer = app.post(
        path, data=sent | over | {"save": ""}, headers=headers, follow_redirects=False
    )
    assert answer.status_code == 302, unescape(answer.body)
