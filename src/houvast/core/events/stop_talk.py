# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The stopgesprek."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.values import Channel, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTalkProposed(Data):
    """Somebody proposes a stop talk; contra-indications are looked at first."""

    asked_by: Party = Party.POLICE
    override_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTalkRefused(Data):
    """No stop talk, with a reason."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTalkHeld(Data):
    """The talk took place: where, how, by whom, and what was answered."""

    channel: Channel = Channel.UNKNOWN
    experienced_officer: Answer = Answer.UNKNOWN
    victim_told_before: Answer = Answer.UNKNOWN
    override_reason: str = ""
    reply: str = ""


KINDS = (
    Kind("stop_talk.proposed", 1, StopTalkProposed, Category.PLANNED, "Stopgesprek voorgesteld", planned=True),
    Kind("stop_talk.refused", 1, StopTalkRefused, Category.PLANNED, "Stopgesprek afgeraden"),
    Kind("stop_talk.held", 1, StopTalkHeld, Category.PROTECTION, "Stopgesprek gehouden"),
)
