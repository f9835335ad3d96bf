# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""`houvast rules`: check all rule files, and show a rule as a page with its sources."""

from __future__ import annotations

import click


@click.group()
def rules() -> None:
    """Check the rules, and read them."""


@rules.command()
def check() -> None:
    """Read every rule file; name every mistake with its file and line, and what to do."""
    from houvast.rules import cards

    found = cards()
    types = ("duties", "signals", "terms", "limits", "standing", "retention", "sharing")
    counts = ", ".join(f"{len(getattr(found.national, name))} {name}" for name in types)
    click.echo(f"No mistakes: {counts}; {len(found.sources)} sources; regions: {', '.join(found.regions())}.")


@rules.command()
@click.argument("rule", required=False)
@click.option("--card", "region", metavar="REGION", help="The region whose agreements are laid over the rules.")
def show(rule: str | None, region: str | None) -> None:
    """Show RULE with its sources; without RULE, a list of all rules."""
    from houvast.core.events import RegionId
    from houvast.rules.show import show as page

    click.echo(page(rule, RegionId(region) if region else None), nl=False)
