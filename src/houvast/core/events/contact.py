# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Agreements with the victim about contact, kept or missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.values import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAgreed(Data):
    """What was agreed with the victim: when next, how, about what."""

    next_at: datetime
    every_days: int | None = None
    channel: Channel = Channel.UNKNOWN
    wishes: str = ""
    safe_hours: str = ""
    leave_message: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactKept(Data):
    """The contact took place; `next_at` is the next appointment."""

    channel: Channel = Channel.UNKNOWN
    next_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMissed(Data):
    """The contact did not take place."""

    by_us: Answer = Answer.UNKNOWN
    reason: str = ""


KINDS = (
    Kind("contact.agreed", 1, ContactAgreed, Category.CONTACT, "Contactafspraak gemaakt"),
    Kind("contact.kept", 1, ContactKept, Category.CONTACT, "Contact gehouden"),
    Kind("contact.missed", 1, ContactMissed, Category.CONTACT, "Contact gemist"),
)
