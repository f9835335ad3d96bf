# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days in the Netherlands: holidays, working days, and days of 23, 24 and 25 hours."""

import csv
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest

from houvast.core.calendar import Calendar, at_wall_time, day_bounds, local_day, month_bounds
from houvast.core.errors import CalendarRangeError, NaiveInstantError

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
with (Path(__file__).parent / "holidays-2024-2035.csv").open(encoding="utf-8", newline="") as table:
    CHECKED = list(csv.DictReader(table))
HOLIDAYS = {date.fromisoformat(row["datum"]): row["naam"] for row in CHECKED}
CALENDAR = Calendar(frozenset(HOLIDAYS), date(2024, 1, 1), date(2036, 1, 1))
HOUR = timedelta(hours=1)


def easter(year: int) -> date:
    """Butcher's algorithm, as in Meeus, Astronomical Algorithms, chapter 8."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def holidays_of_the_act(year: int) -> dict[date, str]:
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    return {
        date(year, 1, 1): "Nieuwjaarsdag",
        sunday - timedelta(days=2): "Goede Vrijdag",
        sunday + timedelta(days=1): "Tweede paasdag",
        kings_day - timedelta(days=kings_day.isoweekday() == 7): "Koningsdag",
        date(year, 5, 5): "Bevrijdingsdag",
        sunday + timedelta(days=39): "Hemelvaartsdag",
        sunday + timedelta(days=50): "Tweede pinksterdag",
        date(year, 12, 25): "Eerste kerstdag",
        date(year, 12, 26): "Tweede kerstdag",
    }


def test_the_checked_table_has_the_weekdays_that_a_reader_can_look_up():
    assert [row["weekdag"] for row in CHECKED] == [
        WEEKDAYS[date.fromisoformat(row["datum"]).weekday()] for row in CHECKED
    ]


@pytest.mark.parametrize("year", range(2024, 2036))
def test_the_checked_table_is_what_the_act_and_the_church_calendar_give(year):
    assert {day: name for day, name in HOLIDAYS.items() if day.year == year} == holidays_of_the_act(year)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-03-31", "2024-04-02"),  # Easter Sunday, then Easter Monday
        ("2025-04-17", "2025-04-22"),  # Good Friday until Easter Monday
        ("2025-04-25", "2025-04-28"),  # King's Day on Saturday, because the 27th is a Sunday
        ("2026-04-24", "2026-04-28"),  # King's Day on Monday
        ("2026-05-04", "2026-05-06"),  # 5 May in a year that is no lustrum
        ("2027-05-04", "2027-05-07"),  # 5 May, then Ascension Day
        ("2026-05-13", "2026-05-15"),  # the Friday after Ascension Day works, unless a decree says otherwise
        ("2026-12-24", "2026-12-28"),
        ("2028-02-28", "2028-02-29"),  # leap day
    ],
)
def test_next_working_day(day, expected):
    assert CALENDAR.working_day(date.fromisoformat(day), 1) == date.fromisoformat(expected)


def test_counting_working_days_there_and_back_covers_the_same_days():
    for offset in range(3000):
        day = date(2024, 2, 1) + timedelta(days=offset)
        if CALENDAR.is_working_day(day):
            assert CALENDAR.working_day(CALENDAR.working_day(day, 7), -7) == day


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2036, 1, 1)])
def test_a_day_outside_the_known_years_is_refused_and_not_called_a_working_day(day):
    for question in (CALENDAR.is_holiday, CALENDAR.is_working_day):
        with pytest.raises(CalendarRangeError, match=f"calendar_range.*{day}"):
            question(day)


def test_the_first_and_the_last_known_day_are_answered():
    assert CALENDAR.is_holiday(date(2024, 1, 1))
    assert CALENDAR.is_working_day(date(2035, 12, 31))


def test_counting_past_the_known_years_is_refused_in_both_directions():
    for day, count in (
        (date(2035, 12, 28), 2),
        (date(2024, 1, 2), -1),
        (date(2035, 12, 31), 1),
        (date(2022, 1, 1), 900),
    ):
        with pytest.raises(CalendarRangeError):
            CALENDAR.working_day(day, count)


@pytest.mark.parametrize(
    ("day", "hours", "begin"),
    [
        ("2026-03-28", 24, "2026-03-27T23:00Z"),
        ("2026-03-29", 23, "2026-03-28T23:00Z"),
        ("2026-03-30", 24, "2026-03-29T22:00Z"),
        ("2026-10-24", 24, "2026-10-23T22:00Z"),
        ("2026-10-25", 25, "2026-10-24T22:00Z"),
        ("2026-10-26", 24, "2026-10-25T23:00Z"),
    ],
)
def test_a_day_has_as_many_hours_as_its_clocks_say(day, hours, begin):
    bounds = day_bounds(date.fromisoformat(day))
    assert bounds == (datetime.fromisoformat(begin), datetime.fromisoformat(begin) + hours * HOUR)
    assert [instant.tzinfo for instant in bounds] == [UTC, UTC]


def test_days_and_months_follow_each_other_without_gap_or_overlap():
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(366 * 6)]
    assert all(day_bounds(a)[1] == day_bounds(b)[0] for a, b in pairwise(days))
    months = [(year, month) for year in range(2024, 2030) for month in range(1, 13)]
    assert all(month_bounds(*a)[1] == month_bounds(*b)[0] for a, b in pairwise(months))
    assert month_bounds(2028, 2) == (day_bounds(date(2028, 2, 1))[0], day_bounds(date(2028, 2, 29))[1])


def test_a_day_is_half_open():
    for day in (date(2026, 3, 29), date(2026, 6, 1), date(2026, 10, 25)):
        begin, end = day_bounds(day)
        assert local_day(begin) == local_day(end - timedelta(microseconds=1)) == day
        assert local_day(end) == day + timedelta(days=1)


def test_the_zone_in_which_an_instant_is_written_does_not_matter():
    written = [
        datetime(2026, 6, 30, 22, 30, tzinfo=UTC),
        datetime(2026, 6, 30, 18, 30, tzinfo=timezone(timedelta(hours=-4))),
    ]
    assert [local_day(instant) for instant in written] == [date(2026, 7, 1)] * 2


@pytest.mark.parametrize(
    ("day", "wall", "expected"),
    [
        ("2026-03-29", "01:59", "2026-03-29T00:59Z"),
        ("2026-03-29", "02:30", "2026-03-29T01:30Z"),  # skipped: 03:30
        ("2026-03-29", "03:00", "2026-03-29T01:00Z"),
        ("2026-10-25", "02:30", "2026-10-25T00:30Z"),  # the first of two
        ("2026-10-25", "03:00", "2026-10-25T02:00Z"),
    ],
)
def test_wall_time_on_the_nights_in_which_clocks_change(day, wall, expected):
    for fold in (0, 1):
        written = time.fromisoformat(wall).replace(fold=fold)
        assert at_wall_time(date.fromisoformat(day), written) == datetime.fromisoformat(expected)


def test_a_naive_instant_is_refused():
    with pytest.raises(NaiveInstantError, match=r"naive_instant.*time zone"):
        local_day(datetime(2026, 1, 1))


def test_what_no_calendar_holds_is_refused():
    with pytest.raises(CalendarRangeError):
        local_day(datetime.max.replace(tzinfo=UTC))
    with pytest.raises(CalendarRangeError):
        day_bounds(date.max)
    with pytest.raises(CalendarRangeError):
        month_bounds(9999, 12)
