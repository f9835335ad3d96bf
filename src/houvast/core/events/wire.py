# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Event data to and from JSON values: strict, typed, and the same bytes for the same data.

Dates of happenings are `{"start", "end", "precision"}`; instants are ISO 8601 in UTC. A plain day is read as Amsterdam
time: its start for a field that starts something, its end for every other.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache

from houvast.core.answer import Answer
from houvast.core.errors import InvalidDataError, NaiveInstantError
from houvast.core.events import BY_DATA, kind_of
from houvast.core.events.data import Data
from houvast.core.events.upcast import upcast
from houvast.core.terms import day_bounds

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]
"""A JSON value. There are no fractions in event data: quantities are whole numbers with their unit in the name."""

Decoder = Callable[[object, str], object]
LENGTH_OF_A_DAY = len("2026-11-22")
MAX_TEXT = 100_000
MAX_NESTED = 8
"""How many corrections may lie inside one another: nobody corrects that often, and reading them takes memory."""


def encode(data: Data) -> dict[str, Json]:
    """Return event data as a JSON object, every field named."""
    cls: type = type(data)
    return {name: _encode_value(getattr(data, name)) for name in _field_names(cls)}


def decode(wire: str, data: Mapping[str, Json]) -> Data:
    """Return typed event data from a JSON object, raised to the present version of its kind.

    Args:
        wire: The wire name of the kind, with or without a version.
        data: The JSON object as written.

    Raises:
        UnknownKindError: No such kind.
        FutureVersionError: Written by a newer Houvast.
        InvalidDataError: A field is missing, unknown or has no allowed value.
        NaiveInstantError: An instant without a time zone.
    """
    kind = kind_of(wire)
    version = kind.version if wire == kind.name else int(wire.rpartition(".v")[2])
    decoded = _decode_object(kind.data, upcast(kind.name, version, kind.version, data), kind.name)
    if not isinstance(decoded, Data):
        message = f"{kind.name} is no event data"
        raise TypeError(message)
    return decoded


@cache
def _field_names(cls: type) -> tuple[str, ...]:
    return tuple(sorted(field.name for field in dataclasses.fields(cls)))


def _encode_value(value: object) -> Json:  # noqa: PLR0911  one line for each kind of value
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return instant_to_wire(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_encode_value(item) for item in value]
    if isinstance(value, Data):
        return {"kind": BY_DATA[type(value)].wire, "data": encode(value)}
    if dataclasses.is_dataclass(value):
        cls: type = type(value)
        return {name: _encode_value(getattr(value, name)) for name in _field_names(cls)}
    message = f"No event data hold a {type(value).__name__}"
    raise TypeError(message)


def instant_to_wire(instant: datetime) -> str:
    """Return an instant as ISO 8601 in UTC.

    >>> instant_to_wire(datetime(2026, 3, 1, 12, tzinfo=UTC))
    '2026-03-01T12:00:00Z'
    """
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def instant_from_wire(value: object, field: str) -> datetime:
    """Return the instant that a text names; a plain day is read as Amsterdam time.

    >>> instant_from_wire("2026-03-01", "next_at").isoformat()
    '2026-03-01T23:00:00+00:00'
    """
    if not isinstance(value, str):
        raise _invalid(field, "an instant such as 2026-03-01T12:00+01:00, or a day such as 2026-03-01")
    try:
        if len(value) == LENGTH_OF_A_DAY:
            start, end = day_bounds(date.fromisoformat(value))
            return start if field.rpartition(".")[2].startswith("start") else end
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise _invalid(field, "an instant such as 2026-03-01T12:00+01:00, or a day such as 2026-03-01") from None
    if instant.tzinfo is None:
        message = (
            f"The field {field} is an instant without a time zone, so nobody can tell when it was. Add one (+01:00)."
        )
        raise NaiveInstantError(message)
    return instant.astimezone(UTC)


def _invalid(field: str, expected: str) -> InvalidDataError:
    message = f"The field {field} must be {expected}. The event was not accepted; correct the field and send it again."
    return InvalidDataError(message)


def _text(value: object, field: str) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise _invalid(field, f"text of at most {MAX_TEXT} characters")
    return value


def _whole_number(value: object, field: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _invalid(field, "a whole number")
    return value


def _day(value: object, field: str) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise _invalid(field, "a day such as 2026-03-01") from None


def _choice(choices: type[StrEnum]) -> Decoder:
    by_value = {str(choice): choice for choice in choices}

    def choose(value: object, field: str) -> object:
        if choices is Answer and isinstance(value, bool):
            return Answer.of(value)
        found = by_value.get(value) if isinstance(value, str) else None
        if found is None:
            raise _invalid(field, f"one of {', '.join(by_value)}")
        return found

    return choose


def _nested_data(value: object, field: str) -> Data:
    if not isinstance(value, dict) or set(value) != {"kind", "data"} or not isinstance(value["data"], dict):
        raise _invalid(field, "an object with `kind` and `data`")
    if _depth(value["data"]) > MAX_NESTED:
        raise _invalid(field, f"no correction of a correction of a correction … (at most {MAX_NESTED})")
    return decode(_text(value["kind"], field), value["data"])


def _depth(data: object) -> int:
    """Return how many replacements lie inside one another in the wire data of an event."""
    depth = 0
    while isinstance(data, dict) and isinstance(data.get("replacement"), dict):
        data, depth = data["replacement"].get("data"), depth + 1
    return depth


def _decoder(annotation: object) -> Decoder:
    simple: dict[object, Decoder] = {
        str: _text,
        int: _whole_number,
        datetime: instant_from_wire,
        date: _day,
        Data: _nested_data,
    }
    if isinstance(annotation, typing.NewType):
        annotation = annotation.__supertype__
    if annotation in simple:
        return simple[annotation]
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return _choice(annotation)
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return _optional(next(part for part in typing.get_args(annotation) if part is not type(None)))
    if typing.get_origin(annotation) is tuple:
        return _several(typing.get_args(annotation)[0])
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        return _nested(annotation)
    message = f"No event data hold a {annotation!r}"
    raise TypeError(message)


def _optional(inner: object) -> Decoder:
    decoder = _decoder(inner)
    return lambda value, field: None if value is None else decoder(value, field)


def _several(inner: object) -> Decoder:
    decoder = _decoder(inner)

    def decode_several(value: object, field: str) -> object:
        if not isinstance(value, list):
            raise _invalid(field, "a list")
        return tuple(decoder(item, field) for item in value)

    return decode_several


def _nested(cls: type) -> Decoder:
    def decode_nested(value: object, field: str) -> object:
        if not isinstance(value, dict):
            raise _invalid(field, "an object")
        return _decode_object(cls, value, field)

    return decode_nested


@cache
def _schema(cls: type) -> tuple[tuple[str, Decoder, bool], ...]:
    hints = typing.get_type_hints(cls)
    return tuple(
        (field.name, _decoder(hints[field.name]), field.default is MISSING) for field in dataclasses.fields(cls)
    )


def _decode_object(cls: type, data: Mapping[str, Json], where: str) -> object:
    schema = _schema(cls)
    unknown = set(data) - {name for name, _, _ in schema}
    if unknown:
        allowed = ", ".join(name for name, _, _ in schema)
        message = (
            f"{where} has {len(unknown)} field(s) that are not known here. The event was not accepted, because what is "
            f"not understood may matter. Known fields: {allowed}."
        )
        raise InvalidDataError(message)
    values: dict[str, object] = {}
    for name, decoder, required in schema:
        if name in data:
            values[name] = decoder(data[name], f"{where}.{name}")
        elif required:
            raise _invalid(f"{where}.{name}", "present")
    return cls(**values)
