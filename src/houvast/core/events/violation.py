# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Violations of orders; a series is the rule. `about` names the violation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.envelope import SubjectId
from houvast.core.events.values import Channel, Party, ViolationAction, ViolationChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationReported(Data):
    """An order was broken, as somebody reports."""

    order: SubjectId | None = None
    channel: ViolationChannel = ViolationChannel.UNKNOWN
    reported_by: Party = Party.VICTIM
    found: Answer = Answer.UNKNOWN
    arrived_at: datetime | None = None
    narrative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationAssessed(Data):
    """Whether it was a violation, with a reason."""

    violation: Answer
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationActedOn(Data):
    """What was done. Continuing supervision may be a lawful answer, with a reason."""

    action: ViolationAction
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationToldToVictim(Data):
    """The victim was told what was done."""

    channel: Channel = Channel.UNKNOWN


KINDS = (
    Kind("violation.reported", 1, ViolationReported, Category.PROTECTION, "Overtreding gemeld"),
    Kind("violation.assessed", 1, ViolationAssessed, Category.PROTECTION, "Overtreding beoordeeld"),
    Kind("violation.acted_on", 1, ViolationActedOn, Category.PROTECTION, "Op overtreding gehandeld"),
    Kind("violation.told_to_victim", 1, ViolationToldToVictim, Category.CONTACT, "Overtreding teruggekoppeld"),
)
