# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file of the key store: one connection in each process, durable, and without a trace of what was removed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from houvast.dossier import master_key
from houvast.dossier.errors import StoreUnavailableError
from houvast.dossier.files import OWNER_ONLY, make_folder

FILE = "keys.sqlite3"
WAIT_FOR_LOCK_S = 60
PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON")
TABLES = """
CREATE TABLE IF NOT EXISTS data_key (
    id TEXT PRIMARY KEY, stream TEXT NOT NULL, org TEXT NOT NULL, single TEXT NOT NULL, locked BLOB NOT NULL,
    UNIQUE (stream, org, single)
) STRICT;
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
"""

Version = tuple[int, int, int]
"""Changes when what was read from the file may no longer be so."""


class KeyFile:
    """The keys and settings in `keys.sqlite3`. Its user sees to it that one thread at a time uses it.

    Args:
        folder: Where the file is; made with a master key where there is none.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process = 0
        self._opened = 0
        self._rolled_back = 0
        self._left_to_parent: list[sqlite3.Connection] = []
        self._connection: sqlite3.Connection

    @property
    def db(self) -> sqlite3.Connection:
        """The connection of this process: one that crosses a fork can damage the file."""
        if self._process != os.getpid():
            if self._process:
                self._left_to_parent.append(self._connection)
            self._open()
        return self._connection

    def version(self) -> Version:
        """Return what changes when this process opened the file anew or failed, or another process wrote."""
        seen: int = self.db.execute("PRAGMA data_version").fetchone()[0]
        return self._opened, self._rolled_back, seen

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all that is in the block, or nothing; no other process writes meanwhile."""
        db = self.db
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            self._rolled_back += 1
            raise
        db.execute("COMMIT")

    def setting(self, name: str) -> bytes:
        """Return a setting."""
        value: bytes = self.db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()[0]
        return value

    def set(self, name: str, value: bytes) -> None:
        """Change a setting."""
        self.db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def forget_old_bytes(self) -> None:
        """Empty the write-ahead log, which still holds what was removed.

        Raises:
            StoreUnavailableError: Another process is reading it; try again.
        """
        busy = self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise StoreUnavailableError("the old bytes of destroyed keys are still in the log of the key store")

    def close(self) -> None:
        """Close the file; it opens again by itself."""
        if self._process == os.getpid():
            self._connection.close()
        self._process = 0

    def _open(self) -> None:
        make_folder(self.folder)
        self._connection = sqlite3.connect(
            self.folder / FILE, timeout=WAIT_FOR_LOCK_S, isolation_level=None, check_same_thread=False
        )
        self._process = os.getpid()
        self._opened += 1
        for pragma in PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")
        if not self._connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'setting'").fetchone():
            self._create()

    def _create(self) -> None:
        with self.transaction() as db:
            for statement in TABLES.split(";"):
                db.execute(statement)
            if db.execute("SELECT 1 FROM setting").fetchone():  # another process was first
                return
            path = self.folder / master_key.FILE
            key = master_key.read(path)
            if key is None:
                key = master_key.new_key()
                master_key.write(path, key)
            self.set("check", master_key.lock(key, master_key.CHECK, master_key.CHECK))
            self.set("generation", b"0")
        (self.folder / FILE).chmod(OWNER_ONLY)


@contextmanager
def clean_errors() -> Iterator[None]:
    """Turn what a file or a disk says into StoreUnavailableError."""
    try:
        yield
    except (sqlite3.DatabaseError, OSError):
        raise StoreUnavailableError("the key store cannot be read or written") from None
