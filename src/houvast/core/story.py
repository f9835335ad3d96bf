# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""One case's events, indexed once: what every fact, duty and signal reads.

A correction or withdrawal gives an event another version from then on; what was known before stays known. So everything
that is asked of the past finds the version of that moment, and everything that is asked of today finds today's.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar, overload

from houvast.core.errors import MixedStreamsError, OutOfOrderError, UnknownEventError
from houvast.core.events import Data, Event, EventId, Occurred, SubjectId
from houvast.core.events.envelope import UNBOUNDED
from houvast.core.events.event import EventCorrected, EventWithdrawn

if TYPE_CHECKING:
    from collections.abc import Callable, KeysView, Mapping, Sequence
    from datetime import datetime

D = TypeVar("D", bound=Data)
E = TypeVar("E", bound=Data)
F = TypeVar("F", bound=Data)
G = TypeVar("G", bound=Data)
D_co = TypeVar("D_co", bound=Data, covariant=True)
S = TypeVar("S")


class Version(NamedTuple, Generic[D_co]):
    """An event as it was known from `since` until `until` (None: as it is known now); `subject` is what it concerns."""

    event: Event
    data: D_co
    occurred: Occurred
    subject: SubjectId
    since: datetime
    until: datetime | None = None


Versions = dict[EventId, list[Version[Data]]]
CHANGES = {EventCorrected, EventWithdrawn}


def _as_told(event: Event) -> Version[Data]:
    """Return an event as it was first known."""
    return Version(event, event.data, event.occurred, event.about or SubjectId(event.id), event.recorded)


class Story:
    """The events of one stream that are known at one moment, ready to be asked.

    Args:
        events: Events of one stream in the order in which they were recorded.

    Raises:
        MixedStreamsError: Events of two streams.
        OutOfOrderError: Events that do not follow one another.
        UnknownEventError: A correction or withdrawal of an event that is not among those before it.
    """

    __slots__ = ("_by_data", "_by_event", "_several", "_subjects", "changed", "events")

    def __init__(self, events: Sequence[Event]) -> None:
        _check_order(events)
        self.events = events
        self._by_event: Versions = {event.id: [_as_told(event)] for event in events}
        self._by_data: dict[type[Data], list[Version[Data]]] = {}
        changes = [event for event in events if type(event.data) in CHANGES]
        self.changed = bool(changes)
        """Whether an event was corrected or withdrawn."""
        if changes:
            _apply(changes, self._by_event)
        for versions in self._by_event.values():
            for version in versions:
                self._by_data.setdefault(type(version.data), []).append(version)
        self._several: dict[tuple[type[Data], ...], list[Version[Data]]] = {}
        self._subjects: dict[SubjectId, dict[type[Data], list[Version[Data]]]] | None = None

    @overload
    def of(self, kind: type[D], /) -> Sequence[Version[D]]: ...
    @overload
    def of(self, kind: type[D], second: type[E], /) -> Sequence[Version[D | E]]: ...
    @overload
    def of(self, kind: type[D], second: type[E], third: type[F], /) -> Sequence[Version[D | E | F]]: ...
    @overload
    def of(
        self, kind: type[D], second: type[E], third: type[F], fourth: type[G], /
    ) -> Sequence[Version[D | E | F | G]]: ...
    @overload
    def of(self, *kinds: type[Data]) -> Sequence[Version[Data]]: ...
    def of(self, *kinds: type[Data]) -> Sequence[Version[Data]]:
        """Return every version of the events of these kinds, in the order in which they were recorded."""
        if len(kinds) == 1:
            return self._by_data.get(kinds[0], ())
        several = self._several.get(kinds)
        if several is None:
            found = [self._by_data[kind] for kind in kinds if kind in self._by_data]
            several = sorted(chain.from_iterable(found), key=_place) if len(found) > 1 else found[0] if found else []
            self._several[kinds] = several
        return several

    @overload
    def about(self, subject: SubjectId, kind: type[D], /) -> Sequence[Version[D]]: ...
    @overload
    def about(self, subject: SubjectId, kind: type[D], second: type[E], /) -> Sequence[Version[D | E]]: ...
    @overload
    def about(
        self, subject: SubjectId, kind: type[D], second: type[E], third: type[F], /
    ) -> Sequence[Version[D | E | F]]: ...
    @overload
    def about(
        self, subject: SubjectId, kind: type[D], second: type[E], third: type[F], fourth: type[G], /
    ) -> Sequence[Version[D | E | F | G]]: ...
    @overload
    def about(self, subject: SubjectId, *kinds: type[Data]) -> Sequence[Version[Data]]: ...
    def about(self, subject: SubjectId, *kinds: type[Data]) -> Sequence[Version[Data]]:
        """Return every version of the events of these kinds that concern one subject."""
        if self._subjects is None:
            self._subjects = self._by_subject()
        told = self._subjects.get(subject)
        if told is None:
            return ()
        if len(kinds) == 1:
            return told.get(kinds[0], ())
        found = [told[kind] for kind in kinds if kind in told]
        return sorted(chain.from_iterable(found), key=_place) if len(found) > 1 else found[0] if found else ()

    def _by_subject(self) -> dict[SubjectId, dict[type[Data], list[Version[Data]]]]:
        index: dict[SubjectId, dict[type[Data], list[Version[Data]]]] = {}
        for kind, versions in self._by_data.items():
            for version in versions:
                index.setdefault(version.subject, {}).setdefault(kind, []).append(version)
        return index

    def versions(self, event: EventId) -> Sequence[Version[Data]]:
        """Return the versions of one event, oldest first; the last may have ended (withdrawn)."""
        return self._by_event.get(event, ())

    def kinds(self) -> KeysView[type[Data]]:
        """Return the kinds of data that occur."""
        return self._by_data.keys()


def fold(versions: Sequence[Version[D]], begin: S, step: Callable[[S, Version[D]], S]) -> list[tuple[datetime, S]]:
    """Return what events, told one after another in the order of the case, came to at each moment.

    Told are the versions that stood at that moment, so a state never rests on what became known after it.

    Args:
        versions: Versions in the order of the case, as :meth:`Story.of` and :meth:`Story.about` give them.
        begin: The state before the first.
        step: The state after one more event; it must not change the state it gets.
    """
    steps: list[tuple[datetime, S]] = []
    state, last = begin, UNBOUNDED
    for version in versions:
        if version.until is not None or version.since < last:
            return _retold(versions, begin, step)
        state, last = step(state, version), version.since
        steps.append((last, state))
    return steps


def _retold(versions: Sequence[Version[D]], begin: S, step: Callable[[S, Version[D]], S]) -> list[tuple[datetime, S]]:
    """Fold where versions came and went: tell again from the place of what changed."""
    agenda: list[tuple[datetime, bool, Version[D]]] = []
    for version in versions:
        if version.until != version.since:
            agenda.append((version.since, True, version))
            if version.until is not None:
                agenda.append((version.until, False, version))
    agenda.sort(key=lambda entry: (entry[0], entry[1], entry[2].event.seq))
    places: list[int] = []
    standing: list[Version[D]] = []
    states = [begin]
    steps: list[tuple[datetime, S]] = []
    for instant, begins, version in agenda:
        index = bisect_left(places, version.event.seq)
        if begins:
            places.insert(index, version.event.seq)
            standing.insert(index, version)
        else:
            del places[index], standing[index]
        del states[index + 1 :]
        for one in standing[index:]:
            states.append(step(states[-1], one))
        steps.append((instant, states[-1]))
    return steps


def latest(versions: Sequence[Version[D]]) -> list[tuple[datetime, Version[D] | None]]:
    """Return which of these versions was the last in the case that stood, from when on (None: none)."""
    return fold(versions, None, _the_later)


def earliest(versions: Sequence[Version[D]]) -> list[tuple[datetime, Version[D] | None]]:
    """Return which of these versions was the first in the case that stood, from when on (None: none)."""
    return fold(versions, None, _the_earlier)


def _the_later(_: Version[D] | None, version: Version[D]) -> Version[D] | None:
    return version


def _the_earlier(before: Version[D] | None, version: Version[D]) -> Version[D] | None:
    return before or version


_place = attrgetter("event.seq", "since")


def _apply(changes: Sequence[Event], told: Versions) -> None:
    """Give corrected and withdrawn events their versions; who withdraws a correction gets back what was there."""
    naming: dict[EventId, list[Event]] = {}
    for change in changes:
        target = _named(change.data)
        if target is None or target not in told or told[target][0].event.seq >= change.seq:
            message = (
                "A correction or withdrawal names an event that is not in this case, so it cannot be applied. "
                "Look up the id of the event in the timeline of the case."
            )
            raise UnknownEventError(message)
        naming.setdefault(target, []).append(change)
        _renew(target, change.recorded, naming, told)


def _named(data: Data) -> EventId | None:
    return data.event if isinstance(data, EventCorrected | EventWithdrawn) else None


def _renew(target: EventId, instant: datetime, naming: Mapping[EventId, Sequence[Event]], told: Versions) -> None:
    """Give an event the version that follows from the changes to it that stand; then what it changes itself."""
    versions = told[target]
    event = versions[0].event
    data: Data | None = event.data
    occurred = event.occurred
    for change in naming[target]:
        last = told[change.id][-1]
        if last.until is not None or _named(last.data) != target:
            continue
        if isinstance(last.data, EventCorrected):
            data, occurred = last.data.replacement, last.data.occurred_then or occurred
        else:
            data = None
    standing = versions[-1] if versions[-1].until is None else None
    if standing is not None:
        if standing.data is data and standing.occurred is occurred:
            return
        versions[-1] = standing._replace(until=instant)
    if data is not None:
        versions.append(Version(event, data, occurred, event.subject, instant))
    changed = _named(event.data)
    if changed is not None:
        _renew(changed, instant, naming, told)


def _check_order(events: Sequence[Event]) -> None:
    if not events:
        return
    previous = events[0]
    for event in events[1:]:
        if event.stream != previous.stream:
            message = "Events of two cases were read as one. This is refused, because conclusions would mix them."
            raise MixedStreamsError(message)
        if event.seq <= previous.seq or event.recorded < previous.recorded:
            message = (
                f"Event {event.seq} of this case stands out of order, so nothing may be concluded from it. "
                "Run `houvast verify`."
            )
            raise OutOfOrderError(message)
        previous = event


def known(events: Sequence[Event], known_at: datetime) -> Sequence[Event]:
    """Return the events that were known here at an instant: those recorded before it."""
    if not events or events[-1].recorded < known_at:
        return events
    return [event for event in events if event.recorded < known_at]
