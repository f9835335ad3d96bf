# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What rules may name: kinds of events and the fields of their data, facts, and what each is about."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache

from houvast.core.events import BY_NAME
from houvast.core.facts import FACTS
from houvast.core.rules import Each
from houvast.core.signals import NO_BEARER, NO_NUMBER, OVERDUE

PLACEHOLDERS = frozenset({"since", "end", "date", "days", "bearer"})
"""What the text of a signal may leave open."""
NEEDS = frozenset({"involved", "area", "consent", "consultation", "high_risk"})
"""The grounds of access that a sharing rule may ask of a viewer."""
WITH_AN_END = frozenset({Each.ORDER, Each.COMPLAINT_TERM})
"""Subjects that end on a day, so that a signal can come so long before it."""
RAISED_BY_DUTIES = frozenset({OVERDUE, NO_NUMBER, NO_BEARER})
"""Signals that the core raises for duties; their rules give the text and the levels, and need no facts."""

_BY_FAMILY = {
    "report": Each.REPORT,
    "order": Each.ORDER,
    "stop_talk": Each.STOP_TALK,
    "violation": Each.VIOLATION,
}
_BY_KIND = {
    "assessment.completed": Each.ASSESSMENT,
    "assessment.reviewed": Each.ASSESSMENT,
    "victim.informed": Each.MESSAGE,
    "victim.receipt_proven": Each.MESSAGE,
    "recognition.marked_by_partner": Each.MARK,
}


def kinds() -> frozenset[str]:
    """Return the names of all kinds of events, without version."""
    return frozenset(BY_NAME)


def fact_scopes() -> Mapping[str, Each]:
    """Return what each fact is about."""
    return {name: fact.scope for name, fact in FACTS.items()}


def subject_of(kind: str) -> Each:
    """Return what an event of this kind is about, as far as facts ask about it; else the case.

    >>> subject_of("report.refused"), subject_of("case.opened")
    (<Each.REPORT: 'report'>, <Each.CASE: 'case'>)
    """
    return _BY_KIND.get(kind) or _BY_FAMILY.get(kind.partition(".")[0], Each.CASE)


def is_planned(kind: str) -> bool:
    """Return whether an event of this kind speaks of something that still has to happen."""
    return BY_NAME[kind].planned


@cache
def matchable(kind: str) -> Mapping[str, frozenset[str]]:
    """Return the fields of this kind's data that a rule may compare, each with its closed list of values."""
    fields: dict[str, frozenset[str]] = {}
    for name, annotation in _annotations(kind).items():
        listed = _listed(annotation)
        if listed is not None:
            fields[name] = frozenset(map(str, listed))
    return fields


@cache
def instants(kind: str) -> frozenset[str]:
    """Return the fields of this kind's data that hold an instant, from or before which a term can run."""
    found = _annotations(kind).items()
    return frozenset(name for name, annotation in found if datetime in (annotation, *typing.get_args(annotation)))


@cache
def _annotations(kind: str) -> Mapping[str, object]:
    return typing.get_type_hints(BY_NAME[kind].data)


def _listed(annotation: object) -> type[StrEnum] | None:
    """Return the closed list behind an annotation: `X`, `X | None` or `tuple[X, ...]`."""
    inside = typing.get_args(annotation) if not isinstance(annotation, type) or _generic(annotation) else (annotation,)
    found = [part for part in inside if isinstance(part, type) and issubclass(part, StrEnum)]
    return found[0] if found else None


def _generic(annotation: object) -> bool:
    return isinstance(annotation, types.GenericAlias)
