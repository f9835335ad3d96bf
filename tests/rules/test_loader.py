# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands in the files is what the rules say; and of ids, versions and lines nothing is lost."""

import shutil
import time
from datetime import date
from pathlib import Path

import pytest

import houvast.rules
from houvast.core.events.values import Party, Role
from houvast.core.rules import About, Agreement, Clock, DutyRule, Each, Extent, Proof, Raise, Severity
from houvast.core.terms import Term
from houvast.rules import Cards, RulesError, cards
from houvast.rules.errors import CODES, Problem
from houvast.rules.loader import load
from houvast.rules.places import places
from houvast.rules.sources import SourceKind

BASE = Path(__file__).parent / "bad" / "base"


@pytest.fixture(scope="module")
def base() -> Cards:
    return load(BASE)


def duty(base: Cards, rule_id: str, on: date = date(2026, 1, 1)) -> DutyRule:
    found = base.national.rule(rule_id, on)
    assert isinstance(found, DutyRule)
    return found


def test_a_duty_says_what_its_table_says(base):
    rule = duty(base, "screen", date(2021, 1, 1))
    assert rule == DutyRule(
        id="screen",
        version=1,
        valid_from=date(2020, 1, 1),
        valid_until=date(2024, 1, 1),
        title="Screenen",
        on=("report.made",),
        where=(("form", frozenset({"melding", "aangifte"})),),
        when=("stalking_recognised",),
        unless=("screened_and_circumstances_unchanged",),
        bearer_party=Party.POLICE,
        bearer_role=Role.CASE_HOLDER,
        met_by=(
            Proof(
                kinds=("assessment.completed",),
                where=(("instrument", frozenset({"sash"})),),
                about=About.CASE,
                requires=("assessor_trained",),
                by=Party.POLICE,
            ),
        ),
        law="zodra de zaak is herkend",
        agreed=Agreement(within=Term.parse("48 hours"), by="landelijk", local=True),
        overdue_signal="screening-missing",
        source=("rapport §3.2", "wetboek art. 1"),
        confidence=rule.confidence,
        compared=date(2026, 11, 22),
    )


def test_a_duty_may_have_several_triggers_and_proofs(base):
    rule = duty(base, "screen")
    assert rule.version == 2
    assert [proof.kinds for proof in rule.met_by] == [("assessment.completed",), ("circumstances.unchanged",)]
    assert (rule.overdue, rule.note) == (Severity.WARNING, "Landelijk.")


def test_clocks_and_switches_are_read(base):
    rule = duty(base, "prepare-end")
    assert (rule.clock, rule.field, rule.history, rule.may_decide_otherwise) == (
        Clock.BEFORE_FIELD,
        "ends_at",
        "each",
        False,
    )
    assert duty(base, "answer").extend_to_working_day


def test_every_other_type_is_read(base):
    national = base.national
    signal = next(rule for rule in national.signals if rule.id == "order-ends")
    assert (signal.for_each, signal.levels) == (
        Each.ORDER,
        (Raise(severity=Severity.CRITICAL, before=Term.parse("7 days")),),
    )
    (term,), (limit,) = national.terms, national.limits
    assert (term.subject, str(term.lasts)) == ("order.gedragsaanwijzing", "90 days")
    assert (limit.unit, limit.at_most, limit.at_least) == ("times", 3, None)
    (standing,), (retention,), (sharing,) = national.standing, national.retention, national.sharing
    assert (standing.bearer_party, standing.at_least) == (Party.POLICE, 2)
    assert (str(retention.lasts), retention.then) == ("5 years", "destroy")
    assert (sharing.extent, sharing.roles, sharing.needs, sharing.except_) == (
        Extent.FULL,
        (Role.CASE_DIRECTOR,),
        ("involved", "area"),
        ("logbook",),
    )


def test_sources_are_kept_with_their_titles(base):
    assert set(base.sources) == {"wetboek", "rapport", "convenant"}
    assert base.sources["wetboek"].kind is SourceKind.LAW
    assert base.sources["wetboek"].issued_on == date(2020, 1, 1)


def test_tables_may_be_written_out_under_headers(tmp_path):
    data = Path(shutil.copytree(BASE, tmp_path / "data"))
    (data / "duties" / "more.toml").write_text(
        '[[duty]]\nid = "long"\nversion = 1\nvalid_from = 2020-01-01\ntitle = "Lang"\non = "report.made"\n'
        'bearer = "police.case_holder"\nlaw = "moet"\nsource = ["rapport"]\nconfidence = "seed"\n'
        'compared = 2026-11-22\nwhere.form = "melding"\n[duty.agreed]\nwithin = "1 day"\nby = "ons"\n'
        '[[duty.met_by]]\nkind = "plan.adopted"\n[[duty.met_by]]\nkind = "plan.adaptd"\n',
        encoding="utf-8",
    )
    with pytest.raises(RulesError) as refused:
        load(data)
    (problem,) = refused.value.problems
    assert (problem.line, problem.code) == (19, "unknown_kind")


def test_windows_files_are_read_and_their_lines_counted(tmp_path):
    data = Path(shutil.copytree(BASE, tmp_path / "data"))
    file = data / "limits" / "all.toml"
    text = file.read_text(encoding="utf-8").replace("\n", "\r\n")
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load(data).national.limits == load(BASE).national.limits
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("at_most", "at_mots").encode())
    with pytest.raises(RulesError) as refused:
        load(data)
    assert [(problem.line, problem.code) for problem in refused.value.problems] == [
        (1, "missing_key"),
        (8, "unknown_key"),
    ]


def test_the_order_of_files_does_not_matter(tmp_path):
    data = Path(shutil.copytree(BASE, tmp_path / "data"))
    (data / "duties" / "police.toml").rename(data / "duties" / "zzz.toml")
    (data / "duties" / "aaa.toml").touch()
    assert load(data).national.fingerprint == load(BASE).national.fingerprint


def test_places_follow_lists_tables_quotes_and_comments():
    text = """\
# [[no]] = "table"
[[duty]]
id = "a # b" # x = 1
text = \"\"\"
[[duty]]
x = { y = 1 }\"\"\"
list = [ # comment ]
    "one",
    { k = [1,
           2] },
]
a.b = { "c d" = 1, e = { f = 2 } }
[duty.inner]
z = '''
'''
[[duty]]
last = 1
"""
    found = places(text)
    expected = {
        ("duty", 0): 2,
        ("duty", 0, "id"): 3,
        ("duty", 0, "text"): 4,
        ("duty", 0, "list"): 7,
        ("duty", 0, "list", 0): 8,
        ("duty", 0, "list", 1, "k"): 9,
        ("duty", 0, "list", 1, "k", 1): 10,
        ("duty", 0, "a", "b", "c d"): 12,
        ("duty", 0, "a", "b", "e", "f"): 12,
        ("duty", 0, "inner", "z"): 14,
        ("duty", 1): 16,
        ("duty", 1, "last"): 17,
    }
    assert {steps: found[steps] for steps in expected} == expected
    assert ("no",) not in found
    assert ("duty", 0, "x") not in found


def test_a_problem_needs_a_known_code():
    with pytest.raises(KeyError):
        Problem("a.toml", 1, "oops", "…")
    assert str(Problem("a.toml", 3, "not_toml", "Write it again.")) == "a.toml:3: not_toml: Write it again."
    assert all(code == code.lower() for code in CODES)


def test_the_shipped_rules_load_within_half_a_second():
    began = time.process_time()
    found = load()
    assert time.process_time() - began < 0.5
    assert found.national.duties
    assert len(found.regions()) == 2


def test_cards_are_read_once_and_from_the_folder_in_the_environment(tmp_path, monkeypatch):
    monkeypatch.delenv(houvast.rules.CARDS_FOLDER, raising=False)
    assert cards() is cards()
    monkeypatch.setenv(houvast.rules.CARDS_FOLDER, str(tmp_path / "none"))
    with pytest.raises(RulesError) as refused:
        cards()
    assert [(problem.file, problem.code) for problem in refused.value.problems] == [
        ("HOUVAST_CARDS", "incomplete_card")
    ]
    assert str(tmp_path) not in str(refused.value)
