"""What runs as Solr is what the project pins, byte for byte."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from dev import solrserver
from dev.place import Place
from dev.problems import Problem

ROOT = Path(__file__).resolve().parents[3]


def _pinned(folder: Path, **jars: bytes) -> Path:
    sums = folder / "jars.sha256"
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}.jar" for name, content in jars.items()]
    sums.write_text("\n".join(lines) + "\n")
    return sums


@pytest.mark.parametrize(
    "there", [{"a": b"1"}, {"a": b"1", "b": b"3"}, {"a": b"1", "b": b"2", "c": b""}]
)
def test_a_jar_that_is_missing_changed_or_too_many_is_refused_by_name(tmp_path, there):
    sums = _pinned(tmp_path, a=b"1", b=b"2")
    folder = tmp_path / "lib"
    folder.mkdir()
    for name, content in there.items():
        (folder / f"{name}.jar").write_bytes(content)
    with pytest.raises(Problem, match="c.jar" if "c" in there else "b.jar"):
        solrserver.check_jars(folder, sums)
    (folder / "b.jar").write_bytes(b"2")
    (folder / "c.jar").unlink(missing_ok=True)
    solrserver.check_jars(folder, sums)


def test_every_jar_of_solr_is_pinned_once():
    lines = (ROOT / "dev" / "solr" / "jars.sha256").read_text().splitlines()
    names = [line.split()[1] for line in lines]
    assert len(names) == len(set(names))
    assert "solr-core-9" in "".join(names)
    assert all(len(line.split()[0]) == 64 for line in lines)


def test_anothers_solr_is_asked_with_the_account_of_its_address(monkeypatch, tmp_path):
    place = Place(root=ROOT, local=tmp_path, base=5000)
    monkeypatch.setenv("BACGIANG_SOLR_URL", "https://cong:m%40t@solr.example.vn:8983/solr/")
    assert solrserver.account(place) == ("cong", "m@t")
    assert solrserver.url_of(place, "province") == "https://solr.example.vn:8983/solr/province"
    monkeypatch.setenv("BACGIANG_SOLR_URL", "http://solr.example.vn/solr")
    assert solrserver.account(place) == ("", "")
    monkeypatch.delenv("BACGIANG_SOLR_URL")
    user, password = solrserver.account(place)
    assert user
    assert len(password) > 20
