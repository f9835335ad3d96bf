# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands in a folder of rules: its sources, its rules, and what it lays over the rules of the country."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeAlias

from houvast.core.rules import Agreement, Rule
from houvast.rules.reading import (
    Known,
    read_agreed,
    read_limit,
    read_retention,
    read_sharing,
    read_standing,
    read_term,
)
from houvast.rules.reading_conditions import read_duty, read_signal
from houvast.rules.rule_file import RuleFile
from houvast.rules.sources import Source, read_source
from houvast.rules.table import Table, meant, shown

Read: TypeAlias = Callable[[Table, Known], Rule | None]

FOLDER_OF: Mapping[str, str] = {
    "source": "sources",
    "duty": "duties",
    "signal": "signals",
    "term": "terms",
    "limit": "limits",
    "standing": "standing",
    "retention": "retention",
    "sharing": "sharing",
}
"""In which folder of the national rules a type of table stands; on a card each may stand in any file."""

READ: Mapping[str, Read] = {
    "duty": read_duty,
    "signal": read_signal,
    "term": read_term,
    "limit": read_limit,
    "standing": read_standing,
    "retention": read_retention,
    "sharing": read_sharing,
}
OVERLAY_KEYS = frozenset({"id", "overlay", "agreed", "note", "valid_from"})
MAX_FILES = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A rule and the table in which it stands."""

    rule: Rule
    type: str
    table: Table


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a card lays over the national rule of that id."""

    rule_id: str
    type: str
    agreed: Agreement | None
    note: str
    valid_from: date | None
    table: Table


@dataclass(slots=True)
class Content:
    """All that was found in one folder; `files` holds the mistakes."""

    files: list[RuleFile] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    rules: list[Found] = field(default_factory=list)
    unsound: dict[str, str] = field(default_factory=dict)
    """The ids of rules with mistakes, and their types: not used, but not unknown either."""
    overlays: list[Overlay] = field(default_factory=list)


def national_files(data: Path) -> Iterator[tuple[RuleFile, frozenset[str]]]:
    """Yield the files of the national rules, each with the one type of table that its folder is for."""
    for table, folder in FOLDER_OF.items():
        for path in entries(data / folder):
            yield RuleFile(path, f"{folder}/{path.name}"), frozenset({table})


def entries(folder: Path) -> list[Path]:
    """Return what lies in a folder, in order of name, without hidden files and explanations."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith(".") and path.suffix != ".md")


def read_content(files: Iterable[tuple[RuleFile, frozenset[str]]], known: Known, *, overlays: bool) -> Content:
    """Return what stands in files, read in two rounds: every source, then the rules that cite them.

    Args:
        files: Each with the types of table that it may hold.
        known: What is known before; the sources of the files come to it.
        overlays: Whether tables may lay something over a national rule.
    """
    content = Content()
    tables = [table for file, types in files for table in _tables(content, file, types)]
    for name, table in tables:
        if name == "source":
            _add_source(content, table, known)
    known = Known(sources={**known.sources, **content.sources}, calendar=known.calendar, region=known.region)
    for name, table in tables:
        if name != "source" and not table.file.full:
            if overlays and table.values.get("overlay", False) is not False:
                _add_overlay(content, table, name)
            else:
                _add_rule(content, table, name, known)
    return content


def _tables(content: Content, file: RuleFile, types: frozenset[str]) -> Iterator[tuple[str, Table]]:
    content.files.append(file)
    if len(content.files) > MAX_FILES:
        file.unread = True
        file.note("hostile_file", f"There are more than {MAX_FILES} files in this folder. Put rules together in fewer.")
        return
    if file.path.suffix != ".toml":
        file.unread = True
        file.note("unknown_file", "Only files named *.toml (and *.md, for people) are read. Rename or remove it.")
        return
    for name, value in file.read().items():
        if name not in types:
            where = f"It belongs in {FOLDER_OF[name]}/. " if name in FOLDER_OF else ""
            what = f"[[{name}]]" if name in FOLDER_OF else shown(name)
            file.note("unknown_table", f"{what} has no place in this file. {where}{meant(name, types)}", (name,))
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            yield from ((name, Table(item, file, (name, place))) for place, item in enumerate(value))
        else:
            file.note("wrong_type", f"Write each {name} under its own line [[{name}]], with two brackets.", (name,))


def _add_source(content: Content, table: Table, known: Known) -> None:
    source = read_source(table)
    if source.id in content.sources or source.id in known.sources:
        table.note("duplicate_source", f"There is another source {shown(source.id)}. Give one another id.", "id")
    content.sources.setdefault(source.id, source)


def _add_rule(content: Content, table: Table, name: str, known: Known) -> None:
    if known.region is not None:
        table.pass_over("overlay")
    rule = READ[name](table, known)
    if rule is not None:
        content.rules.append(Found(rule, name, table))
    else:
        content.unsound[str(table.values.get("id"))] = name


def _add_overlay(content: Content, table: Table, name: str) -> None:
    allowed = OVERLAY_KEYS if name == "duty" else OVERLAY_KEYS - {"agreed"}
    for key in table.values.keys() - allowed:
        table.pass_over(key)
        table.note(
            "overlay_changes_protected_field",
            f"A region may not change {shown(key)} of a national rule, only lay over it: {', '.join(sorted(allowed))}. "
            "Take this line out, or make a rule of your own with an id of its own.",
            key,
        )
    overlay = Overlay(
        rule_id=table.name("id"),
        type=name,
        agreed=read_agreed(table) if name == "duty" else None,
        note=table.optional("note", table.text) or "",
        valid_from=table.optional("valid_from", table.day),
        table=table,
    )
    if overlay.agreed and not overlay.agreed.local:
        table.note("overlay_changes_protected_field", "What a region agrees is local: take this out.", "agreed")
    table.flag("overlay", default=True)
    if table.close():
        content.overlays.append(overlay)
