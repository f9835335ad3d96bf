# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every kind of thing that can happen, one module per family: typed, versioned, with a stable wire name.

The generated page `docs/reference/events.md` lists them all.
"""

from __future__ import annotations

from houvast.core.errors import FutureVersionError, UnknownKindError
from houvast.core.events import (
    action,
    assessment,
    aware,
    card,
    case,
    circumstances,
    consent,
    consultation,
    contact,
    custody,
    disclosure,
    document,
    duty,
    evaluation,
    event,
    hearing,
    judgment,
    logbook,
    monitoring,
    note,
    order,
    partner,
    person,
    plan,
    prosecution,
    recognition,
    report,
    role,
    safety_conditions,
    stop_talk,
    supervision,
    veilig_thuis,
    victim,
    violation,
    worry,
)
from houvast.core.events.data import Category, CriminalFile, Data, Kind
from houvast.core.events.envelope import (
    ActorId,
    Event,
    EventId,
    NewEvent,
    Occurred,
    OrganisationId,
    Origin,
    PersonId,
    Precision,
    RegionId,
    StreamId,
    SubjectId,
    check_dates,
    organisation_kind,
)

FAMILIES = (
    person,
    report,
    recognition,
    circumstances,
    assessment,
    case,
    role,
    contact,
    plan,
    action,
    duty,
    document,
    note,
    partner,
    veilig_thuis,
    stop_talk,
    aware,
    order,
    violation,
    custody,
    prosecution,
    hearing,
    judgment,
    supervision,
    monitoring,
    safety_conditions,
    consultation,
    disclosure,
    consent,
    victim,
    logbook,
    worry,
    evaluation,
    card,
    event,
)

KINDS: tuple[Kind, ...] = tuple(kind for family in FAMILIES for kind in family.KINDS)
BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}
BY_WIRE: dict[str, Kind] = {kind.wire: kind for kind in KINDS}
BY_DATA: dict[type[Data], Kind] = {kind.data: kind for kind in KINDS}


def kind_of(wire: str) -> Kind:
    """Return the kind with this wire name, in its present version or an older one.

    Args:
        wire: `order.imposed.v1`, or the name alone for the present version.

    Raises:
        UnknownKindError: No such kind.
        FutureVersionError: The version is newer than this program.
    """
    known = BY_WIRE.get(wire)
    if known is not None:
        return known
    name, dot, version = wire.rpartition(".v")
    kind = BY_NAME.get(name if dot and version.isdigit() else wire)
    if kind is None:
        message = (
            f"The kind of event {wire[:80]!r} is not known here, so nothing may be concluded from this case. "
            "Look the kind up in docs/reference/events.md, or update Houvast."
        )
        raise UnknownKindError(message)
    if dot and version.isdigit() and not 1 <= int(version) <= kind.version:
        message = (
            f"The event {kind.name} has version {version[:9]}; this Houvast knows versions 1 to {kind.version}. "
            "It was written by a newer Houvast. Update before you work with this case."
        )
        raise FutureVersionError(message)
    return kind


__all__ = [
    "BY_DATA",
    "BY_NAME",
    "BY_WIRE",
    "FAMILIES",
    "KINDS",
    "ActorId",
    "Category",
    "CriminalFile",
    "Data",
    "Event",
    "EventId",
    "Kind",
    "NewEvent",
    "Occurred",
    "OrganisationId",
    "Origin",
    "PersonId",
    "Precision",
    "RegionId",
    "StreamId",
    "SubjectId",
    "check_dates",
    "kind_of",
    "organisation_kind",
]
