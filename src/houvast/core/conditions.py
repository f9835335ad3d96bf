# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The facts on which a rule depends, told apart by what they are about: the case, or one report, order … in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from houvast.core.facts import FACTS
from houvast.core.rules import Each

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """Facts that must be yes (`when`) and facts none of which may be (`unless`)."""

    when_of_case: Names
    unless_of_case: Names
    when: Names
    unless: Names
    about_case: bool
    """Whether no fact of it is about one subject."""


@lru_cache(maxsize=4096)
def condition_on(when: Names, unless: Names) -> Condition:
    """Return the condition with these facts; the same one each time, so that it is worked out once in a case."""

    def of(names: Names, *, case: bool) -> Names:
        return tuple(name for name in names if (FACTS[name].scope is Each.CASE) is case)

    about_subject = of(when, case=False), of(unless, case=False)
    return Condition(of(when, case=True), of(unless, case=True), *about_subject, about_case=not any(about_subject))
