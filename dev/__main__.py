"""The commands of ./portal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from dev import packages, venv
from dev.lock import shared_file
from dev.place import Place, find_place
from dev.problems import Problem, explain_os_error
from dev.steps import Steps

COMMANDS = ("demo", "up", "down", "status", "logs", "ckan", "test", "bench", "reset")
INSTALLING = ("demo", "up", "test")
HELP = """./portal: the open data portal of Bắc Giang province, and a national portal beside it

  ./portal demo              install what is missing, start both sites, load the demonstration
                             province, check, push twice, read the catalogue, print one table
  ./portal up [services]     start both sites (or PostgreSQL, Redis and Solr alone)
  ./portal down              stop everything
  ./portal status            what runs, where, which versions, how much disk
  ./portal logs [service]    follow the logs
  ./portal ckan [site] …     CKAN's command line (site: province, national; default province)
  ./portal test [kind] […]   all tests, or one kind: pure, portal, faults, browser; then pytest's
                             own arguments. Own databases, cores, ports: the demonstration is safe
  ./portal test long […]     the tests that try hostile values by chance, with a large budget
  ./portal bench [name]      speed of the running province, with a peer or a limit beside it
  ./portal reset [--yes]     stop, and delete all data, files and passwords

Everything is written under .local/ and .venv/. Environment:
  BACGIANG_LOCAL             another state folder (default .local), for a stack of its own
  BACGIANG_PORT_BASE         its first port (default 5000: province; +1 national portal)
  BACGIANG_POSTGRES_URL      use this server: postgresql://ROLE:PASSWORD@HOST:PORT/postgres
  BACGIANG_REDIS_URL         use this server: redis://:PASSWORD@HOST:PORT
  BACGIANG_SOLR_URL          use this server: http://HOST:PORT/solr
  BACGIANG_TEST_SEED         repeat a run of hostile values: the number that the run printed
"""


def main(arguments: list[str]) -> int:
    """Carry out one command; return the exit code."""
    if not arguments or arguments[0] in ("help", "-h", "--help"):
        print(HELP, end="")
        return 0
    if arguments[0] not in COMMANDS:
        raise Problem(f"No such command: {arguments[0]}. ./portal alone lists them.", 64)
    place = find_place(Path(__file__).resolve().parent.parent)
    from_before = os.environ.pop("BACGIANG_STEPS", "")
    timed = Steps()
    if not in_environment(place):
        ground(place, timed, arguments)
        os.environ["BACGIANG_STEPS"] = ",".join(f"{k}={v}" for k, v in timed.seconds.items())
        os.execv(place.tool("python"), [str(place.tool("python")), "-m", "dev", *arguments])
    for pair in filter(None, from_before.split(",")):
        name, _, seconds = pair.partition("=")
        timed.seconds[name] = float(seconds)
    from dev import commands  # noqa: PLC0415 (needs what was installed above)

    return commands.run(place, timed, arguments)


def in_environment(place: Place) -> bool:
    """Tell whether this very process runs in the project's virtual environment."""
    return Path(sys.prefix) == place.venv


def ground(place: Place, timed: Steps, arguments: list[str]) -> None:
    """Install what the rest stands on: Debian's packages and the virtual environment.

    Only the commands that start something install; the others raise Problem on a bare clone.
    """
    if arguments[0] not in INSTALLING:
        if not venv.is_here(place):
            raise Problem("Nothing is installed here yet. Start with ./portal demo", 69)
        return
    services = arguments[:2] != ["test", "pure"]
    browser = services and arguments[0] == "test"
    if packages.missing(services, browser):
        with shared_file(venv.lock_file(place), "installs packages"):
            names = packages.missing(services, browser)
            if names:
                with timed.step("packages", f"Debian packages: {' '.join(names)}"):
                    packages.install(names, place.logs / "setup" / "apt.log")
    venv.stand(place, timed)


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
    except Problem as problem:
        print(f"portal: {problem}", file=sys.stderr)
        code = problem.code
    except BrokenPipeError:
        os._exit(141)  # whoever read us has read enough
    except OSError as error:
        line = explain_os_error(error)
        print(f"portal: {line}", file=sys.stderr)
        code = line.code
    except KeyboardInterrupt:
        print("\nportal: interrupted; run the same command again to go on.", file=sys.stderr)
        code = 130
    sys.stdout.flush()
    sys.exit(code)
