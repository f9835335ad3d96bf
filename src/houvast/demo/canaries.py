# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A unique string in every free text, so that a test can look for where a text has no business."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Mapping
from hashlib import blake2b

from houvast.core.events import BY_DATA, Data
from houvast.dossier.person_records import PersonRecord

NO_TEXT = frozenset({"rule", "media_type", "instrument_version", "code", "content_sha256", "record_sha256"})
"""Fields whose type is text, but which hold a name, a version or a hash."""

_TEXT = (str, tuple[str, ...])


class Planter:
    """Puts canaries into texts and remembers where each of them is.

    Args:
        seed: Makes the canaries of two databases differ.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.planted: dict[str, str] = {}

    def plant(self, data: Data, where: str) -> Data:
        """Return event data with a canary in every free text.

        Args:
            data: The data.
            where: The case or other stream.
        """
        return dataclasses.replace(data, **self._changes(data, f"{where} {BY_DATA[type(data)].name}"))

    def plant_record(self, record: PersonRecord, where: str) -> PersonRecord:
        """Return a person's record with a canary in every field.

        Args:
            record: The record.
            where: The person.
        """
        return dataclasses.replace(record, **self._changes(record, where))

    def _changes(self, holder: Data | PersonRecord, where: str) -> Mapping[str, typing.Any]:
        return dict(self._planted(holder, where))

    def _planted(self, holder: object, where: str) -> Iterator[tuple[str, object]]:
        for name, annotation in _hints(type(holder)).items():
            value, place = getattr(holder, name), f"{where} {name}"
            if name in NO_TEXT:
                continue
            if annotation in _TEXT:
                yield name, self._with_canary(value, place)
            elif isinstance(value, Data):
                yield name, self.plant(value, place)
            elif isinstance(value, tuple) and value and dataclasses.is_dataclass(value[0]):
                yield name, tuple(dataclasses.replace(item, **dict(self._planted(item, place))) for item in value)

    def _with_canary(self, value: str | tuple[str, ...], place: str) -> str | tuple[str, ...]:
        canary = f"kanarie{blake2b(f'{self.seed} {len(self.planted)}'.encode(), digest_size=8).hexdigest()}"
        self.planted[canary] = place
        return (*value, canary) if isinstance(value, tuple) else f"{value} {canary}".lstrip()


def _hints(cls: type) -> Mapping[str, object]:
    if cls not in _HINTS:
        _HINTS[cls] = typing.get_type_hints(cls)
    return _HINTS[cls]


_HINTS: dict[type, Mapping[str, object]] = {}
