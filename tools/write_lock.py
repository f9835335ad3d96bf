# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pin every package, with hashes, in requirements.lock; only what pyproject.toml changes moves, unless --upgrade."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

COMPILE = [
    *(str(Path(sys.executable).with_name("uv")), "pip", "compile", "--quiet", "pyproject.toml", "--group", "dev"),
    *("--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),
    *("--custom-compile-command", "make lock", "--output-file", "requirements.lock"),
]

if __name__ == "__main__":
    sys.exit(subprocess.run([*COMPILE, *sys.argv[1:]], cwd=ROOT, check=False).returncode)
