# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the victim was told and wishes."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.values import Channel, Party, Topic, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimInformed(Data):
    """The victim was told something; `important` messages need a sign that they arrived."""

    topic: Topic
    channel: Channel = Channel.UNKNOWN
    important: Answer = Answer.NO
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptProven(Data):
    """It is sure that the victim got the message (`about`)."""

    channel: Channel = Channel.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class WishRecorded(Data):
    """What the victim wishes, with its date."""

    wish: Wish
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimReferred(Data):
    """The victim was referred, with consent, or declined the offer."""

    to: Party
    accepted: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessGiven(Data):
    """The victim got access to her own pages."""

    alone: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessTakenBack(Data):
    """The access ended: her phone is watched, or another reason."""

    reason: str = ""


KINDS = (
    Kind("victim.informed", 1, VictimInformed, Category.CONTACT, "Slachtoffer geïnformeerd"),
    Kind("victim.receipt_proven", 1, ReceiptProven, Category.CONTACT, "Ontvangst bevestigd"),
    Kind("victim.wish_recorded", 1, WishRecorded, Category.CONTACT, "Wens vastgelegd"),
    Kind("victim.referred", 1, VictimReferred, Category.CONTACT, "Doorverwezen"),
    Kind("victim.access_given", 1, AccessGiven, Category.CONTACT, "Toegang tot portaal gegeven"),
    Kind("victim.access_taken_back", 1, AccessTakenBack, Category.CONTACT, "Toegang tot portaal ingetrokken"),
)
