# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A rule can be read by a lawyer: everything that its table says, law and agreement apart, sources by their titles."""

import dataclasses
import shutil
from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest

from houvast.core.errors import UnknownRuleError
from houvast.core.events.values import Party, Role
from houvast.core.rules import Clock, Confidence, DutyRule, Each, Extent, Rule, Severity, SignalRule
from houvast.core.terms import Term
from houvast.rules import Cards, UnknownRegionError, words
from houvast.rules import show as show_module
from houvast.rules.loader import load
from houvast.rules.show import check, show
from houvast.rules.sources import SourceKind
from houvast.rules.vocabulary import NEEDS

BASE = Path(__file__).parent / "bad" / "base"
LAW, AGREED, SOURCES = "## Wat de wet of de bron zegt", "## Wat is afgesproken", "## Bronnen"


@pytest.fixture(autouse=True)
def base(monkeypatch) -> Cards:
    found = load(BASE)
    monkeypatch.setattr(show_module, "cards", lambda _=None: found)
    return found


def section(page: str, title: str) -> str:
    return page.split(title)[1].split("\n## ", maxsplit=1)[0].split("\n# ", maxsplit=1)[0]


def test_a_page_tells_who_when_and_what_meets_it():
    page = show("screen").split("# Screenen")[2]
    for part in (
        "screen, versie 1 (plicht), geldt vanaf 01-01-2020 tot 01-01-2024, landelijk",
        "- Wie: casushouder, politie (police.case_holder)",
        "- Begint bij: Melding of aangifte gedaan (report.made), met form = aangifte of melding",
        "(stalking_recognised)",
        "(screened_and_circumstances_unchanged)",
        "met instrument = sash, in dezelfde zaak, door politie, mits ja: ",
        "- Te laat: signaal screening-missing",
        "- Zekerheid: staat in inspectierapport of Kamerbrief",
        "- Vergeleken met de bron op: 22-11-2026",
        "- Voorbeelden: tests/rules/tables/screen.csv",
    ):
        assert part in page


def test_law_and_agreement_stand_apart():
    page = show("screen", "duinstreek").split("# Screenen")[1]
    assert "“zodra de zaak is herkend”" in section(page, LAW)
    assert "noemt geen getal" in section(page, LAW)
    assert "uur" not in section(page, LAW)
    assert "- binnen 12 uur (lokale afspraak: Duinstreek)" in section(page, AGREED)
    assert "binnen 5 werkdagen" in section(show("triage"), LAW)
    assert "werkdagen" not in section(show("triage"), AGREED)
    assert "uiterlijk 14 dagen ervoor" in section(show("prepare-end"), LAW)
    assert "volgende werkdag" in section(show("answer"), LAW)


def test_a_number_that_nobody_agreed_is_told(tmp_path, monkeypatch):
    data = Path(shutil.copytree(BASE, tmp_path / "data"))
    file = data / "duties" / "police.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('within = "5 working days"\n', ""), encoding="utf-8")
    found = load(data)
    monkeypatch.setattr(show_module, "cards", lambda: found)
    assert "er is nog geen getal afgesproken" in section(show("triage"), AGREED)


def test_sources_are_named_by_their_titles():
    page = section(show("screen").split("# Screenen")[2], SOURCES)
    assert "- Rapport van voorbeelden (rapport), §3.2" in page
    assert "- Wetboek van voorbeelden (wet, 01-01-2020), art. 1 <https://wetten.example/boek>" in page


def test_a_region_is_shown_with_its_own_agreement_and_its_history():
    page = show("screen", "duinstreek")
    assert page.count("# Screenen") == 3
    assert page.index("in de regio duinstreek") < page.index("landelijk")
    assert "duinstreek" not in show("screen")


def test_every_type_of_rule_has_a_page_that_says_all_that_was_filled_in(base):
    """Each field that is not at its default is on the page, in Dutch or as it stands."""
    for rule in base.card("duinstreek").rules:
        page = show(rule.id, "duinstreek")
        assert rule.title in page
        for field in dataclasses.fields(rule):
            value = getattr(rule, field.name)
            if isinstance(value, str) and not isinstance(value, StrEnum) and field.name != "history":
                assert value in page, (rule.id, field.name)
            elif isinstance(value, Term):
                assert value.dutch() in page
            elif isinstance(value, date):
                assert f"{value:%d-%m-%Y}" in page
            elif field.name in {"at_most", "at_least"} and value is not None:
                assert str(value) in page


def test_the_list_names_every_rule_once_under_its_type(base):
    listed = show()
    for rule in base.national.rules:
        assert listed.count(f"- {rule.id} ") == 1
    assert "call-back" not in listed
    assert "call-back" in show(None, "duinstreek")
    assert listed.startswith("# Landelijke regels")
    for title in words.TYPES.values():
        assert f"## {title}" in listed


def test_the_tables_that_pages_name_are_there():
    """Of the shipped rules; rules without conditions have no table."""
    root = Path(__file__).parents[2]
    shipped = load()
    for rule in shipped.national.rules:
        lines = [line for line in show_module._page(rule, shipped.sources) if line.startswith("- Voorbeelden: ")]
        assert [(root / line.split(": ")[1]).is_file() for line in lines] == [True] * isinstance(
            rule, DutyRule | SignalRule
        )


def test_what_does_not_exist_is_told():
    with pytest.raises(UnknownRuleError):
        show("scren")
    with pytest.raises(UnknownRegionError):
        show("screen", "nergens")


@pytest.mark.parametrize(
    ("table", "choices"),
    [
        (words.PARTIES, Party),
        (words.ROLES, Role),
        (words.SEVERITIES, Severity),
        (words.CONFIDENCES, Confidence),
        (words.SOURCE_KINDS, SourceKind),
        (words.CLOCKS, Clock),
        (words.SUBJECTS, Each),
        (words.EXTENTS, Extent),
        (words.NEEDS, NEEDS),
        (words.TYPES, [rule.__name__ for rule in Rule.__subclasses__()]),
    ],
)
def test_every_word_has_its_dutch(table, choices):
    assert set(table) == set(choices)
    assert all(table.values())


def test_check_says_nothing_when_all_is_well_and_everything_when_not(monkeypatch, tmp_path):
    assert check() == []
    data = Path(shutil.copytree(BASE, tmp_path / "data"))
    (data / "limits" / "bad.toml").write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setattr(show_module, "cards", lambda folder=None: load(data, folder))
    (line,) = check()
    assert line.startswith("limits/bad.toml:1: unknown_table: ")
