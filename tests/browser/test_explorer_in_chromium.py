"""The explorer in a real Chromium with software rendering: the way of a reader through time, type and place, in both modes, with
and without WebGL, with and without script, on a phone, by keyboard, by axe; and nothing asked for from elsewhere."""

from __future__ import annotations

import csv
import io
import re
import threading
import urllib.request
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urljoin

import pytest
from benchmarks import ged_file
from playwright.sync_api import Browser, BrowserType, FloatRect, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from conflict_atlas.events.importing import ImportRequest, import_files
from conflict_atlas.events.sources import source
from conflict_atlas.events.vocabulary import Completeness
from conflict_atlas.starter import pack
from conflict_atlas.workspace import Workspace
from support.chromium import AXE, EXECUTABLE, RULES
from support.running import free_port, up

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(EXECUTABLE is None, reason="no Chromium on this machine: install it to run the browser tests"),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run make setup"),
]
WEBGL = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"]
WITHOUT_WEBGL = ["--no-sandbox", "--disable-gpu", "--disable-3d-apis", "--disable-background-networking"]
WAIT_MS = 60_000
expect.set_options(timeout=WAIT_MS)


def visit(page: Page, url: str) -> None:
    """Open a page. The supervisor starts a web process that stopped again: then there is nobody to answer for a few seconds."""
    try:
        page.goto(url)
    except PlaywrightError as error:
        if "ERR_CONNECTION_REFUSED" not in str(error):
            raise
        page.wait_for_timeout(8_000)
        page.goto(url)


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with the starter pack alone."""
    workspace = Workspace.create(tmp_path_factory.mktemp("cells") / "workspace")
    (workspace.root / "atlas.toml").write_text("work_ahead = false\n", encoding="utf-8")
    pack.load(workspace)
    with up(workspace.root, free_port(), "--no-starter") as found:
        yield found


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a generated release of single events, declared partial."""
    folder = tmp_path_factory.mktemp("events")
    ged_file.write(folder / "ged261.csv", 4_000)
    workspace = Workspace.create(folder / "workspace")
    (workspace.root / "atlas.toml").write_text("work_ahead = false\n", encoding="utf-8")
    import_files(workspace, source("ucdp-ged"), [folder / "ged261.csv"], ImportRequest("26.1", Completeness.PARTIAL, False))
    with up(workspace.root, free_port(), "--no-starter") as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[BrowserType]:
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="module")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    found = chromium.launch(executable_path=EXECUTABLE, args=WEBGL)
    yield found
    found.close()


@pytest.fixture(scope="module")
def without_webgl(chromium: BrowserType) -> Iterator[Browser]:
    found = chromium.launch(executable_path=EXECUTABLE, args=WITHOUT_WEBGL)
    yield found
    found.close()


def opened(browser: Browser, width: int = 1280, **options: object) -> Page:
    """A page that remembers what the browser complained about and what it asked for elsewhere."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    found = context.new_page()
    found.set_default_timeout(WAIT_MS)
    found.complaints = []
    found.on("console", lambda message: found.complaints.append(message.text) if message.type == "error" else None)
    found.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.on("request", lambda request: found.complaints.append(request.url) if _is_elsewhere(request.url) else None)
    return found


def _is_elsewhere(url: str) -> bool:
    return "127.0.0.1" not in url and not url.startswith(("data:", "blob:http://127.0.0.1"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    found = opened(browser)
    yield found
    assert found.context.cookies() == []
    found.context.close()


def wait_drawn(page: Page) -> None:
    for _ in range(WAIT_MS // 50):
        if page.evaluate("() => performance.getEntriesByName('explorer-drawn').length"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"the map was not drawn: {page.complaints}")


def summary(page: Page) -> str:
    return page.locator("[data-part=summary]").inner_text()


def numbers(text: str) -> tuple[int, int]:
    """The two counts of a summary, larger one last: events and deaths."""
    found = [int(word.replace(",", "")) for word in text.split() if word.replace(",", "").isdigit()]
    return min(found[:2]), max(found[:2])


def exported(page: Page) -> tuple[int, int, int]:
    """Rows, events and deaths of the CSV that the page offers."""
    link = page.locator("[data-part=exports] a", has_text="CSV").get_attribute("href")
    with urllib.request.urlopen(urljoin(page.url, link)) as response:
        rows = list(csv.DictReader(io.TextIOWrapper(response, "utf-8")))
    return len(rows), sum(int(row.get("events") or 1) for row in rows), sum(int(row["best"]) for row in rows)


def map_box(page: Page) -> FloatRect:
    """Where the map is, scrolled into view: the mouse knows only what is on the screen."""
    page.locator(".explorer__stage").scroll_into_view_if_needed()
    box = page.locator(".explorer__stage canvas").bounding_box()
    assert box
    return box


def drag(page: Page, first: tuple[float, float], last: tuple[float, float]) -> None:
    """Drag a box on the map, given as parts of its width and height."""
    page.locator("[data-part=brush]").check()
    box = map_box(page)
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (first, last)]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.mouse.move((at[0][0] + at[1][0]) / 2, (at[0][1] + at[1][1]) / 2)
    page.mouse.move(*at[1])
    page.mouse.up()


def test_a_reader_stops_in_1994_chooses_one_sided_violence_in_rwanda_and_takes_exactly_that_away(browser, page, cells):
    visit(page, f"{cells}/en/map/?view=30,-2,5")
    wait_drawn(page)
    everything = numbers(summary(page))
    # Playback, a month at a time, pauses by itself at the peak of 1994.
    play = page.locator("[data-act=play]")
    page.select_option("[data-part=window]", "1")
    page.select_option("[data-part=speed]", "16")
    page.fill("#map-to", "1993-12-31")
    page.locator("#map-to").blur()
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    expect(play).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-part=period]")).to_contain_text("April 1, 1994 to April 30, 1994")
    expect(page.locator("[data-part=period]")).to_contain_text("peak")
    # Stop at 1994.
    page.locator("[data-part=filter] summary").scroll_into_view_if_needed()
    page.fill("#map-from", "1994-01-01")
    page.fill("#map-to", "1994-12-31")
    page.locator("[data-bars=types] button", has_text="One-sided").click()
    expect(page.locator("[data-part=summary]")).to_contain_text("1994")
    drag(page, (0.45, 0.42), (0.56, 0.60))
    page.wait_for_timeout(400)
    assert {"from=1994-01-01", "to=1994-12-31", "type=3"} <= set(page.url.split("?")[1].split("&"))
    assert "bbox=" in page.url
    chosen = numbers(summary(page))
    assert 0 < chosen[1] < everything[1]
    assert exported(page)[1:] == chosen
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the map as a picture").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    assert "Conflict Atlas" in page.locator("[data-part=citation]").input_value()
    assert page.url.split("?")[1] in page.locator("[data-part=embed]").input_value().replace("&amp;", "&")
    # The link, in a fresh browser and on a phone.
    for width in (1280, 360):
        fresh = opened(browser, width)
        visit(fresh, page.url)
        wait_drawn(fresh)
        assert numbers(summary(fresh)) == chosen
        assert exported(fresh)[1:] == chosen
        assert fresh.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert fresh.complaints == []
        fresh.context.close()
    # Back and forward.
    here = page.url
    page.go_back()
    page.wait_for_timeout(300)
    assert numbers(summary(page)) != chosen
    page.go_forward()
    page.wait_for_timeout(300)
    assert page.url == here
    assert numbers(summary(page)) == chosen
    assert page.complaints == []


def test_without_webgl_the_table_says_the_same(without_webgl, page, cells):
    question = "from=1994-01-01&to=1994-12-31&type=3&country=RWA"
    visit(page, f"{cells}/en/map/?{question}")
    wait_drawn(page)
    with_map = numbers(summary(page))
    bare = opened(without_webgl)
    visit(bare, f"{cells}/en/map/?{question}")
    expect(bare.locator("[data-part=trouble]")).to_contain_text("WebGL")
    assert numbers(summary(bare)) == with_map
    assert bare.locator("#drawn svg").first.is_visible()
    assert f"{with_map[1]:,}" in bare.locator("[data-part=tables] tbody tr", has_text="Rwanda").first.inner_text()
    assert exported(bare)[1:] == with_map
    bare.locator("[data-bars=types] button", has_text="State-based").click()
    expect(bare.locator("[data-part=summary]")).not_to_contain_text(f"{with_map[1]:,}")
    bare.context.close()
    assert page.complaints == []


def test_without_script_form_table_and_export_say_the_same(browser, page, cells):
    question = "from=1994-01-01&to=1994-12-31&type=3&country=RWA"
    visit(page, f"{cells}/en/map/?{question}")
    wait_drawn(page)
    bare = opened(browser, java_script_enabled=False)
    visit(bare, f"{cells}/en/map/")
    bare.select_option("#map-country", "RWA")
    bare.get_by_label("One-sided").check()
    bare.fill("#map-from", "1994-01-01")
    bare.fill("#map-to", "1994-12-31")
    bare.get_by_role("button", name="Show", exact=True).click()
    assert numbers(summary(bare)) == numbers(summary(page))
    assert exported(bare) == exported(page)
    assert bare.locator("#drawn svg").first.is_visible()
    bare.locator(".active-filters a", has_text="One-sided").click()
    assert "type=" not in bare.url
    bare.context.close()


def test_single_events_are_opened_with_all_that_is_known_of_them(page, events):
    visit(page, f"{events}/en/map/?view=15,30,5.8")
    wait_drawn(page)
    assert "partial series" in page.locator(".as-of").inner_text()
    page.locator("[data-rows] tbody button").first.click()
    panel = page.locator("[data-part=panel]")
    expect(panel).to_contain_text("Precision of place")
    for said in ("Deaths, best estimate", "Precision of date", "File", "ged261.csv", "Vintage"):
        assert said in panel.inner_text()
    assert "pick=event:" in page.url
    # A link from other data names another event: it opens none.
    other = opened(page.context.browser)
    visit(other, re.sub(r"(pick=event:\d+)\.\w+", r"\1.00000000", page.url))
    wait_drawn(other)
    expect(other.locator("[data-part=panel]")).to_contain_text("earlier data")
    other.context.close()
    panel.get_by_role("link", name="Rows behind these numbers").click()
    page.wait_for_url("**/evidence/**")
    page.go_back()
    wait_drawn(page)
    expect(page.locator("[data-part=panel]")).to_contain_text("Precision of place")
    page.get_by_label("Words in names").fill("no such name at all")
    expect(page.locator("[data-part=summary]")).to_contain_text("0 events, 0 deaths")
    assert exported(page) == (0, 0, 0)
    assert page.complaints == []


def test_the_keyboard_moves_time_and_chooses(page, events):
    visit(page, f"{events}/en/map/")
    wait_drawn(page)
    before = numbers(summary(page))
    page.locator("[data-part=last]").focus()
    for _ in range(24):
        page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(400)
    assert "to=" in page.url
    assert numbers(summary(page))[0] < before[0]
    page.locator("[data-bars=regions] button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-bars=regions] button").first).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(400)
    assert exported(page)[1:] == numbers(summary(page))


def test_borders_can_be_drawn_in_two_ways_and_a_disputed_area_says_so(page, cells):
    visit(page, f"{cells}/en/map/?view=34.2,45.2,5")
    wait_drawn(page)
    page.select_option("[data-part=borders]", "natural-earth")
    expect(page.locator("[data-part=credit]")).to_contain_text("Natural Earth")
    page.wait_for_timeout(1500)
    box = map_box(page)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("[data-part=panel]")).to_contain_text("Crimea")
    assert "borders=natural-earth" in page.url


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("mode", ["cells", "events"])
def test_axe_finds_nothing(browser, request, mode, width):
    address = request.getfixturevalue(mode)
    page = opened(browser, width)
    visit(page, f"{address}/en/map/?pick=country:RWA")
    wait_drawn(page)
    page.wait_for_timeout(300)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({ runOnly: rules })", RULES)["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]][:4]) for each in found] == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


def test_other_sites_embed_a_view(browser, cells, tmp_path):
    """A page of another origin puts the view in a frame, by the small script."""
    with urllib.request.urlopen(f"{cells}/embed.js") as response:
        script = response.read()
        assert response.headers["Content-Type"].startswith("text/javascript")
    assert len(script) < 10_000
    (tmp_path / "index.html").write_text(
        f'<h1>Another site</h1><script src="{cells}/embed.js" data-map="{cells}/en/map/embed/?country=SDN"></script>'
    )
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        page = opened(browser)
        page.goto(f"http://127.0.0.1:{elsewhere.server_port}/")
        frame = page.frame_locator("iframe")
        expect(frame.locator("[data-part=summary]")).to_contain_text("deaths")
        expect(frame.locator(".credits")).to_contain_text("UCDP")
        expect(frame.locator("canvas.maplibregl-canvas")).to_be_visible()
        page.context.close()
        elsewhere.shutdown()


def test_a_conflicts_page_shows_its_own_map_where_asked(page, cells):
    visit(page, f"{cells}/en/conflicts/sudan/")
    page.get_by_role("button", name="Show it here").click()
    frame = page.frame_locator("iframe.map-here")
    expect(frame.locator("canvas.maplibregl-canvas")).to_be_visible()
    expect(frame.locator("[data-part=summary]")).to_contain_text("deaths")
    assert page.complaints == []
