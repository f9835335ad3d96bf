# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Protection orders (beschermingsbevelen); `about` names the order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.values import Ban, OrderKind, Party, RenewalDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderProposed(Data):
    """An order is being prepared."""

    order: OrderKind
    bans: tuple[Ban, ...] = ()
    zone_distance_m: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChecked(Data):
    """Whether a location ban can be supervised, before it is imposed.

    `zone_distance_m` runs from the home of the suspect.
    """

    feasible: Answer = Answer.UNKNOWN
    zone_distance_m: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderImposed(Data):
    """An order is in force from `starts_at` (else from when it occurred) until `ends_at` (else the end of its law).

    `electronic_monitoring` says whether an ankle band supervises it.
    """

    order: OrderKind
    bans: tuple[Ban, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    authority: Party = Party.OM
    electronic_monitoring: Answer = Answer.UNKNOWN
    zone_distance_m: int | None = None
    override_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRegistered(Data):
    """The order can be found by control room and officers."""

    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderServed(Data):
    """The order was handed to the person bound by it."""

    in_person: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalDecided(Data):
    """Whether the order is extended, replaced or ends."""

    decision: RenewalDecision
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderExtended(Data):
    """The order goes on until `ends_at`."""

    ends_at: datetime
    starts_at: datetime | None = None
    override_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLifted(Data):
    """The order ended before its term."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDeliveredIncomplete(Data):
    """The order arrived incomplete; it goes back the same day and shows as "onvolledig", not as absent."""

    missing: tuple[str, ...] = ()
    sent_back: Answer = Answer.UNKNOWN


KINDS = (
    Kind("order.proposed", 1, OrderProposed, Category.PLANNED, "Beschermingsbevel voorgesteld"),
    Kind("order.checked", 1, OrderChecked, Category.PROTECTION, "Uitvoerbaarheid getoetst"),
    Kind("order.imposed", 1, OrderImposed, Category.PROTECTION, "Beschermingsbevel opgelegd"),
    Kind("order.registered", 1, OrderRegistered, Category.PROTECTION, "Bevel in politiesystemen gezet"),
    Kind("order.served", 1, OrderServed, Category.PROTECTION, "Bevel uitgereikt"),
    Kind("order.renewal_decided", 1, RenewalDecided, Category.PROTECTION, "Besluit over verlenging"),
    Kind("order.extended", 1, OrderExtended, Category.PROTECTION, "Bevel verlengd"),
    Kind("order.lifted", 1, OrderLifted, Category.PROTECTION, "Bevel opgeheven"),
    Kind(
        "order.delivered_incomplete", 1, OrderDeliveredIncomplete, Category.PROTECTION, "Bevel onvolledig aangeleverd"
    ),
)
