# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The worry line of victim support."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.values import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class WorryRaised(Data):
    """A serious worry about safety, put to a named contact at another organisation."""

    to: Party = Party.POLICE
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorryAnswered(Data):
    """The worry (`about`) was answered."""

    text: str = ""


KINDS = (
    Kind("worry.raised", 1, WorryRaised, Category.DIRECTION, "Zorg gemeld"),
    Kind("worry.answered", 1, WorryAnswered, Category.DIRECTION, "Zorg beantwoord"),
)
