# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody looks for the first time: who is in charge, what is late and why, within three clicks."""

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Site, Watched

SHOTS = Path(__file__).resolve().parent.parent.parent / ".cache" / "screenshots"
CONTROL_ROOM = re.compile("centralist", re.IGNORECASE)
DIRECTOR = re.compile("casusregisseur", re.IGNORECASE)


def accessible(page: Page) -> None:
    """Fail on anything that the accessibility rules of WCAG 2.2 AA find on this page."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert found.violations_count == 0, found.generate_report()


def fits(page: Page) -> None:
    """Fail where a page is wider than its screen: nobody should have to scroll sideways."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{wider} px too wide"


def shot(page: Page, name: str) -> None:
    """Keep a picture of the page, to be looked at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    size = page.viewport_size
    page.screenshot(path=SHOTS / f"{name}-{size['width'] if size else 0}.png", full_page=True)


def forgive_not_found(watched: Watched) -> None:
    """Do not count what the browser says of a page that is rightly not there."""
    watched.wrong = [line for line in watched.wrong if "404" not in line]


def look_as(page: Page, site: Site, who: re.Pattern[str]) -> None:
    """Choose as whom to look."""
    page.goto(site.url)
    page.get_by_role("button", name=who).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Zaken|Cases"))


def test_first_page(watched: Watched, site: Site) -> None:
    page = watched.page
    page.goto(site.url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Als wie kijkt u mee?")
    accessible(page)
    fits(page)
    shot(page, "start")


def test_case_director_finds_what_is_late_and_why(watched: Watched, site: Site) -> None:
    page = watched.page
    look_as(page, site, DIRECTOR)
    accessible(page)
    fits(page)
    shot(page, "cases")
    page.get_by_role("link", name=re.compile("^Zaak ")).first.click()
    expect(page.get_by_text("Vast aanspreekpunt").first).to_be_visible()
    page.locator("section[aria-labelledby=signalen] summary").first.click()
    expect(page.locator("section[aria-labelledby=signalen]").get_by_text("Bron:").first).to_be_visible()
    accessible(page)
    fits(page)
    shot(page, "case")


def test_every_rule_behind_a_signal_has_its_page(watched: Watched, site: Site) -> None:
    page = watched.page
    look_as(page, site, DIRECTOR)
    page.get_by_role("link", name=re.compile("^Zaak ")).first.click()
    summary = page.locator("section[aria-labelledby=signalen] details").first
    summary.locator("summary").click()
    summary.get_by_role("link").last.click()
    expect(page.get_by_role("heading", name="Bronnen")).to_be_visible()
    accessible(page)
    fits(page)
    shot(page, "rule")


def test_a_rule_opens_in_the_version_and_the_region_that_judged(watched: Watched, site: Site) -> None:
    page = watched.page
    look_as(page, site, DIRECTOR)
    page.get_by_role("link", name=re.compile("^Zaak ")).first.click()
    links = page.locator("a[href*='/regels/']")
    found = [links.nth(index).get_attribute("href") or "" for index in range(links.count())]
    assert found
    assert [link for link in found if not re.fullmatch(r"/regels/[\w-]+/\?regio=[a-z]+&versie=\d+", link)] == []
    page.goto(f"{site.url}/regels/screen-every-report/?regio=veenrand&versie=1")
    expect(page.get_by_text("12 uur").first).to_be_visible()
    page.goto(f"{site.url}/regels/screen-every-report/?regio=nergens&versie=x")
    expect(page.get_by_text("24 uur").first).to_be_visible()


def test_an_earlier_day_says_so(watched: Watched, site: Site) -> None:
    page = watched.page
    look_as(page, site, DIRECTOR)
    page.get_by_role("link", name=re.compile("^Zaak ")).first.click()
    page.goto(f"{page.url}?op={page.locator('#op').get_attribute('max')}")
    today = page.locator("ol.hv-timeline > li").count()
    assert today > 1
    address, _, last = page.url.partition("?op=")
    for days in range(1, 60):
        earlier = date.fromisoformat(last) - timedelta(days=days)
        page.goto(f"{address}?op={earlier}")
        expect(page.get_by_role("status")).to_contain_text("zoals die bekend was")
        if page.locator("ol.hv-timeline > li").count() < today:
            return
    pytest.fail("Sixty days ago as much was known as today.")


def test_before_anything_was_known_here_the_page_says_that(watched: Watched, site: Site) -> None:
    page = watched.page
    look_as(page, site, DIRECTOR)
    page.get_by_role("link", name=re.compile("^Zaak ")).first.click()
    answer = page.goto(page.url + "?op=2010-01-01")
    assert answer is not None
    assert answer.status == 200
    expect(page.get_by_text("Toen was hier nog niets bekend.")).to_be_visible()
    expect(page.get_by_text("Geen signalen")).to_have_count(0)
    accessible(page)
    fits(page)
    shot(page, "case-before")


@pytest.mark.parametrize("day", ["gisteren", "9999-12-31", "0001-01-01", "2026-02-30"])
def test_a_day_that_is_no_day_is_said(watched: Watched, site: Site, day: str) -> None:
    page = watched.page
    look_as(page, site, DIRECTOR)
    page.get_by_role("link", name=re.compile("^Zaak ")).first.click()
    page.goto(f"{page.url}?op={day}")
    expect(page.get_by_role("alert")).to_contain_text("niet begrepen")
    accessible(page)


def test_a_tab_names_nobody(watched: Watched, site: Site) -> None:
    page = watched.page
    look_as(page, site, DIRECTOR)
    page.get_by_role("link", name=re.compile(r"^Zaak .*\(\d{4}\)")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\(\d{4}\)"))
    expect(page).to_have_title(re.compile(r"^Zaak [\w-]+ · Houvast$"))


def test_what_is_hidden_never_reads_as_nothing(watched: Watched, site: Site) -> None:
    page = watched.page
    look_as(page, site, CONTROL_ROOM)
    hidden = page.locator("td[data-label=Casusregisseur]", has_text="niet voor u te zien")
    row = page.locator("tbody tr").filter(has=hidden).first
    expect(row).to_contain_text("die u mag zien")
    accessible(page)
    fits(page)
    shot(page, "cases-control-room")
    row.get_by_role("link").click()
    facts = page.locator("section[aria-label='Stand van zaken'] dl")
    expect(facts).to_contain_text("niet voor u te zien")
    for untrue in ("niemand", "op geen ketenoverleg"):
        expect(facts).not_to_contain_text(untrue)
    expect(page.get_by_text("U ziet niet alles van deze zaak.").first).to_be_visible()
    expect(page.locator("p.hv-item--calm")).to_have_count(0)
    accessible(page)
    fits(page)
    shot(page, "case-control-room")


def test_a_clock_that_stands_still_is_on_every_page(watched: Watched, site: Site) -> None:
    page = watched.page
    banner = page.get_by_role("status").filter(has_text="De klok van Houvast staat stil sinds")
    for address in ("/", "/zaken/", "/regels/screen-every-report/"):
        page.goto(site.url + address)
        expect(banner).to_have_count(0)
        for _ in range(3):  # the worker of this server still runs, and may beat just in between
            with closing(sqlite3.connect(site.home / "houvast.sqlite3", timeout=10)) as database, database:
                database.execute("UPDATE worker_beat SET seen_at = '2026-01-01 00:00:00'")
            page.goto(site.url + address)
            if banner.count():
                break
        expect(banner).to_be_visible()
        accessible(page)
        fits(page)
        shot(page, "clock")
        with closing(sqlite3.connect(site.home / "houvast.sqlite3", timeout=10)) as database, database:
            database.execute("UPDATE worker_beat SET seen_at = datetime('now')")


def test_english(watched: Watched, site: Site) -> None:
    page = watched.page
    look_as(page, site, DIRECTOR)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cases")
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name=re.compile("Not to be overlooked"))).to_be_visible()
    accessible(page)
    shot(page, "case-english")


def test_keyboard_reaches_the_content_first(watched: Watched, site: Site) -> None:
    page = watched.page
    page.goto(site.url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("address", ["/zaken/bestaat-niet/", "/regels/bestaat-niet/", "/zaken/../../etc/", "/wat/"])
def test_what_is_not_there_says_nothing(watched: Watched, site: Site, address: str) -> None:
    page = watched.page
    look_as(page, site, DIRECTOR)
    answer = page.goto(site.url + address)
    assert answer is not None
    assert answer.status == 404
    forgive_not_found(watched)


def test_without_choosing_nobody_sees_a_case(watched: Watched, site: Site) -> None:
    page = watched.page
    page.goto(site.url + "/zaken/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Als wie kijkt u mee?")


def test_nothing_is_kept(watched: Watched, site: Site) -> None:
    answer = watched.page.goto(site.url)
    assert answer is not None
    headers = answer.headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
