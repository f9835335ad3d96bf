# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents; their content has a key of its own."""

from __future__ import annotations

from dataclasses import dataclass

from houvast.core.events.data import Category, Data, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAdded(Data):
    """A document was added; `content_sha256` anchors it."""

    title: str
    media_type: str = "application/octet-stream"
    content_sha256: str = ""


KINDS = (Kind("document.added", 1, DocumentAdded, Category.NOTE, "Document toegevoegd"),)
