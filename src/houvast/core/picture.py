# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The case as one viewer may see it, as known at one moment: who, what, which orders, who is in charge, what level.

`picture` is a fold: the same events give the same picture. Looking at another day is an ordinary call.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from houvast.core import orders
from houvast.core.answer import Answer
from houvast.core.eras import regions
from houvast.core.events import BY_DATA, Data, Event, Occurred, organisation_kind
from houvast.core.events.action import ActionAccepted, ActionAsked, ActionDeclined, ActionDone, ActionDropped
from houvast.core.events.assessment import AssessmentCompleted
from houvast.core.events.case import CaseMerged, CaseSealed, CaseUnmerged
from houvast.core.events.consultation import CaseReleased, CaseTabled
from houvast.core.events.contact import ContactAgreed, ContactKept
from houvast.core.events.disclosure import DisclosurePermitted
from houvast.core.events.order import OrderExtended, OrderImposed, OrderProposed, OrderServed
from houvast.core.events.person import PersonAdded, PersonRoleChanged
from houvast.core.events.report import ReportMade
from houvast.core.events.values import Behaviour, Level, PersonRole, RedFlag, Relation, Role
from houvast.core.facts import FACTS
from houvast.core.facts.risk import levels
from houvast.core.facts.roles import holders
from houvast.core.inquiry import Inquiry
from houvast.core.story import Story, known
from houvast.core.subjects import CASE
from houvast.core.timeline import UNKNOWN, YES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from houvast.core.card import Card
    from houvast.core.events import OrganisationId, PersonId, RegionId, StreamId, SubjectId
    from houvast.core.events.values import Ban, ConsultationKind, OrderKind, Party
    from houvast.core.story import Version

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PersonInCase:
    """A person by opaque id, with the role of this moment."""

    person: PersonId
    role: PersonRole
    relation: Relation
    secret_address: Answer


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a role, of which kind of organisation, since when it was known."""

    role: Role
    party: str
    person: str
    since: datetime


class OrderStatus(StrEnum):
    """Where an order stands at a moment."""

    PROPOSED = "proposed"
    COMING = "coming"
    IN_FORCE = "in_force"
    ENDED = "ended"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class Order:
    """One protection order. `end` is None where no end is known; `served` as far as is known."""

    id: SubjectId
    kind: OrderKind
    bans: tuple[Ban, ...]
    status: OrderStatus
    start: datetime | None
    end: datetime | None
    served: Answer
    extensions: int


@dataclass(frozen=True, slots=True)
class CountingLevel:
    """The SASH level that counts, and since when."""

    level: Level
    since: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """What one organisation asked of another and nobody has accepted, done or dropped."""

    id: SubjectId
    asked_by: str
    of: Party
    what: str
    asked_at: datetime
    due_at: datetime | None
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A case as known at `known_at`, as it stood at `at`."""

    known_at: datetime
    at: datetime
    stream: StreamId | None
    region: RegionId | None
    events: Sequence[Event]
    current: tuple[Version[Data], ...]
    persons: tuple[PersonInCase, ...]
    roles: tuple[Holder, ...]
    orders: tuple[Order, ...]
    level: CountingLevel | None
    red_flags: tuple[RedFlag, ...]
    next_contact_at: datetime | None
    last_contact: Occurred | None
    consultations: tuple[ConsultationKind, ...]
    requests: tuple[Request, ...]
    merged_into: StreamId | None
    sealed: bool
    open: Answer
    stalking: Answer
    card: Card
    inquiry: Inquiry

    def ask(self, fact: str, subject: SubjectId = CASE) -> Answer:
        """Return the answer to a fact at this moment, as known then."""
        return self.inquiry.ask(fact, subject).at(self.at)


def picture(events: Sequence[Event], card: Card, *, known_at: datetime, at: datetime | None = None) -> Picture:
    """Return a case as known at one moment, as it stood at another.

    Args:
        events: The events that the viewer may see, of one case, in the order in which they were recorded.
        card: The rules, for the legal end of an order that nobody recorded.
        known_at: Only what was recorded before this instant counts.
        at: The moment that is asked about; without it, `known_at`.

    Raises:
        UnknownKindError: An event of a kind that this version does not know; nothing is skipped in silence.
    """
    moment = known_at if at is None else at
    story = Story(known(events, known_at))
    inquiry = Inquiry(story, card, FACTS)
    current = tuple(version for event in story.events for version in story.versions(event.id) if version.until is None)
    return Picture(
        known_at=known_at,
        at=moment,
        stream=story.events[0].stream if story.events else None,
        region=_at(regions(story), moment, None),
        events=story.events,
        current=current,
        persons=_persons(story),
        roles=_roles(story, moment),
        orders=tuple(_order(inquiry, order, moment) for order in _order_ids(story)),
        level=_level(story, moment),
        red_flags=_red_flags(story),
        next_contact_at=_next_contact(story),
        last_contact=_last_contact(story),
        consultations=_consultations(story),
        requests=_requests(story),
        merged_into=_merged_into(story),
        sealed=any(version.until is None for version in story.of(CaseSealed)),
        open=inquiry.ask("case_open", CASE).at(moment),
        stalking=inquiry.ask("stalking_recognised", CASE).at(moment),
        card=card,
        inquiry=inquiry,
    )


def _at(steps: Sequence[tuple[datetime, T]], instant: datetime, before: T) -> T:
    value = before
    for since, one in steps:
        if since > instant:
            break
        value = one
    return value


def _persons(story: Story) -> tuple[PersonInCase, ...]:
    found: dict[PersonId, PersonInCase] = {}
    for version in story.of(PersonAdded, PersonRoleChanged):
        data = version.data
        if version.until is not None:
            continue
        if isinstance(data, PersonAdded):
            found[data.person] = PersonInCase(data.person, data.role, data.relation, data.secret_address)
        elif data.person in found:
            found[data.person] = replace(found[data.person], role=data.role)
        else:
            found[data.person] = PersonInCase(data.person, data.role, Relation.UNKNOWN, UNKNOWN)
    return tuple(found.values())


def _roles(story: Story, moment: datetime) -> tuple[Holder, ...]:
    found = []
    for role in Role:
        steps = holders(story, role)
        held = _at(steps, moment, frozenset())
        for party, person in sorted(held):
            since = next(start for start, persons in reversed(steps) if start <= moment and (party, person) in persons)
            found.append(Holder(role, party, person, since))
    return tuple(found)


def _order_ids(story: Story) -> list[SubjectId]:
    return list(dict.fromkeys(v.subject for v in story.of(OrderProposed, OrderImposed) if v.until is None))


def _order(inquiry: Inquiry, order: SubjectId, moment: datetime) -> Order:
    story = inquiry.story
    base = orders.imposed(story, order)
    if base is None:
        proposed = story.about(order, OrderProposed)[-1].data
        return Order(order, proposed.order, proposed.bans, OrderStatus.PROPOSED, None, None, Answer.NO, 0)
    start = base.data.starts_at or base.occurred.start
    end = orders.end(story, inquiry.card, order)
    lifted = orders.lifted_at(story, order)
    if lifted is not None and lifted <= moment:
        status = OrderStatus.LIFTED
    elif start > moment:
        status = OrderStatus.COMING
    elif end is not None and end <= moment:
        status = OrderStatus.ENDED
    else:
        status = OrderStatus.IN_FORCE
    served = Answer.YES if any(v.until is None for v in story.about(order, OrderServed)) else Answer.NO
    extensions = sum(1 for version in story.about(order, OrderExtended) if version.until is None)
    return Order(order, base.data.order, base.data.bans, status, start, end, served, extensions)


def _level(story: Story, moment: datetime) -> CountingLevel | None:
    counting: CountingLevel | None = None
    for since, level in levels(story):
        if since > moment:
            break
        if level is None:
            counting = None
        elif counting is None or counting.level is not level:
            counting = CountingLevel(level, since)
    return counting


def _red_flags(story: Story) -> tuple[RedFlag, ...]:
    flags = [flag for v in story.of(AssessmentCompleted) if v.until is None for flag in v.data.red_flags]
    for version in story.of(ReportMade):
        behaviours = version.data.behaviours
        if version.until is None and (version.data.weapon is YES or Behaviour.WEAPON in behaviours):
            flags.append(RedFlag.WEAPON)
        if version.until is None and Behaviour.STRANGULATION in behaviours:
            flags.append(RedFlag.STRANGULATION)
    return tuple(dict.fromkeys(flags))


def _next_contact(story: Story) -> datetime | None:
    agreed = [v.data.next_at for v in story.of(ContactAgreed, ContactKept) if v.until is None and v.data.next_at]
    return agreed[-1] if agreed else None


def _last_contact(story: Story) -> Occurred | None:
    kept = [version.occurred for version in story.of(ContactKept) if version.until is None]
    return kept[-1] if kept else None


def _consultations(story: Story) -> tuple[ConsultationKind, ...]:
    followed: dict[ConsultationKind, None] = {}
    for version in story.of(CaseTabled, CaseReleased):
        if version.until is None and isinstance(version.data, CaseTabled):
            followed[version.data.consultation] = None
        elif version.until is None:
            followed.pop(version.data.consultation, None)
    return tuple(followed)


def _requests(story: Story) -> tuple[Request, ...]:
    found = []
    for version in story.of(ActionAsked):
        ended = story.about(version.subject, ActionDeclined, ActionDone, ActionDropped)
        if version.until is None and not any(other.until is None for other in ended):
            accepted = any(other.until is None for other in story.about(version.subject, ActionAccepted))
            data = version.data
            asked_by = organisation_kind(version.event.org)
            found.append(Request(version.subject, asked_by, data.of, data.what, version.since, data.due_at, accepted))
    return tuple(found)


def _merged_into(story: Story) -> StreamId | None:
    merged: StreamId | None = None
    for version in story.of(CaseMerged, CaseUnmerged):
        if version.until is None:
            merged = version.data.into if isinstance(version.data, CaseMerged) else None
    return merged


def known_to(
    events: Sequence[Event],
    organisation: OrganisationId,
    *,
    at: datetime,
    allowed: Callable[[Event], bool],
) -> list[Event]:
    """Return a case as one organisation could know it at an instant, each event recorded when it could.

    Its own events count from when it entered them; those of others from when they were disclosed to it, or from when
    Houvast got them if the policy then in force gave them to it.

    Args:
        events: The whole case, in the order in which it was recorded.
        organisation: Whose knowledge is asked for.
        at: The instant.
        allowed: Whether the policy gives this organisation an event of another one.
    """
    party = organisation_kind(organisation)
    disclosures = [
        (event.recorded, event.data)
        for event in events
        if isinstance(event.data, DisclosurePermitted)
        and event.data.to == party
        and event.data.to_organisation in (None, organisation)
    ]
    knowing: list[tuple[datetime, int, Event]] = []
    for event in events:
        moments = []
        if event.org == organisation:
            moments.append(event.entered)
        else:
            category = BY_DATA[type(event.data)].category
            moments += [max(since, event.recorded) for since, given in disclosures if category in given.categories]
            if allowed(event):
                moments.append(event.recorded)
        if moments and min(moments) < at:
            knowing.append((min(moments), event.seq, event))
    knowing.sort(key=lambda one: one[:2])
    return [replace(event, seq=place, recorded=since) for place, (since, _, event) in enumerate(knowing, start=1)]
