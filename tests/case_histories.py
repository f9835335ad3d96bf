# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Made-up cases: events in the order in which they are recorded, some late, some corrected or withdrawn afterwards.

for clock, batch in a_case(100, seed=7): …        # the same each time, for measuring
@given(histories())                               # a list of steps, for properties; see `new_event`
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from tests.generators import every_kind, some_data

from houvast.core.events import BY_NAME, Event, NewEvent, Occurred, SubjectId

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
FREQUENT = {  # kind -> the kind of event that it is about
    "report.made": None,
    "report.complaint_added": "report.made",
    "assessment.completed": None,
    "assessment.reviewed": "assessment.completed",
    "circumstances.changed": "report.made",
    "role.assigned": None,
    "role.ended": None,
    "order.imposed": None,
    "order.extended": "order.imposed",
    "order.renewal_decided": "order.imposed",
    "order.lifted": "order.imposed",
    "contact.agreed": None,
    "contact.kept": None,
    "stop_talk.held": None,
    "person.moved": None,
    "victim.informed": "report.made",
    "partner.notified": None,
    "note.added": None,
}
CORRECTED, WITHDRAWN = "event.corrected", "event.withdrawn"
OTHERS = [kind for kind in every_kind() if kind not in FREQUENT and kind not in (CORRECTED, WITHDRAWN, "case.opened")]


@dataclass(frozen=True)
class Step:
    """One event to come: what, how long after the one before, how late it is told, and which earlier one it concerns."""

    kind: str
    seed: int
    after: timedelta
    late: timedelta
    earlier: int


def histories(*, max_size: int = 25) -> st.SearchStrategy[list[Step]]:
    """Return cases of every sort, late entries, corrections and withdrawals among them."""
    step = st.builds(
        Step,
        kind=st.one_of(
            st.sampled_from([*FREQUENT]),
            st.sampled_from([*FREQUENT]),
            st.sampled_from([CORRECTED, WITHDRAWN]),
            st.sampled_from(OTHERS),
        ),
        seed=st.integers(0, 999),
        after=st.timedeltas(timedelta(0), timedelta(days=60)),
        late=st.just(timedelta(0)) | st.timedeltas(timedelta(0), timedelta(days=200)),
        earlier=st.integers(0, 99),
    )
    return st.lists(step, min_size=1, max_size=max_size)


def new_event(step: Step, clock: datetime, before: Sequence[Event]) -> NewEvent:
    """Return what is written at one step, after what was written before it.

    Args:
        step: The step.
        clock: The instant at which it is written.
        before: The events of the case so far, as the store gave them back.
    """
    kind = step.kind if before or step.kind not in (CORRECTED, WITHDRAWN) else "report.made"
    earlier = before[step.earlier % len(before)] if before else None
    fields: dict[str, object] = {}
    if kind in (CORRECTED, WITHDRAWN) and earlier:
        fields["event"] = earlier.id
        if kind == CORRECTED:
            if isinstance(earlier.data, (BY_NAME[CORRECTED].data, BY_NAME[WITHDRAWN].data)):
                kind = "note.added"
                fields = {}
            else:
                fields["replacement"] = some_data(earlier.kind.rpartition(".v")[0], seed=step.seed + 1)
    concerned = FREQUENT.get(kind)
    subjects = [event for event in before if event.kind.startswith(f"{concerned}.v")] if concerned else []
    about = subjects[step.earlier % len(subjects)].id if subjects else None
    data = some_data(kind, seed=step.seed, **fields)
    return NewEvent(
        data=data,
        occurred=Occurred.at(clock - step.late),
        entered=clock - step.late / 2,
        about=about and SubjectId(about),
    )


def a_case(
    events: int, *, seed: int, start: datetime = START, batch: int = 25
) -> Iterator[tuple[datetime, list[NewEvent]]]:
    """Give a case of so many events in batches, each with the instant at which it is written."""
    chance = random.Random(seed)
    clock = start
    region = some_data("case.opened", seed=seed, region=chance.choice(["veenrand", "duinstreek"]))
    news = [NewEvent(data=region, occurred=Occurred.at(clock), entered=clock)]
    for _ in range(events - 1):
        clock += timedelta(hours=chance.randrange(1, 60))
        late = timedelta(hours=chance.choice((0, 0, 0, 5, 300)))
        kind = chance.choice([*FREQUENT, "report.made", "report.made", "note.added"])
        data = some_data(kind, seed=chance.randrange(10_000))
        news.append(NewEvent(data=data, occurred=Occurred.at(clock - late), entered=clock - late))
    for first in range(0, len(news), batch):
        part = news[first : first + batch]
        yield max(new.entered for new in part), part
