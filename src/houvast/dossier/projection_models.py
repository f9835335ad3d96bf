# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tables beside the events: work lists that can be rebuilt, effects that wait, and the marker of a restore.

They hold envelope fields, ids, instants and states only; never a name, a text or an address.
"""

from django.db import models


class WorkItem(models.Model):
    """One duty that still asks for work, or one signal that stands, of one case. Computed from the events."""

    id = models.CharField(primary_key=True, max_length=32)
    stream = models.CharField(max_length=120)
    kind = models.CharField(max_length=6)
    rule = models.CharField(max_length=100)
    trigger = models.CharField(max_length=120)
    subject = models.CharField(max_length=120)
    state = models.CharField(max_length=20)
    due_at = models.DateTimeField(null=True)
    since_at = models.DateTimeField(null=True)
    bearer = models.CharField(max_length=100)
    severity = models.CharField(max_length=8)
    categories = models.CharField(max_length=300)

    class Meta:
        app_label = "dossier"
        db_table = "work_item"
        indexes = [
            models.Index(fields=["stream"], name="work_item_stream"),
            models.Index(fields=["bearer", "due_at"], name="work_item_bearer_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.rule} of {self.stream}"


class CaseRow(models.Model):
    """One case in the lists: where it stands, when that changes by itself, and how many items of each sort it has."""

    stream = models.CharField(primary_key=True, max_length=120)
    region = models.CharField(max_length=120)
    seq = models.BigIntegerField()
    card = models.CharField(max_length=64)
    last_recorded_at = models.DateTimeField()
    next_change_at = models.DateTimeField(null=True)
    open = models.IntegerField()
    ask = models.IntegerField()
    overdue = models.IntegerField()
    met = models.IntegerField()
    met_late = models.IntegerField()
    lapsed = models.IntegerField()
    decided_otherwise = models.IntegerField()
    notice = models.IntegerField()
    warning = models.IntegerField()
    critical = models.IntegerField()

    class Meta:
        app_label = "dossier"
        db_table = "case_row"
        indexes = [models.Index(fields=["next_change_at"], name="case_row_next_change")]

    def __str__(self) -> str:
        return self.stream


class OutboxRow(models.Model):
    """One effect outside the database that must happen once: written in the transaction that decided on it."""

    id = models.BigAutoField(primary_key=True)
    effect = models.CharField(max_length=60)
    payload = models.TextField()
    key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    available_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=60, default="")
    attempts = models.IntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=60, default="")

    class Meta:
        app_label = "dossier"
        db_table = "outbox"
        indexes = [
            models.Index(fields=["available_at", "id"], name="outbox_waiting", condition=models.Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.effect} {self.key}"


class WorkerBeat(models.Model):
    """When the worker last finished a round."""

    name = models.CharField(primary_key=True, max_length=60)
    seen_at = models.DateTimeField()

    class Meta:
        app_label = "dossier"
        db_table = "worker_beat"

    def __str__(self) -> str:
        return self.name


class RestoreRow(models.Model):
    """A restore from a backup. Until `finished_at` is filled the server refuses to start."""

    backup = models.CharField(primary_key=True, max_length=64)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "dossier"
        db_table = "restore"

    def __str__(self) -> str:
        return self.backup
