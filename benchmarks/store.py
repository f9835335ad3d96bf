# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: S311 - a measurement must come out the same twice
"""How fast events are written and read, beside what the disk can do; and whether any is lost or changed unseen.

    python -m benchmarks.store            # everything: 1,000 kills and 1,000 tamperings, a quarter of an hour
    python -m benchmarks.store 20         # the same with 20 of each

`run()` measures in a process of its own, on databases that are made for it and thrown away after it. An append computes
the work list of its case too, as it does at work.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from tests.stores import Store, Workshop

    from houvast.core.events import NewEvent

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
APPENDS, PER_CASE, GROUP, WRITERS, PER_WRITER = 1_500, 30, 100, 16, 30
BARE_S = 1.0
EVENT_BYTES = 1_000
"""What one event of these takes in the table: envelope, sealed payload and hashes."""
BARS: dict[str, Callable[[float], bool]] = {
    "appends_per_s": lambda rate: rate >= 300,  # noqa: PLR2004 - the bar of issue 2
    "imported_per_s": lambda rate: rate >= 3_000,  # noqa: PLR2004
    "writers_gaps": lambda count: count == 0,
    "writers_doubles": lambda count: count == 0,
    "kills_lost": lambda count: count == 0,
    "kills_chain_broken": lambda count: count == 0,
    "copies_spoiled": lambda count: count == 0,
    "server_kills_lost": lambda count: count == 0,
    "tamperings_unseen": lambda count: count == 0,
}


def run(*, hard: int = 1_000) -> dict[str, float]:
    """Measure the store on both databases.

    Args:
        hard: How many kills and tamperings.

    Returns:
        Rates per second, durations in milliseconds and counts, by the name of the database and of what was measured.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HOUVAST_")}
        environment |= {"HOUVAST_HOME": home, "DJANGO_SETTINGS_MODULE": "houvast.web.settings"}
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.store", str(hard), home]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own program
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def misses(figures: dict[str, float]) -> list[str]:
    """Return the names of the figures that do not reach what was asked."""
    return [name for name, value in figures.items() if not BARS.get(name.partition("_")[2], lambda _: True)(value)]


def measure(folder: Path, hard: int) -> dict[str, float]:
    """Measure in this process."""
    import django  # noqa: PLC0415 - the settings are read here

    django.setup()
    from tests.stores import Workshop  # noqa: PLC0415 - needs Django

    figures: dict[str, float] = {}
    workshop = Workshop(folder)
    with contextlib.closing(workshop):
        for backend in ("sqlite", "postgres"):
            parts = (_speed, _writers, _kills, _server_kills, _tamperings)
            for part in parts:
                with _store(workshop, backend, folder) as store:
                    figures |= {f"{backend}_{name}": value for name, value in part(store, hard).items()}
                    print(f"{backend} {part.__name__.strip('_')}", file=sys.stderr)  # noqa: T201 - progress
    return figures


@contextlib.contextmanager
def _store(workshop: Workshop, backend: str, folder: Path) -> Iterator[Store]:
    home = Path(tempfile.mkdtemp(dir=folder))
    made = workshop.make(backend, home)
    with made.in_use():
        yield made
    made.drop()
    shutil.rmtree(home)


def _made_up() -> list[NewEvent]:
    """Return events to write, made before the clock runs: what happens in a case day by day, one note in twenty."""
    from tests.generators import a_new_event  # noqa: PLC0415 - needs the path

    kinds = ("report.made", "circumstances.unchanged", "contact.kept", "partner.notified")
    return [
        a_new_event("note.added" if n % 20 == 0 else kinds[n % len(kinds)], seed=n, about=None) for n in range(GROUP)
    ]


def _append(case: int | str, news: list[NewEvent], expected_seq: int | None = None) -> None:
    from houvast.dossier import store  # noqa: PLC0415 - needs Django

    store.append(f"case/{case}", news, by="officer-1", org="police", clock=NOW, expected_seq=expected_seq)


def _speed(store: Store, _hard: int) -> dict[str, float]:
    """Measure appending one by one, importing in groups, and reading, between two looks at the bare disk."""
    from houvast.dossier import store as events  # noqa: PLC0415 - needs Django
    from houvast.dossier import story_cache  # noqa: PLC0415
    from houvast.dossier.checkpoints import verify, write_checkpoint  # noqa: PLC0415

    disk = store.server.folder if store.server else store.home
    news = _made_up()
    _append("warm", news)
    before = _bare_rate(disk)
    one_by_one = _rate(APPENDS, lambda number: _append(number // PER_CASE, [news[number % GROUP]]))
    after = _bare_rate(disk)
    notes = _rate(APPENDS // 5, lambda number: _append(f"notes-{number // PER_CASE}", news[:1]))
    groups = 30
    imported = GROUP * _rate(groups, lambda number: _append(f"import-{number}", news))
    with _alone():
        alone = _rate(APPENDS, lambda number: _append(f"alone-{number // PER_CASE}", [news[number % GROUP]]))
        imported_alone = GROUP * _rate(groups, lambda number: _append(f"import-alone-{number}", news))
    story_cache.clear()
    cold = _rate(groups, lambda number: events.read(f"case/import-{number}"))
    warm = _rate(1_000, lambda number: events.read(f"case/import-{number % groups}"))
    checkpoint = _rate(1, lambda _: write_checkpoint(NOW))
    started = time.perf_counter()
    report = verify()
    if not report.holds:
        raise RuntimeError(report.problems)
    return {
        "bare_per_s": (before + after) / 2,
        "appends_per_s": one_by_one,
        "appends_without_work_lists_per_s": alone,
        "appended_notes_per_s": notes,
        "imported_per_s": imported,
        "imported_without_work_lists_per_s": imported_alone,
        "read_100_events_cold_ms": 1_000 / cold,
        "read_100_events_warm_ms": 1_000 / warm,
        "checkpoint_ms": 1_000 / checkpoint,
        "verified_per_s": report.events / (time.perf_counter() - started),
    }


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Leave out what follows from an append."""
    from houvast.dossier import hooks  # noqa: PLC0415 - needs Django

    with patch.object(hooks, "on_append", []):
        yield


def _rate(count: int, work: Callable[[int], object]) -> float:
    started = time.perf_counter()
    for number in range(count):
        work(number)
    return count / (time.perf_counter() - started)


def _bare_rate(folder: Path) -> float:
    """Return how often a second the disk takes as many bytes as an event has, each time for certain."""
    descriptor = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        count, started = 0, time.perf_counter()
        while time.perf_counter() < started + BARE_S:
            os.write(descriptor, b"e" * EVENT_BYTES)
            os.fdatasync(descriptor)
            count += 1
        return count / (time.perf_counter() - started)
    finally:
        os.close(descriptor)
        (folder / "bare").unlink()


def _writers(_store: Store, _hard: int) -> dict[str, float]:
    """Let sixteen processes write to one case, each after what it has seen."""
    from django.db import connections  # noqa: PLC0415 - needs Django

    from houvast.dossier import store  # noqa: PLC0415
    from houvast.dossier.errors import StaleVersionError  # noqa: PLC0415

    news = _made_up()[1:2]
    _append("shared", news)
    connections.close_all()
    started, children = time.perf_counter(), []
    for _ in range(WRITERS):
        child = os.fork()
        if child:
            children.append(child)
            continue
        done = 0
        while done < PER_WRITER:
            head = store.head("case/shared")
            with contextlib.suppress(StaleVersionError):
                _append("shared", news, expected_seq=head.seq if head else 0)
                done += 1
        os._exit(0)
    failed = sum(os.waitpid(child, 0)[1] != 0 for child in children)
    seconds = time.perf_counter() - started
    places = [event.seq for event in store.read("case/shared")]
    wanted = WRITERS * PER_WRITER + 1
    return {
        "writers_appends_per_s": wanted / seconds,
        "writers_gaps": failed + len(set(range(1, wanted + 1)) - set(places)),
        "writers_doubles": len(places) - len(set(places)),
    }


def _kills(_store: Store, hard: int) -> dict[str, float]:
    from tests.kills import kill_writers  # noqa: PLC0415 - needs Django

    result = kill_writers(hard)
    return {
        "kills": result.kills,
        "kills_acknowledged": result.acknowledged,
        "kills_lost": result.lost,
        "kills_chain_broken": not result.chain_holds,
        "copies": result.copies,
        "copies_spoiled": result.copies_spoiled,
    }


def _server_kills(store: Store, hard: int) -> dict[str, float]:
    """Kill the server itself while somebody writes."""
    from django.db import connection  # noqa: PLC0415 - needs Django
    from tests.kills import all_there  # noqa: PLC0415

    from houvast.dossier import store as events  # noqa: PLC0415
    from houvast.dossier.errors import StoreUnavailableError  # noqa: PLC0415

    if store.server is None:
        return {}
    chance, acknowledged, kills = random.Random(3), dict[tuple[str, int], str](), max(5, hard // 20)

    def write(stream: str) -> None:
        from tests.generators import a_new_event  # noqa: PLC0415

        with contextlib.suppress(StoreUnavailableError):
            while True:
                new = [a_new_event("note.added")]
                (event,) = events.append(stream, new, by="a", org="police", clock=NOW, expected_seq=None)
                acknowledged[stream, event.seq] = event.id
        connection.close()

    for kill in range(kills):
        writer = threading.Thread(target=write, args=(f"case/{kill}",))
        writer.start()
        time.sleep(0.05 + chance.random() / 5)
        store.server.kill()
        writer.join()
        connection.close()
        store.server.start()
    lost = acknowledged.items() - all_there().items()
    return {"server_kills": kills, "server_kills_acknowledged": len(acknowledged), "server_kills_lost": len(lost)}


def _tamperings(store: Store, hard: int) -> dict[str, float]:
    """Change the file in every way that `tests/tampering.py` knows, and count what verification does not see."""
    from django.db import connection  # noqa: PLC0415 - needs Django
    from tests.stores import Store as AStore  # noqa: PLC0415
    from tests.tampering import WAYS, Raw, disarm_sqlite, fill  # noqa: PLC0415

    from houvast.dossier.checkpoints import verify  # noqa: PLC0415

    if store.server:
        return {}
    fill()
    connection.close()  # so that the file holds all
    unseen = 0
    for number in range(hard):
        way, copy = WAYS[number % len(WAYS)], store.home / "tampered.sqlite3"
        shutil.copy(store.file, copy)
        with contextlib.closing(disarm_sqlite(copy)) as raw:
            stream, seq = way(Raw(raw), random.Random(f"bench {number}"))
        with AStore("sqlite", store.home, f"sqlite:///{copy}").in_use():
            problems = verify().problems
        unseen += not any(problem.stream == stream and seq in {None, problem.seq} for problem in problems)
    return {"tamperings": hard, "tamperings_unseen": unseen}


def show(figures: dict[str, float]) -> str:
    """Return the figures as a table, with a mark beside those that do not reach what was asked."""
    missed = misses(figures)
    return "\n".join(f"{name:<36}{value:>14,.2f}{'   !' if name in missed else ''}" for name, value in figures.items())


if __name__ == "__main__":
    if len(sys.argv) > 2:  # noqa: PLR2004 - called by run()
        sys.stdout.write(json.dumps(measure(Path(sys.argv[2]), int(sys.argv[1]))))
    else:
        found = run(hard=int(sys.argv[1])) if len(sys.argv) > 1 else run()
        sys.stdout.write(f"{json.dumps(found)}\n{show(found)}\n")
