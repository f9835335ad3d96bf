# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Facts about single reports: what followed them, and what must be weighed again."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from houvast.core.answer import Answer, any_of
from houvast.core.events import Data, Precision, SubjectId
from houvast.core.events.assessment import AssessmentCompleted
from houvast.core.events.circumstances import CircumstancesChanged, CircumstancesUnchanged
from houvast.core.events.consultation import DecisionTaken
from houvast.core.events.custody import CustodyEnded, CustodySuspended
from houvast.core.events.order import OrderImposed
from houvast.core.events.plan import PlanAdapted, PlanAdopted
from houvast.core.events.report import ReportMade, ReportRefused
from houvast.core.events.stop_talk import StopTalkHeld
from houvast.core.events.values import Behaviour, Instrument, InstrumentStatus, RefusalReason, ReportForm, Topic
from houvast.core.events.victim import VictimInformed
from houvast.core.facts.case import by_the_latest, is_registered_as_stalking
from houvast.core.facts.risk import sashes, trained
from houvast.core.followers import Followers
from houvast.core.timeline import NO, UNKNOWN, YES, Period, Timeline, always, changes, combine, during, either, overlap
from houvast.core.validity import held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from houvast.core.card import Card
    from houvast.core.inquiry import Inquiry
    from houvast.core.story import Story, Version

WEIGHING = (
    AssessmentCompleted,
    CircumstancesChanged,
    CircumstancesUnchanged,
    PlanAdopted,
    PlanAdapted,
    DecisionTaken,
)
FEEDBACK = {Topic.REPORT_FEEDBACK, Topic.CASE_PROGRESS}


def as_first_known(inquiry: Inquiry, subject: SubjectId) -> Version[ReportMade] | None:
    """Return how a report came into the case."""
    versions = inquiry.story.about(subject, ReportMade)
    return versions[0] if versions else None


def report_says(test: Callable[[ReportMade], Answer]) -> _ReportSays:
    """Return the fact that a report itself answers."""
    return _ReportSays(test)


class _ReportSays:
    """A fact that stands in the data of the report."""

    __slots__ = ("test",)

    def __init__(self, test: Callable[[ReportMade], Answer]) -> None:
        self.test = test

    def __call__(self, inquiry: Inquiry, subject: SubjectId) -> Timeline:
        return by_the_latest(inquiry.story.about(subject, ReportMade), self.test)


report_is_aangifte = report_says(lambda report: Answer.of(report.form is ReportForm.AANGIFTE))
report_is_stalking = report_says(
    lambda report: Answer.YES if is_registered_as_stalking(report) else report.stalking,
)
weapon_mentioned = report_says(
    lambda report: any_of((report.weapon, Answer.of(Behaviour.WEAPON in report.behaviours))),
)


def followers(inquiry: Inquiry, name: str, versions: Callable[[], Iterable[Version[Data]]]) -> Followers:
    """Return the events that may follow a report; one that is about another report concerns that one only."""
    story = inquiry.story
    return inquiry.once(name, lambda: Followers(versions(), lambda version: _about_a_report(story, version)))


def _about_a_report(story: Story, version: Version[Data]) -> bool:
    return version.event.about is not None and bool(story.about(version.event.about, ReportMade))


def _came_after(
    inquiry: Inquiry, subject: SubjectId, name: str, versions: Callable[[], Iterable[Version[Data]]]
) -> Timeline:
    report = as_first_known(inquiry, subject)
    return always(NO) if report is None else followers(inquiry, name, versions).timeline(report)


def weighed_since_report(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """Somebody weighed the risk or changed the plan after this report. An Individual Assessment weighs no risk."""
    return _came_after(inquiry, subject, "weighing", lambda: _weighings(inquiry.story))


def _weighings(story: Story) -> list[Version[Data]]:
    return [v for v in story.of(*WEIGHING) if not isinstance(v.data, AssessmentCompleted) or _weighs(v.data)]


def _weighs(assessment: AssessmentCompleted) -> bool:
    """Tell whether an assessment weighs the risk: with an instrument in use; an IB does not.

    One by somebody untrained does, because that has a signal of its own.
    """
    return assessment.instrument_status is InstrumentStatus.IN_USE and assessment.instrument is not Instrument.IB


def changed_circumstances_answered(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """The question whether anything changed was answered after this report, or a new SASH was made."""
    story = inquiry.story
    return _came_after(
        inquiry,
        subject,
        "answers",
        lambda: [
            version
            for version in story.of(CircumstancesChanged, CircumstancesUnchanged, AssessmentCompleted)
            if not isinstance(version.data, AssessmentCompleted) or version.data.instrument is Instrument.SASH
        ],
    )


def feedback_given(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """The victim heard what was done with this report."""
    return _came_after(
        inquiry,
        subject,
        "feedback",
        lambda: [version for version in inquiry.story.of(VictimInformed) if version.data.topic in FEEDBACK],
    )


def earlier_sash_exists(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """A SASH was made before this report, by whomever."""
    return _screened_before(inquiry, subject, by_trained=False)


def _screened_before(inquiry: Inquiry, subject: SubjectId, *, by_trained: bool) -> Timeline:
    report = as_first_known(inquiry, subject)
    if report is None:
        return always(NO)
    periods = []
    for version in sashes(inquiry.story):
        if version.event.seq >= report.event.seq:
            break
        if trained(version.data) is YES or not by_trained:
            periods.append((max(version.since, report.since), version.until))
            if version.until is None and version.since <= report.since:
                break
    return during(periods)


def screened_and_circumstances_unchanged(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """A SASH by somebody trained was there before this report, and after it somebody found nothing changed.

    No without such a SASH or when something changed; unknown until the question is answered.
    """
    screened = _screened_before(inquiry, subject, by_trained=True)
    report = as_first_known(inquiry, subject)
    if report is None or screened == always(NO):
        return always(NO)
    kinds = (CircumstancesChanged, CircumstancesUnchanged)
    answers = followers(inquiry, "circumstances", lambda: inquiry.story.of(*kinds)).first(report)
    unchanged = changes(
        (
            (since, UNKNOWN if answer is None else Answer.of(isinstance(answer.data, CircumstancesUnchanged)))
            for since, answer in answers
        ),
        before=UNKNOWN,
    )
    return combine([screened, unchanged])


@dataclass(frozen=True, slots=True)
class Acts:
    """Protective acts: those that stand, by when they began, and those that were withdrawn or corrected.

    `known[i]` is the first moment at which one of those that began no later than `starts[i]` was known.
    """

    starts: list[datetime]
    known: list[datetime]
    ended: list[Version[Data]]


def _protective_acts(inquiry: Inquiry) -> Acts:
    acts = inquiry.story.of(OrderImposed, CustodyEnded, CustodySuspended, StopTalkHeld)
    pairs = sorted((version.occurred.start, version.since) for version in acts if version.until is None)
    known = list(accumulate((since for _, since in pairs), min))
    return Acts([start for start, _ in pairs], known, [version for version in acts if version.until is not None])


def follows_protective_act(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """What is reported may have happened after an order, a release or a stop talk began."""
    acts = inquiry.once("protective acts", lambda: _protective_acts(inquiry))
    periods = []
    for report in inquiry.story.about(subject, ReportMade):
        happened = report.occurred.end
        index = bisect_right(acts.starts, happened)
        if index:
            periods.append(overlap((report.since, report.until), (acts.known[index - 1], None)))
        before = [act for act in acts.ended if act.occurred.start <= happened]
        periods += [overlap((report.since, report.until), (act.since, act.until)) for act in before]
    return during(periods)


def refusal_unlawful(inquiry: Inquiry, subject: SubjectId) -> Timeline:
    """An aangifte was not taken for a reason that the law does not know, and none was taken since.

    Source:
        Wetboek van Strafvordering art. 163: every officer has to take an aangifte.
    """
    refused = inquiry.story.about(subject, ReportRefused)
    periods = [(v.since, v.until) for v in refused if v.data.reason is not RefusalReason.EVIDENTLY_NO_OFFENCE]
    if not periods:
        return always(NO)
    taken = [v for v in inquiry.story.of(ReportMade) if v.data.form is ReportForm.AANGIFTE]
    later = during((v.since, v.until) for v in taken if v.event.seq > refused[0].event.seq)
    return combine([during(periods)], [later])


def density_rising(inquiry: Inquiry, _: SubjectId) -> Timeline:
    """More reports of what happened in the last window than the limit, and more than in the window before it.

    Reports of which nobody knows when it happened do not count here. While no rule names a window and a limit, nobody
    can tell.
    """
    reports = [v for v in inquiry.story.of(ReportMade) if v.occurred.precision is not Precision.UNKNOWN]
    rules = _rising_rules(inquiry.card)
    known = during((rule.period for rule in rules), inside=NO, outside=UNKNOWN)
    return either([known, *(changes(_rising(reports, rule)) for rule in rules)])


@dataclass(frozen=True, slots=True)
class RisingRule:
    """How many reports within which time are many, and in which period that holds."""

    period: Period
    window: timedelta
    at_least: int


@lru_cache(maxsize=256)
def _rising_rules(card: Card) -> tuple[RisingRule, ...]:
    return tuple(
        RisingRule(overlap(held(window), held(limit)), timedelta(days=window.lasts.amount), limit.at_least)
        for window in card.terms_by_subject.get("incidents.rising.window", ())
        for limit in card.limits_by_subject.get("incidents.rising", ())
        if limit.at_least is not None
    )


def _rising(reports: Sequence[Version[ReportMade]], rule: RisingRule) -> Iterator[tuple[datetime, Answer]]:
    """Yield when there are enough in the last window and more than in the one before, while the rule holds."""
    happenings = sorted(report.occurred.start for report in reports)
    later = islice(happenings, rule.at_least - 1, None)
    if not any(last - first < rule.window for first, last in zip(happenings, later, strict=False)):
        return
    edges: list[tuple[datetime, int, int]] = []
    for report in reports:
        known, until = overlap(rule.period, (report.since, report.until))
        begin = report.occurred.start
        for column in (0, 1):
            first, begin = max(begin, known), begin + rule.window
            last = begin if until is None else min(begin, until)
            if first < last:
                edges += ((first, column, 1), (last, column, -1))
    edges.sort()
    counts = [0, 0]
    for instant, column, step in edges:
        counts[column] += step
        yield instant, YES if counts[0] >= rule.at_least and counts[0] > counts[1] else NO
