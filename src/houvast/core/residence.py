# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the victim lives, which decides whose agreements a case is judged by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houvast.core.events.case import CaseOpened
from houvast.core.events.envelope import UNBOUNDED
from houvast.core.events.person import PersonAdded, PersonMoved
from houvast.core.events.values import PersonRole
from houvast.core.story import fold

if TYPE_CHECKING:
    from datetime import datetime

    from houvast.core.events import PersonId, RegionId
    from houvast.core.story import Story, Version

    Lives = tuple[RegionId | None, frozenset[PersonId]]
    """A region, and who is known to be a victim."""


def regions(story: Story) -> list[tuple[datetime, RegionId | None]]:
    """Return where the victim lives from when on, as known here."""
    nowhere: Lives = (None, frozenset())
    told = fold(story.of(CaseOpened, PersonAdded, PersonMoved), nowhere, _lives)
    steps: list[tuple[datetime, RegionId | None]] = [(UNBOUNDED, None)]
    for since, (region, _) in told:
        if since == steps[-1][0] or since <= story.events[0].recorded:
            steps[-1] = steps[-1][0], region
        elif region != steps[-1][1]:
            steps.append((since, region))
    return steps


def _lives(lives: Lives, version: Version[CaseOpened | PersonAdded | PersonMoved]) -> Lives:
    region, victims = lives
    data = version.data
    if isinstance(data, CaseOpened):
        return data.region or region, victims if data.victim is None else victims | {data.victim}
    if isinstance(data, PersonAdded):
        return region, victims | {data.person} if data.role is PersonRole.VICTIM else victims
    return data.region if data.person in victims or not victims else region, victims
