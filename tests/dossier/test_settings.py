# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an operator chooses by the environment."""

import os
import stat
import subprocess
import sys

import pytest

from houvast.web.databases import UnknownDatabaseError, database


def shown(tmp_path, **environment):
    script = (
        "from houvast.web import settings as s; import stat;"
        "print(s.DATABASES['default']['NAME'], s.HOUVAST_KEYS, sorted(s.DATABASES), len(s.SECRET_KEY) > 60, sep='|')"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HOUVAST_")}
    found = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout.strip().split("|")


def test_all_is_in_one_folder_here_unless_something_else_is_said(tmp_path):
    home = tmp_path / ".houvast"
    assert shown(tmp_path) == [str(home / "houvast.sqlite3"), str(home / "keys"), "['default']", "True"]
    secret = home / "secret.key"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    before = secret.read_text()
    shown(tmp_path)
    assert secret.read_text() == before


def test_everything_can_be_elsewhere(tmp_path):
    found = shown(
        tmp_path,
        HOUVAST_HOME=str(tmp_path / "home"),
        HOUVAST_KEYS="/safe/keys",
        HOUVAST_DATABASE="postgresql://app@db/houvast",
        HOUVAST_DATABASE_OWNER="postgresql://owner@db/houvast",
    )
    assert found == ["houvast", "/safe/keys", "['default', 'owner']", "True"]


def test_an_address_of_postgresql_is_taken_apart():
    found = database("postgresql://app:p%40ss@db.local:5433/houvast?host=/run/pg")
    parts = [found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")]
    assert parts == ["app", "p@ss", "/run/pg", "5433", "houvast"]


@pytest.mark.parametrize("address", ["mysql://secret@host/x", "", "houvast.sqlite3"])
def test_another_database_is_refused_without_repeating_its_password(address):
    with pytest.raises(UnknownDatabaseError) as refused:
        database(address)
    assert "secret" not in str(refused.value)
