# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Freeze the holidays of the Algemene termijnenwet into the table that the rules ship.

    python tools/freeze_holidays.py            writes the table
    python tools/freeze_holidays.py --check    only says whether the table is what would be written (exit status 1: no)

The `holidays` library lists employees' days off: 5 May as a public holiday in lustrum years only, and the two feasts
that are always Sundays. The Act names 5 May every year (the library has it as "optional") and no Sundays. A name
that is not in the table below stops the freezing, so a person looks before the law seems to change.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import holidays
from holidays.constants import HOLIDAY_NAME_DELIMITER

YEARS = range(2010, 2051)
TABLE = Path(__file__).parents[1] / "src/houvast/rules/data/calendar/holidays-nl.csv"

ART_3_1 = "Algemene termijnenwet art. 3 lid 1"
ART_3_2 = "Algemene termijnenwet art. 3 lid 2"
NAMED_BY_THE_ACT = {
    "Nieuwjaarsdag": ("Nieuwjaarsdag", ART_3_1),
    "Goede vrijdag": ("Goede Vrijdag", ART_3_2),
    "Tweede paasdag": ("Tweede paasdag", ART_3_1),
    "Koninginnedag": ("Koninginnedag", ART_3_1),
    "Koningsdag": ("Koningsdag", ART_3_1),
    "Bevrijdingsdag": ("Bevrijdingsdag", ART_3_1),
    "Hemelvaartsdag": ("Hemelvaartsdag", ART_3_1),
    "Tweede pinksterdag": ("Tweede pinksterdag", ART_3_1),
    "Eerste kerstdag": ("Eerste kerstdag", ART_3_1),
    "Tweede kerstdag": ("Tweede kerstdag", ART_3_1),
}
ALWAYS_SUNDAY = {"Eerste paasdag", "Eerste pinksterdag"}


def rows() -> list[tuple[str, str, str]]:
    """Return date, Dutch name and basis of every holiday of the Act, one row each, also where two fall together."""
    days_off = holidays.country_holidays("NL", years=YEARS, categories=("public", "optional"), language="nl")
    return [
        (day.isoformat(), *NAMED_BY_THE_ACT[name])
        for day, names in sorted(days_off.items())
        for name in sorted(set(names.split(HOLIDAY_NAME_DELIMITER)) - ALWAYS_SUNDAY)
    ]


def table() -> str:
    """Return the text of the table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("date", "name", "basis"))
    writer.writerows(rows())
    return text.getvalue()


def main(arguments: list[str]) -> int:
    """Write the table, or with --check compare it; return the exit status."""
    fresh = table()
    if "--check" not in arguments:
        TABLE.parent.mkdir(parents=True, exist_ok=True)
        TABLE.write_text(fresh, encoding="utf-8")
        print(f"{fresh.count(chr(10)) - 1} holidays, {YEARS[0]} to {YEARS[-1]}: {TABLE.name}")
        return 0
    if TABLE.read_text(encoding="utf-8") == fresh:
        print(f"{TABLE.name} is what the library and the Act give")
        return 0
    print(f"{TABLE.name} differs from what the library and the Act give; run this without --check and read the changes")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
