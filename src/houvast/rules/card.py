# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A region's card as files: who wrote it, who approved it, from when it holds, and that nothing in it changed since.

A card outside the package lies in `<region>/<version>/`: `card.toml` and the files that it lists. Its `content_sha256`
covers all of them and who approved them, so a card that is half written or changed afterwards is refused. Old versions
stay in their folders, to judge what was owed then.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from houvast.core.events.envelope import RegionId
from houvast.rules.content import FOLDER_OF, MAX_FILES, entries
from houvast.rules.rule_file import RuleFile
from houvast.rules.table import Table, shown

CARD_FILE = "card.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalCard:
    """One version of a region's card. It holds from the day it was adopted until the next version was."""

    region: RegionId
    title: str
    version: int
    author: str
    approver: str
    adopted_on: date
    content_sha256: str


@dataclass(frozen=True, slots=True)
class CardFolder:
    """Where a card was found, what it says of itself, and its files with rules."""

    card: RegionalCard
    table: Table
    files: tuple[RuleFile, ...]

    def typed_files(self) -> Iterable[tuple[RuleFile, frozenset[str]]]:
        """Return the files with the types of table that they may hold: on a card, all."""
        return ((file, frozenset(FOLDER_OF)) for file in self.files)


def read_card(folder: Path, name: str, *, sealed: bool) -> tuple[tuple[RuleFile, ...], CardFolder | None]:
    """Return the files in a folder, which hold what is wrong with them, and its card; no card if it cannot be used.

    Args:
        folder: Where the card lies.
        name: How messages call the folder.
        sealed: Whether it must list its files and give their hash; the examples in the package need not.
    """
    file = RuleFile(folder / CARD_FILE, f"{name}/{CARD_FILE}")
    if not file.path.exists():
        file.note("incomplete_card", f"There is no {CARD_FILE}, so nobody can tell whose card this is. Add it.")
        return (file,), None
    values = file.read()
    inner = values.get("card")
    for key in values.keys() - {"card"}:
        file.note("unknown_table", f"{shown(key)} has no place here. Put rules in other files beside it.", (key,))
    if not isinstance(inner, dict):
        if not file.problems:
            file.note("incomplete_card", "The table [card] is missing. Write who wrote and who approved this card.")
        return (file,), None
    table = Table(inner, file, ("card",), missing="incomplete_card")
    found = entries(folder)[: MAX_FILES + 1]
    files = tuple(RuleFile(path, f"{name}/{path.name}") for path in found if path.name != CARD_FILE)
    card = _card(table, files)
    _check_seal(table, card, files, sealed=sealed)
    return (file, *files), CardFolder(card, table, files) if table.close() else None


def _card(table: Table, files: Sequence[RuleFile]) -> RegionalCard:
    author, approver = (str(table.values.get(key, "")).strip() for key in ("author", "approver"))
    if not approver or approver.casefold() == author.casefold():
        table.pass_over("approver")
        table.note(
            "card_without_second_approver",
            "A card holds only once somebody other than its author has approved it. Let a second person read it, and "
            "name that person as approver.",
            "approver",
        )
    else:
        table.text("approver")
    return RegionalCard(
        region=RegionId(table.name("region")),
        title=table.text("title"),
        version=table.number("version", at_least=1),
        author=table.text("author"),
        approver=approver,
        adopted_on=table.day("adopted_on"),
        content_sha256=_digest(table.values, files),
    )


def _check_seal(table: Table, card: RegionalCard, files: Sequence[RuleFile], *, sealed: bool) -> None:
    if sealed or "files" in table:
        listed, there = set(table.names("files")), {file.path.name for file in files}
        if sealed and "files" not in table:
            table.note("incomplete_card", 'The list of files is missing. Add files = ["…"] with every other file here.')
        for name in sorted(listed - there):
            table.note("incomplete_card", f"The file {shown(name)} is not there (yet). Add it.", "files")
        for name in sorted(there - listed):
            table.note("incomplete_card", f"The file {shown(name)} is not listed. List it, or take it away.", "files")
    if not (sealed or "content_sha256" in table):
        return
    sha = table.text("content_sha256")
    if table.sound and sha != card.content_sha256:
        table.note(
            "incomplete_card",
            "The content is not what was approved. If it was changed on purpose, let the second approver read it again "
            f'and write content_sha256 = "{card.content_sha256}".',
            "content_sha256",
        )


def content_sha256(folder: Path) -> str:
    """Return the hash (hex) that `card.toml` in a folder must give, once the second approver has read everything."""
    file = RuleFile(folder / CARD_FILE, CARD_FILE)
    inner = file.read().get("card")
    files = [RuleFile(path, path.name) for path in entries(folder) if path.name != CARD_FILE]
    return _digest(inner if isinstance(inner, dict) else {}, files)


def _digest(card: Mapping[str, object], files: Sequence[RuleFile]) -> str:
    said = sorted((key, str(value)) for key, value in card.items() if key != "content_sha256")
    content = [(file.path.name, sha256(file.content or b"").hexdigest()) for file in files]
    return sha256(json.dumps([said, content], ensure_ascii=False).encode()).hexdigest()
