# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which duty rules count when: versions in force, in the region where the victim then lived.

What a rule says is prepared here once for each card, so that it can be applied to many cases.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from houvast.core.conditions import Condition, condition_on
from houvast.core.events import BY_NAME, Category
from houvast.core.facts import FACTS
from houvast.core.lengths import Length, length
from houvast.core.residence import regions
from houvast.core.rules import About, Clock
from houvast.core.validity import FOREVER, validity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from houvast.core.card import Card
    from houvast.core.events import Data, RegionId
    from houvast.core.rules import DutyRule, Proof, Where

__all__ = ["Family", "InForce", "Needed", "Start", "families", "regions"]


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """What starts duties: events of these kinds with these values; the same one for all rules that say the same."""

    kinds: tuple[type[Data], ...]
    where: Where


@dataclass(frozen=True, slots=True, eq=False)
class Needed:
    """What meets duties: events of these kinds that fit a proof; the same one for all rules that say the same."""

    kinds: tuple[type[Data], ...]
    proof: Proof
    about_same: bool
    """Whether it has to concern what the trigger concerns."""


@dataclass(frozen=True, slots=True, eq=False)
class InForce:
    """One version of a duty rule and the half-open period in which duties that become owed are judged by it."""

    start: datetime
    end: datetime
    rule: DutyRule
    on: Start
    condition: Condition
    met_by: tuple[Needed, ...]
    lasts: Length | None
    categories: frozenset[Category]
    from_knowledge: bool
    """Whether its term runs from when it became owed."""


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """The versions of one duty rule, oldest first, and the kinds of event that start it."""

    kinds: frozenset[type[Data]]
    parts: tuple[InForce, ...]
    gaps: tuple[tuple[datetime, datetime], ...]
    """The periods between two versions in which the rule was not in force."""

    def holds(self, instant: datetime) -> bool:
        """Tell whether the rule was in force at an instant, in any version."""
        inside = self.parts[0].start <= instant < self.parts[-1].end
        return inside and not any(start <= instant < end for start, end in self.gaps)


def families(card: Card, lived: Sequence[tuple[datetime, RegionId | None]]) -> Sequence[Family]:
    """Return the duty rules, each with its versions through time and place.

    Args:
        card: The national card, with those of the regions.
        lived: Where the victim lives from when on (see :func:`houvast.core.residence.regions`).
    """
    eras: list[tuple[datetime, Card]] = []
    for start, region in lived:
        here = card.in_region(region)
        if not eras or eras[-1][1] is not here:
            eras.append((start, here))
    return _families(eras[0][1]) if len(eras) == 1 else _across(tuple(eras))


@lru_cache(maxsize=1024)
def _across(eras: tuple[tuple[datetime, Card], ...]) -> Sequence[Family]:
    """Return the rules of several cards, each as far as the victim then lived where it holds."""
    by_rule: dict[str, list[InForce]] = {}
    for index, (start, card) in enumerate(eras):
        end = eras[index + 1][0] if index + 1 < len(eras) else FOREVER
        for family in _families(card):
            by_rule.setdefault(family.parts[0].rule.id, []).extend(_clip(family, start, end))
    return [_family(parts) for parts in by_rule.values() if parts]


def _clip(family: Family, start: datetime, end: datetime) -> list[InForce]:
    parts = [replace(part, start=max(part.start, start), end=min(part.end, end)) for part in family.parts]
    return [part for part in parts if part.start < part.end]


@lru_cache(maxsize=256)
def _families(card: Card) -> Sequence[Family]:
    starts: dict[tuple[tuple[str, ...], Where], Start] = {}
    proofs: dict[Proof, Needed] = {}
    by_rule: dict[str, list[InForce]] = {}
    for rule in sorted(card.duties, key=lambda rule: rule.valid_from):
        on = starts.setdefault((rule.on, rule.where), Start(_kinds(rule.on), rule.where))
        met_by = tuple(
            proofs.setdefault(proof, Needed(_kinds(proof.kinds), proof, proof.about is About.SAME))
            for proof in rule.met_by
        )
        lasts = _lasts(rule, card)
        part = InForce(
            *validity(rule),
            rule,
            on,
            condition_on(rule.when, rule.unless),
            met_by,
            lasts,
            _categories(rule),
            rule.clock is Clock.KNOWLEDGE,
        )
        by_rule.setdefault(rule.id, []).append(part)
    return [_family(parts) for parts in by_rule.values()]


def _lasts(rule: DutyRule, card: Card) -> Length | None:
    """Return the term of a duty; what was agreed is never extended by the Act."""
    if rule.term is None:
        return None
    return length(rule.term, card.calendar, extend=rule.extend_to_working_day and rule.agreed is None)


def _categories(rule: DutyRule) -> frozenset[Category]:
    """Return the kinds of information on which duties of a rule rest: its trigger, its facts and its proofs."""
    kinds = {*rule.on, *(kind for proof in rule.met_by for kind in proof.kinds)}
    facts = {*rule.when, *rule.unless, *(name for proof in rule.met_by for name in proof.requires)}
    return frozenset({*(BY_NAME[kind].category for kind in kinds), *(FACTS[name].category for name in facts)})


def _kinds(names: Sequence[str]) -> tuple[type[Data], ...]:
    return tuple(BY_NAME[name].data for name in dict.fromkeys(names))


def _family(parts: Sequence[InForce]) -> Family:
    between = ((one.end, other.start) for one, other in pairwise(parts))
    gaps = tuple((start, end) for start, end in between if start < end)
    return Family(frozenset(kind for part in parts for kind in part.on.kinds), tuple(parts), gaps)
