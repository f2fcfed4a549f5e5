"""A Solr of our own with a core for each site, or the one BACGIANG_SOLR_URL names."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from dev import accounts, files, keys, processes, steps
from dev.place import Place
from dev.problems import Problem
from dev.processes import Program
from dev.steps import Steps

CORES = ("province", "national", "test", "test-province", "test-national")
# Those with the portal's schema; a stock CKAN's core has CKAN's.
OWN_SCHEMA = ("province", "test", "test-province")
COPY_JARS = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"


def external() -> str | None:
    """Return the address of a server that is used instead of our own, if one is named.

    http://USER:PASSWORD@HOST:PORT/solr, with a core of CKAN's schema for each name in CORES; the
    address comes back without user and password.
    """
    return _given()[0]


def _given() -> tuple[str | None, str, str]:
    """Return the address that the environment names, without its user and password; and both."""
    parts = urlsplit((os.environ.get("BACGIANG_SOLR_URL") or "").rstrip("/"))
    if not parts.netloc:
        return None, "", ""
    host = parts.netloc.rpartition("@")[2]
    address = urlunsplit((parts.scheme, host, parts.path, "", ""))
    return address, unquote(parts.username or ""), unquote(parts.password or "")


def account(place: Place) -> tuple[str, str]:
    """Return the user and password that Solr wants; both empty where another's wants none."""
    server, user, password = _given()
    return (user, password) if server else ("portal", keys.key(place, "solr"))


def ask(place: Place, address: str, data: bytes | None = None, timeout: float = 30) -> Any:
    """Return Solr's answer at ``address``, as this stack's account. Raises URLError."""
    user, password = account(place)
    headers = {"Content-Type": "application/json"}
    if user:
        given = base64.b64encode(f"{user}:{password}".encode()).decode()
        headers["Authorization"] = f"Basic {given}"
    return urllib.request.urlopen(
        urllib.request.Request(address, data=data, headers=headers), timeout=timeout
    )


def _security(place: Place) -> str:
    """Return Solr's own settings of who may ask: one account, for everything."""
    user, password = account(place)
    # Solr keeps sha256(sha256(salt + password)) and the salt; the same one, so that the file stays.
    salt = hashlib.sha256(keys.key(place, "solr-salt").encode()).digest()
    inner = hashlib.sha256(salt + password.encode()).digest()
    kept = [base64.b64encode(part).decode() for part in (hashlib.sha256(inner).digest(), salt)]
    settings = {
        "class": "solr.BasicAuthPlugin",
        "blockUnknown": True,
        "forwardCredentials": False,
        "credentials": {user: " ".join(kept)},
    }
    return json.dumps({"authentication": settings})


def url_of(place: Place, core: str) -> str:
    """Return the address of a site's core."""
    return f"{external() or place.url('solr') + '/solr'}/{core}"


def _source(place: Place) -> Path:
    return place.root / "dev" / "solr"


def fetch(place: Place, timed: Steps) -> None:
    """Bring Solr's jars from Maven Central and compile the launcher, once for each version."""
    if external():
        return
    source = _source(place)
    sums = source / "jars.sha256"
    wanted = files.fingerprint([source / "pom.xml", source / "PortalSolr.java", sums])
    marker = place.local / "solr" / "fetched"
    if files.is_done(marker, wanted):
        return
    with timed.step("solr", "Solr from Maven Central"):
        fresh = place.local / "solr" / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        (fresh / "lib").mkdir(parents=True)
        log = place.logs / "setup" / "solr.log"
        repository = f"-Dmaven.repo.local={place.local / 'solr' / 'maven'}"
        command = ["mvn", "-B", "-ntp", "-q", "-f", source / "pom.xml", repository, COPY_JARS]
        target = f"-DoutputDirectory={fresh / 'lib'}"
        steps.run("Solr", [*command, "-DincludeScope=runtime", target], log)
        check_jars(fresh / "lib", sums)
        launcher = ["javac", "-nowarn", "-cp", f"{fresh / 'lib'}/*", "-d", fresh / "classes"]
        steps.run("Solr's launcher", [*launcher, source / "PortalSolr.java"], log)
        for part in ("lib", "classes"):
            shutil.rmtree(place.local / "solr" / part, ignore_errors=True)
            (fresh / part).rename(place.local / "solr" / part)
        shutil.rmtree(place.local / "solr" / "maven", ignore_errors=True)
        files.write(marker, wanted)


def check_jars(folder: Path, sums: Path) -> None:
    """Raise Problem unless ``folder`` holds the jars that ``sums`` lists, byte for byte.

    ``sums`` is what ``sha256sum *.jar`` prints. Run it anew when pom.xml names other versions.
    """
    pinned = dict(reversed(line.split()) for line in sums.read_text().splitlines())
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.jar")
    }
    wrong = sorted(name for name in {*pinned, *found} if pinned.get(name) != found.get(name))
    if wrong:
        raise Problem(f"Solr: not what dev/solr/jars.sha256 pins: {', '.join(wrong)}", 65)


def _schema(place: Place) -> Path:
    return next(place.venv.glob("lib/python3*/site-packages/ckan/config/solr/schema.xml"))


def _configsets(place: Place) -> dict[str, list[Path]]:
    """Return the files of each configset; of two with one name the later one counts."""
    shared = sorted((_source(place) / "conf").iterdir())
    folder = place.root / "ckanext" / "bacgiang" / "solr"
    own = sorted([*folder.glob("*.xml"), *folder.glob("*.txt")])
    return {"ckan": [*shared, _schema(place)], "bacgiang": [*shared, *own]}


def prepare(place: Place) -> Program | None:
    """Write Solr's home with a core for each site; return the program to keep, None if external."""
    if external():
        return None
    home = place.local / "solr" / "home"
    sets = _configsets(place)
    for name, paths in sets.items():
        for path in {path.name: path for path in paths}.values():
            files.write(home / "configsets" / name / "conf" / path.name, path.read_text())
    files.private_folder(home)
    files.write(home / "solr.xml", (_source(place) / "solr.xml").read_text())
    security = _security(place)
    files.write(home / "security.json", security, 0o600)
    for core in CORES:
        chosen = "bacgiang" if core in OWN_SCHEMA else "ckan"
        files.write(home / core / "core.properties", f"name={core}\nconfigSet={chosen}\n")
    settings = files.fingerprint([path for paths in sets.values() for path in paths], security)
    command = _command(place, home, settings)
    for folder in (home, place.local / "solr" / "tmp"):
        accounts.give(folder, whole=True)
    return Program("solr", [*accounts.unprivileged(place), *command])


def _command(place: Place, home: Path, settings: str) -> list[str]:
    """Return Java's command line; ``settings`` is the fingerprint of the cores' files."""
    state = place.local / "solr"
    properties = {
        "solr.solr.home": home,
        "solr.install.dir": state,
        "solr.log.dir": place.logs,
        "jetty.port": place.port("solr"),
        "java.io.tmpdir": files.private_folder(state / "tmp"),
        "java.awt.headless": "true",
        "user.timezone": "UTC",
        "log4j.configurationFile": _source(place) / "log4j2.xml",
        # Read by nobody: other files make another command, and a changed command is restarted.
        "portal.configsets": settings,
        # CKAN speaks the first version of Solr's interface only.
        "disable.v2.api": "true",
    }
    # Solr turns SOLR_* and ZK_* variables into settings; a stray one must not make it a cloud node.
    stray = sorted(name for name in os.environ if name.startswith(("SOLR_", "ZK_")))
    command = ["env", *(part for name in stray for part in ("-u", name))]
    command += ["java", "-Xms128m", "-Xmx512m", "-XX:CompileCommand=quiet"]
    # Java 17's compiler breaks this one method of Solr's cache (SOLR-16463).
    broken = "com.github.benmanes.caffeine.cache.BoundedLocalCache::put"
    command.append(f"-XX:CompileCommand=exclude,{broken}")
    command += [f"-D{name}={value}" for name, value in properties.items()]
    return [*command, "-cp", f"{state / 'classes'}:{state / 'lib'}/*", "PortalSolr"]


def answers(place: Place) -> bool:
    """Tell whether every core is ready."""
    try:
        for core in CORES:
            with ask(place, f"{url_of(place, core)}/admin/ping?wt=json", timeout=5) as reply:
                if json.load(reply)["status"] != "OK":
                    return False
    except (OSError, ValueError):
        return False
    return True


def wait(place: Place) -> None:
    """Wait until every core is ready; raise Problem when one is not."""
    if external():
        if not answers(place):
            names = ", ".join(CORES)
            raise Problem(f"BACGIANG_SOLR_URL: not every core answers there. Wanted: {names}", 69)
        return
    processes.wait_ready(place, "solr", lambda: answers(place), 90)


def empty(place: Place, core: str) -> None:
    """Delete every document of one core."""
    every = json.dumps({"delete": {"query": "*:*"}}).encode()
    try:
        ask(place, f"{url_of(place, core)}/update?commit=true", every).close()
    except urllib.error.URLError as error:
        raise Problem(f"Solr's core {core} does not let itself be emptied: {error}") from error


def version(place: Place) -> str:
    """Return the version of the Solr that answers, or an empty text."""
    server = url_of(place, "").rstrip("/")
    try:
        with ask(place, f"{server}/admin/info/system?wt=json", timeout=5) as reply:
            return str(json.load(reply)["lucene"]["solr-spec-version"])
    except (OSError, ValueError, KeyError):
        return ""
