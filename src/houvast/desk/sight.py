# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""How much of a case a viewer sees: what is hidden must never read as what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from houvast.core.rules import Extent
from houvast.desk.words import bearer
from houvast.dossier import reading

if TYPE_CHECKING:
    from datetime import datetime

    from houvast.core.access import Viewer
    from houvast.core.events import Category, StreamId
    from houvast.core.sharing import Decision
    from houvast.dossier.reading import View


def seen_by(viewer: Viewer, case: StreamId, *, purpose: str, now: datetime, known_at: datetime) -> View | None:
    """Return what somebody may see of a case at a moment; None for who may see nothing of it today.

    A moment before the case was known here gives a view without anything in it, to who may see the case today.
    """
    seen = reading.look(viewer, case, purpose=purpose, ground=None, now=now, known_at=known_at)
    if seen.refused and known_at < now:
        today = reading.look(viewer, case, purpose=purpose, ground=None, now=now)
        return None if today.refused else seen
    return None if seen.refused else seen


def hidden(seen: View, *categories: Category) -> list[Decision]:
    """Return the decisions that keep something of these categories from the viewer; of all where none is named."""
    return [
        decision
        for (category, _party), decision in sorted(seen.decisions.items())
        if decision.extent is not Extent.FULL and (not categories or category in categories)
    ]


def told(found: str, without: str, kept: list[Decision]) -> str:
    """Return what a line says: what was found, or the words for nothing, and whether there may be more.

    Args:
        found: What the viewer sees; empty where that is nothing.
        without: What is said where there is nothing.
        kept: What is hidden of what the line rests on.
    """
    if not kept:
        return found or without
    if found:
        return _("%(found)s (u ziet niet alles)") % {"found": found}
    ask = ", ".join(dict.fromkeys(bearer(one.ask) for one in kept if one.ask))
    return _("niet voor u te zien; vraag %(ask)s") % {"ask": ask} if ask else _("niet voor u te zien")


def count(number: int, kept: list[Decision]) -> str:
    """Return a number as it may be read: no more than a lower bound where something is hidden."""
    if not kept:
        return str(number)
    return _("ten minste %(n)s") % {"n": number} if number else _("geen die u mag zien")
