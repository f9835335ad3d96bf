# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Duties and signals as lines on a page: what, who, by when, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from houvast.core.duties import DutyState
from houvast.core.facts import FACTS
from houvast.desk import moments
from houvast.desk.words import bearer, kind, length, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from houvast.core.duties import Duty
    from houvast.core.events import Event, EventId
    from houvast.core.signals import Signal
    from houvast.core.window import Pointer

URGENCY = (
    DutyState.OVERDUE,
    DutyState.OPEN,
    DutyState.ASK,
    DutyState.DECIDED_OTHERWISE,
    DutyState.MET_LATE,
    DutyState.LAPSED,
    DutyState.MET,
)
LOOK = {
    DutyState.OVERDUE: "critical",
    DutyState.OPEN: "notice",
    DutyState.ASK: "warning",
    DutyState.DECIDED_OTHERWISE: "notice",
    DutyState.MET_LATE: "calm",
    DutyState.LAPSED: "calm",
    DutyState.MET: "calm",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """An event on which a line rests: where it stands in the timeline, and its title."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty as it is read; `version` is the version of the rule that judged it."""

    rule: str
    version: int
    title: str
    state: str
    look: str
    bearer: str
    due: str
    law: str
    agreed: str
    local: bool
    source: tuple[str, ...]
    causes: tuple[Cause, ...]
    failed: tuple[Cause, ...]
    questions: tuple[str, ...]
    done: bool
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal as it is read; `version` is the version of the rule that raised it."""

    id: str
    rule: str
    version: int
    text: str
    severity: str
    look: str
    since: str
    bearer: str
    source: tuple[str, ...]
    causes: tuple[Cause, ...]
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PointerLine:
    """What a bearer may know of a duty that rests on what the bearer may not see: what, by when, and whom to ask."""

    title: str
    due: str
    ask: str


def pointer_lines(pointers: Iterable[Pointer], now: datetime) -> list[PointerLine]:
    """Return the pointers as lines."""
    return [
        PointerLine(_(one.title), moments.deadline(one.due, now) if one.due else "", bearer(one.ask))
        for one in pointers
    ]


def causes(ids: Iterable[EventId], events: Mapping[EventId, Event]) -> tuple[Cause, ...]:
    """Return the events named, as far as this viewer may see them."""
    return tuple(Cause(f"e{events[one].seq}", kind(events[one].kind)) for one in ids if one in events)


def duty_lines(duties: Iterable[Duty], events: Mapping[EventId, Event], now: datetime) -> list[DutyLine]:
    """Return the duties as lines, most urgent first; those of one rule that stand alike are one line."""
    ordered = sorted(duties, key=lambda duty: (URGENCY.index(duty.state), duty.due is None, duty.due or duty.owed_at))
    groups: dict[tuple[str, DutyState], list[DutyLine]] = {}
    for duty in ordered:
        groups.setdefault((duty.rule.id, duty.state), []).append(_duty_line(duty, events, now))
    return [replace(lines[0], more=tuple(line.due for line in lines[1:])) for lines in groups.values()]


def _duty_line(duty: Duty, events: Mapping[EventId, Event], now: datetime) -> DutyLine:
    rule = duty.rule
    agreed = rule.agreed
    return DutyLine(
        rule=rule.id,
        version=rule.version,
        title=_(rule.title),
        state=word("state", duty.state),
        look=LOOK[duty.state],
        bearer=bearer(duty.bearer),
        due=_due(duty, now),
        law=_(rule.law),
        agreed=f"{length(agreed.within)}, {_(agreed.by)}" if agreed else "",
        local=bool(agreed and agreed.local),
        source=duty.source,
        causes=causes(duty.because, events),
        failed=causes(duty.failed, events),
        questions=tuple(_question(name) for name in duty.unknown),
        done=duty.state in (DutyState.MET, DutyState.MET_LATE, DutyState.LAPSED),
    )


def _question(name: str) -> str:
    fact = FACTS.get(name)
    if fact is None:
        return _("Wanneer was dit?")
    return _("%(question)s Navraag bij: %(role)s.") % {"question": _(fact.question), "role": bearer(fact.asks)}


def _due(duty: Duty, now: datetime) -> str:
    if duty.ended_at is not None:
        return moments.moment(duty.ended_at)
    if duty.review_at is not None:
        return _("herzien uiterlijk %(end)s") % {"end": moments.until(duty.review_at)}
    if duty.due is None:
        return _("geen termijn in wet of afspraak") if duty.state is DutyState.OPEN else ""
    return moments.deadline(duty.due, now)


def signal_lines(signals: Iterable[Signal], events: Mapping[EventId, Event], now: datetime) -> list[SignalLine]:
    """Return the signals as lines, loudest first as given; equal ones are one line that counts them."""
    groups: dict[tuple[str, str], list[SignalLine]] = {}
    for signal in signals:
        line = _signal_line(signal, events, now)
        groups.setdefault((line.id, line.look), []).append(line)
    return [replace(lines[0], more=tuple(line.text for line in lines[1:])) for lines in groups.values()]


def _signal_line(signal: Signal, events: Mapping[EventId, Event], now: datetime) -> SignalLine:
    return SignalLine(
        id=signal.id,
        rule=signal.id.removeprefix("overdue:"),
        version=signal.rule_version,
        text=sentence(signal, events, now),
        severity=word("severity", signal.severity),
        look=str(signal.severity),
        since=moments.moment(signal.since),
        bearer=bearer(signal.bearer),
        source=signal.source,
        causes=causes(signal.because, events),
    )


def sentence(signal: Signal, events: Mapping[EventId, Event], now: datetime) -> str:
    """Return the sentence of a signal with its dates filled in."""
    first = next((events[one] for one in signal.because if one in events), None)
    values = {
        "since": moments.day(signal.since),
        "end": moments.day(signal.end - moments.A_MOMENT) if signal.end else _("onbekende datum"),
        "date": moments.happened(first.occurred) if first else moments.day(signal.since),
        "days": str(max(0, (signal.end - now).days)) if signal.end else "?",
        "bearer": bearer(signal.bearer),
    }
    return _(signal.text).format(**values)
