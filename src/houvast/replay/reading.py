# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a replay file: one JSON object per line, checked as a whole, and handed over as the events of one case.

The events are ordered by when they were entered; what is entered at one instant keeps the order of the file. Nothing
is played while one line is wrong, and every mistake of the file is reported at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

from houvast.core.events import BY_DATA, Data, Event, EventId, Occurred, Origin, StreamId
from houvast.core.events.case import CaseOpened
from houvast.core.events.event import EventCorrected, EventWithdrawn
from houvast.core.events.violation import ViolationReported
from houvast.replay.errors import Problem, ReplayFileError
from houvast.replay.lines import Line, understood
from houvast.replay.subjects import Subjects, is_step

STREAM = StreamId("case/replay")
OPENING = EventId("case-opened")
"""The id of the event with which a case begins whose file does not say when it was opened."""
MAX_BYTES = 20_000_000


def read(path: Path) -> list[Event]:
    """Return the events of a replay file, in the order in which they were entered.

    Args:
        path: A text file in UTF-8 with one JSON object per line; empty lines do not count.

    Raises:
        ReplayFileError: The file cannot be read, or has mistakes; all of them are in it.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        message = "The file is not there or is no text in UTF-8. Check its path and encoding."
        raise ReplayFileError([Problem(0, "unreadable_file", message)]) from None
    if len(content) > MAX_BYTES:
        message = f"The file has more than {MAX_BYTES} bytes; no case has. Split it, or look for what was repeated."
        raise ReplayFileError([Problem(0, "too_large", message)])
    return read_lines(text.split("\n"))


def read_lines(lines: Iterable[str]) -> list[Event]:
    """Return the events that lines of a replay file tell, in the order in which they were entered.

    Raises:
        ReplayFileError: There are mistakes; all of them are in it.
    """
    problems: list[Problem] = []
    found = list(understood(lines, problems))
    if not found and not problems:
        problems.append(Problem(0, "empty_file", "There is no event in the file. Write one JSON object per line."))
    _check_ids(found, problems)
    found.sort(key=lambda line: line.entered)
    events = list(_events(found, problems))
    if problems:
        raise ReplayFileError(problems)
    return events if any(isinstance(event.data, CaseOpened) for event in events) else [_opened(events[0]), *events]


def _opened(first: Event) -> Event:
    """Return the opening of the case, for a file that does not tell it: with its first line."""
    return replace(
        first,
        id=OPENING,
        seq=0,
        kind=BY_DATA[CaseOpened].wire,
        occurred=Occurred.at(first.entered),
        data=CaseOpened(),
        about=None,
        origin=Origin.REPLAY,
    )


def _check_ids(lines: Sequence[Line], problems: list[Problem]) -> None:
    first: dict[EventId, int] = {}
    for line in lines:
        if line.id in first:
            message = f'The "id" of this line is also that of line {first[line.id]}. Give each line its own, or none.'
            problems.append(Problem(line.number, "duplicate_id", message))
        first.setdefault(line.id, line.number)


def _events(lines: Sequence[Line], problems: list[Problem]) -> Iterator[Event]:
    subjects = Subjects()
    ids: set[str] = set()
    labels = {str(label) for line in lines for label in (line.id, None if is_step(line.data) else line.about) if label}
    for seq, line in enumerate(lines, start=1):
        data = line.data
        if isinstance(data, ViolationReported) and data.order is None:
            data = replace(data, order=subjects.latest_imposed_order())
        try:
            about = subjects.about(data, line.id, line.org, line.about)
        except LookupError as error:
            problems.append(Problem(line.number, "follows_nothing", _follows_nothing(line, str(error.args[0]))))
            about = None
        _check_labels(line, data, ids, labels, problems)
        ids.add(line.id)
        yield Event(
            id=line.id,
            stream=STREAM,
            seq=seq,
            kind=BY_DATA[type(data)].wire,
            occurred=line.occurred,
            entered=line.entered,
            recorded=line.entered,
            by=line.by,
            org=line.org,
            data=data,
            about=about,
            origin=line.origin,
        )


def _follows_nothing(line: Line, family: str) -> str:
    kind = BY_DATA[type(line.data)].name
    return (
        f"{kind} is a step of something ({family}) that no line entered before it brings in. Add that line (what "
        'happened may be "unknown"), or check the dates of entry.'
    )


def _check_labels(line: Line, data: Data, ids: set[str], labels: set[str], problems: list[Problem]) -> None:
    """Note every label that nothing has: a correction must name an earlier line, an order some line."""
    if isinstance(data, EventCorrected | EventWithdrawn) and data.event not in ids:
        message = f'{BY_DATA[type(data)].name} names in "event" no "id" of an earlier line. Give that line an id.'
        problems.append(Problem(line.number, "unknown_label", message))
    if line.about is not None and is_step(data) and line.about not in labels:
        message = 'No line brings in what "about" names. Give that line this label as "id", or leave "about" out.'
        problems.append(Problem(line.number, "unknown_label", message))
    named = {field.name for field in fields(data)} & {"order", "relied_on"}
    for name in sorted(named - ({"order"} if not isinstance(data, ViolationReported) else set())):
        value = getattr(data, name)
        for label in value if isinstance(value, tuple) else (value,):
            if label is not None and label not in labels:
                message = f'"{name}" names a label that no line has as "id" or "about". Give that line the label.'
                problems.append(Problem(line.number, "unknown_label", message))
