# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""How fast effects leave, work lists come back and a lost database stands again.

`run()` measures in a process of its own, on a database that is made for it and thrown away after it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

MESSAGES = 2_000
EVENTS = 100_000
EVENTS_PER_CASE = 100
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ROOT = Path(__file__).resolve().parent.parent


def run(*, events: int = EVENTS, messages: int = MESSAGES) -> dict[str, float]:
    """Measure the outbox, a rebuild and the drill of a restore.

    Args:
        events: How many events the restored database holds.
        messages: How many messages go through the outbox.

    Returns:
        Rates per second and durations in seconds, by name.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOUVAST_HOME": home, "DJANGO_SETTINGS_MODULE": "houvast.web.settings"}
        for name in ("HOUVAST_DATABASE", "HOUVAST_DATABASE_OWNER", "HOUVAST_KEYS", "HOUVAST_CHECKPOINTS"):
            environment.pop(name, None)
        command = [sys.executable, "-m", "benchmarks.effects", str(events), str(messages)]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 - our own program
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def measure(events: int, messages: int) -> dict[str, float]:
    """Measure on the database that the environment names."""
    import django  # noqa: PLC0415 - the settings are read here

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings

    call_command("migrate", verbosity=0)
    return {"bare_syncs_per_s": _bare_syncs(messages), **_outbox(messages), **_drill(events)}


def _bare_syncs(times: int) -> float:
    """Measure what the disk does: append a line, wait until it is there. A message takes three: two files and a row."""
    with tempfile.TemporaryFile(dir=os.environ["HOUVAST_HOME"], buffering=0) as file:
        start = time.perf_counter()
        for _ in range(times):
            file.write(b"x" * 200)
            os.fdatasync(file.fileno())
        return round(times / (time.perf_counter() - start))


@contextmanager
def _timed(figures: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    figures[name] = time.perf_counter() - start


def _outbox(messages: int) -> dict[str, float]:
    from houvast.dossier import outbox, worker  # noqa: PLC0415 - needs Django

    seconds: dict[str, float] = {}
    with _timed(seconds, "written"):
        for number in range(messages):
            outbox.enqueue("file_notification", {"stream": "case/1"}, key=f"message/{number}", at=NOW)
    with _timed(seconds, "delivered"):
        while worker.run_once(NOW + timedelta(seconds=1)):
            pass
    return {f"outbox_{name}_per_s": round(messages / taken) for name, taken in seconds.items()}


def _drill(events: int) -> dict[str, float]:
    from django.conf import settings  # noqa: PLC0415 - needs Django

    from houvast.dossier import projections  # noqa: PLC0415
    from houvast.dossier.backup import backup  # noqa: PLC0415
    from houvast.dossier.key_backup import backup_keys  # noqa: PLC0415
    from houvast.dossier.restore import restore  # noqa: PLC0415

    figures: dict[str, float] = {"restored_events": events}
    _fill(events)
    now = NOW + timedelta(days=400)
    with _timed(figures, "rebuild_s"):
        cases = projections.rebuild(now).cases
    figures["rebuild_cases_per_s"] = cases / figures["rebuild_s"]
    state = projections.dump()
    home = Path(settings.HOUVAST_HOME)
    with _timed(figures, "backup_s"):
        backup(home / "backup", now)
    with _timed(figures, "key_backup_s"):
        backup_keys(home / "key-backup", now)
    _empty()
    with _timed(figures, "restore_s"):
        restore(home / "backup", now)
    if projections.dump() != state:
        raise AssertionError("the restored work lists are not what they were")
    return {name: round(value, 2) for name, value in figures.items()}


def _fill(events: int) -> None:
    """Write cases of a hundred events each, without work lists: those are what a rebuild is for."""
    from tests.case_histories import a_case  # noqa: PLC0415

    from houvast.core.events import ActorId, OrganisationId, StreamId  # noqa: PLC0415
    from houvast.dossier import hooks, store  # noqa: PLC0415

    hooks.on_append.clear()
    for number in range(events // EVENTS_PER_CASE):
        at, seq = NOW, 0
        for at, batch in a_case(EVENTS_PER_CASE, seed=number, start=NOW):
            store.append(
                StreamId(f"case/{number}"),
                batch,
                by=ActorId("officer-1"),
                org=OrganisationId("police.veenrand-1"),
                clock=at,
                expected_seq=seq,
            )
            seq += len(batch)


def _empty() -> None:
    """Put a new, empty database where the old one was; keys and checkpoints are elsewhere and stay."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    connection.close()
    for file in Path(connection.settings_dict["NAME"]).parent.glob("houvast.sqlite3*"):
        file.unlink()
    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    json.dump(measure(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
