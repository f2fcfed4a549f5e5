"""What small hostile requests cost the running portal, each beside an ordinary page.

    ./portal bench hostile [rounds]          (the stack runs: ./portal up)

A visitor sends each request and asks for the list of entries right before and after it; the ratio
of the times is what counts. Then eight of the most expensive run at once while another visitor
reads: the list's p95 beside that of the same list alone, and beside eight who read it too. Only
the portal of this machine is asked, nothing is stored.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles

import click
import requests

from bench import scratch
from bench.hostile_requests import ORDINARY, Hostile, all_requests
from dev.place import find_place
from dev.sites import PROVINCE

ROUNDS = 3
READS = 40
"""Ordinary pages read while eight hostile requests run again and again."""

AT_ONCE = 8
MOST_SECONDS = 60


class Visitor:
    """Somebody who is not signed in."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()

    def reads(self) -> float:
        """Return the seconds of an ordinary page."""
        return self._timed(lambda: self.session.get(self.url + ORDINARY, timeout=MOST_SECONDS))[0]

    def sends(self, hostile: Hostile) -> tuple[float, int]:
        """Return the seconds of a hostile request, and the status; 0 where none came."""
        headers = dict(hostile.headers)
        body = hostile.body() if callable(hostile.body) else hostile.body
        address = self.url + hostile.path
        if body is None:
            return self._timed(lambda: self._ask("GET", address, headers, None))
        return self._timed(lambda: self._ask("POST", address, headers, body))

    def _ask(
        self,
        method: str,
        address: str,
        headers: dict[str, str],
        body: bytes | Iterator[bytes] | None,
    ) -> requests.Response:
        return self.session.request(
            method, address, headers=headers, data=body, timeout=MOST_SECONDS, allow_redirects=False
        )

    def _timed(self, ask: Callable[[], requests.Response]) -> tuple[float, int]:
        started = time.perf_counter()
        try:
            status = ask().status_code
        except requests.ConnectionError:
            # The server answers and closes before all of a large body is sent.
            self.session, status = requests.Session(), 0
        except requests.Timeout:
            return float(MOST_SECONDS), 0
        return time.perf_counter() - started, status


def main() -> None:
    """Ask, print the table of ratios, and write one JSON line for comparisons."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    place = find_place(Path(__file__).resolve().parent.parent)
    visitor = Visitor(place.url(PROVINCE.name))
    for _ in range(10):
        visitor.reads()
    figures = [_beside(visitor, hostile, rounds) for hostile in all_requests()]
    figures.sort(key=lambda figure: -float(figure["ratio"]))
    click.echo(f"{len(figures)} requests, {rounds} rounds; {ORDINARY} right before and after each")
    click.echo(f"{'':34}{'status':>7}{'ms':>8}{'ordinary':>10}{'ratio':>8}")
    for found in figures:
        times = f"{found['milliseconds']:>8.0f}{found['ordinary']:>10.0f}{found['ratio']:>8.2f}"
        click.echo(f"{found['what']:34}{found['status']:>7}{times}")
    worst = {figure["what"] for figure in figures[:AT_ONCE]}
    p95 = {
        "alone": _p95_beside(visitor, []),
        "beside_eight_readers": _p95_beside(visitor, [Hostile("reads", ORDINARY)] * AT_ONCE),
        "beside_eight_hostile": _p95_beside(
            visitor, [hostile for hostile in all_requests() if hostile.what in worst]
        ),
    }
    click.echo(f"p95 of {ORDINARY}, eight clients that never pause beside it:")
    for name, seconds in p95.items():
        ratio = seconds / p95["alone"]
        click.echo(f"  {name.replace('_', ' '):34}{seconds * 1000:>8.0f} ms{ratio:>8.2f}")
    click.echo(scratch.json_line("hostile", {"requests": figures, "p95": p95}))


def _beside(visitor: Visitor, hostile: Hostile, rounds: int) -> dict[str, str | float]:
    ordinary, times, status = [], [], 0
    for _ in range(rounds):
        ordinary.append(visitor.reads())
        seconds, status = visitor.sends(hostile)
        times.append(seconds)
        ordinary.append(visitor.reads())
    return {
        "what": hostile.what,
        "status": status,
        "milliseconds": median(times) * 1000,
        "ordinary": median(ordinary) * 1000,
        "ratio": median(times) / median(ordinary),
    }


def _p95_beside(visitor: Visitor, others: list[Hostile]) -> float:
    """Return the p95 of an ordinary page while each of ``others`` is sent again and again."""
    ended = threading.Event()

    def again(hostile: Hostile) -> None:
        other = Visitor(visitor.url)
        while not ended.is_set():
            other.sends(hostile)

    threads = [threading.Thread(target=again, args=(hostile,)) for hostile in others]
    for thread in threads:
        thread.start()
    try:
        seconds = [visitor.reads() for _ in range(READS)]
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    return quantiles(seconds, n=20)[-1]


if __name__ == "__main__":
    main()
