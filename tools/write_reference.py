# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Write docs/reference/events.md from the kinds of events themselves."""

import dataclasses
import re
import typing
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from types import NoneType

from houvast.core.events import FAMILIES
from houvast.core.events.data import Data, Kind

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "events.md"
SHARED = {field.name for field in dataclasses.fields(Data)}
HEAD = """# Kinds of events

Everything that can happen in a case, as written by `make docs` from the code. `kind` is the stable wire name; the
category decides who may see it. A kind marked *planned* speaks of something that still has to happen. Fields marked
with a star must be given. Every kind also takes `criminal_file`: part, not or undecided.
"""


def page() -> str:
    """Answer the whole page."""
    parts = [HEAD]
    for family in FAMILIES:
        words = (family.__doc__ or "").strip().splitlines()[0]
        parts.append(f"## {family.__name__.rpartition('.')[2].replace('_', ' ').capitalize()}\n\n{words}\n")
        parts += [entry(kind) for kind in family.KINDS]
    return "\n".join(parts)


def entry(kind: Kind) -> str:
    """Answer what the page says about one kind."""
    words = " ".join((kind.data.__doc__ or "").split())
    planned = ", *planned*" if kind.planned else ""
    types = typing.get_type_hints(kind.data)
    fields = [field for field in dataclasses.fields(kind.data) if field.name not in SHARED]
    rows = [f"| `{field.name}`{' *' if needed(field) else ''} | {spoken(types[field.name])} |" for field in fields]
    table = ["| field | what may stand there |", "|---|---|", *rows, ""] if rows else []
    return "\n".join(
        [f"### `{kind.wire}`", "", f"{kind.dutch} (category `{kind.category}`{planned}). {words}", "", *table]
    )


def needed(field: "dataclasses.Field[object]") -> bool:
    """Tell whether a field has no value of its own."""
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def spoken(kind: object) -> str:
    """Answer the type of a field in words: what may stand there."""
    parts = typing.get_args(kind)
    if NoneType in parts:
        return ", or ".join(spoken(part) for part in parts if part is not NoneType) + ", or nothing"
    if typing.get_origin(kind) is tuple:
        return f"list of: {spoken(parts[0])}"
    if parts:
        return " or ".join(spoken(part) for part in parts)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return ", ".join(f"`{choice.value}`" for choice in kind)
    return PLAIN.get(kind) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", getattr(kind, "__name__", str(kind))).lower()


PLAIN: dict[object, str] = {
    bool: "`true` or `false`",
    int: "whole number",
    str: "text",
    datetime: "instant with its time zone, or a day",
    date: "day",
}

if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
