# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Looking back at a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from houvast.core.events.data import Category, Data, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationPlanned(Data):
    """An evaluation is planned."""

    held_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationHeld(Data):
    """The case was evaluated."""

    lessons: str = ""


KINDS = (
    Kind("evaluation.planned", 1, EvaluationPlanned, Category.DIRECTION, "Evaluatie gepland", planned=True),
    Kind("evaluation.held", 1, EvaluationHeld, Category.DIRECTION, "Evaluatie gehouden"),
)
