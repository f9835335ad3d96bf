# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""On which line each value of a TOML file stands, and whether the file is small and flat enough to be read at all.

`tomllib` says neither. This reads no values: it follows quotes, brackets, dots and lines, in one pass over any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_DEPTH = 8
"""How deep a value may lie: tables, keys and places in lists on the way to it."""
MAX_TABLES = 2_000
MAX_VALUES = 20_000
"""How many tables, keys and list items a file may hold together."""

Steps = tuple[str | int, ...]
"""The way to a value: `("duty", 3, "met_by", 0, "kind")`; lists count from 0."""

_WORD = re.compile(  # a quote that is never closed ends with its line, so no text takes more than one pass
    r"""
    [ \t\r]*
    ( \"{3} (?: \\. | [^\\] )*? (?: \"{3} | \Z )
    | '{3} .*? (?: '{3} | \Z )
    | " (?: \\. | [^"\\\n] )* "?
    | ' [^'\n]* '?
    | \# [^\n]*
    | [\n\[\]{}=,.]
    | [^\s\[\]{}=,.#"']+
    | . )
    """,
    re.DOTALL | re.VERBOSE,
)
_SKIPPED = "# \t\r"


class HostileError(Exception):
    """A text that is not worth reading: how it goes too far, and on which line."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line
        self.what = what


@dataclass(slots=True)
class _Scan:
    places: dict[Steps, int] = field(default_factory=dict)
    lists: dict[Steps, int] = field(default_factory=dict)
    tables: int = 0

    def note(self, steps: Steps, line: int) -> Steps:
        if len(steps) > MAX_DEPTH:
            raise HostileError(line, f"a value lies more than {MAX_DEPTH} deep")
        if len(self.places) >= MAX_VALUES:
            raise HostileError(line, f"there are more than {MAX_VALUES} keys and list items")
        self.places.setdefault(steps, line)
        return steps

    def table(self, line: int) -> None:
        self.tables += 1
        if self.tables > MAX_TABLES:
            raise HostileError(line, f"there are more than {MAX_TABLES} tables")

    def key(self, table: Steps, keys: Steps, line: int) -> Steps:
        """Return the way to the value of a key, and note every part of it."""
        steps = table
        for key in keys:
            steps = self.note((*steps, key), line)
        return steps

    def header(self, keys: Steps, line: int, *, several: bool) -> Steps:
        """Return the way to the table that a header opens, and note it."""
        self.table(line)
        steps: Steps = ()
        for position, key in enumerate(keys):
            steps = (*steps, key)
            if several and position == len(keys) - 1:
                self.lists[steps] = self.lists.get(steps, -1) + 1
            if steps in self.lists:
                self.note(steps, line)
                steps = (*steps, self.lists[steps])
        return self.note(steps, line)


def places(text: str) -> dict[Steps, int]:
    r"""Return the line of every table, key and list item of a TOML text.

    Of text that is no TOML it returns what it can; that is for the parser to say.

    Raises:
        HostileError: Too deep or too many tables.

    >>> places('[[duty]]\nid = "a"\n\nmet_by = { kind = "x.y" }')[("duty", 0, "met_by", "kind")]
    4
    """
    scan, words = _Scan(), _words(text)
    table: Steps = ()
    for word, line in words:
        if word == "[":
            table = _header(scan, words, line)
        elif word != "\n":
            _value(scan, words, scan.key(table, _keys(words, word, line), line))
    return scan.places


def _words(text: str) -> Iterator[tuple[str, int]]:
    line = 1
    for found in _WORD.finditer(text):
        word = found[1]
        if word[0] not in _SKIPPED:
            yield word, line
        if "\n" in word:
            line += word.count("\n")


def _keys(words: Iterator[tuple[str, int]], word: str, line: int) -> Steps:
    """Return the parts of a key up to its `=`, the end of its header, or the end of the line."""
    keys: Steps = ()
    while word not in "=]\n":
        if word != ".":
            keys = (*keys, word.strip("\"'"))
        if len(keys) > MAX_DEPTH:
            raise HostileError(line, f"a key has more than {MAX_DEPTH} parts")
        word, _ = next(words, ("\n", 0))
    return keys


def _header(scan: _Scan, words: Iterator[tuple[str, int]], line: int) -> Steps:
    word, _ = next(words, ("\n", 0))
    several = word == "["
    if several:
        word, _ = next(words, ("\n", 0))
    steps = scan.header(_keys(words, word, line), line, several=several)
    if several:
        next(words, None)
    return steps


@dataclass(slots=True)
class _Open:
    """A list or table that is not closed yet: the way to it, and to the item in it that is being read."""

    bracket: str
    steps: Steps
    item: Steps
    place: int = 0
    expects_key: bool = False


def _value(scan: _Scan, words: Iterator[tuple[str, int]], steps: Steps) -> None:
    """Follow one value to its end, with all lists and tables inside it."""
    inside: list[_Open] = []
    for word, line in words:
        if word == "\n":
            if not inside:
                return
        elif word in "]}":
            if inside:
                inside.pop()
        elif word == ",":
            if inside:
                inside[-1].place += 1
                inside[-1].expects_key = inside[-1].bracket == "{"
        elif inside and inside[-1].expects_key:
            inside[-1].item = scan.key(inside[-1].steps, _keys(words, word, line), line)
            inside[-1].expects_key = False
        else:
            _item(scan, inside, word, line, steps)


def _item(scan: _Scan, inside: list[_Open], word: str, line: int, steps: Steps) -> None:
    if inside:
        last = inside[-1]
        steps = last.item if last.bracket == "{" else scan.note((*last.steps, last.place), line)
    if word in "[{":
        inside.append(_Open(word, steps, steps, expects_key=word == "{"))
        if word == "{":
            scan.table(line)
