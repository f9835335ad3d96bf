# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a duty is owed: what starts it, from when to when its facts hold, and by which version of its rule."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from houvast.core.events import Origin
from houvast.core.events.envelope import UNBOUNDED
from houvast.core.proofs import fits
from houvast.core.timeline import NO, YES
from houvast.core.validity import FOREVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from houvast.core.eras import Family, InForce, Start
    from houvast.core.events import Data, EventId
    from houvast.core.inquiry import Inquiry
    from houvast.core.story import Version
    from houvast.core.timeline import Timeline

REGISTER = Origin.REGISTER


class Episode(NamedTuple):
    """A stretch in which a duty is owed, or (asked) in which nobody knows whether it is."""

    part: InForce
    trigger: Version[Data]
    start: datetime
    end: datetime | None
    asked: bool = False


def episodes(inquiry: Inquiry, family: Family, now: datetime) -> list[Episode]:
    """Return when one rule is owed; what came with a confirmed hit owes it once.

    Owed from the first moment at which the trigger stands and the facts are all yes, by the version of the rule that
    is in force then; that version goes on judging it.
    """
    found: list[Episode] = []
    at_once: dict[datetime, list[Episode]] = {}
    free: dict[EventId, datetime] = {}
    for part in family.parts:
        if part.start > now:
            break
        for trigger in _triggers(inquiry, part.on):
            owed = _of_trigger(inquiry, family, part, trigger, free, now)
            if not owed:
                continue
            if len(family.parts) > 1:
                free[trigger.event.id] = owed[-1].end or FOREVER
            if trigger.event.origin is REGISTER and part.rule.history == "once":
                at_once.setdefault(trigger.event.recorded, []).extend(owed)
            else:
                found += owed
    for one in at_once.values():
        found += _one_of(one)
    return found


def _triggers(inquiry: Inquiry, on: Start) -> Sequence[Version[Data]]:
    """Return what starts a duty, each from when it first did; a correction that still fits keeps the first day."""
    found = inquiry.triggers.get(on)
    if found is None:
        told = inquiry.story.of(*on.kinds)
        if on.where:
            told = [version for version in told if fits(version.data, on.where)]
        found = inquiry.triggers[on] = [*_runs(told)] if inquiry.story.changed else told
    return found


def _runs(versions: Iterable[Version[Data]]) -> Iterator[Version[Data]]:
    """Yield versions, with those of one event that follow one another taken as one: the last, since the first."""
    run: Version[Data] | None = None
    for version in versions:
        if run is not None and run.event is version.event and run.until == version.since:
            run = version._replace(since=run.since)
            continue
        if run is not None:
            yield run
        run = version
    if run is not None:
        yield run


def _of_trigger(
    inquiry: Inquiry,
    family: Family,
    part: InForce,
    trigger: Version[Data],
    free: Mapping[EventId, datetime],
    now: datetime,
) -> Sequence[Episode]:
    """Return the episodes that one event starts while a version of a rule is in force; an open one outlasts it.

    Args:
        inquiry: The case.
        family: The rule.
        part: The version of the rule.
        trigger: The event.
        free: From when each event can start another episode, after what it started under earlier versions.
        now: The moment up to which they are followed.
    """
    begin = trigger.since
    if begin >= part.end:
        return ()
    if begin < part.start:
        if not family.holds(begin):
            return ()
        begin = part.start
    if free:
        begin = max(begin, free.get(trigger.event.id, UNBOUNDED))
    if begin >= part.end or begin > now or (trigger.until is not None and begin >= trigger.until):
        return ()
    line = inquiry.holds(part.condition, trigger.subject, begin)
    if line.starts[-1] <= begin:  # settled: what follows is the walk for the many that do not change any more
        answer = line.answers[-1]
        if answer is YES:
            return (Episode(part, trigger, begin, trigger.until),)
        asked = answer is not NO and trigger.until is None and now < part.end
        return (Episode(part, trigger, begin, None, asked=True),) if asked else ()
    return [*_walk(part, trigger, line, begin, now)]


def _walk(part: InForce, trigger: Version[Data], line: Timeline, begin: datetime, now: datetime) -> Iterator[Episode]:
    """Yield the episodes along a timeline.

    Args:
        part: The version of the rule.
        trigger: The event.
        line: Whether the rule's facts hold, through time.
        begin: From when this version can be owed.
        now: The moment up to which they are followed.
    """
    end = trigger.until
    starts, answers = line.starts, line.answers
    owed_at: datetime | None = None
    asked_at: datetime | None = None
    for index in range(bisect_right(starts, begin) - 1, len(starts)):
        start, answer = max(starts[index], begin), answers[index]
        if start > now or (end is not None and start >= end) or (owed_at is None and start >= part.end):
            break
        if answer is NO:
            if owed_at is not None:
                yield Episode(part, trigger, owed_at, start)
                owed_at = None
            asked_at = None
        elif owed_at is None and answer is YES:
            owed_at = start
        elif owed_at is None and asked_at is None:
            asked_at = start
    if owed_at is not None:
        yield Episode(part, trigger, owed_at, end)
    elif asked_at is not None and end is None and now < part.end:
        yield Episode(part, trigger, asked_at, None, asked=True)


def _one_of(found: Sequence[Episode]) -> Iterator[Episode]:
    """Yield when what came at once owes the rule, each stretch by one trigger of it; else one question."""
    until: datetime | None = UNBOUNDED
    for episode in sorted((one for one in found if not one.asked), key=_start):
        if until is None:
            return
        if episode.end is None or episode.end > until:
            yield episode._replace(start=max(episode.start, until))
            until = episode.end
    asked = [one for one in found if one.asked]
    if until is not None and asked:
        yield max(asked, key=_place)


def _start(episode: Episode) -> tuple[datetime, int]:
    return episode.start, -episode.trigger.event.seq


def _place(episode: Episode) -> int:
    return episode.trigger.event.seq
