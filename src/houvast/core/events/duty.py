# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The bearer of a duty decided otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.envelope import EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDecidedOtherwise(Data):
    """Who may decide gave a reason and a review date; the duty is then neither met nor overdue."""

    rule: str
    reason: str
    review_on: date
    trigger: EventId | None = None


KINDS = (Kind("duty.decided_otherwise", 1, DutyDecidedOtherwise, Category.DIRECTION, "Gemotiveerd afgeweken"),)
