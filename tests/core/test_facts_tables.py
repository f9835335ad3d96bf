# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Facts one by one: what happened, and what is answered then. Each table reads: day, event, and the answer after it."""

from collections.abc import Sequence

import pytest
from tests.core.rulebook import T, card, days, in_order, limit, made

from houvast.core.answer import Answer
from houvast.core.events import BY_NAME, Data, Event, Occurred, Precision
from houvast.core.events.envelope import UNBOUNDED
from houvast.core.events.event import EventCorrected, EventWithdrawn
from houvast.core.events.values import Ban, Behaviour, RedFlag
from houvast.core.facts import FACTS, inquire
from houvast.core.validity import FOREVER

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
CARD = card()
ANSWERS = {"y": YES, "n": NO, "?": UNKNOWN}


def some(kind: str, **fields: object) -> Data:
    """Return data of a kind, with values by their name; what is required and not given is made plain."""
    cls = BY_NAME[kind].data
    plain = {"reason": "x", "form": "melding", "instrument": "sash", "level": "middle", "order": "gedragsaanwijzing"}
    for name in cls.__dataclass_fields__:
        required = repr(cls.__dataclass_fields__[name].default).startswith("<dataclasses._MISSING")
        if name not in fields and required and name in plain:
            fields[name] = plain[name]
    return cls(**{name: typed(cls, name, value) for name, value in fields.items()})


def typed(cls: type, name: str, value: object) -> object:
    """Return a value as the type of its field: `"yes"` becomes Answer.YES."""
    annotation = cls.__dataclass_fields__[name].type.removesuffix(" | None")
    known = {**vars(__import__(cls.__module__, fromlist=["x"])), "Answer": Answer}
    choices = known.get(annotation)
    return choices(value) if isinstance(value, str) and isinstance(choices, type) and choices is not str else value


def e(
    day: float, kind: str, *, id_: str | None = None, about: str | None = None, org: str = "police", **fields: object
) -> Event:
    return made(id_ or f"{kind} {day}", T + days(day), some(kind, **fields), about=about, org=org)


def happened(event: Event, day: float, precision: Precision = Precision.INSTANT, until: float | None = None) -> Event:
    """Return an event that happened on another day than it was entered."""
    start = UNBOUNDED if precision is Precision.UNKNOWN else T + days(day)
    occurred = Occurred(start, T + days(day if until is None else until), precision)
    return type(event)(**{**{name: getattr(event, name) for name in event.__dataclass_fields__}, "occurred": occurred})


def w(day: float, event: str) -> Event:
    return made(f"w {event} {day}", T + days(day), EventWithdrawn(event=event, reason="x"))


def c(day: float, event: str, replacement: Data) -> Event:
    return made(f"c {event} {day}", T + days(day), EventCorrected(event=event, replacement=replacement))


def check(name: str, subject: str, answers: str, events: Sequence[Event], on=CARD) -> None:
    """Compare the answer after each event with a row of y, n and ?."""
    inquiry = inquire(in_order(*events), on, known_at=FOREVER)
    line = inquiry.ask(name, subject)
    said = [line.at(event.recorded + days(0.001)) for event in events]
    assert said == [ANSWERS[letter] for letter in answers], name


R = "report.made"
SASH = "assessment.completed"

CASE_FACTS = [
    # recognition
    ("stalking_recognised", "??yn", [e(1, R), e(2, R, stalking="no"), e(3, R, stalking="yes"), e(4, "recognition.rejected")]),
    ("stalking_recognised", "?y", [e(1, R, offences=("350",)), e(2, R, offences=("285b",))]),
    ("stalking_recognised", "y?", [e(1, R, id_="r", stalking="yes"), w(2, "r")]),
    ("stalking_recognised", "yny", [e(1, "recognition.confirmed"), e(2, "recognition.rejected", id_="no"), w(3, "no")]),
    ("stalking_recognised", "?y", [e(1, SASH, instrument="b_safer"), e(2, SASH)]),
    ("stalking_recognised", "y?", [e(1, R, id_="r", stalking="yes"), c(2, "r", some(R, stalking="no"))]),
    ("pattern_unread", "nyyn", [e(1, R), e(2, R), e(3, R), e(4, "recognition.rejected")]),
    ("pattern_unread", "nynynyn", [e(1, R), e(2, R), e(3, "recognition.rejected"), e(4, R), e(5, "recognition.rejected"), e(6, R), e(7, "recognition.confirmed")]),
    ("pattern_unread", "nnn", [e(1, R), e(2, R, stalking="yes"), e(3, R)]),
    ("pattern_unread", "nyn", [e(1, R, id_="r"), e(2, R), w(3, "r")]),
    ("earlier_victims", "nnyn", [e(1, "recognition.linked", other_case="case/2"), e(2, "recognition.linked", other_case="case/2", earlier_victim="no"), e(3, "recognition.linked", id_="l", other_case="case/3", earlier_victim="yes"), w(4, "l")]),
    # the case itself
    ("case_open", "ynyny", [e(1, R), e(2, "case.closed"), e(3, "case.reopened"), e(4, "case.merged", into="case/2"), e(5, "case.unmerged", from_case="case/2")]),
    ("case_open", "ynnn", [e(1, R), e(2, "case.closed"), e(3, "case.merged", into="case/2"), e(4, "case.unmerged", from_case="case/2")]),
    ("case_open", "ynnny", [e(1, R), e(2, "case.merged", into="case/2"), e(3, "case.merged", into="case/3"), e(4, "case.unmerged", from_case="case/2"), e(5, "case.unmerged", from_case="case/3")]),
    ("case_open", "yny", [e(1, R), e(2, "case.closed", id_="x"), w(3, "x")]),
    ("case_open", "ynny", [e(1, R), e(2, "case.closed", reason="x"), e(3, "note.added"), e(4, R)]),
    ("police_uninvolved", "yn", [e(1, "veilig_thuis.reported", org="shelter"), e(2, R)]),
    ("police_uninvolved", "yyn", [e(1, "veilig_thuis.reported", org="veilig_thuis"), e(2, "veilig_thuis.triaged", decision="end", org="veilig_thuis"), e(3, "partner.notified", to="police", org="veilig_thuis")]),
    ("release_told", "nnyn", [e(1, R), e(2, "custody.started", basis="remand"), e(3, "victim.informed", topic="release"), e(4, "custody.started", basis="remand")]),
    ("sash_expired", "nnyn", [e(1, SASH, level="high", valid_until=T + days(3)), e(2, R), e(4, R), e(5, SASH, level="low")]),
    ("stalking_recognised", "??y", [e(1, "recognition.marked_by_partner", id_="k", org="om"), e(2, "partner.answered", about="k"), e(3, "partner.answered", about="k", agrees="yes")]),
    ("stalking_recognised", "??n", [e(1, R), e(2, "recognition.rejected", org="veilig_thuis"), e(3, "recognition.rejected")]),
    ("pattern_unread", "nny", [e(1, "report.refused", reason="other"), e(2, "note.added"), e(3, "report.refused", reason="other")]),
    ("sash_made", "nn", [e(1, R), e(2, SASH, level="not_stated")]),
    ("offence_suspected", "?y", [e(1, R), e(2, R, stalking="yes")]),
    ("offence_suspected", "?y", [e(1, R), e(2, R, offences=("300",))]),
    ("several_organisations_involved", "nnny", [e(1, R), e(2, R, org="police.other"), e(3, R, org="victim"), e(4, R, org="om")]),
    ("on_consultation", "nynyn", [e(1, "consultation.case_tabled", consultation="spreekuur"), e(2, "consultation.case_tabled", consultation="zsm"), e(3, "consultation.case_released", consultation="zsm"), e(4, "consultation.case_tabled", id_="t", consultation="actieoverleg"), w(5, "t")]),
    ("on_consultation", "yyyn", [e(1, "consultation.case_tabled", consultation="zsm"), e(2, "consultation.case_tabled", consultation="safety_house"), e(3, "consultation.case_released", consultation="zsm"), e(4, "consultation.case_released", consultation="safety_house")]),
    ("on_consultation", "yny", [e(1, "consultation.case_tabled", consultation="zsm"), e(2, SASH, level="high"), e(3, "consultation.case_tabled", consultation="actieoverleg")]),
    ("on_consultation", "yyy", [e(1, "consultation.case_tabled", consultation="zsm"), e(2, SASH, level="low"), e(3, SASH, level="middle")]),
    ("veilig_thuis_informed", "nyn", [e(1, "partner.notified", to="om"), e(2, "partner.warm_handover", id_="h", to="veilig_thuis"), w(3, "h")]),
    # offence and complaint
    ("offence_suspected", "?y", [e(1, R), e(2, R, form="aangifte")]),
    ("offence_suspected", "n?y?n", [e(1, R, offence_suspected="no"), e(2, R, id_="u"), e(3, R, id_="a", form="aangifte"), w(4, "a"), w(5, "u")]),
    ("complaint_filed", "nyn", [e(1, R), e(2, "report.complaint_added"), e(3, "report.complaint_withdrawn")]),
    ("complaint_filed", "n?yyn", [e(1, R), e(2, R, form="aangifte"), e(3, R, form="aangifte", prosecution_wish="yes"), e(4, R, form="aangifte"), e(5, "report.complaint_withdrawn")]),
    ("complaint_filed", "yn", [e(1, "report.complaint_added", id_="k"), w(2, "k")]),
    ("complaint_filed", "yn", [e(1, R, id_="r", prosecution_wish="yes"), c(2, "r", some(R, prosecution_wish="no"))]),
    ("complaint_term_told", "nyny", [e(1, R), e(2, "victim.informed", topic="complaint_term"), e(3, R, id_="r"), w(4, "r")]),
    # level
    ("level_known", "nyy", [e(1, R), e(2, SASH, level="low"), e(3, SASH, level="not_stated")]),
    ("high_risk", "?yy", [e(1, R), e(2, SASH, level="high"), e(3, SASH, level="low")]),
    ("low_risk", "yn", [e(1, SASH, level="low"), e(2, SASH, level="high")]),
    ("high_risk", "yyn", [e(1, SASH, id_="s", level="high"), e(2, "assessment.reviewed", about="s", level="low"), e(3, "assessment.reviewed", about="s", level="low", second_person="yes")]),
    ("middle_risk", "?yn", [e(1, R), e(2, SASH, id_="s", level="middle"), e(3, SASH, level="high")]),
    ("high_risk", "ny", [e(1, SASH, id_="s", level="low"), e(2, "assessment.reviewed", about="s", level="high")]),
    ("high_risk", "yy", [e(1, SASH, level="high"), e(2, SASH, level="low", instrument="b_safer")]),
    ("high_risk", "yn?", [e(1, SASH, id_="s", level="high"), c(2, "s", some(SASH, level="low")), w(3, "s")]),
    ("high_risk", "yny", [e(1, SASH, id_="s", level="high"), e(2, "assessment.reviewed", id_="v", about="s", level="low", second_person="yes"), w(3, "v")]),
    ("high_risk", "y?", [e(1, SASH, level="high", valid_until=T + days(2)), e(3, R)]),
    ("high_risk", "yyyy", [e(1, SASH, level="high", valid_until=T + days(3)), e(2, SASH, level="low", valid_until=T + days(9)), e(4, R), e(8, R)]),
    ("level_known", "yyyn", [e(1, SASH, level="high", valid_until=T + days(3)), e(2, SASH, level="low", valid_until=T + days(9)), e(4, R), e(9, R)]),
    ("sash_made", "nyn", [e(1, SASH, instrument="risc"), e(2, SASH, id_="s"), w(3, "s")]),
    ("sash_by_trained", "n?yn", [e(1, R), e(2, SASH), e(3, SASH, id_="s", trained_co_signer="yes"), e(4, SASH, assessor_trained="no", trained_co_signer="no")]),
    ("sash_by_trained", "n?yn", [e(1, R), e(2, SASH), e(3, SASH, assessor_trained="yes", trained_co_signer="no"), e(4, SASH, assessor_trained="no", trained_co_signer="no")]),
    ("sash_by_trained", "yny", [e(1, SASH, assessor_trained="yes"), e(2, SASH, id_="s", assessor_trained="no", trained_co_signer="no"), w(3, "s")]),
    ("red_flag_present", "nyn", [e(1, R), e(2, R, id_="r", weapon="yes"), w(3, "r")]),
    ("red_flag_present", "yyy", [e(1, R, behaviours=(Behaviour.STRANGULATION,)), e(2, SASH, id_="s", red_flags=(RedFlag.SUICIDALITY,)), w(3, "s")]),
    ("red_flag_under_low_level", "nyn", [e(1, SASH, level="low"), e(2, R, weapon="yes"), e(3, SASH, level="high")]),
    ("suspended_instrument_relied_on", "nnyyn", [e(1, SASH, id_="s"), e(2, "plan.adopted", relied_on=("s",)), e(3, "assessment.suspended", id_="o", instrument="sash"), e(4, SASH), w(5, "o")]),
    ("suspended_instrument_relied_on", "ny", [e(1, SASH, id_="s", instrument_status="withdrawn"), e(2, "supervision.advised", relied_on=("s",))]),
    ("suspended_instrument_relied_on", "?", [e(1, "plan.adapted", relied_on=("nobody knows",))]),
    # direction
    ("case_director_in_charge", "nyyn", [e(1, R), e(2, "role.assigned", role="case_director", person="a"), e(3, "role.handed_over", role="case_director", to="b"), e(4, "role.ended", role="case_director")]),
    ("case_director_in_charge", "yyn", [e(1, "role.assigned", role="case_director", person="a"), e(2, "role.assigned", role="case_director", person="b"), e(3, "role.ended", role="case_director")]),
    ("case_director_in_charge", "yyy", [e(1, "role.assigned", role="case_director", person="a"), e(2, "role.assigned", role="case_director", person="b"), e(3, "role.ended", role="case_director", person="a")]),
    ("case_director_in_charge", "yn", [e(1, "role.assigned", role="case_director"), e(2, "role.ended", role="case_director", person="a")]),
    ("case_director_in_charge", "yyn", [e(1, "role.assigned", role="case_director"), e(2, "role.handed_over", role="case_director", from_person="a", to="b"), e(3, "role.ended", role="case_director", person="b")]),
    ("case_director_in_charge", "yny", [e(1, "role.assigned", role="case_director", person="a"), e(2, "role.ended", id_="x", role="case_director", person="a"), w(3, "x")]),
    ("case_director_in_charge", "yn", [e(1, "role.assigned", id_="a", role="case_director", person="a"), w(2, "a")]),
    ("contact_point_at_police", "nyyn", [e(1, "role.assigned", role="contact_point", org="victim_support"), e(2, "role.accepted", role="contact_point", organisation="police", org="victim_support"), e(3, "role.ended", role="contact_point", org="victim_support"), e(4, "role.ended", role="contact_point")]),
    ("next_contact_planned", "yyn", [e(1, "contact.agreed", next_at=T + days(5)), e(2, "contact.kept"), e(6, R)]),
    ("next_contact_planned", "yyn", [e(1, "contact.agreed", next_at=T + days(5)), e(2, "contact.kept", next_at=T + days(4)), e(4.5, R)]),
    ("next_contact_planned", "nyn", [e(1, "contact.agreed", next_at=T), e(2, "contact.agreed", id_="a", next_at=T + days(5)), w(3, "a")]),
    ("victim_support_offered", "nyn", [e(1, "victim.referred", to="police"), e(2, "victim.referred", id_="v", to="victim_support"), w(3, "v")]),
    ("victim_wants_information", "ny", [e(1, "victim.wish_recorded", wish="protection"), e(2, "victim.wish_recorded", wish="information")]),
    # prosecution and custody
    ("prosecution_started", "?yny", [e(1, R), e(2, "prosecution.decided", decision="penalty_order"), e(3, "prosecution.decided", id_="d", decision="dismiss"), w(4, "d")]),
    ("suspect_held", "nynyn", [e(1, R), e(2, "custody.started", basis="remand"), e(3, "custody.suspended"), e(4, "custody.started", id_="s", basis="arrest"), w(5, "s")]),
    ("released_before", "nyn", [e(1, "custody.started", basis="arrest"), e(2, "custody.ended", id_="f"), w(3, "f")]),
    ("under_supervision", "nyn", [e(1, R), e(2, "supervision.started"), e(3, "supervision.ended")]),
    ("final_judgment_given", "nny", [e(1, "judgment.given", convicted="yes"), e(2, "judgment.given", convicted="yes", final="no"), e(3, "judgment.given", convicted="yes", final="yes")]),
    ("plan_adopted", "nyn", [e(1, R), e(2, "plan.adopted", id_="p"), w(3, "p")]),
]  # fmt: skip

B = [Ban.LOCATION]
SUBJECT_FACTS = [
    # a report
    ("report_is_aangifte", "r", "yn", [e(1, R, id_="r", form="aangifte"), c(2, "r", some(R))]),
    ("report_is_stalking", "r", "?", [e(1, R, id_="r")]),
    ("report_is_stalking", "r", "y", [e(1, R, id_="r", stalking="no", offences=("art. 285b Sr",))]),
    ("weapon_mentioned", "r", "?", [e(1, R, id_="r")]),
    ("weapon_mentioned", "r", "nn", [e(1, R, id_="r", weapon="no"), e(2, R, weapon="yes")]),
    ("weapon_mentioned", "r", "y", [e(1, R, id_="r", weapon="no", behaviours=(Behaviour.WEAPON,))]),
    ("earlier_sash_exists", "r", "nyn", [e(1, SASH, id_="s", assessor_trained="yes"), e(2, R, id_="r"), w(3, "s")]),
    ("earlier_sash_exists", "r", "nnn", [e(1, SASH, instrument="risc"), e(2, R, id_="r"), e(3, SASH, assessor_trained="yes")]),
    ("earlier_sash_exists", "r", "ny", [e(1, SASH), e(2, R, id_="r")]),
    ("screened_and_circumstances_unchanged", "r", "n?yy", [e(1, SASH, assessor_trained="yes"), e(2, R, id_="r"), e(3, "circumstances.unchanged"), e(4, "circumstances.changed", changes=())]),
    ("screened_and_circumstances_unchanged", "r", "n?n?", [e(1, SASH, assessor_trained="yes"), e(2, R, id_="r"), e(3, "circumstances.changed", id_="c", changes=()), w(4, "c")]),
    ("screened_and_circumstances_unchanged", "r", "n??", [e(1, SASH, assessor_trained="yes"), e(2, R, id_="r"), e(3, R, id_="q")]),
    ("screened_and_circumstances_unchanged", "r", "n???", [e(1, SASH, assessor_trained="yes"), e(2, R, id_="r"), e(3, R, id_="q"), e(4, "circumstances.unchanged", about="q")]),
    ("changed_circumstances_answered", "r", "nny", [e(1, "circumstances.unchanged"), e(2, R, id_="r"), e(3, SASH)]),
    ("weighed_since_report", "r", "nyn", [e(1, R, id_="r"), e(2, "plan.adapted", id_="p"), w(3, "p")]),
    ("weighed_since_report", "r", "nyyyn", [e(1, R, id_="r"), e(2, "plan.adapted", id_="p"), e(3, SASH, id_="s"), w(4, "p"), w(5, "s")]),
    ("weighed_since_report", "r", "nnn", [e(1, R, id_="r"), e(2, SASH, instrument="ib"), e(3, SASH, instrument_status="suspended")]),
    ("feedback_given", "r", "nnny", [e(1, R, id_="r"), e(2, R, id_="q"), e(3, "victim.informed", topic="report_feedback", about="q"), e(4, "victim.informed", topic="case_progress")]),
    ("follows_protective_act", "r", "nyn", [e(1, "custody.ended", id_="f"), e(2, R, id_="r"), w(3, "f")]),
    ("follows_protective_act", "r", "nn", [e(1, "custody.ended", id_="f"), happened(e(2, R, id_="r"), 0.5)]),
    ("follows_protective_act", "r", "ny", [e(1, "custody.ended", id_="f"), happened(e(2, R, id_="r"), 0.5, Precision.DAY, 1.5)]),
    ("follows_protective_act", "r", "ny", [e(1, R, id_="r"), happened(e(3, "order.imposed"), 0.5)]),
    ("refusal_unlawful", "r", "yn", [e(1, "report.refused", id_="r", reason="first_a_logbook"), c(2, "r", some("report.refused", reason="evidently_no_offence"))]),
    # an assessment
    ("is_sash", "s", "yn", [e(1, SASH, id_="s"), c(2, "s", some(SASH, instrument="risc"))]),
    ("assessor_trained", "s", "?", [e(1, SASH, id_="s")]),
    ("assessor_trained", "s", "yn", [e(1, SASH, id_="s", assessor_trained="yes"), c(2, "s", some(SASH, assessor_trained="no", trained_co_signer="no"))]),
    ("replaced_by_trained", "s", "nnyn", [e(1, SASH, id_="s"), e(2, SASH), e(3, SASH, id_="t", assessor_trained="yes"), w(4, "t")]),
    ("assessment_high", "s", "ny", [e(1, SASH, id_="s", level="low"), e(2, "assessment.reviewed", about="s", level="high")]),
    ("assessment_reviewed", "s", "ny", [e(1, SASH, id_="s"), e(2, "assessment.reviewed", about="s")]),
    ("lowered_without_second_person", "s", "nyn", [e(1, SASH, id_="s", level="high"), e(2, "assessment.reviewed", about="s", level="middle"), e(3, "assessment.reviewed", about="s", level="middle", second_person="yes")]),
    ("lowered_without_second_person", "s", "nyn", [e(1, SASH, id_="s", level="high"), e(2, "assessment.reviewed", id_="v", about="s", level="middle"), w(3, "v")]),
    ("lowered_without_second_person", "s", "nn", [e(1, SASH, id_="s", level="not_stated"), e(2, "assessment.reviewed", about="s", level="low")]),
    ("raised_by_review", "s", "nyn", [e(1, SASH, id_="s", level="low"), e(2, "assessment.reviewed", about="s", level="high"), e(3, "assessment.reviewed", about="s", level="low")]),
    ("raised_by_review", "s", "nyn", [e(1, SASH, id_="s", level="not_stated"), e(2, "assessment.reviewed", id_="v", about="s", level="low"), w(3, "v")]),
    ("instrument_in_use", "s", "ynn", [e(1, SASH, id_="s"), e(2, "assessment.suspended", instrument="sash"), e(3, SASH)]),
    ("instrument_in_use", "t", "??y", [e(1, SASH, id_="s"), e(2, "assessment.suspended", instrument="sash"), e(3, SASH, id_="t")]),
    ("instrument_in_use", "s", "n", [e(1, SASH, id_="s", instrument_status="suspended")]),
    # a stop talk
    ("stop_talk_contra_indicated", "t", "?", [e(1, "stop_talk.proposed", id_="t")]),
    ("stop_talk_contra_indicated", "t", "nnn", [e(1, SASH, level="low"), e(2, "stop_talk.proposed", id_="t"), e(3, R, form="aangifte")]),
    ("stop_talk_contra_indicated", "t", "nnyn", [e(1, SASH, level="low"), e(2, R, id_="r", threat="yes"), e(3, "stop_talk.proposed", id_="t"), w(4, "r")]),
    ("stop_talk_contra_indicated", "t", "nny", [e(1, SASH, level="low"), e(2, "stop_talk.held"), e(3, "stop_talk.proposed", id_="t")]),
    ("stop_talk_contra_indicated", "t", "nnn", [e(1, SASH, level="low"), e(2, "stop_talk.proposed", id_="t"), e(3, "stop_talk.held", about="t")]),
    ("stop_talk_contra_indicated", "t", "ny", [e(1, SASH, level="high"), e(2, "stop_talk.held", id_="t")]),
    ("stop_talk_override_reasoned", "t", "ny", [e(1, "stop_talk.proposed", id_="t"), e(2, "stop_talk.held", about="t", override_reason="x")]),
    ("held_in_person_by_experienced", "t", "?", [e(1, "stop_talk.held", id_="t", channel="in_person")]),
    ("held_in_person_by_experienced", "t", "n", [e(1, "stop_talk.held", id_="t", channel="phone")]),
    ("held_in_person_by_experienced", "t", "?y", [e(1, "stop_talk.proposed", id_="t"), e(2, "stop_talk.held", about="t", channel="in_person", experienced_officer="yes")]),
    # a violation
    ("violation_told", "v", "ny", [e(1, "violation.reported", id_="v"), e(2, "violation.told_to_victim", about="v")]),
    ("violation_assessed", "v", "nn", [e(1, "violation.reported", id_="v"), e(2, "violation.assessed", about="other", violation="yes")]),
    ("violation_of_condition", "v", "?", [e(1, "violation.reported", id_="v")]),
    ("violation_of_condition", "v", "??y", [e(1, R), e(2, "violation.reported", id_="v", order="o"), e(3, "order.imposed", id_="o", order="special_conditions")]),
    ("violation_of_condition", "v", "?n?", [e(1, "order.imposed", id_="o"), e(2, "violation.reported", id_="v", order="o"), w(3, "o")]),
    # a message and a mark
    ("message_important", "m", "n", [e(1, "victim.informed", id_="m", topic="rights")]),
    ("message_important", "m", "?", [e(1, "victim.informed", id_="m", topic="rights", important="unknown")]),
    ("receipt_proven", "m", "nny", [e(1, "victim.informed", id_="m", topic="rights"), e(2, "victim.receipt_proven", about="other thing"), e(3, "contact.kept")]),
    ("receipt_proven", "m", "nyn", [e(1, "victim.informed", id_="m", topic="rights"), e(2, "victim.receipt_proven", id_="p", about="m"), w(3, "p")]),
    ("receipt_proven", "m", "nnn", [e(1, "victim.informed", id_="m", topic="rights"), e(2, "victim.informed", id_="n", topic="rights"), e(3, "victim.receipt_proven", about="n")]),
    ("police_answered", "k", "nnny", [e(1, "recognition.marked_by_partner", id_="k", org="om"), e(2, "partner.answered", about="k", org="om"), e(3, "partner.answered", about="other thing"), e(4, "recognition.rejected")]),
    ("police_answered", "k", "nny", [e(1, "recognition.marked_by_partner", id_="k", org="om"), e(2, "partner.answered"), e(3, "partner.answered", agrees="no")]),
]  # fmt: skip

ROLES = {
    "case_director_in_charge": "case_director", "case_holder_in_charge": "case_holder",
    "contact_point_named": "contact_point", "chain_director_in_charge": "chain_director",
    "victim_coordinator_named": "victim_coordinator", "prosecutor_named": "prosecutor",
}  # fmt: skip
REPORTS = "incidents.rising"
RISING = [
    ("three within thirty days", "nnyn", [e(1, R), e(10, R), e(20, R, id_="r"), e(45, "note.added")]),
    ("no more than the month before", "nnynn", [e(1, R), e(2, R), e(3, R), e(32.5, R), e(34, R, id_="r")]),
    ("one of them withdrawn", "nnyn", [e(1, R), e(10, R), e(20, R, id_="r"), w(21, "r")]),
    ("told late: it counts from when it happened, once it is known", "nnn", [e(1, R), e(10, R), happened(e(60, R, id_="r"), 20)]),
    ("nobody knows when it happened", "nnn", [e(1, R), e(10, R), happened(e(20, R), 20, Precision.UNKNOWN)]),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "role"), ROLES.items())
def test_somebody_has_a_role(fact: str, role: str):
    check(
        fact,
        "",
        "nyn",
        [e(1, R), e(2, "role.assigned", role=role, person="a"), e(3, "role.ended", role=role, person="a")],
    )
    check(fact, "", "nn", [e(1, R), e(2, "role.assigned", role="reader")])


@pytest.mark.parametrize(("answers", "events"), [row[1:] for row in RISING], ids=[row[0] for row in RISING])
def test_density_rises(answers: str, events: list[Event]):
    check("density_rising", "", answers, events)


def test_density_is_counted_by_the_rule_of_the_day():
    turn = (T + days(15)).date()
    first, second = limit(REPORTS, at_least=2, valid_until=turn), limit(REPORTS, at_least=5, valid_from=turn)
    check("density_rising", "", "nynn", [e(1, R), e(10, R), e(16, R), e(17, R)], on=card(first, second))
    check("density_rising", "", "?", [e(1, R)], on=card(limit(REPORTS, at_least=2, valid_from=turn)))


def test_every_fact_has_its_row():
    from tests.core.test_orders import ORDER_FACTS

    told = {row[0] for row in (*CASE_FACTS, *SUBJECT_FACTS, *ORDER_FACTS)}
    assert set(FACTS) - told - set(ROLES) == {"density_rising"}


@pytest.mark.parametrize(
    ("name", "answers", "events"), CASE_FACTS, ids=[f"{row[0]}-{place}" for place, row in enumerate(CASE_FACTS)]
)
def test_about_the_case(name: str, answers: str, events: list[Event]):
    check(name, "", answers, events)


@pytest.mark.parametrize(
    ("name", "subject", "answers", "events"),
    SUBJECT_FACTS,
    ids=[f"{row[0]}-{place}" for place, row in enumerate(SUBJECT_FACTS)],
)
def test_about_one_subject(name: str, subject: str, answers: str, events: list[Event]):
    check(name, subject, answers, events)
