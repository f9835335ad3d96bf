# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether one term can ever outlast another, whatever the day on which both begin.

An agreement may never be longer than the law. Terms of one unit are compared by their numbers. Of mixed units the
longest that the agreement can turn out is held against the shortest that the law can turn out: a doubt counts against
the agreement. A day is counted as `houvast.core.terms` does: that of the start does not count, the last one whole.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from operator import sub

from houvast.core.calendar import Calendar
from houvast.core.terms import Term, Unit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_WEEK = 7
_WORKING_WEEK = 5

_SAME_SCALE = {
    Unit.MINUTES: ("elapsed", 1),
    Unit.HOURS: ("elapsed", 60),
    Unit.DAYS: ("days", 1),
    Unit.WEEKS: ("days", _WEEK),
    Unit.WORKING_DAYS: ("working days", 1),
    Unit.MONTHS: ("months", 1),
    Unit.YEARS: ("months", 12),
}
_ELAPSED = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: HOUR}
_MONTHS_IN_FOUR_YEARS, _DAYS_IN_FOUR_YEARS = 48, 1461
_MOST_MONTHS = 40 * 12  # beyond it a bound will do
_DAYS_OF_MONTH = (1, 28, 29, 30, 31)  # the others behave as the first


def never_longer(agreed: Term, law: Term, *, calendar: Calendar) -> bool:
    """Return whether a term ends, on whatever day it begins, no later than another that begins with it.

    Args:
        agreed: The term that may not be longer.
        law: The term that sets the limit.
        calendar: The holidays, for working days.

    >>> nothing_known = Calendar(frozenset(), date(2026, 1, 1), date(2028, 1, 1))
    >>> never_longer(Term.parse("7 days"), Term.parse("5 working days"), calendar=nothing_known)
    False
    >>> never_longer(Term.parse("24 hours"), Term.parse("5 working days"), calendar=nothing_known)
    True
    """
    (scale, amount), (law_scale, law_amount) = _SAME_SCALE[agreed.unit], _SAME_SCALE[law.unit]
    if scale == law_scale:
        return agreed.amount * amount <= law.amount * law_amount
    if agreed.unit not in _ELAPSED and law.unit not in _ELAPSED:  # both end with a day, so their last days compare
        return longest_days(agreed, calendar) <= shortest_days(law, calendar)
    return longest(agreed, calendar) <= shortest(law, calendar)


def longest(term: Term, calendar: Calendar) -> timedelta:
    """Return the most time that a term can take: begun at midnight, with the night of 25 hours in it."""
    if step := _ELAPSED.get(term.unit):
        return step * term.amount
    return (longest_days(term, calendar) + 1) * DAY + HOUR


def shortest(term: Term, calendar: Calendar) -> timedelta:
    """Return the least time that a term can take: begun just before midnight, with the night of 23 hours in it."""
    if step := _ELAPSED.get(term.unit):
        return step * term.amount
    within_a_week = term.unit is Unit.WORKING_DAYS and term.amount <= _WORKING_WEEK  # clocks change on a Sunday
    return shortest_days(term, calendar) * DAY - (timedelta() if within_a_week else HOUR)


def longest_days(term: Term, calendar: Calendar) -> int:
    """Return how many days at most lie between the day on which a term begins and its last day."""
    return _days(term, calendar)[1]


def shortest_days(term: Term, calendar: Calendar) -> int:
    """Return how many days at least lie between the day on which a term begins and its last day."""
    return _days(term, calendar)[0]


@cache
def _days(term: Term, calendar: Calendar) -> tuple[int, int]:
    scale, amount = _SAME_SCALE[term.unit][0], _SAME_SCALE[term.unit][1] * term.amount
    if scale == "working days":
        return _of_working_days(amount, _working_days(calendar))
    if scale == "months":
        return _of_months(amount)
    return amount, amount


def _of_working_days(count: int, known: tuple[int, ...]) -> tuple[int, int]:
    """Return the fewest and the most days: begun just before the first working day, or on the one before it."""
    if count >= len(known):  # more than the years for which holidays are known; a bound will do
        return count, 3 * count
    return min(map(sub, known[count - 1 :], known)) + 1, max(map(sub, known[count:], known))


@cache
def _working_days(calendar: Calendar) -> tuple[int, ...]:
    days = range(calendar.first_on.toordinal(), calendar.until_on.toordinal())
    return tuple(day for day in days if calendar.is_working_day(date.fromordinal(day)))


def _of_months(count: int) -> tuple[int, int]:
    """Return the fewest and the most days; one round of leap years shows them all until the year 2100."""
    if count > _MOST_MONTHS:
        return _DAYS_IN_FOUR_YEARS * count // _MONTHS_IN_FOUR_YEARS - 3, count * 31
    starts = ((year, month, day) for year in range(2020, 2024) for month in range(1, 13) for day in _DAYS_OF_MONTH)
    spans = [_month_span(*start, count) for start in starts if start[2] <= monthrange(*start[:2])[1]]
    return min(spans), max(spans)


def _month_span(year: int, month: int, day: int, count: int) -> int:
    later_year, later_month = divmod(year * 12 + month - 1 + count, 12)
    last = min(day, monthrange(later_year, later_month + 1)[1])
    return date(later_year, later_month + 1, last).toordinal() - date(year, month, day).toordinal()
