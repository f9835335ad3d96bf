# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The work lists are a function of events, rules and the instant, and hold no content."""

from collections import Counter
from datetime import timedelta
from functools import partial
from itertools import count

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import generators
from tests.case_histories import START, a_case, histories, new_event
from tests.conftest import LONG

from houvast.core.duties import DutyState
from houvast.core.eras import regions
from houvast.core.errors import UnknownKindError
from houvast.core.events import ActorId, OrganisationId, StreamId
from houvast.core.signals import evaluate
from houvast.core.story import Story
from houvast.dossier import destruction, outbox, projections, store, worker
from houvast.dossier.destruction import Decision, Reason
from houvast.dossier.projection_models import CaseRow, WorkItem
from houvast.rules import cards

POLICE, OM = OrganisationId("police.veenrand-1"), OrganisationId("om.parket-1")
CANARY = "kanarie-zij-woont-nu-bij-haar-zus"
a_new_event = partial(generators.a_new_event, at=START)
YEAR = timedelta(days=365)
END = START + 5 * YEAR
INSTALLATIONS = count()
QUICK, SLOW = (
    (300, 60) if LONG else (60, 12)
)  # a database of one's own for every example is quick on one of the two only


def write(stream, *events, org=POLICE, clock=START):
    return store.append(StreamId(stream), events, by=ActorId("officer-1"), org=org, clock=clock, expected_seq=None)


def write_case(stream="case/1", events=40, seed=0):
    for clock, batch in a_case(events, seed=seed):
        write(stream, *batch, clock=clock)
    return clock


def play(stream, history):
    """Write a case step by step; return the instants at which something was written."""
    clock, before, instants = START, [], []
    write(stream, a_new_event("case.opened", at=START, region="veenrand"))
    for step in history:
        clock += step.after
        before += write(stream, new_event(step, clock, before), clock=clock)
        instants.append(clock)
    return instants


def judged(stream, now):
    """Return what the core says of a case, as the work lists would have it."""
    events = store.read(StreamId(stream))
    found = evaluate(events, cards().holding_in(regions(Story(events))[-1][1]), now=now)
    outstanding = {DutyState.OPEN, DutyState.OVERDUE, DutyState.ASK}
    items = [
        ("duty", duty.rule.id, duty.trigger.id, duty.subject, str(duty.state), duty.due, duty.owed_at, duty.bearer, "")
        for duty in found.duties
        if duty.state in outstanding
    ] + [
        ("signal", signal.id, "", signal.subject, "", signal.end, signal.since, signal.bearer, str(signal.severity))
        for signal in found.signals
    ]
    counts = Counter([*(str(duty.state) for duty in found.duties), *(str(signal.severity) for signal in found.signals)])
    return Counter(items), counts


def listed(stream):
    """Return what the work lists say of a case."""
    names = ("kind", "rule", "trigger", "subject", "state", "due_at", "since_at", "bearer", "severity")
    row = CaseRow.objects.get(stream=stream)
    states = [*DutyState, "notice", "warning", "critical"]
    counts = Counter({str(state): getattr(row, state) for state in states if getattr(row, state)})
    return Counter(WorkItem.objects.filter(stream=stream).values_list(*names)), counts


def examples(backend):
    return settings(
        max_examples=QUICK if backend == "sqlite" else SLOW,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@pytest.fixture
def fresh(installed, workshop, tmp_path):
    """Makes an empty installation for every example."""

    def make():
        return workshop.make(installed.backend, tmp_path / f"example-{next(INSTALLATIONS)}")

    return make


def test_a_rebuild_gives_the_work_lists_back_byte_for_byte(installed, fresh):
    @examples(installed.backend)
    @given(
        histories=st.lists(histories(max_size=12), min_size=1, max_size=3),
        wakes=st.lists(st.timedeltas(timedelta(0), YEAR)),
    )
    def holds(histories, wakes):
        new = fresh()
        with new.in_use():
            for number, history in enumerate(histories):
                play(f"case/{number}", history)
                for wake in wakes:
                    projections.wake(START + wake)
            projections.wake(END)
            before = projections.dump()
            report = projections.rebuild(END)
            assert projections.dump() == before
            assert before.count(b"\n") == report.cases + report.items
        new.drop()

    holds()


def test_at_every_instant_the_work_list_says_what_the_core_says(sqlite_store, workshop, tmp_path):
    """So nothing changes between two wake-ups: the next one is never announced too late."""

    @examples("sqlite")
    @given(history=histories(max_size=12), offset=st.timedeltas(timedelta(0), 2 * YEAR))
    def holds(history, offset):
        new = workshop.make("sqlite", tmp_path / f"example-{next(INSTALLATIONS)}")
        with new.in_use():
            last = ([START, *play("case/1", history)])[-1]
            now = last + timedelta(microseconds=1) + offset
            projections.wake(now)
            assert listed("case/1") == judged("case/1", now)

    holds()


def test_what_comes_due_is_overdue_after_a_wake_up_and_not_before(installed):
    write_case()
    seen = {projections.dump()}
    for _ in range(10):
        change_at = CaseRow.objects.get().next_change_at
        assert projections.wake(change_at - timedelta(microseconds=1)) == 0
        assert projections.wake(change_at) == 1
        assert listed("case/1") == judged("case/1", change_at)
        seen.add(projections.dump())
    assert len(seen) == 11


def test_a_wake_up_missed_for_years_gives_the_same_as_one_in_time(installed):
    for number in range(3):
        write(f"case/{number}", a_new_event("case.opened", region="veenrand"), a_new_event("report.made", seed=number))
    new = projections.dump()
    days = [START + timedelta(days=day) for day in range(0, 400, 3)]
    woken = sum(projections.wake(now) for now in days)
    in_time = projections.dump()
    assert woken > 10
    projections.rebuild(START)
    assert projections.dump() == new != in_time
    assert projections.wake(days[-1]) == 3
    assert projections.dump() == in_time


def test_the_work_lists_hold_no_content(installed):
    write("case/1", a_new_event("note.added", facts=CANARY))
    write("case/1", a_new_event("report.made", narrative=CANARY, stalking="yes"), org=OM)
    assert WorkItem.objects.exists()
    assert CANARY.encode() not in projections.dump()
    kinds = {(field.name, field.get_internal_type()) for model in (WorkItem, CaseRow) for field in model._meta.fields}
    assert {kind for _, kind in kinds} == {"CharField", "DateTimeField", "IntegerField", "BigIntegerField"}


def test_an_append_that_cannot_be_projected_is_not_written(installed, monkeypatch):
    write_case()
    before, head = projections.dump(), store.head(StreamId("case/1"))

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(projections, "compute", broken)
    with pytest.raises(ZeroDivisionError):
        write("case/1", a_new_event("report.made"), clock=END)
    assert (projections.dump(), store.head(StreamId("case/1"))) == (before, head)


def test_other_streams_have_no_work_list(installed):
    for stream in ("person/1", "unit/1", "consultation/1"):
        write(stream, a_new_event("note.added"))
    assert projections.rebuild(END).cases == 0
    assert projections.dump() == b""


def test_an_append_costs_few_statements(sqlite_store):
    clock = write_case(events=100)
    with CaptureQueriesContext(connection) as queries:
        projections.on_append(StreamId("case/1"), store.read(StreamId("case/1")))
    own = [query["sql"] for query in queries if "work_item" in query["sql"] or "case_row" in query["sql"]]
    assert len(own) == 2  # nothing changed, so only the row of the case is written and its items are read
    with CaptureQueriesContext(connection) as queries:
        write("case/1", a_new_event("report.made", at=clock), clock=clock)
    own = {query["sql"] for query in queries if "work_item" in query["sql"] or "case_row" in query["sql"]}
    assert len({sql.split("(")[0] for sql in own}) <= 4


def test_one_case_that_cannot_be_woken_keeps_no_other_asleep(installed, monkeypatch):
    write_case("case/1")
    write_case("case/2", seed=1)
    compute = projections.compute

    def broken(read, until):
        if read.events[0].stream == "case/1":
            raise UnknownKindError("…")
        return compute(read, until)

    with monkeypatch.context() as patched:
        patched.setattr(projections, "compute", broken)
        assert projections.wake(END) == 2
        assert (
            CaseRow.objects.get(stream="case/2").next_change_at is None
            or CaseRow.objects.get(stream="case/2").next_change_at > END
        )
        now = END
        for attempt in range(1, outbox.STUCK_AFTER_ATTEMPTS + 1):
            assert worker.run_once(now) == 1
            now += outbox.pause_after(attempt)
        assert outbox.waiting(now).stuck == (("wake_case", "unknown_kind", 1),)
        assert projections.wake(now) == 0  # the outbox tries again, with pauses
    assert worker.run_once(now) == 1
    assert outbox.waiting(now).count == 0
    before = projections.dump()
    projections.rebuild(now)
    assert projections.dump() == before


@pytest.mark.parametrize("org", [POLICE, OM, None])
def test_what_was_destroyed_is_in_no_work_list(installed, org):
    write_case()
    write("case/1", a_new_event("order.imposed", at=END - YEAR), org=OM, clock=END - YEAR)
    projections.wake(END)
    reason = Decision(id="decision-1", by=ActorId("a"), reason=Reason.UNLAWFUL, ground="avg-17", decided_at=END)
    if org is None:
        destruction.destroy_case(StreamId("case/1"), decision=reason)
        assert projections.dump() == b""
    else:
        destruction.destroy(StreamId("case/1"), org, decision=reason)
        projections.wake(END)
    before = projections.dump()
    projections.rebuild(END)
    assert projections.dump() == before


def test_a_rebuild_mends_what_somebody_changed(installed):
    write_case()
    projections.wake(END)
    before = projections.dump()
    WorkItem.objects.filter(kind="signal").update(severity="notice")
    WorkItem.objects.filter(kind="duty").order_by("id").first().delete()
    CaseRow.objects.create(**{**CaseRow.objects.values().get(), "stream": "case/0"})
    assert projections.dump() != before
    projections.rebuild(END)
    assert projections.dump() == before


def test_a_rebuild_that_fails_leaves_the_work_lists_as_they_were(installed, monkeypatch):
    write_case("case/1")
    write_case("case/2", seed=1)
    before = projections.dump()
    save = projections._save

    def broken(table, rows):
        save(table, rows)
        raise KeyboardInterrupt

    monkeypatch.setattr(projections, "_save", broken)
    with pytest.raises(KeyboardInterrupt):
        projections.rebuild(END)
    assert projections.dump() == before


def test_a_case_of_the_future_stops_the_rebuild_and_is_not_left_out(installed, monkeypatch):
    write_case("case/1")
    before = projections.dump()

    def broken(_):
        raise UnknownKindError("…")

    monkeypatch.setattr(store, "read_all", broken)
    with pytest.raises(UnknownKindError):
        projections.rebuild(END)
    assert projections.dump() == before


def test_writers_wakers_and_a_rebuild_at_once_leave_the_lists_right(installed, in_threads):
    clock = write_case("case/1", events=10)
    write_case("case/2", events=10, seed=1)

    def writer(name):
        for number in range(15):
            write(
                f"case/{1 + number % 3}",
                a_new_event("report.made", seed=hash((name, number)) % 999, at=clock),
                clock=clock,
            )

    def waker():
        for day in range(0, 200, 10):
            projections.wake(clock + timedelta(days=day))

    def rebuilder():
        for _ in range(4):
            projections.rebuild(clock + timedelta(days=100))

    results = in_threads([lambda: writer("a"), lambda: writer("b"), waker, waker, rebuilder])
    assert results == [None] * 5
    assert sum(store.head(StreamId(f"case/{number}")).seq for number in (1, 2, 3)) == 20 + 30
    connections.close_all()
    projections.wake(END)
    before = projections.dump()
    projections.rebuild(END)
    assert projections.dump() == before


def test_new_rules_wake_every_case_that_was_judged_by_others(installed):
    clock = write_case("case/1")
    write_case("case/2", seed=1)
    projections.wake(END)
    before = projections.dump()
    assert projections.notice_new_cards(END) == 0
    CaseRow.objects.filter(stream="case/1").update(card="0" * 64)
    assert projections.notice_new_cards(END) == 1
    assert projections.wake(END, limit=1) == 1
    assert projections.dump() == before
    assert clock < END


@pytest.mark.parametrize("kind", ["event.withdrawn", "event.corrected"])
def test_a_correction_outlives_what_it_corrected(sqlite_store, kind):
    """A note has a key of its own; who withdrew it, or said it was something else, stays when the note is destroyed."""
    write("case/1", a_new_event("case.opened", region="veenrand"))
    [note] = write("case/1", a_new_event("note.added", facts=CANARY))
    fields = {"replacement": generators.some_data("report.made")} if kind == "event.corrected" else {}
    write("case/1", a_new_event(kind, event=note.id, **fields))
    reason = Decision(id="decision-1", by=ActorId("a"), reason=Reason.UNLAWFUL, ground="avg-17", decided_at=END)
    assert destruction.destroy_document(StreamId("case/1"), POLICE, note.id, decision=reason) == 1
    before = projections.dump()
    projections.rebuild(START)
    assert projections.dump() == before
