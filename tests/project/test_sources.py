# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What no committed file may hold, and how large a module may grow."""

import hashlib
import re
from pathlib import Path

import pytest
from tests.project.tree import SOURCE, files, name, texts

# REUSE-IgnoreStart: the two lines below are looked for, they do not license this file
HEADER = "SPDX-FileCopyrightText: Houvast contributors"
LICENCE = "SPDX-License-Identifier: EUPL-1.2"
# REUSE-IgnoreEnd
WITH_HEADER = {".py", ".toml", ".html", ".css", ".js", ".sql", ".sh", ".yml", ".yaml"}
NOT_OURS = ("static/vendor/", "tests/rules/bad/")  # the bad rule files are counted by line
LARGEST = 500  # lines of a module in src
NO_NAME = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "stuff"}

MACHINE = re.compile(
    r"(?<![\w.~$}/-])/(?:home|root|work|Users|mnt)/\w"  # somebody's folder
    r"|[A-Z]:\\Users\\"
    r"|\b(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d+\.\d+\b"  # somebody's network
    r"|\b(?:pypi|files\.pythonhosted|registry\.npmjs|deb\.debian)\.org\b"
    r"|--(?:extra-)?index-url|--find-links"
)
SELF = name(Path(__file__))


@pytest.mark.parametrize(
    "text",
    [
        "see /home/somebody/x",
        "in (/work/folder)",
        "http://192.168.1.4/",
        "--index-url https://x",
        "from PYPI.ORG".lower(),
    ],
)
def test_a_machine_is_recognised(text):
    assert MACHINE.search(text)


@pytest.mark.parametrize(
    "text", ["docs/work/x", "/tmp/x", "/usr/bin/env", "127.0.0.1", "https://houvast.invalid/home/x"]
)
def test_and_nothing_else(text):
    assert not MACHINE.search(text)


def test_no_file_names_a_machine():
    found = [
        f"{name(path)}:{text.count(chr(10), 0, hit.start()) + 1}: {hit.group()}"
        for path, text in texts().items()
        if name(path) != SELF
        for hit in MACHINE.finditer(text)
    ]
    assert found == []


def test_every_source_file_names_its_licence():
    missing = [
        name(path)
        for path, text in texts().items()
        if path.suffix in WITH_HEADER
        and not any(part in name(path) for part in NOT_OURS)
        and not (HEADER in text[:400] and LICENCE in text[:400])
    ]
    assert missing == []


def test_no_module_has_a_name_that_says_nothing():
    assert [name(path) for path in files() if path.stem.lower() in NO_NAME] == []


def test_no_module_is_too_large():
    sizes = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCE.rglob("*.py")}
    assert {path: lines for path, lines in sizes.items() if lines > LARGEST} == {}


def test_nothing_is_left_to_do_in_a_comment():
    left = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
    found = [
        name(path)
        for path, text in texts().items()
        if path.suffix == ".py" and name(path) != SELF and left.search(text)
    ]
    assert found == []


def test_no_test_is_skipped_by_mark():
    skip = re.compile(r"@pytest\.mark\.(?:skip|skipif|xfail)\b|pytest\.(?:skip|importorskip|xfail)\(")
    found = [
        name(path)
        for path, text in texts().items()
        if name(path).startswith("tests/") and name(path) != SELF and skip.search(text)
    ]
    assert found == []


def test_nobody_of_a_known_case_is_named():
    """Reports are cited by title. Names of victims and perpetrators stay out everywhere, so also out of this list."""
    known = {"7b24e4c1e2ad", "dbaafd869e4a", "79c18e7750c4", "7a63ca4ccd39"}  # first twelve digits of SHA-256
    found = [
        f"{name(path)}: {word}"
        for path, text in texts().items()
        for word in set(re.findall(r"[^\W\d_]{4,}", text))
        if hashlib.sha256(word.lower().encode()).hexdigest()[:12] in known
    ]
    assert found == []
