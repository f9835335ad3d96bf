# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A plan can be refused, what happened never; and a picture shows the case as it was known."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.core.rulebook import made

from houvast.core.answer import Answer
from houvast.core.decide import Record, Refusal, decide
from houvast.core.errors import ContradictoryDatesError, UnknownEventError
from houvast.core.events import ActorId, Category, EventId, NewEvent, Occurred, OrganisationId, SubjectId
from houvast.core.events.assessment import AssessmentCompleted
from houvast.core.events.disclosure import DisclosurePermitted
from houvast.core.events.event import EventWithdrawn
from houvast.core.events.order import OrderImposed, OrderLifted, OrderServed
from houvast.core.events.report import ReportMade
from houvast.core.events.role import RoleAssigned
from houvast.core.events.stop_talk import StopTalkHeld, StopTalkProposed
from houvast.core.events.values import Instrument, Level, OrderKind, Party, ReportForm, Role
from houvast.core.picture import OrderStatus, known_to, picture
from houvast.rules import cards

T = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
NATIONAL = cards().national
BY = ActorId("officer-1")


def in_order(*events):
    return [replace(event, seq=place) for place, event in enumerate(events, start=1)]


def asked(data, events, *, at=T + 9 * DAY, occurred=None):
    command = Record(data=data, occurred=occurred or Occurred.at(at), entered=at, org=OrganisationId("police"))
    return decide(command, picture(events, NATIONAL, known_at=at), now=at, by=BY)


AANGIFTE = in_order(made("r", T, ReportMade(form=ReportForm.AANGIFTE)))
MELDING = in_order(
    made("r", T, ReportMade(form=ReportForm.MELDING, stalking=Answer.YES)),
    made("s", T, AssessmentCompleted(instrument=Instrument.SASH, level=Level.LOW, assessor_trained=Answer.YES)),
)


def test_a_stop_talk_after_an_aangifte_is_refused_with_its_source():
    refused = asked(StopTalkProposed(), AANGIFTE)
    assert isinstance(refused, Refusal)
    assert refused.rule == "stop-talk-against-advice"
    assert refused.source
    assert refused.reason_allows


def test_a_reason_allows_it():
    assert isinstance(asked(StopTalkProposed(override_reason="x"), AANGIFTE)[0], NewEvent)


def test_without_contra_indication_nothing_is_refused():
    assert isinstance(asked(StopTalkProposed(), MELDING)[0], NewEvent)


def test_what_happened_is_always_recorded():
    (new,) = asked(StopTalkHeld(), AANGIFTE)
    assert isinstance(new.data, StopTalkHeld)


def test_a_withdrawal_of_what_is_not_there_is_an_error():
    with pytest.raises(UnknownEventError):
        asked(EventWithdrawn(event=EventId("elsewhere"), reason="x"), AANGIFTE)


def test_dates_that_cannot_be_true_are_an_error():
    with pytest.raises(ContradictoryDatesError):
        asked(ReportMade(form=ReportForm.MELDING), AANGIFTE, occurred=Occurred.at(T + 20 * DAY))


ORDER = in_order(
    made("o", T, OrderImposed(order=OrderKind.GEDRAGSAANWIJZING, starts_at=T + DAY, ends_at=T + 30 * DAY), about="o"),
    made("v", T + 2 * DAY, OrderServed(), about="o"),
    made("d", T + 3 * DAY, RoleAssigned(role=Role.CASE_DIRECTOR, person=ActorId("a"))),
    made("l", T + 9 * DAY, OrderLifted(), about="o"),
)


@pytest.mark.parametrize(
    ("days", "status", "served"),
    [
        (0.5, OrderStatus.COMING, Answer.NO),
        (1.5, OrderStatus.IN_FORCE, Answer.NO),
        (2.5, OrderStatus.IN_FORCE, Answer.YES),
        (9.5, OrderStatus.LIFTED, Answer.YES),
    ],
)
def test_an_order_as_it_was_known(days, status, served):
    (order,) = picture(ORDER, NATIONAL, known_at=T + days * DAY).orders
    assert (order.id, order.status, order.served) == (SubjectId("o"), status, served)


def test_an_order_that_nobody_lifted_ends():
    (order,) = picture(ORDER[:3], NATIONAL, known_at=T + 31 * DAY).orders
    assert order.status is OrderStatus.ENDED


def test_what_is_recorded_at_the_moment_itself_is_not_known_yet():
    assert picture(ORDER, NATIONAL, known_at=T + 3 * DAY).roles == ()
    (holder,) = picture(ORDER, NATIONAL, known_at=T + 3.1 * DAY).roles
    assert (holder.role, holder.person, holder.party) == (Role.CASE_DIRECTOR, "a", "police")


def test_a_picture_asks_the_same_facts_as_the_rules():
    assert picture(AANGIFTE, NATIONAL, known_at=T + DAY).ask("offence_suspected") is Answer.YES


def test_nothing_gives_an_empty_picture():
    found = picture([], NATIONAL, known_at=T)
    assert (found.open, found.stalking, found.level) == (Answer.NO, Answer.UNKNOWN, None)


def test_an_organisation_knows_its_own_by_entry_and_others_by_disclosure_or_policy():
    late = made("own", T + 5 * DAY, ReportMade(form=ReportForm.MELDING), org="om", entered=T + DAY)
    other = made("other", T, ReportMade(form=ReportForm.MELDING), org="police")
    given = DisclosurePermitted(to=Party.OM, categories=(Category.REPORT,), ground="x")
    events = in_order(other, made("given", T + 3 * DAY, given, org="police"), late)

    def known(days, *, allowed=False):
        found = known_to(events, OrganisationId("om"), at=T + days * DAY, allowed=lambda _: allowed)
        return [event.id for event in found]

    assert known(0.5) == []
    assert known(2) == ["own"]
    assert known(4) == ["own", "other"]
    assert known(0.5, allowed=True) == ["other"]
