# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one server process: gunicorn with threads, bound to this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

if TYPE_CHECKING:
    from collections.abc import Callable

THREADS = 8


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Houvast under gunicorn, without a configuration file."""

    def __init__(self, port: int, on_start: Callable[[], None] | None = None) -> None:
        self.port = port
        self.on_start = on_start
        super().__init__()

    def load_config(self) -> None:
        """Set where to listen and how many threads answer."""
        self.cfg.set("bind", f"127.0.0.1:{self.port}")
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", THREADS)
        self.cfg.set("loglevel", "warning")
        if self.on_start is not None:
            self.cfg.set("when_ready", self._when_ready)

    def _when_ready(self, _: Any) -> None:  # noqa: ANN401  gunicorn's own arbiter
        if self.on_start is not None:
            self.on_start()

    def load(self) -> object:
        """Return the application that answers requests."""
        return get_wsgi_application()


def serve(port: int, on_start: Callable[[], None] | None = None) -> None:
    """Answer requests on this machine until somebody stops it.

    Args:
        port: The port on 127.0.0.1.
        on_start: Called once the port is open.
    """
    Server(port, on_start).run()
