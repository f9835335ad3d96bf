# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who must do what by when, and whether it was done.

One duty for each rule, trigger and episode. A duty is owed from the first moment at which its trigger and all its facts
are known to hold; it is met by the first later proof that fits; what is unknown makes it a question, never a no.
"""

from __future__ import annotations

from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from houvast.core import orders
from houvast.core.answer import Answer, all_of
from houvast.core.episodes import episodes
from houvast.core.eras import families
from houvast.core.events import Category, EventId, Precision, organisation_kind
from houvast.core.events.duty import DutyDecidedOtherwise
from houvast.core.events.order import OrderImposed
from houvast.core.facts import inquire
from houvast.core.proofs import first
from houvast.core.rules import Clock
from houvast.core.terms import day_bounds
from houvast.core.timeline import NO, UNKNOWN, YES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from houvast.core.card import Card
    from houvast.core.conditions import Names
    from houvast.core.episodes import Episode
    from houvast.core.eras import Family, InForce
    from houvast.core.events import Data, Event, SubjectId
    from houvast.core.inquiry import Inquiry
    from houvast.core.rules import DutyRule
    from houvast.core.story import Version

    Otherwise = Mapping[str, Sequence[Version[DutyDecidedOtherwise]]]
    """The decisions otherwise about each rule."""


class DutyState(StrEnum):
    """What became of a duty."""

    OPEN = "open"
    MET = "met"
    MET_LATE = "met_late"
    OVERDUE = "overdue"
    LAPSED = "lapsed"
    DECIDED_OTHERWISE = "decided_otherwise"
    ASK = "ask"


LAPSED, MET, MET_LATE = DutyState.LAPSED, DutyState.MET, DutyState.MET_LATE


class Duty(NamedTuple):
    """One duty, with its why.

    `due` is None for a question, and where neither law nor agreement gives a number. `trigger` started it, `met_by` met
    it; `failed` are proofs that came but do not count; `unknown` are the facts that somebody has to answer first.
    `categories` are the kinds of information it rests on; who may see them all may see it whole.
    """

    rule: DutyRule
    trigger: Event
    subject: SubjectId
    state: DutyState
    owed_at: datetime
    categories: frozenset[Category]
    due: datetime | None = None
    met_by: EventId | None = None
    ended_at: datetime | None = None
    failed: tuple[EventId, ...] = ()
    unknown: tuple[str, ...] = ()
    review_at: datetime | None = None

    @property
    def because(self) -> tuple[EventId, ...]:
        """The events it rests on."""
        return (self.trigger.id, *((self.met_by,) if self.met_by else ()), *self.failed)

    @property
    def bearer(self) -> str:
        """Who bears it, as party and role."""
        return self.rule.bearer

    @property
    def source(self) -> tuple[str, ...]:
        """The law, guideline or report it comes from."""
        return self.rule.source

    @property
    def was_overdue(self) -> bool:
        """Whether its term passed before it ended, however it ended."""
        return self.due is not None and self.ended_at is not None and self.ended_at >= self.due


def duties(events: Sequence[Event], card: Card, *, now: datetime) -> list[Duty]:
    """Return every duty of a case: open, met, overdue, lapsed, decided otherwise or still a question.

    Args:
        events: The events of one case, in the order in which they were recorded.
        card: The rules in force, national and regional.
        now: Only what was recorded before this instant counts, and terms are judged at it.
    """
    return owed(inquire(events, card, known_at=now), now=now)


def owed(inquiry: Inquiry, *, now: datetime) -> list[Duty]:
    """Return the duties of a case that is already being asked questions, in the order of their triggers."""
    otherwise = _decisions_otherwise(inquiry)
    present = inquiry.story.kinds()
    found: list[Duty] = []
    for family in families(inquiry.card, inquiry.lived):
        if not family.kinds.isdisjoint(present):
            found += _of_family(inquiry, family, otherwise, now)
    found.sort(key=attrgetter("trigger.seq"))
    return found


def _of_family(inquiry: Inquiry, family: Family, otherwise: Otherwise, now: datetime) -> Iterator[Duty]:
    """Yield the duties of one rule. What was met once is not owed again: a proof counts since the trigger."""
    met: set[EventId] = set()
    for episode in episodes(inquiry, family, now):
        if met and episode.trigger.event.id in met:
            continue
        duty = _judge(inquiry, episode, otherwise, now)
        if duty.met_by is not None:
            met.add(duty.trigger.id)
        yield duty


def _judge(inquiry: Inquiry, episode: Episode, otherwise: Otherwise, now: datetime) -> Duty:
    """Return the duty of one episode, as it stands at a moment."""
    part, told, start, ended_at, asked = episode
    rule, trigger, subject = part.rule, told.event, told.subject
    if asked:
        unknown = _unknown_facts(inquiry, rule, subject, now)
        return Duty(rule, trigger, subject, DutyState.ASK, start, part.categories, unknown=unknown)
    due, missing = _due(inquiry, part, told, start)
    met_by, met_at, failed = first(inquiry, part.met_by, trigger, subject, now)
    state, review_at = LAPSED, None
    if met_at is not None and (ended_at is None or met_at <= ended_at):
        ended_at = max(met_at, start)
        state = MET if due is None or ended_at < due else MET_LATE
    else:
        met_by = None
        if ended_at is None:
            state, due, review_at = _unmet(rule, trigger, due, otherwise.get(rule.id, ()), now)
    return Duty(
        rule, trigger, subject, state, start, part.categories, due, met_by, ended_at, failed, missing, review_at
    )


def _unmet(
    rule: DutyRule,
    trigger: Event,
    due: datetime | None,
    otherwise: Sequence[Version[DutyDecidedOtherwise]],
    now: datetime,
) -> tuple[DutyState, datetime | None, datetime | None]:
    """Return what a duty that is not met is, until when it can be done in time, and when a decision is reviewed."""
    for version in otherwise if rule.may_decide_otherwise else ():
        data = version.data
        names_it = data.trigger in (None, trigger.id) and version.event.seq > trigger.seq
        if names_it and organisation_kind(version.event.org) == rule.bearer_party:
            review_at = day_bounds(data.review_on)[1]
            if now < review_at:
                return DutyState.DECIDED_OTHERWISE, due, review_at
            due = review_at if due is None else max(due, review_at)
    return (DutyState.OVERDUE if due is not None and now >= due else DutyState.OPEN), due, None


def _due(inquiry: Inquiry, part: InForce, trigger: Version[Data], owed_at: datetime) -> tuple[datetime | None, Names]:
    """Return until when a duty can be done in time, and what is not known for that."""
    lasts = part.lasts
    if part.from_knowledge:
        return (None if lasts is None else lasts.end(owed_at, inquiry.day(owed_at))), ()
    if part.rule.field is not None:
        return _due_by_field(inquiry, part, trigger, part.rule.field)
    if lasts is None:
        return None, ()
    if trigger.occurred.precision is Precision.UNKNOWN:
        return None, ("occurred",)
    start = trigger.occurred.start if part.rule.clock is Clock.OCCURRED_START else trigger.occurred.end
    return lasts.end(start, inquiry.day(start)), ()


def _due_by_field(inquiry: Inquiry, part: InForce, trigger: Version[Data], field: str) -> tuple[datetime | None, Names]:
    """Return until when a duty can be done in time whose term runs from or to an instant in its trigger."""
    instant = _field(inquiry, field, trigger)
    if instant is None:
        return None, (field,)
    if part.lasts is None:
        return instant, ()
    if part.rule.clock is Clock.BEFORE_FIELD:
        return part.lasts.before(instant), ()
    return part.lasts.end(instant, inquiry.day(instant)), ()


def _field(inquiry: Inquiry, field: str, trigger: Version[Data]) -> datetime | None:
    """Return the instant in the trigger that a term runs from or to; an order without an end ends when the law says."""
    value: datetime | None = getattr(trigger.data, field)
    if value is None and isinstance(trigger.data, OrderImposed) and field == "ends_at":
        start = trigger.data.starts_at or trigger.occurred.start
        return orders.legal_end(inquiry.card, trigger.data.order, start)
    return value


def _unknown_facts(inquiry: Inquiry, rule: DutyRule, subject: SubjectId, now: datetime) -> tuple[str, ...]:
    names = (*rule.when, *rule.unless)
    return tuple(name for name in names if inquiry.ask(name, subject).at(now) is UNKNOWN)


def _decisions_otherwise(inquiry: Inquiry) -> Otherwise:
    found: dict[str, list[Version[DutyDecidedOtherwise]]] = {}
    for version in inquiry.story.of(DutyDecidedOtherwise):
        if version.until is None:
            found.setdefault(version.data.rule, []).append(version)
    return found


def outcome(rule: DutyRule, answers: Mapping[str, Answer]) -> str:
    """Return "owed", "not_owed" or "ask" for the facts of a rule whose trigger stands.

    Args:
        rule: The rule.
        answers: An answer for each fact that the rule names.
    """
    answer = all_of([*(answers[name] for name in rule.when), *(answers[name].negated() for name in rule.unless)])
    return {YES: "owed", NO: "not_owed", UNKNOWN: "ask"}[answer]
