# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What goes to the log of the server: where it went wrong, never with what."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN = "houvast"
"""The loggers whose messages we write ourselves, from codes, kinds and numbers only."""


class WhereOnly(logging.Formatter):
    """Format a record without any value that came from a case.

    Of an exception only its type and its frames are written: its message may hold what somebody typed. Of a record by
    others only the fixed part of its message is written.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record, and a line for each frame of its exception."""
        ours = record.name.partition(".")[0] == OWN
        said = record.getMessage() if ours else str(record.msg)
        lines = [f"{self.formatTime(record)} {record.levelname} {record.name}: {said}"]
        if record.exc_info and record.exc_info[1]:
            lines += _where(record.exc_info[1])
        return "\n".join(lines)


def _where(error: BaseException | None) -> Iterator[str]:
    """Yield the type and the frames of an exception, and of those that led to it."""
    told: set[int] = set()
    while error is not None and id(error) not in told:
        told.add(id(error))
        yield f"  {type(error).__module__}.{type(error).__qualname__}"
        for frame, line in traceback.walk_tb(error.__traceback__):
            yield f"    {frame.f_code.co_filename}:{line} in {frame.f_code.co_name}"
        error = error.__cause__ or error.__context__
