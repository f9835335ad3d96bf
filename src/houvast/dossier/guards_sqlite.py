# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: S608 - every name in a statement is from this module
"""The guards in SQLite: triggers against change, and an authorizer against dropping or rebuilding a table.

SQLite has no roles, so whoever opens the file with another program is only stopped by the triggers and by the foreign
key of the heads, and can take those away.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

KEYS: Mapping[str, tuple[str, ...]] = {  # table that is only ever added to -> what identifies a row of it
    "event": ("id = NEW.id", "(stream = NEW.stream AND seq = NEW.seq)"),
    "destruction": ("number = NEW.number", "decision = NEW.decision"),
    "person_version": ("id = NEW.id", "(person = NEW.person AND version = NEW.version)"),
    "mark": ("name = NEW.name",),
    "read_log": ("number = NEW.number", "span_id = NEW.span_id"),
}
PROTECTED = frozenset({*KEYS, "head"})
SCHEMAS = frozenset({"sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema"})
"""Where SQLite keeps tables and triggers. A temporary one can stand before, or silence, one that was recorded in."""
PRAGMAS: Mapping[str, tuple[str, object]] = {  # pragma -> what is set, what is then answered
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),  # with WAL the default, NORMAL, loses acknowledged events at a power cut
    "foreign_keys": ("ON", 1),
    "secure_delete": ("ON", 1),
    "recursive_triggers": ("ON", 1),  # so that REPLACE meets the guard against deletion too
}
REFUSED = {  # action -> which of its two arguments names the table
    sqlite3.SQLITE_DROP_TABLE: 0,
    sqlite3.SQLITE_DROP_TRIGGER: 1,
    sqlite3.SQLITE_DROP_INDEX: 1,
    sqlite3.SQLITE_ALTER_TABLE: 1,
}
WRITES = frozenset({sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})
FIXED = frozenset({*PRAGMAS, "journal_mode", "ignore_check_constraints", "defer_foreign_keys"})
"""What nobody sets on a connection that is in use."""
_IS_LAST_EVENT = (
    "EXISTS (SELECT 1 FROM event WHERE id = NEW.event AND stream = NEW.stream AND seq = NEW.seq AND hash = NEW.hash)"
)


def triggers() -> dict[str, str]:
    """Return every trigger that must be there, by its name."""
    bodies: dict[str, str] = {}
    for table, keys in KEYS.items():
        exists = " OR ".join((*keys, "rowid = NEW.rowid"))
        bodies[f"{table}_no_update"] = _refusal(table, "UPDATE")
        bodies[f"{table}_no_delete"] = _refusal(table, "DELETE")
        bodies[f"{table}_no_replace"] = _refusal(table, "INSERT", f"EXISTS (SELECT 1 FROM {table} WHERE {exists})")
    bodies["head_no_delete"] = _refusal("head", "DELETE")
    bodies["head_forward"] = _refusal(
        "head", "UPDATE", f"NEW.stream <> OLD.stream OR NEW.seq <= OLD.seq OR NOT {_IS_LAST_EVENT}"
    )
    bodies["head_new"] = _refusal(
        "head",
        "INSERT",
        f"NOT {_IS_LAST_EVENT} OR EXISTS (SELECT 1 FROM head WHERE stream = NEW.stream OR rowid = NEW.rowid)",
    )
    return {name: f"CREATE TRIGGER {name} {body}" for name, body in bodies.items()}


def _refusal(table: str, action: str, when: str = "") -> str:
    condition = f" WHEN {when}" if when else ""
    return f"BEFORE {action} ON {table}{condition} BEGIN SELECT RAISE(ABORT, 'what was recorded in {table} stays'); END"


def on_connection(connection: BaseDatabaseWrapper) -> None:
    """Make a connection durable, and unable to drop or rebuild a protected table."""
    with connection.cursor() as cursor:
        for pragma, (wanted, _) in PRAGMAS.items():
            cursor.execute(f"PRAGMA {pragma} = {wanted}")
    connection.connection.set_authorizer(authorize)


def on_migrating(connection: BaseDatabaseWrapper) -> None:
    """Let a migration make and alter tables, but none that is protected."""
    connection.ensure_connection()
    connection.connection.set_authorizer(authorize_migration)


def on_migrated(connection: BaseDatabaseWrapper) -> None:
    """Let nobody make or alter anything any more."""
    connection.ensure_connection()
    connection.connection.set_authorizer(authorize)


def authorize(action: int, first: str | None, second: str | None, database: str | None, trigger: str | None) -> int:
    """Answer SQLite whether a statement may be prepared: none that changes a table's or trigger's definition."""
    name = (first or "").lower()
    if (action in WRITES and name in SCHEMAS) or (
        action == sqlite3.SQLITE_PRAGMA and name in FIXED and second is not None
    ):
        return sqlite3.SQLITE_DENY
    return authorize_migration(action, first, second, database, trigger)


def authorize_migration(
    action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None
) -> int:
    """Answer SQLite whether a migration may do something. SQLite takes every name in capitals too."""
    if action in REFUSED and ((first, second)[REFUSED[action]] or "").lower() in PROTECTED:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA and (first or "").lower() == "writable_schema":
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place again."""
    connection.ensure_connection()
    connection.connection.set_authorizer(None)
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for name, statement in triggers().items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(statement)
    finally:
        connection.connection.set_authorizer(authorize)


def missing(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Name what is not as it must be."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql, lower(tbl_name) FROM sqlite_schema WHERE type = 'trigger' "
            "UNION ALL SELECT name, sql, lower(tbl_name) FROM sqlite_temp_schema WHERE type = 'trigger'"
        )
        rows = cursor.fetchall()
        found = {name: statement for name, statement, _ in rows}
        for name, _, table in rows:
            if table in PROTECTED and name not in triggers():
                yield f"{name} on {table} is no guard of ours"
        for name, statement in triggers().items():
            if name not in found:
                yield f"the guard {name} is missing"
            elif found[name] != statement:
                yield f"the guard {name} was changed"
        for pragma, (_, wanted) in PRAGMAS.items():
            cursor.execute(f"PRAGMA {pragma}")
            if cursor.fetchone()[0] != wanted:
                yield f"the setting {pragma} is another"
        cursor.execute(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'event_stream_seq' OR sql LIKE '%event_stream_seq%'"
        )
        if not cursor.fetchone()[0]:
            yield "two events may have one place (event_stream_seq)"
