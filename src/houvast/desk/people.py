# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""As whom somebody looks, and how people are named on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from houvast.core.events import ActorId
from houvast.core.events.values import Role
from houvast.core.sharing import Purpose
from houvast.desk.words import word
from houvast.people import queries
from houvast.people.errors import NoPostError
from houvast.people.models import Post

if TYPE_CHECKING:
    from datetime import date, datetime

    from houvast.core.access import Viewer


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody as whom one can look in a demonstration."""

    actor: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one organisation."""

    name: str
    people: tuple[Choice, ...]


def viewer(actor: ActorId, at: datetime) -> Viewer | None:
    """Return who looks; None for somebody without a post on that day."""
    try:
        return queries.viewer(actor, at)
    except NoPostError:
        return None


def purpose(viewer: Viewer) -> str:
    """Return what somebody looks for on these pages: oversight for who watches over the work, else protection."""
    return Purpose.OVERSIGHT if viewer.roles == {Role.PRIVACY_OFFICER} else Purpose.PROTECTION


def described(viewer: Viewer) -> str:
    """Return the name of a viewer with the roles."""
    roles = ", ".join(sorted(word("role", role) for role in viewer.roles))
    return f"{called(viewer.actor)} ({roles}, {word('party', viewer.party)})"


def called(actor: str) -> str:
    """Return the name of a colleague; the opaque id where nobody here knows it."""
    found = Post.objects.filter(person=actor).select_related("person").first()
    return found.person.name if found else actor


def groups(day: date) -> list[Group]:
    """Return everybody as whom one can look, by organisation."""
    posts = Post.objects.filter(starts_on__lte=day).exclude(ends_on__lte=day)
    found: dict[str, dict[str, Choice]] = {}
    for post in posts.select_related("person", "unit__organisation").order_by("unit__organisation_id", "unit_id", "id"):
        organisation = post.unit.organisation.name
        what = f"{post.person.function or word('role', post.role)}, {post.unit.name}"
        found.setdefault(organisation, {}).setdefault(post.person_id, Choice(post.person_id, post.person.name, what))
    return [Group(name, tuple(choices.values())) for name, choices in found.items()]
