# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The days of a replay: nothing is known before it was entered, and what changes by time alone is seen on its day."""

import json
from datetime import date, timedelta

import pytest
from tests.replay.playing import FAULTY, card, first_days, played, texts

from houvast.core.rules import Severity
from houvast.core.signals import evaluate
from houvast.core.terms import day_bounds
from houvast.replay import as_json, as_text, replay, summary, summary_text
from houvast.replay.days import HORIZON_DAYS, JUST_AFTER
from houvast.replay.reading import read_lines
from houvast.rules import cards


def line(kind, entered, data=None, **more):
    return json.dumps(
        {
            "kind": kind,
            "occurred": "unknown",
            "entered": entered,
            "organisation": "police.a",
            "data": data or {},
            **more,
        }
    )


STALKING = line("report.made", "2025-03-03", {"form": "melding", "stalking": "yes"}, id="r")
SASH = {"instrument": "sash", "level": "low", "assessor_trained": "yes"}


def changes(days, rule):
    return [
        (day.on.isoformat(), str(change.change)) for day in days for change in day.duties if change.duty.rule.id == rule
    ]


@pytest.mark.parametrize("name", FAULTY)
def test_no_day_knows_what_was_entered_later(name):
    lines = texts(name)
    days = {day.on: as_json(day) for day in played(lines)}
    entries = sorted({json.loads(text)["entered"] for text in lines})
    for entered in entries[1 :: max(1, len(entries) // 3)]:
        known = [text for text in lines if json.loads(text)["entered"] < entered]
        before = date.fromisoformat(entered) - timedelta(days=1)
        for day in replay(read_lines(known), card(), until=before):
            assert as_json(day) == days[day.on]


@pytest.mark.parametrize("name", FAULTY)
def test_what_stands_at_the_end_of_a_day_is_what_the_core_says_then(name):
    events = read_lines(texts(name))
    days = list(replay(events, card()))
    for day in days[:: max(1, len(days) // 15)]:
        now = day_bounds(day.on)[1] - JUST_AFTER
        assert day.standing == tuple(evaluate(events, card(), now=now).signals)


def test_a_duty_opens_and_is_met_late_or_in_time_or_never():
    assert changes(played([STALKING, line("assessment.completed", "2025-03-03", SASH)]), "screen-every-report") == [
        ("2025-03-03", "open"),
        ("2025-03-03", "met"),
    ]
    assert changes(played([STALKING, line("assessment.completed", "2025-03-05", SASH)]), "screen-every-report") == [
        ("2025-03-03", "open"),
        ("2025-03-04", "overdue"),
        ("2025-03-05", "met_late"),
    ]
    assert changes(played([STALKING]), "screen-every-report") == [("2025-03-03", "open"), ("2025-03-04", "overdue")]


def test_a_question_is_asked_and_answered():
    report = line("report.made", "2025-03-03", {"form": "melding"}, id="r")
    days = played([report, line("recognition.confirmed", "2025-03-06")])
    assert changes(days, "screen-every-report")[:3] == [
        ("2025-03-03", "ask"),
        ("2025-03-06", "open"),
        ("2025-03-06", "answered"),
    ]
    asked = as_json(days[0])["questions"]
    assert {"fact": "stalking_recognised", "question": "Is dit stalking?", "of": "police.reader"} in asked[0]["asked"]


def test_a_term_in_days_is_seen_to_have_passed_on_the_day_after():
    found = first_days(played([STALKING]))
    assert found["no-case-director", Severity.NOTICE] == date(2025, 3, 3)
    assert found["no-case-director", Severity.WARNING] == date(2025, 3, 6)  # Monday, and two working days


def test_a_signal_that_lasts_an_afternoon_is_told():
    days = played(
        [
            line("report.made", "2025-03-03T09:00+01:00", {"form": "melding", "stalking": "yes"}),
            line("assessment.completed", "2025-03-04T15:00+01:00", SASH),
        ]
    )
    second = [(c.change, c.signal.severity) for c in days[1].signals if c.signal.id == "sash-missing"]
    assert second == [("louder", Severity.WARNING), ("ended", Severity.WARNING)]


def test_the_days_end_when_nothing_changes_any_more_or_after_the_horizon():
    quiet = played([line("note.added", "2025-03-03"), line("case.closed", "2025-03-03", {"reason": "entered twice"})])
    assert len(quiet) == 1
    assert played([STALKING])[-1].on <= date(2025, 3, 3) + timedelta(days=HORIZON_DAYS)
    assert played([STALKING], until=date(2025, 3, 9))[-1].on == date(2025, 3, 9)
    assert len(played([line("note.added", "2025-03-03")], until=date(2025, 3, 9))) == 7


def test_todays_rules_judge_old_facts_unless_asked_otherwise():
    old = [line("report.made", "2012-03-05", {"form": "melding", "stalking": "yes"})]
    assert "sash-missing" in {signal for signal, _ in first_days(played(old))}
    as_then = replay(read_lines(old), cards().card(None))
    assert "sash-missing" not in {signal for signal, _ in first_days(as_then)}


def test_a_clock_change_makes_no_day_longer_or_shorter():
    days = played([line("report.made", "2025-03-29", {"form": "melding", "stalking": "yes"})], until=date(2025, 4, 2))
    assert [day.on.isoformat() for day in days] == [
        "2025-03-29",
        "2025-03-30",
        "2025-03-31",
        "2025-04-01",
        "2025-04-02",
    ]


def test_the_answer_has_the_fields_that_the_guide_names():
    from tests.project.tree import ROOT

    guide = (ROOT / "docs/how-to/replay.md").read_text().partition("## The answer")[2]
    days = played(texts(FAULTY[0]))
    told = [as_json(day) for day in days]
    assert (
        list(told[0])
        == [row.split("`")[1] for row in guide.splitlines() if row.startswith("| `") and "code" not in row][:6]
    )
    keys = {key for day in told for part in ("duties", "questions", "signals") for one in day[part] for key in one}
    assert [key for key in sorted(keys) if f"`{key}`" not in guide] == []
    total = summary(days)
    assert [key for key in total if f"`{key}`" not in guide] == []
    assert total["loudest"] == "critical"
    assert total["signals"]["pattern-unread"] == {
        "notice": "2025-03-06",
        "warning": "2025-03-11",
        "critical": "2025-03-21",
    }
    json.dumps([*told, total])


def test_people_read_dutch_sentences_with_their_source():
    days = played(texts("03-order-lapsed-fault"))
    lines = [text for day in days for text in as_text(day)]
    assert any(
        "signaal ernstiger, waarschuwing: De gedragsaanwijzing loopt af op" in text
        and "(nog 14 dagen)" in text
        and "[order-ending;" in text
        for text in lines
    )
    assert [text for text in lines if "{" in text or "}" in text] == []
    assert "order-lapsed: KRITIEK op 2025-06-10" in summary_text(summary(days))
