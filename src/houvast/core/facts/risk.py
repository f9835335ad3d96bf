# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Facts about risk: what the instruments say, by whom, and what must not be hidden by a level."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from houvast.core.answer import Answer, any_of
from houvast.core.events import SubjectId
from houvast.core.events.assessment import AssessmentCompleted, AssessmentReviewed, InstrumentSuspended
from houvast.core.events.consultation import CaseTabled, DecisionTaken
from houvast.core.events.plan import PlanAdapted, PlanAdopted
from houvast.core.events.report import ReportMade
from houvast.core.events.supervision import SupervisionAdvised
from houvast.core.events.values import Behaviour, Instrument, InstrumentStatus, Level
from houvast.core.facts.case import by_the_latest
from houvast.core.followers import Followers
from houvast.core.story import fold
from houvast.core.timeline import NO, UNKNOWN, YES, Timeline, always, changes, combine, during, either, overlap

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from houvast.core.inquiry import Inquiry
    from houvast.core.story import Story, Version

SASH, IN_USE, HIGH = Instrument.SASH, InstrumentStatus.IN_USE, Level.HIGH
HEIGHT = {Level.LOW: 1, Level.MIDDLE: 2, Level.HIGH: 3}
RED_BEHAVIOURS = {Behaviour.WEAPON, Behaviour.STRANGULATION}


def sashes(story: Story) -> Sequence[Version[AssessmentCompleted]]:
    """Return every version of every SASH."""
    return [version for version in story.of(AssessmentCompleted) if version.data.instrument is SASH]


def trained(data: AssessmentCompleted) -> Answer:
    """Tell whether the assessor or a co-signer was trained when it was made."""
    return any_of((data.assessor_trained, data.trained_co_signer))


def sash_made(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """A SASH that states a level is in the case, by whomever."""
    return during((v.since, v.until) for v in sashes(inquiry.story) if v.data.level in HEIGHT)


def sash_expired(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """The SASH that counted is past its validity: its level is not current, which is not low."""
    steps = levels(inquiry.story)
    return changes((since, Answer.of(level is None)) for since, level in steps)


def sash_by_trained(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """The newest SASH is by somebody trained."""
    return by_the_latest(sashes(inquiry.story), trained)


class Weighing(NamedTuple):
    """What the SASHes and their second readings come to.

    Args:
        counting: The level that counts.
        valid_until: Until when the newest SASH may be relied on; None where it does not say.
        sashes: The SASHes so far.
    """

    counting: Level | None = None
    valid_until: datetime | None = None
    sashes: frozenset[SubjectId] = frozenset()


def levels(story: Story) -> list[tuple[datetime, Level | None]]:
    """Return which SASH level counts from when on (None: not current).

    A higher level counts at once. A lower one, by a second reader or in a new SASH, counts only once a second person
    has confirmed it; until then the higher level stands. A level never falls by itself: past its validity it is not
    current.

    Source:
        Stalking Risk Profile authors and Dutch practice: downward only by a second person, with a reason.
    """
    told = [
        version
        for version in story.of(AssessmentCompleted, AssessmentReviewed)
        if version.data.level in HEIGHT
        and (isinstance(version.data, AssessmentReviewed) or version.data.instrument is Instrument.SASH)
    ]
    weighed = fold(told, Weighing(), _weigh)
    steps: list[tuple[datetime, Level | None]] = []
    for index, (since, weighing) in enumerate(weighed):
        following = weighed[index + 1][0] if index + 1 < len(weighed) else None
        ends = weighing.valid_until
        steps.append((since, weighing.counting if ends is None or since < ends else None))
        if ends is not None and since < ends and (following is None or ends < following):
            steps.append((ends, None))
    return steps


def _weigh(before: Weighing, version: Version[AssessmentCompleted | AssessmentReviewed]) -> Weighing:
    """Return what counts after one more SASH or second reading."""
    data = version.data
    confirmed = isinstance(data, AssessmentReviewed) and data.second_person is YES
    if (
        isinstance(data, AssessmentReviewed)
        and version.event.about is not None
        and version.subject not in before.sashes
    ):
        return before
    counting = before.counting
    if counting is None or confirmed or HEIGHT[data.level] >= HEIGHT[counting]:
        counting = data.level
    if isinstance(data, AssessmentReviewed):
        return before._replace(counting=counting)
    return Weighing(counting, data.valid_until, before.sashes | {version.subject})


def level_is(*asked: Level) -> _LevelIs:
    """Return the fact that one of these SASH levels counts; with none asked, that any does."""
    return _LevelIs(asked)


class _LevelIs:
    """A fact about the level that counts; unknown without a current SASH."""

    __slots__ = ("asked",)

    def __init__(self, asked: tuple[Level, ...]) -> None:
        self.asked = asked

    def __call__(self, inquiry: Inquiry, _: SubjectId) -> Timeline:
        steps = inquiry.once("levels", lambda: levels(inquiry.story))
        if not self.asked:
            return changes((since, NO if level is None else YES) for since, level in steps)
        return changes(
            ((since, UNKNOWN if level is None else Answer.of(level in self.asked)) for since, level in steps),
            before=UNKNOWN,
        )


def red_flag_present(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """An assessment or a report names what must never be hidden by a level."""
    story = inquiry.story
    flagged = [(v.since, v.until) for v in story.of(AssessmentCompleted) if v.data.red_flags]
    flagged += [(v.since, v.until) for v in story.of(ReportMade) if _names_a_red_flag(v.data)]
    return during(flagged)


def _names_a_red_flag(report: ReportMade) -> bool:
    return report.weapon is YES or not RED_BEHAVIOURS.isdisjoint(report.behaviours)


def red_flag_under_low_level(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """A red flag stands while the counting level is low."""
    return inquiry.all_of(("red_flag_present", "low_risk"), (), subject)


def assessor_trained(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """This assessment was made by, or signed with, somebody trained."""
    return by_the_latest(inquiry.story.about(subject, AssessmentCompleted), trained)


def is_sash(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """This assessment is a SASH."""
    versions = inquiry.story.about(subject, AssessmentCompleted)
    return during((v.since, v.until) for v in versions if v.data.instrument is SASH)


def assessment_high(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """This assessment states high, or its second reader does."""
    story = inquiry.story
    versions = story.about(subject, AssessmentCompleted, AssessmentReviewed)
    return during((v.since, v.until) for v in versions if v.data.level is HIGH)


def assessment_reviewed(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """A second reader looked at this assessment."""
    return during((v.since, v.until) for v in inquiry.story.about(subject, AssessmentReviewed))


def lowered_without_second_person(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """This assessment was lowered by its last reader, and not surely by a second person."""
    told = inquiry.story.about(subject, AssessmentCompleted, AssessmentReviewed)
    unstated: tuple[Level | None, Answer] = (None, NO)
    return changes((since, lowered) for since, (_, lowered) in fold(told, unstated, _lowered))


def _lowered(
    before: tuple[Level | None, Answer], version: Version[AssessmentCompleted | AssessmentReviewed]
) -> tuple[Level | None, Answer]:
    """Return the level that the assessor stated, and whether the last reader lowered it alone."""
    stated, data = before[0], version.data
    if isinstance(data, AssessmentCompleted):
        return data.level if data.level in HEIGHT else None, NO
    lower = stated is not None and data.level in HEIGHT and HEIGHT[data.level] < HEIGHT[stated]
    return stated, Answer.of(lower and data.second_person is not YES)


def raised_by_review(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """The last reader of this assessment put it higher than its assessor did."""
    told = inquiry.story.about(subject, AssessmentCompleted, AssessmentReviewed)
    unstated: tuple[Level | None, Answer] = (None, NO)
    return changes((since, raised) for since, (_, raised) in fold(told, unstated, _raised))


def _raised(
    before: tuple[Level | None, Answer], version: Version[AssessmentCompleted | AssessmentReviewed]
) -> tuple[Level | None, Answer]:
    """Return the level that the assessor stated, and whether the last reader put it higher."""
    stated, data = before[0], version.data
    if isinstance(data, AssessmentCompleted):
        return data.level if data.level in HEIGHT else None, NO
    higher = data.level in HEIGHT and (stated is None or HEIGHT[data.level] > HEIGHT[stated])
    return stated, Answer.of(higher)


def replaced_by_trained(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """A later SASH is by somebody trained."""
    own = inquiry.story.about(subject, AssessmentCompleted)
    if not own:
        return always(NO)
    trained_ones = inquiry.once(
        "trained sashes",
        lambda: Followers([v for v in sashes(inquiry.story) if trained(v.data) is YES], lambda _: False),
    )
    return trained_ones.timeline(own[0])


def instrument_in_use(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """The instrument of this assessment was in use then and is not suspended since; unknown without the assessment."""
    story = inquiry.story
    versions = story.about(subject, AssessmentCompleted)
    made = by_the_latest(versions, lambda data: Answer.of(data.instrument_status is IN_USE), before=UNKNOWN)
    suspended = [
        overlap((v.since, v.until), (s.since, s.until))
        for v in versions
        for s in story.of(InstrumentSuspended)
        if s.data.instrument is v.data.instrument and s.event.seq > v.event.seq
    ]
    return combine([made], [during(suspended)])


def suspended_instrument_relied_on(inquiry: Inquiry, subject: SubjectId) -> Timeline:  # noqa: ARG001  about the case
    """A plan, a decision or an advice relies on the outcome of a suspended or withdrawn instrument."""
    story = inquiry.story
    relying = (*story.of(PlanAdopted, PlanAdapted, CaseTabled, DecisionTaken), *story.of(SupervisionAdvised))
    return either(
        combine([during([(version.since, version.until)])], [inquiry.ask("instrument_in_use", outcome)])
        for version in relying
        for outcome in version.data.relied_on
    )
