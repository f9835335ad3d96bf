# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Asking questions of a story: each answered once, by a named fact, in the light of one card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from houvast.core.residence import regions
from houvast.core.rules import Each
from houvast.core.terms import AMSTERDAM
from houvast.core.timeline import NO, UNKNOWN, YES, Timeline, always, combine

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import date, datetime

    from houvast.core.card import Card
    from houvast.core.conditions import Condition
    from houvast.core.eras import Needed, Start
    from houvast.core.events import Category, Data, SubjectId
    from houvast.core.proofs import Index
    from houvast.core.story import Story, Version

T = TypeVar("T")
NEVER = always(NO)
CASE = Each.CASE


@dataclass(frozen=True, slots=True)
class Fact:
    """A named question about a case or about one subject in it.

    `asks` is the role that is asked where the answer is unknown; `question` is what that person reads.
    """

    name: str
    scope: Each
    question: str
    asks: str
    category: Category
    answer: Callable[[Inquiry, SubjectId], Timeline]


class Inquiry:
    """What is asked of one story under one card; every answer is computed once."""

    __slots__ = (
        "_conditions",
        "_days",
        "_of_case",
        "_of_subject",
        "_prepared",
        "card",
        "facts",
        "lived",
        "proofs",
        "story",
        "triggers",
    )

    def __init__(self, story: Story, card: Card, facts: Mapping[str, Fact]) -> None:
        self.story = story
        self.card = card
        self.facts = facts
        self.lived = regions(story)
        self._of_case: dict[str, Timeline] = {}
        self._of_subject: dict[tuple[str, SubjectId], Timeline] = {}
        self._conditions: dict[Condition, Timeline] = {}
        self._prepared: dict[Hashable, object] = {}
        self._days: dict[datetime, date] = {}
        self.triggers: dict[Start, Sequence[Version[Data]]] = {}
        self.proofs: dict[Needed, Index] = {}

    def once(self, name: Hashable, prepare: Callable[[], T]) -> T:
        """Return what many subjects need of the story, prepared the first time it is asked for."""
        if name not in self._prepared:
            self._prepared[name] = prepare()
        return cast("T", self._prepared[name])

    def day(self, instant: datetime) -> date:
        """Return the day on which an instant falls in the Netherlands."""
        day = self._days.get(instant)
        if day is None:
            day = self._days[instant] = instant.astimezone(AMSTERDAM).date()
        return day

    def ask(self, name: str, subject: SubjectId) -> Timeline:
        """Return the answer through time to one fact; the subject does not matter for a fact about the case."""
        line = self._of_case.get(name)
        if line is None:
            line = self._of_subject.get((name, subject))
        if line is None:
            fact = self.facts[name]
            line = fact.answer(self, subject)
            if fact.scope is CASE:
                self._of_case[name] = line
            else:
                self._of_subject[name, subject] = line
        return line

    def all_of(self, when: Sequence[str], unless: Sequence[str], subject: SubjectId) -> Timeline:
        """Return "every `when` is yes and no `unless` is", through time."""
        return combine([self.ask(name, subject) for name in when], [self.ask(name, subject) for name in unless])

    def holds_for_case(self, condition: Condition, subject: SubjectId) -> Timeline:
        """Return when what a condition asks about the case holds, through time."""
        line = self._conditions.get(condition)
        if line is None:
            line = self.all_of(condition.when_of_case, condition.unless_of_case, subject)
            self._conditions[condition] = line
        return line

    def holds(self, condition: Condition, subject: SubjectId, since: datetime) -> Timeline:
        """Return when a condition holds for a subject, right from an instant on."""
        line = self._conditions.get(condition) or self.holds_for_case(condition, subject)
        if condition.about_case or (line.answers[-1] is NO and line.starts[-1] <= since):
            return line
        for name in condition.when:
            one = self.ask(name, subject)
            if one.starts[-1] > since or one.answers[-1] is UNKNOWN:
                line = combine((line, one))
            elif one.answers[-1] is NO:
                return NEVER
        for name in condition.unless:
            one = self.ask(name, subject)
            if one.starts[-1] > since or one.answers[-1] is UNKNOWN:
                line = combine((line,), (one,))
            elif one.answers[-1] is YES:
                return NEVER
        return line

    def changes_after(self, instant: datetime) -> list[datetime]:
        """Return the next change of every answer given so far: there time alone may change a duty or a signal."""
        lines = (*self._of_case.values(), *self._of_subject.values())
        return [change for line in lines if (change := line.next_change(instant)) is not None]
