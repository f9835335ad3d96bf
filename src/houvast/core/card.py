# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A card: every rule that holds in one region, in all its versions, indexed for those who apply them.

`houvast.rules` reads and checks rules and hands them over in cards; the core never sees a file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from houvast.core.errors import UnknownRuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from houvast.core.calendar import Calendar
    from houvast.core.events import RegionId
    from houvast.core.rules import (
        DutyRule,
        LimitRule,
        RetentionRule,
        Rule,
        SharingRule,
        SignalRule,
        StandingRule,
        TermRule,
    )

AnyRule = TypeVar("AnyRule", bound="Rule")
Subjected = TypeVar("Subjected", "TermRule", "LimitRule")


@dataclass(frozen=True, eq=False, kw_only=True)
class Card:
    """The rules of one region, or the national ones where `region` is None.

    Args:
        region: The region whose agreements are laid over the national rules.
        calendar: The holidays by which its terms are counted.
        duties: All versions of all duties; so for the other types.
        elsewhere: The cards of other regions, for a victim who moves.
    """

    region: RegionId | None
    calendar: Calendar
    duties: tuple[DutyRule, ...] = ()
    signals: tuple[SignalRule, ...] = ()
    terms: tuple[TermRule, ...] = ()
    limits: tuple[LimitRule, ...] = ()
    standing: tuple[StandingRule, ...] = ()
    retention: tuple[RetentionRule, ...] = ()
    sharing: tuple[SharingRule, ...] = ()
    elsewhere: Mapping[RegionId, Card] = field(default_factory=dict)

    def in_region(self, region: RegionId | None) -> Card:
        """Return the card of the region where the victim lives; this card where that region has none."""
        return self if region is None or region == self.region else self.elsewhere.get(region, self)

    def term(self, subject: str, on: date) -> TermRule | None:
        """Return how long something lasts by the rule in force on a day; None where no rule says so."""
        return in_force(self.terms_by_subject.get(subject, ()), on)

    def limit(self, subject: str, on: date) -> LimitRule | None:
        """Return what may not be passed by the rule in force on a day; None where no rule says so."""
        return in_force(self.limits_by_subject.get(subject, ()), on)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every version of every rule, type by type."""
        return (
            *self.duties,
            *self.signals,
            *self.terms,
            *self.limits,
            *self.standing,
            *self.retention,
            *self.sharing,
        )

    @cached_property
    def duties_on(self) -> Mapping[str, tuple[DutyRule, ...]]:
        """The duties, all versions, that a kind of event starts; by the kind's name without its version."""
        return _grouped((kind, rule) for rule in self.duties for kind in dict.fromkeys(rule.on))

    @cached_property
    def terms_by_subject(self) -> Mapping[str, tuple[TermRule, ...]]:
        """How long something lasts, all versions, oldest first; by subject, such as `order.gedragsaanwijzing`."""
        return _by_subject(self.terms)

    @cached_property
    def limits_by_subject(self) -> Mapping[str, tuple[LimitRule, ...]]:
        """What may not be passed, all versions, oldest first; by subject."""
        return _by_subject(self.limits)

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 (hex) of all that the card says: equal for equal rules, on any machine, in any order of files."""
        content = sorted(_canonical(rule) for rule in self.rules)
        holidays = sorted(day.isoformat() for day in self.calendar.holidays)
        known = (self.calendar.first_on.isoformat(), self.calendar.until_on.isoformat())
        others = {region: card.fingerprint for region, card in self.elsewhere.items()}
        whole = json.dumps([self.region, known, holidays, content, others], ensure_ascii=False, sort_keys=True)
        return sha256(whole.encode()).hexdigest()

    @cached_property
    def _versions(self) -> Mapping[str, tuple[Rule, ...]]:
        grouped = _grouped((rule.id, rule) for rule in self.rules)
        return {rule_id: tuple(sorted(found, key=attrgetter("valid_from"))) for rule_id, found in grouped.items()}

    def versions(self, rule_id: str) -> tuple[Rule, ...]:
        """Return every version of a rule, the oldest first. A regional agreement is a stretch of its own.

        Raises:
            UnknownRuleError: No rule of this card has that id.
        """
        found = self._versions.get(rule_id)
        if found is None:
            raise UnknownRuleError(
                f"There is no rule {rule_id[:80]!r} on this card, so nothing can be said about it. "
                "See `houvast rules show` for the rules that there are."
            )
        return found

    def rule(self, rule_id: str, on: date) -> Rule | None:
        """Return the version of a rule that holds on a day; None before its first day and after its last.

        Raises:
            UnknownRuleError: No rule of this card has that id.
        """
        return in_force(self.versions(rule_id), on)

    def as_if_always(self, on: date | None = None) -> Card:
        """Return the card on which one version of each rule holds for all time, to judge old facts by it.

        Args:
            on: The day whose rules are meant; without it the latest version of each rule.
        """

        def chosen(rules: tuple[AnyRule, ...]) -> tuple[AnyRule, ...]:
            by_id = sorted(rules, key=attrgetter("id", "valid_from"))
            versions = (tuple(found) for _, found in groupby(by_id, key=attrgetter("id")))
            picked = (found[-1] if on is None else in_force(found, on) for found in versions)
            return tuple(replace(rule, valid_from=date.min, valid_until=None) for rule in picked if rule)

        return Card(
            region=self.region,
            calendar=self.calendar,
            duties=chosen(self.duties),
            signals=chosen(self.signals),
            terms=chosen(self.terms),
            limits=chosen(self.limits),
            standing=chosen(self.standing),
            retention=chosen(self.retention),
            sharing=chosen(self.sharing),
            elsewhere={region: card.as_if_always(on) for region, card in self.elsewhere.items()},
        )


def holds(rule: Rule, on: date) -> bool:
    """Return whether a version of a rule is in force on a day; `valid_until` is its first day outside."""
    return rule.valid_from <= on and (rule.valid_until is None or on < rule.valid_until)


def in_force(versions: Iterable[AnyRule], on: date) -> AnyRule | None:
    """Return the version, of those of one rule, that is in force on a day."""
    return next((rule for rule in versions if holds(rule, on)), None)


K = TypeVar("K")
V = TypeVar("V")


def _grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _by_subject(rules: tuple[Subjected, ...]) -> Mapping[str, tuple[Subjected, ...]]:
    return _grouped((rule.subject, rule) for rule in sorted(rules, key=attrgetter("valid_from", "id")))


def _canonical(value: object) -> str:
    """Return a value of a rule as text in which nothing depends on the order of a set or on the version of Python."""
    if is_dataclass(value) and not isinstance(value, type):
        inside: Iterator[str] = (f"{one.name}={_canonical(getattr(value, one.name))}" for one in fields(value))
        return f"{type(value).__name__}({','.join(inside)})"
    if isinstance(value, frozenset):
        return f"{{{','.join(sorted(_canonical(item) for item in value))}}}"
    if isinstance(value, tuple):
        return f"[{','.join(_canonical(item) for item in value)}]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return json.dumps(value)
