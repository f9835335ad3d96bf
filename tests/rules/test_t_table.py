# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The table of terms and duties (`docs/reference/t-table.csv`) against the rules: no row forgotten, no number invented."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest

import houvast.rules
from houvast.core.rules import (
    Confidence,
    DutyRule,
    LimitRule,
    RetentionRule,
    Rule,
    SharingRule,
    SignalRule,
    StandingRule,
    TermRule,
)

FILE = Path(__file__).parents[2] / "docs" / "reference" / "t-table.csv"
TYPES = {
    "duty": DutyRule,
    "signal": SignalRule,
    "term": TermRule,
    "limit": LimitRule,
    "standing": StandingRule,
    "retention": RetentionRule,
    "sharing": SharingRule,
}
Row = dict[str, str]

with FILE.open(newline="", encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))


@cache
def rules() -> dict[str, Rule]:
    """Return every rule of the country and of the example regions, by id; of several versions the newest."""
    cards = houvast.rules.cards()
    every = [rule for card in (*cards.regional.values(), cards.national) for rule in card.rules]
    return {rule.id: rule for rule in sorted(every, key=lambda rule: (rule.region is None, rule.version))}


def numbers_of(rule: Rule) -> set[str]:
    """Return the numbers that a rule takes from its source; what was only agreed is none of them."""
    if isinstance(rule, DutyRule):
        return {str(rule.within)} if rule.within else set()
    if isinstance(rule, TermRule | RetentionRule):
        return {str(rule.lasts)} if rule.lasts else set()
    if isinstance(rule, StandingRule):
        return {f"{rule.at_least} {rule.of}"} if rule.at_least is not None else {str(rule.every)}
    if isinstance(rule, LimitRule):
        return {f"{number} {rule.unit}" for number in (rule.at_least, rule.at_most) if number is not None}
    return set()


def named(row: Row) -> list[Rule]:
    return [rules()[rule_id] for rule_id in row["rules"].split()]


def test_every_row_is_there_once_and_in_order():
    assert [row["row"] for row in ROWS] == [f"T{number}" for number in range(1, 53)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["row"])
def test_a_row_has_rules_of_its_type_or_a_reason_for_its_absence(row):
    assert bool(row["rules"]) != bool(row["absent_because"]), "either rules or a reason, not both"
    assert row["what"]
    if row["rules"]:
        unknown = [rule_id for rule_id in row["rules"].split() if rule_id not in rules()]
        assert unknown == []
        assert isinstance(named(row)[0], TYPES[row["type"]]), "the first rule is of the type of the row"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["row"])
def test_the_numbers_of_a_row_are_exactly_those_that_its_rules_take_from_their_sources(row):
    expected = {number.strip() for number in row["number"].split(";") if number.strip()}
    taken: set[str] = set().union(*(numbers_of(rule) for rule in named(row)))
    also = {"T3": {"90 days"}}.get(row["row"], set())  # the shorter reading of three months, shown first
    assert taken == expected | also


def test_no_rule_cites_this_table_or_our_notes():
    ours = re.compile(r"\b[DTP]\d+(\.\d+)?\b")
    assert [rule.id for rule in rules().values() for citation in rule.source if ours.search(citation)] == []


def test_a_duty_without_a_number_from_its_source_says_how_its_source_words_it():
    wordless = [rule.id for rule in rules().values() if isinstance(rule, DutyRule) and len(rule.law.split()) < 4]
    assert wordless == []


def test_a_number_of_the_law_stands_in_the_words_of_the_source():
    words = {
        "5 working days": "vijf werkdagen",
        "10 weeks": "tien weken",
        "14 days": "14 dagen",
        "2 weeks": "twee weken",
        "3 months": "3, 12 en 18 maanden",
        "12 months": "3, 12 en 18 maanden",
        "18 months": "3, 12 en 18 maanden",
    }
    duties = [rule for rule in rules().values() if isinstance(rule, DutyRule) and rule.within]
    assert duties
    assert [rule.id for rule in duties if words[str(rule.within)] not in rule.law] == []


def test_what_was_agreed_is_marked_as_local():
    agreed = [rule for rule in rules().values() if isinstance(rule, DutyRule) and rule.agreed]
    assert [rule.id for rule in agreed if not (rule.agreed.local and rule.agreed.by)] == []


def test_what_was_not_read_in_the_law_itself_is_not_marked_as_law():
    unread = {"wet-politiegegevens", "wmo-2015", "wet-tijdelijk-huisverbod"}
    claimed = [
        rule.id
        for rule in rules().values()
        if rule.confidence is Confidence.LAW and {citation.partition(" ")[0] for citation in rule.source} <= unread
    ]
    assert claimed == []
