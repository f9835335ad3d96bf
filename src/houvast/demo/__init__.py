# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A synthetic region to learn, show and test with: made-up organisations, people and cases, the same for the same seed.

    summary = build(now=datetime.now(UTC))      # into an empty database, which is then marked as a demonstration
    faces(2026)                                 # as whom one can look at it, without building
    histories(now=…, seed=2026, cases=60)       # the cases as plain data, for those who need no database

Nothing in it is about anybody: see `names.py`. The failures that it shows are those of the inspection report of 2023;
`tests/demo/failures.csv` lists them with the signal that each must raise.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from houvast.core.errors import HouvastError
from houvast.core.terms import local_day

if TYPE_CHECKING:
    from houvast.demo.summary import Face, Summary
    from houvast.demo.telling import History

SEED = 2026
CASES = 60


class DemoExistsError(HouvastError):
    """There is something in this database already."""

    code = "demo_exists"


def build(
    *,
    now: datetime,
    seed: int = SEED,
    cases: int = CASES,
    canaries: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Build the synthetic region in an empty database and mark the database as a demonstration.

    Args:
        now: The moment at which it is looked at; every history ends before it.
        seed: The same seed and moment give the same people and the same data of events.
        cases: How many cases at least; every scenario is there once, calm ones fill up.
        canaries: Whether a unique string is put into every free text, for tests that look for leaks.
        on_progress: Called with histories done and histories in all.

    Returns:
        What was built, and as whom one can look at it.

    Raises:
        NotDemoError: The database holds events and is no demonstration.
        DemoExistsError: It is a demonstration that was built before.
        StoreUnavailableError: The database does not take it; nothing was written.
    """
    from django.db import transaction  # noqa: PLC0415 - Django's models must be loaded first

    from houvast.demo import writing  # noqa: PLC0415 - as above
    from houvast.demo.canaries import Planter  # noqa: PLC0415 - as above
    from houvast.demo.summary import Summary, shown  # noqa: PLC0415 - as above
    from houvast.dossier import marking, projections, store  # noqa: PLC0415 - as above

    region = histories(now=now, seed=seed, cases=cases)
    planter = Planter(seed) if canaries else None
    with transaction.atomic():
        marking.mark_demo(now)
        if any(True for _ in store.streams("")):
            raise DemoExistsError(
                "This database already holds a demonstration, and building a second one over it would mix the two. "
                "Name a new database in HOUVAST_DATABASE, or use this one as it is."
            )
        people = writing.write_people(seed, local_day(now))
        events, persons = writing.write_histories(region, planter=planter, on_progress=on_progress)
        projections.rebuild(now)
    return Summary(
        events=events,
        persons=persons,
        people=people,
        cases=shown(region),
        faces=faces(seed),
        canaries=planter.planted if planter else {},
    )


def faces(seed: int = SEED) -> tuple[Face, ...]:
    """Return as whom one can look at the demonstration of a seed, one person per role, without building it."""
    from houvast.demo.summary import faces as of_seed  # noqa: PLC0415 - reads tables only when it is asked

    return of_seed(seed)


def histories(*, now: datetime, seed: int = SEED, cases: int = CASES) -> tuple[History, ...]:
    """Return the histories of the region as plain data; arguments as of `build`."""
    from houvast.demo.telling import histories as told  # noqa: PLC0415 - reads tables only when it is asked

    return told(now=now, seed=seed, cases=cases)


__all__ = ["CASES", "SEED", "DemoExistsError", "build", "faces", "histories"]
