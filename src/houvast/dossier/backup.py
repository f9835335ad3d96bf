# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A backup: every table as JSON lines, as they stood at one moment.

One format for SQLite and PostgreSQL, so a case load can move from one to the other. There is never a key in it: what
is sealed stays sealed. What can be computed again (work lists) or must not survive (sessions) is left out.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

import houvast
from houvast.dossier import tables
from houvast.dossier.backup_files import (
    FORMAT,
    MANIFEST,
    Manifest,
    Table,
    close_draft,
    identity,
    open_draft,
    plain,
    write_json,
)

CHUNK = 1_000

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is."""


def silent(_done: int, _total: int) -> None:
    """Show no progress."""


def backup(target: Path, now: datetime, *, on_progress: Progress = silent) -> Manifest:
    """Copy every table as it stands at one moment, while others go on writing.

    Args:
        target: A folder that does not exist yet; it appears when the backup is whole.
        now: The instant, for the manifest.
        on_progress: Called with rows done and rows in all.

    Returns:
        What was written.

    Raises:
        BackupTargetError: The folder exists, or cannot be made.
    """
    draft = open_draft(target)
    written: list[Table] = []
    with one_moment():
        kept = tables.kept()
        total = sum(tables.every_row(model).count() for model in kept)
        done = 0
        for model in kept:
            copy = _Copy(model, draft)
            for rows in copy.chunks():
                done += rows
                on_progress(done, total)
            written.append(copy.table())
        migrations = migrations_applied()
    manifest = Manifest(identity(written), FORMAT, houvast.__version__, now, migrations, tuple(written))
    write_json(draft / MANIFEST, asdict(manifest))
    close_draft(draft, target)
    return manifest


def migrations_applied() -> tuple[str, ...]:
    """Return the migrations of this database, as `app.name`."""
    return tuple(sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()))


@contextmanager
def one_moment() -> Iterator[None]:
    """Make every read inside see the database as it is now, without keeping anybody from writing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # atomic() takes the write lock, and would stop all work
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


class _Copy:
    """One table on its way to a file."""

    def __init__(self, model: tables.Model, folder: Path) -> None:
        self.model = model
        self.path = folder / f"{tables.label(model)}.jsonl"
        self.columns = tables.columns(model)
        self.rows = 0
        self.digest = hashlib.sha256()

    def chunks(self) -> Iterator[int]:
        """Write the rows in the order of their key; give how many were written each time."""
        found = tables.every_row(self.model).order_by("pk").values_list(*self.columns).iterator(chunk_size=CHUNK)
        with self.path.open("wb") as file:
            while lines := [_line(row) for row in islice(found, CHUNK)]:
                chunk = b"".join(lines)
                file.write(chunk)
                self.digest.update(chunk)
                self.rows += len(lines)
                yield len(lines)
            file.flush()
            os.fsync(file.fileno())

    def table(self) -> Table:
        """Return what was written."""
        return Table(tables.label(self.model), self.columns, self.rows, self.digest.hexdigest())


def _line(row: tuple[object, ...]) -> bytes:
    return json.dumps([plain(value) for value in row], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
