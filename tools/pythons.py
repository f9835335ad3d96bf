# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Find newer Pythons and give each its own environment from the same lock."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NEWER = ("3.12", "3.13", "3.14")


def newer(root: Path) -> Iterator[tuple[str, Path]]:
    """Give (version, python of a ready environment) for each newer Python that can be had; name those that cannot."""
    for version in NEWER:
        found = locate(version)
        if found is None:
            print(f"Python {version} is not to be had on this machine; its tests are left out.")
            continue
        target = root / f".venv-{version}"
        subprocess.run([found, root / "tools" / "bootstrap.py", target], check=True)
        yield version, target / "bin" / "python"


def locate(version: str) -> str | None:
    """Answer a working Python of a version, from PATH or brought by uv, or None."""
    uv = str(Path(sys.executable).with_name("uv"))
    find = [uv, "python", "find", "--no-project", version]
    chosen = {**os.environ, "PYENV_VERSION": version}  # where pyenv rules PATH, it hides all versions but the chosen
    for ask in (find, [uv, "python", "install", version], find):
        answer = subprocess.run(ask, check=False, capture_output=True, text=True, env=chosen).stdout.strip()
        if answer and works(answer, version):
            return answer
    return None


def works(python: str, version: str) -> bool:
    """Tell whether a program is that Python, and can make environments."""
    proof = f"import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != ({version.replace('.', ', ')}))"
    return subprocess.run([python, "-c", proof], check=False, capture_output=True).returncode == 0
