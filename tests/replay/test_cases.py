# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""The shipped cases: a fault is said in time and not too early, a calm case stays calm, and no proof is idle."""

from datetime import date

import pytest
from tests.replay.playing import (
    CALM,
    FAULTY,
    above_notice,
    expectations,
    first_days,
    played,
    proofs,
    soon_after,
    texts,
    without,
)

from houvast.core.rules import Severity
from houvast.rules import cards


@pytest.fixture(scope="module")
def said():
    """What each faulty case said, played once."""
    return {name: first_days(played(texts(name))) for name in FAULTY}


@pytest.mark.parametrize("row", expectations(), ids=lambda row: f"{row['file'][:2]} {row['signal']} {row['severity']}")
def test_a_fault_is_said_in_time_and_not_too_early(row, said):
    on = said[row["file"]].get((row["signal"], Severity(row["severity"])))
    assert on is not None
    assert date.fromisoformat(row["not_before"]) <= on <= date.fromisoformat(row["by"])


def test_every_faulty_case_is_expected_to_speak():
    assert {row["file"] for row in expectations()} == set(FAULTY)
    assert len(FAULTY) == len(CALM) == 6


@pytest.mark.parametrize("region", [None, *cards().regions()])
@pytest.mark.parametrize("name", CALM)
def test_a_calm_case_stays_calm_on_every_day(name, region):
    days = played(texts(name), region=region)
    assert above_notice(days) == set()
    assert {signal.severity for day in days for signal in day.standing} <= {Severity.NOTICE}


@pytest.mark.parametrize(("name", "number", "signal"), proofs())
def test_without_one_proof_its_own_signal_speaks_and_no_other(name, number, signal):
    lines = texts(name)
    assert above_notice(played(without(lines, number), until=soon_after(lines))) == {signal}


def test_the_proofs_cover_what_the_inquiries_found_missing():
    assert {signal for _, _, signal in proofs()} >= {
        "sash-missing",
        "sash-by-untrained",
        "no-case-director",
        "no-contact-point",
        "no-next-contact",
        "no-feedback",
        "order-ending",
        "pattern-unread",
        "partner-mark-unanswered",
        "veilig-thuis-not-informed",
        "high-risk-veilig-thuis-not-informed",
        "overdue:contact-om-on-high",
        "overdue:assess-safety",
        "overdue:tell-suspension",
        "report-after-protective-act-unweighed",
    }
