# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Try to append while the disk refuses; the exit code says how that ended (nothing can be printed any more)."""

import os
import sys

import django

REFUSED_CLEANLY, ACCEPTED, OTHERWISE = 7, 8, 9


def main() -> int:
    django.setup()
    from tests.broken_disk import break_disk
    from tests.generators import NOW, a_new_event

    from houvast.dossier import store
    from houvast.dossier.errors import StoreUnavailableError

    def add(seq):
        store.append("case/1", [a_new_event("note.added")] * 3, by="a", org="police", clock=NOW, expected_seq=seq)

    add(0)
    break_disk(sys.argv[1])
    try:
        add(3)
    except StoreUnavailableError:
        return REFUSED_CLEANLY
    except BaseException:  # noqa: BLE001 - whatever else is a bug
        return OTHERWISE
    return ACCEPTED


if __name__ == "__main__":
    os._exit(main())
