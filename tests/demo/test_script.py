# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading scenarios: what is no scenario is refused, and blocks are taken in where they belong."""

import pytest

from houvast.demo.script import ScriptError, read, script

START = "=== een\ntitle: Een\nweeks: 1\n"
BLOCK = "--- bellen wie=police.intake\n0 09:00 police.case_holder\n  contact.kept #call next_at=+7\n    note: Gesproken met {zij}.\n"


@pytest.mark.parametrize(
    "text",
    [
        "=== Een\ntitle: x",
        "=== een\n=== een",
        START + "  note.added",
        START + "gisteren police.intake",
        START + "0 10:15 police.intake\n  note.added facts",
        START + "0 10:15 police.intake\n   note.added",
        START + "0 10:15 police.intake\n  note.added\n      verder",
    ],
)
def test_what_is_no_scenario_is_refused(text):
    with pytest.raises(ScriptError):
        read(text)


def test_an_unknown_block_is_named():
    found = read(START + "use bestaat-niet")
    with pytest.raises(ScriptError, match="bestaat-niet"):
        found.moments(found.scenarios["een"], {})


def test_a_block_is_moved_to_its_day_with_its_dates_and_words():
    found = read(START + "use bellen on=14\n" + BLOCK)
    (moment,) = found.moments(found.scenarios["een"], {"zij": "haar"})
    assert (moment.day, moment.clock) == (14, "09:00")
    assert moment.steps[0].fields == {"next_at": "+21"}
    assert moment.steps[0].texts == (("note", "Gesproken met haar."),)


def test_a_step_can_be_left_out_with_what_is_about_it():
    found = read(START + "use bellen without=call\n" + BLOCK)
    assert found.moments(found.scenarios["een"], {}) == []


def test_moments_are_in_the_order_in_which_they_are_received():
    late = "0 10:00 (3 06:00) veilig_thuis.care_worker\n  note.added\n1 09:00 police.intake\n  note.added\n"
    found = read(START + late)
    assert [moment.day for moment in found.moments(found.scenarios["een"], {})] == [1, 0]


def test_every_block_is_used_by_something():
    used = {
        part.block
        for each in (*script().scenarios.values(), *script().blocks.values())
        for part in each.body
        if hasattr(part, "block")
    }
    assert used == set(script().blocks)
