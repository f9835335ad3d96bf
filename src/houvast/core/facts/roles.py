# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Facts about who is in charge: roles assigned, handed over and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houvast.core.answer import Answer
from houvast.core.events import ActorId, SubjectId, organisation_kind
from houvast.core.events.role import RoleAccepted, RoleAssigned, RoleEnded, RoleHandedOver
from houvast.core.events.values import Party, Role
from houvast.core.story import fold
from houvast.core.timeline import Timeline, changes

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from houvast.core.inquiry import Inquiry
    from houvast.core.story import Story, Version

    Told = Version[RoleAssigned | RoleAccepted | RoleHandedOver | RoleEnded]

SOMEBODY = "somebody"
"""Stands for a holder whose name was not recorded."""


def party_of(version: Told) -> str:
    """Return the kind of organisation whose role it is."""
    return version.data.organisation or organisation_kind(version.event.org)


Holders = frozenset[tuple[str, str]]
"""Who holds a role, as (party, person)."""


def holders(story: Story, role: Role, party: Party | None = None) -> list[tuple[datetime, Holders]]:
    """Return who holds a role from when on.

    Args:
        story: The case.
        role: The role asked for.
        party: Only holders of this kind of organisation; None for all.
    """
    return _holders(_by_role(story).get(role, ()), party)


def _holders(told: Sequence[Told], party: Party | None) -> list[tuple[datetime, Holders]]:
    nobody: Holders = frozenset()
    return fold(told if party is None else [one for one in told if party_of(one) == party], nobody, _then)


def _by_role(story: Story) -> dict[Role, list[Told]]:
    """Return what is told about each role."""
    found: dict[Role, list[Told]] = {}
    for version in story.of(RoleAssigned, RoleAccepted, RoleHandedOver, RoleEnded):
        found.setdefault(version.data.role, []).append(version)
    return found


def presence(inquiry: Inquiry, roles: Collection[Role]) -> tuple[set[str], dict[str, datetime]]:
    """Return which organisations have somebody in one of these roles, and when the last left of those that had."""
    present: set[str] = set()
    left: dict[str, datetime] = {}
    for role, told in _told(inquiry).items():
        had: set[str] = set()
        for since, held in _holders(told, None) if role in roles else ():
            have = {party for party, _ in held}
            left.update({party: max(since, left.get(party, since)) for party in had - have})
            had = have
        present |= had
    return present, left


def _told(inquiry: Inquiry) -> dict[Role, list[Told]]:
    return inquiry.once(RoleAssigned, lambda: _by_role(inquiry.story))


def _then(current: Holders, version: Told) -> Holders:
    """Return who holds a role after one more event about it."""
    data = version.data
    owner = party_of(version)
    if isinstance(data, RoleHandedOver):
        return _without(current, owner, data.from_person) | {(owner, data.to)}
    if isinstance(data, RoleEnded):
        return _without(current, owner, data.person)
    return (current - {(owner, SOMEBODY)}) | {(owner, data.person or SOMEBODY)}


def _without(current: Holders, owner: str, person: ActorId | None) -> Holders:
    """Return the holders without one person of an organisation; without all of it where nobody is named.

    Who left may be the one whose name was not recorded, so that holder goes too: nobody is better than nobody knows.
    """
    gone = None if person is None else {person, SOMEBODY}
    return frozenset(holder for holder in current if holder[0] != owner or (gone is not None and holder[1] not in gone))


def somebody_is(role: Role, party: Party | None = None) -> _SomebodyIs:
    """Return the fact that somebody holds a role (of one kind of organisation)."""
    return _SomebodyIs(role, party)


class _SomebodyIs:
    """A fact that is yes while a role has a holder."""

    __slots__ = ("party", "role")

    def __init__(self, role: Role, party: Party | None) -> None:
        self.role = role
        self.party = party

    def __call__(self, inquiry: Inquiry, _: SubjectId) -> Timeline:
        steps = _holders(_told(inquiry).get(self.role, ()), self.party)
        return changes((since, Answer.of(bool(held))) for since, held in steps)
