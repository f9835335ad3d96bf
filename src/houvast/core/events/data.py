# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every kind of event shares: its data are typed, and it says what it is in one table row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CriminalFile(StrEnum):
    """Whether an event belongs to the criminal file, which the suspect's lawyer may read."""

    PART = "part"
    NOT = "not"
    UNDECIDED = "undecided"


class Category(StrEnum):
    """What kind of information an event holds, for who may see it. It follows from the kind, never from the author."""

    CASE = "case"
    PERSON = "person"
    LOCATION = "location"
    REPORT = "report"
    RECOGNITION = "recognition"
    RISK = "risk"
    DIRECTION = "direction"
    CONTACT = "contact"
    PROTECTION = "protection"
    PLANNED = "planned"
    PROSECUTION = "prosecution"
    SUPERVISION = "supervision"
    CARE = "care"
    SHARING = "sharing"
    LOGBOOK = "logbook"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """The data of an event. Each kind has its own subclass."""

    criminal_file: CriminalFile = CriminalFile.UNDECIDED


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event: its wire name, the type of its data, and how it is shared.

    `planned` marks a kind that speaks of something that still has to happen. `dutch` is what users read.
    """

    name: str
    version: int
    data: type[Data]
    category: Category
    dutch: str
    planned: bool = False

    @property
    def wire(self) -> str:
        """The stable name with its version, e.g. `order.imposed.v1`."""
        return f"{self.name}.v{self.version}"
