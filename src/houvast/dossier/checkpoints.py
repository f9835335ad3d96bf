# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Checkpoints: how far every stream had come at a moment, signed, in a file outside the database.

A chain shows a change but not a cut-off tail or a removed case. A checkpoint does: it signs the number of streams and
the Merkle root of all heads, and names the heads that moved since the one before. Copies lodged with partners keep
whoever holds the database *and* the keys from writing history again.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from houvast.dossier.chain import GENESIS
from houvast.dossier.checkpoint_file import FILE, Checkpoint, file, leaves, read_file, signed
from houvast.dossier.errors import CheckpointError
from houvast.dossier.files import append_line, make_folder
from houvast.dossier.merkle import merkle_root
from houvast.dossier.verification import REGISTER, Report, heads, verify

__all__ = ["Checkpoint", "Report", "file", "verify", "write_checkpoint"]


def write_checkpoint(clock: datetime) -> Checkpoint:
    """Sign how far every stream has come, and add that to the file.

    Args:
        clock: The present instant.

    Returns:
        The checkpoint; lodge a copy of the file elsewhere.

    Raises:
        CheckpointError: A stream went back or away since the last checkpoint, or the file was damaged.
        KeyMissingError: There are checkpoints, but the key that signed them is gone.
    """
    make_folder(file().parent)
    with _only_one():
        before = read_file(file())
        if before.damaged_lines:
            raise CheckpointError(
                f"The file of checkpoints was damaged in {len(before.damaged_lines)} line(s), so no new one was added: "
                "it would seem to confirm the rest. Put a lodged copy of the file back."
            )
        now = heads()
        known = {stream: marks[-1] for stream, marks in before.marks.items()}
        if any(stream not in now or now[stream][0] < seq for stream, (seq, _) in known.items()):
            raise CheckpointError(
                "A stream is shorter than at the last checkpoint, so events were taken away and no new checkpoint was "
                "added. Run `houvast verify` to see which."
            )
        unsigned = Checkpoint(
            number=before.last.number + 1 if before.last else 1,
            made_at=clock,
            streams=len(now.keys() - {REGISTER}),
            events=sum(seq for stream, (seq, _) in now.items() if stream != REGISTER),
            root=merkle_root(leaves(now)),
            moved={stream: mark for stream, mark in now.items() if known.get(stream) != mark},
            prev=before.last.hash if before.last else GENESIS,
        )
        checkpoint = signed(unsigned)
        append_line(file(), checkpoint.as_line())
        return checkpoint


@contextmanager
def _only_one() -> Iterator[None]:
    with (file().parent / f"{FILE}.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        yield
