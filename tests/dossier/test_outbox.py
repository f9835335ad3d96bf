# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What waits for the world outside is never lost and never given out twice at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from tests.generators import a_new_event

from houvast.core.errors import NaiveInstantError
from houvast.core.events import ActorId, OrganisationId, StreamId
from houvast.dossier import outbox, store
from houvast.dossier.errors import StaleVersionError
from houvast.dossier.projection_models import OutboxRow

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def waits(number=1, **given):
    return outbox.enqueue("receive", {"stream": f"case/{number}"}, key=f"key/{number}", at=NOW, **given)


def take(now=NOW, by="worker-1", limit=10):
    return outbox.lease(now, by=by, for_=MINUTE, limit=limit)


def test_a_message_comes_out_as_it_went_in(installed):
    assert waits()
    [message] = take()
    assert (message.effect, message.payload, message.key, message.attempt) == (
        "receive",
        {"stream": "case/1"},
        "key/1",
        1,
    )


def test_the_same_key_waits_once_also_after_it_was_done(installed):
    assert waits()
    assert not waits()
    outbox.done(take()[0], NOW)
    assert not waits()
    assert take(NOW + MINUTE * 60) == []


def test_a_message_goes_with_the_transaction_that_decided_on_it(installed):
    def decide(expected_seq):
        with transaction.atomic():
            waits()
            store.append(
                StreamId("case/1"),
                [a_new_event("note.added")],
                by=ActorId("a"),
                org=OrganisationId("police"),
                clock=NOW,
                expected_seq=expected_seq,
            )

    with pytest.raises(StaleVersionError):
        decide(3)
    assert not OutboxRow.objects.exists()
    decide(0)
    assert OutboxRow.objects.count() == 1


def test_what_is_leased_is_nobody_elses_until_the_lease_expires(installed):
    waits()
    assert take()
    assert take(NOW + MINUTE - timedelta(microseconds=1), by="worker-2") == []
    [again] = take(NOW + MINUTE, by="worker-2")
    assert again.attempt == 2


def test_messages_come_in_the_order_in_which_they_were_written(installed):
    for number in (3, 1, 2):
        waits(number)
    assert [message.key for message in take(limit=2)] == ["key/3", "key/1"]
    assert [message.key for message in take(limit=2)] == ["key/2"]


def test_what_may_be_done_later_waits_until_then(installed):
    waits(not_before=NOW + MINUTE)
    assert take() == []
    assert outbox.waiting(NOW).count == 0
    assert len(take(NOW + MINUTE)) == 1


def test_what_failed_comes_back_after_ever_longer_pauses_and_is_named_as_stuck(installed):
    waits()
    now, pauses = NOW, []
    for _ in range(outbox.STUCK_AFTER_ATTEMPTS):
        [message] = take(now)
        outbox.failed(message, now, reason="refused")
        pause = outbox.pause_after(message.attempt)
        assert take(now + pause - timedelta(microseconds=1)) == []
        pauses.append(pause)
        now += pause
    assert pauses == sorted(set(pauses))
    found = outbox.waiting(now)
    assert (found.count, found.oldest_at, found.stuck) == (1, NOW, (("receive", "refused", 1),))


def test_who_finishes_after_the_lease_does_not_undo_what_another_did(installed):
    waits()
    [slow] = take()
    [quick] = take(NOW + MINUTE, by="worker-2")
    outbox.done(quick, NOW + MINUTE)
    outbox.failed(slow, NOW + MINUTE, reason="timeout")
    assert OutboxRow.objects.get().done_at == NOW + MINUTE
    assert take(NOW + MINUTE * 120) == []


def test_who_fails_after_the_lease_does_not_take_it_from_another(installed):
    waits()
    [slow] = take()
    assert take(NOW + MINUTE, by="worker-2")
    outbox.failed(slow, NOW + MINUTE, reason="timeout")
    assert OutboxRow.objects.get().lease_by == "worker-2"
    assert take(NOW + MINUTE + outbox.pause_after(1)) == []


def test_many_workers_at_once_take_each_message_once(installed, in_threads):
    for number in range(200):
        waits(number)

    def work(name):
        taken = []
        while messages := take(by=name, limit=7):
            taken += [message.key for message in messages]
        return taken

    taken = in_threads([lambda name=f"worker-{number}": work(name) for number in range(6)])
    every = [key for keys in taken for key in keys]
    assert len(every) == len(set(every)) == 200


@pytest.mark.parametrize(
    ("payload", "key"),
    [
        ({"stream": "case/1", "text": "Zij belde vanmorgen."}, "key/1"),
        ({"stream": ""}, "key/1"),
        ({"stream": None}, "key/1"),
        ({"stream": ["case/1"]}, "key/1"),
        ({"stream": "x" * 201}, "key/1"),
        ({"stream": "case/1"}, "a key with spaces"),
        ({"stream": "case/1\n"}, "key/1"),
    ],
)
def test_what_is_no_id_does_not_get_in(sqlite_store, payload, key):
    with pytest.raises(outbox.UnfitPayloadError) as refused:
        outbox.enqueue("receive", payload, key=key, at=NOW)
    assert "Zij" not in str(refused.value)
    assert not OutboxRow.objects.exists()


def test_a_naive_instant_is_refused(sqlite_store):
    with pytest.raises(NaiveInstantError):
        outbox.enqueue("receive", {"stream": "case/1"}, key="key/1", at=datetime(2026, 3, 2))


def test_what_was_done_is_forgotten_only_when_old_enough(installed):
    waits(1)
    waits(2)
    for message in take():
        outbox.done(message, NOW + MINUTE * (2 if message.key == "key/1" else 5))
    assert outbox.forget_done(NOW + MINUTE * 5) == 1
    assert not waits(2)
    assert waits(1)
