# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Requests between organisations: asked and accepted, never assigned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.envelope import ActorId
from houvast.core.events.values import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAsked(Data):
    """One organisation asks another. Until it is accepted the asker keeps it."""

    of: Party
    what: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAccepted(Data):
    """A named person accepted the request (`about`)."""

    person: ActorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDeclined(Data):
    """The request was declined, with a reason."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDone(Data):
    """What was asked is done."""

    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDropped(Data):
    """What was asked is no longer needed, with a reason."""

    reason: str


KINDS = (
    Kind("action.asked", 1, ActionAsked, Category.DIRECTION, "Actie gevraagd"),
    Kind("action.accepted", 1, ActionAccepted, Category.DIRECTION, "Actie aanvaard"),
    Kind("action.declined", 1, ActionDeclined, Category.DIRECTION, "Actie geweigerd"),
    Kind("action.done", 1, ActionDone, Category.DIRECTION, "Actie gedaan"),
    Kind("action.dropped", 1, ActionDropped, Category.DIRECTION, "Actie vervallen"),
)
