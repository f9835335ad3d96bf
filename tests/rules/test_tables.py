# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every duty and signal against the table that a lawyer read, and the proof that no table can be satisfied by another rule."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from tests.rules.table_of_rule import (
    OUTCOME,
    TABLES,
    TRIGGER,
    WHY,
    constants,
    facts_of,
    rules_with_conditions,
)

from houvast.core import duties, signals
from houvast.core.answer import Answer
from houvast.core.events.values import Party, Role
from houvast.core.rules import About, Agreement, Clock, DutyRule, Each, Raise, Severity, SignalRule
from houvast.core.terms import Term, Unit

RULES = {rule.id: rule for rule in rules_with_conditions()}
OUTCOMES = {DutyRule: {"owed", "not_owed", "ask"}, SignalRule: {"raised", "quiet"}}
NEVER = {DutyRule: "not_owed", SignalRule: "quiet"}
Row = dict[str, str]


@cache
def rows_of(rule_id: str) -> list[Row]:
    with (TABLES / f"{rule_id}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def outcome(rule: DutyRule | SignalRule, row: Row) -> str:
    """Return what the engine makes of one situation."""
    if row.get(TRIGGER) == "no":
        return NEVER[type(rule)]
    answers = {name: Answer(row[name]) for name in facts_of(rule)}
    return duties.outcome(rule, answers) if isinstance(rule, DutyRule) else signals.outcome(rule, answers)


def faults(rule: DutyRule | SignalRule, rows: list[Row]) -> list[str]:
    """Return where a rule does something else than its table says."""
    found = [
        f"row {number}: {row[OUTCOME]} expected, {made} made"
        for number, row in enumerate(rows, start=2)
        if (made := outcome(rule, row)) != row[OUTCOME]
    ]
    said = constants(rule)
    found += [f"{key}: {rows[0][key]!r} expected, {said[key]!r} made" for key in said if rows[0][key] != said[key]]
    return found


def test_every_duty_and_signal_has_a_table_and_every_table_a_rule():
    assert {path.stem for path in TABLES.glob("*.csv")} == set(RULES)


@pytest.mark.parametrize("rule_id", sorted(RULES))
def test_a_rule_does_what_its_table_says(rule_id):
    assert faults(RULES[rule_id], rows_of(rule_id)) == []


@pytest.mark.parametrize("rule_id", sorted(RULES))
def test_a_table_is_whole(rule_id):
    rule, rows = RULES[rule_id], rows_of(rule_id)
    facts = facts_of(rule)
    expected = [*([TRIGGER] if isinstance(rule, DutyRule) or not facts else []), *facts, OUTCOME, WHY, *constants(rule)]
    assert list(rows[0]) == expected
    assert {row[OUTCOME] for row in rows} <= OUTCOMES[type(rule)]
    assert all(row[WHY].endswith(".") for row in rows), "each row says why, in a sentence"
    assert all(not row[key] for row in rows[1:] for key in constants(rule)), "only the first row says the rest"
    situations = [tuple(row[name] for name in expected[: expected.index(OUTCOME)]) for row in rows]
    assert len(set(situations)) == len(situations)
    for position, name in enumerate(facts):
        column = expected.index(name)
        assert {one[column] for one in situations} >= {"yes", "no", "unknown"}, (
            f"{name} (fact {position + 1}) lacks an answer"
        )


def wrong_conditions(rule: DutyRule | SignalRule) -> Iterator[tuple[str, DutyRule | SignalRule]]:
    """Yield the rule with another condition: a fact left out or turned round, or none at all."""
    for name in facts_of(rule):
        when = tuple(fact for fact in rule.when if fact != name)
        unless = tuple(fact for fact in rule.unless if fact != name)
        yield f"without {name}", replace(rule, when=when, unless=unless)
        turned = (when, (*unless, name)) if name in rule.when else ((*when, name), unless)
        yield f"{name} turned round", replace(rule, when=turned[0], unless=turned[1])
    if facts_of(rule):
        yield "without its condition", replace(rule, when=(), unless=())


def wrong_constants(rule: DutyRule | SignalRule) -> Iterator[tuple[str, DutyRule | SignalRule]]:
    """Yield the rule with another bearer, term, severity, trigger, proof or text."""
    party = Party.COURT if rule.bearer_party is not Party.COURT else Party.POLICE
    yield "another organisation", replace(rule, bearer_party=party, bearer_role=rule.bearer_role or Role.READER)
    if isinstance(rule, SignalRule):
        yield from _wrong_signals(rule)
    else:
        yield "another role", replace(rule, bearer_role=Role.PRIVACY_OFFICER)
        yield from _wrong_duties(rule)


def _wrong_signals(rule: SignalRule) -> Iterator[tuple[str, SignalRule]]:
    yield "another text", replace(rule, text=f"{rule.text} Niets aan de hand.")
    yield "about something else", replace(rule, for_each=Each.MARK if rule.for_each is not Each.MARK else Each.CASE)
    yield "refusing something else", replace(rule, refuses=(*rule.refuses, "custody.release_planned"))
    for place, level in enumerate(rule.levels):
        rest = (*rule.levels[:place], *rule.levels[place + 1 :])
        yield f"without level {place + 1}", replace(rule, levels=rest)
        louder = _another(level.severity)
        yield f"level {place + 1} otherwise", replace(rule, levels=(*rest, replace(level, severity=louder)))
        later = Raise(severity=level.severity, after=_longer(level.after or level.before))
        yield f"level {place + 1} later", replace(rule, levels=(*rest, later))


def _wrong_duties(rule: DutyRule) -> Iterator[tuple[str, DutyRule]]:
    yield "another severity", replace(rule, overdue=_another(rule.overdue))
    yield "another signal", replace(rule, overdue_signal=None if rule.overdue_signal else "sash-missing")
    yield "the other way about deciding otherwise", replace(rule, may_decide_otherwise=not rule.may_decide_otherwise)
    yield "a longer law", replace(rule, within=_longer(rule.within))
    yield (
        "a longer agreement",
        replace(rule, agreed=Agreement(within=_longer(rule.agreed and rule.agreed.within), by="x")),
    )
    yield (
        "no agreement or law",
        replace(rule, agreed=None, within=None if rule.agreed is None and rule.within else Term(9, Unit.YEARS)),
    )
    yield "another clock", replace(rule, clock=Clock.OCCURRED_START)
    yield "another trigger", replace(rule, on=(*rule.on, "note.added"))
    yield "a trigger with another value", replace(rule, where=(*rule.where, ("form", frozenset({"other"}))))
    for place, proof in enumerate(rule.met_by):
        rest = (*rule.met_by[:place], *rule.met_by[place + 1 :])
        about = About.CASE if proof.about is About.SAME else About.SAME
        for name, other in (
            ("another kind", replace(proof, kinds=(*proof.kinds, "note.added"))),
            ("another subject", replace(proof, about=about)),
            ("another value", replace(proof, where=(*proof.where, ("form", frozenset({"other"}))))),
            ("another organisation", replace(proof, by=None if proof.by else Party.OTHER)),
            ("another requirement", replace(proof, requires=() if proof.requires else ("assessor_trained",))),
        ):
            yield f"proof {place + 1} of {name}", replace(rule, met_by=(*rest, other))
        yield f"without proof {place + 1}", replace(rule, met_by=rest)


def _another(severity: Severity) -> Severity:
    return Severity.CRITICAL if severity is not Severity.CRITICAL else Severity.NOTICE


def _longer(term: Term | None) -> Term:
    return Term(1, Unit.DAYS) if term is None else replace(term, amount=term.amount + 1)


@pytest.mark.parametrize("rule_id", sorted(RULES))
def test_no_other_rule_satisfies_the_table(rule_id):
    rule, rows = RULES[rule_id], rows_of(rule_id)
    satisfied = [name for name, other in (*wrong_conditions(rule), *wrong_constants(rule)) if not faults(other, rows)]
    assert satisfied == []


@pytest.mark.parametrize("rule_id", sorted(RULES))
def test_no_table_is_satisfied_by_a_rule_that_looks_at_nothing(rule_id):
    rows = rows_of(rule_id)
    said = {row[OUTCOME] for row in rows}
    assert len(said) > 1, "an outcome that never changes proves nothing"
    without_trigger = [{key: value for key, value in row.items() if key != TRIGGER} for row in rows]
    if TRIGGER in rows[0]:
        assert faults(RULES[rule_id], without_trigger), "the trigger makes no difference in this table"


def test_a_missing_sash_never_reads_as_low():
    assert "Het risico is onbekend, niet laag." in RULES["sash-missing"].text


def test_no_duty_is_borne_by_a_private_person():
    borne = {rule.bearer_party for rule in RULES.values() if isinstance(rule, DutyRule)}
    assert borne.isdisjoint({Party.VICTIM, Party.LAWYER, Party.OTHER})
