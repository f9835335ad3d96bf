# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who plays in a scenario: its persons by opaque id, with the record that names them, and the words that fit them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from houvast.core.events import PersonId
from houvast.demo import names
from houvast.demo.staff import opaque

ONE_IN = 8
"""How many cases there are to one in which the victim is a man."""

PRONOUNS = Path(__file__).parent / "pronouns.csv"
"""How texts speak of a victim who is a woman or a man, and of a suspect of the other sex."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a case. The name, the day of birth and the address stand in the sealed record of the person only."""

    id: PersonId
    given_name: str
    family_name: str
    woman: bool
    born_on: date
    address: str
    phone: str
    mail: str


@dataclass(frozen=True, slots=True)
class Cast:
    """The persons of one case by their part in it (`victim`, `suspect`, `child`, …)."""

    label: str
    persons: Mapping[str, Person]

    @property
    def words(self) -> Mapping[str, str]:
        """What the pronouns in the texts of the scenario stand for."""
        return pronouns(woman=self.persons["victim"].woman)


@cache
def pronouns(*, woman: bool) -> Mapping[str, str]:
    """Return the words by which texts speak of a victim, and of the suspect."""
    with PRONOUNS.open(encoding="utf-8", newline="") as lines:
        return {row["word"]: row["woman" if woman else "man"] for row in csv.DictReader(lines)}


PARTS = {
    "victim": (22, 58),
    "suspect": (22, 60),
    "child": (3, 16),
    "new_partner": (24, 55),
    "family": (40, 75),
    "witness": (25, 70),
}
"""The parts that there are, and between which ages (in years) their players are."""


def cast(label: str, heading: Mapping[str, str], *, region: str, seed: int, today: date) -> Cast:
    """Return the persons of a case.

    Args:
        label: The case.
        heading: What the scenario says of itself; `victim: suspect of other-case` gives a part to a person of another.
        region: Where the victim lives.
        seed: Chooses names, ages and addresses.
        today: From which ages are counted.
    """
    woman = heading.get("couple") == "fixed" or names.chance_of(seed, "couple", label).randrange(ONE_IN) > 0
    women = {"victim": woman, "suspect": not woman, "new_partner": not woman}
    persons = {}
    for part in PARTS:
        player, _, case = heading.get(part, f"{part} of {label}").partition(" of ")
        persons[part] = _person(case, player, region=region, seed=seed, today=today, woman=women.get(player))
    return Cast(label, persons)


def _person(case: str, part: str, *, region: str, seed: int, today: date, woman: bool | None) -> Person:
    chance = names.chance_of(seed, "person", case, part)
    is_woman = chance.random() < 1 / 2 if woman is None else woman
    given, family = names.given_name(chance, woman=is_woman), names.family_name(chance)
    youngest, oldest = PARTS[part]
    age_days = chance.randrange(youngest * 365, oldest * 365)
    return Person(
        id=PersonId(opaque("p", seed, case, part)),
        given_name=given,
        family_name=family,
        woman=is_woman,
        born_on=date(today.year, 1, 1) - timedelta(days=age_days),
        address=names.address(chance, region),
        phone=names.phone(chance),
        mail=names.mail(given, family),
    )
