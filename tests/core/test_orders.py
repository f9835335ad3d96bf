# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Protection orders: in force, decided about, lapsed, supervised, too long."""

from datetime import date, datetime

import pytest
from tests.core.rulebook import T, card, days, in_order, limit, made, term
from tests.core.test_facts_tables import c, check, e, happened, some, w

from houvast.core import orders
from houvast.core.answer import Answer
from houvast.core.calendar import AMSTERDAM
from houvast.core.events import Event
from houvast.core.events.values import Ban, OrderKind
from houvast.core.facts import inquire
from houvast.core.story import Story
from houvast.core.validity import FOREVER

CARD = card()
LAW = T.astimezone(AMSTERDAM).replace(hour=0) + days(92)
"""The end by law of an order of 90 days that was imposed on day 1: the midnight after 31 May."""
I, X, D, L, N = "order.imposed", "order.extended", "order.renewal_decided", "order.lifted", "note.added"  # noqa: E741
PLACES = (Ban.LOCATION,)


def imposed(day: float, **fields: object) -> Event:
    return e(day, I, id_="o", **fields)


def o(day: float, kind: str, **fields: object) -> Event:
    return e(day, kind, about="o", **fields)


ORDER_FACTS = [
    ("order_in_force", "o", "yyn", [imposed(1), e(91, N), e(93, N)]),
    ("order_in_force", "o", "nynn", [imposed(1, starts_at=T + days(2), ends_at=T + days(4)), e(3, N), e(4, N), e(5, N)]),
    ("order_in_force", "o", "yyyn", [imposed(1, ends_at=T + days(5)), o(4, X, ends_at=T + days(9)), e(6, N), e(9, N)]),
    ("order_in_force", "o", "yynyn", [imposed(1, ends_at=T + days(5)), o(4, X, starts_at=T + days(7), ends_at=T + days(9)), e(6, N), e(8, N), e(9, N)]),
    ("order_in_force", "o", "ynyn", [imposed(1, ends_at=T + days(5)), e(6, N), o(7, X, ends_at=T + days(9)), e(10, N)]),
    ("order_in_force", "o", "yn", [imposed(1), o(2, L)]),
    ("order_in_force", "o", "yny", [imposed(1), e(2, L, id_="l", about="o"), w(3, "l")]),
    ("order_in_force", "o", "yn", [imposed(1), w(2, "o")]),
    ("order_in_force", "o", "ynn", [imposed(1, ends_at=T + days(9)), c(2, "o", some(I, ends_at=T + days(2))), e(3, N)]),
    ("order_in_force", "o", "yyy", [imposed(1, order="civil"), e(400, N), e(4000, N)]),
    ("order_in_force", "o", "ny", [e(1, "order.proposed", id_="o"), o(2, I)]),
    ("order_served", "o", "nyn", [imposed(1), e(2, "order.served", id_="s", about="o"), w(3, "s")]),
    # what is decided about its end
    ("end_decided", "o", "nyn", [imposed(1), e(80, D, id_="d", about="o", decision="let_end"), w(81, "d")]),
    ("end_decided", "o", "nyn", [imposed(1), o(80, D, decision="extend"), o(81, X, ends_at=T + days(180))]),
    ("end_decided", "o", "nny", [imposed(1), o(81, X, ends_at=T + days(180)), o(170, D, decision="extend")]),
    ("end_decided", "o", "nnn", [imposed(1), o(81, X, ends_at=T + days(180)), happened(o(85, D, decision="let_end"), 80)]),
    ("end_decided", "o", "nyn", [imposed(1), o(80, D, decision="extend"), happened(o(82, X, ends_at=T + days(180)), 80)]),
    ("end_decided", "o", "nny", [imposed(1), happened(o(81, X, ends_at=T + days(180)), 80), happened(o(82, D, decision="let_end"), 80)]),
    ("end_decided", "o", "nnn", [imposed(1), happened(o(81, X, ends_at=T + days(180)), 80), happened(o(82, D, decision="extend"), 80)]),
    ("end_decided", "o", "ny", [imposed(1), o(2, L)]),
    ("order_lapsed", "o", "nnyyn", [imposed(1), e(91, N), e(93, N), e(94, N), o(95, D, decision="let_end")]),
    ("order_lapsed", "o", "nny", [imposed(1), o(91, D, decision="replace"), e(93, N)]),
    ("order_lapsed", "o", "nnyn", [imposed(1), o(91, D, decision="replace"), e(93, N), e(94, "order.imposed", about="other")]),
    ("ended_by_judgment", "o", "nny", [e(0.5, "judgment.given", convicted="yes", final="yes"), imposed(1), e(2, "judgment.given", convicted="yes", final="yes")]),
    ("order_lapsed", "o", "nny", [imposed(1), o(91, D, decision="extend"), e(93, N)]),
    ("order_lapsed", "o", "nynny", [imposed(1), e(93, N), o(94, X, ends_at=T + days(180)), e(170, N), e(181, N)]),
    ("order_lapsed", "o", "nyn", [imposed(1), e(93, N), o(94, L)]),
    ("order_lapsed", "o", "nyn", [imposed(1), e(93, N), w(94, "o")]),
    ("order_lapsed", "o", "nn", [imposed(1, order="civil"), e(4000, N)]),
    # supervision
    ("has_location_ban", "o", "yn", [e(1, "order.proposed", id_="o", bans=PLACES), o(2, I, bans=(Ban.CONTACT,))]),
    ("has_location_ban", "o", "yn", [imposed(1, bans=(Ban.AREA,)), w(2, "o")]),
    ("location_ban_supervisable", "o", "?yn", [e(1, "order.proposed", id_="o", bans=PLACES), o(2, "order.checked", feasible="yes"), o(3, I, bans=PLACES, zone_distance_m=4999)]),
    ("location_ban_supervisable", "o", "yy", [imposed(1, zone_distance_m=5000), o(2, "order.checked")]),
    ("location_ban_supervisable", "o", "yny", [imposed(1, zone_distance_m=9000), e(2, "order.checked", id_="k", about="o", feasible="no", zone_distance_m=9000), w(3, "k")]),
    ("location_ban_unsupervisable", "o", "nyn", [imposed(1), o(2, "order.checked", zone_distance_m=10), o(3, "order.checked", feasible="yes")]),
    # its title
    ("is_gedragsaanwijzing", "o", "yn", [imposed(1), c(2, "o", some(I, order="civil"))]),
    ("is_huisverbod", "o", "y", [imposed(1, order="huisverbod")]),
    ("is_condition", "o", "y", [imposed(1, order="special_conditions")]),
    ("is_civil", "o", "ny", [imposed(1), c(2, "o", some(I, order="civil"))]),
    ("needs_renewal_decision", "o", "yn", [imposed(1), c(2, "o", some(I, order="measure_38v"))]),
    # the law
    ("beyond_legal_maximum", "o", "n", [imposed(1, ends_at=LAW)]),
    ("beyond_legal_maximum", "o", "yn", [imposed(1, ends_at=T + days(94)), c(2, "o", some(I, ends_at=T + days(80)))]),
    ("beyond_legal_maximum", "o", "nnnny", [imposed(1, ends_at=T + days(9)), *(o(day, X, ends_at=T + days(day + 9)) for day in (8, 15, 22, 29))]),
    ("beyond_legal_maximum", "o", "nyy", [imposed(1, ends_at=T + days(9)), o(8, X, ends_at=T + days(200)), o(9, X, ends_at=T + days(210))]),
    ("beyond_legal_maximum", "o", "n", [imposed(1, order="civil", ends_at=T + days(9999))]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "subject", "answers", "events"),
    ORDER_FACTS,
    ids=[f"{row[0]}-{place}" for place, row in enumerate(ORDER_FACTS)],
)
def test_about_an_order(name: str, subject: str, answers: str, events: list[Event]):
    check(name, subject, answers, events)


def end(*events: Event, on=CARD) -> datetime | None:
    story = Story(in_order(*events))
    found = orders.end(story, on, "o")
    assert orders.present_end(inquire(in_order(*events), on, known_at=FOREVER), "o") == found
    return found


def test_the_end_is_that_of_the_last_period_or_when_it_was_lifted():
    assert end(imposed(1)) == LAW
    assert end(imposed(1, ends_at=T + days(5))) == T + days(5)
    assert end(imposed(1, ends_at=T + days(5)), o(4, X, ends_at=T + days(9))) == T + days(9)
    assert end(
        imposed(1, ends_at=T + days(5)), e(4, X, id_="x", about="o", ends_at=T + days(9)), w(5, "x")
    ) == T + days(5)
    assert end(imposed(1), o(4, L)) == T + days(4)
    assert end(imposed(1, order="civil")) is None
    assert end(imposed(1, order="civil"), o(4, L)) == T + days(4)
    assert end(e(1, "order.proposed", id_="o")) is None
    assert end(imposed(1), w(2, "o")) is None


def test_the_law_of_the_day_on_which_it_starts_counts():
    turn = date(2026, 3, 10)
    old, new = (
        term("order.huisverbod", "10 days", valid_until=turn),
        term("order.huisverbod", "20 days", valid_from=turn),
    )
    laws = card(old, new)
    midnight = T.astimezone(AMSTERDAM).replace(hour=0)
    assert end(imposed(1, order="huisverbod"), on=laws) == midnight + days(12)
    assert end(imposed(9, order="huisverbod"), on=laws) == midnight + days(30)
    later = {"order": "huisverbod", "starts_at": T + days(9)}
    assert end(imposed(1, **later), on=laws) == midnight + days(30)
    assert orders.legal_end(laws, OrderKind.CIVIL, T) is None


def test_a_penal_term_may_be_extended_by_the_act_where_its_rule_says_so():
    """Ten days from Thursday 12 March end on Sunday 22 March 2026: the Act lets it run to the end of Monday."""
    sunday = imposed(10, order="huisverbod")
    plain, extended = (
        card(term("order.huisverbod", "10 days")),
        card(term("order.huisverbod", "10 days", extend_to_working_day=True)),
    )
    assert end(sunday, on=extended) - end(sunday, on=plain) == days(1)


def test_how_it_was_imposed_as_known_now():
    assert orders.imposed(Story(in_order(imposed(1))), "o").data.order is OrderKind.GEDRAGSAANWIJZING
    assert (
        orders.imposed(Story(in_order(imposed(1), c(2, "o", some(I, order="civil")))), "o").data.order
        is OrderKind.CIVIL
    )
    assert orders.imposed(Story(in_order(imposed(1), w(2, "o"))), "o") is None
    assert orders.lifted_at(Story(in_order(imposed(1), o(4, L), o(5, L))), "o") == T + days(4)
    assert orders.lifted_at(Story(in_order(imposed(1))), "o") is None


def test_the_guideline_on_distance_is_that_of_the_day():
    turn = date(2026, 3, 10)
    strict = card(
        limit("location_ban.distance", "metres", at_least=100, valid_until=turn),
        limit("location_ban.distance", "metres", at_least=5000, valid_from=turn),
    )
    check("location_ban_supervisable", "o", "y", [imposed(1, zone_distance_m=2000)], on=strict)
    check("location_ban_supervisable", "o", "n", [imposed(9, zone_distance_m=2000)], on=strict)
    nothing = card(limit("location_ban.distance", "metres"))
    check("location_ban_supervisable", "o", "?", [imposed(1, zone_distance_m=2000)], on=nothing)


def test_a_correction_into_another_order_keeps_what_was_known():
    events = in_order(
        imposed(1, ends_at=T + days(5)),
        c(3, "o", some(I, order="civil", ends_at=T + days(9))),
        made("n", T + days(8), some(N)),
    )
    line = inquire(events, CARD, known_at=FOREVER).ask("order_in_force", "o")
    assert [line.at(T + days(day)) for day in (0.5, 2, 4, 8, 9)] == [
        Answer.NO,
        Answer.YES,
        Answer.YES,
        Answer.YES,
        Answer.NO,
    ]
