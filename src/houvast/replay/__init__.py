# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What would Houvast have said? A case that happened elsewhere, told in one JSON object per line, day by day.

How such a file is written stands in `docs/how-to/replay.md`; shipped examples are in `cases/`.
"""

from houvast.replay.days import Day, DutyChange, SignalChange, replay
from houvast.replay.errors import CODES, Problem, ReplayFileError
from houvast.replay.reading import read
from houvast.replay.report import as_json, as_text, summary, summary_text

__all__ = [
    "CODES",
    "Day",
    "DutyChange",
    "Problem",
    "ReplayFileError",
    "SignalChange",
    "as_json",
    "as_text",
    "read",
    "replay",
    "summary",
    "summary_text",
]
