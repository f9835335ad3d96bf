# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Regional cards; in the stream of a unit."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.envelope import ActorId, RegionId


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAdopted(Data):
    """A regional card was adopted, by an author and a second approver."""

    region: RegionId
    version: int
    content_sha256: str
    author: ActorId
    approver: ActorId


KINDS = (Kind("card.adopted", 1, CardAdopted, Category.CASE, "Regionale kaart vastgesteld"),)
