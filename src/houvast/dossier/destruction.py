# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Destruction on a named decision: the key goes, and with it what it sealed, in every copy there is.

The order makes a cut-off harmless: the decision is on the list outside the database before a key goes, and whatever
did not follow is done at the next start or restore (:func:`apply_destroyed`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection, transaction

from houvast.core.events import ActorId, EventId, OrganisationId, PersonId, StreamId
from houvast.dossier import destroyed, hooks
from houvast.dossier.availability import unavailable_as_error
from houvast.dossier.chain import GENESIS
from houvast.dossier.destroyed import Destruction
from houvast.dossier.errors import DestructionRefusedError, InvalidIdError, UnknownStreamError
from houvast.dossier.instants import from_text, to_text
from houvast.dossier.keys import key_store
from houvast.dossier.models import DestructionRow
from houvast.dossier.store import ID, Head, lock_stream

REGISTER_LOCK = 0x484F5556  # one destruction at a time, so that the register is a chain


class Reason(StrEnum):
    """Why something is destroyed; free text has no place in a register that outlives what it is about."""

    RETENTION_ENDED = "retention_ended"
    REQUEST_GRANTED = "request_granted"
    UNLAWFUL = "unlawful"
    COURT_ORDER = "court_order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decided to destroy, why, and on which ground (the id of a retention rule or an article of law)."""

    id: str
    by: ActorId
    reason: Reason
    ground: str
    decided_at: datetime


def destroy(stream: StreamId, org: OrganisationId, *, decision: Decision) -> int:
    """Destroy all that one organisation wrote in a stream, its notes and documents included.

    Returns:
        How many keys went; 0 where this decision was already carried out.

    Raises:
        UnknownStreamError: There is no such stream.
        DestructionRefusedError: The organisation has nothing there, or the decision was used for something else.
    """
    return _destroy(stream, org, None, decision)


def destroy_document(stream: StreamId, org: OrganisationId, event: EventId, *, decision: Decision) -> int:
    """Destroy one document or note in every wording. Returns and errors as :func:`destroy`."""
    return _destroy(stream, org, event, decision)


def destroy_case(stream: StreamId, *, decision: Decision) -> int:
    """Destroy all that every organisation wrote in a stream. Returns and errors as :func:`destroy`."""
    return _destroy(stream, None, None, decision)


def destroy_person(person: PersonId, *, decision: Decision) -> int:
    """Destroy every version of a person's record. Returns and errors as :func:`destroy`."""
    return _destroy(StreamId(f"person/{person}"), None, None, decision)


def apply_destroyed() -> int:
    """Carry out again whatever the list of destructions says and this database or key store does not show.

    Needed after every restore of an older backup, and at every start after a destruction that was cut off.

    Returns:
        How many keys went.

    Raises:
        DestructionRefusedError: The list and the register tell different stories.
    """
    with unavailable_as_error(), transaction.atomic():
        keys = _reconcile()
        still_there = keys & key_store().present()
        return key_store().destroy(sorted(still_there)) if still_there else 0


def _destroy(stream: StreamId, org: OrganisationId | None, single: EventId | None, decision: Decision) -> int:
    for field, value in (("decision", decision.id), ("author", decision.by), ("ground", decision.ground)):
        if not ID.fullmatch(value):
            raise InvalidIdError(field)
    with unavailable_as_error(), transaction.atomic(durable=True):
        _reconcile()
        with connection.cursor() as cursor:
            last = lock_stream(cursor, stream)  # no append may be sealing with a key that goes
        if last is None:
            raise UnknownStreamError(stream)
        if _already_decided(stream, org, decision):
            return 0
        keys = key_store().ids(stream=stream, org=org, single=single)
        if not keys:
            raise DestructionRefusedError(
                f"There is nothing to destroy in {stream} for this decision: it is not there, or it was destroyed "
                "before. Check the organisation and the register of destructions."
            )
        record = _next(stream, last, org, keys, decision)
        destroyed.write(record)
        _enter(record)
        key_store().destroy(keys)
        hooks.destroyed(stream, org)
    return len(keys)


def _reconcile() -> set[str]:
    """Make the list and the register the same, and return the keys that must be gone. Locks the register."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (REGISTER_LOCK,))
    listed = {record.number: record for record in destroyed.listed()}
    entered = {row.number: row for row in DestructionRow.objects.order_by("number")}
    for number in sorted(listed.keys() | entered.keys()):
        record, row = listed.get(number), entered.get(number)
        if row is None and record is not None:
            _enter(record)
            hooks.destroyed(StreamId(record.stream), OrganisationId(record.org) if record.org else None)
        elif row is not None and record is None:
            destroyed.write(record_of(row))
        elif row is not None and record is not None and row.hash != record.hash:
            raise DestructionRefusedError(
                f"Destruction {number} is not the same in the database and on the list beside the checkpoints, so it "
                "cannot be told what must be gone. Run `houvast verify` and put the right list back."
            )
    return {key for record in destroyed.listed() for key in record.keys}


def _already_decided(stream: StreamId, org: OrganisationId | None, decision: Decision) -> bool:
    row = DestructionRow.objects.filter(decision=decision.id).first()
    if row is None:
        return False
    if (row.stream, row.org) != (stream, org or ""):
        raise DestructionRefusedError(
            f"The decision {decision.id} was used before for something else, so nothing was destroyed. "
            "Give each decision an id of its own."
        )
    return True


def _next(
    stream: StreamId, head: Head, org: OrganisationId | None, keys: tuple[str, ...], decision: Decision
) -> Destruction:
    last = DestructionRow.objects.order_by("-number").first()
    return Destruction(
        number=last.number + 1 if last else 1,
        decision=decision.id,
        stream=stream,
        seq=head.seq,
        head=head.hash,
        org=org or "",
        keys=keys,
        by=decision.by,
        reason=decision.reason.value,
        ground=decision.ground,
        decided_at=to_text(decision.decided_at),
        prev=last.hash if last else GENESIS,
    )


def _enter(record: Destruction) -> None:
    DestructionRow.objects.create(
        number=record.number,
        decision=record.decision,
        stream=record.stream,
        seq=record.seq,
        head=record.head,
        org=record.org,
        keys=" ".join(record.keys),
        by=record.by,
        reason=record.reason,
        ground=record.ground,
        decided_at=from_text(record.decided_at),
        prev=record.prev,
        hash=record.hash,
    )


def record_of(row: DestructionRow) -> Destruction:
    """Return the decision that a row of the register holds."""
    return Destruction(
        number=row.number,
        decision=row.decision,
        stream=row.stream,
        seq=row.seq,
        head=row.head,
        org=row.org,
        keys=tuple(row.keys.split()),
        by=row.by,
        reason=row.reason,
        ground=row.ground,
        decided_at=to_text(row.decided_at),
        prev=row.prev,
    )
