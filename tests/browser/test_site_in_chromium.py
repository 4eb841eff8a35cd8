"""The site in a real Chromium, served by its own processes: the way of a reader, without script, on a phone, by axe."""

from __future__ import annotations

import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from conflict_atlas.starter import pack
from conflict_atlas.workspace import Workspace
from support.chromium import ARGUMENTS, AXE, EXECUTABLE, RULES

REPOSITORY = Path(__file__).parents[2]
PAGES = [
    "/en/",
    "/en/?region=Europe&first-year=2020&last-year=2020",
    "/en/conflicts/nagorno-karabakh/",
    "/en/conflicts/sudan/",
    "/en/ucdp/388/",
    "/en/ucdp/",
    "/en/countries/",
    "/en/countries/UKR/",
    "/en/sources/",
    "/en/coverage/",
    "/en/methodology/",
    "/en/about/",
    "/en/map-policy/",
    "/en/search/?q=karabakh",
    "/en/search/?q=nothing-is-called-so",
    "/en/evidence/?series=located&conflict=388&from=2020-01-01&to=2020-12-31",
    "/en/report-an-error/?page=en/",
    "/en/conflicts/never-heard-of/",
    "/en/?region=Mars",
    "/en/evidence/?series=deaths&min-best=25",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(EXECUTABLE is None, reason="no Chromium on this machine: install it to run the browser tests"),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run make setup"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    workspace = Workspace.create(tmp_path_factory.mktemp("site") / "workspace")
    pack.load(workspace)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = (
        "import sys; from pathlib import Path; from conflict_atlas.site.server import serve; "
        f"sys.exit(serve(Path({str(workspace.root)!r}), '127.0.0.1', {port}))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert any("answers at" in line for line in process.stderr)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(20)
    process.stderr.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that remembers what the browser complained about and what it asked for elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    found = context.new_page()
    found.complaints = []
    found.on("console", lambda message: found.complaints.append(message.text) if message.type in ("error", "warning") else None)
    found.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.on("request", lambda request: found.complaints.append(request.url) if "127.0.0.1" not in request.url else None)
    yield found
    assert context.cookies() == []
    context.close()


def follow_a_figure(page: Page, address: str) -> None:
    """Home, Europe, Nagorno-Karabakh, a number, its rows, its file: as a reader would."""
    page.goto(f"{address}/")
    assert page.url == f"{address}/en/"
    page.select_option("#filter-region", "Europe")
    page.click("form.filter-form button")
    assert "region=Europe" in page.url
    assert page.locator("h2", has_text="tracked conflicts").count() == 1
    page.click("text=Nagorno-Karabakh")
    assert page.url.endswith("/en/conflicts/nagorno-karabakh/")
    page.click("a.figure-number:has-text('13,949') >> nth=0")
    assert "/en/evidence/?series=deaths" in page.url
    assert "13,949" in page.inner_text("main")
    page.click("td a:has-text('record') >> nth=0")
    assert "/en/sources/" in page.url
    text = page.inner_text("main")
    assert "ged251_conflicts_summary.csv" in text
    assert re.search(r"\b[0-9a-f]{64}\b", text)
    assert "CC BY 4.0" in text


def test_a_figure_is_followed_to_its_file_in_two_clicks(page, address):
    follow_a_figure(page, address)
    assert page.complaints == []


def test_everything_works_without_script(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    follow_a_figure(page, address)
    page.goto(f"{address}/en/conflicts/sudan/")
    page.click("summary:has-text('The same as a table') >> nth=0")
    assert page.locator("figure details[open] table").first.is_visible()
    page.goto(f"{address}/en/report-an-error/?page=en/conflicts/sudan/")
    page.fill("#report-text", "A test of the form, sent without script.")
    time.sleep(3.2)
    page.click("form.filter-form button")
    assert "Thank you" in page.inner_text("main")
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page, address, path):
    page.goto(address + path)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    problems = [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    assert problems == []
    own = [text for text in page.complaints if "the server responded with a status of 4" not in text]
    assert own == []


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_of_360_pixels_scrolls_in_one_direction_only(browser, address, path):
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("getComputedStyle(document.body).fontSize") >= "16px"
    context.close()


def test_the_keyboard_reaches_the_content_and_jumps_over_the_map(page, address):
    page.goto(f"{address}/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.locator("a.skip-link:has-text('Skip the map')").focus()
    assert page.locator("a.skip-link:has-text('Skip the map')").bounding_box()["width"] > 50
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "conflicts"


def test_the_age_of_the_figures_is_added_by_script(page, address):
    page.goto(f"{address}/en/")
    assert re.search(r"Figures to .* \(.+ old\)", page.inner_text(".as-of"))


@pytest.mark.parametrize("path", ["/en/", "/en/conflicts/nagorno-karabakh/", "/en/conflicts/sahel/"])
def test_a_warm_page_comes_within_100_ms(address, path):
    import http.client

    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
    seconds = []
    for number in range(61):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        body = connection.getresponse().read()
        if number:
            seconds.append(time.perf_counter() - begun)
    connection.close()
    assert len(body) < 100_000
    assert statistics.quantiles(seconds, n=20)[-1] < 0.1


def test_the_page_where_editors_sign_in_works_under_its_content_policy(browser, address):
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None)
    page.goto(f"{address}/admin/login/")
    assert page.locator("input[name=username]").is_visible()
    assert complaints == []
    context.close()
