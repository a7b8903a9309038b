"""Chromium on the live server: each page is looked at in light and dark, narrow and wide."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests import chromium as installed
from tests.journeys import stage

# Playwright's loop runs in this thread, so Django takes our own queries for asynchronous ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

QUIET = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A search that a newer one replaces is given up on purpose; htmx says so in the console.
GIVEN_UP = ("htmx:afterRequest", "htmx:sendAbort")
WIDTHS = (1280, 360)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed.find(), args=QUIET)
        yield browser
        browser.close()


# Names what reaches beyond the edge, outside boxes that scroll by themselves.
WIDEST = """width => [...document.querySelectorAll("main *")]
    .filter(e => e.getBoundingClientRect().right > width && !e.closest(".scroll"))
    .map(e => `${e.outerHTML.slice(0, 120)} ends at ${e.getBoundingClientRect().right}`)
    .slice(0, 5).join("\\n")"""


class Visitor:
    """A person at a browser; ``look`` is what a careful eye would check on every page."""

    def __init__(self, context, origin: str):
        self.page = context.new_page()
        self.origin = origin
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message):
        # Without an address it comes from axe, which measures with styles the policy blocks.
        is_ours = message.location["url"] and not message.text.startswith(GIVEN_UP)
        if is_ours and message.type in {"error", "warning"}:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def go(self, path: str):
        return self.page.goto(self.origin + path)

    def sign_in(self, email: str, password: str = stage.PASSWORD) -> None:
        self.go("/accounts/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", password)
        # Of the page that is left the load state is reached already; on a busy machine whoever goes
        # on then cuts the sign-in off.
        with self.page.expect_navigation():
            self.page.click("main button[type=submit]")

    def look(self) -> None:
        """Fail on anything axe finds, on sideways scrolling, and on what the console complains of."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                where = f"{self.page.url} at {width} px, {scheme}"
                found = Axe().run(self.page)
                assert found.violations_count == 0, f"{where}\n{found.generate_report()}"
            reach = self.page.evaluate("document.documentElement.scrollWidth")
            assert reach <= width, (
                f"{self.page.url} scrolls sideways: {reach} px at {width}\n"
                f"{self.page.evaluate(WIDEST, width)}"
            )
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        self.page.emulate_media(color_scheme=SCHEMES[0])
        assert self.complaints == []


@pytest.fixture
def visitor(chromium, live_server):
    """Give a fresh person, with cookies of their own; call it once per person."""
    contexts = []

    def arrive() -> Visitor:
        context = chromium.new_context(viewport={"width": WIDTHS[0], "height": 900})
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Visitor(context, live_server.url)

    yield arrive
    for context in contexts:
        context.close()
