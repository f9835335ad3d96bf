# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command `houvast`. Each command lives in a module of its own, and imports what it needs when it runs."""

from __future__ import annotations

from importlib import import_module

import click

from houvast import __version__
from houvast.core.errors import HouvastError

COMMANDS = {
    "backup": "houvast.cli.keeping:backup",
    "backup-keys": "houvast.cli.keeping:backup_keys",
    "bench": "houvast.cli.bench:bench",
    "case": "houvast.cli.case:case",
    "checkpoint": "houvast.cli.keeping:checkpoint",
    "demo": "houvast.cli.demo:demo",
    "destroy": "houvast.cli.destroying:destroy",
    "keys": "houvast.cli.keys:keys",
    "migrate": "houvast.cli.keeping:migrate",
    "rebuild": "houvast.cli.keeping:rebuild",
    "replay": "houvast.cli.replay:replay",
    "restore": "houvast.cli.keeping:restore",
    "restore-keys": "houvast.cli.keeping:restore_keys",
    "rules": "houvast.cli.rules:rules",
    "verify": "houvast.cli.keeping:verify",
    "worker": "houvast.cli.keeping:worker",
}
"""Where each command is found. `--help` stays fast because the modules import nothing but click."""
MISTAKE = 2
"""Exit code of a broken precondition; its code and message go to standard error."""


class Commands(click.Group):
    """The group of all commands: found by name, and silent about where in the program something went wrong."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click hands it over
        """Return the names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click hands it over
        """Return one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a broken precondition is shown with its code and what to do, without a trace."""
        try:
            return super().invoke(ctx)
        except HouvastError as error:
            click.echo(str(error), err=True)
            return ctx.exit(MISTAKE)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="houvast")
def main() -> None:
    """Holds a stalking case together, from the first loose report to the day the victim is safe."""
