# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with a replay file. Every mistake has a line and a code that never changes.

Messages name fields, codes and lines; never what stands in the file, because a file tells of people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from houvast.core.errors import HouvastError

CODES = {
    "unreadable_file": "the file is not there, or is no UTF-8 text",
    "empty_file": "no event at all",
    "too_large": "more or longer lines than any case has",
    "not_json": "a line that is no JSON object, or names a key twice",
    "unknown_key": "a key that a line does not have",
    "missing_key": "a key that every line needs",
    "wrong_type": "a value of another type than its key has",
    "unknown_kind": "a kind of event that does not exist",
    "future_version": "a kind of event from a newer Houvast",
    "invalid_data": "data that do not have the shape of their kind",
    "invalid_date": "a date that cannot be read",
    "naive_instant": "a time without a time zone",
    "contradictory_dates": "dates that cannot all be true",
    "unknown_organisation": "an organisation whose first word is no party of the chain",
    "unknown_origin": "an origin that does not exist",
    "duplicate_id": "two lines with one id",
    "unknown_label": "a label that no line gives",
    "follows_nothing": "a step of something that no earlier line brought in",
}
"""Every code, and what it stands for."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake on one line.

    Args:
        line: The line, from 1; 0 for the whole file.
        code: One of CODES.
        message: What is wrong and what to do.
    """

    line: int
    code: str
    message: str

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise KeyError(self.code)

    def __str__(self) -> str:
        return f"line {self.line}: {self.code}: {self.message}"


class ReplayFileError(HouvastError):
    """A replay file that cannot be played: all that is wrong with it, in the order of its lines."""

    code = "replay_file"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        listing = "\n".join(map(str, self.problems))
        count = "one mistake" if len(self.problems) == 1 else f"{len(self.problems)} mistakes"
        super().__init__(
            f"The replay file has {count}, so nothing was played: a case with a hole in it would mislead. "
            f"Mend these lines:\n{listing}"
        )
