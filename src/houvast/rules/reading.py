# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the tables of a rule file to rules: what every rule has, and the types without conditions.

Duties and signals, which have conditions, are read in `houvast.rules.reading_conditions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from houvast.core.calendar import Calendar
from houvast.core.events.data import Category
from houvast.core.events.envelope import RegionId
from houvast.core.events.values import OrderKind, Party, Role
from houvast.core.rules import (
    Agreement,
    Confidence,
    Extent,
    LimitRule,
    RetentionRule,
    SharingRule,
    StandingRule,
    TermRule,
)
from houvast.core.terms import Term, extension_allowed
from houvast.rules.sources import Source, SourceKind, source_id
from houvast.rules.table import NO_DAY, Table
from houvast.rules.vocabulary import NEEDS

_EXTENTS = (Extent.FULL, Extent.PARTLY, Extent.EXISTS)  # nothing is what one sees without a rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known where a rule is read: the sources, the holidays, and the region if it is a regional rule."""

    sources: Mapping[str, Source]
    calendar: Calendar
    region: RegionId | None = None


class Common(TypedDict):
    """What every rule has."""

    id: str
    version: int
    valid_from: date
    valid_until: date | None
    title: str
    source: tuple[str, ...]
    confidence: Confidence
    compared: date
    law: str
    region: RegionId | None
    note: str


def read_common(table: Table, known: Known) -> Common:
    """Return what every rule has."""
    common = Common(
        id=table.name("id"),
        version=table.number("version", at_least=1),
        valid_from=table.day("valid_from"),
        valid_until=table.optional("valid_until", table.day),
        title=table.text("title"),
        source=_citations(table, known.sources),
        confidence=table.choice("confidence", Confidence),
        compared=table.day("compared"),
        law=table.text("law"),
        region=known.region,
        note=table.optional("note", table.text) or "",
    )
    until = common["valid_until"]
    if until is not None and NO_DAY != until <= common["valid_from"]:
        table.note(
            "contradiction",
            "valid_until is the first day on which this no longer holds, so it must come after valid_from.",
            "valid_until",
        )
    return common


def _citations(table: Table, sources: Mapping[str, Source]) -> tuple[str, ...]:
    citations = table.names("source")
    if not citations and (not table.values.get("source")):
        table.note(
            "rule_without_source",
            "This rule names no source, and no source means no rule. Add the law, guideline or report in which it "
            'stands: source = ["id-of-the-source art. 1"].',
        )
    for position, citation in enumerate(citations):
        table.known(source_id(citation), sources.keys(), "unknown_source", "source", position)
    return citations


def read_extension(table: Table, term: Term | None, known: Known) -> bool:
    """Return whether a term runs on to a working day; only a law can say so, and only of a term that it sets itself."""
    wanted = table.flag("extend_to_working_day", default=False)
    if not wanted:
        return False
    cited = [known.sources.get(source_id(citation)) for citation in table.names("source")]
    if not any(source and source.kind is SourceKind.LAW for source in cited):
        table.note(
            "extension_without_law",
            "A term runs on to a working day only where a law says so (Algemene termijnenwet). Cite that law in "
            "source, or take this line out.",
            "extend_to_working_day",
        )
    elif term is None or not extension_allowed(term):
        table.note(
            "extension_without_law",
            "The Algemene termijnenwet (art. 1 and 4) lets only a term that the law itself sets run on to a working "
            "day, and no term in hours or years, or of more than 90 days, 12 weeks or 3 months. Take this line out.",
            "extend_to_working_day",
        )
    return wanted


def read_agreed(table: Table) -> Agreement | None:
    """Return what was agreed, where anything was."""
    inner = table.optional("agreed", table.table)
    if inner is None:
        return None
    return Agreement(within=inner.term("within"), by=inner.text("by"), local=inner.flag("local", default=True))


def read_subject(table: Table) -> str:
    """Return what a term or limit is about; of an order with the kind of the order as its second word."""
    subject = table.name("subject")
    words = subject.split(".")
    if words[0] == "order" and len(words) > 1:
        table.known(words[1], [str(kind) for kind in OrderKind], "unknown_value", "subject")
    return subject


def read_term(table: Table, known: Known) -> TermRule | None:
    """Return a term rule; None, with its mistakes noted, if it cannot be used. So do all functions below."""
    lasts = table.term("lasts")
    rule = TermRule(
        **read_common(table, known),
        subject=read_subject(table),
        lasts=lasts,
        extend_to_working_day=read_extension(table, lasts, known),
    )
    return rule if table.close() else None


def read_limit(table: Table, known: Known) -> LimitRule | None:
    """Return a number that may not be passed."""
    rule = LimitRule(
        **read_common(table, known),
        subject=read_subject(table),
        unit=table.name("unit"),
        at_most=table.optional("at_most", table.number),
        at_least=table.optional("at_least", table.number),
    )
    if rule.at_most is None and rule.at_least is None:
        table.note("missing_key", "A limit needs a number. Add at_most or at_least.")
    elif rule.at_most is not None and rule.at_least is not None and rule.at_most < rule.at_least:
        table.note("contradiction", "at_most is smaller than at_least, so nothing can fit. Mend one.", "at_most")
    return rule if table.close() else None


def read_standing(table: Table, known: Known) -> StandingRule | None:
    """Return what an organisation sees to at all times."""
    rule = StandingRule(
        **read_common(table, known),
        bearer_party=table.choice("bearer_party", Party, code="unknown_party"),
        every=table.optional("every", table.term),
        at_least=table.optional("at_least", table.number),
        of=table.optional("of", table.text) or "",
    )
    if rule.every is None and rule.at_least is None:
        table.note("missing_key", "A standing rule needs a rhythm or a number. Add every or at_least.")
    if rule.at_least is not None and not rule.of:
        table.note("missing_key", "at_least says how many, not of what. Add the key of.", "at_least")
    return rule if table.close() else None


def read_retention(table: Table, known: Known) -> RetentionRule | None:
    """Return how long an organisation keeps what."""
    rule = RetentionRule(
        **read_common(table, known),
        party=table.choice("party", Party, code="unknown_party"),
        keeps=table.text("keeps"),
        lasts=table.optional("lasts", table.term),
        then=table.text("then"),
    )
    return rule if table.close() else None


def read_sharing(table: Table, known: Known) -> SharingRule | None:
    """Return who may see what."""
    rule = SharingRule(
        **read_common(table, known),
        parties=table.choices("parties", Party, "unknown_party"),
        roles=table.choices("roles", Role, "unknown_role"),
        categories=table.choices("categories", Category),
        extent=table.choice("extent", Extent, among=_EXTENTS),
        ground=table.text("ground"),
        of=table.choices("of", Party, "unknown_party"),
        needs=table.names("needs"),
        purposes=table.names("purposes"),
        except_=table.choices("except", Category),
        ask=table.optional("ask", table.text) or "",
    )
    for position, need in enumerate(rule.needs):
        table.known(need, NEEDS, "unknown_value", "needs", position)
    for key in ("parties", "categories"):
        if not table.values.get(key):
            table.note("missing_key", f"Nobody can tell whom or what this rule opens. Add {key} = [ … ].")
    return rule if table.close() else None
