# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every error the core may raise.

A refusal that the law foresees is a value (:class:`houvast.core.decide.Refusal`), not an error. What stands here is a
broken precondition: it has a code that never changes, and a message that says what happened, why it matters and what
to do. Messages carry codes, kinds and ids; never names, addresses, positions or the content of a case.
"""

from __future__ import annotations


class HouvastError(Exception):
    """A broken precondition that a person can mend.

    Args:
        message: What happened, why it matters and what to do, for a case worker or a lawyer.
    """

    code = "houvast"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        """Return the code and the message, as shown to a person."""
        return f"[{self.code}] {self.message}"


class UnknownKindError(HouvastError):
    """An event of a kind that this version does not know; the fold stops rather than skip it."""

    code = "unknown_kind"


class FutureVersionError(HouvastError):
    """An event written by a newer version of Houvast than this one."""

    code = "future_version"


class InvalidDataError(HouvastError):
    """The data of an event do not have the shape of its kind."""

    code = "invalid_data"


class NaiveInstantError(HouvastError):
    """An instant without a time zone: nobody can tell when it was."""

    code = "naive_instant"


class ContradictoryDatesError(HouvastError):
    """Dates of one event that cannot all be true."""

    code = "contradictory_dates"


class InvalidTermError(HouvastError):
    """A term that is no number of hours, days, working days, weeks, months or years."""

    code = "invalid_term"


class CalendarRangeError(HouvastError):
    """A day outside the years for which the holidays are known."""

    code = "calendar_range"


class UnknownFactError(HouvastError):
    """A question that the rules ask and that the core cannot answer."""

    code = "unknown_fact"


class UnknownRuleError(HouvastError):
    """A rule that is in none of the cards."""

    code = "unknown_rule"


class OutOfOrderError(HouvastError):
    """Events of one stream that are not in the order in which they were recorded."""

    code = "out_of_order"


class MixedStreamsError(HouvastError):
    """Events of two streams where a function reads one."""

    code = "mixed_streams"


class UnknownEventError(HouvastError):
    """A correction or a withdrawal of an event that is not in this stream."""

    code = "unknown_event"
