# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""When the server itself breaks: the reader is told what to do, and the log tells where, never with what."""

import os
import subprocess
import sys
from pathlib import Path

SECRET = "geheim adres Kade 7"
PROGRAM = f"""
import django
django.setup()
from django.test import Client
from houvast.web import middleware

def broken():
    try:
        {{}}[{SECRET!r}]
    except KeyError as error:
        raise ValueError({SECRET!r}) from error

middleware.require_demo = broken
answer = Client(raise_request_exception=False, SERVER_NAME="localhost").get("/zaken/h-0001/?op={SECRET}")
print(answer.status_code, answer.headers["Cache-Control"])
print(answer.content.decode())
"""


def test_a_bug_says_112_to_the_reader_and_only_where_to_the_log(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "HOUVAST_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "houvast.web.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("500 no-store")
    assert "Bel 112" in done.stdout
    assert "builtins.ValueError" in done.stderr
    assert "builtins.KeyError" in done.stderr
    assert "middleware.py:" in done.stderr
    assert "in broken" in done.stderr
    assert "geheim" not in done.stdout + done.stderr
    assert "h-0001" not in done.stderr
