"""Nobody else on the machine reads what the stack keeps."""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import ckan.plugins.toolkit as tk
import pytest
import requests


@pytest.mark.parametrize(
    "path", ["/select?q=*:*", "/admin/ping", "/update?commit=true", "/replication", "/schema"]
)
def test_solr_answers_nobody_without_the_password(path):
    url = tk.config["solr_url"]
    assert requests.get(url + path, timeout=20).status_code == 401
    wrong = (tk.config["solr_user"], "sai")
    assert requests.get(url + path, auth=wrong, timeout=20).status_code == 401
    body = {"delete": {"query": "*:*"}}
    assert requests.post(f"{url}/update", json=body, timeout=20).status_code == 401


def test_solr_answers_the_portal():
    account = (tk.config["solr_user"], tk.config["solr_password"])
    answer = requests.get(tk.config["solr_url"] + "/admin/ping", auth=account, timeout=20)
    assert answer.status_code == 200
    assert requests.get(
        tk.config["solr_url"].rpartition("/")[0] + "/admin/cores", timeout=20
    ).status_code == 401  # fmt: skip


def test_the_state_folder_is_shut_to_others(ckan_config):
    local = Path(ckan_config["ckan.storage_path"]).parents[1]
    assert local.stat().st_mode & 0o067 == 0
    for name in ("logs", "run", "sites", "secrets", "solr/home"):
        assert (local / name).stat().st_mode & 0o077 == 0, name


@pytest.mark.parametrize("service", ["redis-server", "java", "postgres"])
def test_no_service_runs_as_root(ckan_config, service):
    local = str(Path(ckan_config["ckan.storage_path"]).parents[1])
    owners = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
            if local in " ".join(words) and os.path.basename(words[0]) == service:
                owners.add(process.stat().st_uid)
        except OSError:
            continue
    assert 0 not in owners


def test_the_log_of_the_web_server_holds_no_query(monkeypatch):
    monkeypatch.setenv("BACGIANG_WEB_PORT", "1")
    web = importlib.import_module("dev.web")
    assert "%(r)s" not in web.access_log_format
    assert "%(q)s" not in web.access_log_format
    assert "%(f)s" not in web.access_log_format
