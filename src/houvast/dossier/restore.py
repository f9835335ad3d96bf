# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A restore: an empty database becomes what a backup holds, minus what has been destroyed since.

The rows come in one transaction or not at all. Until the destroyed keys have been destroyed again, the chain has been
verified and the work lists have been computed, a marker keeps the server from starting.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction

from houvast.core.errors import HouvastError
from houvast.dossier import checkpoint_file, destruction, guards, projections, tables, verification
from houvast.dossier.backup import CHUNK, Progress, migrations_applied, silent
from houvast.dossier.backup_files import Manifest, Table, damaged, read_manifest
from houvast.dossier.projection_models import RestoreRow


class RestoreRefusedError(HouvastError):
    """A restore that would mix or misread data."""

    code = "restore_refused"


class RestoreUnfinishedError(HouvastError):
    """A database in which a restore was begun and not finished; destroyed data may still be readable in it."""

    code = "restore_unfinished"


@dataclass(frozen=True, slots=True)
class Report:
    """What a restore did."""

    backup: str
    made_at: datetime
    rows: int
    events: int
    destroyed_keys: int
    shorter: tuple[str, ...]
    """Streams that had more events at the last checkpoint than in the backup; tell those who work on them. Where there
    are any, the old file of checkpoints was set aside and a new one begins."""


def restore(source: Path, now: datetime, *, on_progress: Progress = silent) -> Report:
    """Fill an empty database from a backup, or finish a restore that was interrupted.

    Put the keys back first (:func:`houvast.dossier.key_backup.restore_keys`), and the folder of checkpoints and
    destroyed keys, which is kept outside every backup.

    Args:
        source: The folder of the backup.
        now: The instant; work lists are computed for it.
        on_progress: Called with rows done and rows in all.

    Returns:
        What was restored.

    Raises:
        BackupDamagedError: The backup is not whole; nothing was restored.
        RestoreRefusedError: The database is not empty, or has another version; nothing was restored.
        RestoreUnfinishedError: The rows are there, but the chain or the checkpoints do not fit them.
    """
    manifest = read_manifest(source)
    if not migrations_applied():  # a machine on which nothing was ever made
        call_command("migrate", database=guards.migrating_alias(), interactive=False, verbosity=0)
    _refuse_other_version(manifest)
    begun = RestoreRow.objects.filter(backup=manifest.id, finished_at=None).exists()
    if not begun:
        _refuse_filled_database()
        with transaction.atomic():
            RestoreRow.objects.create(backup=manifest.id, started_at=now)
            _fill(source, manifest, on_progress)
    return _finish(manifest, now)


def _finish(manifest: Manifest, now: datetime) -> Report:
    """Do what makes a filled database fit for use; every step may be done again."""
    guards.install()
    guards.check()
    destroyed = destruction.apply_destroyed()
    found = verification.verify(until=manifest.made_at)
    if not found.holds:
        raise RestoreUnfinishedError(
            f"The backup was put back, but its chain does not hold in {len(found.problems)} place(s), so it may have "
            "been tampered with and the server stays closed. Run `houvast verify` to see where; restore another backup."
        )
    projections.rebuild(now)
    shorter = tuple(_shorter())
    if shorter:
        _set_checkpoints_aside(manifest)
    RestoreRow.objects.filter(backup=manifest.id).update(finished_at=now)
    return Report(manifest.id, manifest.made_at, manifest.rows, found.events, destroyed, shorter)


def _shorter() -> Iterator[str]:
    """Name every stream that had more events at the last checkpoint: what came after the backup is gone."""
    heads = verification.heads()
    for stream, marks in sorted(checkpoint_file.read_file(checkpoint_file.file()).marks.items()):
        if stream not in heads or heads[stream][0] < marks[-1][0]:
            yield stream


def _set_checkpoints_aside(manifest: Manifest) -> None:
    """Begin a new file of checkpoints: the old one, and the copies with partners, keep telling what was lost."""
    file = checkpoint_file.file()
    file.rename(file.with_name(f"{file.name}.before-restore-{manifest.id[:12]}"))


def refuse_unfinished_restore() -> None:
    """Stop a server or worker that would start on a database in which a restore was not finished.

    Raises:
        RestoreUnfinishedError: It was not finished.
    """
    if RestoreRow.objects.filter(finished_at=None).exists():
        raise RestoreUnfinishedError(
            "A restore was begun in this database and not finished, so what has been destroyed may still be readable "
            "in it. The server does not start. Run `houvast restore` again with the same backup."
        )


def _refuse_other_version(manifest: Manifest) -> None:
    if manifest.migrations != migrations_applied():
        raise RestoreRefusedError(
            f"This backup was made by Houvast {manifest.houvast} with other tables than this database has, so its rows "
            "could be misread. Restore it with that version, then upgrade."
        )


def _refuse_filled_database() -> None:
    if any(tables.every_row(model).exists() for model in tables.kept()):
        raise RestoreRefusedError(
            "This database already holds data. Restoring over it would mix two pasts, so nothing was done. "
            "Restore into a new, empty database."
        )


def _fill(source: Path, manifest: Manifest, on_progress: Progress) -> None:
    done = 0
    filled: list[tables.Model] = []
    for table in manifest.tables:
        model = _model_of(table)
        for rows in _chunks(source / table.file, _decoders(model, table)):
            _insert(model, table.columns, rows)
            done += len(rows)
            on_progress(done, manifest.rows)
        filled.append(model)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute(statement)


def _model_of(table: Table) -> tables.Model:
    model = apps.get_model(table.model)
    if tables.columns(model) != table.columns:
        raise damaged(f"the table {table.model} has other columns than this version knows")
    return model


Value = str | int | float | bytes | datetime | None
Decoder = Callable[[object], Value]


def _decoders(model: tables.Model, table: Table) -> Sequence[Decoder]:
    """Return for each column what turns a JSON value into what the database driver takes."""
    fields = {field.attname: field for field in tables.fields(model)}

    def decoder(field: tables.AnyField) -> Decoder:
        target = field.target_field if isinstance(field, models.ForeignKey) else field
        return lambda value: None if value is None else field.get_db_prep_save(target.to_python(value), connection)

    return [decoder(fields[name]) for name in table.columns]


def _chunks(path: Path, decoders: Sequence[Decoder]) -> Iterator[list[list[Value]]]:
    rows: list[list[Value]] = []
    with path.open("rb") as file:
        for line in file:
            rows.append([decode(value) for decode, value in zip(decoders, json.loads(line), strict=True)])
            if len(rows) == CHUNK:
                yield rows
                rows = []
    if rows:
        yield rows


def _insert(model: tables.Model, columns: Sequence[str], rows: list[list[Value]]) -> None:
    quote = connection.ops.quote_name
    names = {field.attname: field.column for field in tables.fields(model)}
    into = ", ".join(quote(names[column] or column) for column in columns)
    values = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(tables.sql_name(model))} ({into}) VALUES ({values})", rows)  # noqa: S608 - names from here
