# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a term ends: hours, days, working days, weeks, months and years, and "n days before the end of X".

An end is the first instant outside the term: acting just before it is in time, acting at it is too late.

Source: Algemene termijnenwet (BWBR0002448) art. 1 to 4, as far as the Act speaks; a day, also the last, counts until
its end in Amsterdam. In the Penal Code a month is thirty days (art. 88 Sr; ECLI:NL:HR:2012:BV5627): a rule writes
such a term in days.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from houvast.core.calendar import (
    AMSTERDAM,
    ONE_DAY,
    Calendar,
    at_wall_time,
    aware,
    day_bounds,
    local_day,
    midnight,
    month_bounds,
    within_years_1_to_9999,
)
from houvast.core.errors import InvalidTermError

__all__ = [
    "AMSTERDAM",
    "Calendar",
    "Term",
    "Unit",
    "before_end",
    "day_bounds",
    "end_of_term",
    "extension_allowed",
    "local_day",
    "month_bounds",
]


class Unit(StrEnum):
    """What a term is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    MINUTES = "minutes"


_ENGLISH = {
    Unit.MINUTES: ("minute", "minutes"),
    Unit.HOURS: ("hour", "hours"),
    Unit.DAYS: ("day", "days"),
    Unit.WORKING_DAYS: ("working day", "working days"),
    Unit.WEEKS: ("week", "weeks"),
    Unit.MONTHS: ("month", "months"),
    Unit.YEARS: ("year", "years"),
}
_DUTCH = {
    Unit.MINUTES: ("minuut", "minuten"),
    Unit.HOURS: ("uur", "uur"),
    Unit.DAYS: ("dag", "dagen"),
    Unit.WORKING_DAYS: ("werkdag", "werkdagen"),
    Unit.WEEKS: ("week", "weken"),
    Unit.MONTHS: ("maand", "maanden"),
    Unit.YEARS: ("jaar", "jaar"),
}
_ELAPSED = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}
_IN_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7}
_IN_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12}

_MOST = 9999
_TERM = re.compile(r"([1-9][0-9]{0,3}) ([a-z ]{3,12})")
_UNIT_OF = {(word, word == one): unit for unit, (one, many) in _ENGLISH.items() for word in (one, many)}
_SHOWN = 40  # characters of a wrong term that an error repeats

# Art. 4 under a: the Act leaves longer terms alone. A term in working days ends on a working day by itself.
_LONGEST_EXTENDED = {Unit.DAYS: 90, Unit.WEEKS: 12, Unit.MONTHS: 3, Unit.WORKING_DAYS: _MOST}


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as a law or an agreement words it: a number of one unit.

    Args:
        amount: How many, from 1 to 9999.
        unit: Of what.

    Raises:
        InvalidTermError: The amount is out of bounds.
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= _MOST:
            raise InvalidTermError(
                f"A term of {self.amount} {_ENGLISH[self.unit][1]} is none: nothing can be due by it. "
                f"Give a whole number from 1 to {_MOST}."
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the term that a text names, in exactly the words in which `str` gives it back.

        Raises:
            InvalidTermError: The text is anything else.

        >>> Term.parse("5 working days")
        Term(amount=5, unit=<Unit.WORKING_DAYS: 'working_days'>)
        >>> str(Term.parse("1 hour"))
        '1 hour'
        """
        found = _TERM.fullmatch(text)
        unit = _UNIT_OF.get((found[2], found[1] == "1")) if found else None
        if found is None or unit is None:
            raise InvalidTermError(
                f"{text[:_SHOWN]!r} is no term: nothing can be due by it. Write a whole number from 1 to {_MOST} and "
                "a unit, such as '15 minutes', '1 hour', '5 working days', '2 weeks' or '3 months'."
            )
        return cls(int(found[1]), unit)

    def __str__(self) -> str:
        return f"{self.amount} {_ENGLISH[self.unit][self.amount > 1]}"

    def dutch(self) -> str:
        """Return the term in Dutch, as users read it.

        >>> Term(5, Unit.WORKING_DAYS).dutch(), Term(24, Unit.HOURS).dutch()
        ('5 werkdagen', '24 uur')
        """
        return f"{self.amount} {_DUTCH[self.unit][self.amount > 1]}"


def extension_allowed(term: Term) -> bool:
    """Return whether the Act may extend a statutory term of this length at all.

    Source: Algemene termijnenwet art. 4 under a: not terms in hours, in more than 90 days, twelve weeks or three
    months, or in years. That a term of deprivation of liberty (under c) is left alone too, only its rule can know.

    >>> extension_allowed(Term.parse("3 months")), extension_allowed(Term.parse("1 year"))
    (True, False)
    """
    return term.amount <= _LONGEST_EXTENDED.get(term.unit, 0)


@within_years_1_to_9999
def end_of_term(start: datetime, term: Term, *, calendar: Calendar, extend_to_working_day: bool = False) -> datetime:
    """Return the first instant outside a term, in UTC.

    Hours and minutes are elapsed time. All else runs in days of the Netherlands: the day of the start does not count,
    and the last day counts until its end. Months and years end on the day with the same number, else on the last day
    of that month. Working days end with the last of them.

    Source: Algemene termijnenwet art. 1 lid 1 (a statutory term that ends on a Saturday, Sunday or holiday runs to the
    end of the next working day) where `extend_to_working_day`; a rule asks for it only where its source does. Art. 2
    (at least two working days in a term of at least three days) is not applied: such a term may last longer by law
    than given here, never shorter.

    Args:
        start: The instant from which the term runs, in any time zone.
        term: How long.
        calendar: The holidays; asked for working days and for the extension only.
        extend_to_working_day: Whether art. 1 lid 1 holds for this term.

    Raises:
        NaiveInstantError: The start has no time zone.
        InvalidTermError: An extension was asked for a term that art. 4 excludes.
        CalendarRangeError: The holidays of a year on the way are not known.

    >>> nothing_known = Calendar(frozenset(), date(2026, 1, 1), date(2027, 1, 1))
    >>> monday = datetime(2026, 11, 23, 14, 20, tzinfo=AMSTERDAM)
    >>> end_of_term(monday, Term.parse("1 day"), calendar=nothing_known).isoformat()
    '2026-11-24T23:00:00+00:00'
    >>> end_of_term(monday, Term.parse("24 hours"), calendar=nothing_known).isoformat()
    '2026-11-24T13:20:00+00:00'
    """
    if extend_to_working_day and not extension_allowed(term):
        raise InvalidTermError(
            f"The law does not extend a term of {term} to a working day (Algemene termijnenwet art. 4), so somebody "
            "could act too late. Take the extension out of the rule."
        )
    if step := _ELAPSED.get(term.unit):
        return aware(start).astimezone(UTC) + step * term.amount
    last = _shift(aware(start).astimezone(AMSTERDAM).date(), term, 1, calendar)
    if extend_to_working_day:
        last = calendar.working_day(last - ONE_DAY, 1)
    return midnight(last + ONE_DAY)


@within_years_1_to_9999
def before_end(end: datetime, term: Term, *, calendar: Calendar) -> datetime:
    """Return the instant that lies a term before the end of something, in UTC.

    Hours and minutes are elapsed time. All else is counted back in days of the Netherlands and keeps the time on the
    clock, so 14 days before a midnight is a midnight. A skipped time is read with the offset before the skip, of a
    repeated one it is the first (see :func:`houvast.core.calendar.at_wall_time`). Months and years back lead to the
    day with the same number, else to the last day of that month. Working days: so many whole ones lie in between; an
    end within a weekend or on a holiday counts from the midnight before.

    Never extended or moved to a working day. Source: Algemene termijnenwet art. 1 lid 2.

    Args:
        end: The first instant outside that something, in any time zone.
        term: How long before.
        calendar: The holidays; asked for working days only.

    Raises:
        NaiveInstantError: The end has no time zone.
        CalendarRangeError: The holidays of a year on the way are not known.

    >>> nothing_known = Calendar(frozenset(), date(2026, 1, 1), date(2027, 1, 1))
    >>> midnight = datetime(2026, 4, 4, tzinfo=AMSTERDAM)
    >>> before_end(midnight, Term.parse("14 days"), calendar=nothing_known).astimezone(AMSTERDAM).isoformat()
    '2026-03-21T00:00:00+01:00'
    """
    if step := _ELAPSED.get(term.unit):
        return aware(end).astimezone(UTC) - step * term.amount
    local = aware(end).astimezone(AMSTERDAM)
    wall = local.time()
    if term.unit is Unit.WORKING_DAYS and not calendar.is_working_day(local.date()):
        wall = time.min
    return at_wall_time(_shift(local.date(), term, -1, calendar), wall)


def _shift(day: date, term: Term, sign: int, calendar: Calendar) -> date:
    if days := _IN_DAYS.get(term.unit):
        return day + timedelta(days=sign * days * term.amount)
    if months := _IN_MONTHS.get(term.unit):
        return _shift_months(day, sign * months * term.amount)
    return calendar.working_day(day, sign * term.amount)


def _shift_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
