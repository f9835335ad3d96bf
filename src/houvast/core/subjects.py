# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a signal can be about: the case, or every report, assessment, order … in it; some have an end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from houvast.core import orders
from houvast.core.events import Data, Precision, SubjectId
from houvast.core.events.assessment import AssessmentCompleted
from houvast.core.events.envelope import UNBOUNDED
from houvast.core.events.order import OrderImposed, OrderProposed
from houvast.core.events.recognition import MarkedByPartner
from houvast.core.events.report import ReportMade, ReportRefused
from houvast.core.events.stop_talk import StopTalkHeld, StopTalkProposed
from houvast.core.events.victim import VictimInformed
from houvast.core.events.violation import ViolationReported
from houvast.core.lengths import length
from houvast.core.rules import Each

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from houvast.core.events import EventId
    from houvast.core.inquiry import Inquiry
    from houvast.core.story import Version

CASE = SubjectId("")
"""The subject of what is about the whole case."""

_KINDS: dict[Each, tuple[type[Data], ...]] = {
    Each.REPORT: (ReportMade, ReportRefused),
    Each.ASSESSMENT: (AssessmentCompleted,),
    Each.ORDER: (OrderProposed, OrderImposed),
    Each.STOP_TALK: (StopTalkProposed, StopTalkHeld),
    Each.VIOLATION: (ViolationReported,),
    Each.MESSAGE: (VictimInformed,),
    Each.MARK: (MarkedByPartner,),
}


class Subject(NamedTuple):
    """One thing that a signal can be about: the events that brought it in, and its end where it has one."""

    id: SubjectId
    because: tuple[EventId, ...] = ()
    happened_at: datetime | None = None
    end: datetime | None = None


THE_CASE = (Subject(CASE),)


def subjects(inquiry: Inquiry, each: Each, *, now: datetime) -> Sequence[Subject]:
    """Return everything of one sort that a signal can be about, as known now.

    Args:
        inquiry: The case.
        each: The sort.
        now: The moment; of several terms for the complaint, the one that passes next is shown.
    """
    if each is Each.CASE:
        return THE_CASE
    if each is Each.COMPLAINT_TERM:
        return inquiry.once(each, lambda: _complaint_term(inquiry, now))
    return inquiry.once(each, lambda: _of_kind(inquiry, each))


def _of_kind(inquiry: Inquiry, each: Each) -> list[Subject]:
    seen: dict[SubjectId, Subject] = {}
    for version in inquiry.story.of(*_KINDS[each]):
        subject = version.subject
        if version.until is None and subject not in seen:
            end = orders.present_end(inquiry, subject) if each is Each.ORDER else None
            seen[subject] = Subject(subject, (version.event.id,), version.occurred.start, end)
    return [*seen.values()]


def _complaint_term(inquiry: Inquiry, now: datetime) -> list[Subject]:
    """Return the earliest term for the complaint that has not passed; when all have, the last one.

    Each reported act can be the one from which the three months run, and where a month may mean thirty days the
    shorter reading counts: the earliest possible end is shown first.

    Source:
        Wetboek van Strafrecht art. 66 lid 1 and art. 88.
    """
    rules = [inquiry.card.term(name, inquiry.day(now)) for name in ("complaint", "complaint.earliest")]
    terms = [length(rule.lasts, inquiry.card.calendar) for rule in rules if rule is not None]
    ends = [
        Subject(CASE, (version.event.id,), start, min(term.end(start, inquiry.day(start)) for term in terms))
        for version in inquiry.story.of(ReportMade)
        if version.until is None and terms
        for start in (_earliest(version),)
    ]
    if not ends:
        return []
    ahead = [subject for subject in ends if _end(subject) > now]
    return [min(ahead, key=_end) if ahead else max(ends, key=_end)]


def _earliest(version: Version[ReportMade]) -> datetime:
    """Return the earliest moment of an act; where nobody knows when it was, the moment it was written down."""
    unknown = version.occurred.precision is Precision.UNKNOWN
    return version.event.entered if unknown else version.occurred.start


def _end(subject: Subject) -> datetime:
    return subject.end or UNBOUNDED
