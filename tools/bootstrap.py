# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Make the virtual environment from the lock file; needs only Python 3.11 with venv.

Every package is checked against its hash in `requirements.lock`. uv, itself taken from the lock, does the bulk of the
work because it is several times faster; where it cannot reach the packages (it does not read pip's settings) pip does.
"""

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
OLDEST = (3, 11)


def main(target: Path) -> None:
    """Leave a ready environment in `target`, or stop with the reason."""
    if sys.version_info < OLDEST:
        sys.exit(
            f"Houvast needs Python 3.11 or newer; this is {sys.version.split()[0]}. Set PYTHON=/path/to/python3.11."
        )
    python = target / "bin" / "python"
    if not python.exists():
        make_environment(target)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--no-deps"]
    install_locked(target, pip)
    run([*pip, "--no-build-isolation", "--editable", str(ROOT)])


def make_environment(target: Path) -> None:
    """Create an empty environment with pip in it."""
    try:
        venv.create(target, with_pip=True)
    except subprocess.CalledProcessError:
        sys.exit("Python has no working venv here. On Debian: apt-get install --yes python3-venv")


def install_locked(target: Path, pip: list[str]) -> None:
    """Install exactly what the lock names."""
    uv = target / "bin" / "uv"
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as only_uv:
        only_uv.write(locked("uv"))
        only_uv.flush()
        run([*pip, "--require-hashes", "--requirement", only_uv.name])
    by_uv = [
        str(uv),
        "pip",
        "install",
        "--quiet",
        "--python",
        str(target),
        "--require-hashes",
        "--requirement",
        str(LOCK),
    ]
    if subprocess.run(by_uv, check=False).returncode != 0:
        print("uv could not fetch the packages; pip does it instead, which takes a little longer.")
        run([*pip, "--require-hashes", "--requirement", str(LOCK)])


def locked(package: str) -> str:
    """Answer the lines of the lock that pin one package, hashes included."""
    found = re.search(rf"^{re.escape(package)}==.*?(?=^\S|\Z)", LOCK.read_text(), re.MULTILINE | re.DOTALL)
    if found is None:
        sys.exit(f"requirements.lock does not pin {package}. Run `make lock`.")
    return found.group()


def run(command: list[str]) -> None:
    """Run a command; stop with its exit code if it fails."""
    code = subprocess.run(command, check=False).returncode
    if code != 0:
        sys.exit(code)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".venv")
