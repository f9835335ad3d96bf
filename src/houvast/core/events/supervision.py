# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Supervision by probation."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.envelope import SubjectId


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionAdvised(Data):
    """Probation advised; for stalking monitoring and direct supervision are always considered, with reasons."""

    electronic_monitoring_considered: Answer = Answer.UNKNOWN
    direct_supervision_considered: Answer = Answer.UNKNOWN
    relied_on: tuple[SubjectId, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionStarted(Data):
    """Supervision started."""

    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionNoted(Data):
    """Something worth knowing happened under supervision."""

    conditions_kept: Answer = Answer.UNKNOWN
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionEnded(Data):
    """Supervision ended."""

    reason: str = ""


KINDS = (
    Kind("supervision.advised", 1, SupervisionAdvised, Category.SUPERVISION, "Reclasseringsadvies gegeven"),
    Kind("supervision.started", 1, SupervisionStarted, Category.SUPERVISION, "Toezicht gestart"),
    Kind("supervision.noted", 1, SupervisionNoted, Category.SUPERVISION, "Toezicht: bijzonderheid"),
    Kind("supervision.ended", 1, SupervisionEnded, Category.SUPERVISION, "Toezicht beëindigd"),
)
