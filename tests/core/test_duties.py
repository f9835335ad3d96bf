# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a duty is, sentence by sentence of the design: each test is a small card, a few events and what became of it."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest
from tests.core.rulebook import T, card, days, duty, in_order, made, proof
from tests.core.test_facts_tables import SASH, R, c, e, some, w

from houvast.core.answer import Answer
from houvast.core.calendar import AMSTERDAM
from houvast.core.card import Card
from houvast.core.duties import Duty, DutyState, duties, outcome
from houvast.core.errors import NaiveInstantError
from houvast.core.events import Category, Event, Occurred, Origin
from houvast.core.events.duty import DutyDecidedOtherwise
from houvast.core.events.event import EventCorrected, EventWithdrawn
from houvast.core.events.values import Party
from houvast.core.rules import About

S = DutyState
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
MET_BY_NOTE = proof("note.added")
MIDNIGHT = T.astimezone(AMSTERDAM).replace(hour=0)
LATER = 400


def stand(events: Sequence[Event], on: Card, day: float = LATER) -> list[Duty]:
    return duties(in_order(*events), on, now=T + days(day))


def states(events: Sequence[Event], rule, day: float = LATER) -> list[str]:
    return [str(one.state) for one in stand(events, card(rule), day)]


def the(events: Sequence[Event], rule, day: float = LATER) -> Duty:
    [one] = stand(events, card(rule), day)
    return one


REPORT = e(1, R, id_="r")


# --- when it is owed ----------------------------------------------------------------------------------------------


def test_a_duty_is_owed_from_when_its_trigger_is_known():
    rule = duty(within="2 days")
    assert stand([REPORT], card(rule), 1) == []
    one = the([REPORT], rule, 1.5)
    assert (one.state, one.owed_at, one.trigger.id, one.subject) == (S.OPEN, T + days(1), "r", "r")
    assert one.due == MIDNIGHT + days(4)
    assert one.because == ("r",)
    assert (one.bearer, one.source) == ("police.case_holder", ("a-source",))
    assert one.categories == {Category.REPORT}


def test_one_duty_for_each_trigger_and_each_rule():
    rules = card(duty("a"), duty("b"), duty("c", on="note.added"))
    found = stand([REPORT, e(2, R, id_="q")], rules)
    assert [(one.rule.id, one.trigger.id) for one in found] == [("a", "r"), ("b", "r"), ("a", "q"), ("b", "q")]


WHERE = [("aangifte", 1), ("melding", 0), (["melding", "aangifte"], 1)]


@pytest.mark.parametrize(("form", "count"), WHERE)
def test_the_trigger_has_to_have_the_values_that_the_rule_asks_for(form, count: int):
    rule = duty(where=(("form", frozenset([form] if isinstance(form, str) else form)),))
    assert len(states([e(1, R, form="aangifte")], rule)) == count


def test_of_a_list_one_value_is_enough():
    rule = duty(where=(("behaviours", frozenset({"weapon", "violence"})),))
    typed = type(some(R).behaviours)
    assert len(states([e(1, R, behaviours=typed()), e(2, R, behaviours=("weapon", "gifts"))], rule)) == 1


FACTS_OF_A_REPORT = [
    # recognised?, suspect held? -> state, for when = stalking_recognised, unless = suspect_held
    ("yes", False, S.OPEN),
    ("yes", True, None),
    ("unknown", False, S.ASK),
    ("unknown", True, None),
    ("rejected", False, None),
    ("rejected", True, None),
]


@pytest.mark.parametrize(("recognised", "held", "state"), FACTS_OF_A_REPORT)
def test_any_no_is_not_owed_any_unknown_is_a_question(recognised: str, held: bool, state: S | None):
    rule = duty(when=["stalking_recognised"], unless=["suspect_held"], within="2 days")
    before = [e(0.1, "custody.started", basis="arrest")] if held else []
    before += [e(0.2, "recognition.rejected")] if recognised == "rejected" else []
    found = stand([*before, e(1, R, stalking="yes" if recognised == "yes" else "unknown")], card(rule), 1.5)
    assert [one.state for one in found] == ([state] if state else [])


def test_unless_unknown_is_a_question_too():
    rule = duty(unless=["prosecution_started"])
    asked = the([REPORT], rule)
    assert (asked.state, asked.unknown, asked.due) == (S.ASK, ("prosecution_started",), None)
    assert states([e(0.5, "prosecution.decided", decision="prosecute"), REPORT], rule) == []
    assert states([e(0.5, "prosecution.decided", decision="dismiss"), REPORT], rule) == ["open"]


def test_a_question_names_the_facts_that_are_unknown_only():
    rule = duty(when=["case_open", "stalking_recognised", "offence_suspected"], unless=["suspect_held", "high_risk"])
    assert the([REPORT], rule).unknown == ("stalking_recognised", "offence_suspected", "high_risk")


def test_the_table_of_outcomes():
    rule = duty(when=["case_open"], unless=["suspect_held"])
    table = {
        (YES, NO): "owed", (YES, UNKNOWN): "ask", (YES, YES): "not_owed",
        (UNKNOWN, NO): "ask", (UNKNOWN, UNKNOWN): "ask", (UNKNOWN, YES): "not_owed",
        (NO, NO): "not_owed", (NO, UNKNOWN): "not_owed", (NO, YES): "not_owed",
    }  # fmt: skip
    for (when, unless), wanted in table.items():
        assert outcome(rule, {"case_open": when, "suspect_held": unless}) == wanted


def test_a_question_that_is_answered_later_owes_from_then():
    rule = duty(when=["stalking_recognised"], within="2 days")
    events = [REPORT, e(5, "recognition.confirmed")]
    assert the(events, rule, 4).state is S.ASK
    one = the(events, rule, 5.5)
    assert (one.state, one.owed_at, one.due) == (S.OPEN, T + days(5), MIDNIGHT + days(8))
    assert states([REPORT, e(5, "recognition.rejected")], rule) == []


# --- while it is owed ---------------------------------------------------------------------------------------------


HELD, FREE = "custody.started", "custody.ended"


def test_yes_to_no_lapses_from_then():
    rule = duty(when=["suspect_held"], within="3 days")
    one = the([e(0.5, HELD, basis="arrest"), REPORT, e(2, FREE)], rule)
    assert (one.state, one.ended_at, one.was_overdue) == (S.LAPSED, T + days(2), False)


def test_lapsed_after_its_term_it_stays_counted_as_overdue_until_then():
    rule = duty(when=["suspect_held"], within="3 days")
    events = [e(0.5, HELD, basis="arrest"), REPORT, e(9, FREE)]
    assert the(events, rule, 8).state is S.OVERDUE
    one = the(events, rule)
    assert (one.state, one.ended_at, one.was_overdue) == (S.LAPSED, T + days(9), True)


def test_yes_to_unknown_keeps_it_open():
    rule = duty(when=["high_risk"], within="30 days")
    events = [e(0.5, SASH, level="high", valid_until=T + days(2)), REPORT]
    assert the(events, rule, 3).state is S.OPEN
    assert the(events, rule).state is S.OVERDUE


def test_no_to_yes_again_opens_a_new_episode():
    rule = duty(when=["suspect_held"], within="3 days", met_by=[MET_BY_NOTE])
    events = [e(0.5, HELD, basis="arrest"), REPORT, e(2, FREE), e(6, HELD, basis="arrest"), e(7, "note.added", id_="p")]
    first, second = stand(events, card(rule))
    assert (first.state, first.owed_at, first.ended_at) == (S.LAPSED, T + days(1), T + days(2))
    assert (second.state, second.owed_at, second.due, second.met_by) == (S.MET, T + days(6), MIDNIGHT + days(10), "p")


def test_what_was_met_once_is_not_owed_again():
    """A proof counts since the trigger. Who withdraws it has to do it again, in whichever episode that is."""
    rule = duty(when=["suspect_held"], within="3 days", met_by=[MET_BY_NOTE])
    events = [
        e(0.5, HELD, basis="arrest"),
        REPORT,
        e(1.5, "note.added", id_="p"),
        e(2, FREE),
        e(6, HELD, basis="arrest"),
    ]
    assert states(events, rule) == ["met"]
    assert states([*events, w(7, "p")], rule) == ["lapsed", "overdue"]


def test_what_came_between_two_episodes_meets_the_second():
    rule = duty(when=["suspect_held"], met_by=[MET_BY_NOTE])
    events = [e(0.5, HELD, basis="arrest"), REPORT, e(2, FREE), e(4, "note.added"), e(6, HELD, basis="arrest")]
    first, second = stand(events, card(rule))
    assert (first.state, second.state, second.ended_at) == (S.LAPSED, S.MET, T + days(6))


def test_a_term_that_time_ends_needs_no_event():
    rule = duty(on="order.imposed", when=["order_in_force"], within="200 days")
    events = [e(1, "order.imposed", id_="o", ends_at=T + days(20))]
    assert the(events, rule, 19.9).state is S.OPEN
    one = the(events, rule, 20)
    assert (one.state, one.ended_at) == (S.LAPSED, T + days(20))


# --- how it is met ------------------------------------------------------------------------------------------------


DUE = [(3, "met"), (3.49, "met"), (3.5, "met_late"), (9, "met_late")]


@pytest.mark.parametrize(("day", "state"), DUE)
def test_a_term_is_half_open(day: float, state: str):
    rule = duty(within="60 hours", met_by=[MET_BY_NOTE])
    one = the([REPORT, e(day, "note.added", id_="p")], rule)
    assert (str(one.state), one.met_by, one.ended_at, one.due) == (state, "p", T + days(day), T + days(3.5))
    assert one.because == ("r", "p")
    assert one.was_overdue is (state == "met_late")


def test_open_until_due_and_overdue_from_then_on():
    rule = duty(within="60 hours")
    assert [the([REPORT], rule, day).state for day in (3.49, 3.5, 9)] == [S.OPEN, S.OVERDUE, S.OVERDUE]


def test_without_a_number_it_is_never_overdue():
    one = the([REPORT], duty(), LATER)
    assert (one.state, one.due) == (S.OPEN, None)
    late = the([REPORT, e(300, "note.added")], duty(met_by=[MET_BY_NOTE]))
    assert late.state is S.MET


def test_an_agreed_number_goes_before_that_of_the_law():
    assert the([REPORT], duty(within="14 days", agreed="24 hours"), 1.5).due == T + days(2)


def test_a_proof_before_the_trigger_meets_nothing():
    rule = duty(met_by=[MET_BY_NOTE])
    assert states([e(0.9, "note.added"), REPORT], rule) == ["open"]


def test_a_proof_that_happened_long_before_the_trigger_was_entered_meets_nothing():
    rule = duty(met_by=[MET_BY_NOTE])
    old = made("p", T + days(3), some("note.added"), occurred=Occurred.at(T - days(0.1)), entered=T + days(3))
    fresh = made("p", T + days(3), some("note.added"), occurred=Occurred.at(T + days(0.1)), entered=T + days(3))
    assert states([REPORT, old], rule) == ["open"]
    assert states([REPORT, fresh], rule) == ["met"]


def test_the_first_proof_counts_and_one_meets_every_open_duty_that_it_covers():
    rule = duty(met_by=[MET_BY_NOTE])
    found = stand(
        [REPORT, e(2, R, id_="q"), e(3, "note.added", id_="p"), e(4, "note.added", id_="z"), e(5, R)], card(rule)
    )
    assert [(one.state, one.met_by) for one in found] == [(S.MET, "p"), (S.MET, "p"), (S.OPEN, None)]


ABOUT = [
    (About.CASE, "q", "met"),
    (About.CASE, None, "met"),
    (About.SAME, "r", "met"),
    (About.SAME, "q", "open"),
    (About.SAME, None, "open"),
]


@pytest.mark.parametrize(("about", "names", "state"), ABOUT)
def test_about_the_same_or_about_the_case(about: About, names: str | None, state: str):
    rule = duty(met_by=[proof("report.decided", about=about)])
    decided = e(3, "report.decided", about=names, decision="ended")
    assert states([REPORT, e(2, "note.added", id_="q"), decided], rule) == [state]


def test_what_concerns_the_subject_of_the_trigger_meets_a_duty_about_the_same():
    rule = duty(on="order.extended", met_by=[proof("order.served", about=About.SAME)])
    events = [
        e(1, "order.imposed", id_="o"),
        e(2, "order.extended", about="o", ends_at=T),
        e(3, "order.served", about="o"),
    ]
    assert states(events, rule) == ["met"]


BY = [
    (None, "om", "met"),
    (Party.POLICE, "police.x", "met"),
    (Party.POLICE, "om", "open"),
    (Party.POLICE, "policestation", "open"),
]


@pytest.mark.parametrize(("by", "org", "state"), BY)
def test_a_proof_may_have_to_come_from_one_organisation(by: Party | None, org: str, state: str):
    assert states([REPORT, e(2, "note.added", org=org)], duty(met_by=[proof("note.added", by=by)])) == [state]


def test_a_proof_has_to_have_the_values_that_the_rule_asks_for():
    rule = duty(met_by=[proof("victim.informed", topic="rights")])
    assert states([REPORT, e(2, "victim.informed", topic="hearing")], rule) == ["open"]
    assert states([REPORT, e(2, "victim.informed", topic="rights")], rule) == ["met"]


def test_any_of_several_proofs_is_enough_and_the_earliest_counts():
    rule = duty(met_by=[proof("plan.adopted"), proof("contact.kept", "contact.missed")])
    assert the([REPORT, e(2, "contact.missed", id_="m"), e(3, "plan.adopted")], rule).met_by == "m"
    assert the([REPORT, e(2, "plan.adopted", id_="p"), e(3, "contact.kept")], rule).met_by == "p"


SCREEN = duty(within="3 days", met_by=[proof(SASH, instrument="sash", requires=["assessor_trained"])])


def test_a_proof_that_fails_what_is_required_meets_nothing_and_is_named():
    untrained = {"assessor_trained": "no", "trained_co_signer": "no"}
    events = [
        REPORT,
        e(2, SASH, id_="u", **untrained),
        e(2.5, SASH, id_="n"),
        e(3, SASH, id_="s", assessor_trained="yes"),
        e(4, SASH, id_="v"),
    ]
    one = the(events, SCREEN, 2.7)
    assert (one.state, one.failed, one.met_by, one.because) == (S.OPEN, ("u", "n"), None, ("r", "u", "n"))
    one = the(events, SCREEN)
    assert (one.state, one.failed, one.met_by, one.because) == (S.MET, ("u", "n"), "s", ("r", "s", "u", "n"))


def test_a_proof_counts_from_when_what_is_required_was_known():
    events = [
        REPORT,
        e(2, SASH, id_="s"),
        c(3.9, "s", some(SASH, assessor_trained="yes")),
        c(9, "s", some(SASH, assessor_trained="yes")),
    ]
    one = the(events, SCREEN)
    assert (one.state, one.met_by, one.ended_at) == (S.MET, "s", T + days(3.9))
    assert the(events, SCREEN, 3).state is S.OPEN


def test_a_requirement_that_time_ends_is_judged_now():
    rule = duty(met_by=[proof("order.imposed", requires=["order_in_force"])])
    events = [REPORT, e(2, "order.imposed", id_="o", starts_at=T + days(4), ends_at=T + days(9))]
    assert [the(events, rule, day).state for day in (3, 5)] == [S.OPEN, S.MET]
    assert the(events, rule, 5).ended_at == T + days(4)


def test_a_withdrawn_proof_reopens_with_the_first_term_and_as_known_then_it_was_met():
    rule = duty(within="60 hours", met_by=[MET_BY_NOTE])
    events = [REPORT, e(2, "note.added", id_="p"), w(7, "p")]
    assert the(events, rule, 6).state is S.MET
    one = the(events, rule, 8)
    assert (one.state, one.due, one.owed_at, one.met_by) == (S.OVERDUE, T + days(3.5), T + days(1), None)


def test_a_corrected_proof_that_still_fits_counts_from_its_first_day():
    rule = duty(within="60 hours", met_by=[proof("victim.informed", topic="rights")])
    events = [
        REPORT,
        e(2, "victim.informed", id_="p", topic="rights"),
        c(9, "p", some("victim.informed", topic="rights", text="x")),
    ]
    assert (the(events, rule).state, the(events, rule).ended_at) == (S.MET, T + days(2))
    events[2] = c(9, "p", some("victim.informed", topic="hearing"))
    assert the(events, rule).state is S.OVERDUE


def test_a_proof_that_fits_only_since_a_correction_counts_from_then_and_a_later_one_may_be_earlier():
    rule = duty(met_by=[proof("victim.informed", topic="rights")])
    events = [
        REPORT,
        e(2, "victim.informed", id_="p", topic="hearing"),
        e(4, "victim.informed", id_="q", topic="rights"),
        c(9, "p", some("victim.informed", topic="rights")),
    ]
    assert (the(events, rule).met_by, the(events, rule).ended_at) == ("q", T + days(4))
    assert the([*events[:2], events[3]], rule).ended_at == T + days(9)


# --- what becomes of its trigger ----------------------------------------------------------------------------------


def test_a_withdrawn_trigger_lapses_it():
    one = the([REPORT, w(3, "r")], duty(within="1 day"))
    assert (one.state, one.ended_at, one.was_overdue) == (S.LAPSED, T + days(3), True)


def test_a_duty_that_was_met_before_its_trigger_was_withdrawn_stays_met():
    assert states([REPORT, e(2, "note.added"), w(3, "r")], duty(met_by=[MET_BY_NOTE])) == ["met"]


def test_a_question_about_a_withdrawn_trigger_is_none():
    assert states([REPORT, w(3, "r")], duty(when=["stalking_recognised"])) == []


def test_a_corrected_trigger_keeps_its_first_day():
    one = the([REPORT, c(3, "r", some(R, narrative="x"))], duty(within="60 hours"), 3.2)
    assert (one.state, one.owed_at, one.due) == (S.OPEN, T + days(1), T + days(3.5))


def test_a_trigger_that_no_longer_fits_lapses_it_and_one_that_fits_again_is_a_new_one():
    rule = duty(where=(("form", frozenset({"aangifte"})),))
    events = [e(1, R, id_="r", form="aangifte"), c(3, "r", some(R)), c(5, "r", some(R, form="aangifte"))]
    first, second = stand(events, card(rule))
    assert (first.state, first.ended_at) == (S.LAPSED, T + days(3))
    assert (second.state, second.owed_at) == (S.OPEN, T + days(5))


def test_a_trigger_that_was_corrected_into_one_owes_from_then():
    rule = duty(on="note.added")
    one = the([REPORT, c(3, "r", some("note.added"))], rule)
    assert (one.owed_at, one.trigger.id) == (T + days(3), "r")


def test_a_trigger_that_comes_back_owes_again():
    events = [REPORT, w(3, "r"), made("back", T + days(5), EventWithdrawn(event="w r 3", reason="x"))]
    first, second = stand(events, card(duty()))
    assert (first.state, second.state, second.owed_at) == (S.LAPSED, S.OPEN, T + days(5))


# --- what came with a confirmed hit -------------------------------------------------------------------------------


def hit(name: str, day: float = 1, **fields: object) -> Event:
    return made(
        name,
        T + days(day),
        some(R, **fields),
        origin=Origin.REGISTER,
        occurred=Occurred.at(T - days(300)),
        entered=T - days(299),
    )


@pytest.mark.parametrize(("history", "triggers"), [("once", ["b"]), ("each", ["a", "b"])])
def test_what_came_at_once_owes_a_rule_once_unless_it_says_each(history: str, triggers: list[str]):
    found = stand([hit("a"), hit("b")], card(duty(history=history)))
    assert [one.trigger.id for one in found] == triggers
    assert {one.owed_at for one in found} == {T + days(1)}


def test_each_hit_owes_it_again_and_live_reports_do_so_each():
    found = stand([hit("a"), hit("b"), hit("c", 2), e(3, R, id_="d"), e(4, R, id_="f")], card(duty()))
    assert [one.trigger.id for one in found] == ["b", "c", "d", "f"]


def test_once_is_owed_by_whichever_of_the_batch_owes_it():
    rule = duty(when=["report_is_stalking"])
    assert [one.trigger.id for one in stand([hit("a", stalking="yes"), hit("b", stalking="no")], card(rule))] == ["a"]
    assert states([hit("a", stalking="no"), hit("b", stalking="no")], rule) == []
    assert states([hit("a", stalking="no"), hit("b")], rule) == ["ask"]
    assert states([hit("a"), hit("b"), hit("c", stalking="yes")], rule) == ["open"]


def test_once_goes_on_with_another_of_the_batch_when_the_first_no_longer_owes_it():
    rule = duty(when=["report_is_stalking"])
    events = [hit("a", stalking="yes"), hit("b", stalking="yes"), w(3, "b")]
    second, first = stand(events, card(rule))
    assert (first.trigger.id, first.state, first.ended_at) == ("b", S.LAPSED, T + days(3))
    assert (second.trigger.id, second.state, second.owed_at) == ("a", S.OPEN, T + days(3))


# --- decided otherwise --------------------------------------------------------------------------------------------


def otherwise(
    day: float, review: str, *, trigger: str | None = None, org: str = "police.x", rule: str = "act"
) -> Event:
    data = DutyDecidedOtherwise(rule=rule, reason="x", review_on=date.fromisoformat(review), trigger=trigger)
    return made(f"d{day}", T + days(day), data, org=org)


def test_who_bears_it_may_decide_otherwise_until_the_review():
    rule = duty(within="3 days")
    events = [REPORT, otherwise(2, "2026-03-20")]
    one = the(events, rule, 10)
    assert (one.state, one.due, one.review_at) == (S.DECIDED_OTHERWISE, MIDNIGHT + days(5), MIDNIGHT + days(19))
    assert the(events, rule, 1.5).state is S.OPEN
    after = the(events, rule, 19)
    assert (after.state, after.due, after.review_at) == (S.OVERDUE, MIDNIGHT + days(19), None)


def test_after_a_review_before_the_term_it_is_open_again():
    rule = duty(within="30 days")
    assert the([REPORT, otherwise(2, "2026-03-05")], rule, 10).state is S.OPEN
    assert the([REPORT, otherwise(2, "2026-03-05")], rule, 3).state is S.DECIDED_OTHERWISE


def test_without_a_number_the_review_is_its_term():
    assert the([REPORT, otherwise(2, "2026-03-05")], duty(), 10).state is S.OVERDUE


NOT_OTHERWISE = {
    "another organisation": otherwise(2, "2026-03-20", org="om"),
    "another rule": otherwise(2, "2026-03-20", rule="other"),
    "another trigger": otherwise(2, "2026-03-20", trigger="q"),
    "before its trigger": otherwise(0.5, "2026-03-20"),
}


@pytest.mark.parametrize("event", NOT_OTHERWISE.values(), ids=NOT_OTHERWISE)
def test_nobody_else_and_nothing_else_decides_otherwise(event: Event):
    events = sorted([REPORT, event], key=lambda one: one.recorded)
    assert the(events, duty(within="3 days"), 10).state is S.OVERDUE


def test_a_rule_may_leave_no_other_decision():
    assert (
        the([REPORT, otherwise(2, "2026-03-20")], duty(within="3 days", may_decide_otherwise=False), 10).state
        is S.OVERDUE
    )


def test_a_decision_for_one_trigger_leaves_the_others_and_a_withdrawn_one_counts_for_none():
    rule = duty(within="3 days")
    found = stand([REPORT, e(1.5, R, id_="q"), otherwise(2, "2026-03-20", trigger="q")], card(rule), 10)
    assert [one.state for one in found] == [S.OVERDUE, S.DECIDED_OTHERWISE]
    assert the([REPORT, otherwise(2, "2026-03-20"), w(3, "d2")], rule, 10).state is S.OVERDUE


def test_a_second_decision_carries_it_on_and_a_proof_ends_it():
    rule = duty(within="3 days", met_by=[MET_BY_NOTE])
    events = [REPORT, otherwise(2, "2026-03-05"), otherwise(3, "2026-03-20")]
    assert the(events, rule, 10).review_at == MIDNIGHT + days(19)
    assert the([*events, e(6, "note.added")], rule, 10).state is S.MET_LATE


# --- reading ------------------------------------------------------------------------------------------------------


def test_duties_come_in_the_order_of_their_triggers():
    rules = card(duty("a", on="note.added"), duty("b"))
    found = stand([e(1, R), e(2, "note.added"), e(3, R), e(4, "note.added")], rules)
    assert [one.trigger.seq for one in found] == [1, 2, 3, 4]


def test_a_correction_is_no_trigger_of_what_it_corrects_into_twice():
    rule = duty(on="event.corrected")
    data = EventCorrected(event="r", replacement=some(R))
    assert len(stand([REPORT, made("c", T + days(2), data)], card(rule))) == 1


def test_no_events_no_duties():
    assert duties([], card(duty()), now=T) == []


def test_now_is_an_instant_with_a_zone():
    for events in ([], in_order(REPORT)):
        with pytest.raises(NaiveInstantError):
            duties(events, card(duty()), now=datetime(2026, 3, 9, 12))
