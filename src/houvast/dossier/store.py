# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Append and read: the only way in and out of the events.

Whoever shows events to a person goes through the sharing policy and the log of looks; this module does not know either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from houvast.core.errors import NaiveInstantError
from houvast.core.events import (
    ActorId,
    Event,
    EventId,
    NewEvent,
    OrganisationId,
    Origin,
    StreamId,
    check_dates,
)
from houvast.core.events.event import EventCorrected
from houvast.dossier import hooks, story_cache
from houvast.dossier.availability import unavailable_as_error
from houvast.dossier.chain import COLUMNS, GENESIS, Stored
from houvast.dossier.errors import ChainBrokenError, InvalidIdError, KeyDestroyedError, StaleVersionError
from houvast.dossier.instants import from_text
from houvast.dossier.keys import Scope, key_store
from houvast.dossier.sealing import destroyed_row, kind_for, made, open_row, own_scope, seal
from houvast.dossier.story import Destroyed, StoryRead
from houvast.dossier.story_cache import Entry

__all__ = ["Destroyed", "Head", "StoryRead", "append", "head", "read", "read_all", "streams"]

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,119}")
STREAM = re.compile(r"(?:case|person|unit|consultation)/[A-Za-z0-9._:-]{1,100}")

INSERT = f"INSERT INTO event ({COLUMNS}) VALUES ({', '.join(['%s'] * len(Stored._fields))})"  # noqa: S608 - names from here
SELECT = f"SELECT {COLUMNS} FROM event WHERE stream = %s AND seq > %s AND seq <= %s ORDER BY seq"  # noqa: S608 - names from here
HEAD = "SELECT seq, hash, recorded FROM head WHERE stream = %s"
MAKE_HEAD = "INSERT INTO head (event, seq, hash, recorded, stream) VALUES (%s, %s, %s, %s, %s)"
MOVE_HEAD = "UPDATE head SET event = %s, seq = %s, hash = %s, recorded = %s WHERE stream = %s"
STREAMS = "SELECT stream FROM head WHERE stream > %s AND substr(stream, 1, %s) = %s ORDER BY stream LIMIT 1000"


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of a stream."""

    seq: int
    hash: str
    recorded: datetime


NOTHING = Head(0, GENESIS, datetime.min.replace(tzinfo=UTC))


def append(
    stream: StreamId,
    new_events: Sequence[NewEvent],
    *,
    by: ActorId,
    org: OrganisationId,
    clock: datetime,
    expected_seq: int | None,
    origin: Origin = Origin.LIVE,
) -> tuple[Event, ...]:
    """Write events at the end of a stream: all of them, on disk when this returns, or none.

    Args:
        stream: The case, person, unit or consultation.
        new_events: What is written, in order.
        by: Who writes.
        org: The organisation whose events these are.
        clock: The present instant; `recorded` is never earlier than the event before it.
        expected_seq: The number of events that the writer has seen, 0 for a new stream. None is for importers only.
        origin: How they reached Houvast.

    Returns:
        The events with their id, place and moment.

    Raises:
        StaleVersionError: The stream has other events than the writer has seen.
        UnknownKindError, InvalidDataError, NaiveInstantError, ContradictoryDatesError, InvalidIdError: A new event is
            not as it should be.
        StoreUnavailableError: The database does not take it.
    """
    _check(stream, new_events, by, org, clock)
    if not new_events:
        return ()
    with unavailable_as_error(), transaction.atomic():
        with connection.cursor() as cursor:
            last = lock_stream(cursor, stream) or NOTHING
            if expected_seq is not None and last.seq != expected_seq:
                raise StaleVersionError(stream, expected_seq, range(min(expected_seq, last.seq) + 1, last.seq + 1))
            generation = key_store().generation()
            events = _place(stream, new_events, last, by=by, org=org, clock=clock, origin=origin)
            rows = list(_sealed(cursor, events, last.hash))
            _write(cursor, stream, rows)
        # A hook may read the story. If the transaction fails, no head will ever have this hash, so nobody else can.
        story_cache.extend(stream, events, since=last.hash, hash_=rows[-1].hash, generation=generation)
        hooks.appended(stream, events)
    return events


def read(stream: StreamId, *, until_seq: int | None = None) -> tuple[Event, ...]:
    """Return the events of a stream from which conclusions can be drawn, in order; none if there is no such stream.

    That is all that can be read, without what corrects or withdraws something that was destroyed.

    Args:
        stream: The case, person, unit or consultation.
        until_seq: The last place to read.

    Raises:
        ChainBrokenError: An event is not what was written.
        KeyMissingError: A key is gone, and nobody decided that.
        UnknownKindError, FutureVersionError: Written by a newer Houvast.
    """
    return read_all(stream, until_seq=until_seq).settled().events


def read_all(stream: StreamId, *, until_seq: int | None = None) -> StoryRead:
    """Return all that is in a stream, what was destroyed included. Arguments and errors as :func:`read`."""
    with unavailable_as_error(), connection.cursor() as cursor:
        generation = key_store().generation()
        last = _head(cursor, stream)
        if last is None:
            return StoryRead()
        entry = story_cache.get(stream, generation)
        if entry is None or entry.hash != last.hash:
            entry = Entry(_read_on(cursor, stream, last, entry), last.hash)
            story_cache.put(stream, entry, generation)
    return entry.story if until_seq is None or until_seq >= last.seq else entry.story.until(until_seq)


def head(stream: StreamId) -> Head | None:
    """Return the last event's place, hash and moment; None if there is no such stream."""
    with unavailable_as_error(), connection.cursor() as cursor:
        return _head(cursor, stream)


def streams(prefix: str = "case/") -> Iterator[StreamId]:
    """Give the ids of all streams whose id begins with a prefix, in order."""
    last = ""
    while True:
        with unavailable_as_error(), connection.cursor() as cursor:
            cursor.execute(STREAMS, (last, len(prefix), prefix))
            found = [StreamId(row[0]) for row in cursor.fetchall()]
        if not found:
            return
        yield from found
        last = found[-1]


def rows_of(cursor: CursorWrapper, stream: StreamId, after: int, until: int) -> list[Stored]:
    """Return the rows of a stream as they are stored, sealed."""
    cursor.execute(SELECT, (stream, after, until))
    return [Stored._make(row) for row in cursor.fetchall()]


def _check(stream: StreamId, new_events: Sequence[NewEvent], by: ActorId, org: OrganisationId, clock: datetime) -> None:
    if clock.tzinfo is None:
        raise NaiveInstantError("The clock has no time zone, so nobody can tell when an event was recorded. Use UTC.")
    if not STREAM.fullmatch(stream):
        raise InvalidIdError("stream")
    for field, value in (("author", by), ("organisation", org), *(("subject", new.about or "-") for new in new_events)):
        if value != "-" and not ID.fullmatch(value):
            raise InvalidIdError(field)


def _head(cursor: CursorWrapper, stream: StreamId, suffix: str = "") -> Head | None:
    cursor.execute(HEAD + suffix, (stream,))
    found = cursor.fetchone()
    return Head(found[0], found[1], from_text(found[2])) if found else None


def lock_stream(cursor: CursorWrapper, stream: StreamId) -> Head | None:
    """Return the head of a stream that nobody else can move, or make, before this transaction ends."""
    if not connection.features.has_select_for_update:
        return _head(cursor, stream)  # SQLite: the transaction began with the write lock
    found = _head(cursor, stream, " FOR UPDATE")
    if found is None:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (stream,))
        found = _head(cursor, stream, " FOR UPDATE")
    return found


def _place(
    stream: StreamId,
    new_events: Sequence[NewEvent],
    last: Head,
    *,
    by: ActorId,
    org: OrganisationId,
    clock: datetime,
    origin: Origin,
) -> tuple[Event, ...]:
    """Give new events their place and moment, after seeing that their dates can be true."""
    recorded = max(clock.astimezone(UTC), last.recorded)
    for new in new_events:
        kind = kind_for(new.data)
        check_dates(kind.name, new.occurred, new.entered, recorded, planned=kind.planned)
    return tuple(
        made(new, stream=stream, seq=seq, recorded=recorded, by=by, org=org, origin=origin)
        for seq, new in enumerate(new_events, last.seq + 1)
    )


def _sealed(cursor: CursorWrapper, events: Sequence[Event], prev: str) -> Iterator[Stored]:
    key_store().ids_for(own_scope(event) for event in events if not isinstance(event.data, EventCorrected))
    for event in events:
        row = seal(event, kind_for(event.data), prev, partial(_own_key_of, cursor, event))
        yield row
        prev = row.hash


def _own_key_of(cursor: CursorWrapper, correction: Event, cited: EventId) -> str | None:
    """Return the key of the document or note that an event corrects, if it is of the same organisation."""
    cursor.execute(
        "SELECT key_id FROM event WHERE id = %s AND stream = %s AND org = %s",
        (cited, correction.stream, correction.org),
    )
    found = cursor.fetchone()
    shared = key_store().id_for(Scope(correction.stream, correction.org))
    return found[0] if found and found[0] != shared else None


def _write(cursor: CursorWrapper, stream: StreamId, rows: Sequence[Stored]) -> None:
    last = rows[-1]
    move = MAKE_HEAD if rows[0].seq == 1 else MOVE_HEAD
    head_values = (last.id, last.seq, last.hash, last.recorded, stream)
    if len(rows) == 1 and connection.vendor == "postgresql":  # one journey to the server instead of two
        cursor.execute(f"{INSERT}; {move}", (*last, *head_values))
        return
    cursor.executemany(INSERT, rows)
    cursor.execute(move, head_values)


def _read_on(cursor: CursorWrapper, stream: StreamId, last: Head, known: Entry | None) -> StoryRead:
    """Read a stream up to its head, from where it was read before if that is still a part of it."""
    story, prev = (known.story, known.hash) if known and len(known.story) < last.seq else (StoryRead(), GENESIS)
    rows = rows_of(cursor, stream, len(story), last.seq)
    if known and rows and rows[0].prev != prev:  # what was read before was never committed
        return _read_on(cursor, stream, last, None)
    events, gone = [], []
    for seq, row in enumerate(rows, len(story) + 1):
        if row.seq != seq or row.prev != prev:
            raise ChainBrokenError(stream, seq)
        try:
            events.append(open_row(row))
        except KeyDestroyedError:
            gone.append(destroyed_row(row))
        prev = row.hash
    if prev != last.hash:
        raise ChainBrokenError(stream, last.seq)
    return story + StoryRead(tuple(events), tuple(gone))
