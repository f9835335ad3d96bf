# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Small hand-made rules, cards and events, so that a test can say in three lines what it is about.

rule = duty(on="report.made", met_by=[proof("contact.kept")], within="2 days")
duties([made("e1", T, ReportMade(form=MELDING))], card(rule), now=T + days(3))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from houvast.core.card import Card
from houvast.core.events import (
    BY_DATA,
    ActorId,
    Data,
    Event,
    EventId,
    Occurred,
    OrganisationId,
    Origin,
    RegionId,
    StreamId,
    SubjectId,
)
from houvast.core.events.values import Party, Role
from houvast.core.facts import FACTS
from houvast.core.rules import (
    About,
    Agreement,
    Clock,
    Confidence,
    DutyRule,
    Each,
    LimitRule,
    Proof,
    Raise,
    Rule,
    Severity,
    SignalRule,
    TermRule,
    Where,
)
from houvast.core.terms import Term
from houvast.rules.calendar import load_calendar

T = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A Monday, noon."""
LONG_AGO = date(2010, 1, 1)

_RULE = {
    "version": 1,
    "valid_from": LONG_AGO,
    "title": "Iets doen",
    "source": ("a-source",),
    "confidence": Confidence.SEED,
    "compared": date(2026, 1, 1),
    "law": "what the source says",
}


def days(count: float) -> timedelta:
    return timedelta(days=count)


def where(**fields: str | Sequence[str]) -> Where:
    return tuple((name, frozenset([value] if isinstance(value, str) else value)) for name, value in fields.items())


def proof(
    *kinds: str, about: About = About.CASE, requires: Sequence[str] = (), by: Party | None = None, **fields: str
) -> Proof:
    return Proof(kinds=kinds, where=where(**fields), about=about, requires=tuple(requires), by=by)


def duty(
    id_: str = "act",
    *,
    on: str | Sequence[str] = "report.made",
    when: Sequence[str] = (),
    unless: Sequence[str] = (),
    met_by: Sequence[Proof] = (),
    within: str | None = None,
    agreed: str | None = None,
    bearer: Party = Party.POLICE,
    **more: object,
) -> DutyRule:
    return DutyRule(
        **{
            **_RULE,
            "id": id_,
            "on": (on,) if isinstance(on, str) else tuple(on),
            "when": tuple(when),
            "unless": tuple(unless),
            "met_by": tuple(met_by),
            "within": Term.parse(within) if within else None,
            "agreed": Agreement(within=Term.parse(agreed), by="national default") if agreed else None,
            "bearer_party": bearer,
            "bearer_role": Role.CASE_HOLDER,
            **more,
        }
    )


def signal(
    id_: str = "look",
    *,
    when: Sequence[str] = (),
    unless: Sequence[str] = (),
    for_each: Each = Each.CASE,
    levels: Sequence[Raise] = (Raise(severity=Severity.NOTICE),),
    **more: object,
) -> SignalRule:
    return SignalRule(
        **{
            **_RULE,
            "id": id_,
            "text": f"{id_}.",
            "when": tuple(when),
            "unless": tuple(unless),
            "for_each": for_each,
            "levels": tuple(levels),
            **more,
        }
    )


def level(severity: str, *, after: str | None = None, before: str | None = None) -> Raise:
    return Raise(
        severity=Severity(severity),
        after=Term.parse(after) if after else None,
        before=Term.parse(before) if before else None,
    )


def term(subject: str, lasts: str, **more: object) -> TermRule:
    return TermRule(**{**_RULE, "id": f"term-{subject}", "subject": subject, "lasts": Term.parse(lasts), **more})


def limit(subject: str, unit: str = "times", **more: object) -> LimitRule:
    return LimitRule(**{**_RULE, "id": f"limit-{subject}", "subject": subject, "unit": unit, **more})


NUMBERS: tuple[Rule, ...] = (
    term("order.gedragsaanwijzing", "90 days"),
    term("order.huisverbod", "10 days"),
    term("order.measure_38v", "5 years"),
    term("complaint", "3 months"),
    term("complaint.earliest", "90 days"),
    term("incidents.rising.window", "30 days"),
    limit("incidents.rising", "reports", at_least=3),
    limit("order.gedragsaanwijzing.extensions", at_most=3),
    limit("location_ban.distance", "metres", at_least=5000),
)
"""The numbers that facts need, as they are at the time of writing."""


def card(*rules: Rule, region: str | None = None, elsewhere: Mapping[str, Card] | None = None) -> Card:
    """Return a card with these rules, and the numbers that facts need where they name none."""

    def of(kind: type) -> tuple[Rule, ...]:
        own = tuple(rule for rule in rules if isinstance(rule, kind))
        given = {rule.subject for rule in own if hasattr(rule, "subject")}
        return own + tuple(n for n in NUMBERS if isinstance(n, kind) and n.subject not in given)

    return Card(
        region=region and RegionId(region),
        calendar=load_calendar(),
        duties=of(DutyRule),
        signals=of(SignalRule),
        terms=of(TermRule),
        limits=of(LimitRule),
        elsewhere={RegionId(name): one for name, one in (elsewhere or {}).items()},
    )


def made(
    id_: str,
    at: datetime,
    data: Data,
    *,
    about: str | None = None,
    org: str = "police.veenrand-1",
    occurred: Occurred | None = None,
    entered: datetime | None = None,
    origin: Origin = Origin.LIVE,
) -> Event:
    """Return an event that was recorded at an instant; `in_order` gives it its place."""
    return Event(
        id=EventId(id_),
        stream=StreamId("case/1"),
        seq=0,
        kind=BY_DATA[type(data)].wire,
        occurred=occurred or Occurred.at(entered or at),
        entered=entered or at,
        recorded=at,
        by=ActorId("officer-1"),
        org=OrganisationId(org),
        data=data,
        about=about and SubjectId(about),
        origin=origin,
    )


def in_order(*events: Event) -> list[Event]:
    """Return events with their places in the case."""
    return [replace(event, seq=place) for place, event in enumerate(events, start=1)]


TRIGGERS = {
    Each.CASE: ("report.made", "case.opened", "role.assigned"),
    Each.REPORT: ("report.made",),
    Each.ASSESSMENT: ("assessment.completed",),
    Each.ORDER: ("order.imposed",),
    Each.STOP_TALK: ("stop_talk.proposed", "stop_talk.held"),
    Each.VIOLATION: ("violation.reported",),
    Each.MESSAGE: ("victim.informed",),
    Each.MARK: ("recognition.marked_by_partner",),
}
_TURN = date(2025, 9, 1)


def everything() -> Card:
    """Return a card that asks every fact in a duty and in a signal, with every clock, two versions and two regions."""
    rules: list[Rule] = [
        signal("no-number-agreed", levels=[level("notice")]),
        signal("duty-without-bearer", levels=[level("notice"), level("warning", after="5 days")]),
        signal("complaint-term-ends", when=["case_open"], unless=["complaint_filed"], for_each=Each.COMPLAINT_TERM, levels=[level("notice", before="30 days"), level("warning", before="14 days")]),
        signal("order-ends", when=["order_in_force"], unless=["end_decided"], for_each=Each.ORDER, levels=[level("notice", before="30 days"), level("critical", before="7 days")]),
    ]  # fmt: skip
    for number, (name, fact) in enumerate(FACTS.items()):
        rules.append(
            signal(
                f"signal-{name}",
                when=[name],
                for_each=fact.scope,
                levels=[level("notice"), level("warning", after="20 days")],
            )
        )
        history = "each" if number % 3 == 0 else "once"
        about = About.CASE if number % 2 else About.SAME
        met_by = [
            proof("contact.kept", "victim.informed", "assessment.completed", about=About.CASE),
            proof("report.decided", "order.served", about=about),
        ]
        if number % 5 == 0:
            met_by = [
                proof("assessment.completed", instrument="sash", requires=["assessor_trained"]),
                proof("order.extended", requires=["order_in_force"]),
            ]
        old = duty(
            f"duty-{name}",
            on=TRIGGERS[fact.scope],
            when=[name],
            met_by=met_by,
            within=("20 days", None, "36 hours")[number % 3],
            history=history,
            overdue_signal="no-number-agreed" if number % 7 == 0 else None,
            overdue=Severity.WARNING,
            valid_until=_TURN,
        )
        rules += [
            old,
            replace(
                old,
                version=2,
                valid_from=_TURN,
                valid_until=None,
                within=Term.parse("9 days"),
                when=("case_open",),
                unless=(name,),
            ),
        ]
    rules += [
        duty("clock-start", within="3 months", clock=Clock.OCCURRED_START, met_by=[proof("report.complaint_added", about=About.SAME)]),
        duty("clock-end", within="2 weeks", clock=Clock.OCCURRED_END, met_by=[proof("circumstances.unchanged", "circumstances.changed")]),
        duty("clock-field", on="action.asked", within="2 days", clock=Clock.FIELD, field="due_at", met_by=[proof("action.done", about=About.SAME)]),
        duty("clock-before", on="order.imposed", within="14 days", clock=Clock.BEFORE_FIELD, field="ends_at", when=["order_in_force"], met_by=[proof("order.renewal_decided", about=About.SAME)]),
        duty("working-days", on=["report.made", "worry.raised"], agreed="5 working days", when=["stalking_recognised"], unless=["suspect_held"], met_by=[proof("worry.answered", by=Party.POLICE)]),
        duty("not-otherwise", within="10 days", may_decide_otherwise=False, met_by=[proof("plan.adopted")]),
    ]  # fmt: skip
    here = [rule for rule in rules if rule.id not in ("clock-end", "signal-case_open")]
    shorter = [replace(rule, agreed=Agreement(within=Term.parse("24 hours"), by="region")) if rule.id in ("clock-end", "not-otherwise") else rule for rule in rules]  # fmt: skip
    own = duty("veenrand-own", within="7 days", met_by=[proof("plan.adapted")])
    regional = {"veenrand": card(*shorter, own, region="veenrand"), "duinstreek": card(*here, region="duinstreek")}
    return card(*rules, elsewhere=regional)
