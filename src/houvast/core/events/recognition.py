# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""From separate registrations to one pattern."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.envelope import StreamId


@dataclass(frozen=True, slots=True, kw_only=True)
class StalkingSuspected(Data):
    """The nightly run found a pattern; a reader has to look at it."""

    registrations: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    score: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedByPartner(Data):
    """A partner says that this is stalking; the police owe an answer."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StalkingConfirmed(Data):
    """A named person decided that this is stalking."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StalkingRejected(Data):
    """A named person decided that this is not stalking, with a reason."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLinked(Data):
    """Another case concerns the same suspect. Only the link enters this case, never the content."""

    other_case: StreamId
    earlier_victim: Answer = Answer.UNKNOWN


KINDS = (
    Kind("recognition.suspected", 1, StalkingSuspected, Category.RECOGNITION, "Mogelijke stalking gevonden"),
    Kind(
        "recognition.marked_by_partner",
        1,
        MarkedByPartner,
        Category.RECOGNITION,
        "Door partner als stalking aangemerkt",
    ),
    Kind("recognition.confirmed", 1, StalkingConfirmed, Category.RECOGNITION, "Stalking herkend"),
    Kind("recognition.rejected", 1, StalkingRejected, Category.RECOGNITION, "Geen stalking"),
    Kind("recognition.linked", 1, CaseLinked, Category.RECOGNITION, "Zaak van dezelfde persoon gekoppeld"),
)
