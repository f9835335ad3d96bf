# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Old versions of kinds, made new when they are read. What is stored never changes.

An upcaster is a pure function from the wire data of one version to those of the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from houvast.core.events.wire import Json


def _assessment_completed_1(data: Mapping[str, Json]) -> dict[str, Json]:
    """Version 1 knew only `trained: true/false`; false also stood for "nobody recorded it", so it becomes unknown."""
    newer = {name: value for name, value in data.items() if name != "trained"}
    newer["assessor_trained"] = "yes" if data.get("trained") is True else "unknown"
    return newer


UPCASTERS: dict[tuple[str, int], Callable[[Mapping[str, Json]], dict[str, Json]]] = {
    ("assessment.completed", 1): _assessment_completed_1,
}


def upcast(name: str, version: int, present: int, data: Mapping[str, Json]) -> Mapping[str, Json]:
    """Return the wire data of an event as its present version has them.

    Args:
        name: The kind without its version.
        version: The version in which the event was written.
        present: The version that this program knows.
        data: The wire data as written.
    """
    for step in range(version, present):
        data = UPCASTERS[name, step](data)
    return data
