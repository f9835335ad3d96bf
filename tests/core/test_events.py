# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The kinds of events: one table, stable names, typed data; and dates that cannot all be true are refused."""

import dataclasses
import re
import typing
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, timezone
from itertools import product

import pytest
from tests.core.rulebook import T, days

from houvast.core.answer import Answer
from houvast.core.errors import ContradictoryDatesError, FutureVersionError, NaiveInstantError, UnknownKindError
from houvast.core.events import (
    BY_DATA,
    BY_NAME,
    BY_WIRE,
    FAMILIES,
    KINDS,
    Category,
    Data,
    Kind,
    Occurred,
    OrganisationId,
    Precision,
    check_dates,
    kind_of,
    organisation_kind,
)
from houvast.core.events.envelope import ENTRY_TOLERANCE, UNBOUNDED

NAMES = [kind.name for kind in KINDS]
PLANNED = {
    "custody.release_considered", "custody.release_planned", "hearing.planned", "evaluation.planned",
    "consultation.planned", "stop_talk.proposed",
}  # fmt: skip


def parts(annotation: object) -> typing.Iterator[object]:
    """Yield what an annotation is made of."""
    inside = typing.get_args(annotation)
    yield from (part for one in inside for part in parts(one)) if inside else (annotation,)


def test_every_kind_stands_in_the_table_once():
    assert len(set(NAMES)) == len(KINDS) == len(BY_NAME) == len(BY_WIRE) == len(BY_DATA)
    assert {kind.data.__qualname__ for kind in KINDS} == {data.__qualname__ for data in Data.__subclasses__()}
    assert [kind for family in FAMILIES for kind in family.KINDS] == list(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_a_kind_has_a_stable_name_in_its_family_and_typed_frozen_data(kind: Kind):
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+\.v[1-9]\d*", kind.wire)
    assert kind.data.__module__ == f"houvast.core.events.{kind.name.partition('.')[0]}"
    assert isinstance(kind.category, Category)
    assert kind.dutch
    assert kind.data.__doc__
    assert kind.data.__dataclass_params__.frozen
    assert not hasattr(kind.data, "__dict__") or "__slots__" in kind.data.__dict__
    for annotation in typing.get_type_hints(kind.data).values():
        assert not {typing.Any, object, dict, list, set, float} & set(parts(annotation))


def test_planned_kinds_are_those_that_speak_of_what_is_to_come():
    assert {kind.name for kind in KINDS if kind.planned} == PLANNED


def test_no_answer_about_people_is_no_by_default():
    """What nobody recorded is unknown (design, rule 4). That a message is important somebody has to say."""
    said = {
        f"{kind.name}.{field.name}"
        for kind in KINDS
        for field in dataclasses.fields(kind.data)
        if field.default in (Answer.NO, Answer.YES) and isinstance(field.default, Answer)
    }
    assert said == {"victim.informed.important"}


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_a_wire_name_leads_to_its_kind(kind: Kind):
    assert kind_of(kind.wire) is kind
    assert kind_of(kind.name) is kind
    assert all(kind_of(f"{kind.name}.v{version}") is kind for version in range(1, kind.version + 1))


@pytest.mark.parametrize("wire", ["", "order", "order.", "order.imposedv1", "order.imposed.v", "order.imposed.vx", "ORDER.imposed.v1", "order.imposed.v1.v1", "houvast.core.events.order.OrderImposed", "report.made.v1 ", "x" * 500])  # fmt: skip
def test_an_unknown_kind_is_refused(wire: str):
    with pytest.raises(UnknownKindError) as caught:
        kind_of(wire)
    assert caught.value.code == "unknown_kind"
    assert len(str(caught.value)) < 400
    assert "events.md" in caught.value.message


@pytest.mark.parametrize("version", ["0", "2", "3", "99", "9" * 40])
def test_a_version_that_this_program_does_not_know_is_refused(version: str):
    with pytest.raises(FutureVersionError) as caught:
        kind_of(f"order.imposed.v{version}")
    assert caught.value.code == "future_version"
    assert "1 to 1" in caught.value.message
    assert len(str(caught.value)) < 400


def test_occurred_needs_a_zone_and_an_order():
    assert Occurred.at(T) == Occurred(T, T, Precision.INSTANT)
    assert Occurred.unknown(T) == Occurred(UNBOUNDED, T, Precision.UNKNOWN)
    naive = T.replace(tzinfo=None)
    for start, end in ((naive, T), (T, naive), (naive, naive)):
        with pytest.raises(NaiveInstantError) as caught:
            Occurred(start, end)
        assert caught.value.code == "naive_instant"
    with pytest.raises(ContradictoryDatesError) as contradictory:
        Occurred(T, T - days(1))
    assert contradictory.value.code == "contradictory_dates"


def test_dates_of_one_event_enumerated():
    """Every order of start, entry and record, an hour and the tolerance apart, against the rule in one line."""
    around = [
        T + step for step in (-days(1), -ENTRY_TOLERANCE, timedelta(0), ENTRY_TOLERANCE, ENTRY_TOLERANCE * 2, days(1))
    ]
    for start, entered, recorded, planned in product(around, around, around, (False, True)):
        wrong = entered > recorded + ENTRY_TOLERANCE or (not planned and (entered < start or recorded < start))
        refused = pytest.raises(ContradictoryDatesError, match=r"note\.added") if wrong else nullcontext()
        with refused:
            check_dates("note.added", Occurred(start, T + days(3)), entered, recorded, planned=planned)


@pytest.mark.parametrize("name", ["entered", "recorded"])
def test_a_naive_entry_or_record_is_refused(name: str):
    dates = {"entered": T, "recorded": T, name: T.replace(tzinfo=None)}
    with pytest.raises(NaiveInstantError) as caught:
        check_dates("note.added", Occurred.at(T), **dates)
    assert name in caught.value.message


def test_another_zone_is_the_same_instant():
    summer = timezone(timedelta(hours=2))
    assert Occurred.at(T) == Occurred.at(T.astimezone(summer))
    check_dates("note.added", Occurred.at(datetime(2026, 7, 1, 14, tzinfo=summer)), datetime(2026, 7, 1, 12, tzinfo=UTC), datetime(2026, 7, 1, 12, tzinfo=UTC))  # fmt: skip


def test_the_kind_of_an_organisation_is_the_first_part_of_its_id():
    assert [organisation_kind(OrganisationId(org)) for org in ("police", "police.veenrand-1", "om.a.b")] == [
        "police",
        "police",
        "om",
    ]
