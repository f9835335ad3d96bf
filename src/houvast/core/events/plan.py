# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan of approach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.envelope import SubjectId
from houvast.core.events.values import Party


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step: who does what by when."""

    bearer: Party
    what: str
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAdopted(Data):
    """Who does what by when, agreed with the organisations named."""

    steps: tuple[PlanStep, ...] = ()
    agreed_with: tuple[Party, ...] = ()
    relied_on: tuple[SubjectId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAdapted(Data):
    """The plan changed, with a reason."""

    steps: tuple[PlanStep, ...] = ()
    reason: str = ""
    relied_on: tuple[SubjectId, ...] = ()


KINDS = (
    Kind("plan.adopted", 1, PlanAdopted, Category.DIRECTION, "Plan van aanpak vastgesteld"),
    Kind("plan.adapted", 1, PlanAdapted, Category.DIRECTION, "Plan van aanpak aangepast"),
)
