# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""How fast the rules are applied: one case, longer cases, more rules, and a whole country of cases."""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from rich.progress import Progress

from houvast import demo, rules
from houvast.core.answer import Answer
from houvast.core.events import BY_DATA, ActorId, Event, EventId, Occurred, OrganisationId, StreamId, SubjectId
from houvast.core.events.assessment import AssessmentCompleted, AssessmentReviewed
from houvast.core.events.case import CaseOpened
from houvast.core.events.circumstances import CircumstancesUnchanged
from houvast.core.events.consultation import CaseTabled
from houvast.core.events.contact import ContactAgreed, ContactKept
from houvast.core.events.order import OrderExtended, OrderImposed, OrderServed, RenewalDecided
from houvast.core.events.partner import PartnerNotified
from houvast.core.events.plan import PlanAdopted
from houvast.core.events.report import ReportMade
from houvast.core.events.role import RoleAssigned
from houvast.core.events.values import (
    Ban,
    Channel,
    ConsultationKind,
    Instrument,
    Level,
    OrderKind,
    Party,
    RenewalDecision,
    ReportForm,
    Role,
    Topic,
    TriageDecision,
)
from houvast.core.events.veilig_thuis import VeiligThuisReported, VeiligThuisTriaged
from houvast.core.events.victim import VictimInformed
from houvast.core.events.violation import ViolationReported, ViolationToldToVictim
from houvast.core.signals import evaluate
from houvast.demo import telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from houvast.core.card import Card
    from houvast.core.events import Data

BEGIN = datetime(2025, 1, 6, 9, tzinfo=UTC)
CASES, EVENTS = 50_000, 100


def story_line(round_: int) -> Iterator[tuple[str, Data, str | None]]:
    """Yield one round of the work in a case: a report, what follows it, an order, a violation."""
    yes = Answer.YES
    at = BEGIN + timedelta(hours=160 * round_)
    order = f"order-{round_}"
    yield "police", ReportMade(form=ReportForm.AANGIFTE, stalking=yes, prosecution_wish=yes), f"report-{round_}"
    yield "police", VictimInformed(topic=Topic.REPORT_CONFIRMED), None
    yield (
        "police",
        AssessmentCompleted(instrument=Instrument.SASH, level=Level.HIGH, assessor_trained=yes),
        f"sash-{round_}",
    )
    yield "police", AssessmentReviewed(level=Level.HIGH, second_person=yes), f"sash-{round_}"
    yield "police", RoleAssigned(role=Role.CASE_DIRECTOR, person=ActorId(f"director-{round_ % 3}")), None
    yield "police", RoleAssigned(role=Role.CONTACT_POINT, person=ActorId("contact")), None
    yield "police", PartnerNotified(to=Party.OM), None
    yield "police", VeiligThuisReported(acute=Answer.NO), f"vt-{round_}"
    yield "veilig_thuis", VeiligThuisTriaged(decision=TriageDecision.CONDITIONS_AND_FOLLOW_UP), f"vt-{round_}"
    yield "police", ContactAgreed(next_at=at + timedelta(days=7), channel=Channel.PHONE), None
    yield "police", ContactKept(next_at=at + timedelta(days=14)), None
    yield "police", PlanAdopted(), None
    yield (
        "om",
        OrderImposed(order=OrderKind.GEDRAGSAANWIJZING, bans=(Ban.CONTACT, Ban.LOCATION), zone_distance_m=1500),
        order,
    )
    yield "police", OrderServed(), order
    yield "om", CaseTabled(consultation=ConsultationKind.ACTIEOVERLEG), None
    yield "police", ViolationReported(order=SubjectId(order)), f"violation-{round_}"
    yield "police", ViolationToldToVictim(), f"violation-{round_}"
    yield "police", CircumstancesUnchanged(reason="x"), None
    yield "om", RenewalDecided(decision=RenewalDecision.EXTEND), order
    yield "om", OrderExtended(ends_at=at + timedelta(days=120)), order


def history(number: int, events: int) -> list[Event]:
    """Return a dense case of so many events, one every eight hours: nearly every event owes or proves something."""
    stream = StreamId(f"case/{number}")
    found: list[Event] = []

    def add(org: str, data: Data, about: str | None) -> None:
        at = BEGIN + timedelta(hours=8 * len(found), minutes=number % 600)
        found.append(
            Event(
                id=EventId(f"{number}-{len(found)}"),
                stream=stream,
                seq=len(found) + 1,
                kind=BY_DATA[type(data)].wire,
                occurred=Occurred.at(at),
                entered=at,
                recorded=at,
                by=ActorId("somebody"),
                org=OrganisationId(org),
                data=data,
                about=SubjectId(about) if about else None,
            )
        )

    add("police", CaseOpened(), None)
    while True:
        for org, data, about in story_line(len(found) // 20):
            if len(found) == events:
                return found
            add(org, data, about)


def region() -> list[list[Event]]:
    """Return the cases of the synthetic region that have a hundred events or more, cut to a hundred."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "houvast.web.settings")
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    told = (telling.as_events(history) for history in demo.histories(now=now, seed=2026, cases=60))
    return [list(case[:EVENTS]) for case in told if len(case) >= EVENTS and case[0].stream.startswith("case/")]


def timed(work: Callable[[], object], repeats: int) -> list[float]:
    """Return the milliseconds of each run."""
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return found


def one_case(card: Card, case: list[Event]) -> dict[str, object]:
    """Measure duties and signals, with their why, of one case of 100 events."""
    now = case[-1].recorded + timedelta(days=1)
    result = evaluate(case, card, now=now)
    runs = sorted(timed(lambda: evaluate(case, card, now=now), 2000))
    return {
        "rules": f"{len(card.duties)} duties, {len(card.signals)} signals",
        "found": f"{len(result.duties)} duties, {len(result.signals)} signals",
        "median ms (bar 1)": round(statistics.median(runs), 3),
        "p99 ms (bar 3)": round(runs[int(len(runs) * 0.99)], 3),
        "fastest ms": round(runs[0], 3),
    }


def longer_cases(card: Card) -> dict[str, object]:
    """Measure how the time grows with the events: it should grow no faster than they do."""
    found = {}
    for events in (100, 1_000, 10_000):
        case = history(1, events)
        now = case[-1].recorded + timedelta(days=1)
        runs = timed(lambda case=case, now=now: evaluate(case, card, now=now), max(5, 20_000 // events))  # type: ignore[misc]
        found[f"{events:,} events: median ms"] = round(statistics.median(runs), 2)
        found[f"{events:,} events: µs per event"] = round(statistics.median(runs) * 1000 / events, 2)
    return found


def more_rules(card: Card) -> dict[str, object]:
    """Measure how the time grows with the rules: the same card once, twice and four times over."""
    case = history(1, EVENTS)
    now = case[-1].recorded + timedelta(days=1)
    found = {}
    for times in (1, 2, 4):
        duties = tuple(replace(rule, id=f"{rule.id}-{copy}") for copy in range(times) for rule in card.duties)
        signals = tuple(replace(rule, id=f"{rule.id}-{copy}") for copy in range(times) for rule in card.signals)
        larger = replace(card, duties=duties, signals=signals)
        runs = timed(lambda larger=larger: evaluate(case, larger, now=now), 300)  # type: ignore[misc]
        found[f"{len(duties) + len(signals)} rules: median ms"] = round(statistics.median(runs), 3)
    return found


def evaluate_slice(first: int, last: int) -> tuple[int, int]:
    """Evaluate a slice of the country; return the duties found and the memory used at most (KiB)."""
    card = rules.cards().card(None)
    cases = region()
    duties = 0
    for number in range(first, last):
        case = cases[number % len(cases)]
        duties += len(evaluate(case, card, now=case[-1].recorded + timedelta(days=1)).duties)
    return duties, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def whole_country() -> dict[str, object]:
    """Measure the evaluation of 50,000 cases of 100 events on two cores."""
    start = time.perf_counter()
    size = 2_500
    with ProcessPoolExecutor(2) as pool, Progress(disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("cases", total=CASES)
        peak = 0
        for _, memory in pool.map(evaluate_slice, range(0, CASES, size), range(size, CASES + size, size)):
            peak = max(peak, memory)
            progress.advance(task, size)
    seconds = round(time.perf_counter() - start, 1)
    return {"seconds (bar 60)": seconds, "GiB at most, both workers (bar 1)": round(2 * peak / 2**20, 2)}


def run() -> dict[str, object]:
    """Measure everything about the core."""
    card = rules.cards().card(None)
    return {
        "one case of 100 events of the synthetic region": one_case(card, region()[0]),
        "one dense case of 100 events": one_case(card, history(1, EVENTS)),
        "longer cases": longer_cases(card),
        "more rules": more_rules(card),
        "50,000 cases of 100 events": whole_country(),
    }
