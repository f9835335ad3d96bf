# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What came after: the later events that concern a subject, found without reading the whole case again."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from houvast.core.story import earliest
from houvast.core.timeline import Timeline, during, overlap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from houvast.core.events import Data, SubjectId
    from houvast.core.story import Version

_place = attrgetter("event.seq", "since")


class Followers:
    """Events of some kinds, by the subject they concern; those that name no subject concern every one.

    Args:
        versions: The versions of the events, in the order in which they were recorded.
        names_subject: Tells whether a version names one subject (and then concerns no other).
    """

    __slots__ = ("_own", "_places", "_shared", "_timelines")

    def __init__(self, versions: Iterable[Version[Data]], names_subject: Callable[[Version[Data]], bool]) -> None:
        self._shared: list[Version[Data]] = []
        self._own: dict[SubjectId, list[Version[Data]]] = {}
        for version in versions:
            if version.event.about is not None and names_subject(version):
                self._own.setdefault(version.subject, []).append(version)
            else:
                self._shared.append(version)
        self._places = [version.event.seq for version in self._shared]
        self._timelines: dict[int, Timeline] = {}

    def first(self, origin: Version[Data]) -> list[tuple[datetime, Version[Data] | None]]:
        """Return which event was the first after another that concerned its subject and stood, from when on."""
        return earliest(self._after(origin))

    def timeline(self, origin: Version[Data]) -> Timeline:
        """Return "one of these came after", through time; withdrawn ones count until they were withdrawn.

        Args:
            origin: The event that brought the subject in, in its first version.
        """
        if origin.subject in self._own or origin.since != origin.event.recorded:
            known = origin.since, None
            return during(overlap(known, (version.since, version.until)) for version in self._after(origin))
        index = bisect_right(self._places, origin.event.seq)
        line = self._timelines.get(index)
        if line is None:
            line = during((version.since, version.until) for version in _needed(self._shared, index))
            self._timelines[index] = line
        return line

    def _after(self, origin: Version[Data]) -> list[Version[Data]]:
        """Return what came after an event, as far as it can be the first that stands at some moment."""
        place = origin.event.seq
        shared = _needed(self._shared, bisect_right(self._places, place))
        own = [version for version in self._own.get(origin.subject, ()) if version.event.seq > place]
        return sorted((*own, *shared), key=_place) if own else shared


def _needed(versions: list[Version[Data]], index: int) -> list[Version[Data]]:
    """Return versions from an index on, up to and with the first event that always stood: later ones cannot matter."""
    event, until = None, None
    for end in range(index, len(versions)):
        version = versions[end]
        whole = version.since == (until if version.event is event else version.event.recorded)
        event, until = (version.event, version.until) if whole else (None, None)
        if whole and until is None:
            return versions[index : end + 1]
    return versions[index:]
