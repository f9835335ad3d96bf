# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Facts about protection orders, stop talks and violations."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from houvast.core import orders
from houvast.core.answer import Answer, all_of
from houvast.core.events import Data, SubjectId
from houvast.core.events.judgment import JudgmentGiven
from houvast.core.events.order import OrderChecked, OrderImposed, OrderProposed, OrderServed, RenewalDecided
from houvast.core.events.report import ReportMade
from houvast.core.events.stop_talk import StopTalkHeld, StopTalkProposed, StopTalkRefused
from houvast.core.events.values import Ban, Behaviour, Channel, OrderKind, RenewalDecision, ReportForm
from houvast.core.events.violation import ViolationAssessed, ViolationReported, ViolationToldToVictim
from houvast.core.facts.case import by_the_latest
from houvast.core.timeline import NO, UNKNOWN, YES, Period, Timeline, always, changes, combine, during, either, overlap

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from houvast.core.card import Card
    from houvast.core.inquiry import Inquiry
    from houvast.core.story import Story, Version

PLACES = {Ban.LOCATION, Ban.AREA}
VIOLENT = {Behaviour.VIOLENCE, Behaviour.THREATS, Behaviour.WEAPON, Behaviour.STRANGULATION, Behaviour.SEXUAL_VIOLENCE}


def order_in_force(inquiry: Inquiry, order: SubjectId) -> Timeline:
    """The order is in force: in one of its periods and not lifted."""
    return during(
        overlap(stretch, period)
        for stretch, state in orders.stretches(inquiry, order)
        if not state.lifted
        for period in state.periods
    )


def order_served(inquiry: Inquiry, order: SubjectId) -> Timeline:
    """The order was handed to the person it binds."""
    return during((v.since, v.until) for v in inquiry.story.about(order, OrderServed))


def end_decided(inquiry: Inquiry, order: SubjectId) -> Timeline:
    """Somebody decided about the present end of the order, or it was lifted."""
    return during(stretch for stretch, state in orders.stretches(inquiry, order) if state.lifted or state.decided)


def order_lapsed(inquiry: Inquiry, order: SubjectId) -> Timeline:
    """The end of the order has passed, nobody lifted it, and nobody decided to let it end.

    A decision to replace it counts only once another order was imposed after it.
    """
    replaced = _replaced(inquiry, order)
    lapsed: list[Period] = []
    for (since, until), state in orders.stretches(inquiry, order):
        end = state.end
        if end is None or state.lifted or state.kind is None or (until is not None and end >= until):
            continue
        if RenewalDecision.LET_END not in state.decided:
            lapsed.append((max(since, end), until))
    return combine([during(lapsed)], [replaced]) if lapsed else during(())


def _replaced(inquiry: Inquiry, order: SubjectId) -> Timeline:
    """Return from when another order was imposed after a decision to replace this one."""
    decided = [v for v in inquiry.story.about(order, RenewalDecided) if v.data.decision is RenewalDecision.REPLACE]
    if not decided:
        return always(NO)
    later = [v for v in inquiry.story.of(OrderImposed) if v.subject != order and v.event.seq > decided[0].event.seq]
    return combine([during((v.since, v.until) for v in decided), during((v.since, v.until) for v in later)])


def ended_by_judgment(inquiry: Inquiry, order: SubjectId) -> Timeline:
    """A final judgment was given after this order was imposed."""
    imposed = orders.imposed(inquiry.story, order)
    if imposed is None:
        return always(NO)
    given = inquiry.story.of(JudgmentGiven)
    return during((v.since, v.until) for v in given if v.data.final is YES and v.occurred.end >= imposed.occurred.start)


def order_says(test: Callable[[OrderImposed | OrderProposed], Answer]) -> _OrderSays:
    """Return the fact that stands in the order itself."""
    return _OrderSays(test)


class _OrderSays:
    """A fact that stands in the order as proposed or imposed."""

    __slots__ = ("test",)

    def __init__(self, test: Callable[[OrderImposed | OrderProposed], Answer]) -> None:
        self.test = test

    def __call__(self, inquiry: Inquiry, order: SubjectId) -> Timeline:
        told = inquiry.story.about(order, OrderProposed, OrderImposed)
        return by_the_latest(told, self.test)


has_location_ban = order_says(lambda order: Answer.of(not PLACES.isdisjoint(order.bans)))
is_gedragsaanwijzing = order_says(lambda order: Answer.of(order.order is OrderKind.GEDRAGSAANWIJZING))
is_huisverbod = order_says(lambda order: Answer.of(order.order is OrderKind.HUISVERBOD))
is_condition = order_says(lambda order: Answer.of(order.order in orders.CONDITIONS))
is_civil = order_says(lambda order: Answer.of(order.order is OrderKind.CIVIL))
needs_renewal_decision = order_says(lambda order: Answer.of(order.order in orders.DECIDED_AT_ITS_END))


def location_ban_supervisable(inquiry: Inquiry, order: SubjectId) -> Timeline:
    """A location ban can be supervised: it was checked, or the distance meets the guideline; unknown without either."""

    def found(data: OrderProposed | OrderChecked | OrderImposed) -> Answer | None:
        checked = data.feasible if isinstance(data, OrderChecked) else UNKNOWN
        if checked is NO or data.zone_distance_m is None or at_least_m is None:
            return checked if checked is not UNKNOWN else None
        return Answer.of(data.zone_distance_m >= at_least_m)

    told = inquiry.story.about(order, OrderProposed, OrderChecked, OrderImposed)
    at_least_m = _guideline(inquiry.card, inquiry.day(told[0].event.recorded)) if told else None
    return by_the_latest(told, found, before=UNKNOWN)


@lru_cache(maxsize=2**14)
def _guideline(card: Card, on: date) -> int | None:
    """Return how many metres have to lie between the home of a suspect and a zone, by the guideline of a day."""
    limit = card.limit("location_ban.distance", on)
    return None if limit is None else limit.at_least


def location_ban_unsupervisable(inquiry: Inquiry, order: SubjectId) -> Timeline:
    """It is known that this location ban cannot be supervised."""
    return inquiry.ask("location_ban_supervisable", order).negated().surely()


def beyond_legal_maximum(inquiry: Inquiry, order: SubjectId) -> Timeline:
    """One period, or the number of extensions, is more than the law allows."""
    return during(stretch for stretch, state in orders.stretches(inquiry, order) if state.beyond)


def stop_talk_contra_indicated(inquiry: Inquiry, talk: SubjectId) -> Timeline:
    """When this talk was proposed or held, the risk was high or there was an aangifte, a talk, threats or violence.

    What happened before the talk counts also when it was entered after it. A talk that was called off is no longer
    against anything.

    Source:
        Police guidance on the stopgesprek, as told in Gestalkt. Gezien. Gehoord?, section 3.2.
    """
    moments = inquiry.story.about(talk, StopTalkProposed, StopTalkHeld)
    if not moments:
        return always(NO)
    against = inquiry.once("contra-indications", lambda: _contra_indications(inquiry.story))
    lines = []
    for moment in moments:
        spoken = isinstance(moment.data, StopTalkHeld)
        periods = [
            overlap((version.since, version.until), (moment.since, moment.until))
            for version in against
            if (isinstance(version.data, ReportMade) or version.subject != talk)
            and _before(version, moment, spoken=spoken)
        ]
        lines.append(during(periods))
        risk = inquiry.ask("high_risk", talk).at(moment.since)
        lines.append(during([(moment.since, moment.until)], inside=risk))
    called_off = during((v.since, v.until) for v in inquiry.story.about(talk, StopTalkRefused))
    return combine([either(lines)], [called_off])


def _before(version: Version[Data], moment: Version[Data], *, spoken: bool) -> bool:
    """Tell whether something was there at a talk: entered before it, or, for a talk that was held, happened before."""
    return version.event.seq < moment.event.seq or (spoken and version.occurred.end <= moment.occurred.start)


def _contra_indications(story: Story) -> list[Version[ReportMade | StopTalkHeld]]:
    """Return what speaks against any later stop talk."""
    told = story.of(ReportMade, StopTalkHeld)
    return [v for v in told if not isinstance(v.data, ReportMade) or _is_serious(v.data)]


def _is_serious(report: ReportMade) -> bool:
    return report.form is ReportForm.AANGIFTE or is_violent(report)


def is_violent(report: ReportMade) -> bool:
    """Tell whether a report speaks of threats or violence."""
    return YES in (report.violence, report.threat, report.weapon) or bool(VIOLENT & set(report.behaviours))


def stop_talk_override_reasoned(inquiry: Inquiry, talk: SubjectId) -> Timeline:
    """A reason was given for this stop talk in spite of a contra-indication."""
    versions = inquiry.story.about(talk, StopTalkProposed, StopTalkHeld)
    return during((v.since, v.until) for v in versions if v.data.override_reason)


def held_in_person_by_experienced(inquiry: Inquiry, talk: SubjectId) -> Timeline:
    """The talk was held in person, by somebody experienced."""
    return by_the_latest(inquiry.story.about(talk, StopTalkHeld), _in_person_by_experienced, before=UNKNOWN)


def _in_person_by_experienced(held: StopTalkHeld) -> Answer:
    in_person = UNKNOWN if held.channel is Channel.UNKNOWN else Answer.of(held.channel is Channel.IN_PERSON)
    return all_of((in_person, held.experienced_officer))


def violation_told(inquiry: Inquiry, violation: SubjectId) -> Timeline:
    """The victim was told what was done about this violation."""
    return during((v.since, v.until) for v in inquiry.story.about(violation, ViolationToldToVictim))


def violation_assessed(inquiry: Inquiry, violation: SubjectId) -> Timeline:
    """Somebody judged whether this was a violation."""
    return during((v.since, v.until) for v in inquiry.story.about(violation, ViolationAssessed))


def violation_of_condition(inquiry: Inquiry, violation: SubjectId) -> Timeline:
    """The order that was broken is a condition, so breaking it goes to the OM; unknown where no order is named."""
    points: list[tuple[datetime, Answer]] = []
    for version in inquiry.story.about(violation, ViolationReported):
        broken = version.data.order
        imposed = () if broken is None else inquiry.story.about(broken, OrderImposed)
        condition = by_the_latest(imposed, lambda data: Answer.of(data.order in orders.CONDITIONS), before=UNKNOWN)
        points += condition.within(version.since, version.until)
        if version.until is not None:
            points.append((version.until, UNKNOWN))
    return changes(points, before=UNKNOWN)
