# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Persons in a case, by opaque id; names and addresses live in the person's own sealed record."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.envelope import PersonId, RegionId
from houvast.core.events.values import PersonRole, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded(Data):
    """A person takes part in the case, in a role. `secret_address` protects everything that gives a place away."""

    person: PersonId
    role: PersonRole
    relation: Relation = Relation.UNKNOWN
    secret_address: Answer = Answer.UNKNOWN
    minor: Answer = Answer.UNKNOWN
    interpreter: Answer = Answer.UNKNOWN
    reading_support: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRoleChanged(Data):
    """A person's role changed, e.g. from suspect to convicted person."""

    person: PersonId
    role: PersonRole


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCorrected(Data):
    """A new version of the person's sealed record exists; `record_sha256` anchors it in the chain."""

    person: PersonId
    record_version: int
    record_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMoved(Data):
    """A person lives in another region. The case is judged by the card of the region where the victim then lives."""

    person: PersonId
    region: RegionId


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMerged(Data):
    """Two records are held to be one person, from now until the link is undone."""

    person: PersonId
    into: PersonId
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonUnmerged(Data):
    """The link between two records is undone."""

    person: PersonId
    from_person: PersonId
    reason: str = ""


KINDS = (
    Kind("person.added", 1, PersonAdded, Category.PERSON, "Persoon toegevoegd"),
    Kind("person.role_changed", 1, PersonRoleChanged, Category.PERSON, "Rol van persoon gewijzigd"),
    Kind("person.corrected", 1, PersonCorrected, Category.PERSON, "Persoonsgegevens verbeterd"),
    Kind("person.moved", 1, PersonMoved, Category.LOCATION, "Verhuisd"),
    Kind("person.merged", 1, PersonMerged, Category.PERSON, "Personen samengevoegd"),
    Kind("person.unmerged", 1, PersonUnmerged, Category.PERSON, "Samenvoeging van personen ongedaan gemaakt"),
)
