# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A database that is full, read-only, locked or gone is a broken precondition with a name, not a bug."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, OperationalError, connection

from houvast.dossier.errors import StoreUnavailableError

CAUSES = {  # SQLite's name or PostgreSQL's SQLSTATE (from the longest to its class) -> what to tell
    "SQLITE_FULL": "the disk is full",
    "SQLITE_READONLY": "it can only be read",
    "SQLITE_BUSY": "another process keeps it locked",
    "SQLITE_CANTOPEN": "it cannot be opened",
    "SQLITE_IOERR": "the disk does not take it",
    "SQLITE_CORRUPT": "it is damaged",
    "SQLITE_NOTADB": "it is damaged",
    "53100": "the disk is full",
    "25006": "it can only be read",
    "55P03": "another process keeps it locked",
    "40P01": "another process keeps it locked",
    "53": "it lacks memory, disk or connections",
    "57": "it is being stopped",
    "58": "the disk does not take it",
    "08": "it cannot be reached",
    "XX001": "it is damaged",
    "XX002": "it is damaged",
}


@contextmanager
def unavailable_as_error() -> Iterator[None]:
    """Turn what the database says about itself into StoreUnavailableError; leave every other error as it is."""
    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        what = _cause(error)
        if what is None:
            raise
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        raise StoreUnavailableError(what) from None


def _cause(error: Exception) -> str | None:
    """Answer why the database refuses; None where the error is about what was asked of it."""
    cause = error.__cause__
    name = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    for code, what in CAUSES.items():
        if name.startswith(code):
            return what
    return "it cannot be reached" if isinstance(error, OperationalError | InterfaceError) else None
