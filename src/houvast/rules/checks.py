# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can only be seen over all files together: ids, versions that join up, named signals, overlays that fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from houvast.core.calendar import Calendar
from houvast.core.rules import DutyRule
from houvast.rules.content import Content, Found
from houvast.rules.laying import Stretch
from houvast.rules.reading_conditions import agreement_fits
from houvast.rules.table import shown


def check_versions(content: Content) -> None:
    """Note rules of one id that are no versions of one rule, or whose versions do not join up day by day."""
    for rule_id, found in by_id(content.rules).items():
        if len({each.type for each in found}) > 1:
            found[-1].table.note("duplicate_rule", f"{shown(rule_id)} names two types of rule. Rename one.", "id")
        elif rule_id not in content.unsound:
            _check_chain(sorted(found, key=lambda each: each.rule.version))


def _check_chain(found: Sequence[Found]) -> None:
    first = found[0]
    if first.rule.version != 1:
        first.table.note(
            "version_gap_or_overlap",
            "The first version of a rule is 1, and old versions stay for ever, to judge what was owed then. Put the "
            "older versions back, or number from 1.",
            "version",
        )
    for older, newer in pairwise(found):
        if newer.rule.version == older.rule.version:
            newer.table.note(
                "duplicate_rule",
                f"There is another rule {shown(newer.rule.id)} of this version. Give it another id, or a next version.",
                "id",
            )
        elif newer.rule.version != older.rule.version + 1:
            newer.table.note(
                "version_gap_or_overlap",
                f"After version {older.rule.version} comes version {older.rule.version + 1}.",
                "version",
            )
        elif older.rule.valid_until != newer.rule.valid_from:
            newer.table.note(
                "version_gap_or_overlap",
                f"Version {older.rule.version} holds until {older.rule.valid_until or 'further notice'} and this one "
                f"from {newer.rule.valid_from}, so on some day both hold or neither. Give the older version "
                f"valid_until = {newer.rule.valid_from}.",
                "valid_from",
            )


def check_signals_exist(content: Content, national: Content | None = None) -> None:
    """Note duties that leave their warning to a signal that is not there."""
    everywhere = [*content.rules, *(national.rules if national else ())]
    known = {each.rule.id for each in everywhere if each.type == "signal"}
    known |= {rule_id for rule_id, name in content.unsound.items() if name == "signal"}
    for each in content.rules:
        if isinstance(each.rule, DutyRule) and each.rule.overdue_signal is not None:
            each.table.known(each.rule.overdue_signal, known, "unknown_signal", "overdue_signal")


def check_ids(content: Content, national: Content) -> None:
    """Note ids with which a card replaces a national rule, or lays something over a rule that is not there."""
    nationals = by_id(national.rules)
    for each in content.rules:
        if each.rule.id in nationals or each.rule.id in national.unsound:
            each.table.note(
                "duplicate_rule",
                f"{shown(each.rule.id)} is the id of a national rule, and a region cannot replace that. Write "
                "`overlay = true` to lay an agreement over it, or choose another id.",
                "id",
            )
    seen: set[tuple[str, date | None]] = set()
    for overlay in content.overlays:
        if (overlay.rule_id, overlay.valid_from) in seen:
            overlay.table.note("duplicate_rule", "Another addition begins on that day. Make them one.", "id")
        seen.add((overlay.rule_id, overlay.valid_from))
        known_types = {versions[0].type for versions in (nationals.get(overlay.rule_id),) if versions}
        if overlay.type not in known_types and overlay.rule_id not in national.unsound:
            ids = sorted(rule_id for rule_id, versions in nationals.items() if versions[0].type == overlay.type)
            overlay.table.known(overlay.rule_id, ids, "overlay_of_unknown_rule", "id")


def check_lengths(stretches: Sequence[Stretch], national: Content, calendar: Calendar) -> None:
    """Note agreements of a card that can turn out longer than the law of the time in which they hold."""
    nationals = by_id(national.rules)
    for stretch in stretches:
        overlay = stretch.overlay
        for each in nationals.get(overlay.rule_id, ()):
            if overlay.agreed is None or not isinstance(each.rule, DutyRule) or not stretch.meets(each.rule):
                continue
            if not agreement_fits(each.rule, overlay.agreed.within, calendar):
                overlay.table.note(
                    "overlay_lengthens_legal_term",
                    f"The law gives {each.rule.within} (version {each.rule.version} of the national rule), and what is "
                    "agreed here can turn out later than that. Agree on less, in the same unit if the two are close.",
                    "agreed",
                )
                break


def by_id(rules: Sequence[Found]) -> Mapping[str, list[Found]]:
    """Return the rules of each id."""
    found: dict[str, list[Found]] = {}
    for each in rules:
        found.setdefault(each.rule.id, []).append(each)
    return found


def check_same_text(content: Content, earlier: Sequence[Content]) -> None:
    """Note a region's own rule that says something else than under the same version on an earlier card."""
    before = {(each.rule.id, each.rule.version): each.rule for other in earlier for each in other.rules}
    for each in content.rules:
        old = before.get((each.rule.id, each.rule.version), each.rule)
        if replace(old, valid_until=None) != replace(each.rule, valid_until=None):
            each.table.note(
                "duplicate_rule",
                "An earlier version of this card gives another text to this version of the rule. A version never "
                "changes its meaning: add the next version of the rule.",
                "version",
            )
