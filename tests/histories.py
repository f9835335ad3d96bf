# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whole made-up case histories: every kind, several organisations, late entries, corrections, withdrawals, batches that
came with a confirmed hit, moves between regions, mergers.

    a_history(seed=7, size=80)          # a list of events, the same each time
    @given(histories())                 # the same sort of list, found and made smaller by hypothesis
"""

from __future__ import annotations

import dataclasses
import random
import typing
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from tests.generators import every_kind, some_data

from houvast.core.events import (
    BY_NAME,
    ActorId,
    Event,
    EventId,
    Occurred,
    OrganisationId,
    Origin,
    Precision,
    StreamId,
    SubjectId,
)
from houvast.core.events.envelope import UNBOUNDED
from houvast.core.events.values import Party, Role
from houvast.core.terms import day_bounds, local_day, month_bounds

START = datetime(2025, 3, 3, 9, tzinfo=UTC)
CORRECTED, WITHDRAWN = "event.corrected", "event.withdrawn"

ABOUT = {
    "report.complaint_added": "report.made",
    "report.complaint_withdrawn": "report.made",
    "report.decided": "report.made",
    "circumstances.changed": "report.made",
    "circumstances.unchanged": "report.made",
    "assessment.reviewed": "assessment.completed",
    "order.checked": "order.",
    "order.imposed": "order.proposed",
    "order.registered": "order.",
    "order.served": "order.",
    "order.renewal_decided": "order.",
    "order.extended": "order.",
    "order.lifted": "order.",
    "order.delivered_incomplete": "order.",
    "stop_talk.held": "stop_talk.",
    "stop_talk.refused": "stop_talk.",
    "violation.assessed": "violation.reported",
    "violation.acted_on": "violation.reported",
    "violation.told_to_victim": "violation.reported",
    "victim.informed": "report.made",
    "victim.receipt_proven": "victim.informed",
    "partner.answered": "recognition.marked_by_partner",
    "action.accepted": "action.asked",
    "action.declined": "action.asked",
    "action.done": "action.asked",
    "action.dropped": "action.asked",
    "worry.answered": "worry.raised",
    "monitoring.acknowledged": "monitoring.alerted",
    "logbook.assessed": "logbook.entry_added",
}
"""What an event concerns: events of a kind, or of a family."""

OFTEN = (
    *["report.made"] * 8,
    *["assessment.completed"] * 4,
    *["victim.informed"] * 3,
    *["contact.kept", "duty.decided_otherwise"] * 2,
    *["order.imposed"] * 2,
    *["custody.started", "custody.ended", "role.assigned", "role.ended", "order.extended", "order.renewal_decided"],
    *[
        "assessment.reviewed",
        "circumstances.changed",
        "circumstances.unchanged",
        "stop_talk.proposed",
        "stop_talk.held",
    ],
    *[
        *["duty.decided_otherwise"] * 3,
        "violation.reported",
        "person.moved",
        "recognition.marked_by_partner",
        "contact.agreed",
    ],
    *["recognition.rejected", "recognition.confirmed", "case.closed", "case.reopened", "case.merged", "case.unmerged"],
)
ALL = tuple(kind for kind in every_kind() if kind not in (CORRECTED, WITHDRAWN))
ORGANISATIONS = ("police.veenrand-1", "police.veenrand-1", "police.duinstreek-2", "om.noord", "veilig_thuis.veenrand", "probation.3ro", "victim_support.shn", "victim.portal")  # fmt: skip
REGIONS = (None, "veenrand", "duinstreek", "veenrand", "elsewhere")
PERSONS = ("person-1", "person-2")
GAPS = (
    timedelta(0),
    timedelta(minutes=7),
    timedelta(hours=5),
    timedelta(days=1),
    timedelta(days=4),
    timedelta(days=23),
)
LATE = (timedelta(0),) * 5 + (timedelta(hours=3), timedelta(days=2), timedelta(days=45))


@dataclass(frozen=True)
class Step:
    """One event to come.

    Args:
        kind: Its kind, where that makes sense at that place.
        seed: What its data are made from.
        after: How long after the event before it it was recorded.
        late: How long before that it was entered, and again that long before, that it happened.
        earlier: Which earlier event it concerns, corrects or withdraws.
        org: Which organisation entered it.
        precision: How precisely it is known when it happened.
        names_subject: Whether it names what it concerns.
        batch: Whether it came in with the one before it, from the register.
    """

    kind: str
    seed: int = 0
    after: timedelta = timedelta(hours=1)
    late: timedelta = timedelta(0)
    earlier: int = 0
    org: str = ORGANISATIONS[0]
    precision: Precision = Precision.INSTANT
    names_subject: bool = True
    batch: bool = False


@dataclass
class _Case:
    """A case that is being made up."""

    rules: Sequence[str]
    events: list[Event] = field(default_factory=list)
    clock: datetime = START

    def of(self, kind: str) -> list[Event]:
        return [event for event in self.events if event.kind.startswith(kind)]


def told(steps: Iterable[Step], *, rules: Sequence[str] = ("act",)) -> list[Event]:
    """Return the events of a case.

    Args:
        steps: What happens.
        rules: Ids of duties that somebody may decide otherwise about.
    """
    case = _Case(rules)
    for step in steps:
        case.events.append(_event(case, step))
    return case.events


def _event(case: _Case, step: Step) -> Event:
    chance = random.Random(f"{step.kind} {step.seed}")
    earlier = case.events[-1 - step.earlier % len(case.events)] if case.events else None
    changing = step.kind in (CORRECTED, WITHDRAWN)
    kind = step.kind if earlier is not None or not changing else "report.made"
    batch = step.batch and kind == "report.made"
    if not (batch and case.events and case.events[-1].origin is Origin.REGISTER):
        case.clock += step.after
    concerned = [event.subject for event in case.of(ABOUT[kind])] if kind in ABOUT else []
    about = concerned[step.earlier % len(concerned)] if concerned and step.names_subject else None
    place = len(case.events) + 1
    entered = case.clock - step.late
    return Event(
        id=EventId(f"e{place}"),
        stream=StreamId("case/1"),
        seq=place,
        kind=BY_NAME[kind].wire,
        occurred=_occurred(entered - step.late, step.precision, entered),
        entered=entered,
        recorded=case.clock,
        by=ActorId("officer-1"),
        org=OrganisationId(ORGANISATIONS[0] if kind == "duty.decided_otherwise" and step.names_subject else step.org),
        data=some_data(kind, seed=step.seed, **_fitting(case, kind, chance, earlier if changing else None)),
        about=about,
        origin=Origin.REGISTER if batch else Origin.LIVE,
    )


def _occurred(instant: datetime, precision: Precision, entered: datetime) -> Occurred:
    if precision is Precision.UNKNOWN:
        return Occurred(UNBOUNDED, entered, precision)
    if precision is Precision.INSTANT:
        return Occurred.at(instant)
    day = local_day(instant)
    start, end = day_bounds(day) if precision is Precision.DAY else month_bounds(day.year, day.month)
    return Occurred(start, end, precision)


def _fitting(case: _Case, kind: str, chance: random.Random, changed: Event | None) -> dict[str, object]:
    """Return the fields that have to fit the rest of the case: instants near by, and what is named exists."""
    if changed is not None and kind == CORRECTED:
        return {
            "event": changed.id,
            "replacement": _corrected(case, changed, chance),
            "occurred_then": _then(changed, chance),
        }
    if changed is not None:
        return {"event": changed.id}
    hints = typing.get_type_hints(BY_NAME[kind].data)
    fields: dict[str, object] = {}
    for one in dataclasses.fields(BY_NAME[kind].data):
        make = _one_of("order.imposed") if kind == "violation.reported" and one.name == "order" else None
        make = make or _BY_NAME.get(one.name) or _BY_TYPE.get(hints[one.name])
        if make is not None and (hints[one.name] in (datetime, SubjectId) or chance.random() < 3 / 4):
            value = make(case, chance)
            if value is not None:
                fields[one.name] = value
    return fields


def _corrected(case: _Case, event: Event, chance: random.Random) -> object:
    """Return other data for an event: of its own kind mostly, and now and then of another."""
    kind = event.kind.rpartition(".v")[0]
    if kind in (CORRECTED, WITHDRAWN) or chance.random() < 1 / 10:
        kind = chance.choice(OFTEN)
    return some_data(kind, seed=chance.randrange(10**6), **_fitting(case, kind, chance, None))


def _then(event: Event, chance: random.Random) -> Occurred | None:
    return Occurred.at(event.entered - timedelta(days=chance.randrange(1, 90))) if chance.random() < 1 / 3 else None


def _soon(case: _Case, chance: random.Random) -> datetime:
    return case.clock + timedelta(hours=chance.choice((-200, -1, 12, 24 * 9, 24 * 40, 24 * 95)))


def _one_of(kind: str) -> Callable[[_Case, random.Random], object]:
    def pick(case: _Case, chance: random.Random) -> object:
        found = case.of(kind)
        return chance.choice(found).subject if found else None

    return pick


def _relied_on(case: _Case, chance: random.Random) -> tuple[SubjectId, ...]:
    return tuple(event.subject for event in case.of("assessment.completed") if chance.random() < 1 / 2)


_BY_NAME: dict[str, Callable[[_Case, random.Random], object]] = {
    "person": lambda case, chance: chance.choice(PERSONS),
    "victim": lambda case, chance: PERSONS[0],
    "region": lambda case, chance: chance.choice(REGIONS[1:]),
    "trigger": lambda case, chance: chance.choice([event.id for event in case.of("report.made")] or [None]),
    "rule": lambda case, chance: chance.choice(case.rules),
    "review_on": lambda case, chance: local_day(case.clock + timedelta(days=chance.choice((1, 10, 60)))),
    "relied_on": _relied_on,
    "into": lambda case, chance: chance.choice(("case/2", "case/3")),
    "from_case": lambda case, chance: chance.choice(("case/2", "case/3")),
    "zone_distance_m": lambda case, chance: chance.choice((800, 4999, 5000, 12_000)),
    "offences": lambda case, chance: chance.choice(((), (), ("285b",), ("350",))),
}
_BY_TYPE: dict[object, Callable[[_Case, random.Random], object]] = {
    datetime: _soon,
    datetime | None: _soon,
    Role: lambda case, chance: chance.choice((Role.CASE_DIRECTOR, Role.CONTACT_POINT, Role.CONTACT_POINT, *Role)),
    Party: lambda case, chance: chance.choice((Party.POLICE, Party.VEILIG_THUIS, Party.VICTIM_SUPPORT, Party.OM)),
}


def steps(chance: random.Random, size: int, turn: int = 0) -> list[Step]:
    """Return so many steps at random; the first opens the case.

    Args:
        chance: What decides.
        size: How many.
        turn: Each turn takes the next third of its kinds from the list of all, so that a few turns have them all.
    """
    own = size // 3
    kinds = [ALL[(turn * own + place) % len(ALL)] for place in range(own)]
    kinds += chance.choices((CORRECTED, WITHDRAWN), k=size // 12)
    kinds += chance.choices(OFTEN, k=size - 2 - len(kinds))
    chance.shuffle(kinds)
    kinds = ["case.opened", "person.added", *kinds]
    batch_at = chance.randrange(3, max(4, size))
    return [
        Step(
            kind="report.made" if batch_at <= place < batch_at + 3 else kind,
            seed=chance.randrange(10**6),
            after=chance.choice(GAPS),
            late=chance.choice(LATE),
            earlier=chance.randrange(min(size, 12)),
            org=chance.choice(ORGANISATIONS),
            precision=chance.choice((Precision.INSTANT,) * 6 + tuple(Precision)),
            names_subject=chance.random() < 5 / 6,
            batch=batch_at <= place < batch_at + 3,
        )
        for place, kind in enumerate(kinds)
    ]


def a_history(seed: int, size: int = 60, *, rules: Sequence[str] = ("act",)) -> list[Event]:
    """Return a case of so many events, the same each time."""
    return told(steps(random.Random(f"history {seed}"), size, seed), rules=rules)


def histories(*, max_size: int = 30, rules: Sequence[str] = ("act",)) -> st.SearchStrategy[list[Event]]:
    """Return cases of every sort."""
    step = st.builds(
        Step,
        kind=st.sampled_from(OFTEN) | st.sampled_from(ALL) | st.sampled_from((CORRECTED, WITHDRAWN)),
        seed=st.integers(0, 10**6),
        after=st.sampled_from(GAPS),
        late=st.sampled_from(LATE),
        earlier=st.integers(0, 12),
        org=st.sampled_from(ORGANISATIONS),
        precision=st.sampled_from(Precision),
        names_subject=st.booleans(),
        batch=st.booleans(),
    )
    return st.lists(step, min_size=1, max_size=max_size).map(lambda found: told(found, rules=rules))
