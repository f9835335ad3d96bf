# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The work lists: what of every case still asks for work, as tables that pages can sort and filter.

They are computed from the whole case, in the transaction that adds an event, and again at the instant at which
something changes by itself. So they are a function of events, card and instant only, and `rebuild` gives them back byte
for byte. They hold no names, texts or addresses; who opens an item reads the case itself, with the rights of that day.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import connection, transaction

from houvast.core.duties import Duty, DutyState
from houvast.core.eras import regions
from houvast.core.errors import HouvastError
from houvast.core.events import Category, Event, OrganisationId, RegionId, StreamId
from houvast.core.events.envelope import UNBOUNDED
from houvast.core.signals import Signal, evaluate
from houvast.core.story import Story
from houvast.dossier import outbox, store, tables
from houvast.dossier.backup import Progress, silent
from houvast.dossier.backup_files import plain
from houvast.dossier.projection_models import CaseRow, WorkItem
from houvast.dossier.story import StoryRead
from houvast.rules import cards

Value = str | int | datetime | None
Row = tuple[Value, ...]

log = logging.getLogger(__name__)

CASES = "case/"
JUST_AFTER = timedelta(microseconds=1)
"""What is recorded at an instant is known from the next one on."""

OUTSTANDING = {DutyState.OPEN, DutyState.OVERDUE, DutyState.ASK}
"""What stands on a work list; how many duties of a case are in any other state is only counted."""

ITEM_COLUMNS = tables.columns(WorkItem)
CASE_COLUMNS = tables.columns(CaseRow)


@dataclass(frozen=True, slots=True)
class Projection:
    """The rows of one case: one of its own, and one for each item by its id."""

    case: Row
    items: dict[str, Row]

    @property
    def stream(self) -> Value:
        """The case."""
        return self.case[0]

    @property
    def seq(self) -> Value:
        """The place of its last event."""
        return self.case[CASE_COLUMNS.index("seq")]


@dataclass(frozen=True, slots=True)
class Report:
    """What a rebuild wrote."""

    cases: int
    items: int


def compute(read: StoryRead, until: datetime) -> Projection:
    """Compute the rows of one case.

    Args:
        read: The whole case, settled; at least one of its events can still be read.
        until: The instant as of which it is judged; where its last event is later, just after that.

    Returns:
        The rows. They stay the same until `next_change_at` or the next event, whichever comes first.
    """
    stream, last_recorded_at = read.events[-1].stream, read.events[-1].recorded
    region = regions(Story(read.events))[-1][1]
    card = cards().holding_in(region)
    found = evaluate(read.events, cards().national, now=max(until, last_recorded_at + JUST_AFTER))
    counts = Counter[str]([*(duty.state for duty in found.duties), *(signal.severity for signal in found.signals)])
    fixed = (stream, region or "", len(read), card.fingerprint, last_recorded_at, found.next_change_at)
    rows = [*map(_of_duty, filter(_outstanding, found.duties)), *map(_of_signal, found.signals)]
    return Projection((*fixed, *(counts[name] for name in CASE_COLUMNS[len(fixed) :])), dict(_named(stream, rows)))


def _outstanding(duty: Duty) -> bool:
    return duty.state in OUTSTANDING


def _of_duty(duty: Duty) -> Row:
    about = (duty.rule.id, duty.trigger.id, duty.subject)
    return ("duty", *about, duty.state, duty.due, duty.owed_at, duty.bearer, "", _joined(duty.categories))


def _of_signal(signal: Signal) -> Row:
    about = (signal.id, "", signal.subject)
    return ("signal", *about, "", signal.end, signal.since, signal.bearer, signal.severity, _joined(signal.categories))


@lru_cache(maxsize=4096)
def _joined(categories: frozenset[Category]) -> str:
    return ",".join(sorted(categories))


def _named(stream: StreamId, rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Give each row an id that follows from all that it says, so that rows with one id need not be compared."""
    seen = Counter[Row]()
    for row in rows:
        seen[row] += 1
        text = "\x1f".join(map(str, (stream, seen[row], *row)))
        name = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
        yield name, (name, stream, *row)


def on_append(stream: StreamId, _events: Sequence[Event]) -> None:
    """Bring the rows of a case up to its last event; the store calls this in the transaction of the append."""
    if stream.startswith(CASES):
        _refresh(stream, UNBOUNDED)


def on_destruction(stream: StreamId, _org: OrganisationId | None) -> None:
    """Bring the rows of a case to what can still be read of it; called in the transaction of the destruction.

    They are as of its last event, and the next wake-up brings them to the present.
    """
    if stream.startswith(CASES):
        _refresh(stream, UNBOUNDED)


def project(stream: StreamId, now: datetime) -> bool:
    """Compute the rows of one case again, as of an instant.

    Returns:
        Whether there is such a case.
    """
    with transaction.atomic():
        # An append to the same case waits for this lock, or this waits for it: never an older case over a newer one.
        if not CaseRow.objects.select_for_update().filter(stream=stream).exists():
            return False
        _refresh(stream, now)
    return True


def _refresh(stream: StreamId, until: datetime) -> None:
    read = store.read_all(stream).settled()
    if read.events:
        _write(compute(read, until))
    else:
        WorkItem.objects.filter(stream=stream).delete()
        CaseRow.objects.filter(stream=stream).delete()


def wake(now: datetime, *, limit: int | None = None, on_progress: Progress = silent) -> int:
    """Compute the rows again of every case in which something has changed by itself.

    A case that cannot be computed is handed to the outbox, which tries again and names it as stuck; the others go on.

    Args:
        now: The instant.
        limit: How many cases at most.
        on_progress: Called with cases done and cases in all.

    Returns:
        How many cases were due.
    """
    due = CaseRow.objects.filter(next_change_at__lte=now).order_by("next_change_at", "stream")
    rows = list(due.values_list("stream", "next_change_at")[:limit])
    for done, (stream, change_at) in enumerate(rows, start=1):
        try:
            project(StreamId(stream), now)
        except HouvastError as error:
            log.error("%s could not be woken: %s", stream, error.code)  # noqa: TRY400 - a foreseen error, no bug to trace
            with transaction.atomic():
                key = f"wake/{stream}/{change_at}".replace(" ", "T")
                outbox.enqueue("wake_case", {"stream": stream}, key=key, at=now)
                CaseRow.objects.filter(stream=stream, next_change_at=change_at).update(next_change_at=None)
        on_progress(done, len(rows))
    return len(rows)


def notice_new_cards(now: datetime) -> int:
    """Make every case due whose rows rest on other rules than those that hold now, and answer how many there are."""
    outdated = 0
    for region, card in set(CaseRow.objects.values_list("region", "card")):
        if cards().holding_in(RegionId(region) if region else None).fingerprint != card:
            outdated += CaseRow.objects.filter(region=region, card=card).update(next_change_at=now)
    return outdated


def rebuild(now: datetime, *, on_progress: Progress = silent) -> Report:
    """Empty the work lists and fill them again from the events, in one transaction.

    The cases are computed first, while others go on writing; a case to which somebody added in the meantime is computed
    once more inside the transaction.

    Args:
        now: The instant as of which they are computed.
        on_progress: Called with cases done and cases in all.

    Returns:
        How many rows were written.

    Raises:
        HouvastError: A case that cannot be read; the work lists are left as they were.
    """
    streams = list(store.streams(CASES))
    computed: dict[StreamId, Projection] = {}
    for done, stream in enumerate(streams, start=1):
        _compute_into(computed, stream, now)
        on_progress(done, len(streams))
    with transaction.atomic():
        _lock()
        for stream in store.streams(CASES):
            last = store.head(stream)
            if last is None or stream not in computed or last.seq != computed[stream].seq:
                _compute_into(computed, stream, now)
        WorkItem.objects.all().delete()
        CaseRow.objects.all().delete()
        items = [row for one in computed.values() for row in one.items.values()]
        _save("case_row", [one.case for one in computed.values()])
        _save("work_item", items)
    return Report(len(computed), len(items))


def _compute_into(computed: dict[StreamId, Projection], stream: StreamId, now: datetime) -> None:
    read = store.read_all(stream).settled()
    if read.events:
        computed[stream] = compute(read, now)


def dump() -> bytes:
    """Return all work lists as canonical JSON lines: the same rows give the same bytes on every database."""
    rows = [("work_item", *row) for row in WorkItem.objects.values_list(*ITEM_COLUMNS)]
    rows += [("case_row", *row) for row in CaseRow.objects.values_list(*CASE_COLUMNS)]
    lines = sorted(json.dumps([plain(value) for value in row], separators=(",", ":")) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()


def _lock() -> None:
    """Let appends wait until the rebuild is done; on SQLite the transaction itself does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE case_row, work_item IN EXCLUSIVE MODE")


def _write(projection: Projection) -> None:
    """Bring the rows of one case to what was computed, touching only what differs."""
    _save("case_row", [projection.case])
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM work_item WHERE stream = %s", (projection.stream,))
        there = {row[0] for row in cursor.fetchall()}
        gone = [name for name in there if name not in projection.items]
        if gone:
            cursor.execute(f"DELETE FROM work_item WHERE id IN ({', '.join(['%s'] * len(gone))})", gone)  # noqa: S608 - places only
    _save("work_item", [row for name, row in projection.items.items() if name not in there])


def _save(table: str, rows: Sequence[Row]) -> None:
    """Insert rows, or put them in the place of those with the same key."""
    if not rows:
        return
    instant = connection.ops.adapt_datetimefield_value
    values = [[instant(value) if isinstance(value, datetime) else value for value in row] for row in rows]
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(_STATEMENTS[table], values[0])
        else:
            cursor.executemany(_STATEMENTS[table], values)


def _statement(table: str, columns: Sequence[str]) -> str:
    key, *rest = columns
    places = ", ".join(["%s"] * len(columns))
    changes = ", ".join(f"{column} = excluded.{column}" for column in rest)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places}) ON CONFLICT ({key}) DO UPDATE SET {changes}"  # noqa: S608 - names from here


_STATEMENTS = {"work_item": _statement("work_item", ITEM_COLUMNS), "case_row": _statement("case_row", CASE_COLUMNS)}
