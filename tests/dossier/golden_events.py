# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Golden events: one of every version that was ever written, as it lay in the database, with its key.

    python -m tests.dossier.golden_events      # adds what is missing; never changes what is there

When a kind gets a new version, the old golden event stays and the new one is added beside it.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from tests.generators import an_event

from houvast.core.events import KINDS, Kind
from houvast.core.events.wire import encode
from houvast.dossier import sealing
from houvast.dossier.chain import GENESIS, Stored

FOLDER = Path(__file__).parent / "golden"
KEY = bytes(range(32))


class OneKey:
    """A key store with one key that everybody may know."""

    def known_id(self, scope):
        return "golden"

    def known_cipher(self, key_id):
        return AESGCM(KEY)


@contextmanager
def golden_key():
    with patch.object(sealing, "key_store", OneKey):
        yield


def golden() -> dict[str, dict]:
    """Return every golden event by its wire name."""
    return {
        entry["row"]["kind"]: entry for file in sorted(FOLDER.glob("*.json")) for entry in json.loads(file.read_text())
    }


def row_of(entry: dict) -> Stored:
    raw = entry["row"]
    sealed = {name: base64.b64decode(raw[name]) for name in ("nonce", "ciphertext")}
    return Stored(**(raw | sealed))


def written(kind: Kind, payload: bytes | None = None) -> dict:
    """Return a golden event: as it lies in the database, and what must be read back."""
    event = an_event(kind.name, seed=1, about="order-1")
    content = sealing.payload(event.data, kind) if payload is None else payload
    with golden_key(), patch.object(sealing, "payload", lambda *_: content):
        row = sealing.seal(event, kind, GENESIS, lambda _: None)
    raw = row._asdict() | {name: base64.b64encode(getattr(row, name)).decode() for name in ("nonce", "ciphertext")}
    with golden_key():
        return {"row": raw, "data": encode(sealing.open_row(row).data)}


def first_assessment() -> dict:
    """Return an assessment as version 1 wrote it."""
    kind = next(kind for kind in KINDS if kind.name == "assessment.completed")
    data = {"criminal_file": "undecided", "instrument": "sash", "level": "high", "trained": True}
    return written(dataclasses.replace(kind, version=1), json.dumps(data).encode())


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    found = golden()
    missing = [written(kind) for kind in KINDS if kind.wire not in found]
    if "assessment.completed.v1" not in found:
        missing.append(first_assessment())
    for entry in missing:
        file = FOLDER / f"{entry['row']['kind'].partition('.')[0]}.json"
        entries = json.loads(file.read_text()) if file.exists() else []
        file.write_text(json.dumps([*entries, entry], indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
