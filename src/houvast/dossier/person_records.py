# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A person's record: who somebody is and where they can be reached, apart from every case.

It is a series of sealed versions that is only ever added to, all under the person's own key. Each version is anchored
by its hash in a `person.corrected` event in the stream of the person, so that none can be changed or taken away unseen,
and one destroyed key makes the person unknown in every case at once.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from cryptography.exceptions import InvalidTag
from django.db import connection, transaction

from houvast.core.errors import InvalidDataError
from houvast.core.events import ActorId, Event, NewEvent, Occurred, OrganisationId, PersonId, StreamId
from houvast.core.events.person import PersonCorrected
from houvast.dossier import store
from houvast.dossier.availability import unavailable_as_error
from houvast.dossier.chain import sha256
from houvast.dossier.errors import ChainBrokenError, StaleVersionError
from houvast.dossier.keys import Scope, key_store
from houvast.dossier.sealing import NONCE_LENGTH, new_id

INSERT = "INSERT INTO person_version (id, person, version, key_id, nonce, ciphertext) VALUES (%s, %s, %s, %s, %s, %s)"
NUMBER = "SELECT coalesce(max(version), 0) FROM person_version WHERE person = %s"
LAST = "SELECT version, key_id, nonce, ciphertext FROM person_version WHERE person = %s ORDER BY version DESC LIMIT 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """What is known of a person. Every field is text as people write it; empty means unknown."""

    given_names: str = ""
    family_name: str = ""
    called: str = ""
    born_on: str = ""
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()


def write(
    person: PersonId, record: PersonRecord, *, by: ActorId, org: OrganisationId, clock: datetime, expected_version: int
) -> Event:
    """Add a version to a person's record.

    Args:
        person: Who, by opaque id.
        record: What is known now.
        by: Who writes it down.
        org: For which organisation.
        clock: The present instant.
        expected_version: The version that the writer has seen; 0 for a person who is not yet there.

    Returns:
        The event that anchors it.

    Raises:
        StaleVersionError: There is another version than the writer has seen.
        KeyDestroyedError, StoreUnavailableError, InvalidIdError: As :func:`houvast.dossier.store.append`.
    """
    stream, version = StreamId(f"person/{person}"), expected_version + 1
    content = json.dumps(asdict(record), separators=(",", ":")).encode()
    with unavailable_as_error(), transaction.atomic(), connection.cursor() as cursor:
        store.lock_stream(cursor, stream)
        cursor.execute(NUMBER, (person,))
        present = cursor.fetchone()[0]
        if present != expected_version:
            raise StaleVersionError(stream, expected_version, range(min(present, expected_version) + 1, present + 1))
        key_id, nonce = key_store().id_for(Scope(stream)), os.urandom(NONCE_LENGTH)
        ciphertext = key_store().cipher(key_id).encrypt(nonce, content, _context(person, version))
        data = PersonCorrected(person=person, record_version=version, record_sha256=sha256(nonce + ciphertext))
        new = NewEvent(data=data, occurred=Occurred.at(clock), entered=clock)
        (event,) = store.append(stream, [new], by=by, org=org, clock=clock, expected_seq=None)
        cursor.execute(INSERT, (new_id(clock), person, version, key_id, nonce, ciphertext))
    return event


def read(person: PersonId) -> tuple[int, PersonRecord] | None:
    """Return the last version of a person's record and its number; None if nobody wrote one.

    Raises:
        KeyDestroyedError: It was destroyed on a decision.
        ChainBrokenError: It is not what was written.
        KeyMissingError: Its key is gone, and nobody decided that.
        InvalidDataError: It was written by a newer Houvast.
    """
    with unavailable_as_error(), connection.cursor() as cursor:
        cursor.execute(LAST, (person,))
        found = cursor.fetchone()
    if found is None:
        return None
    version, key_id, nonce, ciphertext = found
    try:
        content = key_store().cipher(key_id).decrypt(bytes(nonce), bytes(ciphertext), _context(person, version))
    except InvalidTag:
        raise ChainBrokenError(StreamId(f"person/{person}"), version) from None
    return version, _record(json.loads(content))


def _record(content: Mapping[str, str | list[str]]) -> PersonRecord:
    if content.keys() != {field.name for field in fields(PersonRecord)}:
        raise InvalidDataError(
            "A person's record has fields that are not known here, so a part of it would be overlooked. Update Houvast."
        )
    return PersonRecord(**{name: tuple(value) if isinstance(value, list) else value for name, value in content.items()})  # type: ignore[arg-type]  # the shape was compared above


def _context(person: PersonId, version: int) -> bytes:
    """Return what the seal is bound to, so that no version can stand in for another."""
    return f"person/{person} {version}".encode()
