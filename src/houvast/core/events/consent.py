# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Consent of the victim or the suspect."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.envelope import PersonId
from houvast.core.events.values import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven(Data):
    """A person consents to sharing categories with an organisation."""

    person: PersonId
    to: Party
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn(Data):
    """The consent is withdrawn."""

    person: PersonId
    to: Party


KINDS = (
    Kind("consent.given", 1, ConsentGiven, Category.SHARING, "Toestemming gegeven"),
    Kind("consent.withdrawn", 1, ConsentWithdrawn, Category.SHARING, "Toestemming ingetrokken"),
)
