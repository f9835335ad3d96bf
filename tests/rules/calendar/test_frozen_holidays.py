# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The frozen table of holidays: complete, equal to the Act, and equal to what the tool makes again."""

import csv
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from houvast.core.errors import CalendarRangeError
from houvast.rules.calendar import load_calendar

ROOT = Path(__file__).parents[3]
TOOL = ROOT / "tools/freeze_holidays.py"
TABLE = ROOT / "src/houvast/rules/data/calendar/holidays-nl.csv"
CHECKED = ROOT / "tests/core/holidays-2024-2035.csv"


def read(path):
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def test_every_day_of_2024_to_2035_is_as_in_the_checked_table():
    expected = {date.fromisoformat(row["datum"]) for row in read(CHECKED)}
    calendar = load_calendar()
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range((date(2036, 1, 1) - date(2024, 1, 1)).days)]
    assert len(days) == 4383
    assert [day for day in days if calendar.is_holiday(day) != (day in expected)] == []
    assert [day for day in days if calendar.is_working_day(day) != (day.isoweekday() < 6 and day not in expected)] == []


def test_names_and_bases_are_as_in_the_checked_table():
    frozen = {(r["date"], r["name"], r["basis"]) for r in read(TABLE) if "2024" <= r["date"][:4] <= "2035"}
    assert frozen == {(r["datum"], r["naam"], r["bepaling"]) for r in read(CHECKED)}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2010-04-30", "Koninginnedag"),
        ("2013-04-30", "Koninginnedag"),
        ("2014-04-26", "Koningsdag"),  # the 27th was a Sunday
        ("2016-05-05", "Bevrijdingsdag"),
        ("2016-05-05", "Hemelvaartsdag"),  # two on one day, both named
        ("2021-04-27", "Koningsdag"),
        ("2023-05-05", "Bevrijdingsdag"),
        ("2038-04-26", "Tweede paasdag"),  # Easter on 25 April, its latest day
        ("2050-12-26", "Tweede kerstdag"),
    ],
)
def test_days_outside_the_checked_years(day, name):
    assert name in {row["name"] for row in read(TABLE) if row["date"] == day}


def test_the_act_names_nine_days_in_every_year():
    years = [row["date"][:4] for row in read(TABLE)]
    assert {year: years.count(year) for year in years} == {str(year): 9 for year in range(2010, 2051)}


def test_the_calendar_knows_the_years_of_the_table_and_no_other():
    calendar = load_calendar()
    assert (calendar.first_on, calendar.until_on) == (date(2010, 1, 1), date(2051, 1, 1))
    with pytest.raises(CalendarRangeError):
        calendar.is_holiday(date(2051, 1, 1))


def test_the_tool_makes_the_same_table_again():
    answer = subprocess.run([sys.executable, TOOL, "--check"], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_tool_notices_a_changed_table(tmp_path):
    tool = tmp_path / "tools/freeze_holidays.py"
    table = tmp_path / TABLE.relative_to(ROOT)
    tool.parent.mkdir()
    table.parent.mkdir(parents=True)
    tool.write_bytes(TOOL.read_bytes())
    table.write_text(TABLE.read_text(encoding="utf-8").replace("2026-05-05", "2026-05-06"), encoding="utf-8")
    answer = subprocess.run([sys.executable, tool, "--check"], capture_output=True, text=True, check=False)
    assert (answer.returncode, "differs" in answer.stdout) == (1, True)
