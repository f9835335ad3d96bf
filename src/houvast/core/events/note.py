# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Free notes. Opinions and facts are separate fields."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.events.data import Category, Data, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(Data):
    """A note: what is known, and apart from it what the author makes of it."""

    facts: str = ""
    opinion: str = ""


KINDS = (Kind("note.added", 1, NoteAdded, Category.NOTE, "Notitie toegevoegd"),)
