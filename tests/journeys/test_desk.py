# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody looks for the first time: who is in charge, what is late and why, within three clicks."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Site, Watched

SHOTS = Path(__file__).resolve().parent.parent.parent / ".cache" / "screenshots"
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


def test_looking_back_shows_less_and_says_so(watched: Watched, site: Site) -> None:
    page = watched.page
    look_as(page, site, DIRECTOR)
    page.get_by_role("link", name=re.compile("^Zaak ")).first.click()
    today = page.locator("ol.hv-timeline > li").count()
    entered = page.locator("ol.hv-timeline dd").last.text_content()
    assert entered
    page.evaluate("document.querySelector('#op').value = '2020-01-01'")
    page.get_by_role("button", name="Kijk terug").click()
    if page.get_by_role("status").count():
        expect(page.get_by_role("status")).to_contain_text("zoals die bekend was")
        assert page.locator("ol.hv-timeline > li").count() < today
    else:
        expect(page.get_by_role("heading", level=1)).to_contain_text("Niet gevonden")
        forgive_not_found(watched)


def test_a_day_that_is_no_day_is_said(watched: Watched, site: Site) -> None:
    page = watched.page
    look_as(page, site, DIRECTOR)
    page.get_by_role("link", name=re.compile("^Zaak ")).first.click()
    page.goto(page.url + "?op=gisteren")
    expect(page.get_by_role("alert")).to_contain_text("niet begrepen")
    accessible(page)


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
