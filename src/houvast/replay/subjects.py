# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What each line is about: which kinds bring something in, which are a step of it, and which one is meant.

A line may say so itself with `about`. Without it a step concerns the latest thing of its family that stands before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from houvast.core.events import Data, EventId, OrganisationId, SubjectId, organisation_kind
from houvast.core.events.action import ActionAccepted, ActionAsked, ActionDeclined, ActionDone, ActionDropped
from houvast.core.events.assessment import AssessmentCompleted, AssessmentReviewed
from houvast.core.events.aware import AwareIssued, AwarePressed, AwareReturned, AwareTested
from houvast.core.events.evaluation import EvaluationHeld, EvaluationPlanned
from houvast.core.events.hearing import HearingHeld, HearingPlanned
from houvast.core.events.logbook import LogbookAssessed, LogbookEntryAdded, LogbookUsed
from houvast.core.events.monitoring import (
    MonitoringAcknowledged,
    MonitoringAlerted,
    MonitoringFitted,
    ProtectionLost,
    ProtectionRestored,
)
from houvast.core.events.order import (
    OrderChecked,
    OrderDeliveredIncomplete,
    OrderExtended,
    OrderImposed,
    OrderLifted,
    OrderProposed,
    OrderRegistered,
    OrderServed,
    RenewalDecided,
)
from houvast.core.events.partner import PartnerAnswered, PartnerNotified, WarmHandover
from houvast.core.events.recognition import MarkedByPartner
from houvast.core.events.report import ComplaintAdded, ComplaintWithdrawn, ReportDecided, ReportMade, ReportRefused
from houvast.core.events.safety_conditions import SafetyConditionsChanged, SafetyConditionsSet
from houvast.core.events.stop_talk import StopTalkHeld, StopTalkProposed, StopTalkRefused
from houvast.core.events.supervision import SupervisionEnded, SupervisionNoted, SupervisionStarted
from houvast.core.events.veilig_thuis import (
    VeiligThuisClosed,
    VeiligThuisInvestigated,
    VeiligThuisMonitored,
    VeiligThuisReported,
    VeiligThuisTransferred,
    VeiligThuisTriaged,
)
from houvast.core.events.victim import ReceiptProven, VictimInformed
from houvast.core.events.violation import ViolationActedOn, ViolationAssessed, ViolationReported, ViolationToldToVictim
from houvast.core.events.worry import WorryAnswered, WorryRaised


@dataclass(frozen=True, slots=True)
class Family:
    """Kinds that concern one sort of thing.

    `begins` bring a thing in. `joins` go on with the latest one unless it already has one of the kinds named beside it
    (the order that was proposed is imposed, once), else bring one in. `steps` concern the latest one. A step without
    any is a mistake in the file, unless the thing may have begun outside it (`may_begin_outside`).
    """

    name: str
    begins: tuple[type[Data], ...]
    steps: tuple[type[Data], ...]
    joins: Mapping[type[Data], frozenset[type[Data]]] = field(default_factory=dict)
    may_begin_outside: bool = False


FAMILIES = (
    Family("report", (ReportMade, ReportRefused), (ComplaintAdded, ComplaintWithdrawn, ReportDecided)),
    Family("assessment", (AssessmentCompleted,), (AssessmentReviewed,)),
    Family(
        "order",
        (OrderProposed,),
        (OrderRegistered, OrderServed, RenewalDecided, OrderExtended, OrderLifted, OrderDeliveredIncomplete),
        joins={kind: frozenset({kind}) for kind in (OrderChecked, OrderImposed)},
    ),
    Family("violation", (ViolationReported,), (ViolationAssessed, ViolationActedOn, ViolationToldToVictim)),
    Family(
        "stop_talk",
        (StopTalkProposed,),
        (),
        joins={kind: frozenset({StopTalkHeld, StopTalkRefused}) for kind in (StopTalkHeld, StopTalkRefused)},
    ),
    Family(
        "veilig_thuis",
        (VeiligThuisReported,),
        (VeiligThuisTriaged, VeiligThuisInvestigated, VeiligThuisTransferred, VeiligThuisMonitored, VeiligThuisClosed),
        may_begin_outside=True,
    ),
    Family("message", (VictimInformed,), (ReceiptProven,)),
    Family("worry", (WorryRaised,), (WorryAnswered,)),
    Family("action", (ActionAsked,), (ActionAccepted, ActionDeclined, ActionDone, ActionDropped)),
    Family("question", (MarkedByPartner, PartnerNotified, WarmHandover), (PartnerAnswered,)),
    Family("device", (MonitoringFitted,), (ProtectionLost, ProtectionRestored), may_begin_outside=True),
    Family("alert", (MonitoringAlerted,), (MonitoringAcknowledged,)),
    Family("button", (AwareIssued,), (AwareTested, AwarePressed, AwareReturned), may_begin_outside=True),
    Family("logbook", (LogbookEntryAdded,), (LogbookAssessed, LogbookUsed)),
    Family("hearing", (HearingPlanned,), (), joins={HearingHeld: frozenset({HearingHeld})}),
    Family("evaluation", (EvaluationPlanned,), (), joins={EvaluationHeld: frozenset({EvaluationHeld})}),
    Family("supervision", (SupervisionStarted,), (SupervisionNoted, SupervisionEnded), may_begin_outside=True),
    Family("safety_conditions", (SafetyConditionsSet,), (SafetyConditionsChanged,), may_begin_outside=True),
)
"""Every other kind concerns the case, or what its `about` names."""

FAMILY_OF: Mapping[type[Data], Family] = {
    kind: family for family in FAMILIES for kind in (*family.begins, *family.joins, *family.steps)
}


def is_step(data: Data) -> bool:
    """Tell whether an event is a step of something that another line brings in."""
    family = FAMILY_OF.get(type(data))
    return family is not None and type(data) in family.steps


@dataclass(slots=True, eq=False)
class _Thing:
    """One order, report, stop talk … and what was said of it so far."""

    id: SubjectId
    by: str
    first: type[Data]
    said: set[type[Data]] = field(default_factory=set)


class Subjects:
    """The things brought in so far, in the order of entry."""

    __slots__ = ("_things",)

    def __init__(self) -> None:
        self._things: dict[str, list[_Thing]] = {}

    def about(self, data: Data, event: EventId, org: OrganisationId, given: SubjectId | None) -> SubjectId | None:
        """Return what an event concerns (None: itself, or the case), and remember it.

        Args:
            data: What happened.
            event: Its id.
            org: The organisation that entered it.
            given: What the line itself says.

        Raises:
            LookupError: It is a step of something that nothing before it brought in.
        """
        kind = type(data)
        family = FAMILY_OF.get(kind)
        if family is None:
            return given
        things = self._things.setdefault(family.name, [])
        if given is not None:
            thing = next((one for one in things if one.id == given), None)
            self._note(things, thing or _Thing(given, organisation_kind(org), kind), kind)
            return given
        thing = self._meant(family, things, kind, organisation_kind(org))
        if thing is not None:
            self._note(things, thing, kind)
            return thing.id
        if kind in family.steps and not family.may_begin_outside:
            raise LookupError(family.name)
        self._note(things, _Thing(SubjectId(event), organisation_kind(org), kind), kind)
        return None

    def latest_imposed_order(self) -> SubjectId | None:
        """Return the order that was imposed last."""
        imposed = [order for order in self._things.get("order", ()) if OrderImposed in order.said]
        return imposed[-1].id if imposed else None

    @staticmethod
    def _meant(family: Family, things: list[_Thing], kind: type[Data], by: str) -> _Thing | None:
        if kind in family.begins or not things:
            return None
        if kind in family.joins:
            return None if things[-1].said & family.joins[kind] else things[-1]
        if kind is PartnerAnswered:
            asked = [thing for thing in things if thing.by != by and PartnerAnswered not in thing.said]
            marks = [thing for thing in asked if thing.first is MarkedByPartner]
            return next(reversed(marks or asked or things))
        if family.name == "order":
            imposed = [order for order in things if OrderImposed in order.said]
            return imposed[-1] if imposed else None
        return things[-1]

    @staticmethod
    def _note(things: list[_Thing], thing: _Thing, kind: type[Data]) -> None:
        thing.said.add(kind)
        if thing not in things:
            things.append(thing)
