# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""`houvast case`: the same as the pages of the desk, in the terminal. Every look is logged first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from houvast.cli.installation import open_store, present

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houvast.core.access import Viewer
    from houvast.desk.case_page import CasePage

AS = click.option("--as", "person", metavar="PERSON", required=True, help="The id of the person as whom to look.")


@click.group()
def case() -> None:
    """Look at cases, as one person. Only a demonstration can be looked at until people sign in."""


@case.command(name="list")
@AS
def list_(person: str) -> None:
    """List the cases that PERSON may know of, the most urgent first."""
    viewer = _viewer(person)
    from houvast.desk.case_list import case_rows

    for row in case_rows(viewer, present()):
        signal = f"{row.signal.severity}: {row.signal.text}" if row.signal else ""
        click.echo(f"{row.number}  {row.level}  {row.director}  {signal}".rstrip())


@case.command()
@click.argument("number", metavar="CASE")
@click.option("--known-at", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="A day (its end) or a moment.")
@AS
def show(number: str, known_at: datetime | None, person: str) -> None:
    """Show CASE as PERSON may see it, as known now or earlier."""
    viewer = _viewer(person)
    from houvast.core.events import StreamId
    from houvast.desk import people
    from houvast.desk.case_page import case_page
    from houvast.desk.sight import seen_by

    now = present()
    moment = _moment(known_at, now)
    stream = StreamId(number if number.startswith("case/") else f"case/{number}")
    seen = seen_by(viewer, stream, purpose=people.purpose(viewer), now=now, known_at=moment)
    if seen is None:
        raise click.ClickException("There is no such case, or this person may not see it. The look was logged.")
    for line in _lines(case_page(seen, moment, now, bad_day=False)):
        click.echo(line)


def _viewer(person: str) -> Viewer:
    open_store()
    from houvast.core.events import ActorId
    from houvast.dossier.marking import require_demo
    from houvast.people.queries import viewer

    require_demo()
    return viewer(ActorId(person), present())


def _moment(known_at: datetime | None, now: datetime) -> datetime:
    """Return the moment that is looked back to, never later than now; a day means its end, a time is Amsterdam's."""
    from houvast.core.calendar import AMSTERDAM, day_bounds

    if known_at is None:
        return now
    if known_at.hour == known_at.minute == 0:
        return min(day_bounds(known_at.date())[1], now)
    return min(known_at.replace(tzinfo=AMSTERDAM), now)


def _lines(page: CasePage) -> Iterator[str]:
    yield page.name
    yield f"Zoals hier bekend tot {page.known_at}"
    if page.nothing_yet:
        yield "Toen was hier nog niets bekend."
        return
    yield ""
    yield from (f"{label}: {text}" for label, text in page.facts)
    signals = [f"{one.severity}: {one.text} ({one.bearer}) [{one.rule}]" for one in page.signals]
    yield from _part("Signalen", signals or [page.no_signals])
    duties = [*page.todo, *page.done]
    owed = [f"{one.state}: {one.title} ({one.bearer}) {one.due} [{one.rule}]" for one in duties]
    yield from _part("Plichten", owed if page.todo else [page.no_duties, *owed])
    yield from _part("Vraag na", [*(f"{one.title} {one.due}: {one.ask}" for one in page.pointers), *page.existing])
    told = []
    for entry in page.entries:
        details = "; ".join(f"{label}: {text}" for label, text in entry.details)
        told.append(f"{entry.when}  {entry.title} ({entry.organisation}, ingevoerd {entry.entered}) {details}".rstrip())
    yield from _part("Tijdlijn", told)


def _part(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)
