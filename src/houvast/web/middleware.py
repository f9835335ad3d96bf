# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What holds for every answer: nothing is kept, errors are spoken plainly, and only a demonstration is shown."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import render

from houvast.core.errors import HouvastError
from houvast.dossier.errors import NotDemoError
from houvast.dossier.marking import require_demo

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    Answer = Callable[[HttpRequest], HttpResponse]


def keep_nothing(answer: Answer) -> Answer:
    """Tell browsers and proxies to keep no page: another person may sit at this screen next."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return respond


def say_what_is_wrong(answer: Answer) -> Answer:
    """Show a broken precondition as a page with its code; anything else is a bug and crashes."""

    class Respond:
        def __call__(self, request: HttpRequest) -> HttpResponse:
            return answer(request)

        @staticmethod
        def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
            return wrong(request, error) if isinstance(error, HouvastError) else None

    return Respond()


def wrong(request: HttpRequest, error: HouvastError) -> HttpResponse:
    """Return the page that says what is wrong and what to do."""
    status = HTTPStatus.FORBIDDEN if isinstance(error, NotDemoError) else HTTPStatus.SERVICE_UNAVAILABLE
    return render(request, "wrong.html", {"error": error}, status=status)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form that did not come from our own page, or from one that was open for too long."""
    del reason
    return render(request, "form_refused.html", status=HTTPStatus.FORBIDDEN)


def demo_only(answer: Answer) -> Answer:
    """Refuse every page on a database that is not a demonstration, until people sign in."""

    def respond(request: HttpRequest) -> HttpResponse:
        try:
            require_demo()
        except HouvastError as error:
            return wrong(request, error)
        return answer(request)

    return respond
