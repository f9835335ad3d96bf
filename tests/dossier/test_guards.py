# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: S608 - every name in a statement is from this module
"""The database itself refuses to change or remove what was recorded; a store without its guards does not start."""

import contextlib
import sqlite3

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from tests.contracts.store_contract import CASE, add
from tests.dossier.decisions import decision
from tests.generators import NOW, a_new_event

from houvast.dossier import guards, guards_sqlite, start, store
from houvast.dossier.errors import StoreUnguardedError
from houvast.dossier.marking import mark_demo
from houvast.dossier.person_records import PersonRecord, write

TABLES = {  # table -> a column of it that is no key
    "event": "ciphertext",
    "destruction": "ground",
    "person_version": "nonce",
    "mark": "marked_at",
}


@pytest.fixture
def filled(installed):
    """A store with a row in every table."""
    from houvast.dossier.destruction import destroy_person

    mark_demo(NOW)
    add(a_new_event("case.opened"), a_new_event("note.added"))
    write("p1", PersonRecord(called="x"), by="a", org="police", clock=NOW, expected_version=0)
    destroy_person("p1", decision=decision())
    return installed


def dump():
    """Return every row of every protected table."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(guards_sqlite.PROTECTED):
            cursor.execute(f"SELECT * FROM {table}")
            found[table] = sorted(map(repr, cursor.fetchall()))
        return found


def refused(statement, using="default"):
    with (
        contextlib.closing(connections[using].cursor()) as cursor,
        pytest.raises(DatabaseError),
        transaction.atomic(using),
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_changed_removed_or_replaced(filled, table):
    before, column = dump(), TABLES[table]
    columns = ", ".join(f'"{name}"' for name in columns_of(table))
    key = columns_of(table)[0]
    for using in ["default", *(["owner"] if filled.owner_address else [])]:
        refused(f"UPDATE {table} SET {column} = {column}", using)
        refused(f"DELETE FROM {table}", using)
        refused(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} LIMIT 1", using)
        refused(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE true LIMIT 1 "
            f"ON CONFLICT ({key}) DO UPDATE SET {column} = excluded.{column}",
            using,
        )
    if filled.backend == "sqlite":
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        refused(f"REPLACE INTO {table} SELECT * FROM {table}")
        refused(
            f"INSERT OR REPLACE INTO {table} (rowid, {columns}) SELECT rowid, 9{columns[len(key) + 2 :]} FROM {table}"
        )
        refused(f"UPDATE OR REPLACE {table} SET {key} = {key}")
    else:
        refused(f"TRUNCATE {table} CASCADE", "owner")
        refused(f"MERGE INTO {table} t USING {table} s ON t.{key} = s.{key} WHEN MATCHED THEN DELETE", "owner")
    assert dump() == before


def columns_of(table):
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


@pytest.mark.parametrize("using", ["default", "owner"])
def test_a_head_only_moves_forward_to_an_event_that_is_there(filled, using):
    using = using if filled.owner_address else "default"
    before = dump()
    for change in (
        "UPDATE head SET seq = 1 WHERE stream = 'case/c1'",
        "UPDATE head SET seq = seq WHERE stream = 'case/c1'",
        "UPDATE head SET seq = 3 WHERE stream = 'case/c1'",
        "UPDATE head SET seq = 3, hash = 'f' WHERE stream = 'case/c1'",
        "UPDATE head SET stream = 'case/other'",
        "DELETE FROM head",
        "INSERT INTO head SELECT 'case/new', event, seq, hash, recorded FROM head WHERE stream = 'case/c1'",
    ):
        refused(change, using)
    if filled.backend == "sqlite":
        refused("INSERT OR REPLACE INTO head SELECT * FROM head")
    assert dump() == before


@pytest.mark.parametrize("installed", ["postgres"], indirect=True)
def test_the_working_role_can_only_look_and_add(installed):
    with installed.server.connect(installed.name, role="houvast_app") as connection:
        for statement in (
            "UPDATE event SET kind = 'x'",
            "DELETE FROM event",
            "TRUNCATE event",
            "DROP TABLE event CASCADE",
            "ALTER TABLE event ADD COLUMN x text",
            "ALTER TABLE event DISABLE TRIGGER ALL",
            "DROP TRIGGER event_no_change ON event",
            "UPDATE destruction SET ground = 'x'",
            "DELETE FROM head",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


REBUILDS = (
    "DROP TABLE event",
    "DROP TABLE head",
    "DROP TABLE destruction",
    "ALTER TABLE event ADD COLUMN note text",
    "ALTER TABLE event RENAME TO old_event",
    "ALTER TABLE event DROP COLUMN about",
    "DROP TRIGGER event_no_update",
    "PRAGMA writable_schema = ON",
    "PRAGMA Writable_Schema=ON",
    "drop table EVENT",
    "DROP TRIGGER Event_No_Update",
    "alter table Read_Log add column note text",
    "PRAGMA Foreign_Keys = OFF",
    "PRAGMA RECURSIVE_TRIGGERS(0)",
    "PRAGMA main.synchronous = OFF",
    "PRAGMA journal_mode = MEMORY",
    "PRAGMA Secure_Delete = OFF",
    "DELETE FROM sqlite_master WHERE type = 'trigger'",
    "UPDATE SQLITE_SCHEMA SET sql = ''",
    "INSERT INTO sqlite_schema SELECT * FROM sqlite_schema",
    "CREATE TRIGGER quiet BEFORE INSERT ON read_log BEGIN SELECT RAISE(IGNORE); END",
    "CREATE TEMP TRIGGER quiet BEFORE INSERT ON main.read_log BEGIN SELECT RAISE(IGNORE); END",
    "CREATE TEMP TABLE read_log (number)",
)


@pytest.mark.parametrize("statement", REBUILDS)
def test_sqlite_does_not_rebuild_a_table_of_events(sqlite_store, statement):
    add(a_new_event("case.opened"))
    before = dump()
    with contextlib.closing(connection.cursor()) as cursor, pytest.raises(DatabaseError):
        cursor.execute(statement)
    refused(statement)
    assert dump() == before
    guards.check()


def test_sqlite_does_not_let_a_plain_program_drop_the_events(sqlite_store):
    add(a_new_event("case.opened"))
    with contextlib.closing(sqlite3.connect(sqlite_store.file)) as plain:
        plain.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):  # noqa: PT012 - it ends within
            plain.execute("DROP TABLE event")
            plain.commit()
        plain.rollback()
        for statement in ("DELETE FROM event", "UPDATE event SET kind = 'x'", "REPLACE INTO event SELECT * FROM event"):
            with pytest.raises(sqlite3.IntegrityError):
                plain.execute(statement)
    assert len(store.read(CASE)) == 1


def test_a_migration_that_rebuilds_the_events_is_refused(sqlite_store):
    from django.db import models

    from houvast.dossier.models import EventRow

    add(a_new_event("case.opened"))
    extra = models.CharField(max_length=10, default="")
    extra.set_attributes_from_name("extra")
    with pytest.raises(DatabaseError), connection.schema_editor() as editor:
        editor.remove_field(EventRow, EventRow._meta.get_field("about"))
    with pytest.raises(DatabaseError), connection.schema_editor() as editor:
        editor.add_field(EventRow, extra)
    guards.check()
    assert len(store.read(CASE)) == 1


POSTGRES_REBUILDS = (
    "DROP TABLE event CASCADE",
    "ALTER TABLE event ADD COLUMN note text",
    "ALTER TABLE event ALTER COLUMN kind TYPE text",
    "ALTER TABLE event DISABLE TRIGGER event_no_change",
    "ALTER TABLE head RENAME TO old_head",
    "DROP TRIGGER event_no_change ON event",
    "DROP FUNCTION houvast_refuse() CASCADE",
)


@pytest.mark.parametrize("installed", ["postgres"], indirect=True)
def test_postgresql_does_not_rebuild_a_table_of_events_where_the_owner_may_forbid_it(installed):
    add(a_new_event("case.opened"))
    with installed.server.connect(installed.name) as superuser:
        superuser.execute("ALTER ROLE houvast_owner SUPERUSER")
    try:
        guards.install()
        for statement in POSTGRES_REBUILDS:
            refused(statement, "owner")
        guards.install()  # again, over itself
        guards.check()
        for statement in (
            "DROP EVENT TRIGGER houvast_no_drop",
            "ALTER EVENT TRIGGER houvast_no_rebuild DISABLE",
            "ALTER FUNCTION houvast_no_drop() RESET search_path",
        ):
            with installed.server.connect(installed.name) as superuser:
                superuser.execute(statement)
            with pytest.raises(StoreUnguardedError, match="houvast_no_"):
                guards.check()
            guards.install()
        assert len(store.read(CASE)) == 1
    finally:
        with installed.server.connect(installed.name) as superuser:
            superuser.execute("ALTER ROLE houvast_owner NOSUPERUSER")


def test_a_guarded_store_starts(installed):
    start.check()


def test_every_migration_puts_the_guards_back(installed):
    for statement in sabotages(installed.backend):
        sabotage(installed, statement)
        call_command("migrate", database=guards.migrating_alias(), interactive=False, verbosity=0)
        guards.check()


def test_a_store_whose_guards_were_touched_does_not_start(installed):
    for statement in sabotages(installed.backend):
        sabotage(installed, statement)
        with pytest.raises(StoreUnguardedError) as stopped:
            start.check()
        assert stopped.value.code == "store_unguarded"
        assert len(stopped.value.missing) == 1
        guards.install()
        guards.check()


def sabotages(backend):
    if backend == "sqlite":
        names = guards_sqlite.triggers()
        weaker = names["event_no_update"].replace("BEFORE UPDATE ON event", "BEFORE UPDATE OF seq ON event")
        return [*(f"DROP TRIGGER {name}" for name in names), f"DROP TRIGGER event_no_update; {weaker}"]
    return [
        "DROP TRIGGER event_no_change ON event",
        "DROP TRIGGER head_forward ON head",
        "DROP TRIGGER destruction_no_truncate ON destruction",
        "ALTER TABLE event DISABLE TRIGGER event_no_change",
        "ALTER TABLE event ENABLE TRIGGER event_no_change",  # sleeps in a replica session
        "CREATE OR REPLACE FUNCTION houvast_head_forward() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE OR REPLACE TRIGGER mark_no_change BEFORE UPDATE ON mark FOR EACH ROW EXECUTE FUNCTION houvast_refuse()",
        "GRANT UPDATE ON event TO houvast_app",
        "GRANT DELETE ON destruction TO houvast_app",
        "ALTER FUNCTION houvast_head_forward() RESET search_path",
    ]


FOREIGN = {
    "sqlite": ("CREATE TRIGGER quiet BEFORE INSERT ON read_log BEGIN SELECT RAISE(IGNORE); END", "DROP TRIGGER quiet"),
    "postgres": (
        (
            "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
            "CREATE TRIGGER quiet BEFORE INSERT ON read_log FOR EACH ROW EXECUTE FUNCTION quiet()"
        ),
        "DROP FUNCTION quiet CASCADE",
    ),
}


def test_a_store_with_a_foreign_trigger_does_not_start(installed):
    """It could keep a row out of the log without anybody seeing that."""
    made, undone = FOREIGN[installed.backend]
    sabotage(installed, made)
    with pytest.raises(StoreUnguardedError, match="quiet on read_log is no guard of ours"):
        start.check()
    sabotage(installed, undone)
    start.check()


@pytest.mark.parametrize("installed", ["postgres"], indirect=True)
def test_a_store_with_a_foreign_rule_does_not_start(installed):
    sabotage(installed, "CREATE RULE quiet AS ON INSERT TO read_log DO INSTEAD NOTHING")
    with pytest.raises(StoreUnguardedError, match="quiet on read_log is no guard of ours"):
        start.check()


@pytest.mark.parametrize("installed", ["postgres"], indirect=True)
def test_a_role_that_can_become_one_with_more_rights_does_not_start(installed):
    with installed.server.connect(installed.name) as superuser:
        superuser.execute("ALTER ROLE houvast_app NOINHERIT")
        superuser.execute("GRANT houvast_owner TO houvast_app")
    try:
        with pytest.raises(StoreUnguardedError, match="owns event"):
            start.check()
    finally:
        with installed.server.connect(installed.name) as superuser:
            superuser.execute("REVOKE houvast_owner FROM houvast_app")
            superuser.execute("ALTER ROLE houvast_app INHERIT")
    start.check()


def sabotage(installed, statements):
    """Do what only somebody outside Houvast can."""
    if installed.backend == "sqlite":
        with contextlib.closing(sqlite3.connect(installed.file)) as plain:
            plain.executescript(statements)
    else:
        with installed.server.connect(installed.name, role="houvast_owner") as owner:
            owner.execute(statements)


def test_sqlite_does_not_start_without_durability(sqlite_store):
    with connection.cursor() as cursor:
        connection.connection.set_authorizer(None)
        cursor.execute("PRAGMA synchronous = NORMAL")
    with pytest.raises(StoreUnguardedError, match="synchronous"):
        start.check()


@pytest.mark.parametrize("installed", ["postgres"], indirect=True)
def test_postgresql_does_not_start_as_the_owner_or_without_durability(installed):
    with pytest.raises(StoreUnguardedError, match="owns event"):
        guards.check(connections["owner"])
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    with pytest.raises(StoreUnguardedError, match="synchronous_commit"):
        guards.check()
