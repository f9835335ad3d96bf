# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The fixture `installed`: a store of its own for each test, on every backend that is asked for."""

import atexit
import os
import shutil
import tempfile
import threading

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "houvast.web.settings")
if "HOUVAST_HOME" not in os.environ:
    os.environ["HOUVAST_HOME"] = tempfile.mkdtemp(prefix="houvast-tests-")
    atexit.register(shutil.rmtree, os.environ["HOUVAST_HOME"], ignore_errors=True)

import django

django.setup()

from tests.stores import BACKENDS, Store, Workshop  # noqa: E402


@pytest.fixture(scope="session")
def workshop(tmp_path_factory, django_db_blocker):
    """What makes stores; one server of PostgreSQL for the session."""
    with django_db_blocker.unblock():
        workshop = Workshop(tmp_path_factory.mktemp("stores"))
        yield workshop
        workshop.close()


@pytest.fixture(params=BACKENDS)
def installed(request, workshop, tmp_path, django_db_blocker):
    """An empty store, in use, on each backend; `@pytest.mark.parametrize("installed", ["sqlite"], indirect=True)` for one."""
    with django_db_blocker.unblock():
        store: Store = workshop.make(request.param, tmp_path / "home")
        with store.in_use():
            yield store
        store.drop()


@pytest.fixture
def sqlite_store(workshop, tmp_path, django_db_blocker):
    """An empty store on SQLite, in use: for what only a file can show."""
    with django_db_blocker.unblock():
        store = workshop.make("sqlite", tmp_path / "home")
        with store.in_use():
            yield store


@pytest.fixture
def store_alone(monkeypatch):
    """Nothing follows from an append: for tests with events that make no sense together."""
    from houvast.dossier import hooks

    monkeypatch.setattr(hooks, "on_append", [])
    monkeypatch.setattr(hooks, "on_destruction", [])


@pytest.fixture
def in_threads():
    """Run functions side by side, each with a connection of its own, and return what they returned or raised."""

    def run(functions):
        from django.db import connections

        results = [None] * len(functions)

        def call(number, function):
            try:
                results[number] = function()
            except Exception as error:  # noqa: BLE001 - it is the result
                results[number] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=call, args=pair) for pair in enumerate(functions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    return run
