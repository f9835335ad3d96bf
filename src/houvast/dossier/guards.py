# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What makes the database itself refuse to change or remove what was recorded.

Put in place after every migration and compared at every start. Whoever can write to the file of the database goes round
this; the signed checkpoints (`checkpoints.py`) are there to find that out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from houvast.dossier import guards_postgresql, guards_sqlite
from houvast.dossier.availability import unavailable_as_error
from houvast.dossier.errors import StoreUnguardedError

BACKENDS: Mapping[str, ModuleType] = {"sqlite": guards_sqlite, "postgresql": guards_postgresql}


def install(connection: BaseDatabaseWrapper | None = None) -> None:
    """Put every guard in place again; what somebody changed in one is undone.

    Args:
        connection: A connection with the rights of the owner; the one that migrates where it is left out.
    """
    target = connection or connections[migrating_alias()]
    BACKENDS[target.vendor].install(target)


def check(connection: BaseDatabaseWrapper | None = None) -> None:
    """Compare the guards with what must be there.

    Args:
        connection: The connection with which Houvast works; the default where it is left out.

    Raises:
        StoreUnguardedError: Something is missing or was changed; it says what.
    """
    target = connection or connections["default"]
    with unavailable_as_error():
        missing = list(BACKENDS[target.vendor].missing(target))
    if missing:
        raise StoreUnguardedError(missing)


def migrating_alias() -> str:
    """Return the name of the connection that may make tables: the owner's, where there is one."""
    return "owner" if "owner" in connections else "default"


def on_connection(*, connection: BaseDatabaseWrapper, **_: object) -> None:
    """Set on a new connection what durability and destruction rest on."""
    BACKENDS[connection.vendor].on_connection(connection)


def on_migrating(*, using: str, **_: object) -> None:
    """Let a migration make and alter tables."""
    BACKENDS[connections[using].vendor].on_migrating(connections[using])


def on_migrated(*, using: str, **_: object) -> None:
    """Put the guards in place after a migration; not where the tables were just taken away."""
    target = connections[using]
    try:
        if "event" in target.introspection.table_names():
            install(target)
    finally:
        BACKENDS[target.vendor].on_migrated(target)
