# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What holds for every fact: an answer at an instant rests on nothing that became known at or after it.

For every fact this is exact, corrections and withdrawals among the events too: the timeline that is told from the
whole history, asked at an instant, says what the events recorded before that instant say.
"""

import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from tests.core.rulebook import card, days, everything, limit, made, term
from tests.histories import a_history, histories

from houvast.core.answer import Answer
from houvast.core.events import Event, SubjectId
from houvast.core.events.envelope import UNBOUNDED
from houvast.core.facts import FACTS, fact, inquire
from houvast.core.inquiry import Inquiry
from houvast.core.rules import Each
from houvast.core.subjects import CASE, subjects
from houvast.core.timeline import always
from houvast.core.validity import FOREVER

CARD = everything()
LONG = os.environ.get("HOUVAST_LONG") == "1"
SEEDS = range(200 if LONG else 30)
MOMENTS = 1000 if LONG else 12
SIZE = 60
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN

NEVER_UNKNOWN = {
    "an event of the case says so, or none does": {
        "case_open", "complaint_term_told", "sash_made", "level_known", "red_flag_present", "next_contact_planned",
        "on_consultation", "several_organisations_involved", "veilig_thuis_informed", "victim_support_offered",
        "victim_wants_information", "plan_adopted", "earlier_victims", "final_judgment_given", "suspect_held",
        "released_before", "police_uninvolved", "release_told", "sash_expired", "ended_by_judgment", "under_supervision", "changed_circumstances_answered", "earlier_sash_exists",
        "feedback_given", "weighed_since_report", "refusal_unlawful", "replaced_by_trained", "violation_told",
        "violation_assessed", "receipt_proven", "police_answered", "assessment_reviewed", "order_served",
        "stop_talk_override_reasoned",
    },
    "somebody has the role, or nobody has": {
        "case_director_in_charge", "case_holder_in_charge", "contact_point_named", "contact_point_at_police",
        "chain_director_in_charge", "victim_coordinator_named", "prosecutor_named",
    },
    "a field that always has a value says so": {
        "report_is_aangifte", "is_sash", "assessment_high", "needs_renewal_decision", "has_location_ban",
        "is_gedragsaanwijzing", "is_huisverbod", "is_condition", "is_civil", "raised_by_review",
    },
    "the periods and decisions of an order are known or not there": {
        "order_in_force", "end_decided", "order_lapsed", "beyond_legal_maximum",
    },
    "it asks what is known for sure": {"pattern_unread", "location_ban_unsupervisable", "lowered_without_second_person"},
    "where it may have been so it counts as so, because a warning too many does less harm": {"follows_protective_act"},
}  # fmt: skip
"""Facts that are yes or no at any moment, by the reason why."""
UNKNOWN_WITHOUT_NUMBERS = {"density_rising"}
"""Unknown only where the card names no numbers."""


def asked(inquiry: Inquiry) -> Iterator[tuple[str, SubjectId]]:
    """Yield every fact with everything in the case that it can be about."""
    about = {
        each: [CASE] if each is Each.CASE else list(dict.fromkeys(event.subject for event in inquiry.story.events))
        for each in Each
    }
    named = {each: [one.id for one in subjects(inquiry, each, now=FOREVER)] for each in Each if each is not Each.CASE}
    for name, found in FACTS.items():
        few = named.get(found.scope, []) + random.Random(name).sample(
            about[found.scope], min(3, len(about[found.scope]))
        )
        for subject in dict.fromkeys([CASE] if found.scope is Each.CASE else few):
            yield name, subject


def moments(events: list[Event], chance: random.Random, count: int) -> Iterator[object]:
    """Yield instants in the history and after it, none of them one at which something was recorded."""
    first, last = events[0].recorded - days(2), events[-1].recorded + days(200)
    recorded = {event.recorded for event in events}
    for _ in range(count):
        instant = first + (last - first) * chance.random()
        if instant not in recorded:
            yield instant


def test_an_answer_rests_on_nothing_that_became_known_later():
    for seed in SEEDS:
        events = a_history(seed, SIZE)
        whole = inquire(events, CARD, known_at=FOREVER)
        questions = list(asked(whole))
        for instant in moments(events, random.Random(f"moments {seed}"), MOMENTS):
            then = inquire(events, CARD, known_at=instant)
            for name, subject in questions:
                wanted = then.ask(name, subject).at(instant)
                assert whole.ask(name, subject).at(instant) is wanted, (name, seed, subject, instant)
                del wanted


@given(histories(max_size=15))
def test_so_it_is_for_histories_that_hypothesis_finds(events: list[Event]):
    whole = inquire(events, CARD, known_at=FOREVER)
    questions = list(asked(whole))
    for instant in moments(events, random.Random(len(events)), 3):
        then = inquire(events, CARD, known_at=instant)
        for name, subject in questions:
            assert whole.ask(name, subject).at(instant) is then.ask(name, subject).at(instant), name


def test_every_fact_takes_every_value_that_it_can():
    seen: defaultdict[str, Counter[Answer]] = defaultdict(Counter)
    for seed in range(80):
        events = a_history(seed, 90)
        inquiry = inquire(events, CARD, known_at=FOREVER)
        for name, subject in asked(inquiry):
            seen[name].update(answer for _, answer in inquiry.ask(name, subject).segments(events[0].recorded))
    never = set().union(*NEVER_UNKNOWN.values()) | UNKNOWN_WITHOUT_NUMBERS
    assert sum(map(len, NEVER_UNKNOWN.values())) + len(UNKNOWN_WITHOUT_NUMBERS) == len(never)
    assert never <= set(FACTS)
    missing = {
        name: wanted - set(seen[name])
        for name in FACTS
        if (wanted := {YES, NO} if name in never else {YES, NO, UNKNOWN}) - set(seen[name])
    }
    assert not missing
    assert {name for name in never if seen[name][UNKNOWN]} == set()


def test_no_fact_is_yes_before_anything_is_known():
    """Else a signal would stand since the year 1."""
    for seed in range(10):
        inquiry = inquire(a_history(seed, SIZE), CARD, known_at=FOREVER)
        for name, subject in asked(inquiry):
            assert inquiry.ask(name, subject).answers[0] is not YES, name
            assert inquiry.ask(name, subject).starts[0] == UNBOUNDED


def test_a_case_without_events_answers_every_question():
    nothing = inquire([], CARD, known_at=FOREVER)
    for name in FACTS:
        assert nothing.ask(name, SubjectId("nothing")).at(FOREVER) in (NO, UNKNOWN), name


def test_without_the_numbers_of_a_card_nobody_can_tell():
    events = a_history(3, SIZE)
    bare = inquire(
        events, card(term("incidents.rising.window", "30 days"), limit("incidents.rising")), known_at=FOREVER
    )
    assert bare.ask("density_rising", CASE) == always(UNKNOWN)


def test_the_vocabulary_is_complete():
    assert all(found.name == name for name, found in FACTS.items())
    assert all(found.question.endswith("?") and found.question[0].isupper() for found in FACTS.values())
    assert all(found.asks.count(".") == 1 for found in FACTS.values())
    assert {found.scope for found in FACTS.values()} == set(Each) - {Each.COMPLAINT_TERM}
    assert all(callable(found.answer) and found.answer.__doc__ for found in FACTS.values())


def test_fact_asks_what_was_known_then():
    events = a_history(5, SIZE)
    for instant in moments(events, random.Random(5), 20):
        known = inquire(events, CARD, known_at=instant)
        assert fact("case_open", events, CARD, at=instant, subject=CASE) is known.ask("case_open", CASE).at(instant)


def test_a_fact_is_worked_out_once():
    class Counting(Counter[str]):
        pass

    calls = Counting()
    inquiry = inquire(a_history(1, SIZE), CARD, known_at=FOREVER)
    real = inquiry.facts
    inquiry.facts = {
        name: type(found)(
            **{**{slot: getattr(found, slot) for slot in found.__slots__}, "answer": counting(found, calls)}
        )
        for name, found in real.items()
    }
    for _ in range(3):
        for name, subject in asked(inquiry):
            inquiry.ask(name, subject)
    assert calls
    assert max(calls.values()) == 1


def counting(found, calls):
    def answer(inquiry, subject):
        calls[f"{found.name} {'' if found.scope is Each.CASE else subject}"] += 1
        return found.answer(inquiry, subject)

    return answer


@pytest.mark.parametrize("org", ["police", "om"])
def test_an_event_of_an_unfinished_future_is_not_known(org: str):
    events = a_history(2, SIZE)
    late = made("late", events[-1].recorded + days(10), events[-1].data, org=org)
    more = [*events, type(late)(**{**{f: getattr(late, f) for f in late.__dataclass_fields__}, "seq": len(events) + 1})]
    assert inquire(more, CARD, known_at=late.recorded).story.events == events
