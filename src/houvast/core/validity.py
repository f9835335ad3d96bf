# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""From which instant until which instant a version of a rule holds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from houvast.core.events.envelope import UNBOUNDED
from houvast.core.terms import day_bounds

if TYPE_CHECKING:
    from houvast.core.card import Card
    from houvast.core.rules import Rule

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)


def validity(rule: Rule) -> tuple[datetime, datetime]:
    """Return the half-open period in which a version of a rule holds."""
    start = UNBOUNDED if rule.valid_from == date.min else day_bounds(rule.valid_from)[0]
    return start, FOREVER if rule.valid_until is None else day_bounds(rule.valid_until)[0]


def held(rule: Rule) -> tuple[datetime, datetime | None]:
    """Return the period in which a version of a rule holds, without end where it has no last day."""
    start, end = validity(rule)
    return start, None if end == FOREVER else end


@lru_cache(maxsize=256)
def turns(card: Card) -> tuple[datetime, ...]:
    """Return the instants at which a rule of a card begins or ceases to hold, oldest first."""
    return tuple(sorted({instant for rule in card.rules for instant in validity(rule)} - {UNBOUNDED, FOREVER}))
