# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The laws, guidelines and reports that rules come from. No source, no rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from houvast.rules.table import Table


class SourceKind(StrEnum):
    """What kind of text a source is."""

    LAW = "law"
    GUIDELINE = "guideline"
    INSTRUCTION = "instruction"
    LETTER = "letter"
    REPORT = "report"
    PRESS = "press"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One text that rules cite by its id, with the place in it behind a space: `art. 66`, `§3.2`."""

    id: str
    title: str
    kind: SourceKind
    issued_on: date | None = None
    url: str = ""
    note: str = ""


def source_id(citation: str) -> str:
    """Return which source a citation names.

    >>> source_id("gestalkt-gezien-gehoord §3.2")
    'gestalkt-gezien-gehoord'
    """
    return citation.partition(" ")[0]


def read_source(table: Table) -> Source:
    """Return the source that a table describes, with its mistakes noted."""
    source = Source(
        id=table.name("id"),
        title=table.text("title"),
        kind=table.choice("kind", SourceKind),
        issued_on=table.optional("issued_on", table.day),
        url=table.optional("url", table.text) or "",
        note=table.optional("note", table.text) or "",
    )
    if source.url and not source.url.startswith("https://"):
        table.note("invalid_value", "url must begin with https://, so that the page is the one that was meant.", "url")
    table.close()
    return source
