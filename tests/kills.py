# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writers that are killed at random moments: is everything there that another process saw acknowledged?

    python -m tests.kills 100     # works with the store that the environment names; prints what it found as JSON

The writers are forked from one process that has imported everything, so that a thousand kills take a minute.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import select
import shutil
import signal
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import django
from django.db import connections

from houvast.core.events import Event

MAX_WAIT_S = 0.05
PATIENCE_S = 20
END_WITH_PARENT = 1  # prctl(PR_SET_PDEATHSIG)
KILLS_PER_CASE = 5  # work lists are computed at each append, so a case must not grow for ever
Events = dict[tuple[str, int], str]


@dataclass
class Result:
    """What a series came to."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    events: int = 0
    copies: int = 0
    copies_spoiled: int = 0
    chain_holds: bool = False


def main() -> None:
    """Kill as many writers as the command line says, taking a copy of the file of every tenth first."""
    django.setup()
    sys.stdout.write(json.dumps(asdict(kill_writers(int(sys.argv[1])))))


def kill_writers(kills: int) -> Result:
    """Kill writers of one case one after the other, and compare what they said was written with what is there."""
    from houvast.dossier.checkpoints import verify

    chance, result = random.Random(1), Result()
    acknowledged: Events = {}
    append(0)  # what is read once is read before the first fork
    while result.kills < kills:
        connections.close_all()
        copy = None
        reading, writing = os.pipe()
        writer = os.fork()
        if writer == 0:
            os.close(reading)
            write_until_killed(writing, result.kills // KILLS_PER_CASE)
        os.close(writing)
        if result.kills % 4:  # the others may be killed before they wrote anything
            select.select([reading], [], [], PATIENCE_S)
        time.sleep(chance.random() * MAX_WAIT_S)
        if result.kills % 10 == 0 and connections["default"].vendor == "sqlite":
            os.kill(writer, signal.SIGSTOP)
            copy = copy_files()
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        if copy:
            look_at_copy(copy, result, acknowledged)
        with os.fdopen(reading, "rb") as pipe:
            for line in pipe.read().decode().splitlines(keepends=True):
                if line.endswith("\n"):
                    stream, seq, id_ = line.split()
                    acknowledged[stream, int(seq)] = id_
        result.kills += 1
    there = all_there()
    result.acknowledged = len(acknowledged)
    result.lost = len(acknowledged.items() - there.items())
    result.events = len(there)
    result.chain_holds = verify().holds
    return result


def write_until_killed(writing: int, case: int) -> None:
    """Append one event after another, and say so after each."""
    ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGKILL)
    while True:
        event = append(case)
        os.write(writing, f"{event.stream} {event.seq} {event.id}\n".encode())


def append(case: int) -> Event:
    """Append one event to a case."""
    from tests.generators import NOW, a_new_event

    from houvast.dossier import store

    new = a_new_event("note.added", facts="Zij zag hem weer bij de school.")
    (event,) = store.append(f"case/{case}", [new], by="a", org="police", clock=NOW, expected_seq=None)
    return event


def all_there() -> Events:
    """Return the id of every event in the store."""
    from houvast.dossier import store

    return {(stream, event.seq): event.id for stream in store.streams() for event in store.read(stream)}


def copy_files() -> Path:
    """Copy the files of a writer that stands still, as a power cut would leave them."""
    file = Path(connections["default"].settings_dict["NAME"])
    copy = file.with_name("copy.sqlite3")
    for suffix in ("", "-wal"):
        if file.with_name(file.name + suffix).exists():
            shutil.copy(file.with_name(file.name + suffix), copy.with_name(copy.name + suffix))
    return copy


def look_at_copy(copy: Path, result: Result, acknowledged: Events) -> None:
    """Read a copy: is it whole, and is all there that was acknowledged before its writer began?"""
    from houvast.dossier import story_cache
    from houvast.dossier.checkpoints import verify

    default = connections["default"]
    file = default.settings_dict["NAME"]
    default.close()
    default.settings_dict["NAME"] = str(copy)
    story_cache.clear()
    whole = verify().holds and acknowledged.items() <= all_there().items()
    default.close()
    default.settings_dict["NAME"] = file
    story_cache.clear()
    for left in copy.parent.glob(f"{copy.name}*"):
        left.unlink()
    result.copies += 1
    result.copies_spoiled += not whole


if __name__ == "__main__":
    main()
