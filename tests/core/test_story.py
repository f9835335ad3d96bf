# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A story: what was known of each event at each moment, against naive readings of the same list."""

import random
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from tests.core.rulebook import T, days, in_order, made
from tests.histories import a_history, histories

from houvast.core.errors import MixedStreamsError, OutOfOrderError, UnknownEventError
from houvast.core.events import Data, Event, Occurred, StreamId, SubjectId
from houvast.core.events.event import EventCorrected, EventWithdrawn
from houvast.core.events.note import NoteAdded
from houvast.core.events.report import ReportMade
from houvast.core.events.victim import VictimInformed
from houvast.core.followers import Followers
from houvast.core.story import Story, Version, earliest, fold, known, latest
from houvast.core.timeline import NO, YES

SEEDS = range(12)


def note(text: str) -> NoteAdded:
    return NoteAdded(facts=text)


def texts(story: Story, event: str) -> list[tuple[str, datetime, datetime | None]]:
    return [(version.data.facts, version.since, version.until) for version in story.versions(event)]


def corrected(name: str, at: float, event: str, replacement: Data, then: Occurred | None = None) -> Event:
    return made(name, T + days(at), EventCorrected(event=event, replacement=replacement, occurred_then=then))


def withdrawn(name: str, at: float, event: str) -> Event:
    return made(name, T + days(at), EventWithdrawn(event=event, reason="x"))


FIRST = made("n", T, note("first"))


def told(*events: Event) -> Story:
    return Story(in_order(FIRST, *events))


def test_a_correction_holds_from_then_on_and_what_was_known_stays_known():
    story = told(corrected("c", 2, "n", note("second"), Occurred.at(T - days(5))))
    assert texts(story, "n") == [("first", T, T + days(2)), ("second", T + days(2), None)]
    assert [version.occurred for version in story.versions("n")] == [FIRST.occurred, Occurred.at(T - days(5))]
    assert [version.event.id for version in story.of(NoteAdded)] == ["n", "n"]


def test_a_correction_without_a_date_keeps_the_date():
    story = told(
        corrected("c", 2, "n", note("second"), Occurred.at(T - days(5))), corrected("d", 3, "n", note("third"))
    )
    assert [version.occurred.start for version in story.versions("n")] == [T, T - days(5), T - days(5)]


def test_a_withdrawal_ends_an_event():
    assert texts(told(withdrawn("w", 2, "n")), "n") == [("first", T, T + days(2))]


def test_who_withdraws_a_correction_gets_back_what_was_there():
    story = told(corrected("c", 2, "n", note("second")), withdrawn("w", 3, "c"))
    assert texts(story, "n") == [
        ("first", T, T + days(2)),
        ("second", T + days(2), T + days(3)),
        ("first", T + days(3), None),
    ]


def test_who_withdraws_a_withdrawal_gets_the_event_back():
    story = told(withdrawn("w", 2, "n"), withdrawn("v", 3, "w"))
    assert texts(story, "n") == [("first", T, T + days(2)), ("first", T + days(3), None)]
    again = told(withdrawn("w", 2, "n"), withdrawn("v", 3, "w"), withdrawn("u", 4, "v"))
    assert texts(again, "n")[-1] == ("first", T + days(3), T + days(4))


def test_a_correction_of_a_correction_holds_for_the_event():
    other = EventCorrected(event="n", replacement=note("third"))
    story = told(corrected("c", 2, "n", note("second")), corrected("d", 3, "c", other))
    assert [text for text, _, _ in texts(story, "n")] == ["first", "second", "third"]


def test_taking_back_one_of_two_corrections_leaves_the_other():
    story = told(corrected("c", 2, "n", note("second")), corrected("d", 3, "n", note("third")), withdrawn("w", 4, "c"))
    assert texts(story, "n")[-1] == ("third", T + days(3), None)
    story = told(corrected("c", 2, "n", note("second")), corrected("d", 3, "n", note("third")), withdrawn("w", 4, "d"))
    assert texts(story, "n")[-1] == ("second", T + days(4), None)


def test_a_withdrawal_is_stronger_than_a_correction_before_it_and_a_later_correction_brings_the_event_back():
    story = told(corrected("c", 2, "n", note("second")), withdrawn("w", 3, "n"))
    assert texts(story, "n")[-1] == ("second", T + days(2), T + days(3))
    story = told(withdrawn("w", 2, "n"), corrected("c", 3, "n", note("second")))
    assert texts(story, "n")[-1] == ("second", T + days(3), None)


@pytest.mark.parametrize("wrong", ["nothing", "w", "later"])
def test_what_is_changed_has_to_be_there_before(wrong: str):
    events = in_order(FIRST, withdrawn("w", 1, wrong), made("later", T + days(2), note("later")))
    with pytest.raises(UnknownEventError) as caught:
        Story(events)
    assert caught.value.code == "unknown_event"
    assert wrong not in str(caught.value) or wrong == "w"


def test_events_of_two_streams_or_out_of_order_are_refused():
    one, two = in_order(FIRST, made("m", T + days(1), note("x")))
    with pytest.raises(MixedStreamsError) as mixed:
        Story([one, made("m", T, note("x")).__class__(**{**fields(two), "stream": StreamId("case/2")})])
    assert mixed.value.code == "mixed_streams"
    for events in ([two, one], [one, one], [one, type(two)(**{**fields(two), "recorded": T - days(1)})]):
        with pytest.raises(OutOfOrderError) as unordered:
            Story(events)
        assert unordered.value.code == "out_of_order"
        assert "houvast verify" in unordered.value.message


def fields(event: Event) -> dict[str, object]:
    return {name: getattr(event, name) for name in event.__dataclass_fields__}


def test_known_is_what_was_recorded_before():
    events = in_order(FIRST, made("m", T + days(1), note("x")), made("o", T + days(1), note("y")))
    assert [event.id for event in known(events, T)] == []
    assert [event.id for event in known(events, T + days(1))] == ["n"]
    assert [event.id for event in known(events, T + days(2))] == ["n", "m", "o"]
    assert known([], T) == []


@given(histories())
def test_a_story_knows_every_event_and_its_versions_follow_one_another(events: list[Event]):
    story = Story(events)
    for event in events:
        versions = story.versions(event.id)
        assert versions[0].data is event.data
        assert versions[0].since == event.recorded
        assert versions[0].subject == event.subject
        for one, other in pairwise(versions):
            assert one.until is not None
            assert one.since <= one.until <= other.since
        assert all(version.event is event for version in versions)
    assert {kind for event in events for kind in [type(event.data)]} <= set(story.kinds())


@given(histories())
def test_of_and_about_are_filters_in_the_order_of_the_case(events: list[Event]):
    story = Story(events)
    everything = [version for event in events for version in story.versions(event.id)]
    kinds = [
        (ReportMade,),
        (ReportMade, VictimInformed),
        (NoteAdded, EventCorrected, ReportMade, EventWithdrawn, VictimInformed),
    ]
    for chosen in kinds:
        wanted = [version for version in everything if isinstance(version.data, chosen)]
        assert list(story.of(*chosen)) == wanted
        for subject in {event.subject for event in events}:
            assert list(story.about(subject, *chosen)) == [version for version in wanted if version.subject == subject]
    assert list(story.about(SubjectId("nobody"), ReportMade)) == []


def standing(versions: Sequence[Version[Data]], instant: datetime) -> list[Version[Data]]:
    """Return what stood at an instant, in the order of the case: the naive reading."""
    found = [v for v in versions if v.since <= instant and (v.until is None or instant < v.until)]
    return sorted(found, key=lambda version: version.event.seq)


def instants_of(events: Sequence[Event]) -> list[datetime]:
    edges = sorted({event.recorded for event in events})
    return [*edges, *(edge + days(0.01) for edge in edges)]


def at(steps: Sequence[tuple[datetime, object]], instant: datetime) -> object:
    before = [state for since, state in steps if since <= instant]
    return before[-1] if before else None


@pytest.mark.parametrize("seed", SEEDS)
def test_a_fold_tells_what_stood_in_the_order_of_the_case(seed: int):
    events = a_history(seed, 80)
    story = Story(events)
    everything = story.of(*story.kinds())
    some = [version for version in everything if random.Random(version.event.id).random() < 1 / 2]
    corrected = [version for version in everything if version.until is None]
    for versions in (
        story.of(ReportMade),
        story.of(ReportMade, VictimInformed, NoteAdded),
        everything,
        some,
        corrected,
    ):
        ids = fold(versions, None, lambda before, version: (*(before or ()), version.event.id, version.since))
        last, first = latest(versions), earliest(versions)
        for instant in instants_of(events):
            stood = standing(versions, instant)
            flat = tuple(part for version in stood for part in (version.event.id, version.since))
            assert (at(ids, instant) or ()) == flat
            assert at(last, instant) == (stood[-1] if stood else None)
            assert at(first, instant) == (stood[0] if stood else None)


@pytest.mark.parametrize("seed", SEEDS)
def test_followers_are_what_came_after_and_concerns_the_subject(seed: int):
    events = a_history(seed, 80)
    story = Story(events)
    names = random.Random(seed).choice(
        [lambda version: bool(story.about(version.event.about, ReportMade)), lambda _: False]
    )
    versions = story.of(VictimInformed, NoteAdded, EventCorrected)
    followers = Followers(versions, names)
    for event in events:
        origin = story.versions(event.id)[0]
        line, first = followers.timeline(origin), followers.first(origin)
        for instant in instants_of(events):
            after = [
                version
                for version in standing(versions, instant)
                if version.event.seq > event.seq
                and (version.subject == event.subject or version.event.about is None or not names(version))
            ]
            assert line.at(instant) is (YES if after else NO)
            assert at(first, instant) == (after[0] if after else None)


def test_a_story_of_nothing_knows_nothing():
    story = Story([])
    assert not list(story.of(ReportMade))
    assert not list(story.of(ReportMade, NoteAdded))
    assert not list(story.versions("n"))
    assert not story.changed
