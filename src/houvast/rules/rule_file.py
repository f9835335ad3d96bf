# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""One rule file, from bytes to tables of which every value knows its line. Nothing in a file is ever executed."""

from __future__ import annotations

import re
import tomllib
from functools import cached_property
from pathlib import Path

from houvast.rules.errors import Problem
from houvast.rules.places import HostileError, Steps, places

MAX_BYTES = 256 * 1024
MAX_PROBLEMS = 100
"""After so many mistakes in one file the rest is not looked at: they have one cause."""

_LINE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_HOSTILE = "so it is not read. Rule files are plain text (UTF-8), at most 256 kB, 2,000 tables and 8 levels deep"


class RuleFile:
    """The text of one file, and what is wrong with it.

    Args:
        path: Where the file is.
        name: How messages call it: its path from the folder of the rules.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.problems: list[Problem] = []
        self.unread = False
        self._lines: dict[Steps, int] = {}

    def note(self, code: str, message: str, steps: Steps = ()) -> None:
        """Note a mistake at a value; at the nearest table around it where its own line is not known."""
        self._note(code, message, self.line(steps))

    @property
    def full(self) -> bool:
        """Whether the file has so many mistakes that looking further helps nobody."""
        return len(self.problems) >= MAX_PROBLEMS

    def line(self, steps: Steps) -> int:
        """Return the line of a value; of what holds it, where that has no place of its own."""
        while steps and steps not in self._lines:
            steps = steps[:-1]
        return self._lines.get(steps, 1)

    def read(self) -> dict[str, object]:
        """Return the tables of the file; none of them, `unread` and a problem noted, where it cannot be read."""
        text = self._text()
        self.unread = True
        if text is None:
            return {}
        try:
            self._lines = places(text)
            tables = tomllib.loads(text)
        except HostileError as hostile:
            self._note("hostile_file", f"In this file {hostile.what}, {_HOSTILE}.", hostile.line)
        except RecursionError:
            self._note("hostile_file", f"This file is nested too deep, {_HOSTILE}.", 1)
        except ValueError as error:  # tomllib.TOMLDecodeError is one; so is a number of too many digits
            self._not_toml(str(error), text)
        else:
            self.unread = False
            return tables
        return {}

    @cached_property
    def content(self) -> bytes | None:
        """The bytes of the file, read once; None, and a problem noted, where it is no ordinary small file."""
        if not self.path.is_file():  # a folder, a device or a pipe, which may never end
            self._note("hostile_file", f"This is no ordinary file, {_HOSTILE}.", 1)
            return None
        with self.path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            self._note("hostile_file", f"This file is too large, {_HOSTILE}.", 1)
            return None
        return content

    def _text(self) -> str | None:
        content = self.content
        if content is None:
            return None
        try:
            text = content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self._note("hostile_file", f"This file is not UTF-8 from here on, {_HOSTILE}.", line)
            return None
        if "\0" in text:
            line = text.count("\n", 0, text.index("\0")) + 1
            self._note("hostile_file", f"This line holds a NUL character, {_HOSTILE}.", line)
            return None
        return text

    def _not_toml(self, reason: str, text: str) -> None:
        found = _LINE.search(reason)
        line = int(found[1]) if found and found[1] else text.count("\n") + 1 if found else 1
        self._note(
            "not_toml",
            "This line cannot be read as TOML. Put text between quotes and lists between square brackets, write days "
            "as 2026-11-22, and every key once in its table.",
            line,
        )

    def _note(self, code: str, message: str, line: int) -> None:
        if not self.full:
            self.problems.append(Problem(self.name, line, code, message))
