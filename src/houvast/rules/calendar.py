# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The holidays of the Algemene termijnenwet, read from the frozen table that ships with the rules."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib.resources import files

from houvast.core.calendar import Calendar

_TABLE = "data/calendar/holidays-nl.csv"


@cache
def load_calendar() -> Calendar:
    """Return the calendar of the frozen table, known from the first year in it to the last.

    Source: Algemene termijnenwet art. 3 lid 1 and 2. The days that a royal decree adds (lid 3) are not in the table.

    >>> load_calendar().is_holiday(date(2026, 5, 5))
    True
    """
    with files("houvast.rules").joinpath(_TABLE).open(encoding="utf-8") as table:
        holidays = frozenset(date.fromisoformat(row["date"]) for row in csv.DictReader(table))
    return Calendar(holidays, date(min(holidays).year, 1, 1), date(max(holidays).year + 1, 1, 1))
