# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What must not be overlooked, with its why.

A signal stands while every fact in its `when` is yes and none in its `unless` is: what is unknown never silences one.
It grows louder with time, or as an end comes near. An overdue duty always speaks: under the signal that its rule names,
else under its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from houvast.core.card import holds
from houvast.core.conditions import Condition, condition_on
from houvast.core.duties import Duty, DutyState, owed
from houvast.core.events import Category
from houvast.core.events.envelope import UNBOUNDED
from houvast.core.events.values import Role
from houvast.core.facts import FACTS, inquire
from houvast.core.facts.roles import presence
from houvast.core.lengths import Length, length
from houvast.core.rules import Severity
from houvast.core.subjects import CASE, Subject, subjects
from houvast.core.timeline import YES, Timeline, combine
from houvast.core.validity import turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from houvast.core.answer import Answer
    from houvast.core.calendar import Calendar
    from houvast.core.card import Card
    from houvast.core.events import Event, EventId, SubjectId
    from houvast.core.inquiry import Inquiry
    from houvast.core.rules import SignalRule
    from houvast.core.terms import Term

LOUDNESS = {Severity.NOTICE: 1, Severity.WARNING: 2, Severity.CRITICAL: 3}
OVERDUE, NO_NUMBER, NO_BEARER = "duty-overdue", "no-number-agreed", "duty-without-bearer"
BORNE_IN_THE_CASE = {
    Role.CASE_DIRECTOR,
    Role.CASE_HOLDER,
    Role.CONTACT_POINT,
    Role.CHAIN_DIRECTOR,
    Role.VICTIM_COORDINATOR,
    Role.PROSECUTOR,
    Role.CARE_WORKER,
    Role.SUPERVISOR,
    Role.COUNSELLOR,
}
"""Roles that somebody has in a case; the others are at hand in the organisation at any hour."""
OVERDUE_STATE = DutyState.OVERDUE
UNMET = (DutyState.OPEN, DutyState.OVERDUE)
COMING = (DutyState.OPEN, DutyState.DECIDED_OTHERWISE)
"""Duties that time alone changes."""


class Signal(NamedTuple):
    """One signal: how loud, about what, since when, because of which events, and where the rule comes from.

    `id` names the signal; an overdue duty without a signal of its own is `overdue:<rule>`. `end` is the end that comes
    near, where there is one.
    """

    id: str
    severity: Severity
    text: str
    subject: SubjectId
    since: datetime
    because: tuple[EventId, ...]
    source: tuple[str, ...]
    bearer: str
    categories: frozenset[Category]
    rule_version: int
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that the rules say of a case at a moment, and when that changes without a new event."""

    duties: list[Duty]
    signals: list[Signal]
    next_change_at: datetime | None


def signals(events: Sequence[Event], card: Card, *, now: datetime) -> list[Signal]:
    """Return what must not be overlooked in a case, loudest first.

    Args:
        events: The events of one case, in the order in which they were recorded.
        card: The rules in force.
        now: Only what was recorded before this instant counts.
    """
    return evaluate(events, card, now=now).signals


def evaluate(events: Sequence[Event], card: Card, *, now: datetime) -> Evaluation:
    """Return the duties and the signals of a case, and the next instant at which time alone may change them."""
    inquiry = inquire(events, card, known_at=now)
    found = owed(inquiry, now=now)
    if not inquiry.story.events:
        return Evaluation(found, [], None)
    here = card.in_region(inquiry.lived[-1][1])
    rules = _in_force(here, inquiry.day(now))
    coming = [*turns(card), *(turns(here) if here is not card else ())]
    raised = [*_standing(inquiry, rules, now, coming)]
    louder = _overdue(rules, found, raised)
    said = {(signal.id, signal.subject) for signal in louder}
    raised = [*(signal for signal in raised if (signal.id, signal.subject) not in said), *louder]
    raised += _without_number(rules, found)
    raised += _without_bearer(inquiry, rules, found, now, coming)
    raised.sort(key=_loudest_first)
    for duty in found:
        if duty.state in COMING:
            coming += [instant for instant in (duty.due, duty.review_at) if instant is not None]
    coming += inquiry.changes_after(now)
    return Evaluation(found, raised, min((instant for instant in coming if instant > now), default=None))


def _loudest_first(signal: Signal) -> tuple[int, datetime, str, SubjectId]:
    return -LOUDNESS[signal.severity], signal.since, signal.id, signal.subject


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A signal rule, ready to be applied to many cases."""

    rule: SignalRule
    condition: Condition
    levels: tuple[tuple[Severity, Length | None, Length | None], ...]
    bearer: str
    categories: frozenset[Category]


@lru_cache(maxsize=1024)
def _in_force(card: Card, day: date) -> Mapping[str, Prepared]:
    """Return the signal rules in force on a day."""
    return {rule.id: _prepared(rule, card.calendar) for rule in card.signals if holds(rule, day)}


def _prepared(rule: SignalRule, calendar: Calendar) -> Prepared:
    def counted(term: Term | None) -> Length | None:
        return None if term is None else length(term, calendar)

    party, role = rule.bearer_party, rule.bearer_role
    return Prepared(
        rule,
        condition_on(rule.when, rule.unless),
        tuple((level.severity, counted(level.after), counted(level.before)) for level in rule.levels),
        f"{party}.{role}" if party and role else "police.case_director",
        frozenset({Category.CASE, *(FACTS[name].category for name in (*rule.when, *rule.unless))}),
    )


def _standing(
    inquiry: Inquiry, rules: Mapping[str, Prepared], now: datetime, coming: list[datetime]
) -> Iterator[Signal]:
    """Yield what stands now; what the rules ask about the case is asked first, so that most are done with it."""
    for prepared in rules.values():
        asked = prepared.condition
        if not prepared.rule.when:
            continue
        begun = _since(inquiry, asked.when_of_case, asked.unless_of_case, CASE, now)
        if begun is None:
            continue
        for subject in subjects(inquiry, prepared.rule.for_each, now=now):
            if subject.end is not None:
                coming.append(subject.end)
            since = begun if asked.about_case else _since(inquiry, asked.when, asked.unless, subject.id, now)
            if since is not None:
                since = max(since, begun)
                severity = _severity(inquiry, prepared, since, subject.end, now, coming)
                if severity is not None:
                    yield _signal(prepared, severity, subject, since)


def _since(
    inquiry: Inquiry, when: Sequence[str], unless: Sequence[str], subject: SubjectId, now: datetime
) -> datetime | None:
    """Return since when all facts are yes that must be and none is that must not; None where that is not so now."""
    since = UNBOUNDED
    for name in when:
        answer, begun = inquiry.ask(name, subject).now(now)
        if answer is not YES:
            return None
        since = max(since, begun)
    for name in unless:
        answer, begun = inquiry.ask(name, subject).surely().now(now)
        if answer is YES:
            return None
        since = max(since, begun)
    return since


def condition(inquiry: Inquiry, rule: SignalRule, subject: SubjectId) -> Timeline:
    """Return when a signal stands: every `when` yes, no `unless` yes."""
    return combine(
        [inquiry.ask(name, subject) for name in rule.when],
        [inquiry.ask(name, subject).surely() for name in rule.unless],
    )


def _severity(
    inquiry: Inquiry, prepared: Prepared, since: datetime, end: datetime | None, now: datetime, coming: list[datetime]
) -> Severity | None:
    """Return the loudest level that has been reached, and note when the others will be."""
    loudest: Severity | None = None
    for severity, after, before in prepared.levels:
        starts = since
        if after is not None:
            starts = after.end(since, inquiry.day(since))
        elif before is not None:
            if end is None:
                continue
            starts = before.before(end)
        if starts > now:
            coming.append(starts)
        elif loudest is None or LOUDNESS[severity] > LOUDNESS[loudest]:
            loudest = severity
    return loudest


def _signal(prepared: Prepared, severity: Severity, subject: Subject, since: datetime) -> Signal:
    rule = prepared.rule
    return Signal(
        rule.id,
        severity,
        rule.text,
        subject.id,
        since,
        subject.because,
        rule.source,
        prepared.bearer,
        prepared.categories,
        rule.version,
        subject.end,
    )


def _of_duty(
    duty: Duty, signal: SignalRule | None, *, id_: str, severity: Severity, text: str, since: datetime
) -> Signal:
    return Signal(
        id_,
        severity,
        text,
        duty.subject,
        since,
        duty.because,
        duty.source if signal is None else (*duty.source, *signal.source),
        duty.bearer,
        duty.categories,
        duty.rule.version,
        duty.due,
    )


def _overdue(rules: Mapping[str, Prepared], found: Iterable[Duty], raised: Iterable[Signal]) -> list[Signal]:
    """Return a signal for every overdue duty that no standing signal of its rule already speaks for as loudly."""
    spoken: dict[str, int] = {}
    for signal in raised:
        spoken[signal.id] = max(spoken.get(signal.id, 0), LOUDNESS[signal.severity])
    said: list[Signal] = []
    for duty in found:
        if duty.state is not OVERDUE_STATE or duty.due is None:
            continue
        named, severity = duty.rule.overdue_signal, duty.rule.overdue
        if named is not None and spoken.get(named, 0) >= LOUDNESS[severity]:
            continue
        prepared = rules.get(named or OVERDUE)
        rule = prepared.rule if prepared else None
        text = rule.text if named and rule else f"Te laat: {duty.rule.title}."
        id_ = named or f"overdue:{duty.rule.id}"
        said.append(_of_duty(duty, rule, id_=id_, severity=severity, text=text, since=duty.due))
    return said


def _without_number(rules: Mapping[str, Prepared], found: Iterable[Duty]) -> list[Signal]:
    """Return a signal for every open duty for which neither law nor agreement gives a number."""
    prepared = rules.get(NO_NUMBER)
    if prepared is None:
        return []
    rule = prepared.rule
    severity = rule.levels[0].severity
    return [
        _of_duty(duty, rule, id_=NO_NUMBER, severity=severity, text=rule.text, since=duty.owed_at)
        for duty in found
        if duty.state is DutyState.OPEN and duty.due is None and not duty.unknown
    ]


def _without_bearer(
    inquiry: Inquiry, rules: Mapping[str, Prepared], found: Iterable[Duty], now: datetime, coming: list[datetime]
) -> list[Signal]:
    """Return a signal for every role whose open duties nobody of its organisation bears in this case.

    It grows louder only where somebody bore them before: an organisation that never took part is a notice.
    """
    prepared = rules.get(NO_BEARER)
    if prepared is None:
        return []
    rule = prepared.rule
    said: dict[str, Signal] = {}
    present, left = presence(inquiry, BORNE_IN_THE_CASE)
    for duty in found:
        if duty.state not in UNMET or duty.rule.bearer_party in present:
            continue
        if duty.rule.bearer_role not in BORNE_IN_THE_CASE or duty.bearer in said:
            continue
        left_at = left.get(duty.rule.bearer_party)
        since = duty.owed_at if left_at is None else max(left_at, duty.owed_at)
        severity: Severity | None = rule.levels[0].severity
        if left_at is not None:
            severity = _severity(inquiry, prepared, since, None, now, coming)
        if severity is not None:
            said[duty.bearer] = _of_duty(duty, rule, id_=NO_BEARER, severity=severity, text=rule.text, since=since)
    return list(said.values())


def outcome(rule: SignalRule, answers: Mapping[str, Answer]) -> str:
    """Return "raised" or "quiet" for the facts of a rule.

    Args:
        rule: The rule.
        answers: An answer for each fact that the rule names.
    """
    stands = all(answers[name] is YES for name in rule.when) and all(answers[name] is not YES for name in rule.unless)
    return "raised" if stands else "quiet"
