# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file of checkpoints: its lines, their signatures and links, and the key that signs them."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from houvast.dossier.chain import GENESIS, sha256
from houvast.dossier.errors import KeyMissingError
from houvast.dossier.files import make_folder, whole_lines, write_secret
from houvast.dossier.instants import from_text, to_text
from houvast.dossier.merkle import merkle_root

FILE = "checkpoints.jsonl"
PUBLIC_KEY_FILE = "checkpoint.pub"
SIGNING_KEY_FILE = "checkpoint.key"

Mark = tuple[int, str]
"""The place and the hash of the last event of a stream."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """How far every stream had come at a moment. `moved` holds the heads that moved since the checkpoint before."""

    number: int
    made_at: datetime
    streams: int
    events: int
    root: str
    moved: Mapping[str, Mark]
    prev: str
    signature: str = ""

    def signed_part(self) -> bytes:
        """Return the bytes that are signed."""
        return rfc8785.dumps(
            {
                "events": self.events,
                "made_at": to_text(self.made_at),
                "moved": {stream: [seq, hash_] for stream, (seq, hash_) in self.moved.items()},
                "number": self.number,
                "prev": self.prev,
                "root": self.root,
                "streams": self.streams,
            }
        )

    @property
    def hash(self) -> str:
        """What the next checkpoint names as the one before it."""
        return sha256(self.signed_part() + self.signature.encode())

    def as_line(self) -> str:
        """Return the line of the file."""
        return json.dumps({**json.loads(self.signed_part()), "signature": self.signature}, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Lodged:
    """What a file of checkpoints says: every mark of every stream, and in which lines it cannot be trusted."""

    marks: Mapping[str, tuple[Mark, ...]]
    last: Checkpoint | None
    damaged_lines: tuple[int, ...]


def file() -> Path:
    """Return where the checkpoints are kept (HOUVAST_CHECKPOINTS)."""
    return Path(settings.HOUVAST_CHECKPOINTS) / FILE


def leaves(marks: Mapping[str, Mark]) -> list[bytes]:
    """Return the leaves of the Merkle tree, in the order of the streams' ids."""
    return [rfc8785.dumps([stream, *marks[stream]]) for stream in sorted(marks)]


def read_file(path: Path, *, until: datetime | None = None) -> Lodged:
    """Read a file of checkpoints and try every signature, link and root in it.

    Args:
        path: The file, or a lodged copy of it.
        until: Leave out what was made after this instant.
    """
    key = _public_key(path.parent)
    marks: dict[str, list[Mark]] = {}
    last: Checkpoint | None = None
    damaged: list[int] = []
    for number, line in enumerate(whole_lines(path), 1):
        checkpoint = _parse(line)
        if checkpoint is None or not _holds(checkpoint, last, marks, key):
            damaged.append(number)
            continue
        if until and checkpoint.made_at > until:
            break
        for stream, mark in checkpoint.moved.items():
            marks.setdefault(stream, []).append(mark)
        last = checkpoint
    return Lodged({stream: tuple(found) for stream, found in marks.items()}, last, tuple(damaged))


def _holds(
    checkpoint: Checkpoint, before: Checkpoint | None, marks: Mapping[str, list[Mark]], key: Ed25519PublicKey | None
) -> bool:
    """Answer whether a checkpoint is signed, follows the one before it, and has the root of its heads."""
    now = {stream: found[-1] for stream, found in marks.items()} | dict(checkpoint.moved)
    if checkpoint.prev != (before.hash if before else GENESIS) or checkpoint.root != merkle_root(leaves(now)):
        return False
    try:
        if key is None:
            return False
        key.verify(base64.b64decode(checkpoint.signature), checkpoint.signed_part())
    except (InvalidSignature, ValueError):
        return False
    return True


def _parse(line: str) -> Checkpoint | None:
    try:
        raw = json.loads(line)
        moved = {str(stream): (int(seq), str(hash_)) for stream, (seq, hash_) in raw["moved"].items()}
        return Checkpoint(**{**raw, "made_at": from_text(raw["made_at"]), "moved": moved})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def signed(checkpoint: Checkpoint) -> Checkpoint:
    """Return a checkpoint with its signature.

    Raises:
        KeyMissingError: There are checkpoints, but the key that signed them is gone.
    """
    signature = base64.b64encode(_signing_key(checkpoint.number == 1).sign(checkpoint.signed_part())).decode()
    return replace(checkpoint, signature=signature)


def _signing_key(first: bool) -> Ed25519PrivateKey:  # noqa: FBT001 - whether this is the first is the question
    path = Path(settings.HOUVAST_KEYS) / SIGNING_KEY_FILE
    if path.exists():
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_bytes()))
    if not first:
        raise KeyMissingError(
            "The key that signed the checkpoints is not in its folder (HOUVAST_KEYS), so no new one can follow them. "
            "Put the file checkpoint.key back from its safe."
        )
    key = Ed25519PrivateKey.generate()
    make_folder(path.parent)
    write_secret(path, base64.b64encode(key.private_bytes_raw()) + b"\n")
    write_secret(file().parent / PUBLIC_KEY_FILE, base64.b64encode(key.public_key().public_bytes_raw()) + b"\n")
    return key


def _public_key(folder: Path) -> Ed25519PublicKey | None:
    """Return the key that a checkpoint must be signed with: our own, else the one beside the file."""
    own = Path(settings.HOUVAST_KEYS) / SIGNING_KEY_FILE
    if own.exists():
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(own.read_bytes())).public_key()
    beside = folder / PUBLIC_KEY_FILE
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(beside.read_bytes())) if beside.exists() else None
