"""Files are whole or not there, and secrets are the owner's alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from dev import files, keys
from dev.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A stack of its own."""
    return Place(root=tmp_path / "clone", local=tmp_path / "local", base=5000)


def test_writing_tells_whether_anything_changed(tmp_path: Path) -> None:
    """Same text and mode: no change. Other text or other mode: change."""
    path = tmp_path / "a" / "b.conf"
    assert files.write(path, "một")
    assert not files.write(path, "một")
    assert files.write(path, "một", 0o600)
    assert files.write(path, "hai", 0o600)
    assert path.read_text() == "hai"


def test_a_write_that_fails_leaves_the_old_text_and_no_scrap(tmp_path: Path) -> None:
    """Text that cannot be encoded breaks off in the middle of writing."""
    path = tmp_path / "b.conf"
    files.write(path, "old")
    with pytest.raises(UnicodeEncodeError):
        files.write(path, "new \ud800")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["b.conf"]


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(place: Place) -> None:
    """Random, stable, mode 0600 in a folder 0700."""
    secret = keys.key(place, "redis")
    assert len(secret) >= 32
    assert keys.key(place, "redis") == secret
    assert keys.key(place, "other") != secret
    assert (keys.folder(place) / "redis").stat().st_mode & 0o777 == 0o600
    assert keys.folder(place).stat().st_mode & 0o777 == 0o700


def test_a_token_made_elsewhere_is_kept_the_same_way(place: Place) -> None:
    """Unknown until kept; readable by the owner alone."""
    assert keys.known(place, "token") is None
    keys.keep(place, "token", "abc")
    assert keys.known(place, "token") == "abc"
    assert (keys.folder(place) / "token").stat().st_mode & 0o777 == 0o600


def test_a_fingerprint_changes_with_every_ingredient(tmp_path: Path) -> None:
    """Contents, presence of a file, and words all count."""
    path = tmp_path / "a"
    missing = files.fingerprint([path], "x")
    path.write_text("1")
    one = files.fingerprint([path], "x")
    path.write_text("2")
    two = files.fingerprint([path], "x")
    assert len({missing, one, two, files.fingerprint([path], "y")}) == 4
