# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""From an event to its row and back: which key seals it, what is sealed, and what may be trusted when it is opened."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag

from houvast.core.errors import InvalidDataError, UnknownKindError
from houvast.core.events import (
    BY_DATA,
    ActorId,
    Category,
    Data,
    Event,
    EventId,
    Kind,
    NewEvent,
    Occurred,
    OrganisationId,
    Origin,
    Precision,
    StreamId,
    SubjectId,
)
from houvast.core.events.document import DocumentAdded
from houvast.core.events.event import EventCorrected
from houvast.core.events.note import NoteAdded
from houvast.core.events.wire import decode, encode
from houvast.dossier.chain import Stored, envelope, link
from houvast.dossier.errors import ChainBrokenError
from houvast.dossier.instants import from_text, to_text
from houvast.dossier.keys import Scope, key_store
from houvast.dossier.story import Destroyed

NONCE_LENGTH = 12
WITH_A_KEY_EACH = (NoteAdded, DocumentAdded)

Cited = Callable[[EventId], str | None]
"""Answers which document or note key sealed an event of the same organisation in the same stream, if one did."""


def kind_for(data: Data) -> Kind:
    """Return the kind of event data.

    Raises:
        UnknownKindError: It is of no kind.
    """
    kind = BY_DATA.get(type(data))
    if kind is None:
        raise UnknownKindError(
            f"{type(data).__name__} is no kind of event, so it was not saved. "
            "See docs/reference/events.md for the kinds."
        )
    return kind


def payload(data: Data, kind: Kind) -> bytes:
    """Return what is sealed of an event, after seeing that it reads back as what it was.

    Raises:
        InvalidDataError: A field does not hold what its kind allows.
        NaiveInstantError: An instant without a time zone.
    """
    try:
        written = encode(data)
        same = decode(kind.wire, written) == data
    except (AttributeError, TypeError):
        same = False
    if not same:
        raise InvalidDataError(
            f"A field of {kind.name} holds something else than its kind allows, or an instant without a time zone, so "
            "it would read back as something else. The event was not saved; correct the field."
        )
    return json.dumps(written, separators=(",", ":")).encode()


def own_scope(event: Event) -> Scope:
    """Return which key seals an event that corrects nothing.

    A person's stream has one key; a document or a note has its own; everything else has the key of the organisation in
    the stream, because each organisation is controller of its own events and destroys only its own.
    """
    if event.stream.startswith("person/"):
        return Scope(event.stream)
    content = event.data.replacement if isinstance(event.data, EventCorrected) else event.data
    return Scope(event.stream, event.org, event.id if isinstance(content, WITH_A_KEY_EACH) else "")


def key_for(event: Event, cited: Cited) -> str:
    """Return the id of the key for an event.

    The correction of a document or note goes under the key of what it corrects, so whoever destroys a
    note destroys every later wording of it too.
    """
    scope = own_scope(event)
    earlier = cited(event.data.event) if scope.single and isinstance(event.data, EventCorrected) else None
    return earlier or key_store().known_id(scope)


def seal(event: Event, kind: Kind, prev: str, cited: Cited) -> Stored:
    """Return the row of an event: sealed, and linked to the one before it."""
    key_id = key_for(event, cited)
    nonce = os.urandom(NONCE_LENGTH)
    row = Stored(
        id=event.id,
        stream=event.stream,
        seq=event.seq,
        kind=kind.wire,
        occurred_start=to_text(event.occurred.start),
        occurred_end=to_text(event.occurred.end),
        precision=event.occurred.precision.value,
        entered=to_text(event.entered),
        recorded=to_text(event.recorded),
        by=event.by,
        org=event.org,
        about=event.about,
        category=kind.category.value,
        origin=event.origin.value,
        key_id=key_id,
        nonce=nonce,
        ciphertext=b"",
        prev=prev,
        hash="",
    )
    context = envelope(row)
    ciphertext = key_store().known_cipher(key_id).encrypt(nonce, payload(event.data, kind), context)
    return row._replace(ciphertext=ciphertext, hash=link(context, nonce, ciphertext))


def unseal(row: Stored) -> bytes:
    """Return what is sealed in a row, for who asked `key_store().generation()` just now.

    Raises:
        ChainBrokenError: The row is not what was written.
        KeyDestroyedError: Its key was destroyed on a decision.
        KeyMissingError: Its key is gone, and nobody decided that.
    """
    context = envelope(row)
    if link(context, row.nonce, row.ciphertext) != row.hash:
        raise ChainBrokenError(StreamId(row.stream), row.seq)
    try:
        return key_store().known_cipher(row.key_id).decrypt(bytes(row.nonce), bytes(row.ciphertext), context)
    except InvalidTag:
        raise ChainBrokenError(StreamId(row.stream), row.seq) from None


def open_row(row: Stored) -> Event:
    """Return the event of a row. Raises as :func:`unseal`, and as `decode` for a kind or version that is not known."""
    return Event(
        id=EventId(row.id),
        stream=StreamId(row.stream),
        seq=row.seq,
        kind=row.kind,
        occurred=Occurred(from_text(row.occurred_start), from_text(row.occurred_end), Precision(row.precision)),
        entered=from_text(row.entered),
        recorded=from_text(row.recorded),
        by=ActorId(row.by),
        org=OrganisationId(row.org),
        data=decode(row.kind, json.loads(unseal(row))),
        about=None if row.about is None else SubjectId(row.about),
        origin=Origin(row.origin),
    )


def destroyed_row(row: Stored) -> Destroyed:
    """Return what stays known of an event whose key was destroyed."""
    recorded, org = from_text(row.recorded), OrganisationId(row.org)
    return Destroyed(row.seq, row.kind, recorded, org, Category(row.category), row.key_id)


def new_id(at: datetime) -> EventId:
    """Return a UUIDv7: its first 48 bits are the milliseconds of the instant, the rest is chance.

    Source: RFC 9562 §5.7.
    """
    milliseconds = max(0, int(at.timestamp() * 1000))
    chance = int.from_bytes(os.urandom(10))
    number = milliseconds << 80 | 7 << 76 | (chance >> 68) << 64 | 2 << 62 | chance & (1 << 62) - 1
    return EventId(str(UUID(int=number)))


def made(
    new: NewEvent, *, stream: StreamId, seq: int, recorded: datetime, by: ActorId, org: OrganisationId, origin: Origin
) -> Event:
    """Return a new event with what the store alone adds."""
    return Event(
        id=new_id(recorded),
        stream=stream,
        seq=seq,
        kind=kind_for(new.data).wire,
        occurred=new.occurred,
        entered=new.entered,
        recorded=recorded,
        by=by,
        org=org,
        data=new.data,
        about=new.about,
        origin=origin,
    )
