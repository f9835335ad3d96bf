# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading all rules: those of the country, and the cards that regions lay over them. All or nothing.

What is not understood is refused, because it may matter: one mistake anywhere and no rule is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from houvast.core.calendar import Calendar
from houvast.core.card import Card
from houvast.core.errors import HouvastError
from houvast.core.events.envelope import RegionId
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
from houvast.rules.calendar import load_calendar
from houvast.rules.card import CardFolder, RegionalCard, read_card
from houvast.rules.checks import check_ids, check_lengths, check_same_text, check_signals_exist, check_versions
from houvast.rules.content import FOLDER_OF, Content, entries, national_files, read_content
from houvast.rules.errors import Problem, RulesError, UnknownRegionError
from houvast.rules.laying import Stretch, clipped, joined, lay_over, stretches
from houvast.rules.reading import Known
from houvast.rules.rule_file import RuleFile
from houvast.rules.sources import Source

DATA = Path(__file__).parent / "data"
"""The national rules and the example regions that ship with Houvast."""

_REGIONS = "regions"
_OTHER_FOLDERS = frozenset({_REGIONS, "calendar"})
_CONSEQUENCES = frozenset({"unknown_source", "unknown_signal", "overlay_of_unknown_rule", "version_gap_or_overlap"})
"""What may only seem wrong because another file could not be read."""
_NO_CALENDAR = Calendar(frozenset(), date(2010, 1, 1), date(2051, 1, 1))

AnyRule = TypeVar("AnyRule", bound=Rule)


@dataclass(frozen=True, eq=False, kw_only=True)
class Cards:
    """Every card, and the sources that their rules cite.

    Args:
        national: The rules of the country alone.
        regional: The card of each region that has one.
        adopted: Which versions of its card each region adopted, oldest first.
        sources: Every source by its id.
    """

    national: Card
    regional: Mapping[RegionId, Card]
    adopted: Mapping[RegionId, tuple[RegionalCard, ...]]
    sources: Mapping[str, Source]

    def card(self, region: RegionId | None) -> Card:
        """Return the card of a region, or the national one for None.

        Raises:
            UnknownRegionError: The region has no card.
        """
        if region is None:
            return self.national
        if region not in self.regional:
            raise UnknownRegionError(
                f"There is no card of region {region[:40]!r}, so its agreements cannot be shown. There are cards of: "
                f"{', '.join(self.regions())}. Without a region the national rules hold."
            )
        return self.regional[region]

    def holding_in(self, region: RegionId | None) -> Card:
        """Return the card by which a case in a region is judged: the national one where the region has none."""
        return self.regional.get(region, self.national) if region is not None else self.national

    def regions(self) -> tuple[RegionId, ...]:
        """Return the regions that have a card."""
        return tuple(sorted(self.regional))


@dataclass(slots=True)
class _Reading:
    """What was read so far, and every file that can hold mistakes."""

    calendar: Calendar
    national: Content
    files: list[RuleFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def note(self, file: str, code: str, message: str) -> None:
        self.problems.append(Problem(file, 1, code, message))


def load(data: Path = DATA, folder: Path | None = None) -> Cards:
    """Return all cards.

    Args:
        data: The folder of the national rules.
        folder: The folder of cards outside the package: `<region>/<version>/card.toml`.

    Raises:
        RulesError: Anything at all is wrong; it lists every mistake with file and line.
    """
    problems: list[Problem] = []
    calendar = _calendar(problems)
    national = read_content(national_files(data), Known(sources={}, calendar=calendar), overlays=False)
    reading = _Reading(calendar, national, list(national.files), problems)
    _check_folders(reading, data)
    check_versions(national)
    check_signals_exist(national)
    folders = [*_shipped(reading, data / _REGIONS), *_adopted(reading, folder)]
    by_region: dict[RegionId, list[CardFolder]] = {}
    for found in folders:
        by_region.setdefault(found.card.region, []).append(found)
    sources = dict(national.sources)
    alone = {region: _region(reading, region, cards, sources) for region, cards in sorted(by_region.items())}
    problems.extend(problem for file in reading.files for problem in file.problems)
    if any(file.unread for file in reading.files):
        problems = [problem for problem in problems if problem.code not in _CONSEQUENCES]
    if problems:
        raise RulesError(problems)
    return Cards(
        national=replace(_card(None, [found.rule for found in national.rules], calendar), elsewhere=alone),
        regional={region: replace(card, elsewhere=_without(alone, region)) for region, card in alone.items()},
        adopted={region: tuple(found.card for found in cards) for region, cards in sorted(by_region.items())},
        sources=sources,
    )


def _without(cards: Mapping[RegionId, Card], region: RegionId) -> Mapping[RegionId, Card]:
    return {other: card for other, card in cards.items() if other != region}


def _calendar(problems: list[Problem]) -> Calendar:
    try:
        return load_calendar()
    except (OSError, ValueError, KeyError, HouvastError):
        problems.append(
            Problem(
                "calendar/holidays-nl.csv",
                1,
                "unreadable_calendar",
                "The table of holidays cannot be read, so no term could be counted. Put the table back as it was.",
            )
        )
        return _NO_CALENDAR


def _check_folders(reading: _Reading, data: Path) -> None:
    for path in entries(data):
        if path.name not in _OTHER_FOLDERS and path.name not in FOLDER_OF.values():
            reading.note(
                path.name,
                "unknown_file",
                f"Rules are read from {', '.join(sorted(FOLDER_OF.values()))} only. Move this there, or remove it.",
            )


def _shipped(reading: _Reading, folder: Path) -> Iterator[CardFolder]:
    for path in entries(folder):
        files, found = read_card(path, f"{_REGIONS}/{path.name}", sealed=False)
        reading.files.extend(files)
        if found and _in_its_folder(found, region=path.name, version=None):
            yield found


def _adopted(reading: _Reading, folder: Path | None) -> Iterator[CardFolder]:
    if folder is None:
        return
    if not folder.is_dir():
        reading.note("HOUVAST_CARDS", "incomplete_card", "The folder of regional cards is not there. Mend the setting.")
        return
    for region in entries(folder):
        versions = entries(region)
        if not versions:
            reading.note(region.name, "incomplete_card", "No card lies here. Cards lie in REGION/VERSION/.")
        for path in versions:
            files, found = read_card(path, f"{region.name}/{path.name}", sealed=True)
            reading.files.extend(files)
            if found and _in_its_folder(found, region=region.name, version=path.name):
                yield found


def _in_its_folder(found: CardFolder, *, region: str, version: str | None) -> bool:
    if found.card.region != region:
        found.table.note("misplaced_card", "The card is of another region than its folder. Rename one.", "region")
    elif version is not None and str(found.card.version) != version:
        found.table.note("misplaced_card", "The card is of another version than its folder. Rename one.", "version")
    return found.table.sound


def _region(reading: _Reading, region: RegionId, cards: list[CardFolder], sources: dict[str, Source]) -> Card:
    """Return the card of a region, made of all versions that it adopted; each holds until the next was adopted."""
    cards.sort(key=lambda found: found.card.version)
    _check_order(cards)
    known = Known(sources=reading.national.sources, calendar=reading.calendar, region=region)
    laid: list[Stretch] = []
    own: list[Rule] = []
    contents: list[Content] = []
    for found, until in zip(cards, [*(later.card.adopted_on for later in cards[1:]), None], strict=True):
        content = read_content(found.typed_files(), known, overlays=True)
        reading.files.extend(file for file in content.files if file not in reading.files)
        check_versions(content)
        check_signals_exist(content, reading.national)
        check_ids(content, reading.national)
        check_same_text(content, contents)
        held = stretches(content.overlays, found.card.adopted_on, until)
        check_lengths(held, reading.national, reading.calendar)
        laid.extend(held)
        own.extend(clipped((each.rule for each in content.rules), found.card.adopted_on, until))
        contents.append(content)
        _add_sources(content, sources, found)
    nationals = lay_over((each.rule for each in reading.national.rules), laid, region)
    return _card(region, [*nationals, *own], reading.calendar)


def _check_order(cards: Sequence[CardFolder]) -> None:
    for place, found in enumerate(cards):
        if found.card.version != place + 1:
            found.table.note(
                "version_gap_or_overlap",
                f"Version {place + 1} of this region's card is not there, or there twice. Old versions stay, to judge "
                "what was owed then: put it back, or number on.",
                "version",
            )
            return
        if place and found.card.adopted_on <= cards[place - 1].card.adopted_on:
            found.table.note(
                "version_gap_or_overlap",
                "This version was adopted no later than the one before it, so nobody can tell which holds. Mend the "
                "day on which it was adopted.",
                "adopted_on",
            )


def _add_sources(content: Content, sources: dict[str, Source], found: CardFolder) -> None:
    for source in content.sources.values():
        if sources.setdefault(source.id, source) != source:
            found.table.note(
                "duplicate_source",
                f"Another card describes the source {source.id[:40]!r} differently. Give one another id.",
            )


def _card(region: RegionId | None, rules: Sequence[Rule], calendar: Calendar) -> Card:
    def of(kind: type[AnyRule]) -> tuple[AnyRule, ...]:
        return joined(rule for rule in rules if isinstance(rule, kind))

    return Card(
        region=region,
        calendar=calendar,
        duties=of(DutyRule),
        signals=of(SignalRule),
        terms=of(TermRule),
        limits=of(LimitRule),
        standing=of(StandingRule),
        retention=of(RetentionRule),
        sharing=of(SharingRule),
    )
