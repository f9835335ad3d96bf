# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ankle band and victim device; `about` names the device."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.values import AlertCause, PersonRole


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringFitted(Data):
    """A device was fitted or handed out."""

    device: str = ""
    worn_by: PersonRole = PersonRole.SUSPECT


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringAlerted(Data):
    """A device gave an alert (`about` names the alert)."""

    cause: AlertCause
    device: str = ""
    distance_m: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringAcknowledged(Data):
    """The control room took the alert (`about`) and did something."""

    wearer_called: Answer = Answer.UNKNOWN
    victim_called: Answer = Answer.UNKNOWN
    police_called: Answer = Answer.UNKNOWN
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionLost(Data):
    """A device no longer protects: no signal, empty, handed back, supplier fault."""

    device: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionRestored(Data):
    """The device protects again."""

    device: str = ""


KINDS = (
    Kind("monitoring.fitted", 1, MonitoringFitted, Category.SUPERVISION, "Enkelband of slachtofferdevice aangesloten"),
    Kind("monitoring.alerted", 1, MonitoringAlerted, Category.SUPERVISION, "Signaal van apparaat"),
    Kind("monitoring.acknowledged", 1, MonitoringAcknowledged, Category.SUPERVISION, "Signaal opgevolgd"),
    Kind("monitoring.protection_lost", 1, ProtectionLost, Category.SUPERVISION, "Bescherming weggevallen"),
    Kind("monitoring.restored", 1, ProtectionRestored, Category.SUPERVISION, "Bescherming hersteld"),
)
