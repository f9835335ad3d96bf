# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""An agreement is never longer than the law, whatever the day, the hour and the clock change on which both begin."""

from datetime import date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houvast.core.terms import AMSTERDAM, Term, Unit, end_of_term
from houvast.rules.calendar import load_calendar
from houvast.rules.spans import longest_days, never_longer, shortest_days

CALENDAR = load_calendar()
WORST_TIMES = ((0, 0), (23, 59))
MOST = {
    Unit.MINUTES: 9999,
    Unit.HOURS: 500,
    Unit.DAYS: 400,
    Unit.WORKING_DAYS: 120,
    Unit.WEEKS: 60,
    Unit.MONTHS: 40,
    Unit.YEARS: 5,
}

terms = st.sampled_from(list(Unit)).flatmap(lambda unit: st.builds(Term, st.integers(1, MOST[unit]), st.just(unit)))
starts = st.datetimes(datetime(2012, 1, 1), datetime(2040, 1, 1)).map(lambda naive: naive.replace(tzinfo=AMSTERDAM))


@cache
def starts_of_years() -> tuple[datetime, ...]:
    """Both ends of every day of nine years: two rounds of leap years, Easter early and late."""
    days = (date(2020, 1, 1) + timedelta(number) for number in range(9 * 366))
    return tuple(
        datetime(day.year, day.month, day.day, *wall, tzinfo=AMSTERDAM) for day in days for wall in WORST_TIMES
    )


def outlasts(agreed: Term, law: Term, start: datetime) -> bool:
    return end_of_term(start, agreed, calendar=CALENDAR) > end_of_term(start, law, calendar=CALENDAR)


@given(terms, terms, starts)
def test_what_is_allowed_never_ends_later(agreed, law, start):
    if never_longer(agreed, law, calendar=CALENDAR):
        assert not outlasts(agreed, law, start)


@pytest.mark.parametrize(
    ("agreed", "law", "allowed"),
    [
        ("24 hours", "1 day", False),  # a day that begins at 23:59 and loses an hour
        ("22 hours", "1 day", True),
        ("24 hours", "1 working day", True),  # it never holds a Sunday when it is that short
        ("25 hours", "1 working day", False),
        ("1 day", "24 hours", False),
        ("1 day", "49 hours", True),
        ("1 day", "48 hours", False),  # in the night of 25 hours
        ("1 day", "1 working day", True),
        ("1 working day", "1 day", False),
        ("1 working day", "6 days", True),  # Good Friday, Easter and King's Day in 2038
        ("1 working day", "4 days", False),
        ("5 working days", "5 working days", True),
        ("6 working days", "5 working days", False),
        ("7 days", "5 working days", False),
        ("5 days", "5 working days", True),
        ("2 weeks", "14 days", True),
        ("15 days", "2 weeks", False),
        ("28 days", "1 month", True),
        ("29 days", "1 month", False),
        ("1 month", "31 days", True),
        ("1 month", "30 days", False),
        ("89 days", "3 months", True),
        ("90 days", "3 months", False),
        ("12 months", "1 year", True),
        ("365 days", "1 year", True),
        ("366 days", "1 year", False),
        ("60 minutes", "1 hour", True),
        ("61 minutes", "1 hour", False),
    ],
)
def test_close_cases(agreed, law, allowed):
    one, other = Term.parse(agreed), Term.parse(law)
    assert never_longer(one, other, calendar=CALENDAR) is allowed
    assert any(outlasts(one, other, start) for start in starts_of_years()) is not allowed


@pytest.mark.parametrize("unit", [Unit.WORKING_DAYS, Unit.MONTHS])
@pytest.mark.parametrize("amount", [1, 2, 3, 5, 6, 11, 23])
def test_the_fewest_and_the_most_days_are_those_that_occur(unit, amount):
    term = Term(amount, unit)
    last_days = (
        (end_of_term(start, term, calendar=CALENDAR).astimezone(AMSTERDAM) - timedelta(hours=12)).date() - start.date()
        for start in (datetime(2010, 1, 1, tzinfo=AMSTERDAM) + timedelta(number) for number in range(36 * 365))
    )
    seen = {days.days for days in last_days}
    assert (min(seen), max(seen)) == (shortest_days(term, CALENDAR), longest_days(term, CALENDAR))


@pytest.mark.parametrize("text", ["9999 working days", "9999 months", "9999 years", "9999 weeks", "9999 hours"])
def test_the_longest_terms_can_be_compared(text):
    term = Term.parse(text)
    assert never_longer(Term.parse("1 day"), term, calendar=CALENDAR)
    assert not never_longer(term, Term.parse("1 day"), calendar=CALENDAR)
