# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A worker to kill. Starts one worker process for every line on its input, and prints the id of each.

Workers are forks of one process that has loaded everything, because loading takes longer than a life of one. Their
clock runs a hundred times as fast, so that leases expire while the test waits.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

SPEED = 100
BEGIN = datetime(2026, 3, 3, tzinfo=UTC)


def main() -> None:
    started, folder, journal = float(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    django.setup()
    from houvast.dossier import notifications, worker
    from houvast.dossier.outbox import Message

    def receive(message: Message, now: datetime) -> None:
        if notifications.deliver(message, folder, now):
            with journal.open("ab", buffering=0) as file:
                file.write(f"{message.key}\n".encode())

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    print("ready", flush=True)  # noqa: T201 - read by the test
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            clock = lambda: BEGIN + timedelta(seconds=(time.time() - started) * SPEED)  # noqa: E731
            worker.run(threading.Event(), clock, pause_s=0.01, handlers={"receive": receive})
        print(child, flush=True)  # noqa: T201 - read by the test


if __name__ == "__main__":
    main()
