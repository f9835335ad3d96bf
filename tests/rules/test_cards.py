# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Regions lay their agreements over the national rules: what holds when, and what is refused."""

import pickle
import shutil
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houvast.core.card import Card, holds
from houvast.core.errors import UnknownRuleError
from houvast.core.rules import DutyRule, LimitRule, RetentionRule, SharingRule, SignalRule, StandingRule, TermRule
from houvast.rules import Cards, RulesError, UnknownRegionError
from houvast.rules.card import content_sha256
from houvast.rules.content import OVERLAY_KEYS
from houvast.rules.loader import load

BASE = Path(__file__).parent / "bad" / "base"
RULE = """
[[duty]]
id = "{id}"
version = {version}
valid_from = {valid_from}
title = "{title}"
on = "contact.missed"
bearer = "police.contact_point"
met_by = {{ kind = "contact.kept" }}
law = "zo spoedig mogelijk"
source = ["rapport"]
confidence = "guideline"
compared = 2026-11-22
{extra}
"""
OVERLAY = '\n[[duty]]\nid = "{id}"\noverlay = true\nagreed = {{ within = "{within}", by = "Polder" }}\n{extra}\n'


def write_card(
    folder: Path, version: int, adopted_on: str, rules: str, *, region: str = "polder", sealed: bool = True
) -> Path:
    card = folder / region / str(version)
    card.mkdir(parents=True)
    (card / "rules.toml").write_text(rules, encoding="utf-8")
    text = (
        f'[card]\nregion = "{region}"\ntitle = "Kaart"\nversion = {version}\nauthor = "a-1"\napprover = "b-2"\n'
        f'adopted_on = {adopted_on}\nfiles = ["rules.toml"]\n'
    )
    (card / "card.toml").write_text(text, encoding="utf-8")
    if sealed:
        (card / "card.toml").write_text(f'{text}content_sha256 = "{content_sha256(card)}"\n', encoding="utf-8")
    return card


def codes(folder: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(RulesError) as refused:
        load(BASE, folder)
    return [(problem.file, problem.line, problem.code) for problem in refused.value.problems]


def agreed(cards: Cards, region: str, rule_id: str) -> list[tuple[int, date, date | None, str]]:
    found = cards.card(region).versions(rule_id)
    return [
        (rule.version, rule.valid_from, rule.valid_until, str(rule.agreed.within) if rule.agreed else "")
        for rule in found
        if isinstance(rule, DutyRule)
    ]


@pytest.fixture(scope="module")
def base() -> Cards:
    return load(BASE)


# -- a card of the core ------------------------------------------------------------------------------------------------


def test_a_card_finds_its_rules(base):
    card = base.national
    assert [rule.id for rule in card.duties_on["report.made"]] == ["screen", "screen"]
    assert [rule.version for rule in card.versions("screen")] == [1, 2]
    assert card.terms_by_subject["order.gedragsaanwijzing"] == card.terms
    assert card.limits_by_subject["order.gedragsaanwijzing.extensions"] == card.limits
    assert len(card.rules) == 12
    with pytest.raises(UnknownRuleError):
        card.versions("scren")


@pytest.mark.parametrize(
    ("on", "version"),
    [(date(2019, 12, 31), None), (date(2020, 1, 1), 1), (date(2023, 12, 31), 1), (date(2024, 1, 1), 2), (date.max, 2)],
)
def test_on_each_day_one_version_holds(base, on, version):
    found = base.national.rule("screen", on)
    assert (found.version if found else None) == version


def test_as_if_always_keeps_one_version_of_each_rule_for_all_time(base):
    always = base.card("duinstreek").as_if_always()
    assert [(rule.version, rule.valid_from, rule.valid_until) for rule in always.versions("screen")] == [
        (2, date.min, None)
    ]
    assert always.rule("screen", date(1990, 1, 1)).agreed.by == "Duinstreek"
    assert {rule.id for rule in always.rules} == {rule.id for rule in base.card("duinstreek").rules}
    then = base.card("duinstreek").as_if_always(date(2021, 1, 1))
    assert [rule.version for rule in then.versions("screen")] == [1]
    with pytest.raises(UnknownRuleError):
        then.versions("call-back")


def test_the_fingerprint_follows_every_word_and_nothing_else(base, tmp_path):
    again = load(BASE)
    assert again.national.fingerprint == base.national.fingerprint
    assert again.card("duinstreek").fingerprint == base.card("duinstreek").fingerprint
    assert len({base.national.fingerprint, base.card("duinstreek").fingerprint}) == 2
    for word, other in (("sash", "risc"), ("14 dagen", "14 dagen,"), ("aangifte", "other"), ("true", "false")):
        data = Path(shutil.copytree(BASE, tmp_path / word.replace(" ", "-")))
        file = data / "duties" / "police.toml"
        file.write_text(file.read_text(encoding="utf-8").replace(word, other, 1), encoding="utf-8")
        assert load(data).national.fingerprint != base.national.fingerprint


def test_a_card_can_be_handed_to_another_process(base):
    card = base.card("duinstreek")
    assert card.duties_on
    assert pickle.loads(pickle.dumps(card)).fingerprint == card.fingerprint  # noqa: S301  our own bytes


def test_the_types_of_a_card_are_all_types_of_rules():
    named = {field.name for field in fields(Card)} - {"region", "calendar", "elsewhere"}
    assert named == {"duties", "signals", "terms", "limits", "standing", "retention", "sharing"}
    assert len({DutyRule, SignalRule, TermRule, LimitRule, StandingRule, RetentionRule, SharingRule}) == len(named)


# -- laying over -------------------------------------------------------------------------------------------------------


def test_an_agreement_holds_from_the_day_the_card_was_adopted(base):
    assert agreed(base, "duinstreek", "screen") == [
        (1, date(2020, 1, 1), date(2024, 1, 1), "48 hours"),
        (2, date(2024, 1, 1), date(2025, 1, 1), "24 hours"),
        (2, date(2025, 1, 1), None, "12 hours"),
    ]
    regional = base.card("duinstreek").versions("screen")[-1]
    assert (regional.region, regional.note) == ("duinstreek", "Landelijk. In de Duinstreek binnen twaalf uur.")
    national = base.national.versions("screen")[-1]
    assert (regional.source, regional.law, regional.confidence) == (national.source, national.law, national.confidence)


def test_a_regions_own_rule_holds_no_earlier_than_its_card(base):
    (rule,) = base.card("duinstreek").versions("call-back")
    assert (rule.valid_from, rule.region) == (date(2025, 1, 1), "duinstreek")
    assert all(rule.id != "call-back" for rule in base.national.rules)


def test_each_card_knows_the_others(base, tmp_path):
    write_card(tmp_path, 1, "2025-01-01", OVERLAY.format(id="screen", within="6 hours", extra=""))
    found = load(BASE, tmp_path)
    assert found.regions() == ("duinstreek", "polder")
    polder = found.card("duinstreek").in_region("polder")
    assert polder.region == "polder"
    assert polder.versions("screen")[-1].agreed.by == "Polder"
    assert found.national.in_region("duinstreek").region == "duinstreek"
    assert found.national.as_if_always().in_region("polder").versions("screen")[-1].valid_from == date.min


def test_a_region_without_card_has_the_national_rules(base):
    assert base.card(None) is base.national
    assert base.holding_in(None) is base.national
    assert base.holding_in("nergens") is base.national
    assert base.holding_in("duinstreek") is base.card("duinstreek")
    with pytest.raises(UnknownRegionError):
        base.card("nergens")


def test_versions_of_a_card_follow_each_other(tmp_path):
    write_card(tmp_path, 1, "2022-01-01", OVERLAY.format(id="screen", within="36 hours", extra=""))
    second = OVERLAY.format(id="screen", within="20 hours", extra="") + OVERLAY.format(
        id="screen", within="8 hours", extra="valid_from = 2026-01-01"
    )
    write_card(tmp_path, 2, "2023-06-01", second)
    found = load(BASE, tmp_path)
    assert agreed(found, "polder", "screen") == [
        (1, date(2020, 1, 1), date(2022, 1, 1), "48 hours"),
        (1, date(2022, 1, 1), date(2023, 6, 1), "36 hours"),
        (1, date(2023, 6, 1), date(2024, 1, 1), "20 hours"),
        (2, date(2024, 1, 1), date(2026, 1, 1), "20 hours"),
        (2, date(2026, 1, 1), None, "8 hours"),
    ]
    assert [card.version for card in found.adopted["polder"]] == [1, 2]


def test_what_two_versions_of_a_card_both_say_is_one_stretch(tmp_path):
    own = RULE.format(id="own", version=1, valid_from="2020-01-01", title="Eigen", extra="")
    same = OVERLAY.format(id="triage", within="1 working day", extra="") + own
    write_card(tmp_path, 1, "2022-01-01", same)
    write_card(tmp_path, 2, "2023-01-01", same)
    found = load(BASE, tmp_path)
    assert [start for _, start, _, _ in agreed(found, "polder", "triage")] == [date(2020, 1, 1), date(2022, 1, 1)]
    assert [(rule.valid_from, rule.valid_until) for rule in found.card("polder").versions("own")] == [
        (date(2022, 1, 1), None)
    ]


def test_a_rule_that_a_card_drops_ends_with_it(tmp_path):
    own = RULE.format(id="own", version=1, valid_from="2020-01-01", title="Eigen", extra="")
    write_card(tmp_path, 1, "2022-01-01", own)
    write_card(tmp_path, 2, "2023-01-01", OVERLAY.format(id="triage", within="1 working day", extra=""))
    (rule,) = load(BASE, tmp_path).card("polder").versions("own")
    assert rule.valid_until == date(2023, 1, 1)


days = st.dates(date(2019, 1, 1), date(2027, 1, 1))


@given(st.lists(days, min_size=1, max_size=4, unique=True).map(sorted), st.lists(days, max_size=3, unique=True), days)
def test_on_every_day_exactly_one_version_of_a_rule_holds_in_a_region(tmp_path_factory, adopted, starts, day):
    folder = tmp_path_factory.mktemp("cards")
    overlays = "".join(
        OVERLAY.format(id="screen", within=f"{number + 2} hours", extra=f"valid_from = {start}")
        for number, start in enumerate(starts)
    )
    for number, on in enumerate(adopted):
        write_card(folder, number + 1, str(on), overlays + "# card\n")
    found = load(BASE, folder).card("polder")
    held = [rule for rule in found.versions("screen") if holds(rule, day)]
    assert len(held) == (day >= date(2020, 1, 1))
    begun = [start for start in starts if max(start, adopted[0]) <= day] if day >= adopted[0] else []
    for rule in held:
        assert (rule.region == "polder") == bool(begun)
        if begun:
            assert str(rule.agreed.within).split()[0] == str(starts.index(max(begun)) + 2)


# -- what is refused ---------------------------------------------------------------------------------------------------


MAY_CHANGE = {"id", "agreed", "note", "valid_from"}


def test_what_an_overlay_may_give_is_this_and_no_more():
    assert MAY_CHANGE | {"overlay"} == OVERLAY_KEYS


@pytest.mark.parametrize("key", sorted({field.name for field in fields(DutyRule)} - MAY_CHANGE | {"bearer"}))
def test_an_overlay_can_change_nothing_but_the_agreement(key, tmp_path):
    """No field of a duty, so also none that is added later."""
    write_card(tmp_path, 1, "2025-01-01", f'[[duty]]\nid = "screen"\noverlay = true\n{key} = "x"\n')
    assert codes(tmp_path) == [("polder/1/rules.toml", 4, "overlay_changes_protected_field")]


def test_an_agreement_is_held_against_every_law_of_its_time(tmp_path):
    """A stricter law from a later day refuses an agreement that is still in force then, not one that has ended."""
    data = Path(shutil.copytree(BASE, tmp_path / "data"))
    file = data / "duties" / "police.toml"
    text = file.read_text(encoding="utf-8")
    begin = text.index('[[duty]]\nid = "triage"')
    table = text[begin : text.index("[[duty]]", begin + 1)]
    first = table.replace("title", "valid_until = 2026-01-01\ntitle")
    second = table.replace("version = 1\nvalid_from = 2020-01-01", "version = 2\nvalid_from = 2026-01-01")
    second = second.replace('"5 working days"', '"2 working days"')
    file.write_text(text.replace(table, first + second), encoding="utf-8")
    lax, strict = (OVERLAY.format(id="triage", within=f"{count} working days", extra="") for count in (4, 2))
    write_card(tmp_path / "one", 1, "2024-01-01", lax)
    with pytest.raises(RulesError, match="overlay_lengthens_legal_term"):
        load(data, tmp_path / "one")
    write_card(tmp_path / "two", 1, "2024-01-01", lax)
    write_card(tmp_path / "two", 2, "2025-12-01", strict)
    assert load(data, tmp_path / "two")


def test_a_card_outside_the_package_must_be_sealed(tmp_path):
    write_card(tmp_path, 1, "2025-01-01", "", sealed=False)
    assert codes(tmp_path) == [("polder/1/card.toml", 1, "incomplete_card")]


@pytest.mark.parametrize("what", ["rule", "card", "gone", "more", "hash", "empty", "half", "list"])
def test_a_half_written_or_changed_card_is_refused(what, tmp_path):
    card = write_card(tmp_path, 1, "2025-01-01", OVERLAY.format(id="screen", within="6 hours", extra=""))
    rules, head = card / "rules.toml", card / "card.toml"
    text = head.read_text(encoding="utf-8")
    match what:
        case "rule":
            rules.write_text(rules.read_text(encoding="utf-8").replace("6 hours", "60 hours"), encoding="utf-8")
        case "card":
            head.write_text(text.replace("2025-01-01", "2021-01-01"), encoding="utf-8")
        case "gone":
            rules.unlink()
        case "more":
            (card / "more.toml").touch()
        case "hash":
            head.write_text(text[: text.index("content_sha256")], encoding="utf-8")
        case "empty":
            head.write_text("", encoding="utf-8")
        case "half":
            head.unlink()
        case "list":
            head.write_text(text.replace('files = ["rules.toml"]\n', ""), encoding="utf-8")
    assert {code for _, _, code in codes(tmp_path)} == {"incomplete_card"}


@given(st.data())
def test_any_changed_byte_of_a_sealed_card_is_noticed(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("cards")
    card = write_card(folder, 1, "2025-01-01", OVERLAY.format(id="screen", within="6 hours", extra=""))
    sound = load(BASE, folder).card("polder").fingerprint
    file = card / data.draw(st.sampled_from(["rules.toml", "card.toml"]))
    content = bytearray(file.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 127))
    file.write_bytes(bytes(content))
    try:
        same = load(BASE, folder).card("polder").fingerprint == sound
    except RulesError:
        return
    assert same  # white space in card.toml says nothing
    assert file.name == "card.toml"


def test_a_card_in_a_folder_of_another_name_is_refused(tmp_path):
    card = write_card(tmp_path, 1, "2025-01-01", "# no rules yet\n")
    card.rename(card.with_name("2"))
    assert codes(tmp_path) == [("polder/2/card.toml", 4, "misplaced_card")]
    (tmp_path / "polder").rename(tmp_path / "bos")
    assert codes(tmp_path) == [("bos/2/card.toml", 2, "misplaced_card")]


def test_versions_of_a_card_join_up(tmp_path):
    write_card(tmp_path, 1, "2025-01-01", "# no rules yet\n")
    write_card(tmp_path, 3, "2026-01-01", "# no rules yet\n")
    assert codes(tmp_path) == [("polder/3/card.toml", 4, "version_gap_or_overlap")]
    write_card(tmp_path, 2, "2025-01-01", "# no rules yet\n")
    assert codes(tmp_path) == [("polder/2/card.toml", 7, "version_gap_or_overlap")]


def test_a_shipped_region_goes_on_with_its_second_version(tmp_path):
    rules = OVERLAY.format(id="screen", within="6 hours", extra="")
    write_card(tmp_path, 2, "2026-01-01", rules, region="duinstreek")
    found = load(BASE, tmp_path)
    assert [part[3] for part in agreed(found, "duinstreek", "screen")] == [
        "48 hours",
        "24 hours",
        "12 hours",
        "6 hours",
    ]
    write_card(tmp_path, 1, "2024-01-01", rules, region="duinstreek")
    assert ("duinstreek/1/card.toml", 4, "version_gap_or_overlap") in codes(tmp_path)


def test_a_version_of_a_regions_own_rule_never_changes(tmp_path):
    one, other = (
        RULE.format(id="own", version=1, valid_from="2020-01-01", title=title, extra="") for title in ("A", "B")
    )
    write_card(tmp_path, 1, "2022-01-01", one)
    write_card(tmp_path, 2, "2023-01-01", other)
    assert codes(tmp_path) == [("polder/2/rules.toml", 4, "duplicate_rule")]


def test_a_regions_folder_without_a_card_is_incomplete(tmp_path):
    (tmp_path / "polder").mkdir()
    assert codes(tmp_path) == [("polder", 1, "incomplete_card")]


def test_two_regions_may_not_describe_one_source_differently(tmp_path):
    source = '[[source]]\nid = "convenant"\ntitle = "Een ander convenant"\nkind = "guideline"\n'
    write_card(tmp_path, 1, "2025-01-01", source)
    assert codes(tmp_path) == [("polder/1/card.toml", 1, "duplicate_source")]
