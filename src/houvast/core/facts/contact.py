# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Facts about contact with the victim, messages, marks by partners and the term for the complaint."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from houvast.core.answer import Answer
from houvast.core.events import Data, SubjectId, organisation_kind
from houvast.core.events.contact import ContactAgreed, ContactKept
from houvast.core.events.custody import CustodyEnded, CustodyStarted, CustodySuspended
from houvast.core.events.judgment import JudgmentGiven
from houvast.core.events.partner import PartnerAnswered
from houvast.core.events.prosecution import ProsecutionDecided
from houvast.core.events.recognition import MarkedByPartner, StalkingConfirmed, StalkingRejected
from houvast.core.events.report import ReportMade
from houvast.core.events.supervision import SupervisionEnded, SupervisionStarted
from houvast.core.events.values import Party, ProsecutionDecision, Topic, Wish
from houvast.core.events.victim import ReceiptProven, VictimInformed, VictimReferred, WishRecorded
from houvast.core.facts.case import by_the_latest
from houvast.core.followers import Followers
from houvast.core.story import latest
from houvast.core.timeline import NO, UNKNOWN, YES, Period, Timeline, always, during, overlap

if TYPE_CHECKING:
    from houvast.core.inquiry import Inquiry
    from houvast.core.story import Version

COMPLAINT_TERM = Topic.COMPLAINT_TERM
PROSECUTING = {ProsecutionDecision.PROSECUTE, ProsecutionDecision.PENALTY_ORDER}


def next_contact_planned(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """The last agreement or contact that names a next date, and that date lies ahead."""
    steps = latest([v for v in inquiry.story.of(ContactAgreed, ContactKept) if v.data.next_at is not None])
    periods: list[Period] = []
    for (since, version), following in zip_longest(steps, (since for since, _ in steps[1:])):
        if version is not None:
            periods.append(overlap((since, following), (since, version.data.next_at)))
    return during(periods)


def victim_support_offered(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """The victim was referred to victim support, or declined it."""
    referred = inquiry.story.of(VictimReferred)
    return during((v.since, v.until) for v in referred if v.data.to is Party.VICTIM_SUPPORT)


def victim_wants_information(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """The victim asked to be kept informed."""
    return during((v.since, v.until) for v in inquiry.story.of(WishRecorded) if v.data.wish is Wish.INFORMATION)


def prosecution_started(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """The prosecutor decided to prosecute; unknown while no decision is known."""
    decisions = inquiry.story.of(ProsecutionDecided)
    return by_the_latest(decisions, lambda data: Answer.of(data.decision in PROSECUTING), before=UNKNOWN)


def final_judgment_given(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """A judgment is final."""
    return during((v.since, v.until) for v in inquiry.story.of(JudgmentGiven) if v.data.final is YES)


def suspect_held(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """The suspect or convicted person is held."""
    steps = inquiry.story.of(CustodyStarted, CustodySuspended, CustodyEnded)
    return by_the_latest(steps, lambda data: Answer.of(isinstance(data, CustodyStarted)))


def under_supervision(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """Probation supervises."""
    steps = inquiry.story.of(SupervisionStarted, SupervisionEnded)
    return by_the_latest(steps, lambda data: Answer.of(isinstance(data, SupervisionStarted)))


def message_important(inquiry: Inquiry, message: SubjectId) -> Timeline:
    """This message needs a sign that it arrived."""
    return by_the_latest(inquiry.story.about(message, VictimInformed), lambda data: data.important)


def receipt_proven(inquiry: Inquiry, message: SubjectId) -> Timeline:
    """It is sure that she got this message, or she was spoken to after it."""
    versions = inquiry.story.about(message, VictimInformed)
    if not versions:
        return always(NO)
    return _signs(inquiry).timeline(versions[0])


def _signs(inquiry: Inquiry) -> Followers:
    """Return the signs that she got a message; a proof of receipt of something else is none."""

    def prepare() -> Followers:
        signs = inquiry.story.of(ReceiptProven, ContactKept)
        fitting = [
            v for v in signs if isinstance(v.data, ContactKept) or _about_a(inquiry, VictimInformed, v, or_none=True)
        ]
        return Followers(fitting, lambda version: _about_a(inquiry, VictimInformed, version))

    return inquiry.once("signs of receipt", prepare)


def _about_a(inquiry: Inquiry, kind: type[Data], version: Version[Data], *, or_none: bool = False) -> bool:
    """Tell whether an event names a subject that an event of this kind brought in (or, where asked, names none)."""
    about = version.event.about
    return or_none if about is None else bool(inquiry.story.about(about, kind))


def police_answered(inquiry: Inquiry, mark: SubjectId) -> Timeline:
    """The police answered the partner that marked the case as stalking."""
    versions = inquiry.story.about(mark, MarkedByPartner)
    if not versions:
        return always(NO)
    return _police_answers(inquiry).timeline(versions[0])


def _police_answers(inquiry: Inquiry) -> Followers:
    """Return the answers of the police to marks; an answer to another question is none."""

    def prepare() -> Followers:
        answers = inquiry.story.of(PartnerAnswered, StalkingConfirmed, StalkingRejected)
        fitting = [
            v
            for v in answers
            if organisation_kind(v.event.org) == Party.POLICE
            and (not isinstance(v.data, PartnerAnswered) or v.data.agrees is not UNKNOWN)
            and (not isinstance(v.data, PartnerAnswered) or _about_a(inquiry, MarkedByPartner, v, or_none=True))
        ]
        return Followers(fitting, lambda version: _about_a(inquiry, MarkedByPartner, version))

    return inquiry.once("police answers", prepare)


def complaint_term_told(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """The victim was told about the term for the complaint after the last report."""
    return by_the_latest(inquiry.story.of(ReportMade, VictimInformed), _tells_the_term)


def _tells_the_term(data: ReportMade | VictimInformed) -> Answer | None:
    if isinstance(data, ReportMade):
        return NO
    return YES if data.topic is COMPLAINT_TERM else None


def release_told(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """The victim was told of the release since the suspect was last held."""
    return by_the_latest(inquiry.story.of(CustodyStarted, VictimInformed), _tells_the_release)


def _tells_the_release(data: CustodyStarted | VictimInformed) -> Answer | None:
    if isinstance(data, CustodyStarted):
        return NO
    return YES if data.topic is Topic.RELEASE else None
