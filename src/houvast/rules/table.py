# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""One table of a rule file, read key by key.

A mistake is noted with its line and reading goes on with a stand-in of the right type, so that one run shows all
mistakes; a table with mistakes (`sound` is false) is never used. A key that nobody asked for is a mistake too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from houvast.core.errors import InvalidTermError
from houvast.core.terms import Term, Unit
from houvast.rules.places import Steps
from houvast.rules.rule_file import RuleFile

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")

NO_DAY = date.min
_NO_TERM = Term(1, Unit.MINUTES)
_SHOWN = 40
_NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
MAX_NAME = 80


def shown(word: str) -> str:
    """Return a word from a file as a message may repeat it: in quotes, on one line, cut short."""
    return repr(word if len(word) <= _SHOWN else f"{word[:_SHOWN]}…")


def meant(word: str, known: Collection[str]) -> str:
    """Return the sentence that helps somebody who wrote a word that is not known.

    >>> meant("polise", ["police", "om"])
    "Did you mean 'police'? Known are: om, police."
    """
    near = get_close_matches(word, known, n=1) if len(word) <= _SHOWN else []
    suggestion = f"Did you mean {near[0]!r}? " if near else ""
    return f"{suggestion}Known are: {', '.join(sorted(known)) or 'none yet'}."


class Table:
    """One table, where it stands, and whether all was well so far."""

    def __init__(
        self, values: Mapping[str, object], file: RuleFile, steps: Steps, missing: str = "missing_key"
    ) -> None:
        self._missing = missing
        self.values = values
        self.file = file
        self.steps = steps
        self.sound = True
        self._asked: set[str] = set()
        self._inside: list[Table] = []

    def note(self, code: str, message: str, *key: str | int) -> None:
        """Note a mistake at a key of this table, or at the table itself."""
        self.sound = False
        self.file.note(code, message, self.steps + key)

    def close(self) -> bool:
        """Note every key that nobody asked for, and return whether the table and all inside it are sound."""
        for key in self.values.keys() - self._asked:
            self.sound = False
            if self.file.full:
                break
            self.note("unknown_key", f"The key {shown(key)} is not known here. {meant(key, self._asked)}", key)
        for table in self._inside:
            self.sound = table.close() and self.sound
        return self.sound

    def __contains__(self, key: str) -> bool:
        return key in self.values

    # -- values, by type ------------------------------------------------------------------------------------------

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text that is not empty."""
        value = self._take(key, str, "text between quotes", default, "")
        if key in self.values and not value.strip() and isinstance(self.values[key], str):
            self.note("invalid_value", f"{key} is empty. Write what is meant, or take the line out.", key)
        return value

    def name(self, key: str) -> str:
        """Return an id: small letters, digits, and single hyphens, dots or underscores in between."""
        value = self.text(key)
        if value and (len(value) > MAX_NAME or not _NAME.fullmatch(value)):
            self.note(
                "invalid_value",
                f"{shown(value)} is no name. Use small letters and digits, with hyphens in between, and no more than "
                f"{MAX_NAME} characters: screen-every-report.",
                key,
            )
        return value

    def names(self, key: str) -> tuple[str, ...]:
        """Return a list of words; one word alone is a list too."""
        value = self.values.get(key, [])
        self._asked.add(key)
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            self.note("wrong_type", f'{key} must be a list of words: {key} = ["…", "…"].', key)
            return ()
        found = tuple(str(word) for word in words)
        if len(set(found)) < len(found):
            self.note("invalid_value", f"A word stands twice in {key}. Take one out.", key)
        return found

    def number(self, key: str, default: int | None = None, *, at_least: int = 0) -> int:
        """Return a whole number."""
        value = self._take(key, int, "a whole number", default, at_least)
        if value < at_least or value > 10**9:
            self.note("invalid_value", f"{key} must be at least {at_least} and at most a billion.", key)
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        return self._take(key, bool, "true or false, without quotes", default, default)

    def day(self, key: str) -> date:
        """Return a day."""
        return self._take(key, date, "a day, without quotes: 2026-11-22", None, NO_DAY)

    def optional(self, key: str, read: Callable[[str], Value]) -> Value | None:
        """Return the value of a key that may be left out."""
        self._asked.add(key)
        return read(key) if key in self.values else None

    def pass_over(self, key: str) -> None:
        """Let a key stand whose value is judged elsewhere."""
        self._asked.add(key)

    def term(self, key: str) -> Term:
        """Return a length of time."""
        text = self.text(key)
        if not text:
            return _NO_TERM
        try:
            return Term.parse(text)
        except InvalidTermError as error:
            self.note("invalid_term", error.message, key)
            return _NO_TERM

    def choice(
        self,
        key: str,
        choices: type[Choice],
        default: Choice | None = None,
        *,
        code: str = "unknown_value",
        among: Iterable[Choice] = (),
    ) -> Choice:
        """Return one word of a closed list, or of those `among` it that may stand here."""
        if default is not None and key not in self.values:
            self._asked.add(key)
            return default
        word = self._take(key, str, "one word between quotes", None, "")
        if not isinstance(self.values.get(key), str):
            return next(iter(choices))
        return self._chosen(word, tuple(among) or tuple(choices), code, key)

    def choices(self, key: str, choices: type[Choice], code: str = "unknown_value") -> tuple[Choice, ...]:
        """Return words of a closed list."""
        words = enumerate(self.names(key))
        return tuple(self._chosen(word, tuple(choices), code, key, position) for position, word in words)

    def one_of(self, key: str, known: Collection[str], code: str = "unknown_value") -> str:
        """Return one word of those that are known at this place."""
        value = self.text(key)
        if value:
            self.known(value, known, code, key)
        return value

    def known(self, word: str, known: Collection[str], code: str, *key: str | int) -> bool:
        """Return whether a word is known, and note it if it is not."""
        if word in known:
            return True
        self.sound = False
        if not self.file.full:
            self.note(code, f"{shown(word)} is not known here. {meant(word, known)}", *key)
        return False

    def table(self, key: str) -> Table | None:
        """Return the table inside this one; None, noted, if there is none."""
        return next(iter(self.tables(key, several=False)), None)

    def tables(self, key: str, *, several: bool = True) -> tuple[Table, ...]:
        """Return the tables inside this one; one alone is a list too."""
        self._asked.add(key)
        value = self.values.get(key)
        if value is None:
            self.note("missing_key", f"The key {key} is missing. Add a table: {key} = {{ … }}.")
        elif isinstance(value, dict):
            return (self._inner(value, key),)
        elif several and isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            return tuple(self._inner(item, key, position) for position, item in enumerate(value))
        else:
            self.note("wrong_type", f"{key} must be a table: {key} = {{ … }}.", key)
        return ()

    # -- inside ---------------------------------------------------------------------------------------------------

    def _inner(self, values: dict[str, object], *key: str | int) -> Table:
        inner = Table(values, self.file, self.steps + key)
        self._inside.append(inner)
        return inner

    def _chosen(self, word: str, among: tuple[Choice, ...], code: str, *key: str | int) -> Choice:
        by_word = {str(choice): choice for choice in among}
        return by_word[word] if self.known(word, by_word, code, *key) else among[0]

    def _take(self, key: str, kind: type[Value], expected: str, default: Value | None, stand_in: Value) -> Value:
        self._asked.add(key)
        if key not in self.values:
            if default is None:
                self.note(self._missing, f"The key {key} is missing. Add it: {expected}.")
                return stand_in
            return default
        value = self.values[key]
        # to Python a truth value is a number and an instant is a day; to a lawyer they are not
        other = (kind is int and isinstance(value, bool)) or (kind is date and isinstance(value, datetime))
        if not isinstance(value, kind) or other:
            self.note("wrong_type", f"{key} must be {expected}.", key)
            return stand_in
        return value
