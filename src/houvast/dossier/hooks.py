# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happens in the same transaction as an append or a destruction: work lists, the outbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from houvast.core.events import Event, OrganisationId, StreamId

AppendHook = Callable[[StreamId, Sequence[Event]], None]
"""Called with the events just written. If it raises, they are not written."""

DestructionHook = Callable[[StreamId, OrganisationId | None], None]
"""Called with the stream, and the organisation whose events became unreadable (None: all of them)."""

on_append: list[AppendHook] = []
on_destruction: list[DestructionHook] = []


def appended(stream: StreamId, events: Sequence[Event]) -> None:
    """Tell every hook that events were written."""
    for hook in on_append:
        hook(stream, events)


def destroyed(stream: StreamId, org: OrganisationId | None) -> None:
    """Tell every hook that events became unreadable."""
    for hook in on_destruction:
        hook(stream, org)
