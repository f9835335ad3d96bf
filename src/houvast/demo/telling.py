# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""From scenarios to histories: what was entered, by whom, when, and when Houvast got it.

The same arguments give the same histories.
Nothing here touches a database: `writing.py` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial

from houvast.core.events import (
    BY_DATA,
    ActorId,
    Data,
    Event,
    EventId,
    NewEvent,
    Occurred,
    OrganisationId,
    Origin,
    RegionId,
    StreamId,
    SubjectId,
)
from houvast.core.terms import local_day
from houvast.demo.cast import Cast, cast
from houvast.demo.fields import Names, data_of, referring
from houvast.demo.names import chance_of
from houvast.demo.narratives import sentence
from houvast.demo.parts import Part, parts, teams
from houvast.demo.script import Moment, Script, script
from houvast.demo.staff import post, units
from houvast.rules import cards

MOST_MINUTES = 100
"""By how many minutes the times of two cases of one scenario may differ."""
VICTIM = OrganisationId("victim")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event to come; `name` is how other steps call it. Its references to events are still `@name`."""

    name: str
    data: Data
    occurred: Occurred
    entered: datetime
    about: SubjectId | None

    def new_event(self, ids: Mapping[str, EventId]) -> NewEvent:
        """Return what the store takes, with the ids that the store gave earlier events."""
        return NewEvent(data=referring(self.data, ids), occurred=self.occurred, entered=self.entered, about=self.about)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one person wrote at one moment, as Houvast got it."""

    recorded: datetime
    by: ActorId
    org: OrganisationId
    origin: Origin
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class History:
    """One stream of the demonstration: a case, or what stands beside the cases."""

    label: str
    title: str
    fault: str
    stream: StreamId
    region: RegionId
    team: str
    cast: Cast
    batches: tuple[Batch, ...]

    @property
    def is_case(self) -> bool:
        """Whether this is a case, rather than a person, a unit or a consultation."""
        return self.stream.startswith("case/")


def histories(*, now: datetime, seed: int, cases: int) -> tuple[History, ...]:
    """Return the histories of the synthetic region.

    Args:
        now: The moment at which it is looked at; nothing in it is known later.
        seed: Chooses names, places, days and texts.
        cases: How many cases there are at least; every scenario is there once, and those marked `often` fill up.
    """
    today = local_day(now)
    told = script()
    playing = parts(told, today=today, seed=seed, cases=cases)
    streams = {part.label: part.stream for part in playing}
    return tuple(_history(told, part, streams, now=now, today=today, seed=seed) for part in playing)


@cache
def adopted_cards() -> Mapping[str, str]:
    """Return the hash of the card that each region adopted last."""
    return {region: versions[-1].content_sha256 for region, versions in cards().adopted.items()}


def _history(
    told: Script, part: Part, streams: Mapping[str, StreamId], *, now: datetime, today: date, seed: int
) -> History:
    heading = part.scenario.heading
    players = cast(part.label, heading, region=part.region, seed=seed, today=today)
    names = _names(part, players, streams, today=today, seed=seed)
    given = {
        "region": part.region,
        "victim": "victim",
        "suspect": "suspect",
        "reported_by": "victim",
        "relation": heading.get("relation", "former_partner"),
    }
    batches: list[Batch] = []
    earlier: dict[str, Data] = {}
    words = {**players.words, **adopted_cards(), "nummer": part.stream.rpartition("-")[2]}
    for moment in told.moments(part.scenario, words):
        recorded = names.instant(*_time(moment.received or (moment.day, moment.clock)))
        if recorded >= now:
            break
        entered = names.instant(*_time((moment.day, moment.clock)))
        entries = tuple(_entries(moment, entered, names, given, earlier))
        by, org = _writer(moment.who, part, players, seed)
        origin = Origin.REGISTER if moment.register else Origin.LIVE
        batches.append(Batch(recorded, by, org, origin, entries))
    return History(
        label=part.label,
        title=heading["title"],
        fault=heading.get("fault", ""),
        stream=part.stream,
        region=part.region,
        team=part.team,
        cast=players,
        batches=tuple(_joined(batches)),
    )


def _names(part: Part, players: Cast, streams: Mapping[str, StreamId], *, today: date, seed: int) -> Names:
    chance = chance_of(seed, "texts", part.label)
    return Names(
        first_on=part.first_on,
        today=today,
        minutes=chance.randrange(MOST_MINUTES),
        person=lambda player: players.persons[player].id,
        actor=lambda who: _actor(who, part, players, seed),
        stream=lambda label: streams[label],
        subject=partial(_subject, part.stream),
        text=lambda topic, written: sentence(topic, written, players.words, chance),
    )


def _subject(stream: StreamId, name: str) -> SubjectId:
    """Return the id of what a step brings in: opaque outside its case, and never the same in two cases."""
    return SubjectId(f"{stream.partition('/')[2]}.{name}")


def _writer(who: str, part: Part, players: Cast, seed: int) -> tuple[ActorId, OrganisationId]:
    """Return who writes: the victim herself, or who fills a post where the case is; `:new` is where she moved to."""
    if who == "victim":
        return ActorId(players.persons["victim"].id), VICTIM
    key, _, new = who.partition(":")
    region = RegionId(part.scenario.heading["moves_to"]) if new else part.region
    team = teams(region)[0] if new else part.team
    # The police who direct a case may be of another region than the victim; everybody else works where she lives.
    where = units()[team].region if key.startswith("police.") else region
    member = post(key, team=team, region=where, seed=seed)
    return member.id, member.organisation


def _actor(who: str, part: Part, players: Cast, seed: int) -> str:
    """Return who fills a post; nobody where the team has no such post."""
    try:
        return _writer(who, part, players, seed)[0]
    except LookupError:
        return ""


def _time(written: tuple[int, str]) -> tuple[int, int, int]:
    day, clock = written
    return day, int(clock[:2]), int(clock[3:])


def _entries(
    moment: Moment, entered: datetime, names: Names, given: Mapping[str, str], earlier: dict[str, Data]
) -> Iterator[Entry]:
    for step in moment.steps:
        fields = {name: value for name, value in given.items() if step.kind in _GIVEN[name]}
        data = data_of(step, names, given=fields, earlier=earlier)
        name = step.name or step.tag
        if name:
            earlier[name] = data
        about = step.about or step.name
        occurred = names.occurred(step.fields.get("happened"), entered)
        yield Entry(name, data, occurred, entered, SubjectId(names.subject(about)) if about else None)


_GIVEN: Mapping[str, tuple[str, ...]] = {
    "region": ("case.opened",),
    "victim": ("case.opened", "report.made"),
    "suspect": ("case.opened", "report.made"),
    "reported_by": ("report.made",),
    "relation": ("case.opened", "report.made"),
}
"""Which fields the case itself gives, to which kinds."""


def _joined(batches: Sequence[Batch]) -> Iterator[Batch]:
    """Put together what one person wrote at one moment."""
    last: Batch | None = None
    for batch in batches:
        if last and replace(last, entries=()) == replace(batch, entries=()):
            last = replace(last, entries=(*last.entries, *batch.entries))
            continue
        if last:
            yield last
        last = batch
    if last:
        yield last


def as_events(history: History) -> tuple[Event, ...]:
    """Return a history as the store would give it back, with made-up ids: for those who need no database."""
    events: list[Event] = []
    ids: dict[str, EventId] = {}
    for batch in history.batches:
        for entry in batch.entries:
            new = entry.new_event(ids)
            event = Event(
                id=EventId(f"{history.stream}#{len(events) + 1}"),
                stream=history.stream,
                seq=len(events) + 1,
                kind=BY_DATA[type(new.data)].wire,
                occurred=new.occurred,
                entered=new.entered,
                recorded=batch.recorded,
                by=batch.by,
                org=batch.org,
                data=new.data,
                about=new.about,
                origin=batch.origin,
            )
            if entry.name:
                ids[entry.name] = event.id
            events.append(event)
    return tuple(events)
