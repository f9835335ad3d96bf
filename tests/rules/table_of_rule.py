# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a rule stands in its table: which rules have one, and what its first row says besides facts and outcome.

A table lies in `tests/rules/tables/<id>.csv`. One row is one situation: whether the trigger happened, an answer for each
fact, the outcome, and why, in words. The first row also says who bears it, by when, how loud, and on what; below it
those columns are empty.
"""

from __future__ import annotations

from pathlib import Path

import houvast.rules
from houvast.core.rules import About, Clock, DutyRule, Proof, SignalRule, Where

TABLES = Path(__file__).parent / "tables"
TRIGGER, OUTCOME, WHY = "trigger", "outcome", "why"


def rules_with_conditions() -> list[DutyRule | SignalRule]:
    """Return the newest version of every duty and signal, of the country and of the example regions."""
    cards = houvast.rules.cards()
    found: dict[str, DutyRule | SignalRule] = {}
    for card in (cards.national, *cards.regional.values()):
        every: tuple[DutyRule | SignalRule, ...] = (*card.duties, *card.signals)
        for rule in every:
            if rule.id not in found or (rule.region is None and rule.version >= found[rule.id].version):
                found[rule.id] = rule
    return [found[rule_id] for rule_id in sorted(found)]


def facts_of(rule: DutyRule | SignalRule) -> tuple[str, ...]:
    """Return the facts on which the outcome rests."""
    return (*rule.when, *rule.unless)


def constants(rule: DutyRule | SignalRule) -> dict[str, str]:
    """Return what the rule says besides its condition, as its table words it."""
    if isinstance(rule, DutyRule):
        return {
            "on": _kinds(rule.on, rule.where),
            "met_by": " | ".join(map(_proof, rule.met_by)),
            "bearer": rule.bearer,
            "term": _term(rule),
            "severity": f"{rule.overdue} as {rule.overdue_signal}" if rule.overdue_signal else str(rule.overdue),
            "decide_otherwise": "yes" if rule.may_decide_otherwise else "no",
        }
    return {
        "for_each": str(rule.for_each),
        "bearer": f"{rule.bearer_party}.{rule.bearer_role}" if rule.bearer_party else "",
        "severity": "; ".join(
            f"{level.severity}"
            + (f" after {level.after}" if level.after else "")
            + (f" before {level.before}" if level.before else "")
            for level in rule.levels
        ),
        "refuses": " ".join(rule.refuses),
        "text": rule.text,
    }


def _kinds(kinds: tuple[str, ...], where: Where) -> str:
    conditions = "; ".join(f"{field}={'/'.join(sorted(values))}" for field, values in where)
    return " + ".join(kinds) + (f" [{conditions}]" if conditions else "")


def _proof(proof: Proof) -> str:
    parts = [_kinds(proof.kinds, proof.where)]
    if proof.about is About.SAME:
        parts.append("about the same")
    if proof.by:
        parts.append(f"by {proof.by}")
    if proof.requires:
        parts.append(f"requires {' '.join(proof.requires)}")
    return ", ".join(parts)


def _term(rule: DutyRule) -> str:
    parts = [f"law {rule.within}"] if rule.within else []
    parts += [f"agreed {rule.agreed.within}"] if rule.agreed else []
    text = "; ".join(parts) or "no number"
    if rule.extend_to_working_day:
        text += ", on to a working day"
    return text if rule.clock is Clock.KNOWLEDGE else f"{text}, {rule.clock} {rule.field or ''}".rstrip()
