# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""`houvast bench`: measure what must be fast. The measurements stand in `benchmarks/`, beside the package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

import houvast

ROOT = Path(houvast.__file__).parents[2]
PARTS = ("core", "store", "effects")


@click.command()
@click.argument("parts", nargs=-1, type=click.Choice(PARTS))
def bench(parts: tuple[str, ...]) -> None:
    """Measure PARTS (all without any) and print JSON and a table. The whole takes twenty minutes."""
    import json
    import sys
    from importlib import import_module

    if not (ROOT / "benchmarks").is_dir():
        raise click.ClickException("The measurements are not installed with the package. Run this in a clone.")
    sys.path.insert(0, str(ROOT))
    figures = {}
    for part in parts or PARTS:
        click.echo(f"{part} …", err=True)
        figures[part] = import_module(f"benchmarks.{part}").run()
    click.echo(json.dumps(figures, ensure_ascii=False))
    for name, value in _flat(figures):
        click.echo(f"{name:<64}{value:>16}")


def _flat(figures: Mapping[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in figures.items():
        whole = f"{before}{name}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{whole}: ")
        elif isinstance(value, float):
            yield whole, f"{value:,.3f}"
        else:
            yield whole, str(value)
