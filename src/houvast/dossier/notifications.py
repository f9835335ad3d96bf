# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file back end of notifications: one file per message in a folder, for a mail gateway, a demo or a test to read.

A file appears whole or not at all, and once: the name is the key of the message, and an existing file is left alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from houvast.dossier.files import make_folder, sync_folder
from houvast.dossier.outbox import EffectFailedError, Message


def file_notification(message: Message, now: datetime) -> None:
    """Write a message into the folder `HOUVAST_NOTIFICATIONS`.

    Raises:
        EffectFailedError: The folder cannot be written.
    """
    folder = Path(settings.HOUVAST_NOTIFICATIONS)
    try:
        make_folder(folder)
        deliver(message, folder, now)
    except OSError:
        raise EffectFailedError("folder") from None


def deliver(message: Message, folder: Path, now: datetime) -> bool:
    """Write one message into a folder, unless it is there.

    Args:
        message: The message; its key names the file.
        folder: An existing folder.
        now: The instant of delivery.

    Returns:
        Whether it is new.

    Raises:
        OSError: The folder cannot be written.
    """
    target = folder / f"{hashlib.sha256(message.key.encode()).hexdigest()[:32]}.json"
    body = {"key": message.key, "effect": message.effect, "payload": message.payload, "delivered_at": now.isoformat()}
    for left in folder.glob(f".{target.stem}.*.draft"):  # by a worker that was killed while it wrote
        left.unlink(missing_ok=True)
    draft = folder / f".{target.stem}.{os.getpid()}.draft"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(body, file, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, target)  # unlike a rename this never replaces what was delivered before
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(folder)
    return True
