# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is installed is what is pinned, licensed and shipped."""

import re
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from tests.project.tree import ROOT, SOURCE, name

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = dict(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", LOCK, re.MULTILINE))
WANTED = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
HASHED = re.compile(r"^\S+==\S+ \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE)


def plain(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


@pytest.mark.parametrize("wanted", WANTED)
def test_the_lock_holds_what_the_project_asks(wanted):
    package, version = re.fullmatch(r"([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", wanted).groups()
    assert PINNED[plain(package)] == version


def test_every_pin_has_its_hashes():
    assert len(PINNED) == len(HASHED.findall(LOCK)) > len(WANTED)


def test_the_environment_is_the_lock():
    installed = {plain(found.name): found.version for found in metadata.distributions()}
    assert {package: installed.get(plain(package)) for package in PINNED} == PINNED


def test_the_whole_package_is_shipped(tmp_path, monkeypatch):
    """Rules, tables, templates and static files are of no use in the repository only."""
    from flit_core.buildapi import build_wheel

    monkeypatch.chdir(ROOT)
    wheel = zipfile.ZipFile(tmp_path / build_wheel(str(tmp_path)))
    with wheel:
        shipped = set(wheel.namelist())
    ours = {f"houvast/{path.relative_to(SOURCE).as_posix()}" for path in SOURCE.rglob("*") if path.is_file()}
    assert {path for path in ours if "__pycache__" not in path} <= shipped
    assert any(path.endswith("licenses/LICENSE") for path in shipped)


def test_the_licence_is_whole():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence == (ROOT / "LICENSES" / "EUPL-1.2.txt").read_text(encoding="utf-8")
    articles = re.findall(r"^(\d+)\. [A-Z]", licence, re.MULTILINE)
    assert articles == [str(number) for number in range(1, 16)]
    assert licence.rstrip().endswith("EUPL version.")


def test_one_version_everywhere():
    import houvast

    assert f"softwareVersion: {houvast.__version__}\n" in (ROOT / "publiccode.yml").read_text(encoding="utf-8")


def test_every_exception_to_a_lint_rule_has_its_reason():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    ruff = text[text.index("[tool.ruff.lint]") : text.index("[tool.ruff.lint.flake8-tidy-imports")]
    lines = [line for line in ruff.splitlines() if re.match(r'    "[A-Z]+\d*"', line)]
    assert lines
    assert [line for line in lines if " # " not in line] == []


def test_no_lint_exception_without_reason_in_the_code():
    bare = re.compile(r"# (?:noqa(?:: ?[A-Z]+\d+(?:, ?[A-Z]+\d+)*)?|type: ignore(?:\[[\w, -]+\])?) *$", re.MULTILINE)
    found = [
        f"{name(path)}: {hit.group()}"
        for folder in (ROOT / "src", ROOT / "tools")
        for path in sorted(folder.rglob("*.py"))
        for hit in bare.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_tests_run_in_the_projects_own_environment():
    assert Path(sys.prefix).is_relative_to(ROOT)
