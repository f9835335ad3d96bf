# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The cases that one viewer may know of, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from houvast.core.duties import Duty, DutyState
from houvast.core.events.values import Role
from houvast.core.signals import LOUDNESS, Signal
from houvast.desk import people
from houvast.desk.case_page import case_name, holder, level
from houvast.desk.duty_lines import SignalLine, signal_lines
from houvast.dossier import reading, store

if TYPE_CHECKING:
    from datetime import datetime

    from houvast.core.access import Viewer
    from houvast.dossier.reading import View


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in the list: only what this viewer may see of it."""

    number: str
    name: str
    level: str
    director: str
    signal: SignalLine | None
    overdue: int
    open: int
    urgency: tuple[int, int]


def case_rows(viewer: Viewer, now: datetime) -> list[CaseRow]:
    """Return the cases that a viewer may know of. Every case shown is a look, and is logged as one."""
    rows = []
    for stream in store.streams("case/"):
        seen = reading.look(viewer, stream, purpose=people.purpose(viewer), ground=None, now=now)
        if not seen.refused:
            rows.append(_row(seen, now))
    return sorted(rows, key=lambda row: row.urgency, reverse=True)


def _row(seen: View, now: datetime) -> CaseRow:
    events = {event.id: event for event in seen.events}
    states = [duty.state for duty in seen.duties if isinstance(duty, Duty)]
    loudest = next((signal for signal in seen.signals if isinstance(signal, Signal)), None)
    overdue = states.count(DutyState.OVERDUE)
    return CaseRow(
        number=seen.case.partition("/")[2],
        name=case_name(seen),
        level=level(seen.picture) if seen.picture else "",
        director=holder(seen.picture, Role.CASE_DIRECTOR) if seen.picture else "",
        signal=next(iter(signal_lines([loudest], events, now)), None) if loudest else None,
        overdue=overdue,
        open=states.count(DutyState.OPEN),
        urgency=(LOUDNESS[loudest.severity] if loudest else 0, overdue),
    )
