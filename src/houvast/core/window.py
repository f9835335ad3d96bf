# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The window: what one viewer gets of a case, before anything is told from it.

A screen cannot leak what it was never given. Events come through whole, with their free text blanked, or not at all.
Duties and signals are computed from the whole case; each comes through whole, as a pointer for its bearer, or not.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache

from houvast.core.access import Access, Viewer
from houvast.core.events import BY_DATA, Category, Data, Event, EventId, OrganisationId, RegionId, organisation_kind
from houvast.core.events.event import EventCorrected, EventWithdrawn
from houvast.core.events.values import Party
from houvast.core.rules import Extent
from houvast.core.sharing import HEIGHT, NOTHING, Decision

Decide = Callable[[Category, Party], Decision]
"""How much may be seen of one category of the events of one kind of organisation."""

CODES = frozenset({"rule", "media_type"})
"""Fields of text that hold a code, not what somebody wrote."""
PARTIES = {str(party): party for party in Party}
DIRECTOR = "police.case_director"
"""Who is asked where the policy names nobody."""


def party_of(org: OrganisationId) -> Party | None:
    """Return the kind of an organisation; None for one that nobody knows, of which nobody sees anything."""
    return PARTIES.get(organisation_kind(org))


def window(events: Iterable[Event], decide: Decide, *, address_protected: bool = True) -> tuple[Event, ...]:
    """Return what a viewer may see of the events of a case, in order.

    A correction or withdrawal comes through with what it corrects, so that nobody goes on seeing what no longer holds;
    where its new content may not be seen, it comes through as a withdrawal.

    Args:
        events: The events of one case, in the order in which they were recorded.
        decide: The decision for a category and a kind of organisation.
        address_protected: Whether the name of a team may give away where the victim lives. Then who may
            not see places sees of every organisation its kind only, and no region.
    """
    shown: dict[EventId, Extent] = {}
    permitted = []
    for event in events:
        found = _through(event, decide, shown)
        if found is None:
            continue
        if address_protected and _decided(decide, Category.LOCATION, event).extent is not Extent.FULL:
            found = placeless(found)
        permitted.append(found)
    return tuple(permitted)


def _through(event: Event, decide: Decide, shown: dict[EventId, Extent]) -> Event | None:
    """Return an event as far as it may be seen, and note how far that is."""
    data = event.data
    extent = _decided(decide, content_category(data), event).extent
    if isinstance(data, EventCorrected | EventWithdrawn):
        if data.event not in shown:
            return None
        extent = min(extent, shown[data.event], key=HEIGHT.__getitem__)
        if HEIGHT[extent] < HEIGHT[Extent.PARTLY]:
            event = replace(event, kind=BY_DATA[EventWithdrawn].wire, data=EventWithdrawn(event=data.event, reason=""))
            extent = Extent.PARTLY
    if HEIGHT[extent] < HEIGHT[Extent.PARTLY]:
        return None
    shown[event.id] = extent
    return event if extent is Extent.FULL else partly(event)


def content_category(data: Data) -> Category:
    """Return what kind of information event data hold; a correction holds that of what it puts in place."""
    return BY_DATA[type(data.replacement if isinstance(data, EventCorrected) else data)].category


def _decided(decide: Decide, category: Category, event: Event) -> Decision:
    party = party_of(event.org)
    return NOTHING if party is None else decide(category, party)


def partly(event: Event) -> Event:
    """Return an event with all free text blanked. Persons stay opaque ids; dates, choices and quantities stay."""
    return replace(event, data=_changed(event.data, _blank))


def placeless(event: Event) -> Event:
    """Return an event from which nobody can tell in which place an organisation or a person is."""
    return replace(event, org=OrganisationId(organisation_kind(event.org)), data=_changed(event.data, _unplace))


Change = Callable[[str, object, object], object]
"""From the name of a field, what it may hold and what it holds, to what is shown."""


def _blank(name: str, annotation: object, value: object) -> object:
    if annotation is str and name not in CODES:
        return ""
    if isinstance(value, tuple) and str in typing.get_args(annotation):
        return ()
    return _inside(value, _blank)


def _unplace(_: str, annotation: object, value: object) -> object:
    named = {annotation, *typing.get_args(annotation)}
    if RegionId in named:
        return None if type(None) in named else ""
    if OrganisationId in named and isinstance(value, str):
        return organisation_kind(OrganisationId(value))
    return _inside(value, _unplace)


def _inside(value: object, change: Change) -> object:
    if isinstance(value, tuple):
        return tuple(_inside(item, change) for item in value)
    return _changed(value, change) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value


T = typing.TypeVar("T")


def _changed(value: T, change: Change) -> T:
    """Return a dataclass with every field as it is shown."""
    kind: type = type(value)
    shown = {name: change(name, hint, getattr(value, name)) for name, hint in _fields(kind).items()}
    return replace(value, **shown)  # type: ignore[type-var]  # no name in the standard library says "a dataclass"


@cache
def _fields(cls: type) -> Mapping[str, object]:
    return typing.get_type_hints(cls)


class Share(StrEnum):
    """How much somebody gets of a duty or a signal."""

    WHOLE = "whole"
    BEARER_ONLY = "bearer_only"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """What a bearer gets of a duty or signal that rests on what the bearer may not see: rule, term and whom to ask."""

    rule: str
    title: str
    due: datetime | None
    ask: str


def owners(events: Iterable[Event]) -> Mapping[Category, frozenset[Party]]:
    """Return whose events there are in each category."""
    found: dict[Category, set[Party]] = {}
    for event in events:
        party = party_of(event.org)
        if party is not None:
            found.setdefault(content_category(event.data), set()).add(party)
    return {category: frozenset(parties) for category, parties in found.items()}


def share(
    categories: Iterable[Category],
    bearer: str,
    viewer: Viewer,
    access: Access,
    decide: Decide,
    whose: Mapping[Category, frozenset[Party]],
) -> tuple[Share, str]:
    """Return how much a viewer gets of a result that rests on several categories, and whom to ask for the rest.

    Args:
        categories: What the result rests on.
        bearer: Who bears it, as party and role, such as `police.case_holder`.
        viewer: Who looks.
        access: What rights in the case rest on.
        decide: The decision for a category and a kind of organisation.
        whose: Whose events there are in each category. Where there are none, the absence is the bearer's.
    """
    kind, _, role = bearer.partition(".")
    party = PARTIES.get(kind)
    if party is None:
        return Share.NOTHING, ""
    lacking = [
        decision
        for category in sorted(categories)
        for one in sorted(whose.get(category) or (party,))
        if (decision := decide(category, one)).extent is not Extent.FULL
    ]
    if not lacking and (access.involves(viewer) or access.in_area_of(viewer)):
        return Share.WHOLE, ""
    if viewer.party is party and bears(viewer, role, access):
        return Share.BEARER_ONLY, next((decision.ask for decision in lacking if decision.ask), DIRECTOR)
    return Share.NOTHING, ""


def bears(viewer: Viewer, role: str, access: Access) -> bool:
    """Return whether somebody has a role in the case, or has it in the job and works where the victim lives."""
    in_case = access.roles_of(viewer)
    by_job = viewer.roles if in_case or access.in_area_of(viewer) else frozenset()
    return role in in_case or role in by_job
