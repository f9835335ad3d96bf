# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Judgments."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgmentGiven(Data):
    """The court gave judgment."""

    convicted: Answer
    final: Answer = Answer.UNKNOWN
    protective_conditions: Answer = Answer.UNKNOWN
    immediately_enforceable: Answer = Answer.UNKNOWN
    outcome: str = ""


KINDS = (Kind("judgment.given", 1, JudgmentGiven, Category.PROSECUTION, "Vonnis gewezen"),)
