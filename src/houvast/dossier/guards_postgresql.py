# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
# ruff: noqa: S608 - every name in a statement is from this module, or was quoted by the server
"""The guards in PostgreSQL: a role that can only select and insert, triggers for every role, and a ban on rebuilding.

The tables belong to an owner's role that only migrates (HOUVAST_DATABASE_OWNER); Houvast works with another
(HOUVAST_DATABASE). The ban on DROP and ALTER is an event trigger, which only a superuser can make; without it the
owner's role can still rebuild the tables, and the working role cannot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from houvast.dossier.errors import StoreUnguardedError

ONLY_ADDED_TO = ("event", "destruction", "person_version", "mark", "read_log")
PROTECTED = (*ONLY_ADDED_TO, "head")

FUNCTIONS: Mapping[str, str] = {
    "houvast_refuse": "BEGIN RAISE EXCEPTION 'what was recorded in % stays', TG_TABLE_NAME; END",
    "houvast_head_forward": (
        "BEGIN "
        "IF TG_OP = 'UPDATE' AND (NEW.stream <> OLD.stream OR NEW.seq <= OLD.seq) "
        "OR NOT EXISTS (SELECT 1 FROM event e WHERE e.id = NEW.event AND e.stream = NEW.stream "
        "AND e.seq = NEW.seq AND e.hash = NEW.hash) "
        "THEN RAISE EXCEPTION 'what was recorded in head stays'; END IF; RETURN NEW; END"
    ),
}
SEARCH_PATH = "pg_catalog, public, pg_temp"
"""Where the guards look for tables and operators, whatever the session that they guard against has set."""
MAY = (  # a role may do what every role may do that it can become
    "SELECT EXISTS (SELECT 1 FROM pg_roles r "
    "WHERE pg_has_role(current_user, r.oid, 'MEMBER') AND has_table_privilege(r.oid, %s, %s))"
)
NO_REBUILD = "houvast_no_rebuild"
NO_DROP = "houvast_no_drop"
_NAMES = ", ".join(f"'{table}'" for table in PROTECTED)
EVENT_FUNCTIONS: Mapping[str, str] = {
    NO_REBUILD: (
        "BEGIN IF EXISTS (SELECT 1 FROM pg_event_trigger_ddl_commands() d JOIN pg_class c ON c.oid = d.objid "
        f"WHERE d.command_tag = 'ALTER TABLE' AND c.relname IN ({_NAMES})) "
        # and one that was renamed
        f"OR (SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname IN ({_NAMES})) < {len(PROTECTED)} "
        "THEN RAISE EXCEPTION 'a table of what was recorded is never rebuilt'; END IF; END"
    ),
    NO_DROP: (
        "BEGIN IF EXISTS (SELECT 1 FROM pg_event_trigger_dropped_objects() d "
        f"WHERE (d.object_type = 'table' AND d.object_name IN ({_NAMES})) "
        f"OR (d.object_type IN ('trigger', 'table column', 'table constraint') AND d.address_names[2] IN ({_NAMES}))) "
        "THEN RAISE EXCEPTION 'a table of what was recorded is never rebuilt'; END IF; END"
    ),
}
EVENT_TRIGGERS = {NO_REBUILD: "ddl_command_end", NO_DROP: "sql_drop"}

SETTINGS: Mapping[str, frozenset[str]] = {  # setting -> answers with which an acknowledged event survives a power cut
    "fsync": frozenset({"on"}),
    "full_page_writes": frozenset({"on"}),
    "synchronous_commit": frozenset({"on", "remote_apply", "remote_write"}),
}


def triggers() -> dict[str, tuple[str, str, str, str]]:
    """Return every trigger that must be there: its name, with its table, its moment, its reach and its function."""
    found = {"head_forward": ("head", "INSERT OR UPDATE", "ROW", "houvast_head_forward")}
    for table in PROTECTED:
        change = "DELETE" if table == "head" else "DELETE OR UPDATE"
        found[f"{table}_no_change"] = (table, change, "ROW", "houvast_refuse")
        found[f"{table}_no_truncate"] = (table, "TRUNCATE", "STATEMENT", "houvast_refuse")
    return found


def on_connection(_connection: BaseDatabaseWrapper) -> None:
    """Nothing: what durability rests on is in the server and in the address (see `web/databases.py`)."""


def on_migrating(_connection: BaseDatabaseWrapper) -> None:
    """Nothing: the owner's role may make tables, and the event triggers know which it may not alter."""


def on_migrated(_connection: BaseDatabaseWrapper) -> None:
    """Nothing, as above."""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put functions, triggers and rights in place again."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        superuser = _is_superuser(cursor)
        if superuser:
            for name in EVENT_TRIGGERS:
                cursor.execute(f"DROP EVENT TRIGGER IF EXISTS {name}")
        for name, body in FUNCTIONS.items():
            cursor.execute(_function(name, body, "trigger"))
        for name, (table, change, reach, function) in triggers().items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            cursor.execute(
                f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH {reach} EXECUTE FUNCTION {function}()"
            )
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
        _grant(cursor, settings.HOUVAST_APP_ROLE)
        if superuser:
            for name, moment in EVENT_TRIGGERS.items():
                cursor.execute(_function(name, EVENT_FUNCTIONS[name], "event_trigger"))
                cursor.execute(f"CREATE EVENT TRIGGER {name} ON {moment} EXECUTE FUNCTION {name}()")
                cursor.execute(f"ALTER EVENT TRIGGER {name} ENABLE ALWAYS")


def missing(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Name what is not as it must be."""
    with connection.cursor() as cursor:
        yield from _missing_triggers(cursor)
        yield from _missing_event_triggers(cursor)
        cursor.execute("SELECT rulename, tablename FROM pg_rules WHERE tablename = ANY(%s)", (list(PROTECTED),))
        yield from (f"{rule} on {table} is no guard of ours" for rule, table in cursor.fetchall())
        for table in PROTECTED:
            for right in ("UPDATE", "DELETE", "TRUNCATE"):
                cursor.execute(MAY, (table, right))
                if cursor.fetchone()[0] and (table, right) != ("head", "UPDATE"):
                    yield f"the role that Houvast works with may {right} {table}"
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname = ANY(%s) "
            "AND pg_has_role(relowner, 'MEMBER')",
            (list(PROTECTED),),
        )
        yield from (f"the role that Houvast works with owns {row[0]}" for row in cursor.fetchall())
        for setting, durable in SETTINGS.items():
            cursor.execute("SELECT current_setting(%s)", (setting,))
            if cursor.fetchone()[0] not in durable:
                yield f"the setting {setting} is another"
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE conname = 'event_stream_seq' AND contype = 'u'")
        if not cursor.fetchone()[0]:
            yield "two events may have one place (event_stream_seq)"


def _missing_triggers(cursor: CursorWrapper) -> Iterator[str]:
    cursor.execute(
        "SELECT t.tgname, c.relname, p.proname, p.prosrc, p.proconfig, t.tgenabled, pg_get_triggerdef(t.oid) "
        "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE NOT t.tgisinternal AND c.relname = ANY(%s)",
        (list(PROTECTED),),
    )
    rows = cursor.fetchall()
    found = {row[0]: row[1:] for row in rows}
    yield from (f"{row[0]} on {row[1]} is no guard of ours" for row in rows if row[0] not in triggers())
    for name, (table, change, reach, function) in triggers().items():
        if name not in found:
            yield f"the guard {name} is missing"
            continue
        on, calls, source, config, enabled, definition = found[name]
        as_made = f"BEFORE {change} ON " in definition and f"FOR EACH {reach} EXECUTE" in definition
        wanted = (table, function, FUNCTIONS[function], [f"search_path={SEARCH_PATH}"], "A")
        if (on, calls, source, config, enabled) != wanted or not as_made:
            yield f"the guard {name} was changed"


def _missing_event_triggers(cursor: CursorWrapper) -> Iterator[str]:
    """Name which ban on rebuilding is gone, where the owner of the events could make it."""
    cursor.execute(
        "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner "
        "WHERE c.oid = 'event'::regclass AND r.rolsuper"
    )
    if not cursor.fetchone()[0]:
        return
    cursor.execute(
        "SELECT e.evtname, e.evtevent, e.evtenabled, e.evttags IS NULL, p.proname, p.prosrc, p.proconfig "
        "FROM pg_event_trigger e JOIN pg_proc p ON p.oid = e.evtfoid"
    )
    found = {row[0]: row[1:] for row in cursor.fetchall()}
    for name, moment in EVENT_TRIGGERS.items():
        if name not in found:
            yield f"the guard {name} is missing"
        elif found[name] != (moment, "A", True, name, EVENT_FUNCTIONS[name], [f"search_path={SEARCH_PATH}"]):
            yield f"the guard {name} was changed"


def _function(name: str, body: str, returns: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS {returns} LANGUAGE plpgsql "
        f"SET search_path = {SEARCH_PATH} AS $guard${body}$guard$"
    )


def _is_superuser(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    return bool(cursor.fetchone()[0])


def _grant(cursor: CursorWrapper, role: str) -> None:
    """Give the working role what it needs, and nothing on what was recorded but to look and to add."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
    if not cursor.fetchone():
        raise StoreUnguardedError([f"there is no role {role} to work with (HOUVAST_APP_ROLE); make it with createuser"])
    cursor.execute("SELECT quote_ident(%s)", (role,))
    name = cursor.fetchone()[0]
    schema = "SCHEMA public"
    for statement in (
        f"GRANT USAGE ON {schema} TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN {schema} TO {name}",
        f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN {schema} TO {name}",
        f"REVOKE ALL ON {', '.join(PROTECTED)} FROM PUBLIC, {name}",
        f"GRANT SELECT, INSERT ON {', '.join(PROTECTED)} TO {name}",
        f"GRANT UPDATE ON head TO {name}",
    ):
        cursor.execute(statement)
