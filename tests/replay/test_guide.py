# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every line that the guide shows is a line that plays, and its tables say what the code does."""

import json
import re

import pytest
from tests.project.tree import ROOT
from tests.replay.playing import card

from houvast.core.events import BY_NAME
from houvast.core.events.wire import decode
from houvast.core.rules import Severity
from houvast.replay import replay
from houvast.replay.errors import CODES
from houvast.replay.lines import KEYS
from houvast.replay.reading import read_lines
from houvast.rules import cards

GUIDE = (ROOT / "docs/how-to/replay.md").read_text(encoding="utf-8")
LINES = re.findall(r"^\|.*\| `(\{.*\})` \|$", GUIDE, re.MULTILINE)


@pytest.mark.parametrize("text", LINES)
def test_every_line_of_the_guide_is_understood(text):
    told = json.loads(text)
    assert set(told) <= KEYS
    decode(told["kind"], told["data"])


def test_the_lines_of_the_guide_are_one_file_that_plays():
    assert len(LINES) > 90
    events = read_lines(LINES)
    assert len(events) == len(LINES)
    for rules in (card(), cards().card(None)):
        days = list(replay(events, rules))
        assert len(days[0].entered) == len(LINES)


def test_the_guide_shows_every_code_and_key():
    assert re.findall(r"^\| `(\w+)` \| (.*) \|$", GUIDE.partition("## Mistakes")[2], re.MULTILINE) == list(
        CODES.items()
    )
    table = GUIDE.partition("## A line")[2].partition("### Dates")[0]
    assert set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\|([^|]*)\|", table, re.MULTILINE)))) == KEYS


def test_the_guide_shows_most_kinds():
    shown = {json.loads(text)["kind"] for text in LINES}
    assert len(shown) > 70
    assert shown <= set(BY_NAME)


def test_rules_that_the_guide_names_exist():
    named = re.findall(r"houvast rules show ([a-z-]+)", GUIDE)
    assert named
    for rule in named:
        assert cards().national.versions(rule)


def test_the_checklist_of_a_calm_case_names_everything_that_can_speak_above_notice():
    rules = cards().national
    can = {
        rule.id
        for rule in rules.signals
        if any(level.severity is not Severity.NOTICE for level in rule.levels) and rule.valid_until is None
    }
    can |= {
        rule.overdue_signal or f"overdue:{rule.id}"
        for rule in rules.duties
        if rule.overdue is not Severity.NOTICE and rule.valid_until is None
    }
    checklist = GUIDE.partition("## When a calm case stays calm")[2].partition("\n## ")[0]
    named = {
        name
        for row in re.findall(r"\| ([^|]*) \|$", checklist, re.MULTILINE)
        for name in re.findall(r"`([\w:-]+)`", row)
    }
    assert named == can
