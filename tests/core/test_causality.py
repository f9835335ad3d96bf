# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What holds for all duties and signals of whole made-up histories: nothing rests on the future, nothing vanishes.

The histories reach every kind of event, every state of a duty and (in test_facts.py) every value of every fact.
"""

import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from tests.core.rulebook import days, everything
from tests.core.test_facts_tables import e, some
from tests.generators import every_kind
from tests.histories import START, a_history, histories

from houvast.core.answer import Answer
from houvast.core.card import Card
from houvast.core.duties import Duty, DutyState, duties
from houvast.core.episodes import episodes
from houvast.core.eras import families
from houvast.core.events import BY_DATA, Event, Origin
from houvast.core.facts import inquire
from houvast.core.rules import DutyRule
from houvast.core.signals import Evaluation, evaluate, signals
from houvast.core.timeline import NO, UNKNOWN, YES
from houvast.core.validity import FOREVER, validity
from houvast.rules import cards

LONG = os.environ.get("HOUVAST_LONG") == "1"
SEEDS = range(30)
MOMENTS = 1000 if LONG else 40
FEWER = 60 if LONG else 6
SIZE = 60
JUST_AFTER = timedelta(microseconds=1)
EVERYTHING = everything()
DECIDED = ("clock-start", "clock-end", "not-otherwise", "working-days", "duty-case_open", "duty-report_is_aangifte")
MOVED = "person.moved.v1"
"""A move lays other rules over all that is open, so each costs a look at the whole case. There are few of them."""


@pytest.fixture(scope="module")
def national() -> Card:
    return cards().national


def history(seed: int, on: Card, size: int = SIZE) -> list[Event]:
    """Return a history in which somebody decides otherwise about duties of a card."""
    ids = DECIDED if on is EVERYTHING else [rule.id for rule in on.duties if "report.made" in rule.on]
    return a_history(seed, size, rules=ids)


def moments(events: Sequence[Event], seed: int, count: int) -> Iterator[datetime]:
    """Yield instants in the history and after it; some of them the very instant of an event or of a term."""
    chance = random.Random(f"moments {seed}")
    first, last = events[0].recorded - days(2), events[-1].recorded + days(120)
    for _ in range(count):
        event = chance.choice(events)
        yield chance.choice((first + (last - first) * chance.random(), event.recorded, event.recorded + JUST_AFTER))


def before(events: Sequence[Event], instant: datetime) -> list[Event]:
    return [event for event in events if event.recorded < instant]


# --- nothing rests on the future ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_now_is_as_if_the_future_had_not_been_written(seed: int, national: Card):
    for on, count in ((national, MOMENTS), (EVERYTHING, FEWER)):
        events = history(seed, on)
        for instant in moments(events, seed, count):
            past = before(events, instant)
            assert duties(events, on, now=instant) == duties(past, on, now=instant)
            assert signals(events, on, now=instant) == signals(past, on, now=instant)


@given(histories(max_size=12, rules=DECIDED))
@settings(max_examples=200 if LONG else 30)
def test_so_it_is_for_histories_that_hypothesis_finds(events: list[Event]):
    for instant in moments(events, len(events), 3):
        assert evaluate(events, EVERYTHING, now=instant) == evaluate(before(events, instant), EVERYTHING, now=instant)


def test_what_is_recorded_at_an_instant_is_known_from_the_next_on(national: Card):
    for seed in range(5):
        events = history(seed, national)
        for event in events:
            assert all(duty.trigger.recorded < event.recorded for duty in duties(events, national, now=event.recorded))


# --- nothing vanishes ---------------------------------------------------------------------------------------------


def owed(found: Sequence[Duty]) -> set[tuple[str, int, str, datetime]]:
    """Return what was owed, by rule, trigger and first day; questions may vanish, they are answered."""
    return {
        (one.rule.id, one.rule.version, one.trigger.id, one.owed_at) for one in found if one.state is not DutyState.ASK
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_a_duty_that_was_owed_stays_on_the_list(seed: int, national: Card):
    for on, count in ((national, FEWER * 2), (EVERYTHING, FEWER)):
        events = history(seed, on)
        earlier: set[tuple[str, int, str, datetime]] = set()
        for instant in sorted(moments(events, seed, count)):
            found = duties(events, on, now=instant)
            assert earlier <= owed(found)
            earlier = owed(found)


@pytest.mark.parametrize("seed", SEEDS[:10])
def test_a_duty_that_nothing_changed_about_keeps_its_term(seed: int, national: Card):
    """Until it ends, its term moves only by a decision of its bearer."""
    events = [event for event in history(seed, national) if event.kind != "duty.decided_otherwise.v1"]
    events = [event for event in events if not event.kind.startswith("event.")]
    terms: dict[object, datetime | None] = {}
    for instant in sorted(moments(events, seed, FEWER)):
        for one in duties(events, national, now=instant):
            if one.state is not DutyState.ASK:
                assert terms.setdefault((one.rule.id, one.trigger.id, one.owed_at), one.due) == one.due


# --- what time alone changes --------------------------------------------------------------------------------------


def told(found: Evaluation) -> tuple[object, object]:
    return found.duties, found.signals


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_changes_before_the_next_change(seed: int, national: Card):
    for on, count in ((national, FEWER), (EVERYTHING, 1)):
        events = history(seed, on)
        chance = random.Random(seed)
        for instant in moments(events, seed, count):
            past = before(events, instant)
            found = evaluate(past, on, now=instant)
            change = found.next_change_at
            assert change is None or change > instant
            end = change or instant + days(3000)
            between = [instant + (end - instant) * chance.random() for _ in range(3)]
            for later in (*between, end - JUST_AFTER):
                if instant < later < end:
                    assert told(evaluate(past, on, now=later)) == told(found)


def test_followed_from_change_to_change_a_history_comes_to_rest(national: Card):
    for seed in range(3):
        events = history(seed, national)
        now = events[-1].recorded + JUST_AFTER
        for _ in range(2000):
            change = evaluate(events, national, now=now).next_change_at
            if change is None:
                break
            now = change
        else:
            pytest.fail("a next change is announced without end")


# --- a second reading of the design -------------------------------------------------------------------------------


Told = tuple[str, str, datetime, datetime | None]
"""An event, whether the rule is owed or asked about, from when, until when."""


def answers(
    events: Sequence[Event], event: Event, rule: DutyRule, now: datetime
) -> Iterator[tuple[datetime, Answer, datetime]]:
    """Yield whether one event owes a rule, at each instant at which that may change, and since when it is a trigger.

    Read step by step, at each step only from what was known then.
    """
    steps = sorted({one.recorded for one in before(events, now)})
    born = fitting = None
    for step, until in zip_longest(steps, steps[1:], fillvalue=now + JUST_AFTER):
        known = before(events, step + JUST_AFTER)
        if event not in known:
            continue
        inquiry = inquire(known, EVERYTHING, known_at=step + JUST_AFTER)
        version = inquiry.story.versions(event.id)[-1]
        fits = version.until is None and BY_DATA[type(version.data)].name in rule.on
        born, fitting = (born if fitting else step), fits
        for instant, answer in inquiry.all_of(rule.when, rule.unless, event.subject).segments(step):
            if instant < until:
                yield instant, answer if fits else NO, born


def by_the_book(events: Sequence[Event], rule: DutyRule, now: datetime) -> Iterator[Told]:
    """Tell when one rule was owed, and what is asked about it now."""
    start, end = validity(rule)
    for event in before(events, now):
        owed_at = asked_at = None
        for instant, answer, born in answers(events, event, rule, now):
            may_begin = owed_at is None and start <= instant < end and start <= born < end
            if answer is NO:
                if owed_at is not None:
                    yield event.id, "owed", owed_at, instant
                owed_at = asked_at = None
            elif answer is YES and may_begin:
                owed_at, asked_at = instant, None
            elif answer is UNKNOWN and may_begin and asked_at is None:
                asked_at = instant
        if owed_at is not None:
            yield event.id, "owed", owed_at, None
        elif asked_at is not None and now < end:
            yield event.id, "ask", asked_at, None


def by_event_and_day(told: Told) -> tuple[str, datetime]:
    return told[0], told[2]


@pytest.mark.parametrize("seed", SEEDS[:12])
def test_when_a_duty_is_owed_read_a_second_time(seed: int):
    events = without(a_history(seed, 25), lambda event: event.origin is Origin.REGISTER or event.kind == MOVED)
    each = tuple(replace(rule, id=f"{rule.id} {rule.version}") for rule in EVERYTHING.duties)
    alone = Card(
        region=None, calendar=EVERYTHING.calendar, duties=each, terms=EVERYTHING.terms, limits=EVERYTHING.limits
    )
    now = events[-1].recorded + days(30)
    inquiry = inquire(events, alone, known_at=now)
    for family in random.Random(seed).sample(families(alone, inquiry.lived), 40 if LONG else 12):
        rule = family.parts[0].rule
        wanted = sorted(by_the_book(events, rule, now), key=by_event_and_day)
        found = episodes(inquiry, family, now)
        got = [(one.trigger.event.id, "ask" if one.asked else "owed", one.start, one.end) for one in found]
        assert sorted(got, key=by_event_and_day) == wanted, rule.id


def without(events: Sequence[Event], dropped: Callable[[Event], bool]) -> list[Event]:
    """Return a history without some events, and without what corrects or withdraws one that is gone."""
    kept = [event for event in events if not dropped(event)]
    there = {event.id for event in kept}
    dangling = [event for event in kept if event.kind.startswith("event.") and event.data.event not in there]
    return without(kept, dangling.__contains__) if dangling else kept


# --- what the histories reach -------------------------------------------------------------------------------------


def test_the_histories_reach_every_kind_and_every_state(national: Card):
    kinds: Counter[str] = Counter()
    states: dict[str, Counter[DutyState]] = {"everything": Counter(), "national": Counter()}
    severities: Counter[str] = Counter()
    origins: Counter[Origin] = Counter()
    precisions: Counter[str] = Counter()
    late = 0
    for seed in SEEDS:
        for name, on in (("everything", EVERYTHING), ("national", national)):
            events = history(seed, on)
            for event in events[:: SIZE // 6]:
                found = evaluate(events, on, now=event.recorded + JUST_AFTER)
                states[name].update(one.state for one in found.duties)
                severities.update(one.severity for one in found.signals)
            kinds.update(event.kind.rpartition(".v")[0] for event in events)
        origins.update(event.origin for event in events)
        precisions.update(event.occurred.precision for event in events)
        late += sum(event.recorded - event.entered > days(1) for event in events)
    assert set(kinds) == set(every_kind())
    assert set(states["everything"]) == set(DutyState)
    assert set(states["national"]) == set(DutyState)
    assert len(severities) == 3
    assert origins[Origin.REGISTER] > len(SEEDS)
    assert len(precisions) == 4
    assert late > len(SEEDS)


# --- how the work grows -------------------------------------------------------------------------------------------


def calls(events: Sequence[Event], on: Card) -> int:
    """Return how many functions are called to evaluate a case: a clock that no busy machine disturbs."""
    count = 0

    def note(_frame: object, what: str, _argument: object) -> None:
        nonlocal count
        count += what == "call"

    now = events[-1].recorded + days(1)
    evaluate(events, on, now=now)
    profile = sys.getprofile()
    sys.setprofile(note)
    try:
        evaluate(events, on, now=now)
    finally:
        sys.setprofile(profile)
    return count


def again_and_again(size: int, round_: Sequence[Event]) -> list[Event]:
    """Return a case of so many events in which the same happens over and over, every two hours something."""
    found: list[Event] = []
    while len(found) < size:
        prefix = len(found) // len(round_)
        for event in round_[: size - len(found)]:
            fields = {name: getattr(event, name) for name in event.__dataclass_fields__}
            if event.kind.startswith("event."):
                fields["data"] = replace(event.data, event=f"{prefix}-{event.data.event}")
            fields["id"] = f"{prefix}-{event.id}"
            fields["about"] = event.about and f"{prefix}-{event.about}"
            fields["recorded"] = START + timedelta(hours=2) * len(found)
            found.append(Event(**{**fields, "seq": len(found) + 1}))
    return found


STEADY = [
    e(0, "report.made", id_="r", stalking="yes"), e(0, "report.made", form="aangifte", prosecution_wish="yes"),
    e(0, "victim.informed", id_="m", topic="report_feedback", important="yes"), e(0, "victim.receipt_proven", about="m"),
    e(0, "assessment.completed", id_="s", level="high", assessor_trained="yes"), e(0, "assessment.completed"),
    e(0, "assessment.reviewed", about="s", level="high"), e(0, "role.assigned", role="case_director", person="a"),
    e(0, "contact.agreed", next_at=FOREVER), e(0, "contact.kept"), e(0, "circumstances.unchanged", about="r"),
    e(0, "order.imposed", id_="o"), e(0, "order.served", about="o"), e(0, "order.lifted", about="o"),
    e(0, "violation.reported", id_="v", order="o"), e(0, "violation.told_to_victim", about="v"),
    e(0, "event.corrected", event="m", replacement=some("victim.informed", topic="report_feedback", important="yes")),
    e(0, "note.added", id_="n"), e(0, "event.withdrawn", event="n"), e(0, "partner.notified", to="om"),
]  # fmt: skip
"""A round of work after which the conditions about the whole case are as before, so that no old duty comes back."""


def test_the_work_grows_no_faster_than_the_events(national: Card):
    """Ten times the events take at most ten times the calls."""
    few, many = [calls(again_and_again(size, STEADY), national) for size in (400, 4000)]
    assert many < 10 * few


def test_the_work_grows_no_faster_than_what_is_found(national: Card):
    """Where conditions come and go, the duties of all earlier reports come and go with them; each costs the same."""
    events = without(a_history(11, 200), lambda event: event.kind == MOVED)
    price = []
    for size in (400, 2000):
        longer = again_and_again(size, events)
        found = evaluate(longer, national, now=longer[-1].recorded + days(1))
        price.append(calls(longer, national) / (len(longer) + len(found.duties) + len(found.signals)))
    assert price[1] < 1.3 * price[0]


def test_a_case_at_the_end_of_time_is_known_whole():
    events = a_history(4, SIZE)
    assert inquire(events, EVERYTHING, known_at=FOREVER).story.events == events
