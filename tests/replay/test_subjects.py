# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A step without `about` concerns the latest thing of its family, and nothing is brought in twice."""

import json

import pytest

from houvast.core.events import BY_DATA, KINDS
from houvast.core.events.case import CaseOpened
from houvast.replay.reading import read_lines
from houvast.replay.subjects import FAMILIES, FAMILY_OF

DATA = {
    "report.made": {"form": "melding"},
    "assessment.completed": {"instrument": "sash", "level": "high"},
    "assessment.reviewed": {"level": "high"},
    "order.proposed": {"order": "gedragsaanwijzing"},
    "order.imposed": {"order": "gedragsaanwijzing"},
    "order.renewal_decided": {"decision": "extend"},
    "order.extended": {"ends_at": "2024-06-01"},
    "victim.informed": {"topic": "other"},
    "action.asked": {"of": "om"},
    "partner.notified": {"to": "police"},
    "violation.assessed": {"violation": "yes"},
    "violation.acted_on": {"action": "arrest"},
    "veilig_thuis.triaged": {"decision": "end"},
    "veilig_thuis.monitored": {"moment": "3_months"},
    "monitoring.alerted": {"cause": "in_zone"},
    "hearing.planned": {"hearing_at": "2024-06-01"},
    "evaluation.planned": {"held_at": "2024-06-01"},
}


def subjects(*lines):
    """Answer what each line is about: (kind), (kind, id), (kind, id, about) or (kind, id, about, organisation)."""
    texts = []
    for kind, *rest in lines:
        id_, about, org = (*rest, None, None, None)[:3]
        whole = {"kind": kind, "occurred": "2024-03-05", "entered": "2024-03-05", "organisation": org or "police.a"}
        whole |= {"data": DATA.get(kind, {})} | ({"id": id_} if id_ else {}) | ({"about": about} if about else {})
        texts.append(json.dumps(whole))
    return [event.subject for event in read_lines(texts) if not isinstance(event.data, CaseOpened)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((("order.imposed", "a"), ("order.served",)), ["a", "a"]),
        ((("order.imposed", "a"), ("order.imposed", "b"), ("order.extended",)), ["a", "b", "b"]),
        ((("order.imposed", "a"), ("order.imposed", "b"), ("order.extended", None, "a")), ["a", "b", "a"]),
        ((("order.proposed", "a"), ("order.checked",), ("order.imposed",), ("order.lifted",)), ["a", "a", "a", "a"]),
        ((("order.checked", "c"), ("order.imposed",), ("order.imposed", "b")), ["c", "c", "b"]),
        ((("order.imposed", "a"), ("order.proposed", "b"), ("order.served",)), ["a", "b", "a"]),
        ((("order.imposed", "x", "ga"), ("order.served",), ("order.lifted", None, "ga")), ["ga", "ga", "ga"]),
        ((("stop_talk.proposed", "s"), ("stop_talk.held",), ("stop_talk.held", "t")), ["s", "s", "t"]),
        ((("stop_talk.proposed", "s"), ("stop_talk.refused",), ("stop_talk.held", "t")), ["s", "s", "t"]),
        ((("report.made", "r"), ("report.made", "q"), ("report.complaint_added",)), ["r", "q", "q"]),
        ((("assessment.completed", "s"), ("assessment.reviewed",)), ["s", "s"]),
        ((("violation.reported", "v"), ("violation.assessed",), ("violation.told_to_victim",)), ["v", "v", "v"]),
        ((("veilig_thuis.reported", "v"), ("veilig_thuis.triaged",), ("veilig_thuis.monitored",)), ["v", "v", "v"]),
        ((("veilig_thuis.triaged", "t"), ("veilig_thuis.monitored",)), ["t", "t"]),
        ((("victim.informed", "m"), ("victim.receipt_proven",)), ["m", "m"]),
        ((("worry.raised", "w"), ("worry.answered",)), ["w", "w"]),
        ((("action.asked", "a"), ("action.accepted",), ("action.done",)), ["a", "a", "a"]),
        ((("monitoring.alerted", "x"), ("monitoring.acknowledged",)), ["x", "x"]),
        ((("hearing.planned", "h"), ("hearing.held",)), ["h", "h"]),
    ],
)
def test_a_step_concerns_the_latest_thing_of_its_family(lines, expected):
    assert subjects(*lines) == expected


def test_an_answer_goes_to_the_mark_that_waits_for_one():
    mark = ("recognition.marked_by_partner", "mark", None, "veilig_thuis.b")
    notified = ("partner.notified", "call", None, "om.c")
    assert subjects(mark, notified, ("partner.answered", "x")) == ["mark", "call", "mark"]
    assert subjects(mark, notified, ("partner.answered", "x"), ("partner.answered", "y"))[-1] == "call"


def test_a_violation_without_an_order_is_of_the_order_imposed_last():
    def violated(*lines):
        texts = [
            json.dumps(
                {
                    "kind": kind,
                    "occurred": "2024-03-05",
                    "entered": "2024-03-05",
                    "organisation": "om",
                    "data": data,
                    "id": id_,
                }
            )
            for kind, data, id_ in lines
        ]
        return read_lines(texts)[-1].data.order

    imposed = ("order.imposed", {"order": "civil"}, "one")
    assert violated(("violation.reported", {}, "v")) is None
    assert violated(imposed, ("order.imposed", {"order": "civil"}, "two"), ("violation.reported", {}, "v")) == "two"
    assert violated(imposed, ("violation.reported", {"order": "one"}, "v")) == "one"


def test_no_kind_is_in_two_families_and_all_exist():
    placed = [kind for family in FAMILIES for kind in (*family.begins, *family.joins, *family.steps)]
    assert len(placed) == len(set(placed)) == len(FAMILY_OF)
    assert set(placed) <= {kind.data for kind in KINDS}


def test_the_guide_shows_the_same_families():
    from tests.project.tree import ROOT

    shown = (ROOT / "docs/how-to/replay.md").read_text()
    for family in FAMILIES:
        row = next(row for row in shown.splitlines() if row.startswith(f"| {family.name} |"))
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        columns = (family.begins, tuple(family.joins), family.steps)
        for cell, kinds in zip(cells[1:4], columns, strict=True):
            assert cell == ", ".join(f"`{BY_DATA[kind].name}`" for kind in kinds)
