# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can be wrong with rule files. Every mistake has a place and a code that never changes.

Messages say what to do, in words for a lawyer. They may repeat a word of a rule, cut short; never who wrote a card.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from houvast.core.errors import HouvastError

CODES = {
    "not_toml": "the file is no TOML",
    "hostile_file": "too large, too deep, or no plain text file",
    "unknown_file": "a file where no rules are looked for",
    "unknown_table": "a table that is no type of rule, or stands in the wrong folder",
    "unknown_key": "a key that this type of rule does not have",
    "missing_key": "a key that this type of rule needs",
    "wrong_type": "a value of another type than its key has",
    "invalid_value": "a value of the right type that cannot be meant",
    "invalid_term": "a length of time that cannot be read",
    "contradiction": "keys or dates of one table that cannot all hold",
    "unknown_value": "a word that is not in the closed list",
    "unknown_kind": "a kind of event that does not exist",
    "unknown_field": "a field that the data of this kind do not have",
    "unknown_fact": "a fact that the core cannot answer",
    "fact_out_of_scope": "a fact about another subject than the rule's",
    "unknown_party": "an organisation that does not exist",
    "unknown_role": "a role that does not exist",
    "unknown_placeholder": "a place to fill in that signals do not have",
    "unknown_signal": "a named signal that does not exist",
    "unknown_source": "a source that is not in the list of sources",
    "rule_without_source": "a rule without source",
    "duplicate_source": "two sources with one id",
    "duplicate_rule": "two rules, or two texts of one version, with one id",
    "version_gap_or_overlap": "versions that do not join up",
    "agreed_longer_than_law": "an agreement that is longer than the law",
    "extension_without_law": "an extension to a working day that no law gives",
    "overlay_of_unknown_rule": "a regional addition to a rule that does not exist",
    "overlay_lengthens_legal_term": "a regional agreement that is longer than the law",
    "overlay_changes_protected_field": "a regional addition that changes more than the agreement",
    "incomplete_card": "a regional card that is not complete, or not as it was approved",
    "misplaced_card": "a regional card in a folder of another name",
    "card_without_second_approver": "a regional card that nobody else approved",
    "unreadable_calendar": "the table of holidays cannot be read",
}
"""Every code, and what it stands for."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in one place.

    Args:
        file: The file, named from the folder of the rules.
        line: The line in it, from 1.
        code: One of CODES.
        message: What is wrong and what to do.
    """

    file: str
    line: int
    code: str
    message: str

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise KeyError(self.code)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.code}: {self.message}"


class RulesError(HouvastError):
    """Rules that may not be used: all that is wrong with them, in the order of files and lines."""

    code = "rules_invalid"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        listing = "\n".join(map(str, self.problems))
        count = "one mistake" if len(self.problems) == 1 else f"{len(self.problems)} mistakes"
        super().__init__(
            f"The rules have {count}, so none of them is used and no duty can be shown. Mend these lines:\n{listing}"
        )


class UnknownRegionError(HouvastError):
    """A region of which there is no card."""

    code = "unknown_region"
