# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The AWARE alarm button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class AwareIssued(Data):
    """The victim got the button."""

    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwareTested(Data):
    """The button was tested."""

    worked: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class AwarePressed(Data):
    """The victim pressed the button. Gone on arrival is still a violation."""

    arrived_at: datetime | None = None
    found: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class AwareReturned(Data):
    """The button came back."""

    reason: str = ""


KINDS = (
    Kind("aware.issued", 1, AwareIssued, Category.PROTECTION, "AWARE uitgereikt"),
    Kind("aware.tested", 1, AwareTested, Category.PROTECTION, "AWARE getest"),
    Kind("aware.pressed", 1, AwarePressed, Category.PROTECTION, "AWARE ingedrukt"),
    Kind("aware.returned", 1, AwareReturned, Category.PROTECTION, "AWARE ingeleverd"),
)
