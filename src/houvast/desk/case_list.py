# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The cases that one viewer may know of, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from houvast.core.duties import Duty, DutyState
from houvast.core.errors import FutureVersionError, UnknownKindError
from houvast.core.signals import LOUDNESS, Signal
from houvast.desk import people
from houvast.desk.case_page import case_name, director, level
from houvast.desk.duty_lines import SignalLine, signal_lines
from houvast.desk.sight import count, hidden
from houvast.dossier import reading
from houvast.dossier.errors import ChainBrokenError

if TYPE_CHECKING:
    from datetime import datetime

    from houvast.core.access import Viewer
    from houvast.core.events import StreamId
    from houvast.dossier.reading import View

DAMAGED = (ChainBrokenError, UnknownKindError, FutureVersionError)
"""What is wrong with one case only, and must not hide the others."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in the list: only what this viewer may see of it; `partial` says that there is more."""

    number: str
    name: str
    level: str
    director: str
    signal: SignalLine | None
    overdue: str
    open: str
    partial: bool
    urgency: tuple[int, int]


def case_rows(viewer: Viewer, now: datetime) -> list[CaseRow]:
    """Return the cases that a viewer may know of. Every case shown is a look, and is logged as one."""
    rows = []
    purpose = people.purpose(viewer)
    for stream in reading.known_to(viewer, purpose=purpose, now=now):
        try:
            seen = reading.look(viewer, stream, purpose=purpose, ground=None, now=now)
        except DAMAGED:
            rows.append(_damaged(stream))
        else:
            if not seen.refused:
                rows.append(_row(seen, now))
    return sorted(rows, key=lambda row: row.urgency, reverse=True)


def _damaged(stream: StreamId) -> CaseRow:
    """Return the row of a case that cannot be read: on top, so that it does not go missing among the others."""
    number = stream.partition("/")[2]
    unreadable = _("kan niet worden gelezen; waarschuw de beheerder")
    return CaseRow(
        number=number,
        name=_("Zaak %(number)s") % {"number": number},
        level=unreadable,
        director=unreadable,
        signal=None,
        overdue="?",
        open="?",
        partial=True,
        urgency=(len(LOUDNESS) + 1, 0),
    )


def _row(seen: View, now: datetime) -> CaseRow:
    events = {event.id: event for event in seen.events}
    states = [duty.state for duty in seen.duties if isinstance(duty, Duty)]
    loudest = next((signal for signal in seen.signals if isinstance(signal, Signal)), None)
    kept = hidden(seen)
    overdue = states.count(DutyState.OVERDUE)
    return CaseRow(
        number=seen.case.partition("/")[2],
        name=case_name(seen),
        level=level(seen, seen.picture) if seen.picture else "",
        director=director(seen, seen.picture) if seen.picture else "",
        signal=next(iter(signal_lines([loudest], events, now)), None) if loudest else None,
        overdue=count(overdue, kept),
        open=count(states.count(DutyState.OPEN), kept),
        partial=bool(kept),
        urgency=(LOUDNESS[loudest.severity] if loudest else 0, overdue),
    )
