# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looking at a case: the one way in which anything of it reaches a person, on a page, in the API and in the terminal.

What decides is read first, by the machine. Then the log row is written and on disk; a refusal has one too. Only then is
anything filtered, folded and given away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from houvast.core.access import Access, Viewer, access_of
from houvast.core.card import Card
from houvast.core.errors import HouvastError, NaiveInstantError
from houvast.core.events import Category, Event, StreamId
from houvast.core.events.values import Party
from houvast.core.rules import Extent
from houvast.core.sharing import Decision, may_see
from houvast.core.window import Decide, owners
from houvast.dossier import damaged, read_log, store
from houvast.dossier.view import Decisions, Existing, Judged, View, shown
from houvast.rules import cards

__all__ = ["Existing", "View", "known_to", "look"]

CASE = re.compile(r"case/[A-Za-z0-9._:-]{1,100}")
NOBODYS = StreamId("case/")
"""A case that is never there: the store takes none without a number."""


def look(
    viewer: Viewer,
    case: StreamId,
    *,
    purpose: str,
    ground: str | None,
    now: datetime,
    known_at: datetime | None = None,
) -> View:
    """Return what somebody may see of a case, after writing down that it was asked for.

    Today's rights and today's sharing rules count for every `known_at`; looking back never widens what is seen.

    Args:
        viewer: Who looks, on whose behalf.
        case: The case.
        purpose: What for (`houvast.core.sharing.Purpose`, or one that a sharing rule names); else nothing is shown.
        ground: What the viewer calls upon, as a code or reference; None for the rules alone.
        now: The present.
        known_at: Show what was known here before this instant; the present where it is left out or lies ahead.

    Raises:
        LogUnavailableError: The log cannot be written; nothing is shown.
        InvalidGroundError: The ground is no code or reference.
        NaiveInstantError: An instant without a time zone.
        RulesError: The rules cannot be read; nothing is shown, and the log has an error.
        ChainBrokenError, KeyMissingError, UnknownKindError, FutureVersionError: As :func:`houvast.dossier.store.read`;
            nothing is shown, and the log has an error. Only who has a role in the case gets these: to anybody else a
            damaged case looks like one that is not there.
    """
    read_log.check_ground(ground)
    if now.tzinfo is None or (known_at is not None and known_at.tzinfo is None):
        raise NaiveInstantError("An instant has no time zone, so nobody can tell what was known then. Add one (+01:00)")
    moment = now if known_at is None else min(known_at, now)
    valid = CASE.fullmatch(case) is not None
    with read_log.on_disk():
        judged = _judge(viewer, case, purpose, now) if valid else Judged()
        trace_id = read_log.write(
            read_log.Look(
                viewer=viewer,
                case=case if valid else read_log.INVALID,
                purpose=purpose,
                ground=ground,
                at=now,
                known_at=moment,
                subjects=judged.access.subjects,
                decisions=judged.decisions,
                refused=judged.refused,
                failed=judged.failed,
            )
        )
    if judged.error is not None and not judged.hidden:
        raise judged.error
    view = View(case=case, viewer=viewer, known_at=moment, trace_id=trace_id)
    return view if judged.refused or judged.card is None else shown(view, judged, judged.card)


def known_to(viewer: Viewer, *, purpose: str, now: datetime) -> Iterator[StreamId]:
    """Give the cases that somebody may know of, in the order of their ids: those of which a look would show something.

    Nothing is shown here and nothing logged, so a list does not fill the log with cases that nobody asked for; every
    case that a list then shows is a :func:`look`. A case that cannot be read is given to who may know that it is there.

    Args:
        viewer: Who looks, on whose behalf.
        purpose: As for :func:`look`.
        now: The present.

    Raises:
        StoreUnavailableError, RulesError, NaiveInstantError: As :func:`look`.
    """
    if now.tzinfo is None:
        raise NaiveInstantError("An instant has no time zone, so nobody can tell what was known then. Add one (+01:00)")
    return (case for case in store.streams("case/") if _may_know(_judge(viewer, case, purpose, now)))


def _may_know(judged: Judged) -> bool:
    if judged.error is None:
        return not judged.refused
    if judged.damaged:
        return not judged.hidden
    raise judged.error


def _judge(viewer: Viewer, case: StreamId, purpose: str, now: datetime) -> Judged:
    """Read a case and decide on everything in it. What goes wrong is kept, so that the log gets its row."""
    try:
        try:
            read = store.read_all(case)
            # what only corrects something destroyed is left out
            access = access_of(read.settled().events, now=now, gone=read.narrowing())
        except Exception as error:  # noqa: BLE001  raised again by `look` for who may know that the case is there
            return _damaged(viewer, case, purpose, now, error)
        return _decided(viewer, read.settled().events, access, purpose, now)
    except Exception as error:  # noqa: BLE001  raised again by `look`, once the log has its row
        return Judged(error=error)


def _decided(viewer: Viewer, events: tuple[Event, ...], access: Access, purpose: str, now: datetime) -> Judged:
    whose = owners(events)
    decide = _decide(viewer, access, cards().holding_in(access.region), purpose, now)
    decisions = {(category, party): decide(category, party) for category in whose for party in whose[category]}
    national = cards().national  # it knows the regional cards, and each duty is judged by that of its own time
    rights = {**decisions, **_closed(decide, {party for parties in whose.values() for party in parties})}
    return Judged(
        events=events, access=access, card=national, decide=decide, whose=whose, decisions=decisions, rights=rights
    )


def _closed(decide: Decide, there: set[Party]) -> Decisions:
    """Return the decisions on categories that are closed to a viewer, also where nobody entered anything."""
    closed: dict[tuple[Category, Party], Decision] = {}
    for category in Category:
        about = {(category, party): decide(category, party) for party in there}
        if all(decision.extent is not Extent.FULL for decision in about.values()):
            closed |= about
    return closed


def _damaged(viewer: Viewer, case: StreamId, purpose: str, now: datetime, error: Exception) -> Judged:
    """Return the error of a case that cannot be read, hidden from who may not know that the case is there."""
    store.read_all(NOBODYS)  # else it is the whole store, and no case is given away
    try:
        left = damaged.remains(case)
        access = access_of(left.events, now=now, gone=left.lost)
    except HouvastError:
        return Judged(error=error, damaged=True, hidden=True)
    return Judged(error=error, damaged=True, hidden=_decided(viewer, left.events, access, purpose, now).refused)


def _decide(viewer: Viewer, access: Access, card: Card, purpose: str, now: datetime) -> Decide:
    made: dict[tuple[Category, Party], Decision] = {}

    def decide(category: Category, party: Party) -> Decision:
        key = category, party
        if key not in made:
            made[key] = may_see(viewer, category, access, purpose, card.sharing, now=now, of=party)
        return made[key]

    return decide
