# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of the desk. Every page on a case goes through one look, which is logged first."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from houvast import rules
from houvast.core.card import in_force
from houvast.core.errors import CalendarRangeError, UnknownRuleError
from houvast.core.events import ActorId, RegionId, StreamId
from houvast.core.terms import day_bounds, local_day
from houvast.desk import people
from houvast.desk.case_list import case_rows
from houvast.desk.case_page import case_page
from houvast.desk.rule_page import rule_page
from houvast.desk.sight import seen_by

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from houvast.core.access import Viewer
    from houvast.core.rules import Rule

COOKIE = "houvast_viewer"


def now() -> datetime:
    """Return the present."""
    return datetime.now(UTC)


def viewer_of(request: HttpRequest) -> Viewer | None:
    """Return as whom somebody looks, chosen on the first page; None before that."""
    actor = request.get_signed_cookie(COOKIE, default="")
    return people.viewer(ActorId(actor), now()) if actor else None


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Choose as whom to look; only a demonstration has this page."""
    if request.method == "POST":
        actor = request.POST.get("person", "")
        if people.viewer(ActorId(actor), now()) is None:
            raise Http404
        response = HttpResponseRedirect(reverse("desk:cases"))
        response.set_signed_cookie(COOKIE, actor, httponly=True, samesite="Strict")
        return response
    return page(request, "desk/start.html", {"groups": people.groups(local_day(now()))})


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Show the cases that this viewer may know of, the most urgent first."""
    viewer = viewer_of(request)
    if viewer is None:
        return HttpResponseRedirect(reverse("desk:start"))
    return page(request, "desk/cases.html", {"cases": case_rows(viewer, now())})


@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show one case through the window of this viewer, as known now or at the end of an earlier day."""
    viewer = viewer_of(request)
    if viewer is None:
        return HttpResponseRedirect(reverse("desk:start"))
    present = now()
    known_at, bad_day = _known_at(request.GET.get("op", ""), present)
    stream = StreamId(f"case/{number}")
    seen = seen_by(viewer, stream, purpose=people.purpose(viewer), now=present, known_at=known_at)
    if seen is None:
        raise Http404
    return page(request, "desk/case.html", {"page": case_page(seen, known_at, present, bad_day=bad_day)})


def _known_at(asked: str, present: datetime) -> tuple[datetime, bool]:
    """Return the end of the day asked for, never later than now; and whether the day could not be read."""
    if not asked:
        return present, False
    try:
        return min(day_bounds(date.fromisoformat(asked))[1], present), False
    except (ValueError, CalendarRangeError):
        return present, True


@require_GET
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Show what a rule says, with the law and the agreement apart, and its sources.

    The region and the version that are asked for count where they are there; else what holds now.
    """
    cards = rules.cards()
    versions = _versions(rule_id, request.GET.get("regio", ""))
    versions = tuple(one for one in versions if str(one.version) == request.GET.get("versie")) or versions
    found = in_force(versions, local_day(now())) or versions[-1]
    return page(request, "desk/rule.html", rule_page(found, cards.sources))


def _versions(rule_id: str, region: str) -> tuple[Rule, ...]:
    """Return the versions of a rule on the card of a region; what only other regions have is found there."""
    cards = rules.cards()
    asked = RegionId(region) if region in cards.regions() else None
    for place in (asked, None, *cards.regions()):
        try:
            return cards.card(place).versions(rule_id)
        except UnknownRuleError:
            continue
    raise Http404


def page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """Return a page with what every page has: as whom somebody looks."""
    viewer = viewer_of(request)
    name = people.described(viewer) if viewer else ""
    return render(request, template, {**context, "viewer": viewer, "viewer_name": name or _("niemand")})
