# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Effects outside the database: written down in the transaction that decided on them, carried out later.

A message is leased, carried out, and marked as done. Whoever dies in between leaves a lease that expires, so a message
is tried again and never lost; its key never changes, so a receiver that keeps keys never gets an effect twice.
A message is never given up: it comes back with growing pauses, and :func:`waiting` names those that keep failing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from houvast.core.errors import HouvastError, NaiveInstantError
from houvast.dossier.projection_models import OutboxRow

Payload = Mapping[str, str | int]
"""Ids and numbers only: a handler looks up what it needs when it runs, with the rights that hold then."""

MAX_ID = 200
PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(hours=1)
STUCK_AFTER_ATTEMPTS = 5


class EffectFailedError(HouvastError):
    """An effect could not be carried out now; the message stays and is tried again.

    Args:
        reason: A short code that says why, such as `refused` or `timeout`; shown to the administrator.
    """

    code = "effect_failed"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"An effect failed ({reason}), so something outside Houvast has not happened yet. It is tried again; if it "
            "keeps failing, look at the receiver."
        )
        self.reason = reason


class UnfitPayloadError(HouvastError):
    """A message that holds more than ids, or a key that is no id."""

    code = "unfit_payload"


@dataclass(frozen=True, slots=True)
class Message:
    """One leased message: which effect, on which ids, under which key, and the how-manieth attempt this is."""

    id: int
    effect: str
    payload: Payload
    key: str
    attempt: int


def enqueue(effect: str, payload: Payload, *, key: str, at: datetime, not_before: datetime | None = None) -> bool:
    """Write down one effect; call it in the transaction of the event that decided on it.

    Args:
        effect: The name of a handler.
        payload: Ids and numbers; no names, no text.
        key: The identity of the effect. The same key again changes nothing, also after it was carried out.
        at: The instant of the decision.
        not_before: The first instant at which it may be carried out; `at` where it is left out.

    Returns:
        Whether it is new.

    Raises:
        UnfitPayloadError: The key or a value of the payload is no id.
        NaiveInstantError: An instant without a time zone.
    """
    _check(effect, payload, key, at, not_before)
    instant = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox (effect, payload, key, created_at, available_at, lease_by, attempts, reason) "
            "VALUES (%s, %s, %s, %s, %s, '', 0, '') ON CONFLICT (key) DO NOTHING",
            [effect, json.dumps(dict(payload), sort_keys=True), key, instant(at), instant(not_before or at)],
        )
        return bool(cursor.rowcount == 1)


def _check(effect: str, payload: Payload, key: str, *instants: datetime | None) -> None:
    values: Iterable[object] = (effect, key, *payload, *payload.values())
    if not all(_fits(value) for value in values):
        raise UnfitPayloadError(
            f"A message for {effect[:40]!r} holds something that is no id, so it was not saved: what waits may be "
            "read by an administrator. Put the id in the message and let the handler look it up."
        )
    if any(instant is not None and instant.tzinfo is None for instant in instants):
        raise NaiveInstantError("The instant of a message has no time zone, so nobody can tell when it is. Add one.")


def _fits(value: object) -> bool:
    if isinstance(value, str):
        return 0 < len(value) <= MAX_ID and value.isprintable() and " " not in value
    return isinstance(value, int)


def lease(now: datetime, *, by: str, for_: timedelta, limit: int) -> list[Message]:
    """Take the oldest messages that wait, so that no other worker takes them until the lease expires.

    Args:
        now: The instant.
        by: Who takes them.
        for_: How long the lease lasts.
        limit: How many at most.

    Returns:
        The messages in the order in which they were written down.
    """
    skip_locked = " FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    at, until = (connection.ops.adapt_datetimefield_value(instant) for instant in (now, now + for_))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outbox SET lease_until = %s, lease_by = %s, attempts = attempts + 1 WHERE id IN ("  # noqa: S608 - places only
            " SELECT id FROM outbox WHERE done_at IS NULL AND available_at <= %s"
            " AND (lease_until IS NULL OR lease_until <= %s)"
            f" ORDER BY available_at, id LIMIT %s{skip_locked}) RETURNING id, effect, payload, key, attempts",
            [until, by, at, at, limit],
        )
        rows = cursor.fetchall()
    return [Message(row[0], row[1], json.loads(row[2]), row[3], row[4]) for row in sorted(rows)]


def done(message: Message, now: datetime) -> None:
    """Mark a message as carried out."""
    OutboxRow.objects.filter(id=message.id, done_at=None).update(done_at=now, lease_until=None, reason="")


def failed(message: Message, now: datetime, *, reason: str) -> None:
    """Put a message back with a pause that doubles with each attempt, up to an hour, and say why."""
    OutboxRow.objects.filter(id=message.id, done_at=None, attempts=message.attempt).update(
        available_at=now + pause_after(message.attempt), lease_until=None, reason=reason[:60]
    )


def pause_after(attempt: int) -> timedelta:
    """Return how long a message waits after its n-th attempt failed.

    >>> [pause_after(attempt).total_seconds() for attempt in (1, 2, 3, 30)]
    [15.0, 30.0, 60.0, 3600.0]
    """
    return min(LONGEST_PAUSE, PAUSE * (1 << min(attempt - 1, 10)))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the outbox still has to do."""

    count: int
    oldest_at: datetime | None
    stuck: tuple[tuple[str, str, int], ...]
    """Effect, reason code and number of messages that failed again and again."""


def waiting(now: datetime) -> Waiting:
    """Answer how much waits for an effect, since when, and what keeps failing.

    Args:
        now: The instant; what may only be carried out later does not wait yet.
    """
    rows = OutboxRow.objects.filter(done_at=None).filter(Q(available_at__lte=now) | Q(attempts__gt=0))
    oldest = rows.order_by("created_at").values_list("created_at", flat=True).first()
    failing: dict[tuple[str, str], int] = {}
    for effect, reason in rows.filter(attempts__gte=STUCK_AFTER_ATTEMPTS).values_list("effect", "reason"):
        name = effect, reason or "interrupted"
        failing[name] = failing.get(name, 0) + 1
    return Waiting(rows.count(), oldest, tuple((*name, count) for name, count in sorted(failing.items())))


def forget_done(before: datetime) -> int:
    """Remove what was carried out before an instant, and answer how much that was.

    A key that is removed may be used again, so keep it longer than any receiver or partner may repeat itself.
    """
    return OutboxRow.objects.filter(done_at__lt=before).delete()[0]
