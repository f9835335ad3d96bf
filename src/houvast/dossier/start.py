# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Before anybody works with a store: the tables are there, the guards hold, the keys fit, and what must be gone is."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection

from houvast.dossier import destroyed, destruction, guards, restore
from houvast.dossier.availability import unavailable_as_error
from houvast.dossier.keys import key_store


def prepare() -> None:
    """Make or update the tables with the owner's rights, put the guards in place, and then :func:`check`."""
    call_command("migrate", database=guards.migrating_alias(), interactive=False, verbosity=0)
    check()


def check() -> None:
    """Refuse to start on a store that is not as it must be.

    Raises:
        StoreUnguardedError: The database would let somebody change or remove events.
        RestoreUnfinishedError: A restore was begun and not finished.
        KeyMissingError: The master key or the key store is gone.
        KeyWrongError: The master key is another.
        DestructionRefusedError: The register of destructions is not what it was.
        StoreUnavailableError: The database cannot be used.
    """
    guards.check()
    restore.refuse_unfinished_restore()
    key_store().generation()
    _refuse_empty_key_store()
    destruction.apply_destroyed()


def _refuse_empty_key_store() -> None:
    """A key store that was lost comes back empty; it must not be taken for that of a new installation.

    So the key of the newest event must be there; where that was destroyed, of the newest whose key was not.
    """
    gone = destroyed.last_sealed()
    with unavailable_as_error(), connection.chunked_cursor() as cursor:
        cursor.execute("SELECT key_id FROM event ORDER BY id DESC")
        while rows := cursor.fetchmany(1000):
            for (key_id,) in rows:
                if key_id not in gone:
                    key_store().cipher(key_id)
                    return
