# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Corrections and withdrawals: a new event names the old one, and what was known before stays known."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.envelope import EventId, Occurred


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCorrected(Data):
    """One event was wrong: from now on `replacement` holds instead, with another date where `occurred_then` is given.

    The terms that the old event started keep running from their first day.
    """

    event: EventId
    replacement: Data
    occurred_then: Occurred | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWithdrawn(Data):
    """One event should not have been entered: from now on it does not count, with a reason."""

    event: EventId
    reason: str


KINDS = (
    Kind("event.corrected", 1, EventCorrected, Category.CASE, "Verbetering"),
    Kind("event.withdrawn", 1, EventWithdrawn, Category.CASE, "Ingetrokken registratie"),
)
