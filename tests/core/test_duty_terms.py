# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Until when a duty can be done in time, and by which version of its rule, of which region, it is judged."""

from collections.abc import Sequence
from datetime import date

import pytest
from tests.core.rulebook import T, card, days, duty, in_order, made
from tests.core.test_facts_tables import R, e, some, w

from houvast.core.calendar import AMSTERDAM
from houvast.core.card import Card
from houvast.core.duties import Duty, DutyState, duties
from houvast.core.events import Event, Occurred, Precision
from houvast.core.events.envelope import UNBOUNDED
from houvast.core.rules import Clock

S = DutyState
HELD, FREE = "custody.started", "custody.ended"
MIDNIGHT = T.astimezone(AMSTERDAM).replace(hour=0)
LATER = 400


def stand(events: Sequence[Event], on: Card, day: float = LATER) -> list[Duty]:
    return duties(in_order(*events), on, now=T + days(day))


def the(events: Sequence[Event], rule, day: float = LATER) -> Duty:
    [one] = stand(events, card(rule), day)
    return one


REPORT = e(1, R, id_="r")


# --- clocks -------------------------------------------------------------------------------------------------------


DAY = Occurred(MIDNIGHT - days(10), MIDNIGHT - days(9), Precision.DAY)


@pytest.mark.parametrize(("clock", "due"), [(Clock.KNOWLEDGE, 12), (Clock.OCCURRED_START, 1), (Clock.OCCURRED_END, 2)])
def test_from_when_a_term_runs(clock: Clock, due: int):
    late = made("r", T + days(1), some(R), occurred=DAY, entered=T)
    assert the([late], duty(within="10 days", clock=clock)).due == MIDNIGHT + days(due)


@pytest.mark.parametrize("clock", [Clock.OCCURRED_START, Clock.OCCURRED_END])
def test_when_nobody_knows_when_it_happened_that_is_the_question(clock: Clock):
    unknown = Occurred(UNBOUNDED, T, Precision.UNKNOWN)
    one = the([made("r", T + days(1), some(R), occurred=unknown, entered=T)], duty(within="10 days", clock=clock))
    assert (one.state, one.due, one.unknown) == (S.OPEN, None, ("occurred",))
    one = the([made("r", T + days(1), some(R), occurred=unknown, entered=T)], duty(clock=clock))
    assert (one.due, one.unknown) == (None, ())


def test_a_term_from_an_instant_in_the_trigger():
    rule = duty(on="action.asked", within="2 days", clock=Clock.FIELD, field="due_at")
    assert the([e(1, "action.asked", of="om", due_at=T + days(5))], rule).due == MIDNIGHT + days(8)
    bare = duty(on="action.asked", clock=Clock.FIELD, field="due_at")
    assert the([e(1, "action.asked", of="om", due_at=T + days(5))], bare).due == T + days(5)
    one = the([e(1, "action.asked", of="om")], rule)
    assert (one.due, one.unknown) == (None, ("due_at",))


def test_a_term_before_an_instant_in_the_trigger():
    rule = duty(on="order.imposed", within="14 days", clock=Clock.BEFORE_FIELD, field="ends_at")
    assert the([e(1, "order.imposed", ends_at=MIDNIGHT + days(20))], rule).due == MIDNIGHT + days(6)
    assert the([e(1, "order.imposed", ends_at=MIDNIGHT + days(20))], rule, 6).state is S.OVERDUE


def test_an_order_without_an_end_ends_when_the_law_says():
    rule = duty(on="order.imposed", within="14 days", clock=Clock.BEFORE_FIELD, field="ends_at")
    assert the([e(1, "order.imposed")], rule).due == MIDNIGHT + days(1 + 90 + 1 - 14)
    assert the([e(1, "order.imposed", order="civil")], rule).unknown == ("ends_at",)


def test_a_legal_term_is_extended_to_a_working_day_and_an_agreed_one_never():
    """Ten days from Thursday 12 March 2026 end on Sunday 22 March."""
    legal = duty(within="10 days", extend_to_working_day=True)
    assert the([e(10, R)], legal).due == MIDNIGHT + days(22)
    assert the([e(10, R)], duty(within="10 days")).due == MIDNIGHT + days(21)
    assert the([e(10, R)], duty(within="10 days", agreed="10 days", extend_to_working_day=True)).due == MIDNIGHT + days(
        21
    )


# --- which version, which region ----------------------------------------------------------------------------------


TURN = date(2026, 3, 12)
"""Ten days after T: rules change at its midnight."""


def versions(**second: object) -> Card:
    old = duty(within="60 hours", valid_until=TURN)
    return card(old, duty(within="12 hours", valid_from=TURN, **{"version": 2, **second}))


def test_a_duty_is_judged_by_the_version_in_force_when_it_became_owed():
    found = stand([e(9, R), e(11, R)], versions(), 11.2)
    assert [(one.rule.version, one.due) for one in found] == [(1, T + days(11.5)), (2, T + days(11.5))]


def test_a_duty_outlasts_its_version():
    rules = versions(when=("suspect_held",))
    assert [(one.rule.version, one.state) for one in stand([e(9, R)], rules)] == [(1, S.OVERDUE)]
    only = card(duty(when=["case_open"], valid_until=TURN))
    assert [one.state for one in stand([e(9, R), e(20, "case.closed")], only, 15)] == [S.OPEN]
    assert [one.state for one in stand([e(9, R), e(20, "case.closed")], only)] == [S.LAPSED]


def test_a_question_is_asked_by_the_version_of_today():
    rules = versions(when=("stalking_recognised",))
    old = card(duty(when=["stalking_recognised"], valid_until=TURN))
    assert [one.state for one in stand([e(9, R)], old, 9.2)] == [S.ASK]
    assert stand([e(9, R)], old, 11) == []
    late = stand([e(9, R, id_="r"), w(9.1, "r"), e(11, R, id_="q")], rules, 11.1)
    assert [(one.rule.version, one.state) for one in late] == [(1, S.LAPSED), (2, S.ASK)]


def test_what_becomes_owed_under_a_later_version_is_judged_by_that():
    first = duty(when=["suspect_held"], within="60 hours", valid_until=TURN)
    second = duty(when=["suspect_held"], within="12 hours", valid_from=TURN, version=2)
    [one] = stand([e(9, R), e(15, HELD, basis="arrest")], card(first, second))
    assert (one.rule.version, one.owed_at, one.due) == (2, T + days(15), T + days(15.5))


def test_a_rule_does_not_look_back():
    assert stand([e(9, R)], card(duty(valid_from=TURN))) == []
    assert len(stand([e(11, R)], card(duty(valid_from=TURN)))) == 1


def test_a_trigger_that_ended_before_a_version_began_owes_nothing_under_it():
    first = duty(when=["suspect_held"], valid_until=TURN)
    second = duty(valid_from=TURN, version=2)
    assert stand([REPORT, w(2, "r")], card(first, second)) == []


def test_a_rule_that_is_over_owes_nothing_new():
    assert stand([e(11, R)], card(duty(valid_until=TURN))) == []


VEENRAND = card(duty(within="12 hours"), duty("own"), region="veenrand")
NATIONAL = card(
    duty(within="60 hours"),
    elsewhere={"veenrand": VEENRAND, "duinstreek": card(duty(within="24 hours"), region="duinstreek")},
)


def moved(day: float, region: str, person: str = "victim") -> Event:
    return e(day, "person.moved", person=person, region=region)


def opened(region: str | None) -> Event:
    return e(0, "case.opened", region=region, victim="victim")


def shown(events: Sequence[Event], on: Card = NATIONAL) -> list[tuple[str, str, float]]:
    return [
        (one.rule.id, one.trigger.id, (one.due - one.owed_at) / days(1) if one.due else 0)
        for one in stand(events, on, 30)
    ]


def test_a_case_is_judged_by_the_card_of_the_region_where_it_was_opened():
    assert shown([opened("veenrand"), REPORT]) == [("act", "r", 0.5), ("own", "r", 0)]
    assert shown([opened("nowhere"), REPORT]) == [("act", "r", 2.5)]
    assert shown([opened(None), REPORT]) == [("act", "r", 2.5)]


def test_and_from_a_move_on_by_that_of_the_region_where_the_victim_then_lives():
    events = [
        opened("veenrand"),
        REPORT,
        moved(5, "duinstreek"),
        e(6, R, id_="q"),
        moved(7, "nowhere"),
        e(8, R, id_="z"),
    ]
    assert shown(events) == [("act", "r", 0.5), ("own", "r", 0), ("act", "q", 1), ("act", "z", 2.5)]


def test_a_move_of_somebody_else_changes_nothing():
    child = e(0.5, "person.added", person="child", role="child")
    assert shown([opened("veenrand"), child, moved(0.7, "duinstreek", "child"), REPORT]) == [
        ("act", "r", 0.5),
        ("own", "r", 0),
    ]


def test_a_move_that_was_withdrawn_counted_until_then():
    move = made("move", T + days(5), some("person.moved", person="victim", region="duinstreek"))
    events = [opened("veenrand"), move, e(6, R, id_="q"), w(7, "move"), e(8, R, id_="z")]
    assert shown(events) == [("act", "q", 1), ("act", "z", 0.5), ("own", "z", 0)]


def test_an_open_duty_goes_with_the_victim_unchanged():
    rule = duty(within="60 hours", when=["suspect_held"])
    other = card(duty(within="12 hours", when=["suspect_held"]), region="veenrand")
    events = [opened(None), e(0.5, HELD, basis="arrest"), REPORT, moved(1.5, "veenrand"), e(9, FREE)]
    [one] = stand(events, card(rule, elsewhere={"veenrand": other}))
    assert (one.due, one.state, one.ended_at) == (T + days(3.5), S.LAPSED, T + days(9))
