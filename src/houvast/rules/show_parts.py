# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a page says of one type of rule: rows of a label and a text, in Dutch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import singledispatch

from houvast.core.events import BY_NAME
from houvast.core.events.values import Party, Role
from houvast.core.facts import FACTS
from houvast.core.rules import (
    About,
    Clock,
    DutyRule,
    LimitRule,
    Proof,
    Raise,
    RetentionRule,
    Rule,
    SharingRule,
    SignalRule,
    StandingRule,
    TermRule,
    Where,
)
from houvast.rules.words import CLOCKS, EXTENTS, NEEDS, PARTIES, ROLES, SEVERITIES, SUBJECTS

Row = tuple[str, str] | str
_ABSENT = "noemt geen getal"


def day(value: date) -> str:
    """Return a day as people write it here.

    >>> day(date(2026, 11, 2))
    '02-11-2026'
    """
    return f"{value:%d-%m-%Y}"


@singledispatch
def body(rule: Rule) -> list[Row]:
    """Return who it concerns, when it starts and what ends it."""
    raise TypeError(type(rule).__name__)


@body.register
def _(rule: DutyRule) -> list[Row]:
    field = f" ({rule.field})" if rule.field else ""
    loud = f"signaal {rule.overdue_signal}" if rule.overdue_signal else SEVERITIES[rule.overdue]
    return [
        ("Wie", _bearer(rule.bearer_party, rule.bearer_role)),
        ("Begint bij", _kinds(rule.on) + _where(rule.where)),
        *(("Alleen als ja", question(name)) for name in rule.when),
        *(("Niet als ja", question(name)) for name in rule.unless),
        *(("Voldaan door", _proof(proof)) for proof in rule.met_by),
        ("Termijn loopt vanaf", CLOCKS[rule.clock] + field),
        ("Te laat", loud),
        ("Gemotiveerd afwijken", "kan" if rule.may_decide_otherwise else "kan niet"),
        ("Gebeurtenissen van vóór de zaak", "elk apart" if rule.history == "each" else "samen één keer"),
    ]


@body.register
def _(rule: SignalRule) -> list[Row]:
    bearer = _bearer(rule.bearer_party, rule.bearer_role) if rule.bearer_party and rule.bearer_role else ""
    return [
        ("Zegt", f"“{rule.text}”"),
        ("Gaat over", SUBJECTS[rule.for_each]),
        *(("Alleen als ja", question(name)) for name in rule.when),
        *(("Niet als ja", question(name)) for name in rule.unless),
        *(("Klinkt", _level(level)) for level in rule.levels),
        ("Voor wie", bearer),
        ("Houdt een plan tegen", _kinds(rule.refuses)),
    ]


@body.register
def _(rule: TermRule) -> list[Row]:
    return [("Gaat over", rule.subject)]


@body.register
def _(rule: LimitRule) -> list[Row]:
    return [("Gaat over", rule.subject)]


@body.register
def _(rule: StandingRule) -> list[Row]:
    return [
        ("Wie", PARTIES[rule.bearer_party]),
        ("Hoe vaak", f"elke {rule.every.dutch()}" if rule.every else ""),
        ("Hoeveel", f"ten minste {rule.at_least} {rule.of}" if rule.at_least is not None else ""),
    ]


@body.register
def _(rule: RetentionRule) -> list[Row]:
    return [("Wie", PARTIES[rule.party]), ("Bewaart", rule.keeps), ("Daarna", rule.then)]


@body.register
def _(rule: SharingRule) -> list[Row]:
    return [
        ("Wie mag zien", _listed([*map(PARTIES.__getitem__, rule.parties)])),
        ("Welke rollen", _listed([*map(ROLES.__getitem__, rule.roles)]) or "alle"),
        ("Van wie", _listed([*map(PARTIES.__getitem__, rule.of)]) or "alle organisaties"),
        ("Wat", _listed([*map(str, rule.categories)])),
        ("Behalve", _listed([*map(str, rule.except_)])),
        ("Hoeveel", EXTENTS[rule.extent]),
        ("Grond", rule.ground),
        ("Nodig (één hiervan)", _listed([NEEDS[need] for need in rule.needs])),
        ("Doelen", _listed(rule.purposes)),
        ("Anders vragen aan", rule.ask),
    ]


def legal_number(rule: Rule) -> list[Row]:
    """Return the number that the source itself gives, or that it gives none."""
    match rule:
        case DutyRule():
            return [("Termijn in de bron", _within(rule)), *_extension(extends=rule.extend_to_working_day)]
        case TermRule():
            return [("Duurt", rule.lasts.dutch()), *_extension(extends=rule.extend_to_working_day)]
        case LimitRule():
            most = f"ten hoogste {rule.at_most} {rule.unit}" if rule.at_most is not None else ""
            least = f"ten minste {rule.at_least} {rule.unit}" if rule.at_least is not None else ""
            return [("Grens", ", ".join(filter(None, (least, most))))]
        case RetentionRule():
            return [("Bewaartermijn", rule.lasts.dutch() if rule.lasts else _ABSENT)]
        case _:
            return []


def agreement(rule: Rule) -> list[Row]:
    """Return what people agreed on top of the source, marked as such."""
    if not isinstance(rule, DutyRule):
        return []
    if rule.agreed is None:
        return ["Niets: " + ("het getal van de bron geldt" if rule.within else "er is nog geen getal afgesproken")]
    mark = "lokale afspraak" if rule.agreed.local else "afspraak"
    return [f"{_span(rule, rule.agreed.within.dutch())} ({mark}: {rule.agreed.by})"]


def question(name: str) -> str:
    """Return a fact as the question that it is."""
    return f"{FACTS[name].question} ({name})"


def _within(rule: DutyRule) -> str:
    return _span(rule, rule.within.dutch()) if rule.within else _ABSENT


def _span(rule: DutyRule, length: str) -> str:
    return f"uiterlijk {length} ervoor" if rule.clock is Clock.BEFORE_FIELD else f"binnen {length}"


def _extension(*, extends: bool) -> list[Row]:
    return [("Eindigt op een vrije dag", "loopt door tot en met de volgende werkdag")] if extends else []


def _bearer(party: Party, role: Role) -> str:
    return f"{ROLES[role]}, {PARTIES[party]} ({party}.{role})"


def _kinds(names: Iterable[str]) -> str:
    return _listed([f"{BY_NAME[name].dutch} ({name})" for name in names], " of ")


def _where(where: Where) -> str:
    return "".join(f", met {field} = {_listed(sorted(values), ' of ')}" for field, values in where)


def _proof(proof: Proof) -> str:
    about = ", over hetzelfde onderwerp" if proof.about is About.SAME else ", in dezelfde zaak"
    by = f", door {PARTIES[proof.by]}" if proof.by else ""
    required = "".join(f", mits ja: {question(name)}" for name in proof.requires)
    return _kinds(proof.kinds) + _where(proof.where) + about + by + required


def _level(level: Raise) -> str:
    when = "meteen"
    if level.after:
        when = f"na {level.after.dutch()}"
    elif level.before:
        when = f"vanaf {level.before.dutch()} voor het einde"
    return f"{SEVERITIES[level.severity]} ({when})"


def _listed(words: Iterable[str], between: str = ", ") -> str:
    return between.join(words)
