# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether everything in a database is made up. Until people sign in, nothing else may be shown."""

from __future__ import annotations

from datetime import datetime

from houvast.dossier.availability import unavailable_as_error
from houvast.dossier.errors import NotDemoError
from houvast.dossier.models import EventRow, MarkRow

DEMO = "demo"


def mark_demo(clock: datetime) -> None:
    """Mark an empty database as a demonstration, for ever.

    Raises:
        NotDemoError: There are events in it, which may be real.
    """
    if is_demo():
        return
    with unavailable_as_error():
        if EventRow.objects.exists():
            raise NotDemoError(
                "This database holds events and was not marked as a demonstration, so they may be about real people. "
                "Name a new database in HOUVAST_DATABASE for the demonstration."
            )
        MarkRow.objects.create(name=DEMO, marked_at=clock)


def is_demo() -> bool:
    """Answer whether everything in this database is made up."""
    with unavailable_as_error():
        return MarkRow.objects.filter(name=DEMO).exists()


def require_demo() -> None:
    """Stop where a database may hold real people.

    Raises:
        NotDemoError: It is not marked as a demonstration.
    """
    if not is_demo():
        raise NotDemoError(
            "This database is not marked as a demonstration, and this version of Houvast has no sign-in, so it would "
            "show real people to anybody. Name a demonstration in HOUVAST_DATABASE."
        )
