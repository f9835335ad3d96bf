# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The steps of Veilig Thuis."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.values import MonitoringMoment, TriageDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class VeiligThuisReported(Data):
    """A report was sent to Veilig Thuis, with its reference; it is not made twice."""

    acute: Answer = Answer.UNKNOWN
    risk_attached: Answer = Answer.UNKNOWN
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VeiligThuisTriaged(Data):
    """Veilig Thuis judged the safety and decided."""

    decision: TriageDecision
    acute: Answer = Answer.UNKNOWN
    safety_acted_on: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class VeiligThuisInvestigated(Data):
    """The investigation is finished."""

    stable_and_safe: Answer = Answer.UNKNOWN
    conclusion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VeiligThuisTransferred(Data):
    """Veilig Thuis transferred the case and keeps looking."""

    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VeiligThuisMonitored(Data):
    """Veilig Thuis looked, 3, 12 or 18 months after the transfer."""

    moment: MonitoringMoment
    stable_and_safe: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class VeiligThuisClosed(Data):
    """Veilig Thuis closed by its own law; without "stabiel en veilig" only with a reason."""

    stable_and_safe: Answer = Answer.UNKNOWN
    partners_warned: Answer = Answer.UNKNOWN
    reason: str = ""


KINDS = (
    Kind("veilig_thuis.reported", 1, VeiligThuisReported, Category.CARE, "Veilig Thuis-melding gedaan"),
    Kind("veilig_thuis.triaged", 1, VeiligThuisTriaged, Category.CARE, "Veiligheidsbeoordeling gedaan"),
    Kind("veilig_thuis.investigated", 1, VeiligThuisInvestigated, Category.CARE, "Onderzoek afgerond"),
    Kind("veilig_thuis.transferred", 1, VeiligThuisTransferred, Category.CARE, "Overgedragen door Veilig Thuis"),
    Kind("veilig_thuis.monitored", 1, VeiligThuisMonitored, Category.CARE, "Gemonitord door Veilig Thuis"),
    Kind("veilig_thuis.closed", 1, VeiligThuisClosed, Category.CARE, "Gesloten bij Veilig Thuis"),
)
