# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether the clock of Houvast runs, for every page: who looks must know when nobody watches the terms."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import Error

from houvast.desk import moments
from houvast.dossier import worker

if TYPE_CHECKING:
    from django.http import HttpRequest


def clock(_request: HttpRequest) -> dict[str, object]:
    """Return whether the worker is silent, and since when; nothing where the database cannot be asked.

    A page that is shown without a database says that it cannot be used, which is worse than a clock that stands still.
    """
    try:
        if not worker.is_silent(datetime.now(UTC)):
            return {"clock_stands_still": False}
        seen_at = worker.last_seen()
    except Error:
        return {}
    return {"clock_stands_still": True, "clock_seen_at": moments.moment(seen_at) if seen_at else ""}
