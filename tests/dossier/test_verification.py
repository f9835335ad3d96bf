# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: S608 - every name in a statement is from this module
"""Nothing that was recorded changes, goes or comes in unseen."""

import contextlib
import json
import random
import shutil
import sqlite3
from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection
from tests.contracts.store_contract import CASE, add
from tests.generators import NOW, a_new_event
from tests.stores import Store
from tests.tampering import WAYS, Raw, disarm_sqlite, fill

from houvast.core.access import Viewer
from houvast.core.events.values import Party
from houvast.dossier import checkpoint_file, store, story_cache
from houvast.dossier.checkpoints import verify, write_checkpoint
from houvast.dossier.errors import ChainBrokenError, CheckpointError, KeyMissingError
from houvast.dossier.keys import Scope, key_store
from houvast.dossier.reading import look
from houvast.dossier.verification import Problem, What

pytestmark = pytest.mark.usefixtures("store_alone")

ROUNDS = 14  # times 15 ways is 210; the bench does 1,000


@pytest.fixture(scope="module")
def pristine(workshop, tmp_path_factory, django_db_blocker):
    """A filled store on SQLite with a checkpoint, to take copies of."""
    with django_db_blocker.unblock():
        made = workshop.make("sqlite", tmp_path_factory.mktemp("pristine") / "home")
        with made.in_use():
            fill()
            assert verify().holds
    return made


@contextlib.contextmanager
def tampered(pristine, folder):
    """Give a copy of the file without its guards, then let the store work with it."""
    file = folder / "copy.sqlite3"
    shutil.copy(pristine.file, file)
    with contextlib.closing(disarm_sqlite(file)) as raw:
        yield raw, Store("sqlite", pristine.home, f"sqlite:///{file}")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_tampering_after_a_checkpoint_is_found(pristine, tmp_path, django_db_blocker, way):
    with django_db_blocker.unblock():
        for seed in range(ROUNDS):
            with tampered(pristine, tmp_path) as (raw, copy):
                stream, seq = way(Raw(raw), random.Random(f"{way.__name__} {seed}"))
                raw.close()
                with copy.in_use():
                    problems = verify().problems
            where = [problem for problem in problems if problem.stream == stream and seq in {None, problem.seq}]
            assert where, (seed, stream, seq, problems)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("installed", ["postgres"], indirect=True)
def test_on_postgresql_too(installed, way):
    fill()
    assert verify().holds
    connection.close()
    with psycopg.connect(installed.server.address(installed.name, role="postgres")) as superuser:
        for table in ("event", "head", "destruction", "person_version"):
            superuser.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        stream, seq = way(Raw(superuser, "%s"), random.Random(way.__name__))
    assert any(problem.stream == stream and seq in {None, problem.seq} for problem in verify().problems)


def test_a_byte_that_changes_anywhere_in_the_file_changes_no_event_unseen(pristine, tmp_path, django_db_blocker):
    chance = random.Random(3)
    original = pristine.file.read_bytes()
    with contextlib.closing(sqlite3.connect(pristine.file)) as plain:
        before = content(plain)
    found = 0
    with django_db_blocker.unblock():
        for number in range(150):
            spoiled = bytearray(original)
            spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
            file = tmp_path / f"{number}.sqlite3"
            file.write_bytes(spoiled)
            with contextlib.closing(sqlite3.connect(file)) as plain:
                changed = content(plain) != before
            with Store("sqlite", pristine.home, f"sqlite:///{file}").in_use():
                seen = not verify().holds
            assert seen or not changed
            found += seen
    assert found > 10


def test_a_spoiled_letter_is_found_where_it_is(pristine, tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), tampered(pristine, tmp_path) as (raw, copy):
        raw.execute("UPDATE event SET kind = CAST(x'ff41' AS TEXT) WHERE stream = 'case/1' AND seq = 3")
        raw.execute("UPDATE event SET nonce = 'text' WHERE stream = 'case/1' AND seq = 4")
        raw.close()
        with copy.in_use():
            assert verify().problems == (Problem("case/1", 3, What.CHANGED), Problem("case/1", 4, What.CHANGED))


def content(plain):
    """Return all that was recorded; None where it cannot be read."""
    try:
        return [
            plain.execute(f"SELECT * FROM {table}").fetchall()
            for table in ("event", "head", "destruction", "person_version")
        ]
    except sqlite3.DatabaseError:
        return None


def test_a_changed_event_cannot_be_read(pristine, tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), tampered(pristine, tmp_path) as (raw, copy):
        raw.execute("UPDATE event SET recorded = '2020-01-01T00:00:00.000000Z' WHERE stream = 'case/1' AND seq = 2")
        raw.close()
        with copy.in_use(), pytest.raises(ChainBrokenError) as stopped:
            store.read("case/1")
    assert (stopped.value.stream, stopped.value.seq) == ("case/1", 2)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM event WHERE stream = 'case/1' AND seq = 6",
        "DELETE FROM event WHERE stream = 'case/1' AND seq = 1",
        "UPDATE head SET hash = 'f' WHERE stream = 'case/1'",
    ],
)
def test_a_story_with_a_hole_cannot_be_read(pristine, tmp_path, django_db_blocker, statement):
    with django_db_blocker.unblock(), tampered(pristine, tmp_path) as (raw, copy):
        raw.execute(statement)
        raw.close()
        with copy.in_use(), pytest.raises(ChainBrokenError):
            store.read("case/1")


def test_a_whole_store_holds_and_is_counted(installed):
    add(a_new_event("case.opened"), a_new_event("note.added"))
    assert verify().events_after_checkpoint == 2
    write_checkpoint(NOW)
    add(a_new_event("note.added"))
    add(a_new_event("case.opened"), stream="case/other")
    report = verify()
    assert report.holds
    assert (report.streams, report.events, report.destroyed, report.events_after_checkpoint) == (2, 4, 0, 2)
    assert report.checkpoint.number == 1


def test_a_case_that_was_taken_away_without_a_checkpoint_leaves_its_keys_and_looks(sqlite_store):
    add(a_new_event("case.opened", victim="p-v"), stream="case/kept")
    add(a_new_event("case.opened", victim="p-v"), stream="case/gone")
    nobody = Viewer("a-1", "police.x", Party.POLICE)
    for case in ("case/gone", "case/never"):
        look(nobody, case, purpose="protection", ground=None, now=NOW)
    assert verify().holds
    connection.close()
    with contextlib.closing(disarm_sqlite(sqlite_store.file)) as raw:
        raw.execute("DELETE FROM head WHERE stream = 'case/gone'")
        raw.execute("DELETE FROM event WHERE stream = 'case/gone'")
    story_cache.clear()
    report = verify()
    assert report.problems == (Problem("case/gone", 0, What.STREAM_MISSING),)
    assert report.keys_only == ("case/gone",)


def test_a_stream_with_a_key_and_no_events_is_named(sqlite_store):
    add(a_new_event("case.opened"))
    key_store().id_for(Scope("case/cut-off", "police"))
    report = verify()
    assert report.holds  # a first write that was cut off leaves this too
    assert report.keys_only == ("case/cut-off",)


def test_an_empty_store_holds(installed):
    report = verify()
    assert report.holds
    assert (report.streams, report.events, report.checkpoint) == (0, 0, None)
    write_checkpoint(NOW)
    assert verify().holds


def test_checkpoints_name_only_what_moved(installed):
    for stream in ("case/a", "case/b"):
        add(a_new_event("case.opened"), stream=stream)
    first = write_checkpoint(NOW)
    add(a_new_event("note.added"), stream="case/b")
    second = write_checkpoint(NOW)
    assert set(first.moved) == {"case/a", "case/b"}
    assert set(second.moved) == {"case/b"}
    assert (second.number, second.streams, second.events, second.prev) == (2, 2, 3, first.hash)


def spoil(line, **fields):
    return json.dumps({**json.loads(line), **fields})


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: [spoil(lines[0], streams=7), *lines[1:]],
        lambda lines: [spoil(lines[0], made_at="2020-01-01T00:00:00.000000Z"), *lines[1:]],
        lambda lines: [spoil(lines[0], signature=json.loads(lines[1])["signature"]), *lines[1:]],
        lambda lines: [spoil(lines[0], moved={}), *lines[1:]],
        lambda lines: lines[1:],
        lambda lines: [lines[1], lines[0]],
        lambda lines: ["{", *lines],
        lambda lines: [spoil(lines[0], moved=7), *lines[1:]],
        lambda lines: [*lines, lines[-1]],
    ],
)
def test_a_changed_file_of_checkpoints_is_found(sqlite_store, change):
    for _ in range(2):
        add(a_new_event("case.opened"))
        write_checkpoint(NOW)
    file = checkpoint_file.file()
    file.write_text("\n".join(change(file.read_text().splitlines())) + "\n")
    assert What.CHECKPOINT_DAMAGED in {problem.what for problem in verify().problems}
    with pytest.raises(CheckpointError):
        write_checkpoint(NOW)


def test_a_line_that_a_power_cut_left_half_is_no_damage(sqlite_store):
    add(a_new_event("case.opened"))
    write_checkpoint(NOW)
    with checkpoint_file.file().open("a") as file:
        file.write('{"number": 2, "made')
    assert verify().holds
    assert write_checkpoint(NOW).number == 2
    assert verify().holds
    assert verify().checkpoint.number == 2


def test_a_lodged_copy_shows_what_a_shortened_file_hides(pristine, tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), tampered(pristine, tmp_path) as (raw, copy):
        lodged = tmp_path / "lodged.jsonl"
        shutil.copy(pristine.home / "checkpoints" / checkpoint_file.FILE, lodged)
        raw.execute("DELETE FROM head WHERE stream = 'case/2'")
        raw.execute("DELETE FROM event WHERE stream = 'case/2'")
        raw.close()
        with copy.in_use():
            assert Problem("case/2", 0, What.STREAM_MISSING) in verify(lodged).problems
            empty = tmp_path / "empty.jsonl"
            empty.touch()
            assert verify(empty).events_after_checkpoint == verify(empty).events


def test_no_checkpoint_is_set_over_a_cut(pristine, tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), tampered(pristine, tmp_path) as (raw, copy):
        raw.execute("DELETE FROM head WHERE stream = 'case/2'")
        raw.execute("DELETE FROM event WHERE stream = 'case/2'")
        raw.close()
        with copy.in_use(), pytest.raises(CheckpointError):
            write_checkpoint(NOW)


def test_an_older_backup_is_compared_with_what_was_then(sqlite_store):
    add(a_new_event("case.opened"))
    write_checkpoint(NOW)
    connection.close()
    shutil.copy(sqlite_store.file, sqlite_store.home / "backup")
    add(a_new_event("note.added"))
    write_checkpoint(NOW + timedelta(hours=1))
    connection.close()
    shutil.copy(sqlite_store.home / "backup", sqlite_store.file)
    story_cache.clear()
    assert verify(until=NOW).holds
    assert Problem(CASE, 2, What.CUT_OFF) in verify().problems


def test_a_lost_key_is_found(installed):
    add(a_new_event("case.opened"))
    key_store()._file.db.execute("DELETE FROM data_key")
    key_store().close()
    key_store()._opened.clear()
    assert verify().problems == (Problem(CASE, 1, What.KEY_MISSING),)
    story_cache.clear()
    with pytest.raises(KeyMissingError):
        store.read(CASE)


def test_the_signing_key_is_not_made_twice(sqlite_store):
    write_checkpoint(NOW)
    (sqlite_store.home / "keys" / checkpoint_file.SIGNING_KEY_FILE).unlink()
    assert verify().holds  # with the public key beside the checkpoints
    with pytest.raises(KeyMissingError):
        write_checkpoint(NOW)


def test_verification_sees_one_moment_while_others_write(installed, in_threads):
    def write():
        for _ in range(40):
            add(a_new_event("note.added"))

    def look():
        return [verify().problems for _ in range(10)]

    assert in_threads([write, look]) == [None, [()] * 10]


def test_a_database_that_cannot_be_read_is_said_to_be_damaged(pristine, tmp_path, django_db_blocker):
    spoiled = bytearray(pristine.file.read_bytes())
    spoiled[4096:] = bytes(len(spoiled) - 4096)
    file = tmp_path / "zeroes.sqlite3"
    file.write_bytes(spoiled)
    with django_db_blocker.unblock(), Store("sqlite", pristine.home, f"sqlite:///{file}").in_use():
        assert What.DATABASE_DAMAGED in {problem.what for problem in verify().problems}
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM event WHERE kind > ''")
