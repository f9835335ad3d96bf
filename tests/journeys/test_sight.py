# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is hidden never reads as what is not there: in every line, count, order and name."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import tests.dossier.conftest  # noqa: F401  Django is made ready there

from houvast.core.access import Viewer
from houvast.core.answer import Answer
from houvast.core.errors import HouvastError
from houvast.core.events import ActorId, Category, OrganisationId, PersonId, StreamId, SubjectId
from houvast.core.events.values import OrderKind, Party
from houvast.core.picture import Order, OrderStatus, picture
from houvast.core.rules import Extent
from houvast.core.sharing import Decision
from houvast.desk import case_page, sight
from houvast.dossier import person_records
from houvast.dossier.errors import ChainBrokenError
from houvast.dossier.reading import View
from houvast.rules import cards

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NONE = {"niemand", "niemand voert de regie", "geen datum", "geen", "geen vastgelegd", "op geen ketenoverleg"}
RESTS_ON = {
    "Risico (SASH)": {Category.RISK},
    "Casusregisseur": {Category.DIRECTION},
    "Vast aanspreekpunt": {Category.DIRECTION},
    "Volgend contact": {Category.CONTACT},
    "Bevelen": {Category.PROTECTION},
    "Rode vlaggen": {Category.RISK, Category.REPORT},
    "Overleg": {Category.DIRECTION},
    "Stalking": {Category.RECOGNITION, Category.REPORT},
    "Zaak loopt": {Category.CASE},
}
EMPTY = View(
    case=StreamId("case/h-1"),
    viewer=Viewer(ActorId("a-1"), OrganisationId("org/police"), Party.POLICE),
    known_at=NOW,
    trace_id="0",
    picture=picture((), cards().national, known_at=NOW),
)


def hiding(category: Category, extent: Extent = Extent.NOTHING, ask: str = "") -> View:
    """Return a case of which one organisation's part of a category is not seen in full, and all else is."""
    decisions = {(one, party): Decision(Extent.FULL) for one in Category for party in (Party.POLICE, Party.OM)}
    return replace(EMPTY, decisions={**decisions, (category, Party.OM): Decision(extent, ask=ask)})


@pytest.mark.parametrize("extent", [Extent.NOTHING, Extent.EXISTS, Extent.PARTLY])
@pytest.mark.parametrize("category", list(Category))
def test_each_line_knows_what_it_rests_on(category: Category, extent: Extent) -> None:
    seen = hiding(category, extent)
    assert seen.picture
    lines = dict(case_page.facts(seen, seen.picture))
    assert lines.keys() == RESTS_ON.keys()
    hidden = {label for label, text in lines.items() if text.startswith("niet voor u te zien")}
    assert hidden == {label for label, categories in RESTS_ON.items() if category in categories}
    assert {lines[label] for label in hidden} & NONE == set()


def test_whom_to_ask_is_said() -> None:
    seen = hiding(Category.PROTECTION, Extent.EXISTS, "police.case_director")
    assert seen.picture
    lines = dict(case_page.facts(seen, seen.picture))
    assert lines["Bevelen"] == "niet voor u te zien; vraag casusregisseur (politie)"


def test_what_is_found_and_what_is_counted_say_that_there_may_be_more() -> None:
    kept = [Decision(Extent.PARTLY)]
    assert sight.told("hoog", "", kept) == "hoog (u ziet niet alles)"
    assert [sight.count(n, kept) for n in (0, 2)] == ["geen die u mag zien", "ten minste 2"]
    assert [sight.count(n, []) for n in (0, 2)] == ["0", "2"]
    assert sight.told("hoog", "", []) == "hoog"


@pytest.mark.parametrize(
    ("served", "whole", "said"),
    [
        (Answer.YES, True, "uitgereikt"),
        (Answer.YES, False, "uitgereikt"),
        (Answer.NO, True, "nog niet uitgereikt"),
        (Answer.NO, False, "uitreiking niet bekend"),
        (Answer.UNKNOWN, True, "uitreiking niet bekend"),
    ],
)
def test_served_has_three_words(served: Answer, *, whole: bool, said: str) -> None:
    order = Order(SubjectId("o"), OrderKind.HUISVERBOD, (), OrderStatus.IN_FORCE, NOW, None, served, 0)
    assert case_page.order(order, whole=whole) == f"huisverbod, geldt nu, {said}"


@pytest.mark.parametrize("error", [ChainBrokenError(StreamId("person/p-1"), 1), None])
def test_a_broken_or_missing_record_gives_no_initials(
    monkeypatch: pytest.MonkeyPatch, error: HouvastError | None
) -> None:
    def read(_person: PersonId) -> None:
        if error:
            raise error

    monkeypatch.setattr(person_records, "read", read)
    assert case_page.initials(PersonId("p-1")) == ""
