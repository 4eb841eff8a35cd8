"""The specimen page in a real Chromium: no accessibility violation in any theme, no overflow, the small script at work."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from support.chromium import ARGUMENTS, AXE, EXECUTABLE, RULES

REPOSITORY = Path(__file__).parents[2]

pytestmark = pytest.mark.browser


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """The log of a test server interests nobody."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("specimen")
    built = REPOSITORY / "src" / "conflict_atlas" / "built"
    spec = importlib.util.spec_from_file_location("specimen", REPOSITORY / "web" / "specimen.py")
    assert spec is not None
    assert spec.loader is not None
    specimen = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(specimen)
    names = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    (folder / "static").symlink_to(built / "static")
    for direction in ("ltr", "rtl"):
        page = specimen.render(names["site.css"], names["site.js"], direction)
        (folder / f"{direction}.html").write_text(page, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if EXECUTABLE is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        yield running
        running.close()


def opened(browser: Browser, url: str, width: int = 1280, **settings: Any) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, **settings).new_page()
    page.goto(url)
    return page


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize(
    "settings",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"contrast": "more"}, {"forced_colors": "active"}],
    ids=["light", "dark", "more contrast", "forced colours"],
)
def test_axe_finds_nothing_in_any_theme_or_direction(
    browser: Browser, address: str, direction: str, settings: dict[str, Any]
) -> None:
    page = opened(browser, f"{address}/{direction}.html", **settings)
    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [320, 360])
def test_a_phone_shows_the_page_without_sideways_scrolling(browser: Browser, address: str, direction: str, width: int) -> None:
    page = opened(browser, f"{address}/{direction}.html", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    page.context.close()


def test_controls_and_links_outside_running_text_are_large_enough_to_touch(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}/ltr.html", 360)
    small = page.evaluate(
        """() => [...document.querySelectorAll('nav a, button, select, input, .button, .index-list a, .active-filters a,'
            + '.conflict-card__name a, summary, .page-footer > ul:not(.credits) a')]
            .map(element => [element.textContent.trim() || element.name, element.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 24 || box.width < 24))
            .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
    )
    assert small == []
    page.context.close()


def test_the_page_is_complete_without_scripts(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}/ltr.html", java_script_enabled=False)
    assert page.locator(".world-map a").count() > 150
    assert page.locator("time[data-age]").inner_text() == "31 December 2025"
    page.context.close()


def test_the_script_adds_the_age_of_the_data(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.clock.set_fixed_time(datetime(2026, 10, 5, tzinfo=UTC))
    page.goto(f"{address}/ltr.html")
    assert "31 December 2025 (9 months old)" in page.locator(".as-of").inner_text()
    context.close()


def test_a_click_on_a_head_sorts_the_table_by_number_and_says_so(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}/ltr.html")
    head = page.locator("table[data-sortable] th", has_text="High")
    column = "[...document.querySelectorAll('table[data-sortable] tbody tr')].map(row => row.cells[3].textContent)"
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert page.evaluate(column) == ["1,400", "120", "9"]
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert page.evaluate(column) == ["9", "120", "1,400"]
    assert violations(page) == []
    page.context.close()


def test_the_first_key_reaches_the_skip_link_and_it_becomes_visible(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}/ltr.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert page.locator(".skip-link").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.context.close()


def test_no_request_leaves_the_origin(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/ltr.html")
    page.wait_for_load_state("networkidle")
    assert asked
    assert [url for url in asked if not url.startswith(address)] == []
    context.close()
