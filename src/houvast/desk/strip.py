# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The case at a glance: one drawing of incidents, work and orders through time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format

from houvast.core.events import Category, kind_of
from houvast.core.events.envelope import UNBOUNDED
from houvast.core.terms import AMSTERDAM
from houvast.desk.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from houvast.core.events import Event
    from houvast.core.picture import Order

WIDTH, MARGIN, ROW, TOP = 960, 10, 22, 62


@dataclass(frozen=True, slots=True)
class Mark:
    """A dot on the strip."""

    x: int
    incident: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """An order as a bar."""

    x: int
    y: int
    width: int
    label: str
    text_x: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Everything that is drawn, in units of the drawing."""

    width: int
    height: int
    marks: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, str], ...]
    now_x: int


def strip(events: Sequence[Event], orders: Sequence[Order], now: datetime) -> Strip | None:
    """Return the drawing of a case up to now; None where there is nothing to draw."""
    dated = [event for event in events if event.occurred.start > UNBOUNDED and event.occurred.start <= now]
    if not dated:
        return None
    first = min(event.occurred.start for event in dated)
    ends = [order.end for order in orders if order.end is not None]
    last = max([now, *ends])
    length = max((last - first).total_seconds(), 1.0)

    def x(instant: datetime) -> int:
        return MARGIN + round((WIDTH - 2 * MARGIN) * (instant - first).total_seconds() / length)

    marks = tuple(Mark(x(event.occurred.start), _is_incident(event)) for event in dated)
    bars: list[Bar] = []
    for order in orders:
        if order.start is None or order.start > last:
            continue
        start, end = x(max(order.start, first)), x(order.end or last)
        label = word("order", order.kind)
        text_x = min(start + 4, WIDTH - MARGIN - 8 * len(label))
        bars.append(Bar(start, TOP + ROW * len(bars), max(end - start, 3), label, max(text_x, MARGIN), "start"))
    steps = 4
    ticks = tuple(
        (MARGIN + round((WIDTH - 2 * MARGIN) * step / steps), _tick(first + (last - first) * step / steps))
        for step in range(steps + 1)
    )
    return Strip(WIDTH, TOP + ROW * len(bars) + 8, marks, tuple(bars), ticks, x(now))


def _is_incident(event: Event) -> bool:
    name = event.kind
    return kind_of(name).category is Category.REPORT or name.startswith(("violation.reported", "logbook.entry_added"))


def _tick(instant: datetime) -> str:
    return date_format(instant.astimezone(AMSTERDAM), "j M y")
