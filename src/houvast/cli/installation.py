# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The store that a command works on, the present moment, and progress on the terminal."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


def present() -> datetime:
    """Return the present instant. Commands are the place where the clock is read."""
    return datetime.now(UTC)


def open_store(*, checked: bool = True) -> None:
    """Make the store of this installation ready for use.

    Args:
        checked: Whether to refuse a store that is not as it must be. Only what repairs or judges a store looks at one
            unchecked.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "houvast.web.settings")
    import django

    django.setup()
    if checked:
        from houvast.dossier import start

        start.check()


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show on standard error how much is done; give what is done and how much there is."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
