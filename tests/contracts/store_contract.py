# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every backend of the event store must do; the same tests run on SQLite and on PostgreSQL.

A test module takes them over with `from tests.contracts.store_contract import *`; the fixture `installed` gives each
test an empty store.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.generators import NOW, a_new_event, every_kind

from houvast.core.errors import (
    ContradictoryDatesError,
    FutureVersionError,
    InvalidDataError,
    NaiveInstantError,
    UnknownKindError,
)
from houvast.core.events import BY_DATA, Data, NewEvent, Occurred, Origin
from houvast.dossier import hooks, store, story_cache
from houvast.dossier.errors import InvalidIdError, StaleVersionError

pytestmark = pytest.mark.usefixtures("store_alone")

CASE = "case/c1"
MINUTE = timedelta(minutes=1)


def add(*new_events, stream=CASE, by="officer-1", org="police", clock=NOW, expected_seq=None, **more):
    return store.append(stream, new_events, by=by, org=org, clock=clock, expected_seq=expected_seq, **more)


def read_afresh(stream=CASE):
    story_cache.clear()
    return store.read(stream)


def test_what_is_written_is_read_back(installed):
    written = add(a_new_event("case.opened"), a_new_event("note.added"), expected_seq=0)
    assert read_afresh() == written
    assert [event.seq for event in written] == [1, 2]
    assert store.read(CASE, until_seq=1) == written[:1]


@pytest.mark.parametrize("seed", [0, 1])
def test_every_kind_is_written_and_read_back(installed, seed):
    written = add(*(a_new_event(kind, seed=seed) for kind in every_kind()), clock=NOW + MINUTE)
    assert [event.kind for event in written] == [BY_DATA[type(event.data)].wire for event in written]
    assert {event.kind.rpartition(".v")[0] for event in written} == set(every_kind())
    assert read_afresh() == written


def test_a_stream_nobody_wrote_is_empty(installed):
    assert store.read("case/nobody") == ()
    assert store.head("case/nobody") is None
    assert list(store.streams()) == []


def test_appending_nothing_writes_nothing(installed):
    assert add() == ()
    assert store.head(CASE) is None


def test_streams_are_told_by_their_kind_and_in_order(installed):
    for stream in ("case/b", "case/a", "person/p", "unit/u", "consultation/o"):
        add(a_new_event("note.added"), stream=stream)
    assert list(store.streams()) == ["case/a", "case/b"]
    assert list(store.streams("person/")) == ["person/p"]
    assert list(store.streams("")) == ["case/a", "case/b", "consultation/o", "person/p", "unit/u"]


def test_recorded_never_goes_back(installed):
    add(a_new_event("case.opened"), clock=NOW + MINUTE)
    (later,) = add(a_new_event("note.added"), clock=NOW)
    assert later.recorded == NOW + MINUTE
    assert store.head(CASE).recorded == NOW + MINUTE


def test_instants_are_kept_to_the_microsecond_and_in_utc(installed):
    at = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
    (written,) = add(a_new_event("note.added", at=at), clock=at)
    (read,) = read_afresh()
    assert read.occurred.start == read.entered == read.recorded == at
    assert read.recorded.tzinfo is UTC
    assert written == read


def test_what_is_unknown_when_stays_so(installed):
    new = NewEvent(data=a_new_event("note.added").data, occurred=Occurred.unknown(NOW), entered=NOW)
    written = add(new)
    assert read_afresh() == written


def test_ids_are_version_7_and_in_order_of_time(installed):
    ids = [add(a_new_event("note.added"), clock=NOW + n * MINUTE)[0].id for n in range(5)]
    assert ids == sorted(ids)
    assert all(id_[14] == "7" and id_[19] in "89ab" for id_ in ids)


def test_category_follows_from_the_kind_and_origin_from_the_writer(installed):
    from houvast.dossier.models import EventRow

    (event,) = add(a_new_event("report.made"), origin=Origin.REGISTER)
    row = EventRow.objects.get(id=event.id)
    assert (row.category, row.origin, row.recorded) == ("report", "register", NOW)
    assert read_afresh()[0].origin is Origin.REGISTER


def test_a_stale_version_writes_nothing_and_names_what_is_newer(installed):
    add(a_new_event("case.opened"), a_new_event("note.added"), a_new_event("note.added"))
    with pytest.raises(StaleVersionError) as refused:
        add(a_new_event("case.closed"), expected_seq=1)
    assert refused.value.newer == (2, 3)
    assert refused.value.code == "stale_version"
    assert store.head(CASE).seq == 3
    with pytest.raises(StaleVersionError):
        add(a_new_event("case.closed"), expected_seq=9)


def test_one_bad_event_keeps_all_of_its_group_out(installed):
    add(a_new_event("case.opened"))
    late = a_new_event("note.added", at=NOW + timedelta(days=1))
    with pytest.raises(ContradictoryDatesError):
        add(a_new_event("note.added"), late)
    assert store.head(CASE).seq == 1
    assert len(read_afresh()) == 1


class Homemade(Data):
    """Data of no kind."""


def bad_inputs():
    good = a_new_event("case.closed")
    naive = datetime(2026, 3, 2, 9, 30)
    secret = "Zij woont nu in de Kerkstraat"
    return {
        "naive clock": (NaiveInstantError, good, {"clock": naive}),
        "naive entry": (NaiveInstantError, NewEvent(data=good.data, occurred=good.occurred, entered=naive), {}),
        "naive instant in data": (InvalidDataError, a_new_event("order.extended", ends_at=naive), {}),
        "text for a number": (InvalidDataError, a_new_event("order.checked", zone_distance_m=secret), {}),
        "list for a tuple": (InvalidDataError, a_new_event("order.proposed", bans=[secret]), {}),
        "too long a text": (InvalidDataError, a_new_event("note.added", facts=secret * 10_000), {}),
        "no kind": (UnknownKindError, NewEvent(data=Homemade(), occurred=good.occurred, entered=NOW), {}),
        "entered before it began": (ContradictoryDatesError, a_new_event("case.closed", at=NOW + MINUTE), {}),
        "stream without a kind": (InvalidIdError, good, {"stream": "c1"}),
        "stream with a name": (InvalidIdError, good, {"stream": f"case/{secret}"}),
        "author with a name": (InvalidIdError, good, {"by": secret}),
        "organisation with a name": (InvalidIdError, good, {"org": secret}),
        "subject with a name": (InvalidIdError, a_new_event("case.closed", about=secret), {}),
    }


@pytest.mark.parametrize("case", bad_inputs())
def test_bad_input_has_its_own_error_that_tells_nothing_personal(installed, case):
    error, new, options = bad_inputs()[case]
    with pytest.raises(error) as refused:
        add(new, **options)
    assert "Kerkstraat" not in str(refused.value)
    assert refused.value.code
    assert len(str(refused.value)) > 60
    assert list(store.streams("")) == []


@pytest.mark.parametrize(
    ("wire", "error"), [("aliens.landed.v1", UnknownKindError), ("case.opened.v99", FutureVersionError)]
)
def test_what_a_newer_version_wrote_stops_the_reading(installed, monkeypatch, wire, error):
    from houvast.dossier import sealing

    (_event,) = add(a_new_event("case.opened"))
    seal = sealing.seal

    def seal_as_newer(event, kind, prev, cited):
        import dataclasses

        newer = dataclasses.replace(kind, name=wire.rpartition(".v")[0], version=int(wire.rpartition(".v")[2]))
        monkeypatch.setattr(sealing, "payload", lambda *_: b"{}")
        return seal(event, newer, prev, cited)

    monkeypatch.setattr(store, "seal", seal_as_newer)
    add(a_new_event("case.opened"))
    with pytest.raises(error):
        read_afresh()


def test_a_hook_that_fails_keeps_the_event_out(installed, monkeypatch):
    add(a_new_event("case.opened"))

    def fails(stream, events):
        raise RuntimeError("work list")

    monkeypatch.setattr(hooks, "on_append", [fails])
    with pytest.raises(RuntimeError):
        add(a_new_event("note.added"))
    assert store.head(CASE).seq == 1
    assert len(store.read(CASE)) == 1


def test_hooks_see_the_events_in_the_same_transaction(installed, monkeypatch):
    from django.db import connection

    seen = []
    monkeypatch.setattr(
        hooks, "on_append", [lambda s, e: seen.append((s, e, connection.in_atomic_block, store.read(s)))]
    )
    events = add(a_new_event("case.opened"))
    assert seen == [(CASE, events, True, events)]


def test_what_was_read_in_a_transaction_that_failed_is_forgotten(installed):
    from django.db import transaction

    before = add(a_new_event("case.opened"))
    store.read(CASE)
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - it ends within
        add(a_new_event("note.added"))
        assert len(store.read(CASE)) == 2
        raise ZeroDivisionError
    assert store.read(CASE) == before
    after = add(a_new_event("note.added", seed=5), a_new_event("note.added", seed=6))
    assert store.read(CASE) == before + after == read_afresh()


def test_a_read_that_was_kept_sees_what_another_wrote(installed, in_threads):
    first = add(a_new_event("case.opened"))
    assert store.read(CASE) == first
    (second,) = in_threads([lambda: add(a_new_event("note.added"))])
    assert store.read(CASE) == first + second


def test_the_memory_of_what_was_read_is_bounded(installed, monkeypatch):
    monkeypatch.setattr(story_cache, "MAX_EVENTS", 10)
    for n in range(8):
        add(*[a_new_event("note.added")] * 4, stream=f"case/{n}")
        store.read(f"case/{n}")
    assert len(story_cache._entries) <= 2
    assert len(store.read("case/0")) == 4


def test_16_writers_on_one_case_leave_no_gap_and_no_double(installed, in_threads):
    each = 8

    def write(writer):
        done = 0
        while done < each:
            seen = store.head(CASE)
            try:
                add(a_new_event("note.added"), by=f"w{writer}", expected_seq=seen.seq if seen else 0)
            except StaleVersionError:
                continue
            done += 1
        return done

    assert in_threads([lambda n=n: write(n) for n in range(16)]) == [each] * 16
    events = read_afresh()
    assert [event.seq for event in events] == list(range(1, 16 * each + 1))
    assert {n: sum(event.by == f"w{n}" for event in events) for n in range(16)} == dict.fromkeys(range(16), each)


def test_two_first_writers_make_one_case(installed, in_threads):
    results = in_threads([lambda: add(a_new_event("case.opened"), expected_seq=0)] * 8)
    assert sum(isinstance(result, tuple) for result in results) == 1
    assert sum(isinstance(result, StaleVersionError) for result in results) == 7
    assert len(read_afresh()) == 1
