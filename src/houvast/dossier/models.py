# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables of the store. The events, the heads, the destructions and the person records are only ever added to.

The hot path in `store.py` speaks SQL; these models define the tables and serve reading. Nothing here is registered in
an admin site: that would go round the sharing policy and the log of looks.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from houvast.dossier.instants import from_text, to_text
from houvast.dossier.log_models import ReadLog
from houvast.dossier.projection_models import CaseRow, OutboxRow, RestoreRow, WorkerBeat, WorkItem

HASH_LENGTH = 64
ID_LENGTH = 36
NAME_LENGTH = 120

__all__ = [
    "CaseRow",
    "DestructionRow",
    "EventRow",
    "HeadRow",
    "MarkRow",
    "OutboxRow",
    "PersonVersionRow",
    "ReadLog",
    "RestoreRow",
    "WorkItem",
    "WorkerBeat",
]


if TYPE_CHECKING:
    _InstantField = models.CharField[datetime, datetime]
else:
    _InstantField = models.CharField


class InstantField(_InstantField):
    """An instant as the text that goes into the chain, so that both databases hold the very bytes that were hashed."""

    def __init__(self, **options: object) -> None:
        super().__init__(**{**options, "max_length": 27})  # type: ignore[arg-type]  # as Django clones fields

    def from_db_value(
        self, value: str | None, _expression: object, _connection: BaseDatabaseWrapper
    ) -> datetime | None:
        """Return the instant of a stored text."""
        return None if value is None else from_text(value)

    def to_python(self, value: object) -> object:
        """Return the instant of a text, as a backup holds it."""
        return from_text(value) if isinstance(value, str) else value

    def get_prep_value(self, value: object) -> object:
        """Return the text of an instant."""
        return to_text(value) if isinstance(value, datetime) else value


class EventRow(models.Model):
    """One event: an open envelope, a sealed payload, and its link in the chain of its stream."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    stream = models.CharField(max_length=NAME_LENGTH)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=NAME_LENGTH)
    occurred_start = InstantField()
    occurred_end = InstantField()
    precision = models.CharField(max_length=8)
    entered = InstantField()
    recorded = InstantField()
    by = models.CharField(max_length=NAME_LENGTH)
    org = models.CharField(max_length=NAME_LENGTH)
    about = models.CharField(max_length=NAME_LENGTH, null=True)  # noqa: DJ001  absent is not the empty id
    category = models.CharField(max_length=20)
    origin = models.CharField(max_length=8)
    key_id = models.CharField(max_length=ID_LENGTH)
    nonce = models.BinaryField()
    ciphertext = models.BinaryField()
    prev = models.CharField(max_length=HASH_LENGTH)
    hash = models.CharField(max_length=HASH_LENGTH)

    class Meta:
        db_table = "event"
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="event_stream_seq")]

    def __str__(self) -> str:
        return f"{self.stream} {self.seq} {self.kind}"


class HeadRow(models.Model):
    """The last event of a stream. It only moves forward; naming the event keeps the events from being dropped."""

    stream = models.CharField(primary_key=True, max_length=NAME_LENGTH)
    event = models.ForeignKey(EventRow, models.PROTECT, db_column="event", db_index=False, related_name="+")
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=HASH_LENGTH)
    recorded = InstantField()

    class Meta:
        db_table = "head"

    def __str__(self) -> str:
        return f"{self.stream} {self.seq}"


class DestructionRow(models.Model):
    """One decision by which keys were destroyed, in a chain of its own; what it destroyed is in no row any more."""

    number = models.BigIntegerField(primary_key=True)
    decision = models.CharField(max_length=NAME_LENGTH, unique=True)
    stream = models.CharField(max_length=NAME_LENGTH)
    seq = models.BigIntegerField()
    head = models.CharField(max_length=HASH_LENGTH)
    org = models.CharField(max_length=NAME_LENGTH)
    keys = models.TextField()
    by = models.CharField(max_length=NAME_LENGTH)
    reason = models.CharField(max_length=40)
    ground = models.CharField(max_length=NAME_LENGTH)
    decided_at = InstantField()
    prev = models.CharField(max_length=HASH_LENGTH)
    hash = models.CharField(max_length=HASH_LENGTH)

    class Meta:
        db_table = "destruction"

    def __str__(self) -> str:
        return f"{self.number} {self.decision}"


class PersonVersionRow(models.Model):
    """One sealed version of a person's record; its hash is in the `person.corrected` event that added it."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    person = models.CharField(max_length=NAME_LENGTH)
    version = models.BigIntegerField()
    key_id = models.CharField(max_length=ID_LENGTH)
    nonce = models.BinaryField()
    ciphertext = models.BinaryField()

    class Meta:
        db_table = "person_version"
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="person_version_number")]

    def __str__(self) -> str:
        return f"{self.person} {self.version}"


class MarkRow(models.Model):
    """What this database is, for ever: `demo` if nothing in it is real."""

    name = models.CharField(primary_key=True, max_length=20)
    marked_at = InstantField()

    class Meta:
        db_table = "mark"

    def __str__(self) -> str:
        return self.name
