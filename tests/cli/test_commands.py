# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every command says what it does, starts fast, and shows a mistake with its code and without a trace."""

import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner
from tests.replay.playing import CASES

from houvast.cli import COMMANDS, MISTAKE, main
from houvast.core.errors import HouvastError
from houvast.rules import RulesError
from houvast.rules.errors import Problem

HEAVY = ("django", "cryptography", "rich", "psycopg")


def run(*arguments):
    return CliRunner().invoke(main, list(arguments))


def leaves(command, path=()):
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from leaves(command.get_command(context, name), (*path, name))
    else:
        yield path


@pytest.mark.parametrize("path", list(leaves(main)), ids=" ".join)
def test_every_command_says_what_it_does(path):
    done = run(*path, "--help")
    assert done.exit_code == 0
    assert len(done.output.splitlines()[2].split()) > 3


def test_the_commands_are_listed():
    done = run("--help")
    assert [name for name in COMMANDS if f"  {name} " not in done.output] == []
    assert run("no-such-command").exit_code == 2


@pytest.mark.parametrize("arguments", [["--help"], ["rules", "check"], ["rules", "show", "screen-every-report"]])
def test_help_and_rules_do_not_wait_for_what_they_do_not_need(arguments):
    program = f"""
import sys
from houvast.cli import main
main({arguments!r}, standalone_mode=False)
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_rules_check_counts_what_it_read():
    done = run("rules", "check")
    assert done.exit_code == 0
    assert "No mistakes: " in done.output
    assert "veenrand" in done.output


def test_wrong_rules_are_named_with_file_line_and_code(monkeypatch):
    def broken(_folder=None):
        raise RulesError([Problem("duties/x.toml", 7, "missing_key", "Say who bears it.")])

    monkeypatch.setattr("houvast.rules.cards", broken)
    done = run("rules", "check")
    assert done.exit_code == MISTAKE
    assert "[rules_invalid]" in done.stderr
    assert "duties/x.toml:7: missing_key: Say who bears it." in done.stderr


def test_a_rule_is_shown_with_its_source_and_the_agreement_of_the_region():
    national, regional = (
        run("rules", "show", "screen-every-report"),
        run("rules", "show", "screen-every-report", "--card", "veenrand"),
    )
    assert "24 uur" in national.output
    assert "12 uur" not in national.output
    assert "12 uur" in regional.output
    assert "Gestalkt. Gezien. Gehoord?" in national.output
    assert "sash-missing" in run("rules", "show").output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("rules", "show", "no-such-rule"), "unknown_rule"),
        (("rules", "show", "--card", "nowhere"), "unknown_region"),
        (("replay", "no-such-file.jsonl"), "replay_file"),
        (("replay", str(CASES / "03-order-lapsed-fault.jsonl"), "--card", "nowhere"), "unknown_region"),
    ],
)
def test_a_mistake_has_its_code_and_no_trace(arguments, code):
    done = run(*arguments)
    assert done.exit_code == MISTAKE
    assert done.stderr.startswith(f"[{code}] ")
    assert "Traceback" not in done.output + done.stderr
    assert done.stdout == ""


def test_a_bug_is_not_hidden(monkeypatch):
    monkeypatch.setattr("houvast.rules.cards", lambda _folder=None: 1 / 0)
    assert isinstance(run("rules", "check").exception, ZeroDivisionError)
    assert not issubclass(ZeroDivisionError, HouvastError)


def test_a_replay_is_text_for_people_and_a_line_a_day_for_machines():
    file = str(CASES / "03-order-lapsed-fault.jsonl")
    told = run("replay", file, "--card", "veenrand", "--until", "2025-06-20")
    assert told.exit_code == 0
    assert "signaal nieuw, KRITIEK: Het bevel is op" in told.output
    days = [json.loads(line) for line in run("replay", file, "--json", "--until", "2025-06-20").output.splitlines()]
    assert [day["day"] for day in days[:2]] == ["2025-03-03", "2025-03-04"]
    assert days[-2]["day"] == "2025-06-20"
    assert days[-1]["summary"] is True
    assert "order-lapsed" in days[-1]["above_notice"]


def test_a_replay_by_the_rules_of_then_is_silent_before_they_began(tmp_path):
    file = tmp_path / "old.jsonl"
    line = {"kind": "report.made", "occurred": "2012-03-05", "entered": "2012-03-05", "organisation": "police"}
    file.write_text(json.dumps({**line, "data": {"form": "melding", "stalking": "yes"}}))
    now, then = run("replay", str(file)), run("replay", str(file), "--rules-as-then")
    assert "sash-missing" in now.output
    assert "sash-missing" not in then.output


def test_a_wrong_file_prints_nothing_before_its_mistakes(tmp_path):
    file = tmp_path / "case.jsonl"
    file.write_text((CASES / "03-order-lapsed-fault.jsonl").read_text() + '{"kind": "Jansen"}\n')
    done = run("replay", str(file))
    assert done.stdout == ""
    assert "missing_key" in done.stderr
    assert "Jansen" not in done.stderr
