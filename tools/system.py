# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a test needs from the system: found on PATH, else installed where that is allowed, else named and stopped at."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable

PACKAGES = {  # program -> Debian packages that bring it
    "chromium": ("chromium",),
}


def provide(programs: Iterable[str]) -> None:
    """Return when every program is on PATH; stop with the command that would bring it if it cannot be had."""
    missing = absent(programs)
    if not missing:
        return
    packages = [package for program in missing for package in PACKAGES[program]]
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    rights = privilege() if shutil.which("apt-get") else None
    if rights is not None:
        print(f"Installing {', '.join(packages)} ...", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], install):
            subprocess.run([*rights, *command], check=False, stdout=subprocess.DEVNULL, env=quiet)
        missing = absent(missing)
    if missing:
        sys.exit(
            f"The tests need {', '.join(missing)}, which is not on PATH and could not be installed from here.\n"
            f"Run this as root and then try again:\n\n    apt-get update && {' '.join(install)}\n"
        )


def absent(programs: Iterable[str]) -> list[str]:
    """Answer which programs are not on PATH."""
    return [program for program in programs if shutil.which(program) is None]


def privilege() -> list[str] | None:
    """Answer the prefix that makes a command run as root, or None where that is not allowed without a password."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    if shutil.which("sudo") and subprocess.run([*sudo, "true"], check=False, capture_output=True).returncode == 0:
        return sudo
    return None
