# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opened events of the streams that were read last, because opening a hundred costs more than all that follows.

An entry holds while the head of the stream is the one it was read at and no key was destroyed since. So it needs no
message from the process that writes; and what was destroyed is gone from here at the next look.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from houvast.core.events import Event, StreamId
from houvast.dossier.story import StoryRead

MAX_EVENTS = 100_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A story as it was up to one head."""

    story: StoryRead
    hash: str


_entries: OrderedDict[StreamId, Entry] = OrderedDict()
_lock = threading.Lock()
_state = {"generation": -1, "events": 0}


def get(stream: StreamId, generation: int) -> Entry | None:
    """Return what was read of a stream, if no key was destroyed since."""
    with _lock:
        _forget_unless(generation)
        entry = _entries.get(stream)
        if entry:
            _entries.move_to_end(stream)
        return entry


def put(stream: StreamId, entry: Entry, generation: int) -> None:
    """Keep what was read of a stream."""
    with _lock:
        _forget_unless(generation)
        _drop(stream)
        _entries[stream] = entry
        _state["events"] += len(entry.story)
        while _state["events"] > MAX_EVENTS:
            _drop(next(iter(_entries)))


def extend(stream: StreamId, events: Sequence[Event], *, since: str, hash_: str, generation: int) -> None:
    """Add events that were just written to what was read before them, if that was read."""
    entry = get(stream, generation)
    if entry and entry.hash == since:
        put(stream, Entry(entry.story + StoryRead(tuple(events)), hash_), generation)


def clear() -> None:
    """Forget everything."""
    with _lock:
        _entries.clear()
        _state["events"] = 0


def _forget_unless(generation: int) -> None:
    if _state["generation"] != generation:
        _entries.clear()
        _state.update(generation=generation, events=0)


def _drop(stream: StreamId) -> None:
    entry = _entries.pop(stream, None)
    if entry:
        _state["events"] -= len(entry.story)
