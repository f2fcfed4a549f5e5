"""The demonstration province on a real portal: loaded once, kept as it is, taken away whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.cli.cli import ckan as ckan_command
from ckan.tests import factories

from ckanext.bacgiang import clock
from ckanext.bacgiang.demo import evidence
from ckanext.bacgiang.demo.plan import province
from ckanext.bacgiang.demo.sources import FILES
from ckanext.bacgiang.language import in_portal_language

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")

SAMPLE = 3


def act(action: str, **given: Any) -> dict[str, Any]:
    """Call an action as the command does."""
    with in_portal_language():
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        return tk.get_action(action)({"user": user, "ignore_auth": True}, given)


def load(**given: Any) -> dict[str, Any]:
    """Load a sample."""
    return act("bacgiang_demo_load", **{"limit": SAMPLE, **given})


def clear(**given: Any) -> dict[str, Any]:
    """Clear what was loaded."""
    return act("bacgiang_demo_clear", **given)


def everything() -> list[tuple[Any, ...]]:
    """Return what the tables say of every package, resource and organisation."""
    rows = []
    for table in (model.Package, model.Resource, model.Group):
        found = model.Session.execute(sa.select(table.__table__).order_by(table.id)).all()
        rows += [tuple(map(str, row)) for row in found]
    return rows


def uploaded() -> list[Path]:
    """Return the files in the portal's store."""
    return [found for found in Path(tk.config["ckan.storage_path"]).rglob("*") if found.is_file()]


@pytest.fixture
def loaded(tmp_path: Path, ckan_config: Any, monkeypatch: Any) -> dict[str, Any]:
    """A sample of the province, with a file store of its own; what the action said of it."""
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
    return load()


def test_a_second_load_changes_nothing_even_on_another_day(loaded: dict[str, Any]) -> None:
    assert loaded["created"] == sum(loaded["entries"].values())
    before = everything()
    yesterday = (clock.today() - timedelta(days=40)).isoformat()
    for again in (load(), load(as_of=yesterday)):
        assert (again["created"], again["changed"]) == (0, 0)
        assert again["unchanged"] == loaded["created"]
    assert everything() == before


def test_every_entry_is_stored_as_planned(loaded: dict[str, Any]) -> None:
    for planned in province(clock.today()).sample(SAMPLE).datasets:
        shown = act("package_show", id=planned.id)
        assert shown["title"] == planned.title
        assert shown["demonstration"] == planned.demonstration
        assert shown["organization"]["id"] == planned.fields["owner_org"]
        assert shown.get("issued", "") == planned.fields.get("issued", "")
        assert shown["modified"] == planned.fields["modified"]
        assert shown["theme"] == planned.fields["theme"]
        assert shown["license_id"] == planned.fields["license_id"]


def test_the_search_index_holds_what_was_loaded(loaded: dict[str, Any]) -> None:
    found = act("package_search", rows=0, include_private=True)
    packages = sum(loaded["entries"].values()) - loaded["entries"]["organization"]
    assert found["count"] == packages


def test_real_files_are_stored_byte_for_byte(loaded: dict[str, Any]) -> None:
    with_files = [e for e in province(clock.today()).sample(SAMPLE).datasets if e.files]
    stored = sorted(found.read_bytes() for found in uploaded())
    sent = sorted((FILES / one.file).read_bytes() for e in with_files for one in e.files)
    assert sent
    assert stored == sent
    shown = act("package_show", id=with_files[0].id)
    assert shown["resources"][0]["url"].endswith(with_files[0].files[0].file)
    assert shown["resources"][0]["size"] == (FILES / with_files[0].files[0].file).stat().st_size


def test_stored_tables_are_shown_on_their_pages(loaded: dict[str, Any]) -> None:
    kept, view = model.Resource, model.ResourceView
    tables = sa.select(kept.id).where(kept.url_type == "upload", kept.format == "CSV")
    found = set(model.Session.execute(tables).scalars())
    shown = sa.select(view.resource_id).where(view.view_type == "bacgiang_table_view")
    assert found
    assert found == set(model.Session.execute(shown).scalars())


def test_what_a_person_changed_stays(loaded: dict[str, Any]) -> None:
    planned = province(clock.today()).sample(SAMPLE).datasets[1]
    act("package_patch", id=planned.id, notes="Mô tả do cán bộ viết")
    load()
    assert act("package_show", id=planned.id)["notes"] == "Mô tả do cán bộ viết"


def test_what_is_missing_is_loaded_again_alone(loaded: dict[str, Any]) -> None:
    planned = province(clock.today()).sample(SAMPLE).datasets[1]
    act("dataset_purge", id=planned.id)
    again = load()
    assert (again["created"], again["changed"]) == (1, 0)


def test_an_older_edition_is_renewed_and_keeps_its_days(loaded: dict[str, Any]) -> None:
    planned = province(clock.today()).sample(SAMPLE).datasets[1]
    before = act("package_show", id=planned.id)
    act("package_patch", id=planned.id, demonstration="Bản cũ", notes="Mô tả cũ")
    again = load()
    after = act("package_show", id=planned.id)
    assert (again["created"], again["changed"]) == (0, 1)
    assert after["notes"] == planned.fields["notes"]
    for kept in ("issued", "modified", "list_date"):
        assert after.get(kept) == before.get(kept)


def test_clear_removes_all_that_was_loaded_files_too(loaded: dict[str, Any]) -> None:
    said = clear()
    assert said["entries"] == loaded["entries"]
    assert not model.Session.query(model.Package).count()
    assert not model.Session.query(model.Group).count()
    assert not uploaded()
    assert act("package_search", rows=0, include_private=True)["count"] == 0


def test_clear_leaves_what_a_person_added_and_the_agency_it_belongs_to(
    loaded: dict[str, Any], complete: Callable[..., dict[str, Any]]
) -> None:
    owner = province(clock.today()).agencies[0]
    own = act("organization_create", name="co-quan-khac", title="Cơ quan khác")
    # That agency has ended: whoever adds an entry to it says that they know.
    confirmed = {"bacgiang_ended_agency": "true"}
    mine = complete(title="Dữ liệu của cán bộ", owner_org=owner.id, **confirmed)
    dataset = act("package_create", **mine)
    said = clear()
    assert said["kept"] == [owner.title]
    assert [row.id for row in model.Session.query(model.Package)] == [dataset["id"]]
    assert {row.id for row in model.Session.query(model.Group)} == {owner.id, own["id"]}


def test_a_dry_run_removes_nothing(loaded: dict[str, Any]) -> None:
    before = everything()
    assert clear(dry_run=True)["entries"] == loaded["entries"]
    assert everything() == before


def test_a_name_in_use_stops_the_load_before_anything_is_written() -> None:
    name = province(clock.today()).agencies[2].name
    act("organization_create", name=name, title="Cơ quan khác")
    with pytest.raises(tk.ValidationError, match=name):
        load()
    assert model.Session.query(model.Group).count() == 1
    assert not model.Session.query(model.Package).count()


def test_a_day_to_come_is_refused() -> None:
    with pytest.raises(tk.ValidationError):
        load(as_of=(clock.today() + timedelta(days=1)).isoformat())


def test_no_user_of_the_site_may_load_or_clear() -> None:
    user = factories.Sysadmin()
    for action in ("bacgiang_demo_load", "bacgiang_demo_clear"):
        with pytest.raises(tk.NotAuthorized):
            tk.get_action(action)({"user": user["name"]}, {"limit": 1})
    assert not model.Session.query(model.Package).count()


def test_past_updates_follow_from_the_stored_day_of_publication(
    loaded: dict[str, Any], monkeypatch: Any
) -> None:
    told: list[list[dict[str, Any]]] = []
    action = tk.get_action

    def record(context: Any, data_dict: dict[str, Any]) -> dict[str, int]:
        told.append(data_dict["events"])
        return {"imported": len(data_dict["events"]), "known_already": 0}

    def listening(name: str) -> Any:
        return record if name == evidence.ACTION else action(name)

    monkeypatch.setattr(evidence.tk, "get_action", listening)
    load()
    load(as_of=(clock.today() - timedelta(days=40)).isoformat())
    assert told[0]
    assert told[0] == told[1]
    for event in told[0]:
        issued = act("package_show", id=event["dataset_id"])["issued"]
        assert issued < event["observed_at"][:10] < clock.today().isoformat()


def test_the_cadence_takes_the_past_updates_once() -> None:
    first, second = load(), load()
    assert first["evidence"] > 0
    assert second["evidence"] == 0


def test_the_command_prints_figures_alone_and_its_progress_beside(cli: Any) -> None:
    said = cli.invoke(ckan_command, ["bacgiang", "demo", "load", "--limit", "2", "--json"])
    assert said.exit_code == 0, said.output
    figures = json.loads(said.stdout)
    assert set(figures["entries"]) == {
        "organization",
        "dataset",
        "shared_database",
        "data_service",
    }
    assert figures["created"] == sum(figures["entries"].values())
    assert "Đang nạp dữ liệu trình diễn" in said.stderr


def test_the_command_asks_before_it_clears(cli: Any) -> None:
    load(limit=1)
    before = everything()
    refused = cli.invoke(ckan_command, ["bacgiang", "demo", "clear"], input="n\n")
    assert refused.exit_code == 1
    assert everything() == before
    cleared = cli.invoke(ckan_command, ["bacgiang", "demo", "clear", "--yes"])
    assert cleared.exit_code == 0, cleared.output
    assert "Đã gỡ xong." in cleared.stdout
    assert not model.Session.query(model.Package).count()


def test_the_command_says_why_it_refuses(cli: Any) -> None:
    said = cli.invoke(ckan_command, ["bacgiang", "demo", "load", "--as-of", "hôm qua"])
    assert said.exit_code == 1
    assert "Hãy ghi ngày theo dạng 2026-12-31" in said.stderr
