# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hearings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from houvast.core.events.data import Category, Data, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingPlanned(Data):
    """A hearing is planned."""

    hearing_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingHeld(Data):
    """The hearing took place."""

    next_at: datetime | None = None


KINDS = (
    Kind("hearing.planned", 1, HearingPlanned, Category.PROSECUTION, "Zitting gepland", planned=True),
    Kind("hearing.held", 1, HearingHeld, Category.PROSECUTION, "Zitting gehouden"),
)
