# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What organisations told each other."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.values import PartnerMatter, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerNotified(Data):
    """One organisation told another."""

    to: Party
    matter: PartnerMatter = PartnerMatter.CASE
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAnswered(Data):
    """An organisation answered what another told or asked (`about`)."""

    agrees: Answer = Answer.UNKNOWN
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmHandover(Data):
    """Spoken words from a named person to a named person; `confirmed` by the receiver."""

    to: Party
    matter: PartnerMatter = PartnerMatter.RISK
    receiver: str = ""
    confirmed: Answer = Answer.UNKNOWN


KINDS = (
    Kind("partner.notified", 1, PartnerNotified, Category.SHARING, "Partner geïnformeerd"),
    Kind("partner.answered", 1, PartnerAnswered, Category.SHARING, "Partner geantwoord"),
    Kind("partner.warm_handover", 1, WarmHandover, Category.SHARING, "Warme overdracht"),
)
