# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A case played day by day: what became owed, what was done, what stayed undone, and what Houvast would have said.

`now` stops just after every entry, at every instant at which time alone changes something, and at the end of each day
in Amsterdam on which it stopped at all. Nothing that was entered later is known at an earlier stop. A term that ends
with a day is seen to have passed on the day after.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from houvast.core.calendar import ONE_DAY
from houvast.core.card import Card
from houvast.core.duties import Duty, DutyState
from houvast.core.events import Event
from houvast.core.signals import LOUDNESS, NO_BEARER, Evaluation, Signal, evaluate
from houvast.core.terms import day_bounds, local_day

HORIZON_DAYS = 120
"""How long after the last entry the days go on at most: a term that nobody watched still ends."""
JUST_AFTER = timedelta(microseconds=1)

DutyKey = tuple[str, str, datetime]
SignalKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class DutyChange:
    """A duty that is new, or in another state than before. `change` is the state, or `answered` for a question."""

    at: datetime
    change: str
    duty: Duty


@dataclass(frozen=True, slots=True)
class SignalChange:
    """A signal that was raised, grew louder or softer, or ended."""

    at: datetime
    change: str
    signal: Signal


@dataclass(frozen=True, slots=True)
class Day:
    """One day: what was entered, what changed, and what stood at its end.

    `ahead` marks the days after the last entry: what would be said if nobody entered anything more.
    """

    on: date
    entered: tuple[Event, ...]
    duties: tuple[DutyChange, ...]
    signals: tuple[SignalChange, ...]
    standing: tuple[Signal, ...]
    ahead: bool = False


def replay(events: Sequence[Event], card: Card, *, until: date | None = None) -> Iterator[Day]:
    """Yield every day of a case, from the first entry on.

    Args:
        events: The events of one case, in the order in which they were entered.
        card: The rules to judge by; `Card.as_if_always()` judges old facts by today's.
        until: The last day; without it the days after the last entry look ahead, until nothing changes any more, at
            most 120 days.
    """
    last_entry_on = local_day(events[-1].recorded)
    last_on = until or last_entry_on + HORIZON_DAYS * ONE_DAY
    on = local_day(events[0].recorded)
    recorded = [event.recorded for event in events]
    before = Evaluation([], [], None)
    while on <= last_on:
        start, end = day_bounds(on)
        duties: list[DutyChange] = []
        signals: list[SignalChange] = []
        now = start - JUST_AFTER
        while (stop := _next_stop(now, (start, end), recorded, before.next_change_at)) is not None:
            now = stop
            after = evaluate(events, card, now=now)
            duties += _duty_changes(before, after, now)
            signals += _signal_changes(before, after, now)
            before = after
        entered = tuple(event for event in events if start <= event.recorded < end)
        yield Day(
            on, entered, tuple(duties), tuple(signals), tuple(before.signals), until is None and on > last_entry_on
        )
        if until is None and on >= last_entry_on and before.next_change_at is None:
            return
        on += ONE_DAY


def _next_stop(
    now: datetime, day: tuple[datetime, datetime], recorded: Sequence[datetime], change: datetime | None
) -> datetime | None:
    """Return where to look next on a day; None when everything of that day has been seen.

    That is just after the next entry, at the next change by time, and then once at the end of the day. On a day without
    any of them nothing can be different, so there is no look at its end either. Where time changes something at the
    very instant of an entry, that entry is known first: entries by the day all have the same hour.
    """
    start, end = day
    last_look = end - JUST_AFTER
    index = bisect_right(recorded, now - JUST_AFTER)
    stops = [recorded[index] + JUST_AFTER] if index < len(recorded) else []
    if change is not None and change > now and stops != [change + JUST_AFTER]:
        stops.append(change)
    coming = min(stops, default=end)
    if now >= last_look or (now < start and coming > last_look):
        return None
    return min(coming, last_look)


def _duty_changes(before: Evaluation, after: Evaluation, now: datetime) -> Iterator[DutyChange]:
    was: Mapping[DutyKey, Duty] = {_duty_key(duty): duty for duty in before.duties}
    still: set[DutyKey] = set()
    for duty in after.duties:
        key = _duty_key(duty)
        still.add(key)
        earlier = was.get(key)
        if earlier is None and duty.state is not DutyState.ASK:
            yield DutyChange(now, DutyState.OPEN, duty)
        if (earlier.state if earlier else DutyState.OPEN) is not duty.state:
            yield DutyChange(now, duty.state, duty)
    for key, duty in was.items():
        if key not in still:
            yield DutyChange(now, "answered" if duty.state is DutyState.ASK else DutyState.LAPSED, duty)


def _duty_key(duty: Duty) -> DutyKey:
    return duty.rule.id, duty.trigger.id, duty.owed_at


def _signal_changes(before: Evaluation, after: Evaluation, now: datetime) -> Iterator[SignalChange]:
    was = {_signal_key(signal): signal for signal in before.signals}
    stands = {_signal_key(signal): signal for signal in after.signals}
    for key, signal in stands.items():
        earlier = was.get(key)
        if earlier is None:
            yield SignalChange(now, "raised", signal)
        elif earlier.severity is not signal.severity:
            louder = LOUDNESS[signal.severity] > LOUDNESS[earlier.severity]
            yield SignalChange(now, "louder" if louder else "softer", signal)
    for key, signal in was.items():
        if key not in stands:
            yield SignalChange(now, "ended", signal)


def _signal_key(signal: Signal) -> SignalKey:
    if signal.id == NO_BEARER:
        return signal.id, signal.bearer
    return signal.id, signal.subject, signal.because[:1], signal.bearer, signal.source
