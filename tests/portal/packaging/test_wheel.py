"""The wheel holds all of the suite, and works in another CKAN than the one it was written in.

The fresh environment borrows the installed dependencies (CKAN and the libraries) from the one the
tests run in, so that they need not be fetched again; the suite itself comes from the wheel alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SUITE = ROOT / "ckanext" / "bacgiang"
METADATA = ("pyproject.toml", "setup.py", "README.md", "LICENSE")
# Prints the status of one page, where the suite was found, and whether the page shows it.
VISIT = """
import re
import sys
import ckanext.bacgiang
from ckan.cli import load_config
from ckan.config.middleware import make_app

application = make_app(load_config(sys.argv[1]))
answer = application._wsgi_app.test_client().get("/dataset/", base_url="http://test.ckan.net")
page = answer.get_data(as_text=True)
print(answer.status_code, ckanext.bacgiang.__path__[0], "bacgiang-" in page)
"""


def _run(*command: str | Path, cwd: Path) -> str:
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy so that nothing is written into the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    shutil.copytree(
        SUITE, source / "ckanext" / "bacgiang", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in METADATA:
        shutil.copy(ROOT / name, source)
    build = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation")
    _run(*build, "--wheel-dir", folder, source, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def fresh(wheel: Path) -> Path:
    """The ``bin`` folder of an environment with the wheel in it, and the dependencies borrowed."""
    home = wheel.parent / "environment"
    _run(sys.executable, "-m", "venv", "--without-pip", home, cwd=wheel.parent)
    python = home / "bin" / "python"
    install = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps")
    _run(*install, wheel, cwd=wheel.parent)
    packages = next(home.glob("lib/python3*/site-packages"))
    # A path added this way has its own .pth files left unread: no editable installation slips in.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin"


@pytest.fixture
def settings(wheel: Path, ckan_config: dict[str, str]) -> Path:
    """The settings of another site: as the tests', with an empty database of its own."""
    database = os.environ.get("BACGIANG_TEST_EMPTY_DATABASE_URL")
    if not database:
        pytest.fail(
            "BACGIANG_TEST_EMPTY_DATABASE_URL is not set: run this with ./portal test portal"
        )
    path = wheel.parent / "other.ini"
    lines = ["[app:main]", f"use = config:{ckan_config['__file__']}", "ckan.site_id = wheel"]
    path.write_text("\n".join([*lines, f"sqlalchemy.url = {database}"]) + "\n")
    return path


def test_the_wheel_holds_every_file_of_the_suite(wheel: Path) -> None:
    """Settings, schemas, profiles of the law, templates, assets, translations, migrations: all."""
    source = wheel.parent / "source"
    wanted = {
        path.relative_to(source).as_posix()
        for path in (source / "ckanext").rglob("*")
        if path.is_file()
    }
    assert wanted - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_a_site_that_installs_the_wheel_answers_a_page(
    wheel: Path, fresh: Path, settings: Path
) -> None:
    """Tables by ``ckan db upgrade``, then the list of datasets, out of the wheel's own files."""
    # As an installed script does, "re" comes first: CKAN hides parts of the standard library.
    ckan = "import re; from ckan.cli.cli import ckan; ckan()"
    upgrade = ("-c", settings, "db", "upgrade")
    assert "SUCCESS" in _run(fresh / "python", "-c", ckan, *upgrade, cwd=wheel.parent)
    status, found, ours = _run(fresh / "python", "-c", VISIT, settings, cwd=wheel.parent).split()[
        -3:
    ]
    assert (status, ours) == ("200", "True")
    assert Path(found).is_relative_to(fresh.parent)
