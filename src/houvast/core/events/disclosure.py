# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sharing, permitted or refused, always with a ground."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.envelope import OrganisationId
from houvast.core.events.values import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureAsked(Data):
    """An organisation asked for a category of information."""

    categories: tuple[Category, ...]
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosurePermitted(Data):
    """A category was disclosed to an organisation, on a ground."""

    to: Party
    categories: tuple[Category, ...]
    ground: str
    to_organisation: OrganisationId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureRefused(Data):
    """Disclosure was refused, with the ground and the reason."""

    to: Party
    categories: tuple[Category, ...]
    reason: str


KINDS = (
    Kind("disclosure.asked", 1, DisclosureAsked, Category.SHARING, "Gegevens gevraagd"),
    Kind("disclosure.permitted", 1, DisclosurePermitted, Category.SHARING, "Gegevens verstrekt"),
    Kind("disclosure.refused", 1, DisclosureRefused, Category.SHARING, "Verstrekking geweigerd"),
)
