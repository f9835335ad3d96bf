# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a store needs every day: a checkpoint, and no backup of keys that may not be used any more."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from houvast.core.errors import HouvastError
from houvast.dossier import checkpoint_file, key_backup
from houvast.dossier.checkpoints import write_checkpoint
from houvast.dossier.keys import key_store

EVERY = timedelta(days=1)

log = logging.getLogger(__name__)


def keep(now: datetime) -> None:
    """Write a checkpoint if the last is a day old, and throw expired key backups away.

    What cannot be done is in the program's log, and is tried again the next time: the worker has other work to do.
    """
    try:
        last = checkpoint_file.read_file(checkpoint_file.file()).last
        if last is None or now - last.made_at >= EVERY:
            write_checkpoint(now)
    except (HouvastError, OSError) as error:
        log.error("no checkpoint was written (%s); run `houvast verify`", _reason(error))  # noqa: TRY400 - its code says it
    try:
        for folder in key_store().backup_folders():
            key_backup.throw_away_expired(folder, now)
    except (HouvastError, OSError) as error:
        log.error("an expired key backup could not be thrown away (%s)", _reason(error))  # noqa: TRY400 - as above


def _reason(error: HouvastError | OSError) -> str:
    return error.code if isinstance(error, HouvastError) else type(error).__name__
