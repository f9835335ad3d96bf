# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consultations; `about` names the consultation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.envelope import SubjectId
from houvast.core.events.values import ConsultationKind, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationPlanned(Data):
    """A consultation is planned."""

    consultation: ConsultationKind
    held_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTabled(Data):
    """The case is on the table of a consultation."""

    consultation: ConsultationKind
    relied_on: tuple[SubjectId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTaken(Data):
    """A decision was taken, with an owner."""

    decision: str
    owner: Party | None = None
    due_at: datetime | None = None
    relied_on: tuple[SubjectId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReleased(Data):
    """The consultation no longer follows the case."""

    consultation: ConsultationKind
    reason: str = ""


KINDS = (
    Kind("consultation.planned", 1, ConsultationPlanned, Category.PLANNED, "Overleg gepland", planned=True),
    Kind("consultation.case_tabled", 1, CaseTabled, Category.DIRECTION, "Zaak besproken in overleg"),
    Kind("consultation.decision_taken", 1, DecisionTaken, Category.DIRECTION, "Besluit in overleg"),
    Kind("consultation.case_released", 1, CaseReleased, Category.DIRECTION, "Zaak van overleg afgevoerd"),
)
