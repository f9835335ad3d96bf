# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Verification: is everything that was ever recorded still there, unchanged and in its place?

Every hash and link is computed again, every payload whose key is there is opened, every head is compared, and all of it
with the checkpoints. What lies after the last checkpoint can be seen to be changed, but not to be cut off.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from django.db import DatabaseError, connection

from houvast.dossier import checkpoint_file, destroyed
from houvast.dossier.availability import unavailable_as_error
from houvast.dossier.backup import one_moment
from houvast.dossier.chain import COLUMNS, GENESIS, Stored, sha256
from houvast.dossier.checkpoint_file import Checkpoint, Lodged, Mark
from houvast.dossier.destruction import record_of
from houvast.dossier.errors import ChainBrokenError, KeyDestroyedError, KeyMissingError, StoreUnavailableError
from houvast.dossier.keys import key_store
from houvast.dossier.models import DestructionRow
from houvast.dossier.sealing import unseal

REGISTER = "destruction"
"""The name under which the register of destructions stands among the heads."""

HEADS = (
    "SELECT stream, seq, hash FROM head UNION ALL "
    "SELECT %s, number, hash FROM destruction WHERE number = (SELECT max(number) FROM destruction)"
)
SEEN = "SELECT DISTINCT \"case\" FROM read_log WHERE data_subject <> '' OR NOT refused"
"""The cases that a look proves to have been there; who asks for one that never was is in the log too."""
PERSON_VERSIONS = "SELECT person, version, key_id, nonce, ciphertext FROM person_version ORDER BY person, version"


class What(StrEnum):
    """What can be wrong, in the words of the report."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    CUT_OFF = "cut off"
    STREAM_MISSING = "stream missing"
    HEAD_WRONG = "head does not fit the last event"
    KEY_MISSING = "key missing"
    KEY_NOT_DESTROYED = "key should have been destroyed"
    CHECKPOINT_DAMAGED = "checkpoint damaged"
    DATABASE_DAMAGED = "database damaged"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Where something is wrong, and what. `seq` is the place in the stream; in a file of checkpoints, the line."""

    stream: str
    seq: int
    what: What


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found.

    Without a `checkpoint` it speaks only of what is there: a case that was taken away with its traces is not missed.
    `keys_only` are streams with a key and no event: a first write was cut off, or all of it was taken away.
    """

    streams: int
    events: int
    destroyed: int
    problems: tuple[Problem, ...]
    checkpoint: Checkpoint | None
    events_after_checkpoint: int
    keys_only: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong with what is there."""
        return not self.problems


@dataclass(slots=True)
class _Tally:
    """What is counted on the way."""

    streams: int = 0
    events: int = 0
    destroyed: int = 0
    after: int = 0
    seen: set[str] = field(default_factory=set)
    records: dict[tuple[str, int], str] = field(default_factory=dict)


def verify(checkpoints: Path | None = None, *, until: datetime | None = None) -> Report:
    """Look at everything and say where it is not what it was.

    Args:
        checkpoints: A lodged copy of the checkpoints; the file of this installation where it is left out.
        until: Compare with checkpoints made until then only, for a backup that is older than the last.
    """
    lodged = checkpoint_file.read_file(checkpoints or checkpoint_file.file(), until=until)
    with_keys = key_store().streams()
    tally = _Tally()
    problems = {Problem("checkpoints", line, What.CHECKPOINT_DAMAGED) for line in lodged.damaged_lines}
    try:
        with one_moment(), _any_text():
            problems.update(_file_problems())
            problems.update(_all_problems(lodged, tally))
            if until is None:  # the log may be newer than a backup
                problems.update(Problem(stream, 0, What.STREAM_MISSING) for stream in _looked_at() - tally.seen)
    except DatabaseError:  # a page that cannot be read; what was found before stays
        problems.add(Problem("database", 0, What.DATABASE_DAMAGED))
    return Report(
        streams=tally.streams,
        events=tally.events,
        destroyed=tally.destroyed,
        problems=tuple(sorted(problems)),
        checkpoint=lodged.last,
        events_after_checkpoint=tally.after,
        keys_only=_keys_only(with_keys - tally.seen) if until is None else (),
    )


def _keys_only(streams: Iterable[str]) -> tuple[str, ...]:
    """Return which streams still have no events; one may have been written since."""
    try:
        return tuple(sorted(set(streams) - heads().keys()))
    except (DatabaseError, StoreUnavailableError):  # damaged, which was found
        return ()


def heads() -> dict[str, Mark]:
    """Return how far every stream has come in the database, the register of destructions included."""
    with unavailable_as_error(), connection.cursor() as cursor:
        cursor.execute(HEADS, (REGISTER,))
        return {stream: (seq, hash_) for stream, seq, hash_ in cursor.fetchall()}


def _all_problems(lodged: Lodged, tally: _Tally) -> Iterator[Problem]:
    moved_to = heads()
    marks = {stream: dict(found) for stream, found in lodged.marks.items()}
    for record in destroyed.listed():
        marks.setdefault(record.stream, {})[record.seq] = record.head
    for stream, rows in groupby(_rows(), key=lambda row: row.stream):
        covered = lodged.marks[stream][-1][0] if stream in lodged.marks else 0
        yield from _stream_problems(stream, rows, moved_to.get(stream), marks.get(stream, {}), covered, tally)
    for stream in sorted((moved_to.keys() | marks.keys()) - tally.seen - {REGISTER}):
        yield Problem(stream, 0, What.STREAM_MISSING)
    yield from _person_problems(tally)
    yield from _destruction_problems(lodged.marks.get(REGISTER, ()))


def _looked_at() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(SEEN)
        return {row[0] for row in cursor.fetchall()}


def _file_problems() -> Iterator[Problem]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(1)")
            if cursor.fetchone()[0] != "ok":
                yield Problem("database", 0, What.DATABASE_DAMAGED)


@contextmanager
def _any_text() -> Iterator[None]:
    """Read text that is no text too, so that a spoiled byte is found where it is."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.connection.text_factory = lambda raw: raw.decode(errors="backslashreplace")
    try:
        yield
    finally:
        connection.connection.text_factory = str


def _rows() -> Iterator[Stored]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM event ORDER BY stream, seq, id")  # noqa: S608 - names from here
        while rows := cursor.fetchmany(1000):
            yield from map(Stored._make, rows)


def _stream_problems(
    stream: str, rows: Iterator[Stored], head: Mark | None, marks: dict[int, str], covered: int, tally: _Tally
) -> Iterator[Problem]:
    """Walk one stream from its first event to its last. `marks` are the hashes that must stand at some places in it."""
    tally.seen.add(stream)
    tally.streams += 1
    expected, prev, recorded = 1, GENESIS, ""
    for row in rows:
        place: object = row.seq  # in a spoiled file of SQLite it may be text
        seq = place if isinstance(place, int) else 0
        if seq != expected:
            yield Problem(stream, min(seq, expected), What.REMOVED if seq > expected else What.INSERTED)
        elif row.prev != prev or str(row.recorded) < recorded:
            yield Problem(stream, seq, What.REORDERED)
        yield from (Problem(stream, seq, what) for what in _payload_problems(row, tally))
        if marks.pop(seq, row.hash) != row.hash:
            yield Problem(stream, seq, What.CHANGED)
        expected, prev, recorded = seq + 1, row.hash, str(row.recorded)
        tally.events += 1
    last = expected - 1
    tally.after += max(0, last - covered)
    if any(seq > last for seq in marks) or (head is not None and head[0] > last):
        yield Problem(stream, last + 1, What.CUT_OFF)
    elif head != (last, prev):
        yield Problem(stream, last, What.HEAD_WRONG)


def _payload_problems(row: Stored, tally: _Tally) -> Iterator[What]:
    try:
        content = unseal(row)
    except KeyDestroyedError:
        tally.destroyed += 1
        if row.seq > destroyed.last_sealed()[row.key_id]:
            yield What.INSERTED
    except KeyMissingError:
        yield What.KEY_MISSING
    except (ChainBrokenError, TypeError, ValueError):  # the latter two: a value of another type than was written
        yield What.CHANGED
    else:
        if row.stream.startswith("person/") and row.kind.startswith("person.corrected."):
            record = json.loads(content)
            tally.records[record["person"], record["record_version"]] = record["record_sha256"]


def _person_problems(tally: _Tally) -> Iterator[Problem]:
    """Compare every version of a person's record with the event that anchors it."""
    expected = dict(tally.records)
    present = key_store().present()
    with connection.cursor() as cursor:
        cursor.execute(PERSON_VERSIONS)
        for person, version, key_id, nonce, ciphertext in cursor.fetchall():
            if key_id not in present and key_id in destroyed.last_sealed():
                continue
            anchored = expected.pop((person, version), None)
            if anchored is None:
                yield Problem(f"person/{person}", version, What.INSERTED)
            elif anchored != sha256(bytes(nonce) + bytes(ciphertext)):
                yield Problem(f"person/{person}", version, What.CHANGED)
    yield from (Problem(f"person/{person}", version, What.REMOVED) for person, version in expected)


def _destruction_problems(marks: tuple[Mark, ...]) -> Iterator[Problem]:
    """Compare the register of destructions with its chain, with the list beside the checkpoints and with the keys."""
    listed: Mapping[int, str] = {record.number: record.hash for record in destroyed.listed()}
    prev, last = GENESIS, 0
    for row in DestructionRow.objects.order_by("number"):
        intact = record_of(row).hash == row.hash == listed.get(row.number)
        if row.number != last + 1 or row.prev != prev or not intact:
            yield Problem(REGISTER, row.number, What.CHANGED)
        if dict(marks).get(row.number, row.hash) != row.hash:
            yield Problem(REGISTER, row.number, What.CHANGED)
        prev, last = row.hash, row.number
    if max((*listed, *(seq for seq, _ in marks)), default=0) > last:
        yield Problem(REGISTER, last + 1, What.CUT_OFF)
    if destroyed.last_sealed().keys() & key_store().present():
        yield Problem(REGISTER, last, What.KEY_NOT_DESTROYED)
