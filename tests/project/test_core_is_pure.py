# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The core imports nothing but a few parts of the standard library, and calls nothing that reaches the world."""

import ast

import pytest
from tests.project.tree import SOURCE, name

ALLOWED = {
    "__future__",
    "abc",
    "bisect",
    "calendar",
    "collections",
    "contextlib",
    "copy",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "inspect",
    "itertools",
    "json",
    "keyword",
    "math",
    "operator",
    "re",
    "string",
    "textwrap",
    "types",
    "typing",
    "unicodedata",
    "zoneinfo",
    "houvast.core",
}
FORBIDDEN_CALLS = {"open", "input", "print", "exec", "eval", "compile", "__import__", "breakpoint", "id"}
CLOCKS = {"now", "utcnow", "today"}


def offences(source: str) -> list[str]:
    """Answer, by line, what in a source text is not pure."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found += [f"{node.lineno}: import {a.name}" for a in names if not allowed(a.name)]
            case ast.ImportFrom(module=module, level=level):
                found += [f"{node.lineno}: from {module}"] if level == 0 and not allowed(module or "") else []
            case ast.Call(func=ast.Name(id=called)) if called in FORBIDDEN_CALLS:
                found.append(f"{node.lineno}: {called}()")
            case ast.Attribute(value=ast.Name(id="datetime" | "date"), attr=attr) if attr in CLOCKS:
                found.append(f"{node.lineno}: {attr}")
    return found


def allowed(module: str) -> bool:
    parts = module.split(".")
    return any(".".join(parts[:length]) in ALLOWED for length in range(1, len(parts) + 1))


@pytest.mark.parametrize("path", sorted((SOURCE / "core").rglob("*.py")), ids=name)
def test_a_core_module_is_pure(path):
    assert offences(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "import os.path as p",
        "from pathlib import Path",
        "from houvast.rules import load",
        "def f():\n    import random",
        "text = open('x').read()",
        "from datetime import datetime\nnow = datetime.now()",
        "from datetime import date\nday = date.today",
    ],
)
def test_impure_code_is_found(source):
    assert offences(source)
