# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The answer to "is anything changed since the last SASH?"."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.values import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class CircumstancesChanged(Data):
    """Something changed that may change the risk."""

    changes: tuple[Change, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CircumstancesUnchanged(Data):
    """Somebody looked and found nothing changed, with a reason."""

    reason: str = ""


KINDS = (
    Kind("circumstances.changed", 1, CircumstancesChanged, Category.RISK, "Omstandigheden veranderd"),
    Kind("circumstances.unchanged", 1, CircumstancesUnchanged, Category.RISK, "Omstandigheden niet veranderd"),
)
