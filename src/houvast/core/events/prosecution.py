# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the prosecutor decided."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.values import ProsecutionDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class ProsecutionDecided(Data):
    """Prosecuted or not, with a reason."""

    decision: ProsecutionDecision
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProsecutionTransferred(Data):
    """The case went to another part of the OM or abroad."""

    to: str = ""


KINDS = (
    Kind("prosecution.decided", 1, ProsecutionDecided, Category.PROSECUTION, "Vervolgingsbeslissing genomen"),
    Kind(
        "prosecution.transferred",
        1,
        ProsecutionTransferred,
        Category.PROSECUTION,
        "Zaak binnen het OM of naar het buitenland overgedragen",
    ),
)
