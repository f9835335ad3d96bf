# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The victim's logbook."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.values import Behaviour


@dataclass(frozen=True, slots=True, kw_only=True)
class LogbookEntryAdded(Data):
    """The victim wrote down or handed over something that happened."""

    behaviours: tuple[Behaviour, ...] = ()
    text: str = ""
    content_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogbookAssessed(Data):
    """Somebody read the entry (`about`) and judged it."""

    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogbookUsed(Data):
    """The entry was used, e.g. in an aangifte."""

    used_for: str = ""


KINDS = (
    Kind("logbook.entry_added", 1, LogbookEntryAdded, Category.LOGBOOK, "Logboekregel toegevoegd"),
    Kind("logbook.assessed", 1, LogbookAssessed, Category.LOGBOOK, "Logboekregel gelezen"),
    Kind("logbook.used", 1, LogbookUsed, Category.LOGBOOK, "Logboekregel gebruikt"),
)
