# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Copy the few browser files that Houvast ships out of their packages, after checking every package's hash.

`vendor.py` fetches the packages named in `vendor.lock` with `npm pack` and copies the files; `vendor.py --check` only
tells whether the files in the repository are still the ones that were copied. Nobody needs npm to run or test Houvast.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "tools" / "vendor.lock"
TARGET = ROOT / "src" / "houvast" / "web" / "static" / "vendor"


class Package(TypedDict, total=False):
    """One package: what is copied out of it, and the hashes of the package and of every copy."""

    name: str
    version: str
    license: str
    files: dict[str, str]
    sha512: str
    sha256: dict[str, str]


def main() -> int:
    """Copy or check; 0 when every file is what the lock says."""
    packages = json.loads(LOCK.read_text())["packages"]
    if "--check" not in sys.argv[1:]:
        for package in packages:
            copy(package)
        LOCK.write_text(json.dumps({"packages": packages}, indent=2) + "\n")
    wrong = [name for package in packages for name in changed(package)]
    for name in wrong:
        print(f"{name} is not the file that was vendored. Run tools/vendor.py, or put the file back.")
    return int(bool(wrong))


def copy(package: Package) -> None:
    """Fetch one package, refuse it when its hash is another, and copy the files that are named."""
    with tempfile.TemporaryDirectory() as folder:
        name = f"{package['name']}@{package['version']}"
        done = subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True)
        archive = Path(folder) / done.stdout.strip().splitlines()[-1]
        found = hashlib.sha512(archive.read_bytes()).hexdigest()
        if package.setdefault("sha512", found) != found:
            sys.exit(f"{name} has another hash than vendor.lock says. Do not use it before you know why.")
        hashes = package.setdefault("sha256", {})
        with tarfile.open(archive) as opened:
            for source, target in package["files"].items():
                member = opened.extractfile(f"package/{source}")
                if member is None:
                    sys.exit(f"{name} has no file {source}.")
                content = member.read()
                place = TARGET / target
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
                hashes[target] = hashlib.sha256(content).hexdigest()


def changed(package: Package) -> list[str]:
    """Name the files of one package that are missing or not what was copied."""
    hashes = package.get("sha256", {})
    return [
        name
        for name, expected in hashes.items()
        if not (TARGET / name).exists() or hashlib.sha256((TARGET / name).read_bytes()).hexdigest() != expected
    ]


if __name__ == "__main__":
    sys.exit(main())
