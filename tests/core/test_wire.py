# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Event data to JSON and back: nothing is lost, nothing is let in that is not understood, nothing is given away."""

import dataclasses
import json
import typing
from datetime import UTC, date, datetime

import pytest
from tests.core.rulebook import T
from tests.generators import every_kind, some_data

from houvast.core.answer import Answer
from houvast.core.errors import FutureVersionError, HouvastError, InvalidDataError, NaiveInstantError, UnknownKindError
from houvast.core.events import BY_DATA, BY_NAME, Data, EventId, Occurred
from houvast.core.events.assessment import AssessmentCompleted
from houvast.core.events.contact import ContactKept
from houvast.core.events.duty import DutyDecidedOtherwise
from houvast.core.events.event import EventCorrected
from houvast.core.events.note import NoteAdded
from houvast.core.events.order import OrderImposed
from houvast.core.events.report import ReportMade
from houvast.core.events.upcast import UPCASTERS
from houvast.core.events.values import Instrument, Level, OrderKind, ReportForm
from houvast.core.events.wire import MAX_TEXT, decode, encode

SEEDS = range(25)
CANARY = "Kanarie-Geheim-0612345678"


def refused(wire: str, data: object, error: type[HouvastError] = InvalidDataError) -> HouvastError:
    """Return the error with which data are refused, after seeing that it gives nothing away."""
    with pytest.raises(error) as caught:
        decode(wire, data)
    shown = str(caught.value) + repr(caught.value)
    assert CANARY not in shown
    assert caught.value.__cause__ is None
    return caught.value


@pytest.mark.parametrize("kind", every_kind())
def test_a_round_trip_through_json_text_gives_the_same_data(kind: str):
    for seed in SEEDS:
        data = some_data(kind, seed=seed)
        text = json.dumps(encode(data))
        again = decode(BY_DATA[type(data)].wire, json.loads(text))
        assert again == data
        assert type(again) is type(data)
        assert json.dumps(encode(again)) == text


@pytest.mark.parametrize("kind", every_kind())
def test_every_field_is_named_and_an_optional_one_may_be_left_out(kind: str):
    cls = BY_NAME[kind].data
    encoded = encode(some_data(kind))
    fields = {field.name: field for field in dataclasses.fields(cls)}
    assert set(encoded) == set(fields)
    required = {name: encoded[name] for name, field in fields.items() if field.default is dataclasses.MISSING}
    bare = decode(kind, required)
    assert all(getattr(bare, name) == field.default for name, field in fields.items() if name not in required)


@pytest.mark.parametrize("kind", every_kind())
def test_an_unknown_field_is_refused_and_what_is_known_is_named(kind: str):
    error = refused(kind, {**encode(some_data(kind)), CANARY: CANARY})
    assert error.code == "invalid_data"
    assert "criminal_file" in error.message


@pytest.mark.parametrize("kind", every_kind())
def test_a_required_field_that_is_missing_is_refused_by_name(kind: str):
    encoded = encode(some_data(kind))
    for field in dataclasses.fields(BY_NAME[kind].data):
        if field.default is dataclasses.MISSING:
            error = refused(kind, {name: value for name, value in encoded.items() if name != field.name})
            assert f"{kind}.{field.name}" in error.message


WRONG = [CANARY, f"{CANARY}\x00", 7, 7.5, True, [], [CANARY], {}, {CANARY: CANARY}, None, [[CANARY]], [None]]


def decoded(kind: str, data: dict[str, object]) -> Data | HouvastError:
    """Return what is read, or the error with which it is refused."""
    try:
        return decode(kind, data)
    except HouvastError as error:
        return error


@pytest.mark.parametrize("kind", every_kind())
def test_a_value_of_the_wrong_type_is_refused_and_never_shown(kind: str):
    """Every field with every odd value: accepted only if it comes back as it went in."""
    encoded = encode(some_data(kind))
    for name in encoded:
        for value in WRONG:
            found = decoded(kind, {**encoded, name: value})
            if isinstance(found, HouvastError):
                assert found.code in ("invalid_data", "naive_instant", "unknown_kind")
                assert CANARY not in str(found)
                assert name in str(found)
            else:
                back = encode(found)[name]
                assert back == value or (isinstance(value, bool) and back == str(Answer.of(value)))


@pytest.mark.parametrize("value", ["2026-03-01T12:00", "2026-03-01 12:00:00", "20260301T120000"])
def test_an_instant_without_a_zone_is_refused(value: str):
    error = refused("contact.kept", {"next_at": value}, NaiveInstantError)
    assert error.code == "naive_instant"
    assert "contact.kept.next_at" in error.message


@pytest.mark.parametrize(
    "value", ["", "2026-13-01", "2026-02-30", "yesterday", "2026-03-01T25:00Z", "12:00Z", 1767225600, "2026-3-1"]
)
def test_what_is_no_instant_is_refused(value: object):
    assert refused("contact.kept", {"next_at": value}).code == "invalid_data"


def test_instants_of_any_zone_become_utc():
    told = [
        decode("contact.kept", {"next_at": text})
        for text in ("2026-07-01T14:00+02:00", "2026-07-01T12:00Z", "2026-07-01T12:00:00+00:00")
    ]
    assert {data.next_at for data in told} == {datetime(2026, 7, 1, 12, tzinfo=UTC)}
    assert all(data.next_at.tzinfo is UTC for data in told)
    assert encode(told[0])["next_at"] == "2026-07-01T12:00:00Z"


def test_a_plain_day_begins_where_something_starts_and_lasts_until_its_end_elsewhere():
    """In the night of 29 March 2026 the clock goes forward, so that day has 23 hours."""
    order = decode("order.imposed", {"order": "civil", "starts_at": "2026-03-29", "ends_at": "2026-03-29"})
    assert order.starts_at == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert order.ends_at == datetime(2026, 3, 29, 22, tzinfo=UTC)
    corrected = encode(EventCorrected(event=EventId("e"), replacement=NoteAdded(), occurred_then=Occurred.at(T)))
    corrected["occurred_then"] = {"start": "2026-03-01", "end": "2026-03-01", "precision": "day"}
    then = decode("event.corrected", corrected).occurred_then
    assert then is not None
    assert (then.end - then.start).total_seconds() == 24 * 3600


def test_yes_and_no_may_be_written_as_true_and_false():
    told = decode("report.made", {"form": "melding", "stalking": True, "weapon": False, "threat": "unknown"})
    assert isinstance(told, ReportMade)
    assert (told.stalking, told.weapon, told.threat, told.fear) == (
        Answer.YES,
        Answer.NO,
        Answer.UNKNOWN,
        Answer.UNKNOWN,
    )


def test_a_long_text_has_a_bound():
    assert decode("note.added", {"facts": "x" * MAX_TEXT})
    refused("note.added", {"facts": "x" * (MAX_TEXT + 1)})


def test_an_unknown_kind_and_a_future_version_are_refused_also_inside_a_correction():
    refused("order.imagined.v1", {}, UnknownKindError)
    refused("order.imposed.v2", {"order": "civil"}, FutureVersionError)
    inside = {"event": "e1", "replacement": {"kind": "order.imagined.v1", "data": {}}}
    refused("event.corrected", inside, UnknownKindError)
    inside["replacement"] = {"kind": "order.imposed.v9", "data": {"order": "civil"}}
    refused("event.corrected", inside, FutureVersionError)
    inside["replacement"] = {"kind": "order.imposed", "data": {"order": "civil"}, CANARY: 1}
    refused("event.corrected", inside)


def test_a_correction_of_corrections_without_end_is_refused():
    nested: dict[str, object] = {"kind": "note.added.v1", "data": {}}
    for _ in range(5000):
        nested = {"kind": "event.corrected.v1", "data": {"event": "e1", "replacement": nested}}
    refused("event.corrected", nested["data"])


def test_dates_in_nested_values_are_checked_as_everywhere():
    late = {"start": "2026-03-02T12:00Z", "end": "2026-03-01T12:00Z", "precision": "instant"}
    with pytest.raises(HouvastError) as caught:
        decode(
            "event.corrected", {"event": "e1", "replacement": {"kind": "note.added", "data": {}}, "occurred_then": late}
        )
    assert caught.value.code == "contradictory_dates"


GOLDEN = {
    "v1, trained": ({"instrument": "sash", "level": "high", "trained": True, "reason": "x"}, Answer.YES),
    "v1, not recorded": ({"instrument": "sash", "level": "high"}, Answer.UNKNOWN),
    "v1, false stood for unknown": ({"instrument": "sash", "level": "high", "trained": False}, Answer.UNKNOWN),
}


@pytest.mark.parametrize(("data", "trained"), GOLDEN.values(), ids=GOLDEN)
def test_an_old_version_is_raised_when_it_is_read(data: dict[str, object], trained: Answer):
    before = dict(data)
    told = decode("assessment.completed.v1", data)
    assert isinstance(told, AssessmentCompleted)
    assert (told.instrument, told.level, told.assessor_trained) == (Instrument.SASH, Level.HIGH, trained)
    assert data == before
    refused("assessment.completed.v2", {**before, "trained": True})


def test_every_older_version_has_its_upcaster():
    older = {(kind.name, version) for kind in BY_NAME.values() for version in range(1, kind.version)}
    assert set(UPCASTERS) == older


def test_what_is_written_is_plain_json_in_a_fixed_order():
    data = OrderImposed(order=OrderKind.CIVIL, ends_at=T)
    assert json.dumps(encode(data)) == (
        '{"authority": "om", "bans": [], "criminal_file": "undecided", "electronic_monitoring": "unknown", '
        '"ends_at": "2026-03-02T12:00:00Z", "order": "civil", "override_reason": "", "starts_at": null, '
        '"zone_distance_m": null}'
    )
    assert encode(DutyDecidedOtherwise(rule="r", reason="x", review_on=date(2026, 3, 1)))["review_on"] == "2026-03-01"
    assert type(encode(ReportMade(form=ReportForm.MELDING))["form"]) is str


def test_what_is_no_event_data_cannot_be_written():
    with pytest.raises(TypeError):
        encode(typing.cast(ContactKept, ContactKept(note=typing.cast(str, 7.5))))
