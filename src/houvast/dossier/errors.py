# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every error the event store may raise. Messages name streams, places in them and codes; never what is in a case."""

from __future__ import annotations

from collections.abc import Sequence

from houvast.core.errors import HouvastError
from houvast.core.events import StreamId


class StaleVersionError(HouvastError):
    """Somebody added events after the version that was looked at."""

    code = "stale_version"

    def __init__(self, stream: StreamId, expected_seq: int, newer: Sequence[int]) -> None:
        super().__init__(
            f"{stream} was changed since version {expected_seq} was read: {len(newer)} newer event(s). Nothing was "
            "saved, because the decision may rest on what is no longer so. Look at the newer events and decide again."
        )
        self.stream = stream
        self.expected_seq = expected_seq
        self.newer = tuple(newer)


class UnknownStreamError(HouvastError):
    """A stream without events where there should be some."""

    code = "unknown_stream"

    def __init__(self, stream: StreamId) -> None:
        super().__init__(
            f"There is no {stream}. Check the id; if it came from a link, the case may be in another database."
        )


class InvalidIdError(HouvastError):
    """An id with characters that an id cannot have."""

    code = "invalid_id"

    def __init__(self, field: str) -> None:
        super().__init__(
            f"The {field} is no id, so the event was not accepted: ids are opaque and may be seen by an administrator. "
            "Use letters, digits and . _ : - (a stream: case/, person/, unit/ or consultation/ before it)."
        )


class StoreUnavailableError(HouvastError):
    """The database does not take or give anything now: full, read-only, gone, or locked for too long."""

    code = "store_unavailable"

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The store cannot be used now ({what}), so nothing was saved. Write down what must not be lost, warn the "
            "administrator, and try again; look first whether it is there after all."
        )
        self.what = what


class StoreUnguardedError(HouvastError):
    """The database would let somebody change or remove events."""

    code = "store_unguarded"

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            f"The database does not protect the events: {'; '.join(missing)}. Houvast does not start, because a case "
            "could be changed unseen. Run `houvast verify` and then `houvast migrate` with the owner's role."
        )
        self.missing = tuple(missing)


class ChainBrokenError(HouvastError):
    """What is stored is not what was written."""

    code = "chain_broken"

    def __init__(self, stream: StreamId, seq: int) -> None:
        super().__init__(
            f"{stream}, event {seq}, was changed outside Houvast, so nothing may be concluded from this case. "
            "Do not go on with it; run `houvast verify` and warn the administrator."
        )
        self.stream = stream
        self.seq = seq


class KeyMissingError(HouvastError):
    """A key that should be there is not."""

    code = "key_missing"


class KeyWrongError(HouvastError):
    """The master key is not the one with which the keys were locked."""

    code = "key_wrong"


class KeyDestroyedError(HouvastError):
    """A key that was destroyed on a decision; what it sealed can never be read again."""

    code = "key_destroyed"

    def __init__(self, key_id: str) -> None:
        super().__init__(
            f"The key {key_id} was destroyed on a decision, so what it sealed cannot be read again. "
            "The decision is in the register of destructions."
        )


class DestructionRefusedError(HouvastError):
    """A destruction that names nothing to destroy, or does not fit the register of destructions."""

    code = "destruction_refused"


class CheckpointError(HouvastError):
    """A checkpoint that cannot be written or whose file was damaged."""

    code = "checkpoint_unusable"


class NotDemoError(HouvastError):
    """A database that is not marked as a demonstration."""

    code = "not_demo"
