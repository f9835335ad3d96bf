# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Veiligheidsvoorwaarden."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.events.data import Category, Data, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyConditionsSet(Data):
    """What must happen for direct safety."""

    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyConditionsChanged(Data):
    """The conditions changed, with a reason."""

    conditions: tuple[str, ...] = ()
    reason: str = ""


KINDS = (
    Kind("safety_conditions.set", 1, SafetyConditionsSet, Category.CARE, "Veiligheidsvoorwaarden gesteld"),
    Kind("safety_conditions.changed", 1, SafetyConditionsChanged, Category.CARE, "Veiligheidsvoorwaarden gewijzigd"),
)
