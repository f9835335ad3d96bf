# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The worker: every effect happens, once, whatever dies in between; and a worker that stopped is seen."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from tests.conftest import LONG

from houvast.core.errors import UnknownKindError
from houvast.dossier import checkpoint_file, daily, notifications, outbox, worker
from houvast.dossier.key_backup import backup_keys
from houvast.dossier.outbox import EffectFailedError, Message
from houvast.dossier.projection_models import OutboxRow, RestoreRow
from houvast.dossier.restore import RestoreUnfinishedError

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KILLS = 500 if LONG else 100
MESSAGES = 10_000 if LONG else 1_500
PATIENCE_S = 120


def waits(number=1, effect="receive", **payload):
    return outbox.enqueue(effect, payload or {"stream": "case/1"}, key=f"key/{number}", at=NOW)


def test_a_message_is_carried_out_once(installed):
    waits()
    received = []
    handlers = {"receive": lambda message, at: received.append((message.key, at))}
    assert worker.run_once(NOW, handlers=handlers) == 1
    assert worker.run_once(NOW + MINUTE * 120, handlers=handlers) == 0
    assert received == [("key/1", NOW)]


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (EffectFailedError("refused"), "refused"),
        (UnknownKindError("…"), "unknown_kind"),
        (ZeroDivisionError("Zij belde"), "ZeroDivisionError"),
    ],
)
def test_what_fails_is_tried_again_and_keeps_nobody_else_waiting(sqlite_store, failure, reason, caplog):
    waits(1)
    waits(2)
    received = []

    def receive(message, at):
        if message.key == "key/1" and message.attempt == 1:
            raise failure
        received.append(message.key)

    assert worker.run_once(NOW, handlers={"receive": receive}) == 2
    assert received == ["key/2"]
    assert OutboxRow.objects.get(key="key/1").reason == reason
    assert worker.run_once(NOW + outbox.pause_after(1), handlers={"receive": receive}) == 1
    assert received == ["key/2", "key/1"]
    assert "Zij" not in caplog.text


def test_an_effect_that_nobody_can_carry_out_is_named(sqlite_store):
    waits(effect="fly")
    now = NOW
    for attempt in range(1, outbox.STUCK_AFTER_ATTEMPTS + 1):
        assert worker.run_once(now) == 1
        now += outbox.pause_after(attempt)
    assert outbox.waiting(now).stuck == (("fly", "unknown_effect", 1),)


def test_a_worker_that_takes_longer_than_its_lease_leaves_the_rest(sqlite_store):
    for number in range(3):
        waits(number)
    ticks = iter([NOW, NOW + MINUTE * 2, NOW + MINUTE * 2])
    received = []
    handlers = {"receive": lambda message, at: received.append(message.key)}
    worker.run_once(NOW, clock=lambda: next(ticks), handlers=handlers)
    assert received == ["key/0"]
    worker.run_once(NOW + MINUTE * 3, handlers=handlers)
    assert received == ["key/0", "key/1", "key/2"]


def test_a_notification_is_one_file_and_stays_as_it_was_delivered(sqlite_store, settings):
    waits(effect="file_notification", stream="case/1", template="duty-overdue")
    assert worker.run_once(NOW) == 1
    [file] = Path(settings.HOUVAST_NOTIFICATIONS).iterdir()
    before = file.read_bytes()
    assert json.loads(before) == {
        "key": "key/1",
        "effect": "file_notification",
        "payload": {"stream": "case/1", "template": "duty-overdue"},
        "delivered_at": NOW.isoformat(),
    }
    again = Message(1, "file_notification", {"stream": "case/2"}, "key/1", 2)
    assert not notifications.deliver(again, file.parent, NOW + MINUTE)
    assert [path.read_bytes() for path in file.parent.iterdir()] == [before]


def test_a_folder_that_cannot_be_written_is_a_failed_effect(sqlite_store, settings, tmp_path):
    settings.HOUVAST_NOTIFICATIONS = tmp_path / "file"
    settings.HOUVAST_NOTIFICATIONS.write_text("in the way")
    waits(effect="file_notification")
    worker.run_once(NOW)
    assert OutboxRow.objects.get().reason == "folder"


def test_a_draft_that_a_killed_worker_left_is_cleared_away(tmp_path):
    message = Message(1, "receive", {}, "key/1", 1)
    notifications.deliver(message, tmp_path, NOW)
    [file] = tmp_path.iterdir()
    file.unlink()
    (tmp_path / f".{file.stem}.1.draft").write_text("{")
    assert notifications.deliver(message, tmp_path, NOW)
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_the_loop_works_until_it_is_told_to_stop_and_is_seen(installed):
    waits()
    stop, received = threading.Event(), []
    handlers = {"receive": lambda message, at: (received.append(message.key), stop.set())}
    assert worker.last_seen() is None
    assert worker.is_silent(NOW)
    worker.run(stop, lambda: NOW, handlers=handlers)
    assert received == ["key/1"]
    assert worker.last_seen() == NOW
    assert not worker.is_silent(NOW + MINUTE * 5)
    assert worker.is_silent(NOW + MINUTE * 5 + timedelta(microseconds=1))


def test_the_worker_writes_a_checkpoint_a_day_and_throws_expired_key_backups_away(sqlite_store, tmp_path, caplog):
    stop, numbers = threading.Event(), []
    day = timedelta(days=1)
    backup_keys(tmp_path / "copies" / "old", NOW)
    backup_keys(tmp_path / "copies" / "new", NOW + day)
    ticks = [NOW, NOW + MINUTE * 61, NOW + day, NOW + day * 30]

    def clock():
        return ticks[min(len(numbers), len(ticks) - 1)]

    def pause(_seconds):
        numbers.append(checkpoint_file.read_file(checkpoint_file.file()).last.number)
        if len(numbers) == len(ticks):
            stop.set()

    with mock.patch.object(stop, "wait", pause):
        worker.run(stop, clock)
    assert numbers == [1, 1, 2, 3]
    assert [folder.name for folder in (tmp_path / "copies").iterdir()] == ["new"]
    checkpoint_file.file().write_text("{\n")
    daily.keep(NOW + day * 40)
    assert "checkpoint_unusable" in caplog.text


def test_a_worker_does_not_start_on_a_restore_that_was_not_finished(sqlite_store):
    RestoreRow.objects.create(backup="0" * 64, started_at=NOW)
    with pytest.raises(RestoreUnfinishedError):
        worker.run(threading.Event(), lambda: NOW)


def at_work(by_s):
    """Wait until a worker has leased something, so that the kill strikes in the middle of the work."""
    until = time.monotonic() + by_s
    while time.monotonic() < until:
        if OutboxRow.objects.filter(done_at=None, lease_until__isnull=False).exists():
            return
        time.sleep(0.002)


def test_nothing_is_lost_and_nothing_happens_twice_through_a_hundred_kills(installed, tmp_path):
    folder, journal = tmp_path / "received", tmp_path / "journal"
    folder.mkdir()
    journal.touch()
    program = Path(__file__).with_name("worker_process.py")
    chance = random.Random(1)
    with subprocess.Popen(
        [sys.executable, program, str(time.time()), folder, journal],
        env=installed.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as nursery:
        assert nursery.stdout.readline() == "ready\n"

        def start():
            nursery.stdin.write("\n")
            nursery.stdin.flush()
            return int(nursery.stdout.readline())

        workers = [start(), start()]
        written = 0
        for kill in range(1, KILLS + 1):
            for number in range(written, MESSAGES * kill // KILLS):
                waits(number)
            written = MESSAGES * kill // KILLS
            at_work(by_s=0.4)
            time.sleep(chance.uniform(0, 0.01))
            victim = workers.pop(chance.randrange(2))
            os.kill(victim, signal.SIGKILL)
            workers.append(start())
        until = time.monotonic() + PATIENCE_S
        while OutboxRow.objects.filter(done_at=None).exists() and time.monotonic() < until:
            time.sleep(0.05)
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        nursery.stdin.close()
    keys = sorted(f"key/{number}" for number in range(MESSAGES))
    assert not OutboxRow.objects.filter(done_at=None).exists()
    assert sorted(json.loads(file.read_text())["key"] for file in folder.glob("*.json")) == keys
    entered = journal.read_text().split()
    assert len(entered) == len(set(entered))
    assert OutboxRow.objects.filter(attempts__gt=1).exists()  # kills did strike in the middle of the work
