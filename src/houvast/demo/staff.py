# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The organisations, units and people of the synthetic region: two tables, and names by seed.

`organisations.csv` lists what there is; `staff.csv` lists posts, each of which is filled in every unit that it names.
Actors are known by opaque ids; names stand only with the persons of `houvast.people`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

from houvast.core.events import ActorId, OrganisationId, RegionId
from houvast.core.events.values import Party, Role
from houvast.demo import names

HERE = Path(__file__).parent
REGIONS = (RegionId("veenrand"), RegionId("duinstreek"))


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation or a part of one (`level`). `region` is `nl` where it serves all, empty where it serves none."""

    id: str
    parent: str
    party: Party
    level: str
    name: str
    region: str
    directors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who works in the chain: one post in one unit. `key` is how scenarios call the post.

    `absent` is empty for who is at work; else the post that stands in, or `nobody`.
    """

    id: ActorId
    key: str
    given_name: str
    family_name: str
    role: Role
    function: str
    organisation: OrganisationId
    unit: str
    region: str
    trained: tuple[str, ...] = ()
    absent: str = ""

    @property
    def name(self) -> str:
        """The name as colleagues write it."""
        return f"{self.given_name} {self.family_name}"


@cache
def units() -> Mapping[str, Unit]:
    """Return every organisation and unit by its id."""
    rows = _rows("organisations.csv")
    found = [Unit(**{**row, "party": Party(row["party"]), "directors": int(row["directors"] or 0)}) for row in rows]  # type: ignore[arg-type]  # the columns are its fields
    return {unit.id: unit for unit in found}


def organisation_of(unit: Unit) -> Unit:
    """Return the organisation that a unit is a part of: the controller of what its people write."""
    return unit if unit.level == "organisation" else organisation_of(units()[unit.parent])


@cache
def staff(seed: int) -> tuple[Member, ...]:
    """Return everybody who works in the region; the same people for the same seed."""
    return tuple(
        _member(seed, row, unit)
        for row in _rows("staff.csv")
        for unit in units().values()
        if unit.level == row["level"]
        and unit.party == row["party"]
        and int(row["place"] or 1) <= max(unit.directors, 1)
        and (not row["unit"] or unit.id == row["unit"])
    )


def _member(seed: int, row: Mapping[str, str], unit: Unit) -> Member:
    chance = names.chance_of(seed, row["key"], unit.id)
    return Member(
        id=ActorId(opaque("a", seed, row["key"], unit.id)),
        key=row["key"],
        given_name=names.given_name(chance, woman=chance.random() < 1 / 2),
        family_name=names.family_name(chance),
        role=Role(row["role"]),
        function=row["function"],
        organisation=OrganisationId(organisation_of(unit).id),
        unit=unit.id,
        region=unit.region,
        trained=tuple(filter(None, row["trained"].split(";"))),
        absent=row["absent"],
    )


def opaque(prefix: str, *parts: object) -> str:
    """Return an id that says nothing, the same for the same parts.

    >>> opaque("a", 2026, "police.intake", "police.veenrand.turfwijk")
    'a-dc814670'
    """
    return f"{prefix}-{blake2b(' '.join(map(str, parts)).encode(), digest_size=4).hexdigest()}"


def post(key: str, *, team: str, region: str, seed: int) -> Member:
    """Return who fills a post for a case of a team: in that team, else in its region, else anywhere.

    Raises:
        LookupError: Nobody has that post there.
    """
    for member in _posts(seed)[key]:
        if member.unit == team or (units()[member.unit].level != "team" and member.region in ("", "nl", region)):
            return member
    raise LookupError(f"Nobody is {key} for {team}.")


@cache
def _posts(seed: int) -> Mapping[str, Sequence[Member]]:
    found: dict[str, list[Member]] = {}
    for member in staff(seed):
        found.setdefault(member.key, []).append(member)
    return found


def _rows(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
