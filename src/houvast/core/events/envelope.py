# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The envelope of an event: what is known of it without opening its data.

Three dates are never mixed (design, rule 1): when it happened (`occurred`), when the organisation that knew it wrote
it down (`entered`), and when Houvast got it (`recorded`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from houvast.core.errors import ContradictoryDatesError, NaiveInstantError

if TYPE_CHECKING:
    from houvast.core.events.data import Data

EventId = NewType("EventId", str)
"""A UUIDv7, or in a replay the label that its author gave."""

StreamId = NewType("StreamId", str)
"""`case/…`, `person/…`, `unit/…` or `consultation/…`."""

SubjectId = NewType("SubjectId", str)
"""The order, report, assessment … that an event concerns; the id of its first event where nobody named it."""

PersonId = NewType("PersonId", str)
ActorId = NewType("ActorId", str)
RegionId = NewType("RegionId", str)

OrganisationId = NewType("OrganisationId", str)
"""`police` or `police.veenrand-1`: the kind of organisation, then the organisation or unit."""

UNBOUNDED = datetime(1, 1, 1, tzinfo=UTC)
ENTRY_TOLERANCE = timedelta(minutes=15)
"""How far a clock of another organisation may run ahead of ours."""


class Precision(StrEnum):
    """How precisely it is known when something happened."""

    INSTANT = "instant"
    DAY = "day"
    MONTH = "month"
    UNKNOWN = "unknown"


class Origin(StrEnum):
    """How an event reached Houvast."""

    LIVE = "live"
    REGISTER = "register"
    PARTNER = "partner"
    REPLAY = "replay"


@dataclass(frozen=True, slots=True)
class Occurred:
    """When something happened: a half-open interval of instants, and how precise that is.

    For an instant, `start` and `end` are the same. Where it is unknown, `start` is `UNBOUNDED`.
    """

    start: datetime
    end: datetime
    precision: Precision = Precision.INSTANT

    def __post_init__(self) -> None:
        """Refuse naive and reversed intervals."""
        if self.start.tzinfo is None or self.end.tzinfo is None:
            message = "A date of what happened has no time zone, so nobody can tell when it was. Add one (e.g. +01:00)."
            raise NaiveInstantError(message)
        if self.end < self.start:
            message = "What happened ends before it starts. Correct the begin or the end."
            raise ContradictoryDatesError(message)

    @classmethod
    def at(cls, instant: datetime) -> Occurred:
        """Return the interval of a thing whose instant is known."""
        return cls(instant, instant)

    @classmethod
    def unknown(cls, before: datetime) -> Occurred:
        """Return the interval of a thing of which only is known that it happened before it was written down."""
        return cls(UNBOUNDED, before, Precision.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, as one organisation entered it. Nothing is ever changed in it."""

    id: EventId
    stream: StreamId
    seq: int
    kind: str
    occurred: Occurred
    entered: datetime
    recorded: datetime
    by: ActorId
    org: OrganisationId
    data: Data
    about: SubjectId | None = None
    origin: Origin = Origin.LIVE

    @property
    def subject(self) -> SubjectId:
        """What the event concerns: the named subject, else the event itself."""
        return self.about or SubjectId(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event before the store has given it its id, its place and its moment. The store alone adds the rest."""

    data: Data
    occurred: Occurred
    entered: datetime
    about: SubjectId | None = None


def check_dates(kind: str, occurred: Occurred, entered: datetime, recorded: datetime, *, planned: bool = False) -> None:
    """Refuse dates of one event that cannot all be true.

    Args:
        kind: The kind of the event, for the message.
        occurred: When it happened.
        entered: When the organisation that knew it wrote it down.
        recorded: When Houvast got it.
        planned: Whether the kind speaks of something that still has to happen.

    Raises:
        NaiveInstantError: `entered` or `recorded` has no time zone.
        ContradictoryDatesError: Entered or recorded before it began, or entered after it was recorded.
    """
    for name, instant in (("entered", entered), ("recorded", recorded)):
        if instant.tzinfo is None:
            message = f"The date `{name}` of a {kind} has no time zone, so nobody can tell when it was. Add one."
            raise NaiveInstantError(message)
    if entered > recorded + ENTRY_TOLERANCE:
        message = (
            f"A {kind} was entered more than 15 minutes after Houvast recorded it, which cannot be: "
            "terms would run from the wrong moment. Check the clock of the sender or the date of entry."
        )
        raise ContradictoryDatesError(message)
    if not planned and min(entered, recorded) < occurred.start:
        message = (
            f"A {kind} was entered before it happened. Correct the date of what happened or the date of entry; "
            "something that still has to happen is entered as a planned kind."
        )
        raise ContradictoryDatesError(message)


def organisation_kind(org: OrganisationId) -> str:
    """Return the kind of an organisation from its id.

    >>> organisation_kind(OrganisationId("police.veenrand-1"))
    'police'
    """
    return org.partition(".")[0]
