"""The newsroom's own views and panels in a real Chromium: by axe, on a phone, and with their script."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from conflict_atlas.dossiers import folder
from conflict_atlas.workspace import Workspace
from support.chromium import ARGUMENTS, AXE, EXECUTABLE, RULES
from support.editorial import small

PASSWORD = "correct horse battery staple"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(EXECUTABLE is None, reason="no Chromium on this machine: install it to run the browser tests"),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run make setup"),
]


@dataclass(frozen=True)
class Site:
    address: str
    root: Path


def program(root: Path, *words: str, said: str = "") -> None:
    command = [sys.executable, "-m", "conflict_atlas.cli", *words, "--workspace", str(root)]
    subprocess.run(command, input=said, text=True, check=True, capture_output=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with one published dossier and an editor."""
    root = Workspace.create(tmp_path_factory.mktemp("newsroom") / "workspace").root
    folder.write(small(), root.parent / "mali", {})
    program(root, "dossier", "import", str(root.parent / "mali"), "--publish")
    program(root, "users", "add", "edda", "--role", "editor", "--password-stdin", said=PASSWORD)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "conflict_atlas.cli", "up", "--no-starter", "--port", str(port), "--workspace", str(root)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert any("answers at" in line for line in process.stderr)
    yield Site(f"http://127.0.0.1:{port}", root)
    process.terminate()
    process.wait(20)
    process.stderr.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        yield found
        found.close()


def seat(browser: Browser) -> Page:
    """A window of one person, which remembers what the browser complained about and what it asked for elsewhere."""
    found = browser.new_context(viewport=DESK).new_page()
    found.complaints = []
    found.on("console", lambda message: found.complaints.append(message.text) if message.type in ("error", "warning") else None)
    found.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.on("request", lambda request: found.complaints.append(request.url) if "127.0.0.1" not in request.url else None)
    return found


def press(page: Page, what: str) -> None:
    with page.expect_navigation(wait_until="load"):
        page.click(what)


def sign_in(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.address}/admin/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    press(page, "form.login-form button[type=submit]")
    assert page.url == f"{site.address}/admin/"


def examine(page: Page, within: str = "document") -> None:
    """Nothing for axe to find on a desk or on a phone, and nothing to scroll sideways."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(f"rules => axe.run({within}, {{runOnly: {{type: 'tag', values: rules}}}})", RULES)
        problems = [
            f"{violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
        assert problems == [], page.url
    page.set_viewport_size(DESK)


def test_our_own_views_are_in_order_for_axe_on_a_desk_and_on_a_phone(site, browser):
    page = seat(browser)
    sign_in(page, site, "edda")
    for path in ("dossiers/", "dossiers/write/sudan/", "dossiers/upload/"):
        page.goto(f"{site.address}/admin/{path}")
        examine(page)
    page.goto(f"{site.address}/admin/dossiers/")
    press(page, "a:has-text('Edit'):has-text('The valley')")
    for tab, panel in (("claims", ".atlas-claims"), ("check", ".atlas-findings")):
        page.click(f"a[role=tab][href='#tab-{tab}']")
        examine(page, f"'{panel}'")
    assert page.complaints == []
    page.context.close()


def test_the_bar_inserts_figures_and_footnotes_where_the_cursor_stood(site, browser):
    page = seat(browser)
    sign_in(page, site, "edda")
    page.goto(f"{site.address}/admin/dossiers/")
    press(page, "a:has-text('Edit'):has-text('The valley')")
    assert not page.locator("#atlas-bar").is_visible()
    field = page.locator(".atlas-markup textarea").first
    field.click()
    field.press("ControlOrMeta+End")
    page.keyboard.type(" It gave a number: ")
    page.fill("#atlas-bar-claim", "doc-killed-2020")
    page.click("[data-atlas-bar=figure]")
    page.keyboard.type(".")
    page.fill("#atlas-bar-claim", "doc-said")
    page.click("[data-atlas-bar=note]")
    assert field.input_value().endswith(" It gave a number: {doc-killed-2020}.[^doc-said]")
    examine(page, "'#atlas-bar'")
    page.click("a[role=tab][href='#tab-claims']")
    page.click("[data-atlas-insert='[^doc-killed-2020]']")
    assert field.input_value().endswith("[^doc-said][^doc-killed-2020]")
    press(page, "footer button.action-save")
    assert field.input_value().endswith("[^doc-said][^doc-killed-2020]")
    assert page.complaints == []
    page.context.close()
