# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Playing lines of replay files in tests: which signals went above notice, and when first."""

import csv
import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import houvast.replay
from houvast.core.rules import Severity
from houvast.replay import replay
from houvast.replay.reading import read_lines
from houvast.rules import cards

CASES = Path(houvast.replay.__file__).parent / "cases"
FILES = sorted(path.stem for path in CASES.glob("*.jsonl"))
CALM = [name for name in FILES if name.endswith("-calm")]
FAULTY = [name for name in FILES if name.endswith("-fault")]
AFTERWARDS = timedelta(days=5)


def texts(name):
    """Answer the lines of a shipped case."""
    return (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()


@cache
def card(region=None):
    """Answer today's rules for all time."""
    return cards().card(region).as_if_always()


def played(lines, *, region=None, until=None):
    """Answer the days of a case."""
    return list(replay(read_lines(lines), card(region), until=until))


def first_days(days):
    """Answer when each signal first had each severity: {(signal, severity): day}."""
    found = {}
    for day in days:
        for change in day.signals:
            if change.change != "ended":
                found.setdefault((change.signal.id, change.signal.severity), day.on)
    return found


def above_notice(days):
    """Answer the signals that were ever louder than notice."""
    return {signal for signal, severity in first_days(days) if severity is not Severity.NOTICE}


def expectations():
    """Answer the rows of the table beside this file."""
    with (Path(__file__).parent / "expectations.csv").open(encoding="utf-8") as table:
        return list(csv.DictReader(table))


def proofs():
    """Answer (case, number of the line, the signal that it proves) for every proof in the calm cases."""
    return [
        (name, number, line["proof_of"])
        for name in CALM
        for number, line in enumerate(map(json.loads, texts(name)))
        if "proof_of" in line
    ]


def without(lines, number):
    """Answer the lines without one, and without the steps of what that one brought in."""
    told = [json.loads(line) for line in lines]
    gone = told[number].get("id")
    return [
        line for place, line in enumerate(lines) if place != number and not (gone and told[place].get("about") == gone)
    ]


def soon_after(lines):
    """Answer a day shortly after the last entry."""
    return max(date.fromisoformat(json.loads(line)["entered"][:10]) for line in lines) + AFTERWARDS
