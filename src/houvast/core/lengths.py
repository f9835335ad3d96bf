# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Terms of rules, ready to be counted for many cases: what runs in days is the same for all that starts on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from houvast.core.terms import Term, Unit, before_end, day_bounds, end_of_term

if TYPE_CHECKING:
    from datetime import date, datetime

    from houvast.core.calendar import Calendar

ELAPSED = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}
"""What runs from an instant; everything else runs from the day on which it falls."""


@dataclass(frozen=True, slots=True, eq=False)
class Length:
    """A term of one rule.

    Args:
        term: How long.
        calendar: The holidays.
        extend: Whether it runs to the next working day (Algemene termijnenwet art. 1 lid 1).
        elapsed: How long that is, where it runs from an instant.
    """

    term: Term
    calendar: Calendar
    extend: bool
    elapsed: timedelta | None

    def end(self, start: datetime, day: date) -> datetime:
        """Return the first instant outside the term.

        Args:
            start: From when it runs.
            day: The day on which that is in the Netherlands.
        """
        return _end_of_day_term(self, day) if self.elapsed is None else start + self.elapsed

    def before(self, end: datetime) -> datetime:
        """Return the instant that lies the term before the end of something."""
        return _before(self, end)


@lru_cache(maxsize=1024)
def length(term: Term, calendar: Calendar, *, extend: bool = False) -> Length:
    """Return a term, ready to be counted; the same one each time."""
    unit = None if extend else ELAPSED.get(term.unit)  # what may not be extended is refused where it is counted
    return Length(term, calendar, extend, unit and unit * term.amount)


@lru_cache(maxsize=2**16)
def _end_of_day_term(length: Length, day: date) -> datetime:
    start = day_bounds(day)[0]
    return end_of_term(start, length.term, calendar=length.calendar, extend_to_working_day=length.extend)


@lru_cache(maxsize=2**16)
def _before(length: Length, end: datetime) -> datetime:
    return before_end(end, length.term, calendar=length.calendar)
