# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""`houvast demo`: the synthetic region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from houvast.cli.installation import open_store, present, progress

if TYPE_CHECKING:
    from subprocess import Popen

SECONDS_TO_BEAT = 30
"""How long the first page waits for the worker; after that the page itself says that the clock stands still."""


@click.group()
def demo() -> None:
    """Build and show the synthetic region. Nothing in it is about anybody."""


@demo.command()
@click.option("--seed", type=int, help="Another region; the same seed gives the same one.")
def build(seed: int | None) -> None:
    """Build the synthetic region in an empty database."""
    _build(seed)


@demo.command()
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
def run(port: int) -> None:
    """Show the synthetic region in a browser; build it first if it is not there."""
    import subprocess
    import sys

    open_store(checked=False)
    from houvast.dossier import marking, start
    from houvast.web.server import serve

    start.prepare()
    if not marking.is_demo():
        _build(None)
    worker = subprocess.Popen([sys.executable, "-c", "from houvast.cli import main; main()", "worker"])
    try:
        _until_it_runs(worker)
        serve(port, on_start=lambda: click.echo(f"Houvast: http://127.0.0.1:{port}/  Stop with Ctrl-C."))
    finally:
        worker.terminate()
        worker.wait()


def _until_it_runs(worker: Popen[bytes]) -> None:
    """Wait for the first beat of the worker, so that no page warns of a clock that is only starting."""
    import time

    from django.db import connections

    from houvast.dossier.worker import is_silent

    until = time.monotonic() + SECONDS_TO_BEAT
    while is_silent(present()) and worker.poll() is None and time.monotonic() < until:
        time.sleep(0.1)
    connections.close_all()


def _build(seed: int | None) -> None:
    open_store(checked=False)
    from houvast import demo as region
    from houvast.dossier import start
    from houvast.dossier.checkpoints import write_checkpoint

    start.prepare()
    with progress("Synthetic region") as shown:
        made = region.build(now=present(), seed=region.SEED if seed is None else seed, on_progress=shown)
    write_checkpoint(present())
    click.echo(f"{len(made.cases)} cases, {made.events} events.")
    for face in made.faces:
        click.echo(f"  --as {face.id:<14} {face.line}")
