# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Timelines against a naive model: a question has an answer at each of a few instants, and that is all there is to it."""

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import chain, combinations_with_replacement, permutations, product

import pytest

from houvast.core.answer import Answer, all_of, any_of
from houvast.core.events.envelope import UNBOUNDED
from houvast.core.timeline import Timeline, always, changes, combine, during, either, overlap

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
EDGES = [datetime(2026, 1, day, tzinfo=UTC) for day in (5, 6, 7)]
GRID = [
    UNBOUNDED,
    *(instant for edge in EDGES for instant in (edge, edge + timedelta(hours=1))),
    datetime(2030, 1, 1, tzinfo=UTC),
]
PERIODS = [(start, end) for start in EDGES for end in (*EDGES, None)]

Model = tuple[Answer, ...]


def model(line: Timeline) -> Model:
    """Return the answers on the grid."""
    return tuple(line.at(instant) for instant in GRID)


def canonical(line: Timeline) -> bool:
    ordered = all(one < other for one, other in zip(line.starts, line.starts[1:], strict=False))
    differ = all(one is not other for one, other in zip(line.answers, line.answers[1:], strict=False))
    return line.starts[0] == UNBOUNDED and ordered and differ and len(line.starts) == len(line.answers)


@cache
def every_line() -> list[Timeline]:
    """Return every timeline that changes at the three edges only: 3⁴ of them."""
    return [changes(zip(EDGES, answers[1:], strict=True), before=answers[0]) for answers in product(Answer, repeat=4)]


def test_every_line_is_what_it_was_made_of():
    for answers, line in zip(product(Answer, repeat=4), every_line(), strict=True):
        assert canonical(line)
        assert [line.at(instant) for instant in (UNBOUNDED, *EDGES)] == list(answers)
        assert [line.at(edge - timedelta(microseconds=1)) for edge in EDGES] == list(answers[:-1])


def test_combine_and_either_of_two_are_pointwise():
    for one, other in product(every_line(), repeat=2):
        both, any_ = combine([one, other]), either([one, other])
        assert canonical(both)
        assert canonical(any_)
        assert model(both) == tuple(map(lambda *pair: all_of(pair), model(one), model(other)))
        assert model(any_) == tuple(map(lambda *pair: any_of(pair), model(one), model(other)))


def test_combine_of_more_with_negated_ones_is_pointwise():
    few = every_line()[::7]
    for one, other, against in product(few, repeat=3):
        found = combine([one, other], [against])
        wanted = [all_of((a, b, c.negated())) for a, b, c in zip(model(one), model(other), model(against), strict=True)]
        assert list(model(found)) == wanted
        assert canonical(found)


def test_nothing_asked_is_yes_and_none_of_nothing_is_no():
    assert combine([]) == always(YES)
    assert either([]) == always(NO)


def test_negated_and_surely_are_pointwise():
    for line in every_line():
        assert model(line.negated()) == tuple(answer.negated() for answer in model(line))
        assert model(line.surely()) == tuple(YES if answer is YES else NO for answer in model(line))
        assert canonical(line.negated())
        assert canonical(line.surely())


def test_changes_takes_the_last_word_at_each_instant_in_any_order():
    points = [(edge, answer) for edge in EDGES[:2] for answer in Answer]
    sequences = chain.from_iterable(permutations(points, size) for size in (0, 1, 2, 3))
    for sequence, before in product(sequences, Answer):
        line = changes(sequence, before=before)
        for instant in GRID:
            past = [point for point in sequence if point[0] <= instant]
            last = max(past, key=lambda point: point[0], default=None)
            word = before if last is None else [p[1] for p in past if p[0] == last[0]][-1]
            assert line.at(instant) is word
        assert canonical(line)


@pytest.mark.parametrize("at_least", [1, 2])
def test_during_counts_the_periods_that_hold(at_least):
    for size in range(4):
        for periods in combinations_with_replacement(PERIODS, size):
            line = during(periods, inside=UNKNOWN, outside=YES, at_least=at_least)
            assert canonical(line)
            for instant in GRID:
                depth = sum(start <= instant and (end is None or instant < end) for start, end in periods)
                assert line.at(instant) is (UNKNOWN if depth >= at_least else YES)


def test_overlap_is_where_both_hold():
    for one, other in product(PERIODS, repeat=2):
        line = during([overlap(one, other)])
        assert line == combine([during([one]), during([other])])


def test_walks_agree_with_at():
    for line in every_line():
        for instant in GRID[1:]:
            answer, since = line.now(instant)
            assert answer is line.at(instant)
            assert since == line.since(instant) <= instant
            assert line.at(since) is answer
            assert since == UNBOUNDED or line.at(since - timedelta(microseconds=1)) is not answer
            change = line.next_change(instant)
            later = [edge for edge in EDGES if edge > instant and line.at(edge) is not answer]
            assert change == (later[0] if later else None)
            segments = list(line.segments(instant))
            assert segments[0] == (instant, answer)
            assert all(line.at(start) is said and start > instant for start, said in segments[1:])
            assert list(changes(segments[1:], before=answer).answers) == [said for _, said in segments]


def test_within_stops_at_the_end_of_the_period():
    for line, (start, end) in product(every_line(), PERIODS):
        found = list(line.within(start, end))
        wanted = [point for point in line.segments(start) if end is None or point[0] < end]
        assert found == wanted


def test_equal_lines_are_equal_and_hash_alike_and_tell_what_they_are():
    line = changes([(EDGES[0], YES)])
    assert line == during([(EDGES[0], None)])
    assert hash(line) == hash(during([(EDGES[0], None)]))
    assert line != always(NO)
    assert line != "a line"
    assert repr(line) == "Timeline(0001-01-01T00:00:00+00:00 no, 2026-01-05T00:00:00+00:00 yes)"
