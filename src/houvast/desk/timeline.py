# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Events as entries of a timeline: what, when, by which organisation, with everything that was written down."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from houvast.core.answer import Answer
from houvast.core.events import Data, Event, Occurred, organisation_kind
from houvast.desk import moments
from houvast.desk.field_words import FIELDS, VALUES
from houvast.desk.words import WORDS, kind, word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from houvast.core.events import EventId
    from houvast.core.story import Version

NOT_SHOWN = {"criminal_file", "content_sha256", "record_sha256"}
PARTIES = ("to", "of", "organisation", "authority", "asked_by", "owner", "reported_by", "bearer", "agreed_with")
TABLES = {
    "role": "role",
    "order": "order",
    "level": "level",
    "bans": "ban",
    "consultation": "consultation",
    "red_flags": "red_flag",
    **dict.fromkeys(PARTIES, "party"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as it is read; `replaced` says that it was corrected or withdrawn since."""

    anchor: str
    title: str
    when: str
    entered: str
    late: bool
    organisation: str
    summary: str
    details: tuple[tuple[str, str], ...]
    replaced: bool


def entries(events: Sequence[Event], versions: Mapping[EventId, Sequence[Version[Data]]]) -> list[Entry]:
    """Return the events as entries, the latest happening first."""
    ordered = sorted(events, key=lambda event: (event.occurred.end, event.seq), reverse=True)
    return [_entry(event, versions.get(event.id, ())) for event in ordered]


def _entry(event: Event, versions: Sequence[Version[Data]]) -> Entry:
    late = (event.entered - event.occurred.end).days
    return Entry(
        anchor=f"e{event.seq}",
        title=kind(event.kind),
        when=moments.happened(event.occurred),
        entered=moments.moment(event.entered),
        late=late > 0,
        organisation=word("party", organisation_kind(event.org)),
        summary=summary(event.data),
        details=details(event.data),
        replaced=len(versions) > 1 or bool(versions and versions[-1].until),
    )


def summary(data: object) -> str:
    """Return in a few words what an event says: what was chosen from a list, not what was written freely."""
    said = []
    for field in dataclasses.fields(data):  # type: ignore[arg-type]  # event data are dataclasses
        value = getattr(data, field.name)
        chosen = value if isinstance(value, tuple) else (value,)
        if field.name not in NOT_SHOWN and all(
            isinstance(one, StrEnum) and not isinstance(one, Answer) for one in chosen
        ):
            said += [say(field.name, one) for one in chosen if one != "unknown"]
    return ", ".join(said[:4])


def details(data: object) -> tuple[tuple[str, str], ...]:
    """Return every field that says something, with its word."""
    found = []
    for field in dataclasses.fields(data):  # type: ignore[arg-type]  # event data are dataclasses
        value = getattr(data, field.name)
        if field.name in NOT_SHOWN or value in (None, "", ()) or value is Answer.UNKNOWN:
            continue
        found.append((_(FIELDS.get(field.name, field.name)), say(field.name, value)))
    return tuple(found)


def say(field: str, value: object) -> str:  # noqa: PLR0911  one line for each kind of value
    """Return a value as people read it."""
    if isinstance(value, Answer):
        return word("answer", value)
    if isinstance(value, datetime):
        return moments.until(value) if field.startswith("ends") else moments.moment(value)
    if isinstance(value, date):
        return moments.written(value)
    if isinstance(value, tuple):
        return ", ".join(say(field, one) for one in value)
    if isinstance(value, Occurred):
        return moments.happened(value)
    if dataclasses.is_dataclass(value):
        return "; ".join(f"{label}: {text}" for label, text in details(value))
    return _word(field, str(value))


def _word(field: str, value: str) -> str:
    table = TABLES.get(field)
    if table is not None and value in WORDS[table]:
        return word(table, value)
    return _(VALUES[value]) if value in VALUES else value
