# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""One hash over a list, from which no part can be left out and into which none can be put."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def merkle_root(content: Iterable[bytes]) -> str:
    """Return the root of a Merkle tree; a leaf and a node can never be taken for one another.

    Source: RFC 9162 §2.1.1, as a stack of complete subtrees.

    >>> merkle_root([]) == hashlib.sha256().hexdigest()
    True
    """
    stack: list[tuple[int, bytes]] = []
    for leaf in content:
        height, node = 0, hashlib.sha256(b"\0" + leaf).digest()
        while stack and stack[-1][0] == height:
            height, node = height + 1, hashlib.sha256(b"\1" + stack.pop()[1] + node).digest()
        stack.append((height, node))
    if not stack:
        return hashlib.sha256().hexdigest()
    node = stack.pop()[1]
    while stack:
        node = hashlib.sha256(b"\1" + stack.pop()[1] + node).digest()
    return node.hex()
