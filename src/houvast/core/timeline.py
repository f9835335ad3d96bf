# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answer to one question through time.

A timeline says for each instant what was known then. Facts are timelines, so that a duty can be followed from the day
it became owed, and a lapse needs no job to be seen: the walk stops wherever an answer changes.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

from houvast.core.answer import Answer
from houvast.core.events.envelope import UNBOUNDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


class Timeline:
    """An answer for every instant: `answers[i]` holds from `starts[i]` until `starts[i + 1]`, and two next differ."""

    __slots__ = ("answers", "starts")

    def __init__(self, starts: Sequence[datetime], answers: Sequence[Answer]) -> None:
        self.starts = starts
        self.answers = answers

    def at(self, instant: datetime) -> Answer:
        """Return the answer at an instant."""
        if self.starts[-1] <= instant:
            return self.answers[-1]
        return self.answers[bisect_right(self.starts, instant) - 1]

    def segments(self, since: datetime) -> Iterator[tuple[datetime, Answer]]:
        """Yield every stretch from an instant on: when it begins (not before `since`) and its answer."""
        index = bisect_right(self.starts, since) - 1
        yield since, self.answers[index]
        for later in range(index + 1, len(self.starts)):
            yield self.starts[later], self.answers[later]

    def since(self, instant: datetime) -> datetime:
        """Return when the answer that holds at an instant began."""
        return self.starts[bisect_right(self.starts, instant) - 1]

    def now(self, instant: datetime) -> tuple[Answer, datetime]:
        """Return the answer at an instant, and since when it is that."""
        starts = self.starts
        index = -1 if starts[-1] <= instant else bisect_right(starts, instant) - 1
        return self.answers[index], starts[index]

    def next_change(self, instant: datetime) -> datetime | None:
        """Return the first instant after this one at which the answer changes."""
        if self.starts[-1] <= instant:
            return None
        return self.starts[bisect_right(self.starts, instant)]

    def negated(self) -> Timeline:
        """Return the timeline of the opposite question."""
        if len(self.starts) == 1:
            return _ALWAYS[self.answers[0].negated()]
        return Timeline(self.starts, [answer.negated() for answer in self.answers])

    def surely(self) -> Timeline:
        """Return the timeline in which unknown is no: "is it known to be so?"."""
        if UNKNOWN not in self.answers:
            return self
        return changes((start, YES if answer is YES else NO) for start, answer in self.walk())

    def within(self, start: datetime, end: datetime | None) -> Iterator[tuple[datetime, Answer]]:
        """Yield every stretch inside a half-open period (None: without end)."""
        for instant, answer in self.segments(start):
            if end is not None and instant >= end:
                return
            yield instant, answer

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Timeline) and list(self.walk()) == list(other.walk())

    def __hash__(self) -> int:
        return hash(tuple(self.walk()))

    def __repr__(self) -> str:
        return f"Timeline({', '.join(f'{start.isoformat()} {answer}' for start, answer in self.walk())})"

    def walk(self) -> Iterator[tuple[datetime, Answer]]:
        """Yield every stretch from the beginning of time."""
        return zip(self.starts, self.answers, strict=True)


_ALWAYS = {answer: Timeline((UNBOUNDED,), (answer,)) for answer in Answer}


def always(answer: Answer) -> Timeline:
    """Return the timeline of a question with one answer for all time."""
    return _ALWAYS[answer]


def changes(points: Iterable[tuple[datetime, Answer]], *, before: Answer = NO) -> Timeline:
    """Return the timeline that takes each answer from its instant on; points need not be sorted.

    Of two points at one instant the later in the sequence counts.
    """
    points = sorted(points, key=_instant_of)
    starts, answers = [UNBOUNDED], [before]
    for instant, answer in points:
        if instant == starts[-1]:
            answers[-1] = answer
            if len(answers) > 1 and answers[-2] is answer:
                del starts[-1], answers[-1]
        elif answers[-1] is not answer:
            starts.append(instant)
            answers.append(answer)
    return Timeline(starts, answers) if len(starts) > 1 else _ALWAYS[answers[0]]


_instant_of = itemgetter(0)


Period = tuple["datetime", "datetime | None"]
"""A half-open period; an end of None is no end."""


def overlap(one: Period, other: Period) -> Period:
    """Return the period in both; it ends no later than it starts where there is none."""
    ends = [end for end in (one[1], other[1]) if end is not None]
    return max(one[0], other[0]), min(ends, default=None)


def during(
    periods: Iterable[Period],
    *,
    inside: Answer = YES,
    outside: Answer = NO,
    at_least: int = 1,
) -> Timeline:
    """Return the timeline that has one answer inside periods and another outside.

    Args:
        periods: They may overlap; one that ends no later than it starts is none.
        inside: The answer inside.
        outside: The answer outside.
        at_least: How many of the periods must overlap to be inside.
    """
    starts: list[datetime] = []
    edges: list[tuple[datetime, int]] = []
    for start, end in periods:
        if end is None:
            starts.append(start)
        elif start < end:
            edges += ((start, 1), (end, -1))
    if not edges and len(starts) < at_least:
        return _ALWAYS[outside]
    if not edges and at_least == 1:
        return Timeline((UNBOUNDED, min(starts)), (outside, inside))
    edges += [(start, 1) for start in starts]
    edges.sort()
    starts, answers, depth = [UNBOUNDED], [outside], 0
    for instant, step in edges:
        depth += step
        answer = inside if depth >= at_least else outside
        if answer is answers[-1]:
            continue
        if instant == starts[-1] and len(starts) > 1:
            del starts[-1], answers[-1]
        else:
            starts.append(instant)
            answers.append(answer)
    return Timeline(starts, answers) if len(starts) > 1 else _ALWAYS[outside]


def combine(timelines: Iterable[Timeline], negated: Iterable[Timeline] = ()) -> Timeline:
    """Return "all of these are yes and none of the negated ones is", with Kleene's rules for unknown."""
    result = _ALWAYS[YES]
    for line in timelines:
        result = _both(result, line)
    for line in negated:
        result = _both(result, line.negated())
    return result


def _both(one: Timeline, other: Timeline) -> Timeline:
    """Return "both are yes", stretch by stretch."""
    if one is other or other is _ALWAYS[YES] or one is _ALWAYS[NO]:
        return one
    if one is _ALWAYS[YES] or other is _ALWAYS[NO]:
        return other
    starts: list[datetime] = []
    answers: list[Answer] = []
    i, j, last_i, last_j = 0, 0, len(one.starts) - 1, len(other.starts) - 1
    instant = UNBOUNDED
    while True:
        first, second = one.answers[i], other.answers[j]
        answer = first if first is NO or second is YES else second
        if not answers or answers[-1] is not answer:
            starts.append(instant)
            answers.append(answer)
        if i < last_i and (j == last_j or one.starts[i + 1] < other.starts[j + 1]):
            i += 1
            instant = one.starts[i]
        elif j < last_j:
            if i < last_i and one.starts[i + 1] == other.starts[j + 1]:
                i += 1
            j += 1
            instant = other.starts[j]
        else:
            return Timeline(starts, answers) if len(starts) > 1 else _ALWAYS[answers[0]]


def either(timelines: Iterable[Timeline]) -> Timeline:
    """Return "any of these is yes", with Kleene's rules for unknown."""
    return combine((), timelines).negated()
