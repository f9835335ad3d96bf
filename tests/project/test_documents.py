# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the documents say is true: their links lead somewhere, their commands run, their examples hold."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.project.tree import ROOT, name, texts

DOCUMENTS = sorted(path for path in texts() if path.suffix == ".md")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"<!-- (run|doctest) -->\n```\w+\n(.*?)```", re.DOTALL)
SECONDS = 60


def marked(kind: str) -> list:
    """Answer the examples in all documents that are marked to be run."""
    return [
        pytest.param(body, id=f"{name(path)}:{text.count(chr(10), 0, hit.start()) + 1}")
        for path, text in texts().items()
        if path in DOCUMENTS
        for hit in FENCE.finditer(text)
        for mark, body in [hit.groups()]
        if mark == kind
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_link_leads_somewhere(path):
    targets = (target.partition("#")[0] for target in LINK.findall(texts()[path]) if "://" not in target)
    assert [target for target in targets if target and not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_path_in_code_marks_exists(path):
    """`src/…`, `tests/…`, `docs/…` and `tools/…` in backticks are promises."""
    named = re.findall(r"`((?:src|tests|docs|tools)/[\w./-]+)`", texts()[path])
    assert [target for target in named if not (ROOT / target).exists()] == []


@pytest.mark.parametrize("body", marked("doctest"))
def test_an_example_holds(body):
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    example = doctest.DocTestParser().get_doctest(body, {}, "example", None, 0)
    assert example.examples
    report: list[str] = []
    failed = doctest.DocTestRunner(optionflags=flags).run(example, out=report.append).failed
    assert failed == 0, "".join(report)


@pytest.mark.parametrize("body", marked("run"))
def test_commands_run_and_answer_as_shown(body, tmp_path):
    for command, expected in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=ROOT,
            env={
                "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
                "HOUVAST_HOME": str(tmp_path),
                "HOME": str(tmp_path),
            },
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        matches = doctest.OutputChecker().check_output(
            expected, done.stdout, doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        )
        assert matches, f"{command}\nexpected:\n{expected}\ngot:\n{done.stdout}"


def test_the_reference_is_what_the_code_says(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import write_reference

    assert write_reference.PAGE.read_text(encoding="utf-8") == write_reference.page(), "run `make docs`"


def test_make_lists_every_target_that_the_documents_name():
    makefile = texts()[ROOT / "Makefile"]
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))
    code = re.compile(r"`make ([a-z-]+)`|^make ([a-z-]+)", re.MULTILINE)
    named = {a or b for path in DOCUMENTS for a, b in code.findall(texts()[path])}
    assert named
    assert named <= targets
    assert {"run", "test", "test-long", "check", "bench", "docs"} <= targets
