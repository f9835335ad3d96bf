# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""From what somebody wants to record to events, or to a refusal with its source.

Only a plan can be refused. What happened is always recorded; where it went against a rule, a signal says so to whoever
can repair it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from houvast.core.card import in_force
from houvast.core.errors import UnknownEventError
from houvast.core.events import BY_DATA, Event, EventId, NewEvent, Occurred, OrganisationId, StreamId, check_dates
from houvast.core.events.event import EventCorrected, EventWithdrawn
from houvast.core.facts import FACTS
from houvast.core.inquiry import Inquiry
from houvast.core.signals import condition
from houvast.core.story import Story
from houvast.core.terms import local_day
from houvast.core.timeline import YES

if TYPE_CHECKING:
    from datetime import datetime

    from houvast.core.events import ActorId, Data, SubjectId
    from houvast.core.picture import Picture
    from houvast.core.rules import SignalRule

PROPOSED = EventId("proposed")
"""The id that a plan has while it is weighed, before it is an event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What somebody wants to record: the data, when it happened, when it was entered and what it concerns."""

    data: Data
    occurred: Occurred
    entered: datetime
    org: OrganisationId
    about: SubjectId | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A plan that a rule refuses: why, by which rule and source, and whether a reason would allow it."""

    reason: str
    rule: str
    source: tuple[str, ...]
    reason_allows: bool


def decide(command: Record, picture: Picture, *, now: datetime, by: ActorId) -> tuple[NewEvent, ...] | Refusal:
    """Return the events that a command leads to, or the refusal of a plan.

    Args:
        command: What somebody wants to record.
        picture: The whole case, as known now.
        now: The present.
        by: Who wants to record it.

    Raises:
        ContradictoryDatesError: The dates of the command cannot all be true.
        UnknownEventError: It corrects or withdraws an event that is not in this case.
    """
    kind = BY_DATA[type(command.data)]
    check_dates(kind.name, command.occurred, command.entered, now, planned=kind.planned)
    if isinstance(command.data, EventCorrected | EventWithdrawn):
        _check_named(command.data.event, picture)
    if kind.planned:
        refused = _refused(command, picture, kind.name, now, by)
        if refused is not None:
            return refused
    return (NewEvent(data=command.data, occurred=command.occurred, entered=command.entered, about=command.about),)


def _check_named(event: EventId, picture: Picture) -> None:
    if not picture.inquiry.story.versions(event):
        message = (
            "A correction or withdrawal names an event that is not in this case, so it cannot be applied. "
            "Look up the id of the event in the timeline of the case."
        )
        raise UnknownEventError(message)


def _refused(command: Record, picture: Picture, kind: str, now: datetime, by: ActorId) -> Refusal | None:
    """Return the first rule that refuses a plan: one whose signal would stand if the plan were entered."""
    proposed = _as_event(command, picture, now, by)
    inquiry = Inquiry(Story([*picture.inquiry.story.events, proposed]), picture.card, FACTS)
    for rule in _refusing(picture, kind, now):
        if condition(inquiry, rule, proposed.subject).at(now) is YES:
            return Refusal(rule.text, rule.id, rule.source, "override_reason" in command.data.__dataclass_fields__)
    return None


def _refusing(picture: Picture, kind: str, now: datetime) -> list[SignalRule]:
    card = picture.card.in_region(picture.region)
    ids = {rule.id for rule in card.signals if kind in rule.refuses}
    found = [in_force([rule for rule in card.signals if rule.id == one], local_day(now)) for one in sorted(ids)]
    return [rule for rule in found if rule is not None and kind in rule.refuses]


def _as_event(command: Record, picture: Picture, now: datetime, by: ActorId) -> Event:
    last = picture.events[-1] if picture.events else None
    return Event(
        id=PROPOSED,
        stream=picture.stream or StreamId("case/new"),
        seq=last.seq + 1 if last else 1,
        kind=BY_DATA[type(command.data)].wire,
        occurred=command.occurred,
        entered=command.entered,
        recorded=max(now, last.recorded) if last else now,
        by=by,
        org=command.org,
        data=command.data,
        about=command.about,
    )
