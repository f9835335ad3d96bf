# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about people who work in the chain, each for one day: who is it, who bears this, who was trained.

What a decision needs of this is looked up here by the shell and written into the event as it was then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import F, Q, QuerySet

from houvast.core.access import NATIONAL, Member, Viewer
from houvast.core.answer import Answer
from houvast.core.events import ActorId, OrganisationId, RegionId
from houvast.core.events.values import Party, Role
from houvast.core.terms import local_day
from houvast.people.areas import gemeenten, region_of
from houvast.people.errors import NoPostError, SeveralOrganisationsError
from houvast.people.models import Absence, Person, Post, Training, Unit


class Standing(StrEnum):
    """As what somebody bears a duty today."""

    ROLE = "role"
    """Has the role in the case."""
    DEPUTY = "deputy"
    """Stands in for who has it."""
    POST = "post"
    """Has the role in the unit, where nobody has it in the case or nobody stands in."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears a duty today, as what, and for whom."""

    person: ActorId
    standing: Standing
    instead_of: ActorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How others reach somebody. `unit` and `phone` are empty where they would give a protected place away."""

    name: str
    function: str
    unit: str
    phone: str


def viewer(actor: ActorId, at: datetime, *, organisation: OrganisationId | None = None) -> Viewer:
    """Return who looks, with the roles and the areas of that day's posts.

    Args:
        actor: The person.
        at: The moment; periods are counted in days in Amsterdam.
        organisation: On whose behalf, for somebody who works for several.

    Raises:
        NoPostError: No post on that day (in that organisation), or nobody with that id.
        SeveralOrganisationsError: Posts in several organisations, and none was named.
    """
    day = local_day(at)
    posts = [post for post in _posts(day).filter(person=actor) if organisation in (None, post.unit.organisation_id)]
    if not posts:
        raise NoPostError
    if len({post.unit.organisation_id for post in posts}) > 1:
        raise SeveralOrganisationsError
    here = posts[0].unit.organisation
    away = Absence.objects.filter(_covers(day), deputy=actor).order_by("person_id")
    return Viewer(
        actor=actor,
        organisation=OrganisationId(here.id),
        party=Party(here.kind),
        roles=frozenset(Role(post.role) for post in posts),
        regions=frozenset(region for post in posts for region in _regions(post.unit)),
        acts_for=frozenset(ActorId(absence.person_id) for absence in away),
    )


def trained(actor: ActorId, what: str, on: date) -> Answer:
    """Return whether somebody was trained for something on a day.

    Unknown where nobody wrote a training down, unless the person's organisation keeps a full list: then it is no.

    Args:
        actor: The person.
        what: What the training is for, such as `sash`.
        on: The day; a training counts from the day it was passed until the first day on which it no longer does.
    """
    trainings = list(Training.objects.filter(person=actor, what=what))
    if any(one.passed_on <= on and (one.valid_until_on is None or on < one.valid_until_on) for one in trainings):
        return Answer.YES
    listed = _posts(on).filter(person=actor, unit__organisation__lists_trainings=True).exists()
    return Answer.NO if trainings or listed else Answer.UNKNOWN


def bearers(
    role: Role, party: Party, members: Iterable[Member], at: datetime, *, region: RegionId | None = None
) -> tuple[Bearer, ...]:
    """Return who bears a duty of a role today.

    That is who has the role in the case; the deputy of whoever is away; and where that leaves nobody, everybody with
    the role in a unit that works in the region. Nobody at all is itself a signal.

    Args:
        role: The role that bears the duty.
        party: The kind of organisation.
        members: Who has a role in the case (`Access.members`).
        at: The moment.
        region: Where the victim lives; without it nobody is found by post.
    """
    day = local_day(at)
    found: dict[ActorId, Bearer] = {}
    for member in sorted((m for m in members if (m.role, m.party) == (role, party)), key=lambda m: m.person):
        bearer = _present(member, day)
        if bearer is not None:
            found.setdefault(bearer.person, bearer)
    if found or region is None:
        return tuple(found.values())
    posts = _posts(day).filter(role=role, unit__organisation__kind=party).order_by("person_id")
    here = (ActorId(post.person_id) for post in posts if {region, NATIONAL} & set(_regions(post.unit)))
    return tuple(Bearer(person, Standing.POST) for person in dict.fromkeys(here) if _absence(person, day) is None)


def contact(actor: ActorId, at: datetime, *, place_hidden: bool) -> Contact | None:
    """Return how somebody is shown to others; None for an id that nobody knows here.

    Args:
        actor: The person.
        at: The moment.
        place_hidden: Whether the team may give away where the victim lives (`View.place_hidden`).
    """
    person = Person.objects.filter(id=actor).first()
    if person is None:
        return None
    if place_hidden:
        return Contact(name=person.name, function=person.function, unit="", phone="")
    units = dict.fromkeys(post.unit.name for post in _posts(local_day(at)).filter(person=actor).order_by("id"))
    return Contact(name=person.name, function=person.function, unit=", ".join(units), phone=person.phone)


def _covers(day: date) -> Q:
    return Q(starts_on__lte=day, ends_on__gt=day)


def _posts(day: date) -> QuerySet[Post]:
    running = _covers(day) | Q(starts_on__lte=day, ends_on=None)
    return Post.objects.filter(running).select_related("unit__organisation")


def _regions(unit: Unit) -> Iterator[RegionId]:
    """Give where a unit works: the organisation's region, and its gemeenten, each with the region of its card."""
    if unit.organisation.region:
        yield RegionId(unit.organisation.region)
    for code in unit.areas:
        yield RegionId(code)
        if code in gemeenten():
            yield region_of(code)


def _absence(person: ActorId, day: date) -> Absence | None:
    """Return why somebody is away on a day; of several absences one with a deputy."""
    return Absence.objects.filter(_covers(day), person=person).order_by(F("deputy").asc(nulls_last=True), "id").first()


def _present(member: Member, day: date) -> Bearer | None:
    """Return the member, or who stands in, following deputies who are away themselves; None where that ends."""
    person, deputy, asked = member.person, member.deputy, {member.person}
    while (absence := _absence(person, day)) is not None:
        person, deputy = ActorId(absence.deputy_id or deputy or ""), None
        if not person or person in asked:
            return None
        asked.add(person)
    if person == member.person:
        return Bearer(person, Standing.ROLE)
    return Bearer(person, Standing.DEPUTY, member.person)
