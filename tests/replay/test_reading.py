# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A replay file is read whole or not at all, its dates mean what the guide says, and its mistakes are all named."""

import json
from datetime import UTC, datetime

import pytest

from houvast.core.events import Origin, Precision
from houvast.core.events.case import CaseOpened
from houvast.replay.errors import CODES, ReplayFileError
from houvast.replay.lines import KEYS
from houvast.replay.reading import MAX_BYTES, read, read_lines

PERSONAL = "Wilhelmina van Oudekerk 0612345678"


def line(
    kind="report.made", *, entered="2024-03-05", occurred="2024-03-05", organisation="police.a", data=None, **more
):
    if data is None:
        data = {"form": "melding"} if kind == "report.made" else {}
    return json.dumps(
        {"kind": kind, "occurred": occurred, "entered": entered, "organisation": organisation, "data": data, **more}
    )


def told(*lines):
    """Answer the events that the lines tell, without the opening that a file need not tell."""
    return [event for event in read_lines(lines) if not isinstance(event.data, CaseOpened)]


def problems(*lines):
    with pytest.raises(ReplayFileError) as caught:
        read_lines(lines)
    return caught.value.problems


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_a_day_of_entry_is_noon_in_amsterdam():
    assert told(line(entered="2024-03-05"))[0].entered == utc(2024, 3, 5, 11)
    assert told(line(entered="2024-07-05"))[0].entered == utc(2024, 7, 5, 10)


def test_a_day_of_entry_is_never_before_what_happened_that_day():
    assert told(line(occurred="2024-03-05T21:30+01:00"))[0].entered == utc(2024, 3, 5, 20, 30)


def test_lines_of_one_day_keep_the_order_of_the_file():
    events = told(
        line(id="a", entered="2024-03-05T16:00+01:00"), line(id="b"), line(id="c", entered="2024-03-05T09:00Z")
    )
    assert [event.id for event in events] == ["c", "a", "b"]
    assert events[1].entered == events[2].entered


@pytest.mark.parametrize(
    ("occurred", "start", "end", "precision"),
    [
        ("2024-03-05T09:15+01:00", utc(2024, 3, 5, 8, 15), utc(2024, 3, 5, 8, 15), Precision.INSTANT),
        ("2024-03-05", utc(2024, 3, 4, 23), utc(2024, 3, 5, 23), Precision.DAY),
        ("2024-02", utc(2024, 1, 31, 23), utc(2024, 2, 29, 23), Precision.MONTH),
        ({"start": "2024-03-01", "end": "2024-03-03"}, utc(2024, 2, 29, 23), utc(2024, 3, 3, 23), Precision.DAY),
        ({"start": "2024-01", "end": "2024-03-03"}, utc(2023, 12, 31, 23), utc(2024, 3, 3, 23), Precision.MONTH),
        ("unknown", utc(1, 1, 1), utc(2024, 3, 5, 11), Precision.UNKNOWN),
    ],
)
def test_what_happened_may_be_known_more_or_less_precisely(occurred, start, end, precision):
    found = told(line(occurred=occurred))[0].occurred
    assert (found.start, found.end, found.precision) == (start, end, precision)


def test_the_order_is_that_of_entry_not_of_what_happened():
    events = told(line(id="late", occurred="2024-01-02", entered="2024-03-09"), line(id="first", entered="2024-03-05"))
    assert [(event.id, event.seq) for event in events] == [("first", 1), ("late", 2)]
    assert all(event.recorded == event.entered and event.origin is Origin.REPLAY for event in events)


def test_a_case_that_nobody_opened_opens_with_its_first_line():
    events = read_lines([line(organisation="om.b")])
    assert [(event.kind, event.seq) for event in events] == [("case.opened.v1", 0), ("report.made.v1", 1)]
    assert len(read_lines([line("case.opened"), line()])) == 2


def test_kinds_with_a_version_are_lifted():
    old = told(line("assessment.completed.v1", data={"instrument": "sash", "level": "high", "trained": True}))[0]
    assert old.kind == "assessment.completed.v2"
    assert old.data.assessor_trained == "yes"


def test_keys_for_people_are_not_read():
    with_them, without = told(line(proof_of="no-feedback", comment="x")), told(line())
    assert with_them == without


def test_an_origin_may_be_named_for_what_came_with_a_hit():
    assert told(line(origin="register"))[0].origin is Origin.REGISTER


MISTAKES = {
    "not_json": "{'kind': 1}",
    "not_json by key": '{"kind": "report.made", "kind": "report.made"}',
    "not_json by depth": "[" * 100_000,
    "not_json by type": '["report.made"]',
    "unknown_key": line(slachtoffer=PERSONAL),
    "missing_key": '{"kind":"note.added","occurred":"2024-03-05","entered":"2024-03-05","organisation":"om"}',
    "wrong_type": line(by=3),
    "wrong_type by data": '{"kind":"note.added","occurred":"2024-03-05","entered":"2024-03-05","organisation":"om","data":[]}',
    "unknown_kind": line(PERSONAL),
    "future_version": line("report.made.v9"),
    "invalid_data": line(data={"form": PERSONAL}),
    "invalid_data by field": line(data={"form": "melding", "naam": PERSONAL}),
    "invalid_date": line(entered="5 maart 2024"),
    "invalid_date by month": line(occurred="2024-13"),
    "invalid_date by day": line(occurred="2024-02-30"),
    "invalid_date by period": line(occurred={"start": "2024-02-01"}),
    "invalid_date by type": line(occurred=20240305),
    "invalid_date of entry unknown": line(entered="unknown"),
    "naive_instant": line(entered="2024-03-05T12:00"),
    "naive_instant in data": line("contact.agreed", data={"next_at": "2024-03-05T12:00"}),
    "contradictory_dates": line(occurred="2024-03-06"),
    "contradictory_dates by period": line(occurred={"start": "2024-03-02", "end": "2024-03-01"}),
    "unknown_organisation": line(organisation=PERSONAL),
    "unknown_origin": line(origin=PERSONAL),
    "follows_nothing": line("order.served"),
    "unknown_label": line("event.withdrawn", data={"event": PERSONAL, "reason": "x"}),
    "unknown_label in about": line("order.served", about=PERSONAL),
    "unknown_label of an order": line("violation.reported", data={"order": PERSONAL}),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_has_its_code_its_line_and_says_what_to_do(name):
    found = problems(line(id="good"), MISTAKES[name])
    assert [(problem.line, problem.code) for problem in found] == [(2, name.split()[0])]
    assert PERSONAL not in found[0].message
    assert len(found[0].message.split()) > 8


def test_all_mistakes_of_a_file_are_named_at_once():
    found = problems("{", line(entered="?"), line(id="twin"), line("nothing.known"), line(id="twin"))
    assert [(problem.line, problem.code) for problem in found] == [
        (1, "not_json"),
        (2, "invalid_date"),
        (4, "unknown_kind"),
        (5, "duplicate_id"),
    ]


def test_a_kind_that_is_nearly_right_is_helped():
    assert "report.made" in problems(line("report.maed"))[0].message


def test_a_file_without_an_event_is_refused():
    assert [problem.code for problem in problems("", "  ")] == ["empty_file"]


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path):
    for path, content in ((tmp_path / "none", None), (tmp_path / "bytes", b"\xff\xfe\x00"), (tmp_path, None)):
        if content:
            path.write_bytes(content)
        with pytest.raises(ReplayFileError) as caught:
            read(path)
        assert [problem.code for problem in caught.value.problems] == ["unreadable_file"]


def test_an_endless_file_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "endless.jsonl"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES * 3)
    with pytest.raises(ReplayFileError) as caught:
        read(path)
    assert [problem.code for problem in caught.value.problems] == ["too_large"]
    monkeypatch.setattr("houvast.replay.lines.MAX_LINES", 3)
    assert [(problem.line, problem.code) for problem in problems(*[line()] * 5)] == [(4, "too_large")]


def test_a_file_may_have_a_byte_order_mark_and_windows_line_ends(tmp_path):
    path = tmp_path / "case.jsonl"
    path.write_bytes("\ufeff".encode() + (line() + "\r\n" + line() + "\r\n").encode())
    assert len(read(path)) == 3


def test_every_code_is_met_by_a_mistake():
    met = {name.split()[0] for name in MISTAKES} | {"duplicate_id", "empty_file", "unreadable_file", "too_large"}
    assert met == set(CODES)


def test_the_keys_of_a_line_are_few():
    assert sorted(KEYS) == [
        "about",
        "by",
        "comment",
        "data",
        "entered",
        "id",
        "kind",
        "occurred",
        "organisation",
        "origin",
        "proof_of",
    ]
