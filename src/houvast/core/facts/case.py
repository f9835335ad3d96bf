# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Facts about the case itself, its recognition and the organisations in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from houvast.core.answer import Answer
from houvast.core.events import Data, SubjectId, organisation_kind
from houvast.core.events.assessment import AssessmentCompleted
from houvast.core.events.aware import AwarePressed
from houvast.core.events.case import CaseClosed, CaseMerged, CaseReopened, CaseUnmerged
from houvast.core.events.consultation import CaseReleased, CaseTabled
from houvast.core.events.custody import CustodyEnded, CustodySuspended
from houvast.core.events.envelope import UNBOUNDED
from houvast.core.events.monitoring import MonitoringAlerted
from houvast.core.events.order import OrderImposed
from houvast.core.events.partner import PartnerAnswered, PartnerNotified, WarmHandover
from houvast.core.events.plan import PlanAdopted
from houvast.core.events.recognition import (
    CaseLinked,
    MarkedByPartner,
    StalkingConfirmed,
    StalkingRejected,
    StalkingSuspected,
)
from houvast.core.events.report import ComplaintAdded, ComplaintWithdrawn, ReportMade, ReportRefused
from houvast.core.events.values import ConsultationKind, Instrument, Party, ReportForm
from houvast.core.events.veilig_thuis import VeiligThuisReported, VeiligThuisTriaged
from houvast.core.events.violation import ViolationReported
from houvast.core.events.worry import WorryRaised
from houvast.core.story import fold, latest
from houvast.core.timeline import NO, UNKNOWN, YES, Timeline, always, changes, combine, during, either

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from houvast.core.events import StreamId
    from houvast.core.inquiry import Inquiry
    from houvast.core.story import Story, Version

    Recognising = (
        ReportMade | ReportRefused | StalkingConfirmed | StalkingRejected | AssessmentCompleted | PartnerAnswered
    )

CHAIN_CONSULTATIONS = {ConsultationKind.ZSM, ConsultationKind.ACTIEOVERLEG, ConsultationKind.SAFETY_HOUSE}
NOT_IN_THE_CHAIN = {Party.VICTIM, Party.CONTROL_ROOM, Party.LAWYER, Party.OTHER}
STALKING_ARTICLE = "285b"
SASH = Instrument.SASH
D = TypeVar("D", bound=Data)

NEWS = (
    ReportMade,
    ReportRefused,
    MarkedByPartner,
    StalkingSuspected,
    ViolationReported,
    OrderImposed,
    CustodySuspended,
    CustodyEnded,
    AwarePressed,
    MonitoringAlerted,
    WorryRaised,
)
"""What opens a closed case again by happening."""

A_PATTERN = 2
"""How many reports make one wonder whether they belong together."""


def by_the_latest(
    versions: Sequence[Version[D]], answer: Callable[[D], Answer | None], *, before: Answer = NO
) -> Timeline:
    """Return the timeline of a question that the last event that stands answers.

    Args:
        versions: The events that may answer it.
        answer: What the data of each of them answer; None where they say nothing.
        before: The answer while none stands that says anything.
    """
    starts, answers = [UNBOUNDED], [before]
    for version in versions:
        if version.until is not None or version.since <= starts[-1]:
            saying = [version for version in versions if answer(version.data) is not None]
            steps = latest(saying)
            return changes(((since, (v and answer(v.data)) or before) for since, v in steps), before=before)
        said = answer(version.data)
        if said is not None and said is not answers[-1]:
            starts.append(version.since)
            answers.append(said)
    return Timeline(starts, answers) if len(starts) > 1 else always(before)


def case_open(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """Open from the first event until it is closed or goes on in another case; open again when that is undone.

    A closed case in which something happens is open again, without anybody having to say so: else its signals would be
    silent when they matter.
    """
    story = inquiry.story
    if not story.events:
        return always(NO)
    begun = during([(story.events[0].recorded, None)])
    ends = story.of(CaseClosed, CaseReopened, *NEWS) if story.of(CaseClosed) else ()
    closed = by_the_latest(ends, lambda data: Answer.of(isinstance(data, CaseClosed)))
    nowhere: frozenset[StreamId] = frozenset()
    merged = fold(story.of(CaseMerged, CaseUnmerged), nowhere, _goes_on_in)
    return combine([begun], [closed, changes((since, Answer.of(bool(cases))) for since, cases in merged)])


def _goes_on_in(cases: frozenset[StreamId], version: Version[CaseMerged | CaseUnmerged]) -> frozenset[StreamId]:
    data = version.data
    return cases | {data.into} if isinstance(data, CaseMerged) else cases - {data.from_case}


def is_registered_as_stalking(report: ReportMade) -> bool:
    """Tell whether a report itself says that it is stalking."""
    return report.stalking is Answer.YES or any(STALKING_ARTICLE in offence for offence in report.offences)


def _recognising(story: Story) -> Sequence[Version[Recognising]]:
    """Return what says whether this is stalking, or could have said it."""
    told = story.of(
        ReportMade, ReportRefused, StalkingConfirmed, StalkingRejected, AssessmentCompleted, PartnerAnswered
    )
    return cast("list[Version[Recognising]]", [version for version in told if _may_say(story, version)])


def _may_say(story: Story, version: Version[Data]) -> bool:
    """Only police and OM reject a pattern; an answer to a partner recognises one where the police agree with a mark."""
    party = organisation_kind(version.event.org)
    if isinstance(version.data, StalkingRejected):
        return party in {Party.POLICE, Party.OM}
    if isinstance(version.data, PartnerAnswered):
        about = version.event.about
        marked = story.of(MarkedByPartner) if about is None else story.about(about, MarkedByPartner)
        return party == Party.POLICE and version.data.agrees is YES and bool(marked)
    return True


def _says(data: Recognising) -> Answer | None:
    """Return whether an event says that this is stalking; None where it says nothing."""
    if isinstance(data, ReportMade):
        return YES if is_registered_as_stalking(data) else None
    if isinstance(data, AssessmentCompleted):
        return YES if data.instrument is SASH else None
    if isinstance(data, ReportRefused):
        return None
    return NO if isinstance(data, StalkingRejected) else YES


def _leaves_open(data: Recognising) -> Answer | None:
    """Return whether an event is a report that leaves open whether this is stalking; None where it does not matter."""
    said = _says(data)
    return YES if said is None and isinstance(data, ReportMade | ReportRefused) else said and NO


def stalking_recognised(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """Yes once a report is registered as stalking, a reader confirms it or a SASH is made; no after a rejection.

    A report registered as something else says nothing: that is how patterns were missed.
    """
    return by_the_latest(_recognising(inquiry.story), _says, before=UNKNOWN)


def pattern_unread(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """Two or more reports of one pair, and since the last of them nobody decided whether this is stalking."""
    story = inquiry.story
    reports = story.of(ReportMade, ReportRefused)
    if len(reports) < A_PATTERN:
        return always(NO)
    recognised = inquiry.ask("stalking_recognised", subject).surely()
    several = during(((version.since, version.until) for version in reports), at_least=A_PATTERN)
    unrecognised = combine([several], [recognised])
    if unrecognised == always(NO):
        return unrecognised
    return combine([unrecognised, by_the_latest(_recognising(story), _leaves_open)])


def offence_suspected(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """Yes while a report suspects an offence; unknown while none does and one does not say, or there is none.

    Stalking, threats, violence, a weapon and every article named are offences: nobody has to say so again.
    """
    reports = inquiry.story.of(ReportMade)
    by_answer: dict[Answer, list[tuple[datetime, datetime | None]]] = {answer: [] for answer in Answer}
    for version in reports:
        by_answer[YES if _names_an_offence(version.data) else version.data.offence_suspected].append(
            (version.since, version.until)
        )
    return either(
        [
            during(by_answer[YES]),
            during(by_answer[UNKNOWN], inside=UNKNOWN),
            during((*by_answer[YES], *by_answer[UNKNOWN], *by_answer[NO]), inside=NO, outside=UNKNOWN),
        ]
    )


def _names_an_offence(report: ReportMade) -> bool:
    said = YES in (report.stalking, report.threat, report.violence, report.weapon)
    return said or bool(report.offences) or report.form is ReportForm.AANGIFTE


def complaint_filed(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """Whether the victim asked for prosecution; unknown where an aangifte does not record the wish."""
    told = inquiry.story.of(ReportMade, ComplaintAdded, ComplaintWithdrawn)
    return changes((since, state) for since, state in fold(told, NO, _asked_for_prosecution))


def _asked_for_prosecution(
    before: Answer, version: Version[ReportMade | ComplaintAdded | ComplaintWithdrawn]
) -> Answer:
    data = version.data
    if not isinstance(data, ReportMade):
        return Answer.of(isinstance(data, ComplaintAdded))
    if data.prosecution_wish is YES:
        return YES
    silent = data.form is ReportForm.AANGIFTE and data.prosecution_wish is UNKNOWN
    return UNKNOWN if silent and before is NO else before


def several_organisations_involved(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """Two or more organisations of the chain have acted in this case."""
    seen: set[str] = set()
    for event in inquiry.story.events:
        party = organisation_kind(event.org)
        if party not in NOT_IN_THE_CHAIN:
            seen.add(party)
            if len(seen) > 1:
                return changes([(event.recorded, YES)])
    return always(NO)


def on_consultation(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """The case is followed by ZSM, an Actieoverleg or a Zorg- en Veiligheidshuis.

    A consultation that saw the case only before its risk became high does not follow that risk.
    """
    nowhere: frozenset[ConsultationKind] = frozenset()
    steps = fold(inquiry.story.of(CaseTabled, CaseReleased), nowhere, _followed_by)
    followed = changes((since, Answer.of(bool(kinds & CHAIN_CONSULTATIONS))) for since, kinds in steps)
    return followed if followed == always(NO) else combine([followed], _high_and_not_tabled(inquiry, subject))


def _high_and_not_tabled(inquiry: Inquiry, subject: SubjectId) -> list[Timeline]:
    """Return, for every stretch in which the risk is high, where in it the case has not been tabled since it began."""
    risk = inquiry.ask("high_risk", subject)
    tabled = [v for v in inquiry.story.of(CaseTabled) if v.data.consultation in CHAIN_CONSULTATIONS]
    ends = [*risk.starts[1:], None]
    return [
        combine([during([(start, end)])], [during((v.since, v.until) for v in tabled if v.since >= start)])
        for start, end, answer in zip(risk.starts, ends, risk.answers, strict=True)
        if answer is YES
    ]


def _followed_by(
    followed: frozenset[ConsultationKind], version: Version[CaseTabled | CaseReleased]
) -> frozenset[ConsultationKind]:
    data = version.data
    return followed | {data.consultation} if isinstance(data, CaseTabled) else followed - {data.consultation}


def earlier_victims(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """Another case of the same person is linked, with an earlier victim."""
    return during((v.since, v.until) for v in inquiry.story.of(CaseLinked) if v.data.earlier_victim is YES)


def veilig_thuis_informed(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """Veilig Thuis got a report or was told."""
    story = inquiry.story
    told = [v for v in story.of(PartnerNotified, WarmHandover) if v.data.to is Party.VEILIG_THUIS]
    return during((v.since, v.until) for v in (*story.of(VeiligThuisReported), *told))


def happened(*kinds: type[Data]) -> _Happened:
    """Return the fact that an event of one of these kinds is in the case."""
    return _Happened(kinds)


class _Happened:
    """A fact that is yes once an event of a kind is known and not withdrawn."""

    __slots__ = ("kinds",)

    def __init__(self, kinds: tuple[type[Data], ...]) -> None:
        self.kinds = kinds

    def __call__(self, inquiry: Inquiry, _: SubjectId) -> Timeline:
        return during((version.since, version.until) for version in inquiry.story.of(*self.kinds))


plan_adopted = happened(PlanAdopted)


def police_uninvolved(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """Veilig Thuis has this case, and the police entered nothing and were told nothing."""
    story = inquiry.story
    there = during((v.since, v.until) for v in story.of(VeiligThuisReported, VeiligThuisTriaged))
    if there == always(NO):
        return there
    own = next((e.recorded for e in story.events if organisation_kind(e.org) == Party.POLICE), None)
    told = [v for v in story.of(PartnerNotified, WarmHandover) if v.data.to is Party.POLICE]
    knowing = [during([(own, None)])] if own else []
    knowing.append(during((v.since, v.until) for v in (*told, *story.of(MarkedByPartner))))
    return combine([there], knowing)
