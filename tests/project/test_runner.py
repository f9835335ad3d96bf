# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The runner of the tests leaves nothing out, counts right and is not pleased too easily."""

import importlib
import subprocess
import sys

import pytest
from tests.project.tree import ROOT

GOOD = "def test_a():\n    pass\n"
BAD = "def test_b():\n    raise ValueError\n"
SKIPPED = "import pytest\n\n\ndef test_c():\n    pytest.{}('x')\n".format("skip")


@pytest.fixture
def runner(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return importlib.import_module("run_tests")


@pytest.fixture
def system(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return importlib.import_module("system")


def test_every_folder_of_tests_belongs_to_one_suite(runner):
    run = [folder for suite in runner.SUITES for folder in runner.folders(suite)]
    there = {f"tests/{p.name}" for p in (ROOT / "tests").iterdir() if p.is_dir() and any(p.rglob("test_*.py"))}
    assert there <= set(run)
    assert len(run) == len(set(run))
    assert "src" in run


@pytest.mark.parametrize(
    ("content", "ci", "code", "last"),
    [
        (GOOD, "", 0, "1 passed, 0 failed, 0 skipped"),
        (GOOD + BAD, "", 1, "1 passed, 1 failed, 0 skipped"),
        (SKIPPED + GOOD, "", 0, "1 passed, 0 failed, 1 skipped"),
        (SKIPPED + GOOD, "true", 1, "1 passed, 0 failed, 1 skipped"),
        (SKIPPED, "", 1, "0 passed, 0 failed, 1 skipped"),
        ("", "", 1, "0 passed, 1 failed, 0 skipped"),
        ("def (", "", 1, "0 passed, 1 failed, 0 skipped"),
        ("raise SystemExit", "", 1, "0 passed, 1 failed, 0 skipped"),
    ],
)
def test_the_totals_and_the_verdict(runner, monkeypatch, capfd, tmp_path, content, ci, code, last):
    (tmp_path / "test_it.py").write_text(content, encoding="utf-8")
    command = (
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        f"--junit-xml={tmp_path / 'r.xml'}",
        "test_it.py",
    )
    job = runner.Job("it", command, tmp_path / "r.xml")
    monkeypatch.setattr(runner, "ROOT", tmp_path)
    monkeypatch.setattr(runner, "REPORTS", tmp_path / "reports")
    monkeypatch.setattr(runner, "plan", lambda _chosen, *, long: [] if long else [job])
    monkeypatch.setattr(runner.system, "provide", lambda _programs: None)
    monkeypatch.setattr(sys, "argv", ["run_tests.py"])
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("PYTEST_ADDOPTS", "")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    for changed in ("PATH", "REUSE_ENCODING_MODULE", "HOUVAST_LONG", "HOUVAST_HOME"):
        monkeypatch.setenv(changed, runner.os.environ.get(changed, ""))
    assert runner.main() == code
    assert capfd.readouterr().out.splitlines()[-1] == last


def test_what_cannot_be_had_is_named_with_its_command(system, monkeypatch):
    monkeypatch.setattr(system, "privilege", lambda: None)
    monkeypatch.setattr(system.shutil, "which", lambda _program: None)
    with pytest.raises(SystemExit, match="apt-get update && apt-get install --yes --no-install-recommends chromium"):
        system.provide(["chromium"])


def test_what_is_there_is_not_installed(system, monkeypatch):
    monkeypatch.setattr(system.shutil, "which", lambda program: program)
    monkeypatch.setattr(system.subprocess, "run", lambda *_a, **_k: pytest.fail("nothing may run"))
    system.provide(["chromium"])


def test_the_tests_may_not_reach_out():
    """A socket opened in a test of this suite fails; only the journeys may talk to a port on this machine."""
    script = "import socket\n\n\ndef test_out():\n    socket.socket(socket.AF_INET)\n"
    target = ROOT / ".cache" / "reach"
    target.mkdir(parents=True, exist_ok=True)
    (target / "test_out.py").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(target)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "SocketBlockedError" in done.stdout
