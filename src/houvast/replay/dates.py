# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The dates of a replay file: an instant, a day, a month, a period or unknown; days and months are Amsterdam's."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from houvast.core.calendar import at_wall_time, aware
from houvast.core.errors import ContradictoryDatesError, HouvastError, NaiveInstantError
from houvast.core.events import Occurred, Precision
from houvast.core.terms import day_bounds, local_day, month_bounds

NOON = time(12)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


class UnreadableDateError(HouvastError):
    """A date that is none of the forms that a replay file knows."""

    code = "invalid_date"


def occurred_from(value: object, entered: datetime) -> Occurred:
    """Return when something happened.

    Args:
        value: An instant with its zone, a day, a month, `"unknown"`, or `{"start": …, "end": …}` of such.
        entered: When it was written down: what is unknown happened before that.

    Raises:
        UnreadableDateError: Anything else.
        NaiveInstantError: An instant without a zone.
        ContradictoryDatesError: A period that ends before it starts.
    """
    if value == "unknown":
        return Occurred.unknown(entered)
    if isinstance(value, dict):
        if set(value) != {"start", "end"}:
            raise UnreadableDateError('A period has exactly "start" and "end". Give both, or one day or month.')
        start, end = _bounds(value["start"]), _bounds(value["end"])
        if end[0] < start[0]:
            raise ContradictoryDatesError("What happened ends before it starts. Correct the begin or the end.")
        precision = max(start[2], end[2], key=list(Precision).index)
        return Occurred(start[0], end[1], precision)
    return Occurred(*_bounds(value))


def _bounds(value: object) -> tuple[datetime, datetime, Precision]:
    if isinstance(value, str) and (month := _MONTH.fullmatch(value)):
        try:
            return *month_bounds(int(month[1]), int(month[2])), Precision.MONTH
        except ValueError:
            raise _unreadable() from None
    if isinstance(value, str) and _DAY.fullmatch(value):
        return *day_bounds(_day(value)), Precision.DAY
    instant = _instant(value)
    return instant, instant, Precision.INSTANT


def entered_from(value: object, occurred_start: datetime | None, latest_on: dict[date, datetime]) -> datetime:
    """Return when something was written down.

    A day is read as noon in Amsterdam; later that day if it happened later, or if an earlier line of the file was
    entered later that day. So lines of one day keep the order in which they stand.

    Args:
        value: An instant with its zone, or a day.
        occurred_start: When it happened at the earliest, where that is known as an instant.
        latest_on: The latest entry of each day in the lines before; this one is added.

    Raises:
        UnreadableDateError: Anything else.
        NaiveInstantError: An instant without a zone.
    """
    if isinstance(value, str) and _DAY.fullmatch(value):
        day = _day(value)
        candidates = [at_wall_time(day, NOON)]
        if occurred_start is not None and local_day(occurred_start) == day:
            candidates.append(occurred_start)
        if day in latest_on:
            candidates.append(latest_on[day])
        entered = max(candidates)
    else:
        entered = _instant(value)
        day = local_day(entered)
    latest_on[day] = max(entered, latest_on.get(day, entered))
    return entered


def start_if_instant(value: object) -> datetime | None:
    """Return the instant at which something happened, if `occurred` is one that can be read."""
    try:
        return _instant(value)
    except (UnreadableDateError, NaiveInstantError):
        return None


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _unreadable() from None


def _instant(value: object) -> datetime:
    try:
        instant = datetime.fromisoformat(value if isinstance(value, str) else "")
        return aware(instant).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _unreadable() from None


def _unreadable() -> UnreadableDateError:
    return UnreadableDateError(
        "A date cannot be read. Write an instant with its zone (2024-03-01T14:30+01:00) or a day (2024-03-01); "
        'for `occurred` also a month (2024-03), "unknown", or {"start": …, "end": …}.'
    )
