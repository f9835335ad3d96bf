# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The key store: every data key, locked with the master key, in a file apart from the events.

Destroying a key destroys what it sealed, wherever a copy of that lies. So the key store is never part of a backup of
the events, its own backup is short-lived, and the ids of destroyed keys are kept outside both (`destroyed.py`).
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from houvast.dossier import destroyed, master_key
from houvast.dossier.errors import KeyDestroyedError, KeyMissingError
from houvast.dossier.key_file import FILE, TABLES, KeyFile, Version, clean_errors

__all__ = ["FILE", "TABLES", "KeyStore", "Scope", "key_store"]

MAX_OPENED = 50_000


@dataclass(frozen=True, slots=True)
class Scope:
    """What one key seals: the events of an organisation in a stream, or one document, note or person.

    `single` is the id of the event that added a document or note. A person has one key, whichever organisation writes.
    """

    stream: str
    org: str = ""
    single: str = ""


class KeyStore:
    """The data keys in one folder. Safe for threads, and after a fork.

    Args:
        folder: Holds `keys.sqlite3` and `master.key`; both are made where neither is there.

    Raises:
        KeyMissingError: There is a key store, but no master key.
        KeyWrongError: The master key is another than the one that locked the keys.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self._file = KeyFile(folder)
        self._version: Version | None = None
        self._generation = -1
        self._master = b""
        self._opened: dict[str, AESGCM] = {}
        self._ids: dict[Scope, str] = {}
        self.generation()

    def generation(self) -> int:
        """Return a number that rises when a key is destroyed or locked anew, by this process or another.

        What was derived from keys under an older number must be thrown away; the caches here are.
        """
        with self._lock, clean_errors():
            version = self._file.version()
            if version != self._version:
                self._refresh()
                self._version = version
            return self._generation

    def id_for(self, scope: Scope) -> str:
        """Return the id of the key of a scope; a new key is made, and on disk, where there is none."""
        return self.ids_for([scope])[0]

    def ids_for(self, scopes: Iterable[Scope]) -> list[str]:
        """Return the ids of the keys of several scopes; those that are new go to disk together."""
        wanted = list(scopes)
        with self._lock, clean_errors():
            self.generation()
            unknown = {scope for scope in wanted if scope not in self._ids}
            found = {scope: key_id for scope in unknown if (key_id := self._find(scope))}
            new = self._make(unknown - found.keys()) if unknown - found.keys() else {}
            known = self._ids | found | new if unknown else self._ids
            if len(self._ids) > MAX_OPENED:
                self._ids.clear()
            self._ids.update(found | new)
            return [known[scope] for scope in wanted]

    def cipher(self, key_id: str) -> AESGCM:
        """Return what seals and opens with a key.

        Raises:
            KeyDestroyedError: It was destroyed on a decision.
            KeyMissingError: It is not there, and nobody decided that.
        """
        with self._lock, clean_errors():
            generation = self.generation()
            cipher = self._opened.get(key_id)
            if cipher is None:
                try:
                    cipher = AESGCM(self._unlock(key_id))
                except KeyMissingError:
                    if self.generation() == generation:
                        raise
                    cipher = AESGCM(self._unlock(key_id))  # another process rotated just now
                if len(self._opened) > MAX_OPENED:
                    self._opened.clear()
                self._opened[key_id] = cipher
            return cipher

    def known_id(self, scope: Scope) -> str:
        """As :func:`id_for`, for who asked :func:`generation` just now."""
        return self._ids.get(scope) or self.id_for(scope)

    def known_cipher(self, key_id: str) -> AESGCM:
        """As :func:`cipher`, for who asked :func:`generation` just now: a look at the file for each event adds up."""
        return self._opened.get(key_id) or self.cipher(key_id)

    def ids(self, *, stream: str, org: str | None = None, single: str | None = None) -> tuple[str, ...]:
        """Return the ids of the keys of a stream, or of one organisation or one document or note in it."""
        where = {"stream": stream, "org": org, "single": single}
        given = {name: value for name, value in where.items() if value is not None}
        condition = " AND ".join(f"{name} = ?" for name in given)
        query = f"SELECT id FROM data_key WHERE {condition} ORDER BY id"  # noqa: S608 - names from here
        with self._lock, clean_errors():
            return tuple(row[0] for row in self._file.db.execute(query, (*given.values(),)))

    def present(self) -> frozenset[str]:
        """Return the ids of all keys."""
        with self._lock, clean_errors():
            return frozenset(row[0] for row in self._file.db.execute("SELECT id FROM data_key"))

    def streams(self) -> frozenset[str]:
        """Return the streams that have a key."""
        with self._lock, clean_errors():
            return frozenset(row[0] for row in self._file.db.execute("SELECT DISTINCT stream FROM data_key"))

    def backup_folders(self) -> tuple[Path, ...]:
        """Return the folders in which backups of this key store were made."""
        with self._lock, clean_errors():
            return tuple(map(Path, self._backup_folders()))

    def add_backup_folder(self, folder: Path) -> None:
        """Remember that a folder holds backups of this key store, which must be thrown away when they expire."""
        with self._lock, clean_errors(), self._file.transaction():
            known = {*self._backup_folders(), str(folder.resolve())}
            self._file.set("backup_folders", json.dumps(sorted(known)).encode())

    def _backup_folders(self) -> list[str]:
        found = self._file.db.execute("SELECT value FROM setting WHERE name = 'backup_folders'").fetchone()
        return [*map(str, json.loads(found[0]))] if found else []

    def destroy(self, key_ids: Iterable[str]) -> int:
        """Destroy keys so that no byte of them is left in the key store, and answer how many were still there.

        Raises:
            StoreUnavailableError: The keys are gone, but another process keeps their old bytes in the log; try again.
        """
        with self._lock, clean_errors():
            with self._file.transaction() as db:
                gone = sum(db.execute("DELETE FROM data_key WHERE id = ?", (key,)).rowcount for key in key_ids)
                self._next_generation()
            self._file.forget_old_bytes()
            return gone

    def rotate(self) -> int:
        """Lock every data key with a new master key, and answer how many there are. The data need not be touched."""
        with self._lock, clean_errors():
            new = master_key.new_key()
            with self._file.transaction() as db:
                old = master_key.find(self.folder, self._file.setting("check"))
                master_key.write(self.folder / master_key.NEXT_FILE, new)
                rows = db.execute("SELECT id, locked FROM data_key").fetchall()
                db.executemany(
                    "UPDATE data_key SET locked = ? WHERE id = ?",
                    [(master_key.lock(new, _open(old, key, locked), key.encode()), key) for key, locked in rows],
                )
                self._file.set("check", master_key.lock(new, master_key.CHECK, master_key.CHECK))
                self._next_generation()
                self._master = b""
            self._refresh()
            self._file.forget_old_bytes()
            return len(rows)

    def close(self) -> None:
        """Close the file; it opens again by itself."""
        with self._lock:
            self._file.close()

    def _refresh(self) -> None:
        """Throw away what another process may have made untrue."""
        generation = int(self._file.setting("generation"))
        if generation != self._generation or not self._master:
            self._opened.clear()
            self._ids.clear()
            with self._file.transaction():
                self._master = master_key.find(self.folder, self._file.setting("check"))
            self._generation = generation

    def _next_generation(self) -> None:
        self._opened.clear()
        self._ids.clear()
        self._generation = int(self._file.setting("generation")) + 1
        self._file.set("generation", b"%d" % self._generation)

    def _find(self, scope: Scope) -> str | None:
        found = self._file.db.execute(
            "SELECT id FROM data_key WHERE stream = ? AND org = ? AND single = ?",
            (scope.stream, scope.org, scope.single),
        ).fetchone()
        return found[0] if found else None

    def _make(self, scopes: Iterable[Scope]) -> dict[Scope, str]:
        """Make a key for each scope that has none yet, in one transaction."""
        made: dict[Scope, str] = {}
        with self._file.transaction() as db:
            master = master_key.find(self.folder, self._file.setting("check"))  # another process may have rotated
            for scope in scopes:
                key_id = self._find(scope)
                if key_id is None:
                    key_id = str(uuid.uuid4())
                    locked = master_key.lock(master, master_key.new_key(), key_id.encode())
                    row = (key_id, scope.stream, scope.org, scope.single, locked)
                    db.execute("INSERT INTO data_key VALUES (?, ?, ?, ?, ?)", row)
                made[scope] = key_id
        return made

    def _unlock(self, key_id: str) -> bytes:
        found = self._file.db.execute("SELECT locked FROM data_key WHERE id = ?", (key_id,)).fetchone()
        if found:
            return _open(self._master, key_id, found[0])
        if key_id in destroyed.last_sealed():
            raise KeyDestroyedError(key_id)
        raise KeyMissingError(
            f"The key {key_id} is not in the key store and was not destroyed on a decision, so a part of a case cannot "
            "be read. Do not go on with an incomplete case; put the backup of the key store back."
        )


def _open(master: bytes, key_id: str, locked: bytes) -> bytes:
    try:
        return master_key.unlock(master, locked, key_id.encode())
    except InvalidTag:
        raise KeyMissingError(
            f"The key {key_id} in the key store was changed, so what it sealed cannot be read. "
            "Put the backup of the key store back."
        ) from None


@cache
def _in(folder: Path | str) -> KeyStore:
    return KeyStore(Path(folder))


def key_store() -> KeyStore:
    """Return the key store of this installation (HOUVAST_KEYS)."""
    return _in(settings.HOUVAST_KEYS)
