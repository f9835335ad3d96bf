# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A backup as files: a folder that appears when it is whole, with a manifest that tells damage."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from houvast.core.errors import HouvastError
from houvast.dossier.files import sync_folder

FORMAT = 1
MANIFEST = "manifest.json"


class BackupDamagedError(HouvastError):
    """A backup that is not whole; nothing of it was restored."""

    code = "backup_damaged"


class BackupTargetError(HouvastError):
    """A folder that cannot take a backup."""

    code = "backup_target"


@dataclass(frozen=True, slots=True)
class Table:
    """One table in a backup."""

    model: str
    columns: tuple[str, ...]
    rows: int
    sha256: str

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.model}.jsonl"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `id` is the hash of all tables."""

    id: str
    format: int
    houvast: str
    made_at: datetime
    migrations: tuple[str, ...]
    tables: tuple[Table, ...]

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(table.rows for table in self.tables)


def identity(tables: Sequence[Table]) -> str:
    """Return the hash over all tables."""
    text = "".join(f"{table.model} {table.rows} {table.sha256} {' '.join(table.columns)}\n" for table in tables)
    return hashlib.sha256(text.encode()).hexdigest()


def read_manifest(source: Path) -> Manifest:
    """Read a manifest and compare every file with it.

    Raises:
        BackupDamagedError: A file is missing, cut off or changed, or this is no backup.
    """
    try:
        raw = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        tables = tuple(Table(t["model"], tuple(t["columns"]), t["rows"], t["sha256"]) for t in raw["tables"])
        made_at = datetime.fromisoformat(raw["made_at"])
        manifest = Manifest(raw["id"], raw["format"], raw["houvast"], made_at, tuple(raw["migrations"]), tables)
    except (OSError, ValueError, KeyError, TypeError):
        raise damaged("its manifest is missing or cannot be read") from None
    if manifest.format != FORMAT:
        raise damaged(f"it has format {manifest.format}, and this version reads format {FORMAT}")
    if identity(tables) != manifest.id:
        raise damaged("its manifest was changed")
    for table in tables:
        if hash_of(source / table.file) != table.sha256:
            raise damaged(f"the file {table.file} is missing, cut off or changed")
    return manifest


def damaged(what: str) -> BackupDamagedError:
    """Make the error that says what is wrong with a backup."""
    return BackupDamagedError(
        f"This backup is not whole: {what}. Nothing was restored, because half a case is worse than none. "
        "Take another copy of this backup, or an older one."
    )


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def open_draft(target: Path) -> Path:
    """Make the folder in which a backup grows; nobody but the owner may read it.

    Raises:
        BackupTargetError: The target exists, or the folder cannot be made.
    """
    draft = target.with_name(f"{target.name}.unfinished")
    if target.exists():
        raise BackupTargetError(
            "The folder for the backup is there already, and a backup never overwrites another. Name a new folder."
        )
    try:
        shutil.rmtree(draft, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.mkdir(mode=0o700)
    except OSError as error:
        raise BackupTargetError(f"The folder for the backup cannot be made ({error.strerror}). Name another.") from None
    return draft


def close_draft(draft: Path, target: Path) -> None:
    """Give a whole backup its name, so that a half one never has it."""
    sync_folder(draft)
    draft.rename(target)
    sync_folder(target.parent)


def write_json(path: Path, value: object) -> None:
    """Write a manifest."""
    with path.open("w", encoding="utf-8") as file:
        json.dump(value, file, indent=1, default=plain, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())


def plain(value: object) -> object:
    """Return a value as JSON has it; a field's `to_python` reads it back."""
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value
