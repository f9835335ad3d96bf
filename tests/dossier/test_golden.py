# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What any version ever wrote can be read, and reads as it did."""

import pytest
from tests.dossier.golden_events import golden, golden_key, row_of

from houvast.core.answer import Answer
from houvast.core.events import BY_WIRE, kind_of
from houvast.core.events.wire import encode
from houvast.dossier.sealing import open_row

GOLDEN = golden()


@pytest.mark.parametrize("wire", GOLDEN)
def test_it_reads_back_as_it_did(wire):
    entry = GOLDEN[wire]
    with golden_key():
        event = open_row(row_of(entry))
    assert encode(event.data) == entry["data"]
    assert type(event.data) is kind_of(wire).data
    assert (event.kind, event.about, event.recorded.isoformat()) == (wire, "order-1", "2026-03-02T09:30:00+00:00")


def test_every_present_kind_has_a_golden_event():
    assert sorted(BY_WIRE.keys() - GOLDEN.keys()) == [], "run python -m tests.dossier.golden_events"


def test_the_first_version_of_an_assessment_reads_as_the_second():
    with golden_key():
        event = open_row(row_of(GOLDEN["assessment.completed.v1"]))
    assert event.data.assessor_trained is Answer.YES
    assert (event.data.instrument, event.data.level) == ("sash", "high")
