"""The languages in a real Chromium: axe finds nothing, nothing runs over the edge of a phone, the switch keeps the view."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from conflict_atlas.dossiers.snapshots import Snapshots
from conflict_atlas.starter import forecast, pack
from conflict_atlas.workspace import Workspace
from support.chromium import ARGUMENTS, AXE, EXECUTABLE, RULES
from support.published import AT, shipped
from support.running import free_port, up

# English is judged page by page in test_site_in_chromium; the largest page once here, from the right, where most can go wrong.
PAGES = {
    "es": ("", "conflicts/sudan/", "forecasts/scoreboard/"),
    "fr": ("", "countries/UKR/", "methodology/"),
    "ar": (
        "",
        "conflicts/nagorno-karabakh/",
        "evidence/?series=located&conflict=388&from=2020-01-01&to=2020-12-31",
        "report-an-error/",
    ),
}
LANGUAGES = ("en", "es", "fr", "ar")

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
    Snapshots(workspace.root / "published").publish(*shipped(), AT)
    with up(workspace.root, free_port(), "--no-starter") as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", PAGES)
def test_axe_finds_nothing_and_nothing_runs_over_the_edge_of_a_phone(phone: Page, address: str, language: str) -> None:
    script = AXE.read_text(encoding="utf-8")
    for path in PAGES[language]:
        phone.goto(f"{address}/{language}/{path}")
        assert phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, path
        phone.evaluate(script)
        found = phone.evaluate("rules => axe.run({ runOnly: { type: 'tag', values: rules } })", RULES)
        assert [(item["id"], item["nodes"][0]["html"][:200]) for item in found["violations"]] == [], path


def test_the_switch_keeps_the_view_the_place_and_what_was_chosen_since(phone: Page, address: str) -> None:
    phone.goto(f"{address}/en/?region=Africa&status=worsening")
    phone.evaluate("history.replaceState(null, '', '?region=Africa#conflicts')")
    phone.locator(".page-languages").get_by_role("link", name="العربية").click()
    phone.wait_for_url("**/ar/?region=Africa#conflicts")
    assert phone.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert phone.locator("#filter-region").input_value() == "Africa"
    phone.locator(".page-languages").get_by_role("link", name="Español").click()
    phone.wait_for_url("**/es/?region=Africa#conflicts")


def test_the_age_of_the_data_is_said_in_the_language_of_the_page(phone: Page, address: str) -> None:
    said = {}
    for language in LANGUAGES:
        phone.goto(f"{address}/{language}/")
        said[language] = phone.locator(".as-of").first.inner_text()
    assert " old)" in said["en"]
    assert "(hace " in said["es"]
    assert "(il y a " in said["fr"]
    assert "(قبل " in said["ar"]
