# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What reading a stream gives: its events, and what was destroyed among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from houvast.core.events import Category, Event, EventId, OrganisationId
from houvast.core.events.event import EventCorrected, EventWithdrawn
from houvast.core.window import content_category


@dataclass(frozen=True, slots=True)
class Destroyed:
    """An event whose content was destroyed on a decision: that it was there stays known."""

    seq: int
    kind: str
    recorded: datetime
    org: OrganisationId
    category: Category
    key_id: str = ""


@dataclass(frozen=True, slots=True)
class StoryRead:
    """All that is in a stream: what can be read, and what was destroyed."""

    events: tuple[Event, ...] = ()
    destroyed: tuple[Destroyed, ...] = ()

    def __len__(self) -> int:
        return len(self.events) + len(self.destroyed)

    def __add__(self, later: StoryRead) -> StoryRead:
        return StoryRead(self.events + later.events, self.destroyed + later.destroyed)

    def settled(self) -> StoryRead:
        """Return the same with what corrects or withdraws something destroyed among the destroyed.

        It can still be read, and is somebody's own; but it has nothing left to change, and no conclusion rests on it.
        """
        if not self.destroyed:
            return self
        there: dict[EventId, Event] = {}
        orphans: list[Destroyed] = []
        for event in self.events:
            data = event.data
            if isinstance(data, EventCorrected | EventWithdrawn) and data.event not in there:
                orphans.append(Destroyed(event.seq, event.kind, event.recorded, event.org, content_category(data)))
            else:
                there[event.id] = event
        destroyed = sorted((*self.destroyed, *orphans), key=attrgetter("seq"))
        return StoryRead(tuple(there.values()), tuple(destroyed))

    def narrowing(self) -> tuple[Destroyed, ...]:
        """Return what was destroyed, without the later wordings of a document or note: those take no right away."""
        singles = {gone.key_id for gone in self.destroyed if gone.kind.startswith(("note.added.", "document.added."))}
        return tuple(
            gone for gone in self.destroyed if not (gone.key_id in singles and gone.kind.startswith("event.corrected."))
        )

    def until(self, seq: int) -> StoryRead:
        """Return what stood in the stream when it had so many events."""
        return StoryRead(
            tuple(event for event in self.events if event.seq <= seq),
            tuple(gone for gone in self.destroyed if gone.seq <= seq),
        )
