# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Instants and terms as people read them: Amsterdam time, absolute and relative."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from houvast.core.events import Precision
from houvast.core.terms import AMSTERDAM

if TYPE_CHECKING:
    from houvast.core.events import Occurred

A_MOMENT = timedelta(minutes=1)


def moment(instant: datetime) -> str:
    """Return an instant with its day and time.

    >>> from datetime import UTC
    >>> from django.utils.translation import override
    >>> with override("nl"):
    ...     moment(datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    'di 24 nov 2026 17:00'
    """
    local = instant.astimezone(AMSTERDAM)
    return f"{day(instant)} {local:%H:%M}"


def day(instant: datetime) -> str:
    """Return the Amsterdam day of an instant."""
    return written(instant.astimezone(AMSTERDAM))


def written(local: date) -> str:
    """Return a local day as it is written in the language of the reader: lower case in Dutch, capitals in English."""
    return date_format(local, "D j b Y" if get_language() == "nl" else "D j M Y")


def until(end: datetime) -> str:
    """Return the last moment before an end; an end at midnight is the end of the day before."""
    local = end.astimezone(AMSTERDAM)
    if (local.hour, local.minute) == (0, 0):
        return _("het einde van %(day)s") % {"day": day(end - A_MOMENT)}
    return moment(end)


def deadline(due: datetime, now: datetime) -> str:
    """Return how long there is until a term ends, or for how long it has passed, with the moment itself."""
    left = due - now
    if left >= timedelta(0):
        return _("nog %(span)s (uiterlijk %(end)s)") % {"span": span(left), "end": until(due)}
    return _("%(span)s te laat (moest uiterlijk %(end)s)") % {"span": span(-left), "end": until(due)}


def span(length: timedelta) -> str:
    """Return a length of time in its largest whole unit."""
    hours = int(length.total_seconds() // 3600)
    if length.days >= 2:  # noqa: PLR2004  up to two days people think in hours
        return ngettext("%(n)d dag", "%(n)d dagen", length.days) % {"n": length.days}
    if hours:
        return ngettext("%(n)d uur", "%(n)d uur", hours) % {"n": hours}
    minutes = int(length.total_seconds() // 60)
    return ngettext("%(n)d minuut", "%(n)d minuten", minutes) % {"n": minutes}


def happened(occurred: Occurred) -> str:
    """Return when something happened, no more precisely than is known."""
    if occurred.precision is Precision.UNKNOWN:
        return _("onbekende datum")
    if occurred.precision is Precision.MONTH:
        return date_format(occurred.start.astimezone(AMSTERDAM), "F Y")
    if occurred.precision is Precision.DAY:
        return day(occurred.start)
    return moment(occurred.start)
