# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""`houvast replay`: what Houvast would have said of a case that happened elsewhere."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--card", "region", metavar="REGION", help="The region whose agreements hold; else the national rules.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per day and a last one that sums up.")
@click.option("--rules-as-then", is_flag=True, help="Judge by the rules in force at the time, not by today's.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; else that of the last entry.")
def replay(file: Path, region: str | None, *, as_json: bool, rules_as_then: bool, until: datetime | None) -> None:
    """Play a case from FILE day by day, as the organisations entered it.

    How such a file is written stands in docs/how-to/replay.md.
    """
    import json

    from houvast import replay as replaying
    from houvast.core.events import RegionId
    from houvast.rules import cards

    events = replaying.read(file)
    card = cards().card(RegionId(region) if region else None)
    judged_by = card if rules_as_then else card.as_if_always()
    days = []
    for day in replaying.replay(events, judged_by, until=until.date() if until else None):
        days.append(day)
        if day.ahead:
            continue
        if as_json:
            click.echo(json.dumps(replaying.as_json(day), ensure_ascii=False))
        else:
            for line in replaying.as_text(day):
                click.echo(line)
    total = replaying.summary(days)
    click.echo(json.dumps(total, ensure_ascii=False) if as_json else replaying.summary_text(total))
