# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The address of a database, as an operator writes it, turned into Django's settings for it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from houvast.core.errors import HouvastError

WAIT_FOR_LOCK_S = 60


class UnknownDatabaseError(HouvastError):
    """An address of a database that Houvast cannot use."""

    code = "unknown_database"


def database(address: str) -> dict[str, object]:
    """Return Django's settings for one database.

    Args:
        address: `sqlite:///data/houvast.sqlite3` (three slashes: from here, four: from the root) or
            `postgresql://role:password@host:5432/name`; `?host=/run/postgresql` names a socket.

    Raises:
        UnknownDatabaseError: The address is of another kind.

    >>> database("sqlite:////srv/houvast.sqlite3")["NAME"]
    '/srv/houvast.sqlite3'
    >>> database("postgresql://app@db.local/houvast")["HOST"]
    'db.local'
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path.removeprefix("/")))
    if parts.scheme in {"postgresql", "postgres"}:
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.get("host", parts.hostname or ""),
            "PORT": str(parts.port or query.get("port", "")),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"options": "-c synchronous_commit=on"},  # an acknowledged event is on disk
        }
    raise UnknownDatabaseError(
        f"HOUVAST_DATABASE starts with {parts.scheme[:20]!r}, which Houvast cannot use as a store. "
        "Write sqlite:///file.sqlite3 or postgresql://role@host/name."
    )


def _sqlite(path: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(Path(path)),
        "CONN_MAX_AGE": None,
        # A writer takes the lock before it reads, so that what it read is still true when it writes.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": WAIT_FOR_LOCK_S},
    }
