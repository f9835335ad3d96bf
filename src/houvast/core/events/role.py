# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who does what in the case."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.envelope import ActorId
from houvast.core.events.values import Party, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleAssigned(Data):
    """A named person gets a role. `organisation` is whose; without it, that of the event."""

    role: Role
    person: ActorId | None = None
    organisation: Party | None = None
    deputy: ActorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleAccepted(Data):
    """The person accepted the role."""

    role: Role
    person: ActorId | None = None
    organisation: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHandedOver(Data):
    """A role went from one person to another, with a note."""

    role: Role
    to: ActorId
    from_person: ActorId | None = None
    organisation: Party | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEnded(Data):
    """A role ended: leave, departure or another reason. Without a person it ends for all who have it."""

    role: Role
    person: ActorId | None = None
    organisation: Party | None = None
    reason: str = ""


KINDS = (
    Kind("role.assigned", 1, RoleAssigned, Category.DIRECTION, "Rol toegewezen"),
    Kind("role.accepted", 1, RoleAccepted, Category.DIRECTION, "Rol aanvaard"),
    Kind("role.handed_over", 1, RoleHandedOver, Category.DIRECTION, "Rol overgedragen"),
    Kind("role.ended", 1, RoleEnded, Category.DIRECTION, "Rol beëindigd"),
)
