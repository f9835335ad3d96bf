# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a signal is: when it stands, how loud it is, since when, and for which overdue duties it speaks."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest
from tests.core.rulebook import T, card, days, duty, in_order, level, made, proof, signal
from tests.core.test_facts_tables import SASH, R, e, happened, some, w

from houvast.core.answer import Answer
from houvast.core.calendar import AMSTERDAM
from houvast.core.card import Card
from houvast.core.events import Category, Event, Precision
from houvast.core.events.values import Party, Role
from houvast.core.facts import inquire
from houvast.core.rules import Each, Severity
from houvast.core.signals import Signal, condition, evaluate, outcome, signals
from houvast.core.subjects import CASE
from houvast.core.validity import FOREVER

MIDNIGHT = T.astimezone(AMSTERDAM).replace(hour=0)
REPORT = e(1, R, id_="r")
STALKING = e(1, R, id_="r", stalking="yes")
NOTICE, WARNING, CRITICAL = Severity.NOTICE, Severity.WARNING, Severity.CRITICAL


def stand(events: Sequence[Event], on: Card, day: float = 400) -> list[Signal]:
    return signals(in_order(*events), on, now=T + days(day))


def ids(events: Sequence[Event], on: Card, day: float = 400) -> list[str]:
    return [one.id for one in stand(events, on, day)]


# --- when it stands -----------------------------------------------------------------------------------------------


STANDS = [
    # when stalking_recognised, unless prosecution_started: the answers, and whether it stands
    ("yes", "yes", False), ("yes", "no", True), ("yes", "unknown", True),
    ("unknown", "no", False), ("unknown", "unknown", False), ("unknown", "yes", False),
    ("no", "no", False), ("no", "unknown", False), ("no", "yes", False),
]  # fmt: skip
BEFORE = {
    "yes": [e(0.1, "recognition.confirmed"), e(0.2, "prosecution.decided", decision="prosecute")],
    "no": [e(0.1, "recognition.rejected"), e(0.2, "prosecution.decided", decision="dismiss")],
    "unknown": [e(0.1, "note.added"), e(0.2, "note.added")],
}


@pytest.mark.parametrize(("when", "unless", "stands"), STANDS)
def test_every_when_yes_and_no_unless_yes_what_is_unknown_silences_nothing(when: str, unless: str, stands: bool):
    rule = signal(when=["stalking_recognised"], unless=["prosecution_started"])
    assert ids([BEFORE[when][0], BEFORE[unless][1]], card(rule)) == (["look"] if stands else [])
    answers = {"stalking_recognised": Answer(when), "prosecution_started": Answer(unless)}
    assert outcome(rule, answers) == ("raised" if stands else "quiet")


def test_a_signal_says_what_it_rests_on():
    rule = signal(when=["stalking_recognised", "high_risk"], version=3, valid_from=date(2020, 1, 1))
    [one] = stand([STALKING, e(2, SASH, level="high")], card(rule))
    assert one == Signal(
        id="look", severity=NOTICE, text="look.", subject=CASE, since=T + days(2), because=(), source=("a-source",),
        bearer="police.case_director", categories=frozenset({Category.CASE, Category.RECOGNITION, Category.RISK}),
        rule_version=3, end=None,
    )  # fmt: skip


def test_since_is_when_the_last_of_its_conditions_came_about():
    rule = signal(when=["case_open", "stalking_recognised"], unless=["suspect_held", "prosecution_started"])
    events = [
        STALKING,
        e(2, "custody.started", basis="arrest"),
        e(5, "custody.ended"),
        e(6, "prosecution.decided", decision="dismiss"),
    ]
    [one] = stand(events, card(rule))
    assert one.since == T + days(5)
    line = condition(inquire(in_order(*events), card(rule), known_at=FOREVER), rule, CASE)
    assert (line.at(T + days(3)), line.at(T + days(7)), line.since(T + days(7))) == (Answer.NO, Answer.YES, T + days(5))


def test_a_signal_about_each_subject_names_it_and_what_brought_it_in():
    rule = signal(when=["weapon_mentioned"], for_each=Each.REPORT)
    found = stand(
        [e(1, R, id_="a", weapon="yes"), e(2, R, id_="b"), e(3, R, id_="c", weapon="yes"), w(4, "c")], card(rule)
    )
    assert [(one.subject, one.because, one.since) for one in found] == [("a", ("a",), T + days(1))]


def test_subjects_of_every_sort():
    brought = {
        Each.REPORT: e(1, "report.refused", id_="x", reason="no_capacity"),
        Each.ASSESSMENT: e(1, SASH, id_="x"),
        Each.ORDER: e(1, "order.proposed", id_="x"),
        Each.STOP_TALK: e(1, "stop_talk.held", id_="x"),
        Each.VIOLATION: e(1, "violation.reported", id_="x"),
        Each.MESSAGE: e(1, "victim.informed", id_="x", topic="rights"),
        Each.MARK: e(1, "recognition.marked_by_partner", id_="x"),
    }
    for each, event in brought.items():
        assert [one.subject for one in stand([event], card(signal(when=["case_open"], for_each=each)))] == ["x"]
        assert ids([e(1, "note.added")], card(signal(when=["case_open"], for_each=each))) == []
    assert set(brought) == set(Each) - {Each.CASE, Each.COMPLAINT_TERM}


def test_two_events_about_one_order_are_one_subject():
    rule = signal(when=["case_open"], for_each=Each.ORDER)
    [one] = stand([e(1, "order.proposed", id_="o"), e(2, "order.imposed", about="o")], card(rule))
    assert (one.subject, one.because) == ("o", ("o",))


def test_a_case_without_events_raises_nothing():
    found = evaluate([], card(signal(when=["case_open"])), now=T)
    assert (found.duties, found.signals, found.next_change_at) == ([], [], None)


# --- how loud -----------------------------------------------------------------------------------------------------


LOUDER = signal(
    when=["stalking_recognised"],
    levels=[level("notice"), level("warning", after="24 hours"), level("critical", after="3 days")],
)


@pytest.mark.parametrize(
    ("day", "severity"), [(1.5, NOTICE), (1.999, NOTICE), (2, WARNING), (4, WARNING), (4.5, CRITICAL)]
)
def test_it_grows_louder_with_time(day: float, severity: Severity):
    [one] = stand([STALKING], card(LOUDER), day)
    assert (one.severity, one.since) == (severity, T + days(1))


def test_a_condition_that_ended_begins_again_from_nothing():
    events = [STALKING, e(10, "recognition.rejected"), e(20, "recognition.confirmed")]
    [one] = stand(events, card(LOUDER), 20.5)
    assert (one.severity, one.since) == (NOTICE, T + days(20))


ENDING = signal(
    when=["order_in_force"], unless=["end_decided"], for_each=Each.ORDER,
    levels=[level("notice", before="30 days"), level("warning", before="14 days"), level("critical", before="7 days")],
)  # fmt: skip
ORDER = e(1, "order.imposed", id_="o", ends_at=MIDNIGHT + days(50))


@pytest.mark.parametrize(
    ("day", "severity"),
    [(19, None), (20, NOTICE), (35.9, NOTICE), (36, WARNING), (43, CRITICAL), (49, CRITICAL), (50, None)],
)
def test_it_grows_louder_as_an_end_comes_near(day: float, severity: Severity | None):
    found = signals(in_order(ORDER), card(ENDING), now=MIDNIGHT + days(day))
    assert [(one.severity, one.end) for one in found] == ([(severity, MIDNIGHT + days(50))] if severity else [])


def test_without_an_end_nothing_comes_near():
    assert ids([e(1, "order.imposed", id_="o", order="civil")], card(ENDING)) == []


def test_the_loudest_level_counts_in_whatever_order_they_stand():
    rule = signal(when=["case_open"], levels=[level("critical", after="2 days"), level("notice"), level("warning")])
    assert [stand([REPORT], card(rule), day)[0].severity for day in (2, 9)] == [WARNING, CRITICAL]


def test_the_loudest_comes_first_then_the_oldest():
    rules = card(
        signal("b", when=["case_open"]), signal("a", when=["case_open"]), signal("d", when=["stalking_recognised"]),
        signal("c", when=["case_open"], levels=[level("critical")]),
    )  # fmt: skip
    assert ids([REPORT, e(2, "recognition.confirmed")], rules) == ["c", "a", "b", "d"]


COMPLAINT = signal(
    when=["stalking_recognised"],
    unless=["complaint_filed"],
    for_each=Each.COMPLAINT_TERM,
    levels=[level("notice", before="30 days"), level("critical", before="7 days")],
)


def test_of_all_terms_for_the_complaint_the_one_that_passes_next_is_shown():
    events = [STALKING, happened(e(20, R, id_="q"), 19), happened(e(30, R, id_="z"), 2)]
    [one] = stand(events, card(COMPLAINT), 70)
    assert (one.because, one.severity) == (("r",), NOTICE)
    assert one.end == datetime(2026, 6, 2, tzinfo=AMSTERDAM)
    [one] = stand(events, card(COMPLAINT), 92)
    assert (one.because, one.end) == (("z",), datetime(2026, 6, 3, tzinfo=AMSTERDAM))
    [one] = stand(events, card(COMPLAINT), 390)
    assert one.because == ("q",)


def test_where_nobody_knows_when_it_happened_the_term_runs_from_when_it_was_written_down():
    assert ids([happened(STALKING, 1, Precision.UNKNOWN)], card(COMPLAINT)) == ["look"]


# --- duties that speak --------------------------------------------------------------------------------------------


LATE = duty("act", within="2 days", overdue=WARNING, title="Iets doen")


def test_an_overdue_duty_always_speaks():
    assert ids([REPORT], card(LATE), 3) == []
    [one] = stand([REPORT], card(LATE), 5)
    assert one == Signal(
        id="overdue:act", severity=WARNING, text="Te laat: Iets doen.", subject="r", since=MIDNIGHT + days(4),
        because=("r",), source=("a-source",), bearer="police.case_holder", categories=frozenset({Category.REPORT}),
        rule_version=1, end=MIDNIGHT + days(4),
    )  # fmt: skip


def test_the_rule_on_overdue_duties_adds_its_source():
    [one] = stand([REPORT], card(LATE, signal("duty-overdue", source=("another",))), 5)
    assert (one.id, one.source, one.text) == ("overdue:act", ("a-source", "another"), "Te laat: Iets doen.")


def test_only_overdue_duties_speak():
    events = [REPORT, e(2, "note.added"), e(3, R, id_="q")]
    rule = duty("act", within="2 days", met_by=[proof("note.added")])
    assert ids(events, card(rule), 3.5) == []
    assert [one.subject for one in stand(events, card(rule))] == ["q"]


def named(severity: str, *, standing: str | None) -> Card:
    rules = [duty("act", within="2 days", overdue=Severity(severity), overdue_signal="look")]
    return (
        card(*rules, signal("look", when=["case_open"], levels=[level(standing)]))
        if standing
        else card(*rules, signal("look", when=["suspect_held"]))
    )


SPEAKS = [
    ("warning", "warning", [WARNING]), ("notice", "critical", [CRITICAL]), ("critical", "warning", [CRITICAL, WARNING]),
    ("warning", None, [WARNING]),
]  # fmt: skip


@pytest.mark.parametrize(("severity", "standing", "heard"), SPEAKS)
def test_under_a_named_signal_it_speaks_once_where_one_stands_as_loud(
    severity: str, standing: str | None, heard: list[Severity]
):
    found = stand([REPORT], named(severity, standing=standing), 9)
    assert [one.severity for one in found] == heard
    assert {one.id for one in found} == {"look"}
    assert {one.text for one in found} == {"look."}


def test_the_loudest_of_several_standing_ones_counts():
    rule = duty("act", within="2 days", overdue=CRITICAL, overdue_signal="look")
    look = signal(
        "look",
        when=["order_in_force"],
        for_each=Each.ORDER,
        levels=[level("notice"), level("critical", before="7 days")],
    )
    far, near = e(1, "order.imposed", ends_at=T + days(60)), e(1, "order.imposed", id_="o", ends_at=T + days(12))
    for orders in ([far, near], [near, far]):
        assert [one.severity for one in stand([REPORT, *orders], card(rule, look), 8)] == [CRITICAL, NOTICE]


def test_a_named_signal_that_does_not_hold_today_still_has_its_id():
    over = signal("look", when=["case_open"], valid_until=date(2026, 3, 4))
    [one] = stand([REPORT], card(duty("act", within="2 days", overdue_signal="look"), over), 9)
    assert (one.id, one.text) == ("look", "Te laat: Iets doen.")


def test_an_open_duty_without_a_number_is_itself_a_signal():
    rule = card(duty("act"), signal("no-number-agreed", levels=[level("warning")]))
    [one] = stand([REPORT], rule)
    assert (one.id, one.severity, one.subject, one.since, one.end) == (
        "no-number-agreed",
        WARNING,
        "r",
        T + days(1),
        None,
    )
    assert ids([REPORT], card(duty("act"))) == []
    assert ids([REPORT], card(duty("act", within="900 days"), signal("no-number-agreed"))) == []
    unknown = duty("act", when=["stalking_recognised"])
    assert ids([REPORT], card(unknown, signal("no-number-agreed"))) == []


NOBODY = signal("duty-without-bearer", levels=[level("notice"), level("warning", after="2 days")])
PLAIN = duty("act", within="900 days")
ROLE = {"role": "case_holder", "person": "a"}


def test_a_duty_with_nobody_to_bear_it_is_itself_a_signal():
    [one] = stand([REPORT, e(2, R)], card(PLAIN, NOBODY), 30)
    assert (one.id, one.severity, one.bearer, one.since) == (
        "duty-without-bearer",
        NOTICE,
        "police.case_holder",
        T + days(1),
    )
    assert ids([REPORT, e(2, "role.assigned", **ROLE)], card(PLAIN, NOBODY), 30) == []


def test_where_somebody_left_it_grows_louder_from_then():
    events = [REPORT, e(2, "role.assigned", **ROLE), e(9, "role.ended", **ROLE)]
    assert [(one.severity, one.since) for one in stand(events, card(PLAIN, NOBODY), 10)] == [(NOTICE, T + days(9))]
    assert [(one.severity, one.since) for one in stand(events, card(PLAIN, NOBODY), 30)] == [(WARNING, T + days(9))]


def test_one_for_each_bearer_and_only_of_roles_that_somebody_has_in_a_case():
    rules = [
        PLAIN,
        duty("b"),
        duty("c", bearer=Party.OM),
        duty("d", bearer=Party.OM, bearer_role=Role.OPERATOR),
        duty("f", met_by=[proof("note.added")]),
    ]
    found = stand([REPORT, e(2, "note.added")], card(*rules, NOBODY))
    assert sorted(one.bearer for one in found) == ["om.case_holder", "police.case_holder"]


def test_any_colleague_in_the_case_bears_what_nobody_else_does():
    assert ids([REPORT, e(2, "role.assigned", role="contact_point", person="a")], card(PLAIN, NOBODY), 30) == []
    assert ids([REPORT, e(2, "role.assigned", role="reader", person="a")], card(PLAIN, NOBODY), 30) != []


# --- rules through time and place ---------------------------------------------------------------------------------


def test_the_rules_of_today_count_where_the_victim_lives_today():
    turn = date(2026, 3, 12)
    region = card(signal("regional", when=["case_open"]), region="veenrand")
    national = card(
        signal("old", when=["case_open"], valid_until=turn),
        signal("new", when=["case_open"], valid_from=turn),
        elsewhere={"veenrand": region},
    )
    events = [made("o", T, some("case.opened", victim="v")), e(20, "person.moved", person="v", region="veenrand")]
    assert [ids(events, national, day) for day in (5, 15, 25)] == [["old"], ["new"], ["regional"]]


# --- what time alone changes --------------------------------------------------------------------------------------


def turn_after(events: Sequence[Event], on: Card, day: float) -> datetime | None:
    return evaluate(in_order(*events), on, now=T + days(day)).next_change_at


def test_the_next_change_is_the_next_term_level_end_or_rule():
    assert turn_after([REPORT], card(LATE), 2) == MIDNIGHT + days(4)
    assert turn_after([REPORT], card(LATE), 5) is None
    assert turn_after([STALKING], card(LOUDER), 1.5) == T + days(2)
    assert turn_after([STALKING], card(LOUDER), 2) == MIDNIGHT + days(5)
    assert turn_after([ORDER], card(ENDING), 2) == MIDNIGHT + days(20)
    assert turn_after([ORDER], card(ENDING), 45) == MIDNIGHT + days(50)
    assert turn_after([REPORT], card(signal(when=["case_open"], valid_from=date(2026, 4, 2))), 5) == datetime(
        2026, 4, 2, tzinfo=AMSTERDAM
    )
    assert turn_after([REPORT], card(signal(when=["density_rising"])), 5) is None
    assert turn_after([STALKING], card(COMPLAINT), 90) == datetime(2026, 6, 2, tzinfo=AMSTERDAM)
