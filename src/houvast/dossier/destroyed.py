# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The list of destructions, kept with the checkpoints: outside the database, outside the key store and their backups.

Each line is the whole decision, written before the keys go, so that a restore can carry it out again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import rfc8785
from django.conf import settings

from houvast.dossier.chain import GENESIS, sha256
from houvast.dossier.files import append_line, make_folder, whole_lines

FILE = "destroyed-keys.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destruction:
    """One decision and the keys that went. `org` is empty where it was about everything in the stream.

    `seq` and `head` are the place and hash of the last event at that moment. No later event can have been sealed with a
    key that went, so a forged one that claims to is found although nothing can be opened any more.
    """

    number: int
    decision: str
    stream: str
    seq: int
    head: str
    org: str
    keys: tuple[str, ...]
    by: str
    reason: str
    ground: str
    decided_at: str
    prev: str = GENESIS

    @property
    def hash(self) -> str:
        """The link in the chain of destructions."""
        return sha256(rfc8785.dumps(self.as_json()))

    def as_json(self) -> dict[str, str | int | list[str]]:
        """Return the decision as it is hashed and written."""
        return {
            "by": self.by,
            "decided_at": self.decided_at,
            "decision": self.decision,
            "ground": self.ground,
            "head": self.head,
            "keys": list(self.keys),
            "number": self.number,
            "org": self.org,
            "prev": self.prev,
            "reason": self.reason,
            "seq": self.seq,
            "stream": self.stream,
        }


def path() -> Path:
    """Return where the list is kept."""
    return Path(settings.HOUVAST_CHECKPOINTS) / FILE


def write(destruction: Destruction) -> None:
    """Add a decision to the list; it is on disk when this returns."""
    make_folder(path().parent)
    append_line(path(), json.dumps(destruction.as_json(), sort_keys=True))


def listed() -> Iterator[Destruction]:
    """Give every decision on the list, oldest first."""
    for line in whole_lines(path()):
        raw = json.loads(line)
        yield Destruction(**{**raw, "keys": tuple(raw["keys"])})


def last_sealed() -> Mapping[str, int]:
    """Return for each key that was destroyed on a decision the last place in its stream that it can have sealed."""
    try:
        state = path().stat()
    except FileNotFoundError:
        return {}
    return _last_sealed(path(), state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _last_sealed(_path: Path, _modified_ns: int, _size: int) -> Mapping[str, int]:
    return {key: destruction.seq for destruction in listed() for key in destruction.keys}
