# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Risk instruments: asked, completed, reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.values import Instrument, InstrumentStatus, Level, Party, RedFlag


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """One answer to one item of an instrument, by its opaque code; the text of the item is never here."""

    code: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentAsked(Data):
    """Somebody asked for an assessment."""

    instrument: Instrument
    of: Party = Party.POLICE


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentCompleted(Data):
    """An assessor stated a level, with a reason. `assessor_trained` is looked up then, and stays as it was."""

    instrument: Instrument
    level: Level
    assessor_trained: Answer = Answer.UNKNOWN
    trained_co_signer: Answer = Answer.UNKNOWN
    red_flags: tuple[RedFlag, ...] = ()
    instrument_status: InstrumentStatus = InstrumentStatus.IN_USE
    instrument_version: str = ""
    items: tuple[ItemAnswer, ...] = ()
    valid_until: datetime | None = None
    reference: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentReviewed(Data):
    """A second reader confirmed, raised or lowered the level of one assessment (`about`). Both levels are kept."""

    level: Level
    second_person: Answer = Answer.UNKNOWN
    blind: Answer = Answer.UNKNOWN
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentSuspended(Data):
    """The owner or a supervisor suspended an instrument; earlier outcomes stay visible and are marked."""

    instrument: Instrument
    reason: str = ""


KINDS = (
    Kind("assessment.asked", 1, AssessmentAsked, Category.RISK, "Risico-inschatting gevraagd"),
    Kind("assessment.completed", 2, AssessmentCompleted, Category.RISK, "Risico-inschatting gedaan"),
    Kind("assessment.reviewed", 1, AssessmentReviewed, Category.RISK, "Risico-inschatting nagelezen"),
    Kind("assessment.suspended", 1, InstrumentSuspended, Category.RISK, "Instrument opgeschort"),
)
