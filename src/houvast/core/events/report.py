# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reports to the police: melding, aangifte and klacht."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.answer import Answer
from houvast.core.events.data import Category, Data, Kind
from houvast.core.events.envelope import PersonId
from houvast.core.events.values import Behaviour, Channel, InvestigationDecision, RefusalReason, Relation, ReportForm


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMade(Data):
    """Somebody told the police.

    `occurred` is when it happened, `entered` when the police wrote it down. `stalking` says whether it was
    registered as stalking; `prosecution_wish` whether the victim asked for prosecution.
    """

    form: ReportForm
    victim: PersonId | None = None
    suspect: PersonId | None = None
    reported_by: PersonId | None = None
    channel: Channel = Channel.UNKNOWN
    stalking: Answer = Answer.UNKNOWN
    offence_suspected: Answer = Answer.UNKNOWN
    offences: tuple[str, ...] = ()
    behaviours: tuple[Behaviour, ...] = ()
    weapon: Answer = Answer.UNKNOWN
    violence: Answer = Answer.UNKNOWN
    threat: Answer = Answer.UNKNOWN
    fear: Answer = Answer.UNKNOWN
    relation: Relation = Relation.UNKNOWN
    relation_ended: Answer = Answer.UNKNOWN
    counter_report: Answer = Answer.UNKNOWN
    prosecution_wish: Answer = Answer.UNKNOWN
    reference: str = ""
    narrative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintAdded(Data):
    """The victim asked for prosecution of what one report tells (`about`)."""

    wish: str = ""
    received_by_auxiliary_prosecutor: Answer = Answer.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintWithdrawn(Data):
    """The victim withdrew the complaint: in person and seen alone. Only the klacht can be withdrawn, no aangifte."""

    in_person: Answer = Answer.UNKNOWN
    seen_alone: Answer = Answer.UNKNOWN
    pressure_by_suspect: Answer = Answer.UNKNOWN
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRefused(Data):
    """An aangifte was not taken. Only "evidently no offence" is a lawful reason."""

    reason: RefusalReason
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDecided(Data):
    """The police decided what to do with a report (`about`)."""

    decision: InvestigationDecision
    reason: str = ""


KINDS = (
    Kind("report.made", 1, ReportMade, Category.REPORT, "Melding of aangifte gedaan"),
    Kind("report.complaint_added", 1, ComplaintAdded, Category.REPORT, "Klacht gedaan"),
    Kind("report.complaint_withdrawn", 1, ComplaintWithdrawn, Category.REPORT, "Klacht ingetrokken"),
    Kind("report.refused", 1, ReportRefused, Category.REPORT, "Aangifte niet opgenomen"),
    Kind("report.decided", 1, ReportDecided, Category.REPORT, "Besluit over onderzoek"),
)
