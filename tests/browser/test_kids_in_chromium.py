"""The pages for kids in a real Chromium: by keyboard, aloud, without script, on a phone, on paper, by axe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from conflict_atlas.dossiers.snapshots import Snapshots
from conflict_atlas.kids import folder
from conflict_atlas.kids.published import Editions
from conflict_atlas.starter import pack
from conflict_atlas.workspace import Workspace
from support.chromium import ARGUMENTS, AXE, EXECUTABLE, RULES
from support.published import AT, SHIPPED, shipped
from support.running import free_port, up

BASE = "/en/kids/nagorno-karabakh/"
PAGES = ["/en/kids/", BASE, f"{BASE}b/", f"{BASE}teachers/", "/en/glossary/"]
VOICES = """
(() => {
  const said = (window.said = []);
  const voice = (lang, localService) => ({ name: lang, lang, localService, default: false, voiceURI: lang });
  let current = null;
  const speech = {
    getVoices: () => window.voices,
    speak: (utterance) => { said.push(utterance); current = utterance; },
    cancel: () => { current = null; },
    addEventListener: () => {},
  };
  window.voices = [voice("en-US", LOCAL), voice("de-DE", true)];
  window.finish = () => { const done = current; current = null; done.onend(); };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})();
"""

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
    dossier, pictures = shipped()
    Snapshots(workspace.root / "published").publish(dossier, pictures, AT)
    for path in folder.files(SHIPPED):
        Editions(workspace.root / "published-kids").publish(folder.read(path), dossier, AT, "Ada Editor")
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
    """A page that remembers what the browser complained about; nothing may be kept or asked for elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    found = context.new_page()
    found.complaints = []
    found.on("console", lambda message: found.complaints.append(message.text) if message.type in ("error", "warning") else None)
    found.on("pageerror", lambda error: found.complaints.append(str(error)))
    found.on("request", lambda request: found.complaints.append(request.url) if "127.0.0.1" not in request.url else None)
    yield found
    assert found.complaints == []
    assert context.cookies() == []
    assert found.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_has_a_fault_that_axe_knows_or_is_wider_than_the_screen(browser, address, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{address}{path}")
        page.add_script_tag(path=str(AXE))
        found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
        assert [(item["id"], item["nodes"][0]["html"]) for item in found["violations"]] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    context.close()


def test_the_quiz_is_played_with_the_keyboard_alone(page, address):
    page.goto(f"{address}{BASE}")
    question = page.locator("[data-question]").first
    question.locator("input").first.focus()
    page.keyboard.press("Space")
    assert question.get_by_role("status").inner_text() == "Not quite. Try again."
    assert not question.locator("details").evaluate("details => details.open")
    page.keyboard.press("ArrowDown")
    assert question.get_by_role("status").inner_text() == "Yes, that is right."
    assert question.locator("details").evaluate("details => details.open")
    assert "both wanted to rule the area" in question.locator("details").inner_text()


def test_without_script_every_answer_can_be_opened_and_nothing_is_offered_that_would_not_work(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{BASE}")
    assert not page.get_by_role("button", name="Read aloud").is_visible()
    answer = page.locator("#quiz details").first
    assert not answer.locator("p").first.is_visible()
    answer.locator("summary").click()
    assert answer.get_by_text("Armenia and Azerbaijan", exact=True).is_visible()
    page.get_by_role("navigation", name="Reading level").get_by_role("link", name="A bit more").click()
    assert page.url.endswith("/b/")
    page.locator("a.term").first.click()
    assert "#term-" in page.url
    context.close()


def test_it_reads_aloud_sentence_by_sentence_with_a_voice_of_the_device(page, address):
    page.add_init_script(VOICES.replace("LOCAL", "true"))
    page.goto(f"{address}{BASE}")
    page.get_by_role("button", name="Read aloud").click()
    page.evaluate("finish()")
    page.evaluate("finish()")
    assert page.evaluate("said.map(one => one.text)") == [
        "In short",
        "Armenia and Azerbaijan are two countries.",
        "They fought for years over a small area.",
    ]
    assert page.evaluate("said.every(one => one.voice.lang === 'en-US' && one.voice.localService)")
    marked = "[...CSS.highlights.get('read-aloud')][0].toString().replace(/\\[\\d+\\]/g, '').trim()"
    assert page.evaluate(marked) == "They fought for years over a small area."
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Go on").click()
    assert page.evaluate("said.at(-1).text") == "They fought for years over a small area."
    page.get_by_role("button", name="Stop").click()
    assert page.evaluate("CSS.highlights.has('read-aloud')") is False
    assert page.get_by_role("button", name="Read aloud").evaluate("button => button === document.activeElement")


def test_a_voice_from_the_network_is_never_used(page, address):
    page.add_init_script(VOICES.replace("LOCAL", "false"))
    page.goto(f"{address}{BASE}")
    assert not page.get_by_role("button", name="Read aloud").is_visible()


def test_a_word_shows_its_meaning_and_paper_leaves_out_what_only_a_screen_can_do(page, address):
    page.goto(f"{address}{BASE}")
    page.locator("a.term", has_text="ceasefire").first.click()
    assert "A ceasefire is a deal to stop fighting." in page.locator(".definition").inner_text()
    page.keyboard.press("Escape")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Reading level").is_visible()
    assert not page.get_by_role("link", name="Print pack (PDF)").is_visible()
    assert page.get_by_role("heading", name="Quiz").is_visible()
