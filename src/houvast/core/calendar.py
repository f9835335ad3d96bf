# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days as people in the Netherlands live them: from local midnight to local midnight, working or not.

Instants are aware and kept in UTC; a day is a `date` in Amsterdam. A day has 23, 24 or 25 hours.

The offsets come from the tables of the system, else from the `tzdata` package; the holidays are an argument.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from houvast.core.errors import CalendarRangeError, NaiveInstantError

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ONE_DAY = timedelta(days=1)

_SATURDAY = 5
_CACHED_DAYS = 2**14  # all days of 44 years

P = ParamSpec("P")
R = TypeVar("R")


def within_years_1_to_9999(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function with a date that no calendar can hold reported as CalendarRangeError."""

    @wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except OverflowError as overflow:
            raise CalendarRangeError(
                "This leads to a day before the year 1 or after the year 9999, which no calendar can hold. "
                "Look for a wrong year or a much too long term."
            ) from overflow

    return guarded


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are holidays, for the years for which that is known.

    Source: Algemene termijnenwet art. 3 lid 1 and 2. Days that a royal decree puts on a par with holidays (lid 3) are
    known at most three years ahead and are holidays here only if the holidays handed over contain them.

    Args:
        holidays: The days of the Act; Sundays need not be among them.
        first_on: The first day that is known.
        until_on: The first day that is no longer known.
    """

    holidays: frozenset[date]
    first_on: date
    until_on: date

    def is_holiday(self, day: date) -> bool:
        """Return whether the Act names the day.

        Raises:
            CalendarRangeError: The holidays of that year are not known.
        """
        self._require(day)
        return day in self.holidays

    def is_working_day(self, day: date) -> bool:
        """Return whether the day is no Saturday, no Sunday and no holiday.

        Raises:
            CalendarRangeError: The holidays of that year are not known.
        """
        self._require(day)
        return day.weekday() < _SATURDAY and day not in self.holidays

    def working_day(self, day: date, count: int) -> date:
        """Return the count-th working day after a day, which itself does not count; before it if count is negative.

        Raises:
            CalendarRangeError: The holidays of a year on the way are not known.
        """
        step, holidays = (ONE_DAY if count > 0 else -ONE_DAY), self.holidays
        self._require(day + step)
        for _ in range(abs(count)):
            day += step
            while day.weekday() >= _SATURDAY or day in holidays:  # both ends are known, so all in between is
                day += step
        self._require(day)
        return day

    def _require(self, day: date) -> None:
        if not self.first_on <= day < self.until_on:
            raise CalendarRangeError(
                f"The holidays of {day:%Y-%m-%d} are not known (known: {self.first_on} until {self.until_on}), "
                "so a term could end on the wrong day. Check the year, or extend the table of holidays."
            )


@within_years_1_to_9999
def local_day(instant: datetime) -> date:
    """Return the day on which an instant falls in the Netherlands.

    Raises:
        NaiveInstantError: The instant has no time zone.

    >>> local_day(datetime(2026, 11, 21, 23, 30, tzinfo=UTC))
    datetime.date(2026, 11, 22)
    """
    return aware(instant).astimezone(AMSTERDAM).date()


@within_years_1_to_9999
def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the first instant of a day in the Netherlands and the first instant after it, in UTC.

    >>> begin, end = day_bounds(date(2026, 3, 29))
    >>> end - begin
    datetime.timedelta(seconds=82800)
    """
    return midnight(day), midnight(day + ONE_DAY)


@within_years_1_to_9999
def month_bounds(year: int, month: int) -> tuple[datetime, datetime]:
    """Return the first instant of a month in the Netherlands and the first instant after it, in UTC.

    >>> [bound.isoformat() for bound in month_bounds(2026, 10)]
    ['2026-09-30T22:00:00+00:00', '2026-10-31T23:00:00+00:00']
    """
    first = date(year, month, 1)
    return midnight(first), midnight(first + monthrange(year, month)[1] * ONE_DAY)


def aware(instant: datetime) -> datetime:
    """Return the instant itself.

    Raises:
        NaiveInstantError: The instant has no time zone.
    """
    if instant.utcoffset() is None:
        raise NaiveInstantError(
            "This date and time have no time zone, so nobody can tell when it was and a term could end an hour or two "
            "off. Add the zone, such as +01:00 in winter, +02:00 in summer, or Z."
        )
    return instant


def at_wall_time(day: date, wall: time) -> datetime:
    """Return the instant, in UTC, at which clocks in the Netherlands show a time on a day.

    In the night in which an hour is skipped, a skipped time is read with the offset before the skip, so 02:30 is
    03:30; in the night in which an hour is repeated, it is the first of the two.

    Source: RFC 5545, section 3.3.5 (the same choice).

    >>> at_wall_time(date(2026, 3, 29), time(2, 30)).isoformat()
    '2026-03-29T01:30:00+00:00'
    """
    return datetime.combine(day, wall.replace(fold=0), tzinfo=AMSTERDAM).astimezone(UTC)


@lru_cache(maxsize=_CACHED_DAYS)
def midnight(day: date) -> datetime:
    """Return the first instant of a day in the Netherlands, in UTC."""
    return at_wall_time(day, time.min)
