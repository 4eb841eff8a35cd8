"""The site in a real Chromium, served by its own processes: the way of a reader, without script, on a phone, by axe."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from conflict_atlas.dossiers.snapshots import Snapshots
from conflict_atlas.starter import forecast, pack
from conflict_atlas.workspace import Workspace
from support.chromium import ARGUMENTS, AXE, EXECUTABLE, RULES
from support.published import AT, shipped
from support.running import free_port, up

REPOSITORY = Path(__file__).parents[2]
PAGES = [
    "/en/",
    "/en/?region=Europe&first-year=2020&last-year=2020",
    "/en/conflicts/nagorno-karabakh/",
    "/en/conflicts/nagorno-karabakh/claims/enc-killed-2020-armenia/",
    "/en/conflicts/nagorno-karabakh/questions/killed-in-2020-the-total-and-its-parts/",
    "/en/conflicts/sudan/",
    "/en/ucdp/388/",
    "/en/ucdp/",
    "/en/countries/",
    "/en/countries/UKR/",
    "/en/forecasts/",
    "/en/forecasts/scoreboard/",
    "/en/sources/",
    "/en/coverage/",
    "/en/methodology/",
    "/en/about/",
    "/en/map-policy/",
    "/en/search/?q=khankendi",
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
    (workspace.root / "atlas.toml").write_text("work_ahead = false\n", encoding="utf-8")
    pack.load(workspace)
    forecast.load(workspace)
    dossier, pictures = shipped()
    Snapshots(workspace.root / "published").publish(dossier, pictures, AT)
    with up(workspace.root, free_port(), "--no-starter") as found:
        yield found


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


def test_a_reader_filters_by_status_and_follows_a_label_to_its_rows_and_a_forecast_to_its_score(page, address):
    page.goto(f"{address}/en/")
    page.select_option("#filter-status", "worsening")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**status=worsening*")
    cards = page.locator(".conflict-card")
    assert cards.count() > 0
    assert all("Deadly violence: worsening" in text for text in cards.all_inner_texts())
    cards.first.get_by_role("link").first.click()
    assert page.locator(".status-line").inner_text().strip().startswith("Deadly violence: worsening")
    page.locator("#violence .figure-number").first.click()
    page.wait_for_url("**/evidence/**")
    page.go_back()
    page.locator("#forecast").get_by_role("link", name="How good such forecasts have been").click()
    page.wait_for_url("**/forecasts/scoreboard/")
    assert "lost" in page.locator("main").inner_text()
    assert page.complaints == []


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


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page, address, path, width):
    page.set_viewport_size({"width": width, "height": 800})
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


def test_a_word_shows_its_meaning_beside_it_and_the_keyboard_closes_it(page, address):
    page.goto(f"{address}/en/conflicts/nagorno-karabakh/")
    word = page.locator("#background a.term").first
    word.focus()
    page.keyboard.press("Enter")
    box = page.locator(".definition:popover-open")
    assert page.url.endswith("/nagorno-karabakh/"), "the reader stays where they are"
    key = word.get_attribute("href").removeprefix("#")
    assert page.locator(f"[id='{key}'] dd").text_content() in box.text_content()
    gap = page.evaluate(
        "() => document.querySelector('.definition').getBoundingClientRect().top"
        " - document.activeElement.getBoundingClientRect().bottom"
    )
    assert 0 <= gap < 40
    page.keyboard.press("Escape")
    assert box.count() == 0
    assert page.complaints == []


def test_a_footnote_leads_back_to_where_the_reader_came_from(page, address):
    page.goto(f"{address}/en/conflicts/nagorno-karabakh/")
    first = page.locator("a.note[href='#fn-2']").first
    second = page.locator("a.note[href='#fn-2']").nth(1)
    second.click()
    assert page.url.endswith("#fn-2")
    page.locator("#fn-2 a[role='doc-backlink']").click()
    assert second.bounding_box()["y"] < 800
    assert page.evaluate("document.querySelector(':target').className") == "note"
    first.click()
    page.locator("#fn-2 a[role='doc-backlink']").click()
    assert page.url.endswith("#ref-2")


def test_the_citation_is_copied_and_the_page_is_printed_from_buttons_that_need_a_script(browser, page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto(f"{address}/en/conflicts/nagorno-karabakh/")
    page.click("button:has-text('Copy the citation')")
    page.wait_for_selector("button:has-text('Copied')")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#citation").text_content()
    assert page.locator("button:has-text('Print')").is_visible()
    without = browser.new_context(java_script_enabled=False)
    plain = without.new_page()
    plain.goto(f"{address}/en/conflicts/nagorno-karabakh/")
    assert not plain.locator("button:has-text('Print')").is_visible()
    plain.locator("#background a.term").first.click()
    assert "#term-" in plain.url
    without.close()


def test_the_list_of_contents_marks_the_section_that_is_read(page, address):
    page.goto(f"{address}/en/conflicts/nagorno-karabakh/#agreements")
    page.wait_for_selector(".contents a[aria-current]")
    assert page.locator(".contents a[aria-current]").all_text_contents() == ["Agreements"]


def test_a_printed_dossier_has_its_footnotes_and_no_navigation(page, address):
    page.goto(f"{address}/en/conflicts/nagorno-karabakh/")
    page.emulate_media(media="print")
    for hidden in (".page-nav", ".contents", ".sharing", ".page-search"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("#fn-1").is_visible()
    assert page.locator(".claims thead").first.is_visible(), "tables stay tables on paper"
    shown = page.evaluate("getComputedStyle(document.querySelector('.picture-credit a'), '::after').content")
    assert "https://creativecommons.org/" in shown


def test_pictures_of_a_dossier_arrive(page, address):
    page.goto(f"{address}/en/conflicts/nagorno-karabakh/#pictures")
    page.wait_for_load_state("networkidle")
    page.locator("#pictures img").last.scroll_into_view_if_needed()
    page.wait_for_function("[...document.querySelectorAll('#pictures img')].every(i => i.complete && i.naturalWidth > 0)")
    assert page.complaints == []


@pytest.mark.parametrize(
    "path",
    [
        "/en/",
        "/en/conflicts/nagorno-karabakh/",
        "/en/conflicts/nagorno-karabakh/claims/enc-killed-2020-armenia/",
        "/en/conflicts/sahel/",
    ],
)
def test_a_warm_page_comes_within_100_ms_and_is_small(address, path):
    import http.client

    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)

    def get(asked: str) -> bytes:
        connection.request("GET", asked, headers={"Accept-Encoding": "br"})
        return connection.getresponse().read()

    seconds = []
    for number in range(61):
        begun = time.perf_counter()
        body = get(path)
        if number:
            seconds.append(time.perf_counter() - begun)
    text = brotli.decompress(body).decode()
    style = get("/" + re.search(r'href="(?:\.\./)*(built/static/site\.\w+\.css)"', text)[1])
    connection.close()
    # The budget is without maps and pictures; drawings stand in the page itself.
    without_drawings = brotli.compress(re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL).encode(), quality=9)
    assert len(without_drawings) + len(style) < 100_000
    assert len(body) < 110_000
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
