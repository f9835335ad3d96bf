# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may know of a case that cannot be read whole: the error says that it is there, so not everybody may get it.

Nothing may be concluded from such a case. Only who has a role in it by what can still be opened, and would see
something of that, is told: they know of the case already. Whatever cannot be opened narrows all else.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from houvast.core.events import BY_DATA, Event, OrganisationId, StreamId
from houvast.core.events.case import CaseSealed
from houvast.core.events.event import EventWithdrawn
from houvast.dossier import store
from houvast.dossier.availability import unavailable_as_error
from houvast.dossier.chain import Stored, envelope, link
from houvast.dossier.keys import key_store
from houvast.dossier.sealing import open_row


@dataclass(frozen=True, slots=True)
class Lost:
    """An event that cannot be read: what its envelope says, where that is still what was written."""

    seq: int
    kind: str
    org: OrganisationId


UNSEEN = tuple(Lost(sys.maxsize, BY_DATA[kind].wire, OrganisationId("")) for kind in (CaseSealed, EventWithdrawn))
"""What may have happened in a case of which a part was changed or taken away: it was sealed, and any right ended."""


@dataclass(frozen=True, slots=True)
class Remains:
    """What can still be opened of a case, in order, and what cannot."""

    events: tuple[Event, ...]
    lost: tuple[Lost, ...]


def remains(case: StreamId) -> Remains:
    """Return what can still be opened of a damaged case; each event that opens is what was written, in its place.

    Raises:
        StoreUnavailableError: Not even the rows can be read.
    """
    generation = key_store().generation()
    with unavailable_as_error(), connection.cursor() as cursor:
        rows = store.rows_of(cursor, case, 0, sys.maxsize)
    if generation != key_store().generation():
        return remains(case)
    events = [(row, _opened(row)) for row in rows]
    lost = _lost([row for row, event in events if event is None])
    return Remains(tuple(event for _, event in events if event is not None), (*lost, *UNSEEN))


def _opened(row: Stored) -> Event | None:
    try:
        return open_row(row)
    except Exception:  # noqa: BLE001  a spoiled row may hold anything
        return None


def _lost(rows: Sequence[Stored]) -> Iterator[Lost]:
    for row in rows:
        try:
            intact = link(envelope(row), row.nonce, row.ciphertext) == row.hash
        except (TypeError, ValueError):
            continue
        if intact:
            yield Lost(row.seq, row.kind, OrganisationId(row.org))
