# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: S608 - every name in a statement is from this module
"""What somebody can do to the rows who goes round the program and its guards, but has no keys.

Each way takes a connection on which the guards are off and the chance to choose by, and returns where it should be
found: the stream, and the place in it where that can be told.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from unittest.mock import patch

from houvast.dossier.chain import COLUMNS, Stored, envelope, link


class Connection(Protocol):
    """What sqlite3 and psycopg have in common."""

    def execute(self, statement: str, values: Sequence[object] = ..., /) -> object: ...


@dataclass
class Raw:
    """The rows, with nothing in between."""

    connection: Connection
    marker: str = "?"

    def run(self, statement: str, *values: object) -> list[tuple]:
        found = self.connection.execute(statement.replace("?", self.marker), values)
        return found.fetchall() if found.description else []

    def rows(self, stream: str) -> list[Stored]:
        return [
            Stored._make(row) for row in self.run(f"SELECT {COLUMNS} FROM event WHERE stream = ? ORDER BY seq", stream)
        ]

    def add(self, row: Stored) -> None:
        marks = ", ".join("?" * len(row))
        self.run(f"INSERT INTO event ({COLUMNS}) VALUES ({marks})", *row)

    def change(self, row: Stored, **values: object) -> None:
        assignments = ", ".join(f'"{name}" = ?' for name in values)
        self.run(f"UPDATE event SET {assignments} WHERE id = ?", *values.values(), row.id)

    def some(self, chance: random.Random) -> Stored:
        """Return an event of a stream of at least four."""
        (streams,) = zip(*self.run("SELECT stream FROM head WHERE seq >= 4 ORDER BY stream"), strict=True)
        return chance.choice(self.rows(chance.choice(streams)))


DESTROYED = "case/0"
Found = tuple[str, int | None]
Way = Callable[[Raw, random.Random], Found]


def flip_a_bit(raw: Raw, chance: random.Random) -> Found:
    row = raw.some(chance)
    column = chance.choice(["nonce", "ciphertext"])
    content = bytearray(getattr(row, column))
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    raw.change(row, **{column: bytes(content)})
    return row.stream, row.seq


def edit_a_field(raw: Raw, chance: random.Random) -> Found:
    row = raw.some(chance)
    edits = {
        "kind": "order.lifted.v1",
        "occurred_start": "2025-01-01T00:00:00.000000Z",
        "occurred_end": "2027-01-01T00:00:00.000000Z",
        "precision": "month",
        "entered": "2025-01-01T00:00:00.000000Z",
        "recorded": "2025-01-01T00:00:00.000000Z",
        "by": "somebody-else",
        "org": "shelter",
        "about": "another",
        "category": "sharing",
        "origin": "partner",
        "key_id": "00000000-0000-4000-8000-000000000000",
        "id": "00000000-0000-7000-8000-000000000000",
        "prev": "f" * 64,
        "hash": "f" * 64,
        "seq": 900 + row.seq,
    }
    column = chance.choice(sorted(name for name, value in edits.items() if getattr(row, name) != value))
    raw.change(row, **{column: edits[column]})
    return row.stream, None if column in {"id", "hash"} else row.seq


def remove_one(raw: Raw, chance: random.Random) -> Found:
    row = raw.some(chance)
    raw.run("DELETE FROM event WHERE id = ?", row.id)
    return row.stream, row.seq


def remove_one_and_close_the_gap(raw: Raw, chance: random.Random) -> Found:
    row = raw.some(chance)
    raw.run("DELETE FROM event WHERE id = ?", row.id)
    for later in raw.rows(row.stream)[row.seq - 1 :]:
        raw.change(later, seq=later.seq - 1)
    raw.run("UPDATE head SET seq = seq - 1 WHERE stream = ?", row.stream)
    return row.stream, None


def insert_at_the_end(raw: Raw, chance: random.Random) -> Found:
    last = raw.rows(raw.some(chance).stream)[-1]
    forged = relinked(last._replace(id=new_id(chance), seq=last.seq + 1, kind="case.closed.v1"), last.hash)
    raw.add(forged)
    raw.run(
        "UPDATE head SET seq = ?, hash = ?, event = ? WHERE stream = ?", forged.seq, forged.hash, forged.id, last.stream
    )
    return last.stream, forged.seq


def insert_in_the_middle(raw: Raw, chance: random.Random) -> Found:
    row = raw.some(chance)
    for later in reversed(raw.rows(row.stream)[row.seq :]):
        raw.change(later, seq=later.seq + 1)
    raw.add(row._replace(id=new_id(chance), seq=row.seq + 1))
    raw.run("UPDATE head SET seq = seq + 1 WHERE stream = ?", row.stream)
    return row.stream, row.seq + 1


def swap_two(raw: Raw, chance: random.Random) -> Found:
    row = raw.some(chance)
    other = chance.choice([each for each in raw.rows(row.stream) if each.id != row.id])
    raw.change(row, seq=-1)
    raw.change(other, seq=row.seq)
    raw.change(row, seq=other.seq)
    return row.stream, min(row.seq, other.seq)


def swap_payloads(raw: Raw, chance: random.Random) -> Found:
    row = raw.some(chance)
    other = chance.choice([each for each in raw.rows(row.stream) if each.ciphertext != row.ciphertext])
    raw.change(row, nonce=other.nonce, ciphertext=other.ciphertext)
    raw.change(other, nonce=row.nonce, ciphertext=row.ciphertext)
    return row.stream, row.seq


def move_to_another_case(raw: Raw, chance: random.Random) -> Found:
    row = raw.some(chance)
    raw.change(row, stream="case/elsewhere")
    return row.stream, row.seq


def cut_the_tail(raw: Raw, chance: random.Random) -> Found:
    rows = raw.rows(raw.some(chance).stream)
    kept = chance.randrange(1, len(rows))
    last = rows[kept - 1]
    set_head(raw, last)
    for row in rows[kept:]:
        raw.run("DELETE FROM event WHERE id = ?", row.id)
    return last.stream, kept + 1


def rewrite_from_here(raw: Raw, chance: random.Random) -> Found:
    """Change one event, and every hash after it, so that the chain looks whole."""
    row = raw.some(chance)
    rows = raw.rows(row.stream)
    prev = rows[row.seq - 2].hash if row.seq > 1 else "0" * 64
    for each in rows[row.seq - 1 :]:
        edited = relinked(each._replace(by="somebody-else") if each.id == row.id else each, prev)
        raw.change(each, by=edited.by, prev=edited.prev, hash=edited.hash)
        prev = edited.hash
    set_head(raw, raw.rows(row.stream)[-1])
    return row.stream, None if row.stream == DESTROYED else row.seq  # nothing can be opened there to tell where


def take_a_case_away(raw: Raw, chance: random.Random) -> Found:
    stream = raw.some(chance).stream
    raw.run("DELETE FROM head WHERE stream = ?", stream)
    raw.run("DELETE FROM event WHERE stream = ?", stream)
    return stream, None


def spoil_a_head(raw: Raw, chance: random.Random) -> Found:
    stream = raw.some(chance).stream
    statement = chance.choice(
        [
            "DELETE FROM head WHERE stream = ?",
            "UPDATE head SET hash = 'f' WHERE stream = ?",
            "UPDATE head SET seq = 3 WHERE stream = ?",
        ]
    )
    raw.run(statement, stream)
    return stream, None


def spoil_a_person(raw: Raw, chance: random.Random) -> Found:
    statement = chance.choice(
        [
            "DELETE FROM person_version WHERE version = 2",
            "UPDATE person_version SET ciphertext = nonce WHERE version = 2",
        ]
    )
    raw.run(statement)
    return "person/p1", 2


def spoil_the_register(raw: Raw, chance: random.Random) -> Found:
    statement = chance.choice(
        [
            "DELETE FROM destruction WHERE number = 2",
            "UPDATE destruction SET ground = 'none' WHERE number = 2",
            "UPDATE destruction SET \"keys\" = '' WHERE number = 2",
        ]
    )
    raw.run(statement)
    return "destruction", 2


WAYS: tuple[Way, ...] = (
    flip_a_bit,
    edit_a_field,
    remove_one,
    remove_one_and_close_the_gap,
    insert_at_the_end,
    insert_in_the_middle,
    swap_two,
    swap_payloads,
    move_to_another_case,
    cut_the_tail,
    rewrite_from_here,
    take_a_case_away,
    spoil_a_head,
    spoil_a_person,
    spoil_the_register,
)


def relinked(row: Stored, prev: str) -> Stored:
    """Return a row with the hash that fits it, as anybody can compute it."""
    row = row._replace(prev=prev)
    return row._replace(hash=link(envelope(row), row.nonce, row.ciphertext))


def set_head(raw: Raw, last: Stored) -> None:
    values = (last.seq, last.hash, last.recorded, last.id, last.stream)
    raw.run("UPDATE head SET seq = ?, hash = ?, recorded = ?, event = ? WHERE stream = ?", *values)


def new_id(chance: random.Random) -> str:
    return f"00000000-0000-7000-8000-{chance.randrange(10**12):012d}"


def disarm_sqlite(file: object) -> sqlite3.Connection:
    """Open a file of SQLite as any program can, and take its guards away."""
    connection = sqlite3.connect(str(file), isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    return connection


def fill(cases: int = 3, events: int = 6) -> None:
    """Put cases of events that make no sense together, a person and two destructions in a store; set a checkpoint."""
    from tests.generators import NOW, a_new_event, every_kind

    from houvast.dossier import hooks, store
    from houvast.dossier.checkpoints import write_checkpoint
    from houvast.dossier.destruction import Decision, Reason, destroy
    from houvast.dossier.person_records import PersonRecord, write

    chance = random.Random(7)
    with patch.object(hooks, "on_append", []), patch.object(hooks, "on_destruction", []):
        for case in range(cases):
            for org in ("police", "om"):
                news = [a_new_event(chance.choice(every_kind()), seed=seed) for seed in range(events // 2)]
                store.append(f"case/{case}", news, by="a", org=org, clock=NOW, expected_seq=None)
        for version in range(3):
            write("p1", PersonRecord(called=str(version)), by="a", org="police", clock=NOW, expected_version=version)
        for number, org in enumerate(("police", "om")):
            decision = Decision(id=f"d{number}", by="a", reason=Reason.UNLAWFUL, ground="avg-17", decided_at=NOW)
            destroy(DESTROYED, org, decision=decision)
    write_checkpoint(NOW)
