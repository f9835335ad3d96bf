# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Run every suite once, print the seconds of each and close with one line of totals.

`run_tests.py` runs all suites, `run_tests.py check core` the named ones; `--long` adds what only fits in a night:
long kills and long fuzzing (HOUVAST_LONG=1), the reverse order, and every newer Python that can be found.
"""

import argparse
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import pythons
import system

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / ".cache" / "reports"
HERE = Path(sys.executable)

CHECKS = {  # name of the check -> command
    "ruff": "ruff check --quiet .",
    "format": "ruff format --check --quiet src tools tests",
    "mypy": "mypy",
    "layers": "lint-imports --no-cache --no-logo",
    "reuse": "reuse lint --quiet",
    "rules": "houvast rules check",
}
SUITES: dict[str, tuple[str, ...]] = {  # suite -> its folders under tests/
    "core": (),  # every folder that no other suite names, and the examples in src
    "project": ("project",),
    "dossier": ("dossier", "contracts"),
    "journeys": ("journeys",),
}
NEEDS = {"journeys": ("chromium",)}  # suite -> what it needs from the system; see system.py
ALONE = {"journeys"}  # suites that share one server and browser, so that two workers would be in each other's way


@dataclass(frozen=True, slots=True)
class Job:
    """One command to run once; with a report where pytest counts its tests."""

    name: str
    command: tuple[str, ...]
    report: Path | None = None
    environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one job came to."""

    name: str
    seconds: float
    passed: int
    failed: int
    skipped: int = 0


def main() -> int:
    """Run what was asked; 0 only if everything passed and, in CI, nothing was skipped."""
    chosen, long = arguments()
    os.environ["PATH"] = f"{HERE.parent}{os.pathsep}{os.environ['PATH']}"
    os.environ["REUSE_ENCODING_MODULE"] = "charset_normalizer"  # its default wants a system library
    os.environ["HOUVAST_LONG"] = "1" if long else "0"
    os.environ["HOUVAST_HOME"] = str(ROOT / ".cache" / "home")  # never the data of whoever runs the tests
    for name in chosen:
        system.provide(NEEDS.get(name, ()))
    REPORTS.mkdir(parents=True, exist_ok=True)
    outcomes = [run(job) for job in plan(chosen, long=long)]
    passed, failed, skipped = (sum(getattr(o, part) for o in outcomes) for part in ("passed", "failed", "skipped"))
    refused = bool(skipped and os.environ.get("CI"))
    print()
    for o in outcomes:
        print(f"{o.name:<28}{o.seconds:>8.1f} s {o.passed:>7} passed {o.failed:>4} failed {o.skipped:>4} skipped")
    print(f"{'together':<28}{sum(o.seconds for o in outcomes):>8.1f} s\n")
    if refused:
        print("Where CI is set a skipped test fails the run: nothing is left out in silence.")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return int(failed > 0 or passed == 0 or refused)


def arguments() -> tuple[list[str], bool]:
    """Read which suites are asked for, and whether the long ones are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"of: check, {', '.join(SUITES)}")
    parser.add_argument("--long", action="store_true", help="the night's work")
    asked = parser.parse_args()
    unknown = sorted(set(asked.suites) - {"check", *SUITES})
    if unknown:
        parser.error(f"no such suite: {', '.join(unknown)}")
    return asked.suites or ["check", *SUITES], asked.long


def plan(chosen: list[str], *, long: bool) -> Iterator[Job]:
    """Say what is run, in order."""
    suites = [name for name in SUITES if name in chosen]
    if "check" in chosen:
        yield from (Job(name, tuple(shlex.split(command))) for name, command in CHECKS.items())
    yield from (tests(name, name, HERE) for name in suites)
    if long:
        yield from (tests(f"{name}, reverse order", name, HERE, HOUVAST_ORDER="reverse") for name in suites)
        for version, python in pythons.newer(ROOT):
            yield from (tests(f"{name}, Python {version}", name, python, HOUVAST_LONG="0") for name in suites)


def tests(title: str, suite: str, python: Path, **environment: str) -> Job:
    """Make the job that runs one suite under pytest."""
    report = REPORTS / f"{title.replace(',', '').replace(' ', '-')}.xml"
    workers = () if suite in ALONE else ("-n", "2")
    command = (str(python), "-m", "pytest", "--quiet", f"--junit-xml={report}", *workers, *folders(suite))
    return Job(title, command, report, tuple(environment.items()))


def folders(suite: str) -> list[str]:
    """Answer what a suite runs: the folders it names or, for the rest, all that no suite names."""
    if SUITES[suite]:
        return [f"tests/{name}" for name in SUITES[suite]]
    named = {name for names in SUITES.values() for name in names}
    with_tests = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").rglob("test_*.py")}
    return [f"tests/{name}" for name in sorted(with_tests - named)] + ["src"]


def run(job: Job) -> Outcome:
    """Run one job; without a report it passes or fails as a whole."""
    print(f"\n=== {job.name}", flush=True)
    if job.report:
        job.report.unlink(missing_ok=True)
    started = time.monotonic()
    environment = {**os.environ, **dict(job.environment)}
    ok = subprocess.run(job.command, cwd=ROOT, check=False, env=environment).returncode == 0
    seconds = time.monotonic() - started
    if job.report is None or not job.report.exists():  # a tool, or a pytest that could not even start
        return Outcome(job.name, seconds, passed=int(ok and job.report is None), failed=int(not ok or bool(job.report)))
    total, failed, skipped = counts(job.report)
    return Outcome(job.name, seconds, total - failed - skipped, failed or int(not ok), skipped)


def counts(report: Path) -> tuple[int, int, int]:
    """Read tests, failures with errors, and skips from a report of pytest."""
    rows = list(ET.parse(report).getroot().iter("testsuite"))  # noqa: S314 - pytest wrote it a moment ago

    def total(*keys: str) -> int:
        return sum(int(row.get(key, "0")) for row in rows for key in keys)

    return total("tests"), total("failures", "errors"), total("skipped")


if __name__ == "__main__":
    sys.exit(main())
