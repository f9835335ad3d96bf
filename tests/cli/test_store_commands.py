# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The commands that keep a store, on a store of their own, as an operator types them."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

HOUVAST = (sys.executable, "-c", "from houvast.cli import main; main()")
OPERATOR = """
import json, sys
from click.testing import CliRunner
from houvast.cli import main
for line in sys.stdin:
    done = CliRunner().invoke(main, json.loads(line))
    bug = None if done.exception is None or isinstance(done.exception, SystemExit) else repr(done.exception)
    print(json.dumps([done.exit_code, done.output, bug]), flush=True)
"""
SECONDS = 300


class Installation:
    """One installation in a folder of its own, and an operator who types one command after the other."""

    def __init__(self, home: Path) -> None:
        self.home = home
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HOUVAST_", "DJANGO_"))}
        self.environment = {**kept, "HOUVAST_HOME": str(home)}
        self._operator = None

    def run(self, *arguments, code=0):
        """Answer what a command printed; it must end with this code."""
        if self._operator is None:
            self._operator = subprocess.Popen(
                [sys.executable, "-c", OPERATOR],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=self.environment,
            )
        print(json.dumps([str(argument) for argument in arguments]), file=self._operator.stdin, flush=True)
        ended, output, bug = json.loads(self._operator.stdout.readline())
        assert bug is None
        assert ended == code, output
        return output

    def close(self):
        """Let the operator go."""
        if self._operator is not None:
            self._operator.communicate(timeout=SECONDS)


@pytest.fixture(scope="module")
def install():
    """Make installations, and let their operators go at the end."""
    made = []

    def at(home):
        made.append(Installation(home))
        return made[-1]

    yield at
    for installation in made:
        installation.close()


@pytest.fixture(scope="module")
def built(tmp_path_factory, install):
    """A demonstration, built by the command."""
    installation = install(tmp_path_factory.mktemp("home"))
    installation.faces = installation.run("demo", "build")
    return installation


@pytest.fixture
def actor(built):
    line = next(line for line in built.faces.splitlines() if "Voert de regie" in line)
    return line.split()[1]


def test_a_store_is_made_checked_and_rebuilt(built):
    assert "guarded" in built.run("migrate")
    assert "The keys fit" in built.run("keys", "check")
    assert built.run("checkpoint").startswith("Checkpoint ")
    assert "Everything is what it was." in built.run("verify")
    assert "cases" in built.run("rebuild")
    assert "keys locked with a new master key" in built.run("keys", "rotate")
    assert "Everything is what it was." in built.run("verify")


def test_without_a_checkpoint_there_is_no_all_clear(install, tmp_path):
    fresh = install(tmp_path)
    fresh.run("migrate")
    said = fresh.run("verify", code=3)
    assert "Zonder controlepunt is niet te zien of er zaken ontbreken" in said
    assert "Everything is what it was." not in said
    fresh.run("checkpoint")
    assert "Everything is what it was." in fresh.run("verify")


def test_a_built_demonstration_has_its_first_checkpoint(built):
    assert (built.home / "checkpoints" / "checkpoints.jsonl").is_file()


def test_a_lodged_copy_of_the_checkpoints_finds_what_was_cut_off(built, install, tmp_path):
    built.run("checkpoint")
    lodged = tmp_path / "lodged.jsonl"
    lodged.write_bytes((built.home / "checkpoints" / "checkpoints.jsonl").read_bytes())
    assert "Everything is what it was." in built.run("verify", "--checkpoints", lodged)
    empty = install(tmp_path / "empty")
    empty.run("migrate")
    assert "not what they were" in empty.run("verify", "--checkpoints", lodged, code=1)


def test_a_case_is_listed_and_shown_as_one_person(built, actor):
    listed = built.run("case", "list", "--as", actor).splitlines()
    assert len(listed) > 5
    number = listed[0].split()[0]
    shown = built.run("case", "show", number, "--as", actor)
    assert [title for title in ("Signalen", "Plichten", "Tijdlijn") if f"\n{title}\n" not in shown] == []
    ahead = built.run("case", "show", number, "--as", actor, "--known-at", "2099-01-01")
    assert ahead.splitlines()[2:] == shown.splitlines()[2:]
    assert "nog niets bekend" in built.run("case", "show", number, "--as", actor, "--known-at", "2020-01-01")
    assert "[calendar_range]" in built.run("case", "show", number, "--as", actor, "--known-at", "9999-12-31", code=2)
    assert "no such case" in built.run("case", "show", "h-9999", "--as", actor, code=1)


def test_a_case_that_cannot_be_read_stands_on_top_and_hides_no_other(built, install, tmp_path, actor):
    home = tmp_path / "home"
    shutil.copytree(built.home, home)
    with closing(sqlite3.connect(home / "houvast.sqlite3")) as database, database:
        (guard,) = database.execute("SELECT sql FROM sqlite_schema WHERE name = 'event_no_update'").fetchone()
        database.execute("DROP TRIGGER event_no_update")
        spoilt = database.execute(
            """UPDATE event SET "by" = 'a-forger'
            WHERE kind = 'report.made.v1' AND CAST(substr(stream, -1) AS INT) % 2"""
        )
        assert spoilt.rowcount > 1
        database.execute(guard)
    listed = install(home).run("case", "list", "--as", actor).splitlines()
    unreadable = ["kan niet worden gelezen" in line for line in listed]
    assert any(unreadable)
    assert not all(unreadable)
    assert unreadable == sorted(unreadable, reverse=True)


def test_nobody_looks_without_a_post_or_outside_a_demonstration(built, install, tmp_path):
    assert "[" in built.run("case", "list", "--as", "nobody", code=2)
    real = install(tmp_path)
    real.run("migrate")
    assert "[not_demo]" in real.run("case", "list", "--as", "nobody", code=2)


def test_a_backup_is_restored_elsewhere_with_its_keys(built, install, tmp_path):
    built.run("checkpoint")
    assert "rows in" in built.run("backup", tmp_path / "rows")
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "manifest.json").write_text('{"expires_at": "2020-01-01T00:00:00+00:00"}')
    copied = built.run("backup-keys", tmp_path / "keys")
    assert "not to be used after" in copied
    assert "old had expired and was thrown away" in copied
    assert not (tmp_path / "old").exists()
    other = install(tmp_path / "other")
    for folder in ("keys", "checkpoints"):
        (other.home / folder).mkdir(parents=True)
    (other.home / "keys" / "master.key").write_bytes((built.home / "keys" / "master.key").read_bytes())
    for file in (built.home / "checkpoints").iterdir():
        if file.is_file():
            (other.home / "checkpoints" / file.name).write_bytes(file.read_bytes())
    assert "keys put back" in other.run("restore-keys", tmp_path / "keys")
    other.run("migrate")
    assert "events" in other.run("restore", tmp_path / "rows")
    assert "Everything is what it was." in other.run("verify")
    assert "[restore_refused]" in other.run("restore", tmp_path / "rows", code=2)


def test_what_is_destroyed_cannot_be_undone_and_names_its_decision(built, actor):
    number = built.run("case", "list", "--as", actor).splitlines()[-1].split()[0]
    decision = ("--decision", "d-1", "--by", "p-1", "--reason", "unlawful", "--ground", "wpg:14")
    asked = built.run("destroy", "case", f"case/{number}", *decision, code=1)  # nobody is there to confirm
    assert "cannot be undone" in asked
    assert "keys destroyed" in built.run("destroy", "case", f"case/{number}", *decision, "--yes")
    assert "carried out before" in built.run("destroy", "case", f"case/{number}", *decision, "--yes")
    assert "[unknown_stream]" in built.run("destroy", "case", "case/none", *decision, "--yes", code=2)
    assert "Everything is what it was." in built.run("verify")


def test_the_worker_works_until_it_is_stopped(built):
    worker = subprocess.Popen(
        [*HOUVAST, "worker"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=built.environment
    )
    assert worker.stdout.readline().startswith("Working")
    worker.send_signal(signal.SIGTERM)
    _, errors = worker.communicate(timeout=SECONDS)
    assert (worker.returncode, errors) == (0, "")
