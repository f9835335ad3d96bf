# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The master key: one file that locks every data key. It lives beside the key store and in no backup."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from houvast.dossier.errors import KeyMissingError, KeyWrongError
from houvast.dossier.files import write_secret

FILE = "master.key"
NEXT_FILE = "master.key.next"
"""The key that a rotation is about to put in place; what the key store says decides which of the two holds."""

NONCE_LENGTH = 12
KEY_LENGTH = 32
CHECK = b"houvast key store"


def new_key() -> bytes:
    """Return a new key of 256 bits."""
    return AESGCM.generate_key(KEY_LENGTH * 8)


def lock(key: bytes, secret: bytes, context: bytes) -> bytes:
    """Return a secret locked with a key; it opens in the same context only."""
    nonce = os.urandom(NONCE_LENGTH)
    return nonce + AESGCM(key).encrypt(nonce, secret, context)


def unlock(key: bytes, locked: bytes, context: bytes) -> bytes:
    """Return the secret.

    Raises:
        InvalidTag: Another key, another context, or a changed byte.
    """
    return AESGCM(key).decrypt(locked[:NONCE_LENGTH], locked[NONCE_LENGTH:], context)


def fits(key: bytes | None, check: bytes) -> bool:
    """Answer whether this is the key that locked the check."""
    try:
        return key is not None and unlock(key, check, CHECK) == CHECK
    except InvalidTag:
        return False


def write(path: Path, key: bytes) -> None:
    """Write a master key, readable by its owner only."""
    write_secret(path, base64.b64encode(key) + b"\n")


def read(path: Path) -> bytes | None:
    """Read a master key; None where there is no file.

    Raises:
        KeyWrongError: The file holds no key.
    """
    try:
        key = base64.b64decode(path.read_bytes(), validate=False)
    except FileNotFoundError:
        return None
    except binascii.Error:
        key = b""
    if len(key) != KEY_LENGTH:
        raise wrong()
    return key


def find(folder: Path, check: bytes) -> bytes:
    """Return the key that locked the check; a rotation that was cut off after its commit is finished.

    Args:
        folder: Where the master key lives.
        check: The check of the key store, read under its write lock.

    Raises:
        KeyMissingError: There is no master key.
        KeyWrongError: There is one, but it is not the one that locked the keys.
    """
    present, following = read(folder / FILE), read(folder / NEXT_FILE)
    if fits(present, check):
        return present or b""
    if fits(following, check):
        (folder / NEXT_FILE).replace(folder / FILE)
        return following or b""
    raise missing() if present is None else wrong()


def missing() -> KeyMissingError:
    """Make the error of a master key that is gone."""
    return KeyMissingError(
        "The master key is not in its folder (HOUVAST_KEYS), so no case can be read. Houvast does not start and makes "
        "no new key, because what the old one locked would be lost for good. "
        "Put the file master.key back from its safe."
    )


def wrong() -> KeyWrongError:
    """Make the error of a master key that is another."""
    return KeyWrongError(
        "The master key is not the one that locked the keys, so no case can be read. Houvast does not start. "
        "Put the master key that belongs to this key store back (file master.key in HOUVAST_KEYS)."
    )
