# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A store of one's own for a test: real files and real commits on either database, gone afterwards.

Each backend is migrated once; a test gets a copy. HOUVAST_TEST_DATABASE=sqlite or =postgres runs one of the two.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connections
from django.test import override_settings
from tests.postgres_server import Server

from houvast.core.errors import HouvastError
from houvast.dossier import story_cache
from houvast.dossier.keys import key_store
from houvast.dossier.start import prepare
from houvast.web.databases import database

BACKENDS = tuple(os.environ.get("HOUVAST_TEST_DATABASE", "sqlite,postgres").split(","))
NUMBERS = itertools.count(1)


@dataclass
class Store:
    """One installation: its folder, its addresses, and what a program of its own needs to know to work with it."""

    backend: str
    home: Path
    address: str
    owner_address: str = ""
    server: Server | None = None
    name: str = ""

    @property
    def file(self) -> Path:
        """The file of a SQLite database."""
        return self.home / "houvast.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables for a program that works with this store."""
        owner = {"HOUVAST_DATABASE_OWNER": self.owner_address} if self.owner_address else {}
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "houvast.web.settings",
            "HOUVAST_HOME": str(self.home),
            "HOUVAST_KEYS": str(self.home / "keys"),
            "HOUVAST_CHECKPOINTS": str(self.home / "checkpoints"),
            "HOUVAST_DATABASE": self.address,
            **owner,
        }

    @contextmanager
    def in_use(self) -> Iterator[Store]:
        """Make this the store of the running process."""
        databases = {"default": database(self.address)}
        if self.owner_address:
            databases["owner"] = database(self.owner_address)
        with (
            _databases(databases),
            override_settings(
                HOUVAST_HOME=self.home,
                HOUVAST_KEYS=self.home / "keys",
                HOUVAST_CHECKPOINTS=self.home / "checkpoints",
                HOUVAST_NOTIFICATIONS=self.home / "notifications",
            ),
        ):
            story_cache.clear()
            try:
                yield self
            finally:
                with suppress(HouvastError):  # a test may have spoiled it
                    key_store().close()

    def drop(self) -> None:
        """Take the database away."""
        if self.server:
            self.server.drop_database(self.name)


@contextmanager
def _databases(wanted: Mapping[str, dict[str, object]]) -> Iterator[None]:
    before = connections.settings
    connections.close_all()
    _forget_connections(before)
    connections.settings = connections.configure_settings(dict(wanted))
    try:
        yield
    finally:
        connections.close_all()
        _forget_connections(wanted)
        connections.settings = before


def _forget_connections(names: Mapping[str, object]) -> None:
    for alias in names:
        if hasattr(connections._connections, alias):
            del connections[alias]


@dataclass
class Workshop:
    """Makes stores; the server and the migrated templates are made at their first use."""

    folder: Path
    server: Server | None = None
    templates: dict[str, Store] = field(default_factory=dict)

    def make(self, backend: str, home: Path) -> Store:
        """Return an empty, guarded store of its own."""
        template = self.templates.get(backend) or self._template(backend)
        home.mkdir(parents=True, exist_ok=True)
        if backend == "sqlite":
            shutil.copy(template.file, home / template.file.name)
            return Store(backend, home, f"sqlite:///{home / template.file.name}")
        return self._postgres(home, f"store_{next(NUMBERS)}", template.name)

    def close(self) -> None:
        """Stop the server."""
        if self.server:
            self.server.__exit__()

    def _template(self, backend: str) -> Store:
        home = self.folder / f"template-{backend}"
        home.mkdir()
        if backend == "sqlite":
            store = Store(backend, home, f"sqlite:///{home / 'houvast.sqlite3'}")
        else:
            self.server = Server().__enter__()
            store = self._postgres(home, "template_store", "template1")
        with store.in_use():
            prepare()
        self.templates[backend] = store
        return store

    def _postgres(self, home: Path, name: str, template: str) -> Store:
        server = self.server
        assert server
        server.make_database(name, template)
        app, owner = (server.address(name, role=role) for role in ("houvast_app", "houvast_owner"))
        return Store("postgres", home, app, owner, server, name)
