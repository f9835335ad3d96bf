# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The case itself."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.envelope import PersonId, RegionId, StreamId
from houvast.core.events.values import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(Data):
    """A case about one victim and one suspect. `region` chooses the card until the victim moves."""

    region: RegionId | None = None
    victim: PersonId | None = None
    suspect: PersonId | None = None
    relation: Relation = Relation.UNKNOWN
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMerged(Data):
    """This case goes on in another. Nothing moves; the fold follows the link until it is undone."""

    into: StreamId
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseUnmerged(Data):
    """The link to the other case is undone."""

    from_case: StreamId
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(Data):
    """A named person closed the case, with a reason."""

    reason: str
    stable_and_safe: Answer = Answer.UNKNOWN
    victim_told: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened(Data):
    """The case goes on."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSealed(Data):
    """The existence of the case is hidden: a party works in the chain, or another named reason."""

    reason: str = ""


KINDS = (
    Kind("case.opened", 1, CaseOpened, Category.CASE, "Zaak geopend"),
    Kind("case.merged", 1, CaseMerged, Category.CASE, "Zaken samengevoegd"),
    Kind("case.unmerged", 1, CaseUnmerged, Category.CASE, "Samenvoeging van zaken ongedaan gemaakt"),
    Kind("case.closed", 1, CaseClosed, Category.CASE, "Zaak gesloten"),
    Kind("case.reopened", 1, CaseReopened, Category.CASE, "Zaak heropend"),
    Kind("case.sealed", 1, CaseSealed, Category.CASE, "Zaak afgeschermd"),
)
