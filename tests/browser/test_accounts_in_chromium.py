"""Signing in with a real Chromium: set-up of the second factor, backup codes, the code at the next login, the lock."""

from __future__ import annotations

import base64
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django_otp.oath import totp
from playwright.sync_api import Browser, Page, sync_playwright

from conflict_atlas.workspace import Workspace
from support.chromium import ARGUMENTS, AXE, EXECUTABLE, RULES

PASSWORD = "correct horse battery staple"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
# Colours are judged at rest, not half-way through a fade.
AT_REST = """() => Promise.all(document.getAnimations()
    .filter(animation => animation.effect.getComputedTiming().endTime !== Infinity)
    .map(animation => animation.finished.catch(() => null))).then(() => null)"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(EXECUTABLE is None, reason="no Chromium on this machine: install it to run the browser tests"),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run make setup"),
]


@dataclass(frozen=True)
class Site:
    address: str
    root: Path
    said: list[str]

    def add(self, name: str, role: str) -> None:
        words = ["users", "add", name, "--role", role, "--password-stdin", "--workspace", str(self.root)]
        subprocess.run(
            [sys.executable, "-m", "conflict_atlas.cli", *words], input=PASSWORD, text=True, check=True, capture_output=True
        )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    workspace = Workspace.create(tmp_path_factory.mktemp("accounts") / "workspace")
    (workspace.root / "atlas.toml").write_text("work_ahead = false\n", encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = (
        "import sys; from pathlib import Path; from conflict_atlas.site.server import serve; "
        f"sys.exit(serve(Path({str(workspace.root)!r}), '127.0.0.1', {port}))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if "Nobody can sign in" in line:
            break
    yield Site(f"http://127.0.0.1:{port}", workspace.root, said)
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
    context = browser.new_context(viewport=DESK)
    found = context.new_page()
    found.complaints = []
    found.on("console", lambda message: found.complaints.append(message.text) if message.type in ("error", "warning") else None)
    found.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.on("request", lambda request: found.complaints.append(request.url) if "127.0.0.1" not in request.url else None)
    yield found
    context.close()


def examine(page: Page) -> None:
    """Nothing for axe to find on a desk or on a phone, and nothing to scroll sideways."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url
        page.evaluate(AT_REST)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
        problems = [
            f"{violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
        assert problems == [], page.url
    page.set_viewport_size(DESK)


def press(page: Page, what: str) -> None:
    """Press a button or follow a link, and wait for the page that comes then."""
    with page.expect_navigation(wait_until="load"):
        page.click(what)


def sign_in(page: Page, site: Site, name: str, password: str = PASSWORD) -> None:
    page.goto(f"{site.address}/admin/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    press(page, "form.login-form button[type=submit]")


def code(key: bytes, steps: int = 0) -> str:
    """What an authenticator with this secret shows, so many half minutes from now."""
    return f"{totp(key, t0=-30 * steps):06d}"


def test_a_start_without_any_account_says_how_to_make_one(site):
    hint = site.said[-1]
    assert "conflict-atlas users add NAME --role administrator --workspace" in hint
    assert str(site.root) in hint


def test_a_publisher_sets_up_a_second_factor_and_signs_in_with_it(site, page):
    site.add("pia", "publisher")
    page.goto(f"{site.address}/admin/")
    examine(page)
    sign_in(page, site, "pia")
    assert page.url.startswith(f"{site.address}/admin/2fa/devices/new")
    assert page.evaluate("document.querySelector('main img').naturalWidth") > 0
    examine(page)
    key = base64.b32decode(page.inner_text("main code").replace(" ", ""))
    page.fill("input[name=name]", "Phone")
    page.fill("input[name=otp_token]", code(key))
    page.fill("input[name=password]", PASSWORD)
    press(page, "main button:has-text('Set up')")
    codes = page.locator("main li code").all_inner_texts()
    assert len(codes) == 10
    examine(page)
    press(page, "text=I have kept them")
    assert page.url == f"{site.address}/admin/"
    page.goto(f"{site.address}/admin/2fa/backup-codes")
    examine(page)
    press(page, "main button:has-text('Sign out')")

    sign_in(page, site, "pia")
    assert page.url.startswith(f"{site.address}/admin/2fa/auth")
    examine(page)
    page.fill("input[name=otp_token]", code(key, steps=-1))
    press(page, "main button:has-text('Go on')")
    assert "wrong, too old or was used before" in page.inner_text("main")
    examine(page)
    time.sleep(1.2)
    page.fill("input[name=otp_token]", code(key, steps=1))
    press(page, "main button:has-text('Go on')")
    assert page.url == f"{site.address}/admin/"
    page.goto(f"{site.address}/admin/reading/")
    examine(page)

    page.context.clear_cookies()
    sign_in(page, site, "pia")
    page.fill("input[name=otp_token]", codes[0])
    press(page, "main button:has-text('Go on')")
    assert "Codes left: 9" in page.inner_text("main")
    assert page.complaints == []


def test_an_editor_comes_in_with_a_password_and_can_look_at_a_second_factor(site, page):
    site.add("edda", "editor")
    sign_in(page, site, "edda")
    assert page.url == f"{site.address}/admin/"
    page.goto(f"{site.address}/admin/account/")
    link = page.locator("a[href^='/admin/2fa/devices/']").first.get_attribute("href")
    page.goto(f"{site.address}{link}")
    assert "does not need a second factor" in page.inner_text("main")
    examine(page)
    # Wagtail's own page of the account offers time zones that this browser has never heard of.
    assert [text for text in page.complaints if "localizeTimeZoneOptions" not in text] == []


def test_after_six_wrong_passwords_the_login_page_says_how_long_to_wait(site, page):
    for _ in range(6):
        sign_in(page, site, "nobody-is-called-so", "wrong wrong wrong")
    assert re.search(r"Wait 15 minutes", page.inner_text("main"))
    assert page.locator("input[name=password]").is_visible()
    examine(page)
    assert [text for text in page.complaints if "429" not in text] == []
