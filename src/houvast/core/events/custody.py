# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Held, leave, suspended, free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.values import CustodyBasis, ReleaseForm


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyStarted(Data):
    """The suspect or convicted person is held."""

    basis: CustodyBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseConsidered(Data):
    """Somebody decides on release; the victim's need for protection is asked before `decision_at`."""

    form: ReleaseForm
    decision_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePlanned(Data):
    """The person comes free at `release_at`."""

    form: ReleaseForm
    release_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodySuspended(Data):
    """Remand was suspended, on conditions."""

    conditions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyEnded(Data):
    """The person is free."""

    form: ReleaseForm = ReleaseForm.RELEASE


KINDS = (
    Kind("custody.started", 1, CustodyStarted, Category.PROSECUTION, "Vastgezet"),
    Kind(
        "custody.release_considered", 1, ReleaseConsidered, Category.PROSECUTION, "Vrijlating overwogen", planned=True
    ),
    Kind("custody.release_planned", 1, ReleasePlanned, Category.PROSECUTION, "Vrijlating gepland", planned=True),
    Kind("custody.suspended", 1, CustodySuspended, Category.PROSECUTION, "Voorlopige hechtenis geschorst"),
    Kind("custody.ended", 1, CustodyEnded, Category.PROSECUTION, "Vrijgekomen"),
)
