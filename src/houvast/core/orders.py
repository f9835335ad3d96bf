# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Protection orders: from when until when each is in force, and what is decided about its end."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from houvast.core.events.order import OrderExtended, OrderImposed, OrderLifted, RenewalDecided
from houvast.core.events.values import OrderKind, RenewalDecision
from houvast.core.lengths import Length, length
from houvast.core.story import fold
from houvast.core.terms import Term, Unit, local_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from houvast.core.card import Card
    from houvast.core.events import SubjectId
    from houvast.core.inquiry import Inquiry
    from houvast.core.story import Story, Version
    from houvast.core.timeline import Period

    Told = Version[OrderImposed | OrderExtended | OrderLifted | RenewalDecided]
    Moment = tuple[datetime, int]
    """When something happened, and its place in the case for what happened at once."""

CONDITIONS = {
    OrderKind.SUSPENSION_CONDITIONS,
    OrderKind.SPECIAL_CONDITIONS,
    OrderKind.CONDITIONAL_DISMISSAL,
    OrderKind.PENALTY_ORDER,
    OrderKind.RELEASE_CONDITIONS,
}
DECIDED_AT_ITS_END = {OrderKind.GEDRAGSAANWIJZING, OrderKind.HUISVERBOD}
"""Orders at whose end somebody may decide to go on: a decision that is forgotten lets them lapse."""
ENDS_BY = {RenewalDecision.LET_END, RenewalDecision.REPLACE}


class OrderState(NamedTuple):
    """An order as it was known at one moment.

    Args:
        kind: Its legal title; None where it is not known to be imposed.
        periods: As imposed and as extended, oldest first; an end of None is no known end.
        extended: When it was last extended.
        decisions: What was decided about an end of it, and when.
        lifted: Whether it was lifted.
        beyond: Whether a period, or the number of extensions, is more than the law allows.
    """

    kind: OrderKind | None = None
    periods: tuple[Period, ...] = ()
    extended: Moment | None = None
    decisions: tuple[tuple[Moment, RenewalDecision], ...] = ()
    lifted: bool = False
    beyond: bool = False

    @property
    def end(self) -> datetime | None:
        """When its last period ends; None where no end is known."""
        ends = [end for _, end in self.periods if end is not None]
        return max(ends) if len(ends) == len(self.periods) and ends else None

    @property
    def decided(self) -> set[RenewalDecision]:
        """What was decided about its present end. A decision to extend is about the end before the extension."""
        found = set()
        for moment, decision in self.decisions:
            later = self.extended is None or moment > self.extended
            if later and (decision in ENDS_BY or self.extended is None or moment[0] > self.extended[0]):
                found.add(decision)
        return found


def states(story: Story, card: Card, order: SubjectId) -> list[tuple[datetime, OrderState]]:
    """Return how an order was known, from when on."""

    def step(state: OrderState, version: Told) -> OrderState:
        data = version.data
        moment = version.occurred.start, version.event.seq
        if isinstance(data, OrderImposed):
            return _imposed(card, state, version.occurred.start, data)
        if isinstance(data, OrderExtended):
            return _extended(card, state, moment, data)
        if isinstance(data, OrderLifted):
            return state._replace(lifted=True)
        return state._replace(decisions=(*state.decisions, (moment, data.decision)))

    return fold(story.about(order, OrderImposed, OrderExtended, OrderLifted, RenewalDecided), OrderState(), step)


def _imposed(card: Card, state: OrderState, happened: datetime, data: OrderImposed) -> OrderState:
    start = data.starts_at or happened
    legal = legal_end(card, data.order, start)
    end = data.ends_at or legal
    beyond = state.beyond or (legal is not None and end is not None and end > legal)
    return OrderState(data.order, (*state.periods, (start, end)), state.extended, state.decisions, beyond=beyond)


def _extended(card: Card, state: OrderState, moment: Moment, data: OrderExtended) -> OrderState:
    previous = state.periods[-1][1] if state.periods else None
    start = data.starts_at or previous or moment[0]
    beyond = state.beyond or (state.kind is not None and _too_much(card, state, state.kind, (start, data.ends_at)))
    extended = moment if state.extended is None else max(state.extended, moment)
    return OrderState(
        state.kind, (*state.periods, (start, data.ends_at)), extended, state.decisions, state.lifted, beyond
    )


def _too_much(card: Card, state: OrderState, kind: OrderKind, period: tuple[datetime, datetime]) -> bool:
    """Tell whether one more period of an order is too long, one extension too many, or the order too long in all.

    Where the law counts extensions, each lasts no longer than the order itself; else only the whole has a limit.
    """
    first = state.periods[0][0] if state.periods else period[0]
    law = _law(card, kind, local_day(first))
    legal = legal_end(card, kind, period[0]) if law.extensions is not None else None
    too_long = legal is not None and period[1] > legal
    too_often = law.extensions is not None and len(state.periods) > law.extensions
    in_all = None if law.total is None else law.total.end(first, local_day(first))
    return too_long or too_often or (in_all is not None and period[1] > in_all)


def imposed(story: Story, order: SubjectId) -> Version[OrderImposed] | None:
    """Return how an order was imposed, as it is known now; None when it was not, or that was withdrawn."""
    return next((version for version in story.about(order, OrderImposed) if version.until is None), None)


def legal_end(card: Card, kind: OrderKind, start: datetime) -> datetime | None:
    """Return when an order of this kind ends by law if nobody recorded an end; None where the law gives none."""
    day = local_day(start)
    lasts = _law(card, kind, day).lasts
    return None if lasts is None else lasts.end(start, day)


class Law(NamedTuple):
    """What the rules of a day say of one kind of order: how long, how often extended, how long in all."""

    lasts: Length | None
    extensions: int | None
    total: Length | None


@lru_cache(maxsize=2**14)
def _law(card: Card, kind: OrderKind, on: date) -> Law:
    rule, often, total = (
        card.term(f"order.{kind}", on),
        card.limit(f"order.{kind}.extensions", on),
        card.limit(f"order.{kind}.total", on),
    )
    return Law(
        None if rule is None else length(rule.lasts, card.calendar, extend=rule.extend_to_working_day),
        None if often is None else often.at_most,
        None if total is None or total.at_most is None else length(Term(total.at_most, Unit.DAYS), card.calendar),
    )


def lifted_at(story: Story, order: SubjectId) -> datetime | None:
    """Return from when an order is lifted, as known."""
    lifts = [max(v.occurred.start, v.since) for v in story.about(order, OrderLifted) if v.until is None]
    return min(lifts, default=None)


def end(story: Story, card: Card, order: SubjectId) -> datetime | None:
    """Return when an order ends as is known now: its last period, or when it was lifted."""
    told = states(story, card, order)
    return _end(story, order, told[-1][1] if told else OrderState())


def _end(story: Story, order: SubjectId, state: OrderState) -> datetime | None:
    last, lifted = state.end, lifted_at(story, order)
    return min(last, lifted) if last and lifted else last or lifted


def stretches(inquiry: Inquiry, order: SubjectId) -> Sequence[tuple[Period, OrderState]]:
    """Return how an order was known, with the period in which it was known so."""

    def prepare() -> Sequence[tuple[Period, OrderState]]:
        steps = states(inquiry.story, inquiry.card, order)
        ends = (since for since, _ in steps[1:])
        return [((since, end), state) for (since, state), end in zip_longest(steps, ends)]

    return inquiry.once((OrderState, order), prepare)


def present_end(inquiry: Inquiry, order: SubjectId) -> datetime | None:
    """Return when an order ends as is known now, in a case that is already being asked questions."""
    told = stretches(inquiry, order)
    return _end(inquiry.story, order, told[-1][1] if told else OrderState())
