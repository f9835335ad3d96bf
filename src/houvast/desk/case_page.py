# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""One case as a page: where it stands, what must not be overlooked, who must do what, and all that happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from houvast.core.answer import Answer
from houvast.core.duties import Duty
from houvast.core.errors import HouvastError
from houvast.core.events import Category
from houvast.core.events.values import PersonRole, Role
from houvast.core.picture import OrderStatus
from houvast.core.signals import Signal
from houvast.core.terms import local_day
from houvast.core.window import Pointer
from houvast.desk import moments, people
from houvast.desk.duty_lines import DutyLine, PointerLine, SignalLine, duty_lines, pointer_lines, signal_lines
from houvast.desk.sight import hidden, told
from houvast.desk.strip import Strip, strip
from houvast.desk.timeline import Entry, entries
from houvast.desk.words import bearer, word
from houvast.dossier import person_records

if TYPE_CHECKING:
    from datetime import datetime

    from houvast.core.events import PersonId
    from houvast.core.picture import Order, Picture
    from houvast.core.sharing import Decision
    from houvast.dossier.reading import View


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the page of a case shows to one viewer.

    `partial` says that something is hidden, `nothing_yet` that the case was not known here at that moment. `region` is
    empty where it may not be seen.
    """

    name: str
    number: str
    facts: list[tuple[str, str]]
    signals: list[SignalLine]
    todo: list[DutyLine]
    done: list[DutyLine]
    pointers: list[PointerLine]
    existing: list[str]
    entries: list[Entry]
    strip: Strip | None
    known_at: str
    day: str
    today: str
    past: bool
    bad_day: bool
    partial: bool
    nothing_yet: bool
    no_signals: str
    no_duties: str
    region: str


def case_name(seen: View) -> str:
    """Return the name of a case: its number, and for those entitled who is protected from whom.

    Entitled is who may see the persons in full: initials and year of birth, so that nobody mixes two cases up.
    """
    number = _("Zaak %(number)s") % {"number": seen.case.partition("/")[2]}
    if seen.picture is None or hidden(seen, Category.PERSON):
        return number
    sides = [(PersonRole.VICTIM,), (PersonRole.SUSPECT, PersonRole.CONVICTED_PERSON)]
    named = [
        ", ".join(filter(None, (initials(one.person) for one in seen.picture.persons if one.role in roles)))
        for roles in sides
    ]
    return f"{number}: {' / '.join(name for name in named if name)}" if any(named) else number


def initials(person: PersonId) -> str:
    """Return the initials and the year of birth of a person; nothing where the record is gone or cannot be read."""
    try:
        found = person_records.read(person)
    except HouvastError:  # one broken record must not take the case down; `houvast verify` finds it
        return ""
    if found is None:
        return ""
    record = found[1]
    letters = "".join(f"{name[0]}." for name in (*record.given_names.split(), *record.family_name.split()) if name)
    return f"{letters} ({record.born_on[:4]})" if record.born_on else letters


def case_page(seen: View, known_at: datetime, now: datetime, *, bad_day: bool) -> CasePage:
    """Return the page of one case from what its viewer may see.

    Args:
        seen: What the look gave.
        known_at: The moment that is looked back to.
        now: The present.
        bad_day: Whether a day was asked for that could not be read.
    """
    by_id = {event.id: event for event in seen.events}
    lines = duty_lines([one for one in seen.duties if isinstance(one, Duty)], by_id, known_at)
    case = seen.picture
    partial = bool(hidden(seen))
    more = _("U ziet niet alles van deze zaak.")
    return CasePage(
        name=case_name(seen),
        number=seen.case.partition("/")[2],
        facts=facts(seen, case) if case else [],
        signals=signal_lines([one for one in seen.signals if isinstance(one, Signal)], by_id, known_at),
        todo=[line for line in lines if not line.done],
        done=[line for line in lines if line.done],
        pointers=pointer_lines([one for one in (*seen.duties, *seen.signals) if isinstance(one, Pointer)], known_at),
        existing=[
            _("%(category)s: vraag %(ask)s") % {"category": word("category", one.category), "ask": bearer(one.ask)}
            for one in seen.existing
        ],
        entries=entries(seen.events, {one: case.inquiry.story.versions(one) for one in by_id} if case else {}),
        strip=strip(seen.events, case.orders if case else (), known_at),
        known_at=moments.until(known_at),
        day=local_day(known_at if known_at == now else known_at - moments.A_MOMENT).isoformat(),
        today=local_day(now).isoformat(),
        past=known_at < now,
        bad_day=bad_day,
        partial=partial,
        nothing_yet=seen.refused,
        no_signals=_("Geen signalen die u mag zien. %(more)s") % {"more": more} if partial else _("Geen signalen."),
        no_duties=_("Niets te doen dat u mag zien. %(more)s") % {"more": more} if partial else _("Niets te doen."),
        region=str(case.region) if case and case.region and not seen.place_hidden else "",
    )


def facts(seen: View, case: Picture) -> list[tuple[str, str]]:
    """Return where a case stands, a line for each thing that somebody looks for first.

    Each line rests on some categories of events; where the viewer does not see those in full, the line says so.
    """
    orders = hidden(seen, Category.PROTECTION)
    contact_at = moments.moment(case.next_contact_at) if case.next_contact_at else ""
    flags = ", ".join(word("red_flag", flag) for flag in case.red_flags)
    consultations = ", ".join(word("consultation", one) for one in case.consultations)
    return [
        (_("Risico (SASH)"), level(seen, case)),
        (_("Casusregisseur"), director(seen, case)),
        (
            _("Vast aanspreekpunt"),
            told(holder(case, Role.CONTACT_POINT), _("niemand"), hidden(seen, Category.DIRECTION)),
        ),
        (_("Volgend contact"), told(contact_at, _("geen datum"), hidden(seen, Category.CONTACT))),
        (_("Bevelen"), told("; ".join(order(one, whole=not orders) for one in case.orders), _("geen"), orders)),
        (_("Rode vlaggen"), told(flags, _("geen vastgelegd"), hidden(seen, Category.RISK, Category.REPORT))),
        (_("Overleg"), told(consultations, _("op geen ketenoverleg"), hidden(seen, Category.DIRECTION))),
        (_("Stalking"), answer(case.stalking, hidden(seen, Category.RECOGNITION, Category.REPORT))),
        (_("Zaak loopt"), answer(case.open, hidden(seen, Category.CASE))),
    ]


def answer(found: Answer, kept: list[Decision]) -> str:
    """Return an answer in words. Only a yes holds whatever is hidden; a no may rest on what is not seen."""
    return told(word("answer", found) if found is Answer.YES else "", word("answer", found), kept)


def level(seen: View, case: Picture) -> str:
    """Return the level that counts, never without its date; without one the risk is unknown, not low."""
    kept = hidden(seen, Category.RISK)
    if case.level is None:
        without = told("", _("niet bekend"), kept)
        return without if case.stalking is Answer.NO and not kept else f"{without}. {_('Onbekend is niet laag.')}"
    found = _("%(level)s, sinds %(day)s") % {
        "level": word("level", case.level.level),
        "day": moments.day(case.level.since),
    }
    found = told(found, "", kept)
    return f"{found}. {_('Laag is niet veilig.')}" if case.level.level == "low" else found


def director(seen: View, case: Picture) -> str:
    """Return who directs the case."""
    kept = hidden(seen, Category.DIRECTION)
    return told(holder(case, Role.CASE_DIRECTOR), _("niemand voert de regie"), kept)


def holder(case: Picture, role: Role) -> str:
    """Return who holds a role, with the organisation; nothing for nobody."""
    return ", ".join(
        f"{people.called(one.person)} ({word('party', one.party)})" for one in case.roles if one.role is role
    )


def order(one: Order, *, whole: bool) -> str:
    """Return one order: its kind, where it stands, whether it was served, and when it ends.

    Args:
        one: The order.
        whole: Whether the viewer sees everything about orders; else that it was served may be hidden.
    """
    parts = [word("order", one.kind), word("order_status", one.status)]
    if one.status is OrderStatus.IN_FORCE:
        parts.append(served(one.served if whole or one.served is Answer.YES else Answer.UNKNOWN))
    if one.end is not None:
        parts.append(_("tot %(end)s") % {"end": moments.until(one.end)})
    return ", ".join(parts)


def served(found: Answer) -> str:
    """Return whether an order was served, in words."""
    match found:
        case Answer.YES:
            return _("uitgereikt")
        case Answer.NO:
            return _("nog niet uitgereikt")
        case Answer.UNKNOWN:
            return _("uitreiking niet bekend")
