# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""`houvast keys`: the keys that seal what is written."""

from __future__ import annotations

import click

from houvast.cli.installation import open_store


@click.group()
def keys() -> None:
    """Check the keys or lock them with a new master key."""


@keys.command()
def rotate() -> None:
    """Lock every data key with a new master key; the sealed data need not be touched."""
    open_store()
    from houvast.dossier.keys import key_store

    click.echo(f"{key_store().rotate()} keys locked with a new master key.")


@keys.command()
def check() -> None:
    """Refuse if the keys are missing or wrong; else say how many there are."""
    open_store()
    from houvast.dossier.keys import key_store

    click.echo(f"The keys fit: {len(key_store().present())} data keys.")
