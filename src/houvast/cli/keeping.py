# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that keep a store: make, verify, checkpoint, rebuild, back up, restore, and the worker."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from houvast.cli.installation import open_store, present, progress

BROKEN = 1
"""Exit code of `verify` when something is not what it was."""
UNCERTAIN = 3
"""Exit code of `verify` when what is there is intact, and nobody can tell whether anything is missing."""
FOLDER = click.Path(path_type=Path)


@click.command()
def migrate() -> None:
    """Make or update the tables, with the guards that let nobody change an event."""
    open_store(checked=False)
    from houvast.dossier import start

    start.prepare()
    click.echo("The tables are there and guarded.")


@click.command()
@click.option("--checkpoints", type=FOLDER, help="A lodged copy of the checkpoints; else our own file.")
def verify(checkpoints: Path | None) -> None:
    """Find every event that was changed, removed, reordered, inserted or cut off, and every missing case."""
    open_store(checked=False)
    from houvast.dossier.verification import verify as look

    report = look(checkpoints)
    for problem in report.problems:
        click.echo(f"{problem.stream} {problem.seq}: {problem.what}")
    last = f"{report.checkpoint.made_at:%Y-%m-%d %H:%M} UTC" if report.checkpoint else "none was ever made"
    click.echo(f"{report.events} events in {report.streams} streams; {report.destroyed} destroyed on a decision.")
    click.echo(f"Last checkpoint: {last}; {report.events_after_checkpoint} events after it.")
    if not report.holds:
        click.echo(f"{len(report.problems)} places are not what they were.")
        sys.exit(BROKEN)
    doubts = [
        f"{stream} has a key and no events: its first write was cut off, or the whole of it was taken away."
        for stream in report.keys_only
    ]
    if report.checkpoint is None:
        doubts.append("Zonder controlepunt is niet te zien of er zaken ontbreken. Make one: `houvast checkpoint`.")
    if doubts:
        click.echo("What is there is what it was; what is missing is not certain:")
        click.echo("\n".join(doubts))
        sys.exit(UNCERTAIN)
    click.echo("Everything is what it was.")


@click.command()
def checkpoint() -> None:
    """Sign how far every stream has come. Lodge a copy of the file elsewhere."""
    open_store()
    from houvast.dossier.checkpoints import file, write_checkpoint

    made = write_checkpoint(present())
    click.echo(f"Checkpoint {made.number}: {made.events} events in {made.streams} streams, in {file().name}.")


@click.command()
def rebuild() -> None:
    """Empty the work lists and compute them again from the events."""
    open_store()
    from houvast.dossier.projections import rebuild as compute

    with progress("Work lists") as shown:
        report = compute(present(), on_progress=shown)
    click.echo(f"{report.cases} cases, {report.items} rows.")


@click.command()
@click.argument("folder", type=FOLDER)
def backup(folder: Path) -> None:
    """Copy all tables as they stand at one moment into a new FOLDER. Keys are never in it."""
    open_store()
    from houvast.dossier.backup import backup as copy

    with progress("Rows") as shown:
        manifest = copy(folder, present(), on_progress=shown)
    click.echo(f"Backup {manifest.id}: {manifest.rows} rows in {len(manifest.tables)} tables.")


@click.command()
@click.argument("folder", type=FOLDER)
def backup_keys(folder: Path) -> None:
    """Copy the keys, without the master key, into a new FOLDER. Keep it apart from the backups of the events."""
    open_store()
    from houvast.dossier.key_backup import backup_keys as copy
    from houvast.dossier.key_backup import throw_away_expired

    manifest = copy(folder, present())
    for expired in throw_away_expired(folder.resolve().parent, present()):
        click.echo(f"{expired} had expired and was thrown away.")
    click.echo(f"{manifest.keys} keys; not to be used after {manifest.expires_at:%Y-%m-%d}.")


@click.command()
@click.argument("folder", type=FOLDER)
def restore_keys(folder: Path) -> None:
    """Put the keys back from FOLDER, without those that were destroyed since. Do this before `restore`."""
    open_store(checked=False)
    from houvast.dossier.key_backup import restore_keys as put_back

    click.echo(f"{put_back(folder, present())} keys put back.")


@click.command()
@click.argument("folder", type=FOLDER)
def restore(folder: Path) -> None:
    """Fill an empty database from the backup in FOLDER, or finish a restore that was interrupted."""
    open_store(checked=False)
    from houvast.dossier.restore import restore as fill

    with progress("Rows") as shown:
        report = fill(folder, present(), on_progress=shown)
    click.echo(f"{report.rows} rows, {report.events} events; {report.destroyed_keys} keys destroyed again.")
    for stream in report.shorter:
        click.echo(f"{stream} had more events at the last checkpoint. Tell those who work on it.")


@click.command()
def worker() -> None:
    """Wake cases whose terms pass and carry out what waits in the outbox, until stopped."""
    open_store()
    import signal
    import threading

    from houvast.dossier.worker import run

    stop = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda _number, _frame: stop.set())
    click.echo("Working. Stop with Ctrl-C.")
    run(stop, present)
