# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""One line of a replay file: a JSON object whose parts are understood, or everything that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import cast

from houvast.core.errors import (
    CalendarRangeError,
    ContradictoryDatesError,
    FutureVersionError,
    HouvastError,
    InvalidDataError,
    NaiveInstantError,
    UnknownKindError,
)
from houvast.core.events import (
    BY_DATA,
    BY_NAME,
    ActorId,
    Data,
    EventId,
    Occurred,
    OrganisationId,
    Origin,
    SubjectId,
    check_dates,
)
from houvast.core.events.values import Party
from houvast.core.events.wire import Json, decode
from houvast.replay.dates import UnreadableDateError, entered_from, occurred_from, start_if_instant
from houvast.replay.errors import Problem

NEEDED = ("kind", "occurred", "entered", "organisation", "data")
TEXTS = ("kind", "organisation", "about", "id", "by", "origin", "proof_of", "comment")
KEYS = frozenset({*NEEDED, *TEXTS})
"""What a line may have. `proof_of` and `comment` are for people and tests; the replay does not read them."""
MAX_LINES = 10_000

_CODES: Mapping[type[HouvastError], str] = {
    UnknownKindError: "unknown_kind",
    FutureVersionError: "future_version",
    InvalidDataError: "invalid_data",
    NaiveInstantError: "naive_instant",
    ContradictoryDatesError: "contradictory_dates",
    UnreadableDateError: "invalid_date",
    CalendarRangeError: "invalid_date",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line whose parts have been understood, before the case is put together."""

    number: int
    id: EventId
    data: Data
    occurred: Occurred
    entered: datetime
    org: OrganisationId
    by: ActorId
    origin: Origin
    about: SubjectId | None


def understood(lines: Iterable[str], problems: list[Problem]) -> Iterator[Line]:
    """Yield the lines that are understood; what is wrong with the others is added to the problems.

    Args:
        lines: The lines of the file.
        problems: Where mistakes go.
    """
    latest_on: dict[date, datetime] = {}
    for number, text in enumerate(lines, start=1):
        if number > MAX_LINES:
            message = f"The file has more than {MAX_LINES} lines; no case has. Split it, or look for what was repeated."
            problems.append(Problem(number, "too_large", message))
            return
        if not text.strip():
            continue
        values = _object(text, number, problems)
        if values is not None and _has_shape(values, number, problems):
            line = _line(values, number, latest_on, problems)
            if line is not None:
                yield line


def _object(text: str, number: int, problems: list[Problem]) -> Mapping[str, Json] | None:
    def once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        if len({name for name, _ in pairs}) < len(pairs):
            raise ValueError
        return dict(pairs)

    try:
        values = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError):
        values = None
    if isinstance(values, dict):
        return values
    message = "The line is no JSON object, or names a key twice. Check quotes, commas and braces."
    problems.append(Problem(number, "not_json", message))
    return None


def _has_shape(values: Mapping[str, Json], number: int, problems: list[Problem]) -> bool:
    found = [Problem(number, code, message) for code, message in _misshapen(values)]
    problems += found
    return not found


def _misshapen(values: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    unknown = len(values.keys() - KEYS)
    if unknown:
        yield "unknown_key", f"{unknown} key(s) are not known here. A line may have: {', '.join(sorted(KEYS))}."
    for name in NEEDED:
        if name not in values:
            yield "missing_key", f'The key "{name}" is missing. Every line needs {", ".join(NEEDED)}.'
    for name in TEXTS:
        if name in values and not (isinstance(values[name], str) and values[name]):
            yield "wrong_type", f'The key "{name}" must be a text that is not empty.'
    if "data" in values and not isinstance(values["data"], dict):
        yield "wrong_type", 'The key "data" must be an object; write {} where there is nothing to say.'


def _line(
    values: Mapping[str, Json], number: int, latest_on: dict[date, datetime], problems: list[Problem]
) -> Line | None:
    def text(name: str, otherwise: str = "") -> str:
        return str(values.get(name, otherwise))

    found: list[Problem] = []
    data = occurred = None
    entered = None
    try:
        data = decode(text("kind"), cast("Mapping[str, Json]", values["data"]))
    except (UnknownKindError, FutureVersionError, InvalidDataError, NaiveInstantError, CalendarRangeError) as error:
        found.append(_problem(number, error, text("kind")))
    try:
        entered = entered_from(values["entered"], start_if_instant(values["occurred"]), latest_on)
        occurred = occurred_from(values["occurred"], entered)
    except (UnreadableDateError, NaiveInstantError, ContradictoryDatesError, CalendarRangeError) as error:
        found.append(_problem(number, error, text("kind")))
    org = text("organisation")
    if org.partition(".")[0] not in set(Party):
        message = f"The organisation must begin with one of: {', '.join(Party)}. Behind a point may stand a unit."
        found.append(Problem(number, "unknown_organisation", message))
    origin = text("origin", Origin.REPLAY)
    if origin not in set(Origin):
        message = f"The origin must be one of: {', '.join(Origin)}. Leave it out, unless it came with a confirmed hit."
        found.append(Problem(number, "unknown_origin", message))
    if data is not None and entered is not None and occurred is not None:
        kind = BY_DATA[type(data)]
        try:
            check_dates(kind.name, occurred, entered, entered, planned=kind.planned)
        except ContradictoryDatesError as error:
            found.append(_problem(number, error, text("kind")))
    problems += found
    if found or data is None or entered is None or occurred is None:
        return None
    return Line(
        number=number,
        id=EventId(text("id", f"line-{number}")),
        data=data,
        occurred=occurred,
        entered=entered,
        org=OrganisationId(org),
        by=ActorId(text("by", "replay")),
        origin=Origin(origin),
        about=SubjectId(text("about")) if "about" in values else None,
    )


def _problem(number: int, error: HouvastError, kind: str) -> Problem:
    message = error.message
    if isinstance(error, UnknownKindError | FutureVersionError):
        name = kind.rpartition(".v")[0] or kind
        near = get_close_matches(name, BY_NAME, n=3, cutoff=0.5)
        hint = f" Perhaps: {', '.join(near)}." if near else ""
        what = "is not known here" if isinstance(error, UnknownKindError) else "has a version from a newer Houvast"
        message = f"The kind of this line {what}.{hint} All kinds stand in docs/reference/events.md."
    return Problem(number, _CODES[type(error)], message)
