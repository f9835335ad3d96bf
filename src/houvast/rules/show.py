# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rules as pages that a lawyer can read, with law and agreement apart and every source by its full title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from houvast.core.card import Card
from houvast.core.events.envelope import RegionId
from houvast.core.rules import DutyRule, Rule, SignalRule
from houvast.rules import cards
from houvast.rules.errors import RulesError
from houvast.rules.show_parts import agreement, body, day, legal_number
from houvast.rules.sources import Source, source_id
from houvast.rules.words import CONFIDENCES, SOURCE_KINDS, TYPES

TABLES = "tests/rules/tables"
"""Where the cases of each rule with conditions stand, as a table."""


def show(rule_id: str | None = None, region: RegionId | None = None) -> str:
    """Return the page of one rule with all its versions, or the list of all rules.

    Args:
        rule_id: Which rule; None for the list.
        region: Whose card; None for the national rules.

    Raises:
        RulesError: The rules have mistakes.
        UnknownRuleError: No rule has that id.
        UnknownRegionError: The region has no card.
    """
    found = cards()
    card = found.card(region)
    if rule_id is None:
        return _index(card)
    versions = card.versions(rule_id)
    return "\n\n".join("\n".join(_page(rule, found.sources)) for rule in reversed(versions)) + "\n"


def check(folder: Path | None = None) -> list[str]:
    """Return what is wrong with the rules, one `file:line: code: message` each; nothing if all is well.

    Args:
        folder: Where regions keep their cards; else where HOUVAST_CARDS says.
    """
    try:
        cards(folder)
    except RulesError as error:
        return [str(problem) for problem in error.problems]
    return []


def _index(card: Card) -> str:
    whose = f"Kaart van {card.region}" if card.region else "Landelijke regels"
    lines = [f"# {whose}", "", "Eén regel lezen: houvast rules show NAAM"]
    by_type: dict[str, dict[str, Rule]] = {}
    for rule in card.rules:
        by_type.setdefault(TYPES[type(rule).__name__], {})[rule.id] = rule
    width = max((len(rule.id) for rule in card.rules), default=0)
    for name, rules in by_type.items():
        lines += ["", f"## {name}", ""]
        lines += [f"- {rule.id:<{width}}  {rule.title}{_mark(rule)}" for rule in rules.values()]
    return "\n".join(lines) + "\n"


def _mark(rule: Rule) -> str:
    marks = [f"regio {rule.region}"] if rule.region else []
    marks += [f"tot {day(rule.valid_until)}"] if rule.valid_until else []
    return f" ({', '.join(marks)})" if marks else ""


def _page(rule: Rule, sources: Mapping[str, Source]) -> Iterator[str]:
    yield f"# {rule.title}"
    yield ""
    yield f"{rule.id}, versie {rule.version} ({TYPES[type(rule).__name__]}), {_validity(rule)}"
    yield from _section("", body(rule))
    yield from _section("Wat de wet of de bron zegt", [f"“{rule.law}”", *legal_number(rule)])
    yield from _section("Wat is afgesproken", agreement(rule))
    yield from _section("Bronnen", [_citation(citation, sources) for citation in rule.source])
    yield from _section(
        "Hoe zeker is dit",
        [
            ("Zekerheid", CONFIDENCES[rule.confidence]),
            ("Vergeleken met de bron op", day(rule.compared)),
            ("Opmerking", rule.note),
            ("Voorbeelden", f"{TABLES}/{rule.id}.csv" if isinstance(rule, DutyRule | SignalRule) else ""),
        ],
    )


def _section(title: str, rows: Sequence[tuple[str, str] | str]) -> Iterator[str]:
    filled = [row for row in rows if isinstance(row, str) or row[1]]
    if not filled:
        return
    yield ""
    if title:
        yield f"## {title}"
        yield ""
    for row in filled:
        yield f"- {row}" if isinstance(row, str) else f"- {row[0]}: {row[1]}"


def _validity(rule: Rule) -> str:
    begins = "" if rule.valid_from == date.min else f"geldt vanaf {day(rule.valid_from)}"
    ends = f"tot {day(rule.valid_until)}" if rule.valid_until else ""
    where = f"in de regio {rule.region}" if rule.region else "landelijk"
    return ", ".join(part for part in (f"{begins} {ends}".strip(), where) if part)


def _citation(citation: str, sources: Mapping[str, Source]) -> str:
    source = sources[source_id(citation)]
    place = citation.partition(" ")[2]
    issued = f", {day(source.issued_on)}" if source.issued_on else ""
    where = f", {place}" if place else ""
    link = f" <{source.url}>" if source.url else ""
    return f"{source.title} ({SOURCE_KINDS[source.kind]}{issued}){where}{link}"
