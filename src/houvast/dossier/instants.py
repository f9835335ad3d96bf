# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Instants as the store keeps them: text of one width in UTC, which sorts as time does and hashes as it stands."""

from __future__ import annotations

from datetime import UTC, datetime

from houvast.core.errors import NaiveInstantError


def to_text(instant: datetime) -> str:
    """Return an instant as text of 27 characters.

    Raises:
        NaiveInstantError: It has no time zone.

    >>> to_text(datetime(2026, 3, 1, 12, tzinfo=UTC))
    '2026-03-01T12:00:00.000000Z'
    """
    if instant.tzinfo is None:
        raise NaiveInstantError("An instant has no time zone, so nobody can tell when it was. Add one (e.g. +01:00).")
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def from_text(text: str) -> datetime:
    """Return the instant of a stored text.

    >>> from_text("2026-03-01T12:00:00.000000Z").isoformat()
    '2026-03-01T12:00:00+00:00'
    """
    return datetime.fromisoformat(text)
