"""The supervisor that keeps the processes, and what is asked of it."""

from __future__ import annotations

import os
import shlex
import shutil
import time
import xmlrpc.client
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dev import files, keys, ports, steps
from dev.place import Place
from dev.problems import Problem, explain_output

MAIN = """[supervisord]
logfile=logs/supervisor.log
pidfile=run/supervisor.pid
childlogdir=logs
nodaemon=false
minfds=1024
umask=077
{user}
[inet_http_server]
port=127.0.0.1:{port}
username=portal
password={password}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[include]
files=programs/*.conf
"""

PROGRAM = """[program:{name}]
command={command}
directory={directory}
environment={environment}
stdout_logfile=logs/{name}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=2
redirect_stderr=true
autostart=false
autorestart=true
startsecs=1
startretries=3
stopsignal={stop}
stopwaitsecs=20
stopasgroup=false
killasgroup=true
"""


@dataclass(frozen=True, slots=True)
class Program:
    """A process to keep: its command, environment (may hold secrets) and stop signal."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop: str = "TERM"


def log_of(place: Place, name: str) -> Path:
    """Return the log file of a kept process."""
    return place.logs / f"{name}.log"


def describe(place: Place, program: Program) -> str:
    """Return the supervisor's text for a program; percent signs and quotes are escaped."""
    environment = {ports.STACK_MARK: str(place.local), **program.environment}
    pairs = (f'{name}="{value}"' for name, value in environment.items())
    return PROGRAM.format(
        name=program.name,
        command=shlex.join(program.command).replace("%", "%%"),
        directory=str(place.root).replace("%", "%%"),
        environment=",".join(pairs).replace("%", "%%"),
        stop=program.stop,
    )


class _Transport(xmlrpc.client.Transport):
    """HTTP with a time limit, so that a stuck supervisor is a message and no standstill."""

    def make_connection(self, host: Any) -> Any:
        connection = super().make_connection(host)
        connection.timeout = 60
        return connection


def _ask(place: Place) -> Any:
    password = keys.key(place, "supervisor")
    address = f"http://portal:{password}@127.0.0.1:{place.port('supervisor')}/RPC2"
    return xmlrpc.client.ServerProxy(address, transport=_Transport()).supervisor


def is_up(place: Place) -> bool:
    """Tell whether this stack's supervisor answers."""
    if not ports.is_taken(place.port("supervisor")):
        return False
    try:
        _ask(place).getState()
    except (OSError, xmlrpc.client.Error):
        return False
    return True


def stand(place: Place) -> None:
    """Start the supervisor unless it runs; clear away what a killed one left behind."""
    if is_up(place):
        return
    ended = ports.end_leftovers(place)
    if ended:
        print(f"  (ended {ended} processes left over from a run that was killed)")
    ports.require_free(place, "supervisor")
    # What an earlier run wanted may not fit any more; each program is written anew when started.
    shutil.rmtree(place.run / "programs", ignore_errors=True)
    (place.run / "programs").mkdir(parents=True)
    place.logs.mkdir(parents=True, exist_ok=True)
    config = place.run / "supervisord.conf"
    text = MAIN.format(
        user="user=root" if os.geteuid() == 0 else "",
        port=place.port("supervisor"),
        password=keys.key(place, "supervisor"),
    )
    files.write(config, text.replace("%", "%%"), 0o600)
    log = place.logs / "setup" / "supervisor.log"
    marked = {**os.environ, ports.STACK_MARK: str(place.local)}
    steps.run(
        "Supervisor",
        [place.tool("supervisord"), "-c", config],
        log,
        env=marked,
        cwd=place.local,
        daemon=True,
    )
    _wait_until(lambda: is_up(place), 15, "The supervisor", place.logs / "supervisor.log")


def start(place: Place, programs: Sequence[Program]) -> None:
    """Write the programs down and start those that do not run; a changed one is restarted.

    Raises Problem with the end of its log when one does not stay up.
    """
    folder = place.run / "programs"
    changed = {
        program.name
        for program in programs
        if files.write(folder / f"{program.name}.conf", describe(place, program), 0o600)
    }
    ask = _ask(place)
    known = {entry["name"]: entry["statename"] for entry in ask.getAllProcessInfo()}
    if changed:
        ask.reloadConfig()
    for program in programs:
        name = program.name
        if name in changed and name in known:
            _stop_one(ask, name)
            ask.removeProcessGroup(name)
            known.pop(name)
        if name not in known:
            ask.addProcessGroup(name)
        if known.get(name) not in ("RUNNING", "STARTING"):
            _start_one(place, ask, name)


def _start_one(place: Place, ask: Any, name: str) -> None:
    try:
        ask.startProcess(name, False)
    except xmlrpc.client.Fault as fault:
        raise Problem(
            f"{name} cannot be started: {fault.faultString}. See ./portal logs"
        ) from fault


def stop(place: Place, names: Sequence[str]) -> None:
    """Stop programs by name; those that do not run are left alone."""
    if is_up(place):
        ask = _ask(place)
        for name in names:
            _stop_one(ask, name)


def _stop_one(ask: Any, name: str) -> None:
    try:
        ask.stopProcess(name, True)
    except xmlrpc.client.Fault as fault:
        if fault.faultCode not in (10, 70):  # BAD_NAME, NOT_RUNNING
            raise


def states(place: Place) -> list[dict[str, Any]]:
    """Return what the supervisor knows of each program (name, statename, pid, description)."""
    return list(_ask(place).getAllProcessInfo()) if is_up(place) else []


def running(place: Place) -> set[str]:
    """Return the names of the programs that run."""
    return {str(entry["name"]) for entry in states(place) if entry["statename"] == "RUNNING"}


def shut(place: Place) -> None:
    """Stop every program and the supervisor itself; leave nothing of this stack behind."""
    if is_up(place):
        _ask(place).shutdown()
        deadline = time.monotonic() + 45
        while time.monotonic() < deadline and ports.leftovers(place):
            time.sleep(0.1)
    ports.end_leftovers(place)


def wait_ready(place: Place, name: str, ready: Any, seconds: float) -> None:
    """Wait until ``ready()`` is true; raise Problem when the program ``name`` gave up before."""

    def check() -> bool:
        if ready():
            return True
        state = _ask(place).getProcessInfo(name)["statename"]
        if state in ("FATAL", "EXITED", "STOPPED"):
            log = log_of(place, name)
            raise explain_output(f"Starting {name}", _tail(log), str(log))
        return False

    _wait_until(check, seconds, name, log_of(place, name))


def _tail(log: Path) -> str:
    return log.read_text("utf-8", "replace")[-4000:] if log.is_file() else ""


def _wait_until(ready: Any, seconds: float, what: str, log: Path) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise Problem(f"{what} does not answer after {seconds:.0f} s. Look into {log}")
        time.sleep(0.1)
