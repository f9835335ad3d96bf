# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The backup of the key store: apart from the backup of the events, and short-lived.

It holds the locked data keys and not the master key, which stays in its safe. It expires, because a destroyed key lives
on in every older copy of the key store; and what has been destroyed since is left out when it is put back.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from houvast.core.errors import HouvastError
from houvast.dossier import destroyed, keys, master_key
from houvast.dossier.backup_files import MANIFEST, close_draft, damaged, hash_of, open_draft, write_json
from houvast.dossier.files import OWNER_ONLY, make_folder, sync_folder

LIFETIME = timedelta(days=30)


class KeyBackupExpiredError(HouvastError):
    """A key backup that is older than it may be."""

    code = "key_backup_expired"


class KeyRestoreRefusedError(HouvastError):
    """A key restore that would overwrite keys."""

    code = "key_restore_refused"


@dataclass(frozen=True, slots=True)
class KeyManifest:
    """What a key backup holds, and until when it may be used."""

    keys: int
    sha256: str
    made_at: datetime
    expires_at: datetime


def backup_keys(target: Path, now: datetime, *, lifetime: timedelta = LIFETIME) -> KeyManifest:
    """Copy the key store, without the master key, while others go on using it.

    Args:
        target: A folder that does not exist yet, in another place than the backups of the events.
        now: The instant.
        lifetime: How long the copy may be used; throw it away after that (:func:`throw_away_expired`).

    Returns:
        What was written.

    Raises:
        BackupTargetError: The folder exists, or cannot be made.
    """
    draft = open_draft(target)
    copy = draft / keys.FILE
    keys.key_store()  # made, or refused, before it is copied
    with closing(_open(Path(settings.HOUVAST_KEYS) / keys.FILE)) as source, closing(sqlite3.connect(copy)) as there:
        source.backup(there)
        count = there.execute("SELECT count(*) FROM data_key").fetchone()[0]
        there.execute("PRAGMA journal_mode = DELETE")  # one file, complete in itself
    copy.chmod(OWNER_ONLY)
    manifest = KeyManifest(count, hash_of(copy), now, now + lifetime)
    write_json(draft / MANIFEST, asdict(manifest))
    keys.key_store().add_backup_folder(target.parent)  # before it is there, so that none outlives its term
    close_draft(draft, target)
    return manifest


def restore_keys(source: Path, now: datetime) -> int:
    """Put a key store back, without the keys that were destroyed since; do this before the events are put back.

    The master key (file `master.key`) and the list of destroyed keys must be in their folders already.

    Args:
        source: The folder of the key backup.
        now: The instant.

    Returns:
        How many keys were put back.

    Raises:
        BackupDamagedError: The key backup is not whole; nothing was put back.
        KeyBackupExpiredError: It may not be used any more.
        KeyRestoreRefusedError: There are keys already.
        KeyMissingError, KeyWrongError: The master key is not there, or is another.
    """
    manifest = read_key_manifest(source)
    if now >= manifest.expires_at:
        raise KeyBackupExpiredError(
            "This key backup has expired, because it may hold keys of what has been destroyed since. It was not used. "
            "Take a newer one, and throw this one away."
        )
    folder = Path(settings.HOUVAST_KEYS)
    _refuse_filled(folder)
    with closing(_open(source / keys.FILE)) as copy:
        check = copy.execute("SELECT value FROM setting WHERE name = 'check'").fetchone()[0]
        master_key.find(folder, check)
        gone = destroyed.last_sealed()
        kept = [row for row in copy.execute("SELECT * FROM data_key ORDER BY id") if row[0] not in gone]
        _write(folder / keys.FILE, kept, copy.execute("SELECT name, value FROM setting").fetchall())
    return len(kept)


def read_key_manifest(source: Path) -> KeyManifest:
    """Read the manifest of a key backup and compare the file with it.

    Raises:
        BackupDamagedError: The file is missing, cut off or changed, or this is no key backup.
    """
    try:
        raw = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        made_at, expires_at = (datetime.fromisoformat(raw[name]) for name in ("made_at", "expires_at"))
        manifest = KeyManifest(raw["keys"], raw["sha256"], made_at, expires_at)
    except (OSError, ValueError, KeyError, TypeError):
        raise damaged("its manifest is missing or cannot be read") from None
    if hash_of(source / keys.FILE) != manifest.sha256:
        raise damaged(f"the file {keys.FILE} is missing, cut off or changed")
    return manifest


def throw_away_expired(folder: Path, now: datetime) -> list[str]:
    """Remove every key backup in a folder that may not be used any more, and name them."""
    expired = []
    for manifest in sorted(folder.glob(f"*/{MANIFEST}")):
        try:
            until = datetime.fromisoformat(json.loads(manifest.read_text(encoding="utf-8"))["expires_at"])
        except (ValueError, KeyError, TypeError):
            continue  # another sort of backup
        if until <= now:
            shutil.rmtree(manifest.parent)
            expired.append(manifest.parent.name)
    return expired


def _refuse_filled(folder: Path) -> None:
    if not (folder / keys.FILE).exists():
        return
    if keys.key_store().present():
        raise KeyRestoreRefusedError(
            "There are keys in the key store already. Putting other keys over them could make cases unreadable for "
            "good, so nothing was done. Restore into a folder (HOUVAST_KEYS) with only the master key in it."
        )
    keys.key_store().close()
    for left in folder.glob(f"{keys.FILE}*"):
        left.unlink()


def _write(path: Path, rows: list[tuple[object, ...]], settings_: list[tuple[object, ...]]) -> None:
    """Write a key store that never held anything but these keys."""
    make_folder(path.parent)
    draft = path.with_name(f"{path.name}.unfinished")
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft)) as new:
        new.executescript(keys.TABLES)
        new.executemany("INSERT INTO data_key VALUES (?, ?, ?, ?, ?)", rows)
        new.executemany("INSERT INTO setting VALUES (?, ?)", settings_)
        new.commit()
    draft.chmod(OWNER_ONLY)
    draft.replace(path)
    sync_folder(path.parent)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)
