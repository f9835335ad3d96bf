# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Made-up events of every kind, from the fields of its data alone, so that a new kind is covered the day it is added.

an_event("order.imposed", seq=3)                    # an Event, the same each time
a_new_event("note.added", seed=7, facts="…")        # a NewEvent; other data with another seed; fields by name
every_kind()                                        # the names of all kinds
"""

from __future__ import annotations

import dataclasses
import random
import types
import typing
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from houvast.core.events import (
    BY_NAME,
    KINDS,
    ActorId,
    Data,
    Event,
    EventId,
    NewEvent,
    Occurred,
    OrganisationId,
    Origin,
    StreamId,
    SubjectId,
)

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TEXTS = ("", "x", "Zij zag hem twee keer bij de school.", 'é " \\ \n \t € 😀 \u2028', "0612345678")


def every_kind() -> list[str]:
    """Return the names of all kinds, without their versions."""
    return [kind.name for kind in KINDS]


def some_data(kind: str, *, seed: int = 0, **fields: object) -> Data:
    """Return data of a kind; what is not given is made up."""
    chance = random.Random(f"{kind} {seed}")
    return typing.cast(Data, _instance(BY_NAME[kind].data, chance, fields))


def a_new_event(
    kind: str, *, seed: int = 0, at: datetime = NOW, about: str | None = None, **fields: object
) -> NewEvent:
    """Return a new event of a kind that happened and was entered at one instant."""
    return NewEvent(
        data=some_data(kind, seed=seed, **fields),
        occurred=Occurred.at(at),
        entered=at,
        about=None if about is None else SubjectId(about),
    )


def an_event(
    kind: str,
    *,
    seq: int = 1,
    seed: int = 0,
    at: datetime = NOW,
    stream: str = "case/1",
    by: str = "officer-1",
    org: str = "police",
    about: str | None = None,
    **fields: object,
) -> Event:
    """Return an event of a kind as the store would give it back."""
    return Event(
        id=EventId(f"{stream}#{seq}"),
        stream=StreamId(stream),
        seq=seq,
        kind=BY_NAME[kind].wire,
        occurred=Occurred.at(at),
        entered=at,
        recorded=at,
        by=ActorId(by),
        org=OrganisationId(org),
        data=some_data(kind, seed=seed, **fields),
        about=None if about is None else SubjectId(about),
        origin=Origin.LIVE,
    )


def _instance(cls: type, chance: random.Random, given: typing.Mapping[str, object]) -> object:
    hints = typing.get_type_hints(cls)
    unknown = given.keys() - hints.keys()
    if unknown:
        raise TypeError(f"{cls.__name__} has no {', '.join(sorted(unknown))}")
    return cls(**{f.name: given.get(f.name, _value(hints[f.name], chance)) for f in dataclasses.fields(cls)})


def _value(annotation: object, chance: random.Random) -> object:
    if isinstance(annotation, typing.NewType):
        return f"{annotation.__name__.removesuffix('Id').lower()}-{chance.randrange(100)}"
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        parts = [part for part in typing.get_args(annotation) if part is not type(None)]
        return None if chance.random() < 1 / 3 else _value(parts[0], chance)
    if typing.get_origin(annotation) is tuple:
        return tuple(_value(typing.get_args(annotation)[0], chance) for _ in range(chance.randrange(3)))
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return chance.choice(list(annotation))
    simple = {
        str: lambda: chance.choice(TEXTS),
        int: lambda: chance.randrange(10_000),
        bool: lambda: chance.random() < 1 / 2,
        datetime: lambda: NOW + timedelta(microseconds=chance.randrange(-(10**14), 10**14)),
        date: lambda: date(2026, 1, 1) + timedelta(days=chance.randrange(1000)),
        Occurred: lambda: Occurred.at(NOW - timedelta(seconds=chance.randrange(10**7))),
        Data: lambda: some_data(
            chance.choice([k for k in every_kind() if k != "event.corrected"]), seed=chance.randrange(99)
        ),
    }
    if annotation in simple:
        return simple[annotation]()
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        return _instance(annotation, chance, {})
    raise TypeError(f"No event data hold a {annotation!r}; tell tests/generators.py how to make one")
