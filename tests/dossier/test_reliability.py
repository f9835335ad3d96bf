# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""No acknowledged event is lost, and a disk or database that refuses leaves nothing half."""

import contextlib
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection, transaction
from tests.broken_disk import FAILURES
from tests.contracts.store_contract import CASE, add, read_afresh
from tests.dossier.broken_disk_process import REFUSED_CLEANLY
from tests.generators import a_new_event
from tests.kills import all_there
from tests.postgres_server import Server
from tests.stores import Store

from houvast.dossier import store
from houvast.dossier.checkpoints import verify
from houvast.dossier.errors import StoreUnavailableError
from houvast.dossier.start import prepare

ROOT = Path(__file__).resolve().parents[2]
LONG = os.environ.get("HOUVAST_LONG") == "1"
KILLS = 1_000 if LONG else 100
SERVER_KILLS = 50 if LONG else 5


def program(installed, *arguments):
    """Start a program of its own that works with a store."""
    environment = {
        **installed.environment,
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    )


def test_killed_writers_lose_nothing_that_was_acknowledged(installed):
    with program(installed, "tests.kills", str(KILLS)) as killer:
        output, _ = killer.communicate(timeout=1200)
    result = json.loads(output)
    assert result["kills"] == KILLS
    assert result["acknowledged"] > KILLS // 2  # on a busy machine some are killed before their first
    assert (result["lost"], result["chain_holds"], result["copies_spoiled"]) == (0, True, 0)
    assert result["acknowledged"] < result["events"] <= result["acknowledged"] + KILLS + 1
    assert sum(store.head(stream).seq for stream in store.streams()) == result["events"]


def test_a_killed_server_loses_nothing_that_was_acknowledged(tmp_path, django_db_blocker):
    acknowledged, chance = {}, random.Random(2)
    with django_db_blocker.unblock(), Server() as server:
        server.make_database("killed")
        addresses = [server.address("killed", role=role) for role in ("houvast_app", "houvast_owner")]
        with Store("postgres", tmp_path, *addresses).in_use():
            prepare()
            for kill in range(SERVER_KILLS):
                writer = threading.Thread(target=write_until_unavailable, args=(acknowledged, f"case/{kill}"))
                writer.start()
                time.sleep(0.1 + chance.random() / 5)
                server.kill()
                writer.join()
                connection.close()
                server.start()
                assert acknowledged.items() <= all_there().items()
            assert len(acknowledged) > SERVER_KILLS
            assert verify().holds


def write_until_unavailable(acknowledged, stream):
    with contextlib.suppress(StoreUnavailableError):
        while True:
            (event,) = add(a_new_event("note.added"), stream=stream)
            acknowledged[stream, event.seq] = event.id
    connection.close()


@pytest.mark.parametrize("failure", FAILURES)
def test_a_disk_that_refuses_gives_a_clean_error_and_nothing_half(sqlite_store, failure):
    with program(sqlite_store, "tests.dossier.broken_disk_process", failure) as writer:
        assert writer.wait(120) == REFUSED_CLEANLY
    assert len(read_afresh("case/1")) in {3, 6}  # a failed fsync may still have reached the disk, but whole
    assert verify().holds
    add(a_new_event("note.added"), stream="case/1")
    assert verify().holds


def test_a_database_that_can_only_be_read_takes_nothing_and_gives_all(installed):
    before = add(a_new_event("case.opened"))
    with connection.cursor() as cursor:
        sqlite = installed.backend == "sqlite"
        cursor.execute("PRAGMA query_only = ON" if sqlite else "SET default_transaction_read_only = on")
    with pytest.raises(StoreUnavailableError, match="only be read"):
        add(a_new_event("note.added"))
    assert read_afresh() == before
    connection.close()
    add(a_new_event("note.added"))
    assert len(read_afresh()) == 2


def test_a_full_database_takes_nothing_and_works_again_when_there_is_room(sqlite_store):
    add(a_new_event("case.opened"))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        with pytest.raises(StoreUnavailableError, match="full"):
            add(*[a_new_event("note.added", facts="x" * 90_000)] * 9)
        assert len(read_afresh()) == 1
        cursor.execute("PRAGMA max_page_count = 1000000")
    add(a_new_event("note.added"))
    assert len(read_afresh()) == 2


def test_a_lock_that_somebody_keeps_is_waited_for_and_then_named(sqlite_store):
    add(a_new_event("case.opened"))
    with contextlib.closing(sqlite3.connect(sqlite_store.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(StoreUnavailableError, match="locked"):
            add(a_new_event("note.added"))
        assert len(read_afresh()) == 1


def test_without_file_handles_it_says_so_and_goes_on_when_there_are(sqlite_store):
    add(a_new_event("case.opened"))
    connection.close()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        with pytest.raises(StoreUnavailableError):
            add(a_new_event("note.added"))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    add(a_new_event("note.added"))
    assert len(read_afresh()) == 2


@pytest.mark.parametrize("installed", ["postgres"], indirect=True)
def test_a_server_that_cannot_be_reached_is_named(installed):
    add(a_new_event("case.opened"))
    with installed.server.connect("postgres") as superuser:
        superuser.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'houvast_app'")
    with pytest.raises(StoreUnavailableError) as stopped:  # noqa: PT012 - it ends within
        for _ in range(3):
            add(a_new_event("note.added"))
    assert stopped.value.code == "store_unavailable"
    assert "socket" not in str(stopped.value)
    assert str(installed.server.folder) not in str(stopped.value)
    add(a_new_event("note.added"))
    assert verify().holds


def test_a_group_over_several_cases_is_written_whole_or_not(installed):
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - it ends within
        for case in range(3):
            add(a_new_event("case.opened"), stream=f"case/{case}")
        raise ZeroDivisionError
    assert list(store.streams()) == []
    with transaction.atomic():
        for case in range(3):
            add(a_new_event("case.opened"), stream=f"case/{case}")
    assert len(list(store.streams())) == 3
    assert store.read(CASE) == ()
