# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The fields of a step, as written in a scenario, turned into the typed data of an event.

Each field is read by the type that its kind gives it: a person by the part in the case, an actor by the post, a moment
by the day of the scenario, a subject by its name. What remains goes through the codec of the core, which refuses what
is no event.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from houvast.core.calendar import AMSTERDAM
from houvast.core.events import (
    BY_DATA,
    BY_NAME,
    ActorId,
    Data,
    EventId,
    Occurred,
    PersonId,
    Precision,
    StreamId,
    SubjectId,
)
from houvast.core.events.event import EventCorrected
from houvast.core.events.plan import PlanStep
from houvast.core.events.wire import Json, decode, encode
from houvast.core.terms import day_bounds
from houvast.demo.script import ScriptError, Step

_DAY = re.compile(r"(?:\+(?P<day>-?\d+)|today(?P<today>[+-]\d+))(?:T(?P<hour>\d\d):(?P<minute>\d\d))?")
_TOPIC = re.compile(r"\*([a-z-]*)$")
NOT_DATA = frozenset({"happened"})
"""Fields of a step that say when it happened, not what."""

Lookup = Callable[[str], str]


@dataclasses.dataclass(frozen=True, slots=True)
class Names:
    """What the short names in a scenario stand for.

    Args:
        first_on: The day 0 of the scenario.
        today: The day on which the demonstration is built.
        minutes: By how much all times of this case are later than written, so that cases differ.
        person: From a part (`victim`) to a person's id.
        actor: From a post (`police.case_holder`) to an actor's id.
        stream: From the label of another scenario to its stream.
        subject: From the name of a step to the id of the subject.
        text: Makes up what stands for `*topic` in a text; gets the topic and the data written so far.
    """

    first_on: date
    today: date
    minutes: int
    person: Lookup
    actor: Lookup
    stream: Lookup
    subject: Lookup
    text: Callable[[str, Mapping[str, Json]], str]

    def instant(self, day: int, hour: int, minute: int) -> datetime:
        """Return a moment of a day of the scenario."""
        day_on = self.first_on + timedelta(days=day)
        wall = datetime(day_on.year, day_on.month, day_on.day, hour, minute, tzinfo=AMSTERDAM)
        return (wall + timedelta(minutes=self.minutes)).astimezone(UTC)

    def moment(self, written: str) -> datetime | date:
        """Return the instant or the day of `+3T10:30`, `+3`, `today-2`.

        Raises:
            ScriptError: It is written otherwise.
        """
        found = _DAY.fullmatch(written)
        if found is None:
            raise ScriptError(f"{written!r} is no day of a scenario. Write +3, +3T10:30, +-2 or today-2.")
        start = self.today if found["today"] else self.first_on
        day = start + timedelta(days=int(found["today"] or found["day"]))
        if found["hour"] is None:
            return day
        wall = datetime(day.year, day.month, day.day, int(found["hour"]), int(found["minute"]), tzinfo=AMSTERDAM)
        return wall.astimezone(UTC)

    def occurred(self, written: str | None, entered: datetime) -> Occurred:
        """Return when something happened: at the moment of entry, or as `happened=` says.

        `+-1T22:40` is a moment, `+-1` a day, `month-4` the month four before that of day 0, `unknown` any time before.
        """
        if written is None:
            return Occurred.at(entered)
        if written == "unknown":
            return Occurred.unknown(entered)
        if written.startswith("month-"):
            months = self.first_on.year * 12 + self.first_on.month - 1 - int(written.removeprefix("month-"))
            first, after = (date(count // 12, count % 12 + 1, 1) for count in (months, months + 1))
            return Occurred(day_bounds(first)[0], day_bounds(after)[0], Precision.MONTH)
        moment = self.moment(written)
        if isinstance(moment, datetime):
            return Occurred.at(moment)
        return Occurred(*day_bounds(moment), Precision.DAY)


def data_of(step: Step, names: Names, *, given: Mapping[str, str], earlier: Mapping[str, Data]) -> Data:
    """Return the typed data of one step.

    Args:
        step: The step.
        names: What its short names stand for.
        given: Fields that the case itself gives where the step does not.
        earlier: The data of the named steps before it, for a correction.

    Raises:
        ScriptError, InvalidDataError, UnknownKindError: It is no event.
    """
    kind = BY_NAME.get(step.kind)
    if kind is None:
        raise ScriptError(f"There is no kind {step.kind}.")
    if kind.data is EventCorrected:
        return _correction(step, names, earlier)
    written: dict[str, Json] = {}
    fields = {**{name: value for name, value in given.items() if name in _types(kind.data)}, **step.fields}
    for name, value in fields.items():
        if name not in NOT_DATA:
            written[name] = _value(_type(kind.data, name), value, names)
    for name, text in step.texts:
        _add_text(written, _type(kind.data, name), name, text, names)
    return decode(step.kind, {name: _told(value, names, written) for name, value in written.items() if value != ""})


def _told(value: Json, names: Names, written: Mapping[str, Json]) -> Json:
    """Return a text with what stands for its `*topic`."""
    return _TOPIC.sub(lambda found: names.text(found[1], written), value) if isinstance(value, str) else value


def _correction(step: Step, names: Names, earlier: Mapping[str, Data]) -> EventCorrected:
    """Return the correction of a named step: `event=` names it, the other fields are what now holds."""
    old = earlier[step.fields["event"]]
    changed: dict[str, Json] = dict(encode(old))
    for name, value in step.fields.items():
        if name not in ("event", "happened", "happened_then"):
            changed[name] = _value(_type(type(old), name), value, names)
    texts = dict(step.texts)
    changed.update({name: text for name, text in texts.items() if name != "reason"})
    then = step.fields.get("happened_then")
    return EventCorrected(
        event=EventId(f"@{step.fields['event']}"),
        replacement=decode(BY_DATA[type(old)].name, changed),
        occurred_then=None if then is None else names.occurred(then, names.instant(0, 0, 0)),
        reason=texts.get("reason", ""),
    )


def _add_text(written: dict[str, Json], annotation: object, name: str, text: str, names: Names) -> None:
    """Put a text into the data; several lines of the same name make a list."""
    if typing.get_origin(annotation) is tuple:
        items = written.setdefault(name, [])
        if not isinstance(items, list):
            raise ScriptError(f"{name} is written both as a field and as a text.")
        items.append(_item(typing.get_args(annotation)[0], text, names))
    else:
        written[name] = text


def _item(annotation: object, text: str, names: Names) -> Json:
    if annotation is PlanStep:
        bearer, what, *due = (part.strip() for part in text.split("|"))
        return {"bearer": bearer, "what": what, "due_at": _moment(due[0], names) if due else None}
    return text


def _value(annotation: object, value: str, names: Names) -> Json:
    inner = _required(annotation)
    if typing.get_origin(inner) is tuple:
        of = typing.get_args(inner)[0]
        return [_value(of, item, names) for item in value.split(",") if item]
    if inner in (datetime, date):
        return _moment(value, names)
    if inner is int:
        return int(value)
    if inner is EventId:
        return f"@{value}"
    lookups: dict[object, Lookup] = {
        PersonId: names.person,
        ActorId: names.actor,
        StreamId: names.stream,
        SubjectId: names.subject,
    }
    lookup = lookups.get(inner)
    return lookup(value) if lookup else value


def _moment(written: str, names: Names) -> str:
    return names.moment(written).isoformat()


def _required(annotation: object) -> object:
    """Return the type of a field that may be missing."""
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return next(part for part in typing.get_args(annotation) if part is not type(None))
    return annotation


def _types(data: type[Data]) -> Mapping[str, object]:
    if data not in _TYPES:
        _TYPES[data] = typing.get_type_hints(data)
    return _TYPES[data]


_TYPES: dict[type[Data], Mapping[str, object]] = {}


def _type(data: type[Data], name: str) -> object:
    found = _types(data)
    if name not in found:
        raise ScriptError(f"{data.__name__} has no field {name}. It has {', '.join(found)}.")
    return found[name]


def referring(data: Data, ids: Mapping[str, EventId]) -> Data:
    """Return event data in which every `@name` of an event is the id that the store gave it."""
    changed: dict[str, typing.Any] = {
        one.name: ids[value[1:]]
        for one in dataclasses.fields(data)
        if one.name in ("event", "trigger") and (value := getattr(data, one.name) or "").startswith("@")
    }
    return dataclasses.replace(data, **changed) if changed else data


def texts_of(data: Data) -> Sequence[str]:
    """Return the names of the fields of event data that hold free text."""
    hints = _types(type(data))
    return [name for name in hints if hints[name] in (str, tuple[str, ...]) and not name.endswith("_sha256")]
