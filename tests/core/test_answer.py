# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kleene's truth tables, enumerated, against the model in which no < unknown < yes."""

from itertools import product

import pytest

from houvast.core.answer import Answer, all_of, any_of

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
ORDER = [NO, UNKNOWN, YES]
UP_TO_FOUR = [answers for size in range(5) for answers in product(Answer, repeat=size)]

AND = {
    (YES, YES): YES, (YES, UNKNOWN): UNKNOWN, (YES, NO): NO,
    (UNKNOWN, YES): UNKNOWN, (UNKNOWN, UNKNOWN): UNKNOWN, (UNKNOWN, NO): NO,
    (NO, YES): NO, (NO, UNKNOWN): NO, (NO, NO): NO,
}  # fmt: skip
OR = {
    (YES, YES): YES, (YES, UNKNOWN): YES, (YES, NO): YES,
    (UNKNOWN, YES): YES, (UNKNOWN, UNKNOWN): UNKNOWN, (UNKNOWN, NO): UNKNOWN,
    (NO, YES): YES, (NO, UNKNOWN): UNKNOWN, (NO, NO): NO,
}  # fmt: skip


@pytest.mark.parametrize("pair", list(product(Answer, repeat=2)))
def test_the_tables_of_two_are_kleene(pair):
    assert all_of(pair) is AND[pair]
    assert any_of(pair) is OR[pair]


def test_all_of_is_the_lowest_and_any_of_the_highest():
    for answers in UP_TO_FOUR:
        assert all_of(answers) is min(answers, key=ORDER.index, default=YES)
        assert any_of(answers) is max(answers, key=ORDER.index, default=NO)


def test_negation_turns_the_order_round_and_leaves_unknown():
    assert [answer.negated() for answer in ORDER] == ORDER[::-1]
    assert UNKNOWN.negated() is UNKNOWN


def test_de_morgan():
    for answers in UP_TO_FOUR:
        assert all_of(answers).negated() is any_of(answer.negated() for answer in answers)


def test_of_a_truth_value_that_may_be_missing():
    assert [Answer.of(known) for known in (True, False, None)] == [YES, NO, UNKNOWN]


def test_answers_are_read_lazily_so_that_a_no_needs_no_more_questions():
    def asked():
        yield NO
        pytest.fail("asked on after a no")

    assert all_of(asked()) is NO
