# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A replayed day as JSON for machines, and as Dutch text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from houvast.core.calendar import AMSTERDAM
from houvast.core.duties import Duty, DutyState
from houvast.core.events import BY_DATA, Event
from houvast.core.events.wire import Json, instant_to_wire
from houvast.core.facts import FACTS
from houvast.core.rules import Severity
from houvast.core.signals import LOUDNESS, Signal
from houvast.core.terms import local_day
from houvast.replay.days import JUST_AFTER, Day, DutyChange, SignalChange

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
DUTY_WORDS = {
    DutyState.OPEN: "ontstaan",
    DutyState.MET: "gedaan",
    DutyState.MET_LATE: "te laat gedaan",
    DutyState.OVERDUE: "TE LAAT",
    DutyState.LAPSED: "vervallen",
    DutyState.DECIDED_OTHERWISE: "gemotiveerd afgeweken",
    DutyState.ASK: "NIET BEKEND",
    "answered": "beantwoord",
}
SIGNAL_WORDS = {"raised": "nieuw", "louder": "ernstiger", "softer": "minder ernstig", "ended": "voorbij"}
SEVERITY_WORDS = {Severity.NOTICE: "let op", Severity.WARNING: "waarschuwing", Severity.CRITICAL: "KRITIEK"}


def as_json(day: Day) -> dict[str, Json]:
    """Return a day as the JSON object that `docs/how-to/replay.md` describes."""
    return {
        "day": day.on.isoformat(),
        "entered": [_event(event) for event in day.entered],
        "duties": [_duty_change(change) for change in day.duties],
        "questions": [question for change in day.duties if (question := _question(change))],
        "signals": [{"at": _second(c.at), "change": c.change, **_signal(c.signal, c.at)} for c in day.signals],
        "standing": [_signal(signal, day_end(day)) for signal in day.standing],
    }


def summary(days: Iterable[Day]) -> dict[str, Json]:
    """Return what a whole replay said: per signal the first day of each severity, and how every duty ended.

    What the days ahead of the last entry say stands apart, under `ahead`: it was never said, and will be only if nobody
    enters anything more.

    Args:
        days: The days, in order.
    """
    played = list(days)
    found = [day for day in played if not day.ahead]
    first = _first_days(found)
    duties: dict[tuple[str, str, datetime], Duty] = {}
    for day in found:
        for changed in day.duties:
            duties[changed.duty.rule.id, changed.duty.trigger.id, changed.duty.owed_at] = changed.duty
    states: dict[str, int] = {}
    for duty in duties.values():
        states[duty.state] = states.get(duty.state, 0) + 1
    above = [name for name, severities in first.items() if severities.keys() - {Severity.NOTICE}]
    return {
        "summary": True,
        "first_day": found[0].on.isoformat() if found else None,
        "last_day": found[-1].on.isoformat() if found else None,
        "events": sum(len(day.entered) for day in found),
        "duties": dict(sorted(states.items())),
        "signals": dict(sorted(first.items())),
        "above_notice": list[Json](sorted(above)),
        "loudest": max((s for severities in first.values() for s in severities), key=_loudness, default=None),
        "ahead": dict(sorted(_first_days([day for day in played if day.ahead]).items())),
    }


def _first_days(days: Iterable[Day]) -> dict[str, dict[str, Json]]:
    """Return for every signal the first day of each severity."""
    first: dict[str, dict[str, Json]] = {}
    for day in days:
        for raised in day.signals:
            if raised.change != "ended":
                first.setdefault(raised.signal.id, {}).setdefault(raised.signal.severity, day.on.isoformat())
    return first


def _loudness(severity: str) -> int:
    return LOUDNESS[Severity(severity)]


def day_end(day: Day) -> datetime:
    """Return a moment late on the day, to count days from."""
    return datetime.combine(day.on, datetime.max.time(), tzinfo=AMSTERDAM)


def _event(event: Event) -> dict[str, Json]:
    return {"id": event.id, "kind": event.kind, "organisation": event.org, "about": event.about}


def _duty_change(change: DutyChange) -> dict[str, Json]:
    duty = change.duty
    return {
        "at": _second(change.at),
        "change": str(change.change),
        "rule": duty.rule.id,
        "title": duty.rule.title,
        "bearer": duty.bearer,
        "due": instant_to_wire(duty.due) if duty.due else None,
        "trigger": duty.trigger.id,
        "met_by": duty.met_by,
        "failed": list(duty.failed),
        "severity": str(duty.rule.overdue) if change.change == DutyState.OVERDUE else None,
        "law": duty.rule.law,
        "agreed": str(duty.rule.agreed.within) if duty.rule.agreed else None,
        "source": list(duty.source),
    }


def _question(change: DutyChange) -> dict[str, Json] | None:
    if change.change != DutyState.ASK:
        return None
    facts = [FACTS[name] for name in change.duty.unknown if name in FACTS]
    return {
        "rule": change.duty.rule.id,
        "trigger": change.duty.trigger.id,
        "asked": [{"fact": fact.name, "question": fact.question, "of": fact.asks} for fact in facts],
        "source": list(change.duty.source),
    }


def _signal(signal: Signal, at: datetime) -> dict[str, Json]:
    return {
        "signal": signal.id,
        "severity": str(signal.severity),
        "text": sentence(signal, at),
        "bearer": signal.bearer,
        "about": signal.subject or None,
        "since": instant_to_wire(signal.since),
        "due": instant_to_wire(signal.end) if signal.end else None,
        "because": list(signal.because),
        "rule_version": signal.rule_version,
        "source": list(signal.source),
    }


def _second(at: datetime) -> str:
    return instant_to_wire(at.replace(microsecond=0))


def sentence(signal: Signal, at: datetime) -> str:
    """Return the sentence of a signal with its dates filled in, as it reads at an instant."""
    filled: Mapping[str, str] = {
        "since": _date(signal.since),
        "date": _date(signal.since),
        "end": _date(signal.end - JUST_AFTER if signal.end else None),
        "days": str((local_day(signal.end) - local_day(at)).days) if signal.end else "?",
        "bearer": signal.bearer,
    }
    text = signal.text
    for name, value in filled.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _date(instant: datetime | None) -> str:
    return f"{local_day(instant):%d-%m-%Y}" if instant else "onbekend"


def as_text(day: Day) -> Iterator[str]:
    """Yield the lines of a day as people read them; nothing for a day on which nothing changed."""
    if not (day.entered or day.duties or day.signals):
        return
    yield f"{WEEKDAYS[day.on.weekday()]} {day.on:%d-%m-%Y}"
    for event in day.entered:
        yield f"  · {BY_DATA[type(event.data)].dutch} ({event.org})"
    for change in day.duties:
        yield f"  {_duty_line(change)}"
    for raised in day.signals:
        yield f"  {_signal_line(raised)}"


def _duty_line(change: DutyChange) -> str:
    duty = change.duty
    due = f", uiterlijk {duty.due.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}" if duty.due else ""
    asked = [FACTS[name].question for name in duty.unknown if name in FACTS] if change.change == DutyState.ASK else []
    return (
        f"plicht {DUTY_WORDS[DutyState(change.change) if change.change in set(DutyState) else change.change]}: "
        f"{duty.rule.title} ({duty.bearer}{due}){' ' if asked else ''}{' '.join(asked)} "
        f"[{duty.rule.id}; {', '.join(duty.source)}]"
    )


def _signal_line(raised: SignalChange) -> str:
    signal = raised.signal
    return (
        f"signaal {SIGNAL_WORDS[raised.change]}, {SEVERITY_WORDS[signal.severity]}: {sentence(signal, raised.at)} "
        f"({signal.bearer}) [{signal.id}; {', '.join(signal.source)}]"
    )


def summary_text(total: Mapping[str, Json]) -> str:
    """Return a summary as people read it: which signals came, how loud, and from when.

    Args:
        total: What `summary` returned.
    """
    lines = [f"Van {total['first_day']} tot en met {total['last_day']}: {total['events']} gebeurtenissen."]
    lines += _said(total["signals"])
    if not total["above_notice"]:
        lines.append("Niets ernstiger dan 'let op'.")
    if total["ahead"]:
        lines += ["Vooruit gekeken: als niemand meer iets invoert, komt daarna:", *_said(total["ahead"])]
    return "\n".join(lines)


def _said(signals: Json) -> Iterator[str]:
    for name, severities in signals.items() if isinstance(signals, dict) else ():
        first = severities.items() if isinstance(severities, dict) else ()
        said = ", ".join(f"{SEVERITY_WORDS[Severity(severity)]} op {day}" for severity, day in first)
        yield f"  {name}: {said}"
