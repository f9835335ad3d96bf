# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The worker: wakes the cases whose state changes by time alone, carries out what waits, and keeps the store daily.

Any number of workers may run. A handler is a function of one message that may be called again with the same key, and
raises :class:`~houvast.dossier.outbox.EffectFailedError` where the outside world says no.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from houvast.core.errors import HouvastError
from houvast.core.events import StreamId
from houvast.dossier import daily, outbox, projections, restore
from houvast.dossier.errors import StoreUnavailableError
from houvast.dossier.notifications import file_notification
from houvast.dossier.outbox import EffectFailedError, Message
from houvast.dossier.projection_models import WorkerBeat

Handler = Callable[[Message, datetime], None]
"""Carries out one message at an instant."""

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
BATCH = 50
BEAT_EVERY = timedelta(seconds=20)
KEEP_EVERY = timedelta(hours=1)
SILENT_AFTER = timedelta(minutes=5)
NAME = "worker"


def wake_case(message: Message, now: datetime) -> None:
    """Compute the work list of the case that the message names again."""
    projections.project(StreamId(str(message.payload["stream"])), now)


HANDLERS: dict[str, Handler] = {
    "wake_case": wake_case,
    "file_notification": file_notification,
}


def run_once(
    now: datetime,
    *,
    clock: Callable[[], datetime] | None = None,
    handlers: Mapping[str, Handler] = HANDLERS,
    by: str = "",
    limit: int = BATCH,
    for_: timedelta = LEASE,
) -> int:
    """Carry out what waits in the outbox, at most `limit` messages.

    Args:
        now: The instant; decides what may be leased.
        clock: Gives the instant at which each message is done; `now` where it is left out.
        handlers: The handlers by the name of their effect.
        by: The name of this worker.
        limit: How many messages at most.
        for_: How long they are leased.

    Returns:
        How many were taken, also those that failed.
    """
    tick = clock or (lambda: now)
    messages = outbox.lease(now, by=by or f"{NAME}-{os.getpid()}", for_=for_, limit=limit)
    for message in messages:
        at = tick()
        if at >= now + for_:  # the rest is no longer ours
            break
        reason = _carry_out(message, handlers, at)
        if reason:
            outbox.failed(message, tick(), reason=reason)
        else:
            outbox.done(message, tick())
    return len(messages)


def _carry_out(message: Message, handlers: Mapping[str, Handler], at: datetime) -> str:
    """Return why it failed, or nothing."""
    handler = handlers.get(message.effect)
    if handler is None:
        return "unknown_effect"
    try:
        handler(message, at)
    except EffectFailedError as failure:
        return failure.reason
    except HouvastError as failure:
        reason = failure.code
    except Exception as bug:  # noqa: BLE001 - one message that breaks must not keep every other from being sent
        reason = type(bug).__name__
    else:
        return ""
    log.error("effect %s, message %d, attempt %d: %s", message.effect, message.id, message.attempt, reason)
    return reason


def run(
    stop: threading.Event,
    clock: Callable[[], datetime],
    *,
    pause_s: float = 1.0,
    handlers: Mapping[str, Handler] = HANDLERS,
) -> None:
    """Wake cases and carry out effects until `stop` is set.

    Args:
        stop: Ends the loop; a round that has begun is finished.
        clock: Gives the instant.
        pause_s: How long to rest when nothing waits.
        handlers: The handlers by the name of their effect.

    Raises:
        RestoreUnfinishedError: The database holds a restore that has not been finished.
    """
    restore.refuse_unfinished_restore()
    projections.notice_new_cards(clock())
    beaten_at = kept_at = datetime.min.replace(tzinfo=UTC)
    while not stop.is_set():
        now = clock()
        busy = 0
        try:
            busy = projections.wake(now, limit=BATCH) + run_once(now, clock=clock, handlers=handlers)
            if now - beaten_at >= BEAT_EVERY:
                beat(clock())
                beaten_at = now
            if now - kept_at >= KEEP_EVERY:
                daily.keep(now)
                kept_at = now
        except (OperationalError, InterfaceError, StoreUnavailableError):
            log.error("the database cannot be used; trying again")  # noqa: TRY400 - nothing in it that a trace would show
            connection.close()
        if not busy:
            stop.wait(pause_s)
        close_old_connections()


def beat(now: datetime) -> None:
    """Write down that a worker finished a round."""
    at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO worker_beat (name, seen_at) VALUES (%s, %s) "
            "ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at",
            [NAME, at],
        )


def last_seen() -> datetime | None:
    """Answer when a worker last finished a round; None if none ever did."""
    return WorkerBeat.objects.filter(name=NAME).values_list("seen_at", flat=True).first()


def is_silent(now: datetime) -> bool:
    """Answer whether no worker ran for five minutes, so that terms may pass unseen. Every page shows it then."""
    seen_at = last_seen()
    return seen_at is None or now - seen_at > SILENT_AFTER
