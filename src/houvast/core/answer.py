# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Yes, no, unknown: the three answers to a question about people.

Unknown never counts as no (design, rule 4). The truth tables are Kleene's strong logic of indeterminacy.

>>> all_of([Answer.YES, Answer.UNKNOWN])
<Answer.UNKNOWN: 'unknown'>
>>> any_of([Answer.YES, Answer.UNKNOWN])
<Answer.YES: 'yes'>
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Answer(StrEnum):
    """A fact about people: yes, no or unknown."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, known: bool | None) -> Answer:  # noqa: FBT001  the argument is the fact itself, not a switch
        """Return the answer for a truth value that may be missing (None).

        >>> Answer.of(None)
        <Answer.UNKNOWN: 'unknown'>
        """
        return _OF[known]

    def negated(self) -> Answer:
        """Return no for yes, yes for no, and unknown for unknown."""
        return _OPPOSITE[self]


_OF = {True: Answer.YES, False: Answer.NO, None: Answer.UNKNOWN}
_OPPOSITE = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.UNKNOWN}


def all_of(answers: Iterable[Answer]) -> Answer:
    """Return no if any is no, else unknown if any is unknown, else yes (also for none at all)."""
    result = Answer.YES
    for answer in answers:
        if answer is Answer.NO:
            return answer
        if answer is Answer.UNKNOWN:
            result = answer
    return result


def any_of(answers: Iterable[Answer]) -> Answer:
    """Return yes if any is yes, else unknown if any is unknown, else no (also for none at all)."""
    result = Answer.NO
    for answer in answers:
        if answer is Answer.YES:
            return answer
        if answer is Answer.UNKNOWN:
            result = answer
    return result
