# SPDX-FileCopyrightText: Houvast contributors
# SPDX-License-Identifier: EUPL-1.2
"""A real server with the synthetic region, and a real browser that may talk to nothing else."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

SECONDS_TO_START = 90
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@dataclass
class Site:
    """Where the pages are, and where their data."""

    url: str
    home: Path


@dataclass
class Watched:
    """A page and everything that went wrong on it: refused by the policy, asked of another host, or an error."""

    page: Page
    wrong: list[str] = field(default_factory=list)


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the synthetic region as `make run` does, in an empty folder."""
    home: Path = tmp_path_factory.mktemp("home")
    port = free_port()
    houvast = Path(sys.executable).with_name("houvast")
    environment = {**os.environ, "HOUVAST_HOME": str(home)}
    log = (home / "server.log").open("w")
    server = subprocess.Popen(
        [houvast, "demo", "run", "--port", str(port)], env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, server, home / "server.log")
        yield Site(url, home)
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the first page answers."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        if server.poll() is not None:
            pytest.fail(f"The server stopped: {log.read_text()[-2000:]}")
        try:
            with urlopen(url, timeout=5):  # noqa: S310  our own server
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"The server did not answer in {SECONDS_TO_START} s: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser that is on this machine."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "No browser. On Debian: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        yield started
        started.close()


@pytest.fixture(params=["desktop", "phone"])
def watched(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Watched]:
    """Open a page of each size, and fail the test if anything went wrong on it."""
    context: BrowserContext = browser.new_context(
        viewport=DESKTOP if request.param == "desktop" else PHONE, locale="nl-NL", timezone_id="Europe/Amsterdam"
    )
    found = Watched(context.new_page())

    def only_us(route: Route) -> None:
        if route.request.url.startswith(site.url):
            route.continue_()
        else:
            found.wrong.append(f"asked elsewhere: {route.request.url}")
            route.abort()

    context.route("**/*", only_us)
    found.page.on("console", lambda said: found.wrong.append(said.text) if said.type == "error" else None)
    found.page.on("pageerror", lambda error: found.wrong.append(str(error)))
    yield found
    context.close()
    assert not found.wrong
