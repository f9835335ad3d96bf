# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who has to do with a case, and how: what the rules about sharing ask of a viewer.

Access is always folded from the whole case, from what is known of roles, consent, region, level and consultations
today. So looking back never widens what somebody may see, and a right that ended is gone for every moment.

What was destroyed widens nothing either. Of a destroyed event only the open envelope is left; if its kind can narrow
access, whatever it can have narrowed stays so until somebody records the right anew. Nobody can tell what it said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from houvast.core.answer import Answer
from houvast.core.eras import regions
from houvast.core.events import BY_DATA, ActorId, Category, PersonId, RegionId, organisation_kind
from houvast.core.events.assessment import AssessmentCompleted, AssessmentReviewed
from houvast.core.events.case import CaseOpened, CaseSealed
from houvast.core.events.consent import ConsentGiven, ConsentWithdrawn
from houvast.core.events.consultation import CaseReleased, CaseTabled
from houvast.core.events.event import EventCorrected, EventWithdrawn
from houvast.core.events.person import PersonAdded, PersonMoved, PersonRoleChanged
from houvast.core.events.role import RoleAccepted, RoleAssigned, RoleEnded, RoleHandedOver
from houvast.core.events.values import Level, Party, PersonRole, Role
from houvast.core.events.victim import AccessGiven, AccessTakenBack
from houvast.core.facts.risk import levels
from houvast.core.facts.roles import SOMEBODY, holders, party_of
from houvast.core.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from houvast.core.events import Data, Event, OrganisationId
    from houvast.core.story import Version

NATIONAL = RegionId("nl")
"""The region of somebody who works in the whole country."""

ON_A_SIDE = frozenset({Party.VICTIM, Party.LAWYER, Party.OTHER})
"""Who is, or may be, on the side of the victim or the suspect. No region gives them anything."""

SUSPECT = frozenset({PersonRole.SUSPECT, PersonRole.CONVICTED_PERSON})
CONSENTS_TO: Mapping[Category, frozenset[PersonRole]] = {Category.SUPERVISION: SUSPECT}
"""Whose consent opens a category; the victim's where nothing is said. The suspect's opens nothing about her."""

CHANGES = (EventCorrected, EventWithdrawn)
"""What can have taken any right away: they name the event that they change, and only inside."""


class Gone(Protocol):
    """What is left of an event that nobody can read any more: its open envelope."""

    @property
    def seq(self) -> int:
        """Its place in the case."""

    @property
    def kind(self) -> str:
        """Its kind, as stored, such as `role.ended.v1`."""

    @property
    def org(self) -> OrganisationId:
        """Whose it was."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a person, on behalf of one organisation, with the roles and regions of the job.

    `acts_for` are the absent colleagues for whom this person stands in today.
    """

    actor: ActorId
    organisation: OrganisationId
    party: Party
    roles: frozenset[Role] = frozenset()
    regions: frozenset[RegionId] = frozenset()
    acts_for: frozenset[ActorId] = frozenset()


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a role in the case, and the deputy named with it."""

    party: Party
    role: Role
    person: ActorId
    deputy: ActorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What rights in a case rest on.

    `consents` are the categories that the person concerned opened to a kind of organisation. `admitted` are the victims
    who have access to their own pages. `subjects` are all persons in the case, for the log of looks. The address is
    protected unless it is known that it need not be. With `moved_unseen` nobody can tell where the victim lives now.
    """

    members: frozenset[Member] = frozenset()
    region: RegionId | None = None
    consents: frozenset[tuple[Party, Category]] = frozenset()
    on_consultation: bool = False
    high_risk: bool = False
    sealed: bool = False
    moved_unseen: bool = False
    address_protected: bool = True
    admitted: frozenset[PersonId] = frozenset()
    subjects: frozenset[PersonId] = frozenset()

    def roles_of(self, viewer: Viewer) -> frozenset[Role]:
        """Return the roles that the viewer, or somebody the viewer stands in for, has in this case."""
        persons = {viewer.actor, *viewer.acts_for}
        mine = (m for m in self.members if m.party is viewer.party and (m.person in persons or m.deputy in persons))
        return frozenset(member.role for member in mine)

    def involves(self, viewer: Viewer) -> bool:
        """Return whether the viewer has a role in this case, or is its victim with access to her own pages."""
        if viewer.party is Party.VICTIM:
            return PersonId(viewer.actor) in self.admitted
        return bool(self.roles_of(viewer))

    def in_area_of(self, viewer: Viewer) -> bool:
        """Return whether the victim lives where the viewer works. A sealed case lies in nobody's area."""
        if self.sealed or viewer.party in ON_A_SIDE:
            return False
        if NATIONAL in viewer.regions:
            return True
        return not self.moved_unseen and self.region is not None and self.region in viewer.regions


def access_of(events: Sequence[Event], *, now: datetime, gone: Sequence[Gone] = ()) -> Access:
    """Return what rights in a case rest on today.

    Args:
        events: The whole case, in the order in which it was recorded; never only what somebody may see of it.
        now: The present, at which the level is judged.
        gone: What was destroyed in the case. It narrows whatever it can have narrowed, and opens nothing.
    """
    story = Story(events)
    roles = _roles(story)
    victims = frozenset(person for person, role in roles.items() if role is PersonRole.VICTIM)
    return Access(
        members=frozenset(_members(story, gone)),
        region=regions(story)[-1][1],
        consents=frozenset(_consents(story, roles, _last(gone, ConsentGiven, ConsentWithdrawn, PersonRoleChanged))),
        on_consultation=_on_consultation(story, _last(gone, CaseReleased)),
        high_risk=_high(story, now, _last(gone, AssessmentCompleted, AssessmentReviewed)),
        # whether a destroyed seal was ever withdrawn nobody can tell
        sealed=any(version.until is None for version in story.of(CaseSealed)) or bool(_places(gone, CaseSealed)),
        moved_unseen=_moved_unseen(story, victims, _last(gone, PersonMoved)),
        address_protected=_address_protected(story, victims) or bool(_last(gone, PersonAdded, PersonRoleChanged)),
        admitted=victims if _victim_admitted(story, _last(gone, AccessTakenBack, PersonRoleChanged)) else frozenset(),
        subjects=frozenset(roles),
    )


def _last(gone: Sequence[Gone], *kinds: type[Data], party: str | None = None) -> int:
    """Return the place of the last destroyed event that was, or may have changed, one of these kinds; 0 for none.

    Only what was recorded after it gives a right that such an event can take away.
    """
    own = gone if party is None else [one for one in gone if organisation_kind(one.org) == party]
    return max(_places(own, *kinds, *CHANGES), default=0)


def _places(gone: Sequence[Gone], *kinds: type[Data]) -> list[int]:
    names = {BY_DATA[kind].name for kind in kinds}
    return [one.seq for one in gone if one.kind.rpartition(".v")[0] in names]


def _roles(story: Story) -> dict[PersonId, PersonRole]:
    found: dict[PersonId, PersonRole] = {}
    for opened in story.of(CaseOpened):
        if opened.until is None and opened.data.victim:
            found[opened.data.victim] = PersonRole.VICTIM
        if opened.until is None and opened.data.suspect:
            found[opened.data.suspect] = PersonRole.SUSPECT
    named: Sequence[Version[PersonAdded | PersonRoleChanged]] = story.of(PersonAdded, PersonRoleChanged)
    for version in named:
        if version.until is None:
            found[version.data.person] = version.data.role
    return found


def _members(story: Story, gone: Sequence[Gone]) -> Iterator[Member]:
    deputies = {
        (party_of(version), version.data.role, version.data.person): version.data.deputy
        for version in story.of(RoleAssigned)
        if version.until is None and version.event.seq > _last(gone, RoleAssigned, party=party_of(version))
    }
    ends = {party: _last(gone, RoleEnded, RoleHandedOver, party=party) for party in Party}
    for role in Role:
        steps = holders(story, role)
        for party, person in steps[-1][1] if steps else ():
            if person != SOMEBODY and party in set(Party):
                actor, whose = ActorId(person), Party(party)
                if not ends[whose] or _named_after(story, ends[whose], whose, role, actor):
                    yield Member(whose, role, actor, deputies.get((party, role, actor)))


def _named_after(story: Story, place: int, party: Party, role: Role, person: ActorId) -> bool:
    """Return whether somebody was given a role after a place in the case."""
    given: Sequence[Version[RoleAssigned | RoleAccepted | RoleHandedOver]]
    given = story.of(RoleAssigned, RoleAccepted, RoleHandedOver)
    return any(
        version.until is None
        and version.event.seq > place
        and (party_of(version), version.data.role) == (party, role)
        and person == (version.data.to if isinstance(version.data, RoleHandedOver) else version.data.person)
        for version in given
    )


def _consents(story: Story, roles: Mapping[PersonId, PersonRole], after: int) -> Iterator[tuple[Party, Category]]:
    given: dict[tuple[PersonId, Party], tuple[Category, ...]] = {}
    steps: Sequence[Version[ConsentGiven | ConsentWithdrawn]] = story.of(ConsentGiven, ConsentWithdrawn)
    for version in steps:
        data = version.data
        if version.until is None and version.event.seq > after:
            given[data.person, data.to] = data.categories if isinstance(data, ConsentGiven) else ()
    for (person, party), categories in given.items():
        for category in categories:
            if roles.get(person) in CONSENTS_TO.get(category, {PersonRole.VICTIM}):
                yield party, category


def _on_consultation(story: Story, after: int) -> bool:
    followed = set()
    steps: Sequence[Version[CaseTabled | CaseReleased]] = story.of(CaseTabled, CaseReleased)
    for version in steps:
        if version.until is not None or version.event.seq <= after:
            continue
        if isinstance(version.data, CaseTabled):
            followed.add(version.data.consultation)
        else:
            followed.discard(version.data.consultation)
    return bool(followed)


def _high(story: Story, now: datetime, after: int) -> bool:
    reached = [level for since, level in levels(story) if since <= now]
    high = bool(reached) and reached[-1] is Level.HIGH
    said: Sequence[Version[AssessmentCompleted | AssessmentReviewed]] = story.of(
        AssessmentCompleted, AssessmentReviewed
    )
    return high and (not after or any(one.until is None and one.event.seq > after and _is_high(one) for one in said))


def _is_high(version: Version[AssessmentCompleted | AssessmentReviewed]) -> bool:
    return version.data.level is Level.HIGH


def _moved_unseen(story: Story, victims: frozenset[PersonId], after: int) -> bool:
    moves = (version for version in story.of(PersonMoved) if version.until is None and version.event.seq > after)
    return after > 0 and not any(version.data.person in victims for version in moves)


def _address_protected(story: Story, victims: frozenset[PersonId]) -> bool:
    said = {v.data.person: v.data.secret_address for v in story.of(PersonAdded) if v.until is None}
    needless = bool(victims) and all(said.get(victim) is Answer.NO for victim in victims)
    return not needless or Answer.YES in said.values()


def _victim_admitted(story: Story, after: int) -> bool:
    steps = [version for version in story.of(AccessGiven, AccessTakenBack) if version.until is None]
    return bool(steps) and isinstance(steps[-1].data, AccessGiven) and steps[-1].event.seq > after
