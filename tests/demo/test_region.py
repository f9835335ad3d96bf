# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The synthetic region as plain data: it can be true, shows every failure, and is calm where it says so."""

import csv
import dataclasses
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from houvast.core.events import BY_NAME, Data, check_dates, kind_of
from houvast.core.rules import Severity
from houvast.core.signals import evaluate
from houvast.core.terms import local_day
from houvast.demo import histories, names
from houvast.demo.fields import texts_of
from houvast.demo.staff import staff
from houvast.demo.telling import as_events
from houvast.rules import cards

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
MOMENTS = [  # every day of the week, both clock changes, a leap day, Christmas, before and after office hours
    datetime(2026, 11, 16, 6, 30, tzinfo=UTC),
    datetime(2026, 11, 17, 9, 30, tzinfo=UTC),
    datetime(2026, 11, 18, 12, 30, tzinfo=UTC),
    datetime(2026, 11, 19, 15, 30, tzinfo=UTC),
    datetime(2026, 11, 20, 18, 30, tzinfo=UTC),
    datetime(2026, 11, 21, 21, 30, tzinfo=UTC),
    datetime(2026, 11, 22, 23, 30, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 10, 0, tzinfo=UTC),
    datetime(2026, 12, 26, 13, 0, tzinfo=UTC),
    datetime(2027, 5, 6, 8, 0, tzinfo=UTC),
]
SEEDS = (2026, 7)
WITH_A_RECORD_ONLY = {"person.corrected"}
"""Written by the store together with a person's sealed record; see test_build.py."""


def table(name):
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def region(now=NOW, seed=2026, cases=60):
    return histories(now=now, seed=seed, cases=cases)


@cache
def signals(now, seed):
    """Return what stands for each case: label -> {id: severity}."""
    found = {}
    for history in region(now, seed):
        if history.is_case and history.batches:
            said = evaluate(as_events(history), cards().card(history.region), now=now).signals
            found[history.label] = {one.id: one.severity for one in reversed(said)}
    return found


def every_event(now=NOW):
    return [event for history in region(now) for event in as_events(history)]


def texts(data):
    """Yield every free text in event data, also those of a replacement or a step of a plan."""
    for name in texts_of(data):
        value = getattr(data, name)
        yield from (value,) if isinstance(value, str) else value
    for field in dataclasses.fields(data):
        value = getattr(data, field.name)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Data):
                yield from texts(inner)
            elif hasattr(inner, "what"):
                yield inner.what


def test_the_same_seed_and_moment_give_the_same_region():
    assert histories(now=NOW, seed=2026, cases=60) == region()


def test_another_seed_gives_other_people_and_texts():
    one, other = region(), region(seed=7)
    assert {person.id for h in one for person in h.cast.persons.values()}.isdisjoint(
        person.id for h in other for person in h.cast.persons.values()
    )
    assert [event.data for event in as_events(one[0])] != [event.data for event in as_events(other[0])]


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_all_dates_can_be_true_and_nothing_is_known_before_it_is_recorded(now):
    for history in region(now):
        recorded = [event.recorded for event in as_events(history)]
        assert recorded == sorted(recorded)
        for event in as_events(history):
            kind = kind_of(event.kind)
            check_dates(kind.name, event.occurred, event.entered, event.recorded, planned=kind.planned)
            assert event.entered <= event.recorded < now


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_every_failure_is_present(now, seed):
    missing = [row for row in table("failures.csv") if row["signal"] not in signals(now, seed)[row["case"]]]
    assert not missing


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_whatever_speaks_above_notice_is_in_the_table(now, seed):
    expected = {(row["case"], row["signal"]) for row in table("failures.csv")}
    loud = {
        (case, signal)
        for case, said in signals(now, seed).items()
        for signal, severity in said.items()
        if severity is not Severity.NOTICE
    }
    assert loud <= expected


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_most_cases_are_calm(now):
    failing = {row["case"] for row in table("failures.csv")}
    said = signals(now, 2026)
    assert failing <= said.keys()
    assert len(said) == 60
    assert len(failing) < len(said) / 2


def test_every_case_with_a_fault_is_in_the_table_and_no_other():
    assert {h.label for h in region() if h.fault} == {row["case"] for row in table("failures.csv")}


@pytest.mark.parametrize("row", table("situations.csv"), ids=lambda row: row["situation"])
def test_every_situation_is_present(row):
    (history,) = (h for h in region() if h.label == row["case"])
    found = [event.data for event in as_events(history) if kind_of(event.kind).name == row["kind"]]
    assert found
    if row["field"]:
        assert row["value"] in {str(getattr(data, row["field"])) for data in found}


def test_every_kind_of_event_occurs():
    occurring = {kind_of(event.kind).name for event in every_event()}
    assert set(BY_NAME) - occurring == WITH_A_RECORD_ONLY


def test_reports_were_made_by_the_right_organisations():
    by_kind = {}
    for event in every_event():
        by_kind.setdefault(kind_of(event.kind).name, set()).add(event.org.partition(".")[0])
    assert by_kind["report.made"] == {"police"}
    assert by_kind["veilig_thuis.triaged"] == {"veilig_thuis"}
    assert by_kind["logbook.entry_added"] == {"victim"}
    assert by_kind["custody.release_considered"] == {"cjib"}
    probation = {event.org for event in every_event() if event.org.startswith("probation")}
    assert probation == {"probation.rn", "probation.lj", "probation.svg"}


def test_occurred_entered_and_recorded_are_kept_apart():
    events = every_event()
    assert any(event.occurred.end < event.entered - timedelta(days=60) for event in events)
    assert any(event.entered < event.recorded - timedelta(hours=1) for event in events)
    assert {event.occurred.precision.value for event in events} >= {"instant", "day", "month"}


def test_no_name_is_in_an_event_and_every_name_is_put_together_from_our_lists():
    people = [(one.given_name, one.family_name) for one in staff(2026)]
    people += [(one.given_name, one.family_name) for h in region() for one in h.cast.persons.values()]
    for given, family in people:
        assert names.is_ours(given, family)
    families = {family for _, family in people}
    said = " ".join(text for event in every_event() for text in texts(event.data))
    assert not [family for family in families if family in said]
    assert not [name for name in {*names.lists()["women"], *names.lists()["men"]} if f" {name} " in said]


def test_no_text_is_left_unfilled():
    for event in every_event():
        for text in texts(event.data):
            assert not set("{}*") & set(text), text
    assert not [h.title for h in region() if set("{}*") & set(h.title)]


def test_numbers_addresses_and_mail_lead_nowhere():
    for history in region():
        for person in history.cast.persons.values():
            assert person.phone.startswith("060")
            assert person.mail.endswith("@post.invalid")
            assert ", 0" in person.address
            assert person.born_on < local_day(NOW)


def test_cases_of_one_scenario_differ():
    labels = Counter(history.label.rstrip("0123456789").rstrip("-") for history in region())
    often = [label for label, count in labels.items() if count > 1]
    assert len(often) >= 3
    for label in often:
        told = [h for h in region() if h.label.rstrip("0123456789").rstrip("-") == label]
        stories = [next(e.data.narrative for e in as_events(h) if hasattr(e.data, "narrative")) for h in told]
        assert len(set(stories)) > len(told) / 2
        assert len({h.batches[0].recorded for h in told}) > len(told) / 2


def test_more_cases_are_filled_up_with_calm_ones():
    more = region(cases=90)
    assert sum(h.is_case for h in more) == 90
    assert sum(bool(h.fault) for h in more) == sum(bool(h.fault) for h in region())
    few = region(cases=1)
    assert {h.label for h in few if h.fault} == {h.label for h in region() if h.fault}


def test_both_teams_of_both_regions_have_cases_and_one_team_has_one_director():
    assert len({history.team for history in region() if history.is_case}) == 4
    directors = Counter(one.unit for one in staff(2026) if one.role == "case_director")
    assert sorted(directors.values()) == [1, 2, 2, 2]


def test_a_moved_case_is_still_directed_by_the_old_team():
    (moved,) = (h for h in region() if h.label == "verhuisd")
    after = [event for event in as_events(moved) if event.recorded > NOW - timedelta(days=7)]
    assert moved.region == "veenrand"
    assert {event.org for event in after if event.org.startswith("police")} <= {"police.veenrand"}


def test_a_sealed_case_is_directed_by_the_other_unit():
    (sealed,) = (h for h in region() if h.label == "afgeschermd")
    assert sealed.region == "veenrand"
    assert {e.org for e in as_events(sealed) if e.org.startswith("police")} == {"police.duinstreek"}


def test_mutual_complaints_are_two_cases_of_one_pair():
    one, two = (next(h for h in region() if h.label == label) for label in ("tegenmelding-een", "tegenmelding-twee"))
    assert one.stream != two.stream
    assert one.cast.persons["victim"] == two.cast.persons["suspect"]
    assert one.cast.persons["suspect"] == two.cast.persons["victim"]
