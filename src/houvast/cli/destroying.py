# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""`houvast destroy`: make unreadable for ever what may no longer be kept, on a named decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import click

from houvast.cli.installation import open_store, present

if TYPE_CHECKING:
    from houvast.dossier.destruction import Decision

REASONS = ("retention_ended", "request_granted", "unlawful", "court_order")
_ASKED = (
    click.option("--decision", required=True, help="The id of the decision, in the organisation's own register."),
    click.option("--by", required=True, help="The id of the person who decided."),
    click.option("--reason", type=click.Choice(REASONS), required=True),
    click.option("--ground", required=True, help="The id of a retention rule or of an article of law, such as wpg:14."),
    click.option("--decided", type=click.DateTime(["%Y-%m-%d"]), help="The day of the decision; else today."),
    click.confirmation_option(prompt="This cannot be undone. Destroy?"),
)


def _on_a_decision(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that name a decision."""
    for option in reversed(_ASKED):
        command = option(command)
    return command


def _decision(decision: str, by: str, reason: str, ground: str, decided: datetime | None) -> Decision:
    from houvast.core.calendar import day_bounds
    from houvast.core.events import ActorId
    from houvast.dossier.destruction import Decision, Reason

    decided_at = day_bounds(decided.date())[0] if decided else present()
    return Decision(id=decision, by=ActorId(by), reason=Reason(reason), ground=ground, decided_at=decided_at)


@click.group()
def destroy() -> None:
    """Make unreadable for ever what may no longer be kept: nothing of it can be brought back, also from a backup."""


@destroy.command()
@click.argument("stream")
@click.argument("organisation")
@_on_a_decision
def organisation(stream: str, organisation: str, **decision: object) -> None:
    """Destroy all that ORGANISATION wrote in STREAM."""
    open_store()
    from houvast.core.events import OrganisationId, StreamId
    from houvast.dossier import destruction

    _say(destruction.destroy(StreamId(stream), OrganisationId(organisation), decision=_named(decision)))


@destroy.command()
@click.argument("stream")
@click.argument("organisation")
@click.argument("event")
@_on_a_decision
def document(stream: str, organisation: str, event: str, **decision: object) -> None:
    """Destroy one document or note, in every wording."""
    open_store()
    from houvast.core.events import EventId, OrganisationId, StreamId
    from houvast.dossier import destruction

    gone = destruction.destroy_document(
        StreamId(stream), OrganisationId(organisation), EventId(event), decision=_named(decision)
    )
    _say(gone)


@destroy.command()
@click.argument("stream")
@_on_a_decision
def case(stream: str, **decision: object) -> None:
    """Destroy all that every organisation wrote in STREAM."""
    open_store()
    from houvast.core.events import StreamId
    from houvast.dossier import destruction

    _say(destruction.destroy_case(StreamId(stream), decision=_named(decision)))


@destroy.command()
@click.argument("person")
@_on_a_decision
def person(person: str, **decision: object) -> None:
    """Destroy every version of a person's record."""
    open_store()
    from houvast.core.events import PersonId
    from houvast.dossier import destruction

    _say(destruction.destroy_person(PersonId(person), decision=_named(decision)))


def _named(options: dict[str, object]) -> Decision:
    decided = options["decided"]
    return _decision(
        str(options["decision"]),
        str(options["by"]),
        str(options["reason"]),
        str(options["ground"]),
        decided if isinstance(decided, datetime) else None,
    )


def _say(gone: int) -> None:
    click.echo(f"{gone} keys destroyed." if gone else "This decision was carried out before.")
