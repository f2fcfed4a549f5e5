"""What weakens the portal is set safely by the suite, and told where an operator changes it."""

from __future__ import annotations

import json

import pytest
from ckan.common import config_declaration

from ckanext.bacgiang.access.settings import SAFE, weaknesses
from ckanext.bacgiang.cli import bacgiang

pytestmark = pytest.mark.usefixtures("with_plugins")


def test_every_option_of_ckan_that_opens_the_portal_is_safe_unless_set_otherwise():
    declared = {option.key: config_declaration.get(option.key) for option in SAFE}
    assert {
        option.key: declared[option.key].default
        for option in SAFE
        if declared[option.key] is not None
    } == {option.key: option.value for option in SAFE if declared[option.key] is not None}
    assert declared["ckan.auth.user_create_groups"] is not None


@pytest.mark.parametrize("option", SAFE, ids=lambda option: option.key)
def test_a_setting_that_weakens_the_portal_is_told_with_what_to_do(
    cli, ckan_config, monkeypatch, option
):
    monkeypatch.setitem(ckan_config, option.key, not option.value)
    told = [one for one in weaknesses(ckan_config) if one.setting == option.key]
    assert [str(option.value).lower() in one.remedy for one in told] == [True]


def test_doctor_tells_each_weakness_and_exits_with_its_own_code(
    cli, clean_db, ckan_config, monkeypatch
):
    monkeypatch.setitem(ckan_config, "ckan.auth.user_create_groups", True)
    monkeypatch.setitem(ckan_config, "ckanext.bacgiang.approval.lead_agency", "khong-co")
    monkeypatch.setitem(ckan_config, "ckan.site_url", "http://dulieu.bacgiang.gov.vn")
    ran = cli.invoke(bacgiang, ["doctor", "--json"])
    assert ran.exit_code == 3, ran.output
    told = {one["setting"]: one for one in json.loads(ran.output)}
    assert told["ckan.auth.user_create_groups"]["value"] == "True"
    assert {"ckan.site_url", "ckanext.bacgiang.approval.lead_agency"} <= set(told)
    assert all(one["allows"] and one["remedy"] for one in told.values())
    ran = cli.invoke(bacgiang, ["doctor"])
    assert ran.exit_code == 3
    assert "Mọi người dùng tạo được nhóm" in ran.output
