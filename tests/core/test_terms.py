# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""When terms end: tables, 10,000 generated terms against an independent calendar, and properties."""

import random
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houvast.core.errors import CalendarRangeError, InvalidTermError, NaiveInstantError
from houvast.core.terms import (
    AMSTERDAM,
    Calendar,
    Term,
    Unit,
    before_end,
    day_bounds,
    end_of_term,
    extension_allowed,
    local_day,
)

ONE_DAY = timedelta(days=1)
CHECKED = (Path(__file__).parent / "holidays-2024-2035.csv").read_text(encoding="utf-8").splitlines()[1:]
HOLIDAYS = frozenset(date.fromisoformat(row.split(",")[0]) for row in CHECKED)
CALENDAR = Calendar(HOLIDAYS, date(2024, 1, 1), date(2036, 1, 1))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


# --- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "amount", "unit", "dutch"),
    [
        ("1 minute", 1, Unit.MINUTES, "1 minuut"),
        ("15 minutes", 15, Unit.MINUTES, "15 minuten"),
        ("1 hour", 1, Unit.HOURS, "1 uur"),
        ("24 hours", 24, Unit.HOURS, "24 uur"),
        ("1 day", 1, Unit.DAYS, "1 dag"),
        ("90 days", 90, Unit.DAYS, "90 dagen"),
        ("1 working day", 1, Unit.WORKING_DAYS, "1 werkdag"),
        ("5 working days", 5, Unit.WORKING_DAYS, "5 werkdagen"),
        ("1 week", 1, Unit.WEEKS, "1 week"),
        ("12 weeks", 12, Unit.WEEKS, "12 weken"),
        ("1 month", 1, Unit.MONTHS, "1 maand"),
        ("3 months", 3, Unit.MONTHS, "3 maanden"),
        ("1 year", 1, Unit.YEARS, "1 jaar"),
        ("5 years", 5, Unit.YEARS, "5 jaar"),
    ],
)
def test_a_term_is_read_and_written_in_the_same_words(text, amount, unit, dutch):
    term = Term.parse(text)
    assert (term, str(term), term.dutch()) == (Term(amount, unit), text, dutch)


@pytest.mark.parametrize(
    "text",
    [
        "", "5", "days", "0 days", "-1 days", "05 days", "1 days", "2 day", "1.5 hours", "5  days", " 5 days", "5 days ",
        "5 days\n", "5 Days", "5 dagen", "5 working_days", "5 business days", "five days", "\u0665 days", "10000 days",
        "1 day 2 hours", "5 working", "3 " + "months" * 10_000, "P3M",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(InvalidTermError, match="no term") as refusal:
        Term.parse(text)
    assert refusal.value.code == "invalid_term"
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize("amount", [0, -1, 10_000])
def test_an_amount_out_of_bounds_is_refused(amount):
    with pytest.raises(InvalidTermError):
        Term(amount, Unit.DAYS)


# --- tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        # elapsed time, whatever the clocks do
        ("2026-03-29T01:30+01:00", "1 hour", "2026-03-29T03:30+02:00"),
        ("2026-03-28T12:00+01:00", "24 hours", "2026-03-29T13:00+02:00"),
        ("2026-10-24T12:00+02:00", "24 hours", "2026-10-25T11:00+01:00"),
        ("2026-10-25T02:50+02:00", "15 minutes", "2026-10-25T02:05+01:00"),
        # days: the day of the start does not count, the last counts until its end
        ("2026-11-23T14:20+01:00", "1 day", "2026-11-25T00:00+01:00"),
        ("2026-11-23T00:00+01:00", "1 day", "2026-11-25T00:00+01:00"),
        ("2026-11-23T23:59:59+01:00", "1 day", "2026-11-25T00:00+01:00"),
        ("2026-11-23T22:59:59Z", "1 day", "2026-11-25T00:00+01:00"),
        ("2026-11-23T23:00Z", "1 day", "2026-11-26T00:00+01:00"),  # already Tuesday here
        ("2026-03-27T12:00+01:00", "2 days", "2026-03-30T00:00+02:00"),
        ("2026-10-24T12:00+02:00", "1 day", "2026-10-26T00:00+01:00"),
        ("2026-10-25T02:30+01:00", "1 day", "2026-10-27T00:00+01:00"),
        ("2028-02-28T12:00+01:00", "1 day", "2028-03-01T00:00+01:00"),
        ("2026-01-15T09:00+01:00", "90 days", "2026-04-16T00:00+02:00"),
        # weeks
        ("2026-03-25T09:00+01:00", "1 week", "2026-04-02T00:00+02:00"),
        ("2026-10-21T09:00+02:00", "2 weeks", "2026-11-05T00:00+01:00"),
        # months and years: the same number, else the last day
        ("2026-01-31T09:00+01:00", "1 month", "2026-03-01T00:00+01:00"),
        ("2028-01-31T09:00+01:00", "1 month", "2028-03-01T00:00+01:00"),
        ("2028-01-30T09:00+01:00", "1 month", "2028-03-01T00:00+01:00"),
        ("2026-01-15T09:00+01:00", "3 months", "2026-04-16T00:00+02:00"),
        ("2026-11-30T09:00+01:00", "3 months", "2027-03-01T00:00+01:00"),
        ("2026-12-31T09:00+01:00", "6 months", "2027-07-01T00:00+02:00"),
        ("2026-09-25T09:00+02:00", "1 month", "2026-10-26T00:00+01:00"),
        ("2028-02-29T09:00+01:00", "1 year", "2029-03-01T00:00+01:00"),
        ("2028-02-29T09:00+01:00", "4 years", "2032-03-01T00:00+01:00"),
        # working days
        ("2026-11-20T16:00+01:00", "1 working day", "2026-11-24T00:00+01:00"),
        ("2026-11-21T10:00+01:00", "1 working day", "2026-11-24T00:00+01:00"),
        ("2026-11-23T09:00+01:00", "5 working days", "2026-12-01T00:00+01:00"),
        ("2026-04-02T09:00+02:00", "1 working day", "2026-04-08T00:00+02:00"),  # Good Friday to Easter Monday
        ("2026-04-24T09:00+02:00", "1 working day", "2026-04-29T00:00+02:00"),  # King's Day on Monday 27 April
        ("2025-04-25T09:00+02:00", "1 working day", "2025-04-29T00:00+02:00"),  # on Saturday 26 April, so Monday works
        ("2026-05-04T09:00+02:00", "1 working day", "2026-05-07T00:00+02:00"),  # 5 May in a year that is no lustrum
        ("2026-05-13T09:00+02:00", "2 working days", "2026-05-19T00:00+02:00"),  # Ascension Day
        ("2026-12-24T09:00+01:00", "5 working days", "2027-01-05T00:00+01:00"),
        ("2026-03-27T09:00+01:00", "1 working day", "2026-03-31T00:00+02:00"),
    ],
)
def test_end_of_term(start, term, end):
    answer = end_of_term(at(start), Term.parse(term), calendar=CALENDAR)
    assert (answer, answer.tzinfo) == (at(end), UTC)


@pytest.mark.parametrize(
    ("start", "term", "end"),
    [
        ("2026-11-13T09:00+01:00", "1 week", "2026-11-21T00:00+01:00"),  # ends on a Friday: nothing to extend
        ("2026-11-14T09:00+01:00", "1 week", "2026-11-24T00:00+01:00"),  # on a Saturday: Monday
        ("2026-11-15T09:00+01:00", "1 week", "2026-11-24T00:00+01:00"),  # on a Sunday: Monday
        ("2026-03-20T09:00+01:00", "2 weeks", "2026-04-08T00:00+02:00"),  # on Good Friday: Tuesday after Easter
        ("2026-01-27T09:00+01:00", "3 months", "2026-04-29T00:00+02:00"),  # on King's Day: the day after
        ("2026-02-05T09:00+01:00", "3 months", "2026-05-07T00:00+02:00"),  # on 5 May
        ("2027-02-05T09:00+01:00", "3 months", "2027-05-08T00:00+02:00"),  # on 5 May, and then Ascension Day
        ("2026-09-26T09:00+02:00", "90 days", "2026-12-29T00:00+01:00"),  # on Christmas Day, a Friday
        ("2026-11-20T09:00+01:00", "2 working days", "2026-11-25T00:00+01:00"),
        ("2026-03-19T09:00+01:00", "10 days", "2026-03-31T00:00+02:00"),  # on the Sunday on which clocks change
    ],
)
def test_end_of_a_term_that_the_act_extends(start, term, end):
    assert end_of_term(at(start), Term.parse(term), calendar=CALENDAR, extend_to_working_day=True) == at(end)


@pytest.mark.parametrize("text", ["15 minutes", "72 hours", "91 days", "13 weeks", "4 months", "1 year"])
def test_the_act_leaves_terms_in_hours_and_long_terms_alone(text):
    term = Term.parse(text)
    assert not extension_allowed(term)
    with pytest.raises(InvalidTermError, match=r"art\. 4"):
        end_of_term(at("2026-11-20T09:00Z"), term, calendar=CALENDAR, extend_to_working_day=True)


@pytest.mark.parametrize("text", ["90 days", "12 weeks", "3 months", "100 working days"])
def test_the_longest_terms_that_the_act_extends(text):
    assert extension_allowed(Term.parse(text))


@pytest.mark.parametrize(
    ("end", "term", "moment"),
    [
        ("2026-04-04T00:00+02:00", "14 days", "2026-03-21T00:00+01:00"),
        ("2026-10-31T00:00+01:00", "7 days", "2026-10-24T00:00+02:00"),
        ("2026-10-31T00:00+01:00", "30 days", "2026-10-01T00:00+02:00"),
        ("2026-04-05T02:30+02:00", "1 week", "2026-03-29T03:30+02:00"),  # 02:30 was skipped
        ("2026-11-01T02:30+01:00", "1 week", "2026-10-25T02:30+02:00"),  # the first 02:30 of two
        ("2025-10-26T02:30+01:00", "52 weeks", "2024-10-27T02:30+02:00"),  # also from the second of two
        ("2026-04-01T00:00+02:00", "1 month", "2026-03-01T00:00+01:00"),
        ("2026-03-31T00:00+02:00", "1 month", "2026-02-28T00:00+01:00"),
        ("2028-02-29T17:00+01:00", "1 year", "2027-02-28T17:00+01:00"),
        ("2026-03-29T03:30+02:00", "1 hour", "2026-03-29T01:30+01:00"),
        ("2026-10-25T12:00+01:00", "24 hours", "2026-10-24T13:00+02:00"),
        ("2026-11-24T00:00+01:00", "1 working day", "2026-11-23T00:00+01:00"),
        ("2026-11-23T00:00+01:00", "1 working day", "2026-11-20T00:00+01:00"),
        ("2026-11-22T17:00+01:00", "1 working day", "2026-11-20T00:00+01:00"),  # a whole Friday lies in between
        ("2026-11-23T14:00+01:00", "1 working day", "2026-11-20T14:00+01:00"),
        ("2026-04-08T00:00+02:00", "2 working days", "2026-04-02T00:00+02:00"),  # Tuesday, then Maundy Thursday
        ("2026-11-22T00:00+01:00", "14 days", "2026-11-08T00:00+01:00"),  # counted back: not moved from a Sunday
    ],
)
def test_before_end(end, term, moment):
    answer = before_end(at(end), Term.parse(term), calendar=CALENDAR)
    assert (answer, answer.tzinfo) == (at(moment), UTC)


# --- bad input ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["1 hour", "1 day", "1 working day", "1 month"])
def test_a_naive_instant_is_refused(text):
    naive = datetime(2026, 11, 23, 14, 20)
    for function in (end_of_term, before_end):
        with pytest.raises(NaiveInstantError):
            function(naive, Term.parse(text), calendar=CALENDAR)


def test_a_holiday_that_nobody_knows_is_no_working_day():
    for text in ("1 working day", "300 working days"):
        with pytest.raises(CalendarRangeError):
            end_of_term(at("2035-12-31T12:00Z"), Term.parse(text), calendar=CALENDAR)
    with pytest.raises(CalendarRangeError):
        end_of_term(at("2035-12-31T12:00Z"), Term.parse("1 day"), calendar=CALENDAR, extend_to_working_day=True)
    with pytest.raises(CalendarRangeError):
        before_end(at("2024-01-01T12:00Z"), Term.parse("1 working day"), calendar=CALENDAR)


def test_a_term_that_needs_no_holidays_may_leave_the_known_years():
    assert end_of_term(at("2040-01-01T12:00Z"), Term.parse("1 year"), calendar=CALENDAR) == at("2041-01-02T00:00+01:00")


@pytest.mark.parametrize("text", ["9999 hours", "9999 days", "9999 weeks", "9999 months", "9999 years"])
def test_what_no_calendar_holds_is_refused(text):
    with pytest.raises(CalendarRangeError):
        end_of_term(at("9999-06-01T12:00Z"), Term.parse(text), calendar=CALENDAR)
    with pytest.raises(CalendarRangeError):
        before_end(at("0001-06-01T12:00Z"), Term.parse(text), calendar=CALENDAR)


# --- an independent calendar --------------------------------------------------------------------------------------
# Offsets by Directive 2000/84/EC (last Sundays of March and October, 01:00 UTC), days and months by walking one day
# at a time, instants as naive UTC: nothing is shared with the code that is tested.


def last_sunday(year: int, month: int) -> date:
    return max(date(year, month, number) for number in range(25, 32) if date(year, month, number).isoweekday() == 7)


def walked_day(naive_utc: datetime) -> date:
    begin, end = (datetime.combine(last_sunday(naive_utc.year, month), datetime.min.time()) for month in (3, 10))
    summer = begin <= naive_utc - timedelta(hours=1) < end
    return (naive_utc + timedelta(hours=2 if summer else 1)).date()


def walked_midnight(day: date) -> datetime:
    summer = last_sunday(day.year, 3) < day <= last_sunday(day.year, 10)
    return datetime(day.year, day.month, day.day) - timedelta(hours=2 if summer else 1)


def works(day: date) -> bool:
    return day.isoweekday() <= 5 and day not in HOLIDAYS


def walked_months(day: date, months: int) -> date:
    wanted, entered = day.day, 0
    while True:
        day += ONE_DAY
        entered += day.day == 1
        if entered == months and (day.day == wanted or (day + ONE_DAY).day == 1):
            return day


def walked_end(start: datetime, term: Term, *, extend: bool) -> datetime:
    naive_utc = start.astimezone(UTC).replace(tzinfo=None)
    if term.unit in (Unit.MINUTES, Unit.HOURS):
        seconds = term.amount * (60 if term.unit is Unit.MINUTES else 3600)
        return naive_utc + timedelta(seconds=seconds)
    day, left = walked_day(naive_utc), term.amount
    if term.unit in (Unit.MONTHS, Unit.YEARS):
        day = walked_months(day, left if term.unit is Unit.MONTHS else 12 * left)
    else:
        left *= 7 if term.unit is Unit.WEEKS else 1
        while left:
            day += ONE_DAY
            left -= term.unit is not Unit.WORKING_DAYS or works(day)
    while extend and not works(day):
        day += ONE_DAY
    return walked_midnight(day + ONE_DAY)


MOST = {
    Unit.MINUTES: 3000,
    Unit.HOURS: 400,
    Unit.DAYS: 120,
    Unit.WORKING_DAYS: 40,
    Unit.WEEKS: 16,
    Unit.MONTHS: 14,
    Unit.YEARS: 4,
}
CHANGES = [at(f"{last_sunday(year, month)}T01:00Z") for year in range(2024, 2032) for month in (3, 10)]
MONTH_ENDS = [at(f"{year}-{month:02}-01T00:00Z") for year in range(2024, 2032) for month in range(1, 13)][1:]
HOLIDAY_EVES = [at(f"{day}T00:00Z") for day in sorted(HOLIDAYS) if 2024 < day.year < 2032]
ZONES = [UTC, AMSTERDAM, timezone(timedelta(hours=-4)), timezone(timedelta(hours=9, minutes=30))]


def generated(count: int, seed: int):
    """Yield starts near everything that goes wrong (clock changes, midnights, month ends, holidays), and terms."""
    chance = random.Random(seed)
    for _ in range(count):
        near = chance.choice((CHANGES, MONTH_ENDS, HOLIDAY_EVES))
        reach_s = chance.choice((7_200, 300_000))  # two hours, or some days
        start = chance.choice(near) + timedelta(seconds=chance.randint(-reach_s, reach_s))
        if chance.random() < 0.3:  # within two hours of a local midnight
            start = day_bounds(local_day(start))[0] + timedelta(seconds=chance.randint(-7200, 7200))
        unit = chance.choice(list(Unit))
        term = Term(chance.randint(1, MOST[unit]), unit)
        extend = extension_allowed(term) and chance.random() < 0.5
        yield start.astimezone(chance.choice(ZONES)), term, extend


def test_ten_thousand_generated_terms_end_where_an_independent_calendar_says():
    cases = list(generated(10_000, seed=2026))
    wrong = [
        (start, str(term), extend)
        for start, term, extend in cases
        if end_of_term(start, term, calendar=CALENDAR, extend_to_working_day=extend).replace(tzinfo=None)
        != walked_end(start, term, extend=extend)
    ]
    assert wrong == []
    assert {term.unit for _, term, extend in cases if extend} == {Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS}
    assert {start.fold for start, _, _ in cases if start.tzinfo is AMSTERDAM} == {0, 1}


def test_two_thousand_moments_before_an_end_lie_where_an_independent_calendar_says():
    chance = random.Random(2027)
    for _ in range(2000):
        end_on = local_day(chance.choice(CHANGES + HOLIDAY_EVES)) + timedelta(days=chance.randint(-3, 20))
        days, unit = chance.randint(1, 40), chance.choice((Unit.DAYS, Unit.WORKING_DAYS))
        day, left = end_on, days
        while left:
            day -= ONE_DAY
            left -= unit is Unit.DAYS or works(day)
        answer = before_end(day_bounds(end_on)[0], Term(days, unit), calendar=CALENDAR)
        assert answer.replace(tzinfo=None) == walked_midnight(day), (end_on, days, unit)


# --- properties ---------------------------------------------------------------------------------------------------

INSTANTS = st.one_of(
    st.datetimes(datetime(2025, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)),
    st.builds(lambda near, by: near + by, st.sampled_from(CHANGES[2:-2]), st.timedeltas(-2 * ONE_DAY, 2 * ONE_DAY)),
)
UNITS_OF_DAYS = (Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS)


def terms(units=tuple(Unit)):
    return st.sampled_from(units).flatmap(lambda unit: st.builds(Term, st.integers(1, MOST[unit]), st.just(unit)))


@given(terms())
def test_a_term_survives_being_written_and_read(term):
    assert Term.parse(str(term)) == term


@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=3)), terms())
def test_who_starts_later_ends_no_earlier(start, later, term):
    for extend in {False, extension_allowed(term)}:
        first, second = (
            end_of_term(moment, term, calendar=CALENDAR, extend_to_working_day=extend)
            for moment in (start, start + later)
        )
        assert start < first <= second


@given(INSTANTS, terms(UNITS_OF_DAYS))
def test_a_term_in_days_ends_at_a_midnight_and_is_the_same_for_the_whole_first_day(start, term):
    end = end_of_term(start, term, calendar=CALENDAR)
    assert end == day_bounds(local_day(end))[0]
    begin, until = day_bounds(local_day(start))
    for moment in (begin, until - timedelta(microseconds=1)):
        assert end_of_term(moment, term, calendar=CALENDAR) == end


@given(INSTANTS, terms(UNITS_OF_DAYS))
def test_an_extension_only_adds_days_that_do_not_work(start, term):
    if not extension_allowed(term):
        return
    plain, extended = (
        end_of_term(start, term, calendar=CALENDAR, extend_to_working_day=extend) for extend in (False, True)
    )
    last = local_day(extended) - ONE_DAY
    assert plain <= extended
    assert works(last)
    assert not any(works(local_day(plain) - ONE_DAY + n * ONE_DAY) for n in range((extended - plain).days))


@given(INSTANTS, terms((Unit.MINUTES, Unit.HOURS)))
def test_before_end_undoes_end_of_term_to_the_second_for_elapsed_time(start, term):
    end = end_of_term(start, term, calendar=CALENDAR)
    assert end - start == term.amount * timedelta(**{term.unit.value: 1})
    assert before_end(end, term, calendar=CALENDAR) == start


@given(INSTANTS, terms((Unit.DAYS, Unit.WEEKS, Unit.WORKING_DAYS)))
def test_before_end_leads_back_to_the_begin_of_the_first_day_that_counted(start, term):
    first = local_day(start) + ONE_DAY
    while term.unit is Unit.WORKING_DAYS and not works(first):
        first += ONE_DAY
    assert before_end(end_of_term(start, term, calendar=CALENDAR), term, calendar=CALENDAR) == day_bounds(first)[0]


@given(st.dates(date(2026, 1, 1), date(2034, 1, 1)), terms(UNITS_OF_DAYS[:2]))
def test_a_day_more_before_an_end_is_earlier_and_a_later_end_not_earlier(day, term):
    longer = Term(term.amount + 1, term.unit)
    ends = [day_bounds(day + n * ONE_DAY)[0] for n in range(8)]
    moments = [before_end(end, term, calendar=CALENDAR) for end in ends]
    assert all(
        before_end(end, longer, calendar=CALENDAR) < moment < end for end, moment in zip(ends, moments, strict=True)
    )
    assert all(a <= b for a, b in pairwise(moments))
