# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every name, street, place and number of the demonstration, put together from our own lists. None is anybody's.

Surnames are joined from two halves, places do not exist, no telephone number begins with 060, no postcode with 0, and
mail to `.invalid` goes nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random

FILE = Path(__file__).parent / "names.txt"


def chance_of(*parts: object) -> Random:
    """Return chance that is the same for the same parts: made-up people need a seed, not secrecy."""
    return Random(" ".join(map(str, parts)))  # noqa: S311 - as it says


@cache
def lists() -> Mapping[str, Sequence[str]]:
    """Return the lists by what they hold: women, men, halves of surnames, streets, and places by region."""
    found: dict[str, list[str]] = {}
    for line in FILE.read_text("utf-8").splitlines():
        name, colon, words = line.partition(": ")
        if colon and not line.startswith("#"):
            found.setdefault(name, []).extend(words.split())
    return found


def given_name(chance: Random, *, woman: bool) -> str:
    """Return a first name."""
    return chance.choice(lists()["women" if woman else "men"])


def family_name(chance: Random) -> str:
    """Return a surname that is put together.

    >>> family_name(Random(1)) == family_name(Random(1))
    True
    """
    return chance.choice(lists()["first-halves"]) + chance.choice(lists()["second-halves"])


def is_ours(given: str, family: str) -> bool:
    """Tell whether a name is put together from our lists.

    >>> is_ours("Aafje", "Turfdam"), is_ours("Aafje", "Nobody")
    (True, False)
    """
    halves = ((first, family.removeprefix(first)) for first in lists()["first-halves"] if family.startswith(first))
    known = any(second in lists()["second-halves"] for _, second in halves)
    return known and given in (*lists()["women"], *lists()["men"])


def address(chance: Random, region: str) -> str:
    """Return a street, number, postcode and place of which none exists."""
    letters = "".join(chance.choice("ABCDEFGHJKLMNPRSTVWXZ") for _ in range(2))
    street, place = chance.choice(lists()["streets"]), chance.choice(lists()[f"places-{region}"])
    return f"{street} {chance.randrange(1, 180)}, 0{chance.randrange(100, 1000)} {letters} {place}"


def phone(chance: Random) -> str:
    """Return a mobile number that nobody can have."""
    return f"060{chance.randrange(10**7):07d}"


def office_phone(chance: Random) -> str:
    """Return a central call-back number that does not exist."""
    return f"0000 {chance.randrange(10**6):06d}"


def mail(given: str, family: str) -> str:
    """Return an address that leads nowhere.

    >>> mail("Kübra", "Rietakker")
    'kubra.rietakker@post.invalid'
    """
    plain = f"{given}.{family}".lower().translate(str.maketrans("üëéï", "ueei"))
    return f"{plain}@post.invalid"
