# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Laying a region's card over the national rules: from when until when each agreement holds, and what then holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TypeVar

from houvast.core.events.envelope import RegionId
from houvast.core.rules import DutyRule, Rule
from houvast.rules.content import Overlay

AnyRule = TypeVar("AnyRule", bound=Rule)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days on which an overlay holds: from `since`, until but not on `until`."""

    overlay: Overlay
    since: date
    until: date | None

    def meets(self, rule: Rule) -> bool:
        """Return whether there is a day on which both this and the rule hold."""
        begins_in_time = self.until is None or rule.valid_from < self.until
        return begins_in_time and (rule.valid_until is None or self.since < rule.valid_until)


def stretches(overlays: Iterable[Overlay], since: date, until: date | None) -> list[Stretch]:
    """Return when each overlay of a card holds: from its own day until that of the next over the same rule.

    Args:
        overlays: All of one card.
        since: The day on which the card was adopted; nothing agreed in it holds before.
        until: The day on which its next version was adopted.
    """
    by_rule: dict[str, list[tuple[date, Overlay]]] = {}
    for overlay in overlays:
        by_rule.setdefault(overlay.rule_id, []).append((overlay.valid_from or since, overlay))
    found: list[Stretch] = []
    for starts in by_rule.values():
        starts.sort(key=lambda start: start[0])
        ends = [*(start for start, _ in starts[1:]), until]
        for (start, overlay), end in zip(starts, ends, strict=True):
            begin, last = max(start, since), _earlier(end, until)
            if last is None or begin < last:
                found.append(Stretch(overlay, begin, last))
    return found


def lay_over(rules: Iterable[Rule], laid: Sequence[Stretch], region: RegionId) -> Iterator[Rule]:
    """Yield the national rules as they hold in a region: cut where an agreement begins or ends.

    Args:
        rules: All versions of the national rules.
        laid: What the region agreed, no two at a time over one rule.
        region: Whose agreements these are.
    """
    by_rule: dict[str, list[Stretch]] = {}
    for stretch in laid:
        by_rule.setdefault(stretch.overlay.rule_id, []).append(stretch)
    for rule in rules:
        yield from _cut(rule, by_rule.get(rule.id, ()), region)


def _cut(rule: Rule, laid: Sequence[Stretch], region: RegionId) -> Iterator[Rule]:
    day: date | None = rule.valid_from
    for stretch in sorted(laid, key=lambda each: each.since):
        if day is None or not stretch.meets(rule):
            continue
        begin = max(stretch.since, rule.valid_from)
        if day < begin:
            yield replace(rule, valid_from=day, valid_until=begin)
        end = _earlier(stretch.until, rule.valid_until)
        yield _changed(replace(rule, valid_from=begin, valid_until=end, region=region), stretch.overlay)
        day = end
    if day is not None and (rule.valid_until is None or day < rule.valid_until):
        yield replace(rule, valid_from=day)


def _changed(rule: Rule, overlay: Overlay) -> Rule:
    note = " ".join(part for part in (rule.note, overlay.note) if part)
    if isinstance(rule, DutyRule) and overlay.agreed:
        return replace(rule, agreed=overlay.agreed, note=note)
    return replace(rule, note=note)


def clipped(rules: Iterable[Rule], since: date, until: date | None) -> Iterator[Rule]:
    """Yield a region's own rules as far as they hold while one version of its card does."""
    for rule in rules:
        begin, end = max(rule.valid_from, since), _earlier(rule.valid_until, until)
        if end is None or begin < end:
            yield replace(rule, valid_from=begin, valid_until=end)


def joined(rules: Iterable[AnyRule]) -> tuple[AnyRule, ...]:
    """Return the rules with stretches that follow on each other and say the same made one."""
    by_id: dict[str, list[AnyRule]] = {}
    for rule in rules:
        by_id.setdefault(rule.id, []).append(rule)
    chains = (sorted(found, key=lambda each: each.valid_from) for found in by_id.values())
    return tuple(whole for chain in chains for whole in _merged(chain))


def _merged(pieces: Sequence[AnyRule]) -> list[AnyRule]:
    merged = [pieces[0]]
    for _, piece in pairwise(pieces):
        last = merged[-1]
        if last.valid_until == piece.valid_from and replace(last, valid_until=piece.valid_until) == replace(
            piece, valid_from=last.valid_from
        ):
            merged[-1] = replace(last, valid_until=piece.valid_until)
        else:
            merged.append(piece)
    return merged


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)
