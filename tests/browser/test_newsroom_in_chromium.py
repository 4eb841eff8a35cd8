"""The newsroom in a real Chromium, on the program as ``conflict-atlas up`` runs it: from a corrected figure to the reader.

One server with its accounts is started for the module; every test works on a dossier or a claim of its own. What axe judges
are our own parts of the admin: menu, header and form widgets are Wagtail's.
"""

from __future__ import annotations

import base64
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from conflict_atlas.dossiers import folder as folders
from conflict_atlas.dossiers.dossier import Assessment, Dossier
from conflict_atlas.workspace import Workspace
from support import editorial
from support.chromium import ARGUMENTS, AXE, EXECUTABLE, RULES
from support.newsroom import PASSWORD
from support.running import command, free_port, up

KARABAKH = "nagorno-karabakh"
CLAIM = "enc-killed-2020-azerbaijan"
DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(EXECUTABLE is None, reason="no Chromium on this machine: install it to run the browser tests"),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: run make setup"),
]


@dataclass(frozen=True)
class Newsroom:
    """A running installation, and the browser in which everybody works."""

    root: Path
    address: str
    browser: Browser

    def published(self, slug: str = KARABAKH) -> dict[str, object]:
        """What the public sees, as it stands on disk; empty if nothing."""
        current = json.loads((self.root / "published" / "CURRENT.json").read_text(encoding="utf-8"))
        return current["published"].get(slug, {})

    def public(self, page: Page, slug: str = KARABAKH) -> str:
        """Open the public page of a conflict; its words, with those that are folded away."""
        page.goto(f"{self.address}/en/conflicts/{slug}/")
        return words_of(page.locator("main"))


class Person:
    """Somebody at a browser. ``complaints`` collects what the browser says about any page that they visit."""

    def __init__(self, newsroom: Newsroom, name: str = "", kind: dict[str, object] | None = None) -> None:
        self.newsroom = newsroom
        self.name = name
        self.complaints: list[str] = []
        self.context: BrowserContext = newsroom.browser.new_context(**(kind or DESK))
        self.context.set_default_timeout(40_000)
        self.context.add_init_script(
            "document.addEventListener('securitypolicyviolation', event =>"
            " console.error('content policy', event.effectiveDirective, event.blockedURI, event.sourceFile));"
            "document.addEventListener('w-unsaved:watch-edits', () => { document.documentElement.dataset.formIsBuilt = ''; });"
        )
        self.context.on("console", self._hear)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page: Page = self.context.new_page()

    def _hear(self, message: object) -> None:
        if message.type in ("error", "warning") and "the server responded with a status of 4" not in message.text:
            self.complaints.append(f"{message.page.url if message.page else ''}: {message.text}")

    def go(self, path: str) -> Page:
        """Open an address."""
        self.page.goto(self.newsroom.address + path)
        return self.page

    def sign_in(self) -> Page:
        """Where one has been led to the login: name and password."""
        self.page.fill("[name=username]", self.name)
        self.page.fill("[name=password]", PASSWORD)
        self.press(self.page.get_by_role("button", name="Sign in"))
        return self.page

    def press(self, button: Locator) -> None:
        """Press a button or follow a link, and wait for the page that comes then."""
        with self.page.expect_navigation(wait_until="load"):
            button.click()

    def edit(self, title: str) -> Page:
        """Open a dossier from the list."""
        page = self.go("/admin/dossiers/")
        self.press(page.get_by_role("link", name=f"Edit {title}", exact=True))
        return built(page)

    def send(self, name: str) -> None:
        """Press a button of the bar at the foot of a form."""
        button = self.page.locator("footer").get_by_role("button", name=name, exact=True)
        if not button.is_visible():
            self.page.locator("footer [data-w-dropdown-target=toggle]").click()
        self.press(button)

    def change_claim(self, claim_id: str, **fields: str) -> Page:
        """Find a claim in the list of all claims, change it and save it."""
        page = self.go(f"/admin/snippets/atlas_editorial/claim/?q={claim_id}")
        self.press(page.get_by_role("link", name=claim_id, exact=True).first)
        for name, value in fields.items():
            page.fill(f"[name={name}]", value)
        self.send("Save")
        return page

    def load(self, path: Path) -> Page:
        """Load a dossier from a zip file as a draft."""
        page = self.go("/admin/dossiers/upload/")
        page.set_input_files("[name=file]", path)
        self.press(page.get_by_role("button", name="Load it as a draft"))
        expect(page.locator(".messages")).to_contain_text("has been loaded as a draft")
        return page

    def download(self, link: str) -> Path:
        """The zip file that a link of the list gives."""
        page = self.go("/admin/dossiers/")
        with page.expect_download() as started:
            page.get_by_role("link", name=link, exact=True).click()
        return started.value.path()


def built(page: Page) -> Page:
    """Wait until Wagtail's script has built the whole form and looks out for changes."""
    page.wait_for_selector("html[data-form-is-built]")
    return page


def words_of(part: Locator) -> str:
    """All words of a part of a page."""
    return " ".join((part.text_content() or "").split())


def unpacked(path: Path, folder: Path) -> Dossier:
    """The dossier in a zip file."""
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    (found,) = folder.iterdir()
    return folders.read(found)


def packed(dossier: Dossier, path: Path) -> Path:
    """A dossier without pictures in a zip file."""
    path.write_bytes(editorial.zipped(folders.canonical(dossier)).getvalue())
    return path


def preview(page: Page) -> str:
    """The words of the preview beside the form."""
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.locator("h1")).to_be_visible(timeout=40_000)
    words = words_of(frame.locator("main"))
    page.get_by_role("button", name="Toggle preview").click()
    return words


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    port = free_port()
    workspace = Workspace.create(tmp_path_factory.mktemp("newsroom") / "workspace")
    (workspace.root / "atlas.toml").write_text(f'base_url = "http://127.0.0.1:{port}"\nwork_ahead = false\n', encoding="utf-8")
    with up(workspace.root, port) as address, sync_playwright() as playwright:
        for name, role in (("edda", "editor"), ("paul", "publisher")):
            command(workspace.root, "users", "add", name, "--role", role, "--password-stdin", typed=f"{PASSWORD}\n")
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        yield Newsroom(workspace.root, address, browser)
        browser.close()


@pytest.fixture(scope="module")
def edda(newsroom: Newsroom) -> Iterator[Person]:
    person = Person(newsroom, "edda")
    person.go("/admin/")
    person.sign_in()
    yield person
    person.context.close()


@pytest.fixture(scope="module")
def paul(newsroom: Newsroom) -> Iterator[Person]:
    """The publisher sets up an authenticator from the secret that the page shows; without one no other page opens."""
    from django_otp.oath import totp

    person = Person(newsroom, "paul")
    person.go("/admin/")
    page = person.sign_in()
    for _ in range(2):
        expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
        person.go("/admin/dossiers/")
    letters = page.locator("main code").inner_text().replace(" ", "")
    page.fill("[name=name]", "Phone")
    page.fill("[name=otp_token]", f"{totp(base64.b32decode(letters + '=' * (-len(letters) % 8))):06d}")
    page.fill("[name=password]", PASSWORD)
    person.press(page.get_by_role("button", name="Set up"))
    assert page.locator("li code").count() == 10
    person.press(page.get_by_role("link", name="I have kept them"))
    yield person
    person.context.close()


@pytest.fixture
def reader(newsroom: Newsroom) -> Iterator[Person]:
    person = Person(newsroom)
    yield person
    assert person.context.cookies() == []
    person.context.close()


@pytest.fixture(autouse=True)
def nothing_to_complain(request: pytest.FixtureRequest) -> Iterator[None]:
    """No error of a script and no breach of the content policy, on any page that anybody visited."""
    people = [request.getfixturevalue(name) for name in ("edda", "paul", "reader") if name in request.fixturenames]
    yield
    complaints = [complaint for person in people for complaint in person.complaints]
    for person in people:
        person.complaints.clear()
    assert complaints == []


def test_a_corrected_figure_reaches_readers_only_past_a_second_person(newsroom, edda, paul, reader):
    before = newsroom.published()
    snapshot = newsroom.root / "published" / before["digest"]
    bytes_before = {path.relative_to(snapshot): path.read_bytes() for path in snapshot.rglob("*") if path.is_file()}
    places = newsroom.public(reader.page).count("2,906")
    assert places > 5

    page = edda.change_claim(
        CLAIM,
        value="2908",
        low="2908",
        high="2908",
        text="Azerbaijan reported 2,908 of its soldiers killed.",
        quote="2,908 of its soldiers were killed",
    )
    expect(page.get_by_text("Say in a sentence what was wrong")).to_be_visible()
    page.fill("[name=what_was_wrong]", "The number had been copied wrongly.")
    edda.send("Save")
    draft = preview(built(page))
    assert "Preview, not published" in draft
    assert draft.count("2,908") > 5
    assert draft.count("2,906") == 1, "the correction alone"

    # Readers see the old figure, and that a claim has changed.
    assert newsroom.published() == before | {"behind": [CLAIM]}
    public = newsroom.public(reader.page)
    assert public.count("2,906") == places + 1
    assert "2,908" not in public
    assert "1 claim has changed since this page was published" in public
    reader.go(f"/en/conflicts/{KARABAKH}/claims/{CLAIM}/")
    assert "Editors have changed this claim" in reader.page.inner_text("main")

    # Nobody publishes on their own word: the editor is told so, has no button for it, and can ask for it only.
    assert "You made the last change" in words_of(page.locator("main"))
    assert page.locator("[name=action-publish], [data-workflow-action-name=approve]").count() == 0
    edda.send("Submit to Second pair of eyes")
    assert "has been submitted for moderation" in page.locator(".messages").inner_text()
    assert newsroom.public(reader.page) == public

    page = paul.edit("Nagorno-Karabakh")
    assert "You made the last change" not in words_of(page.locator("main"))
    paul.send("Approve and Publish")
    after = newsroom.published()
    assert after["digest"] != before["digest"]
    assert after["behind"] == []
    assert {path.relative_to(snapshot): path.read_bytes() for path in snapshot.rglob("*") if path.is_file()} == bytes_before
    public = newsroom.public(reader.page)
    corrections = reader.page.inner_text("#corrections")
    assert public.count("2,908") == places + 1
    assert public.count("2,906") == corrections.count("2,906") == 1
    for words in ("It said: 2,906 killed", "It says now: 2,908 killed", "The number had been copied wrongly."):
        assert words in corrections
    assert reader.page.get_attribute("#corrections time", "datetime") == str(after["at"])[:10]
    assert "Last change of the page: checked by two people. Claims: " in public
    assert "; 1 checked by two people." in public
    assert "since this page was published" not in public
    reader.go(f"/en/conflicts/{KARABAKH}/claims/{CLAIM}/")
    record = reader.page.inner_text("main")
    assert "2,908" in record
    assert "checked by two people" in record


def test_a_draft_that_breaks_a_rule_is_kept_and_told_where_but_cannot_be_submitted(newsroom, edda, reader, tmp_path):
    valley = replace(editorial.small(), slug="kenya", title="The eastern valley")
    edda.load(packed(valley, tmp_path / "valley.zip"))
    page = built(edda.page)
    text = page.locator(".atlas-markup textarea").first
    text.press("ControlOrMeta+End")
    page.keyboard.type(" In the war 5000 terrorists died.")
    edda.send("Save draft")
    # Wagtail answers a saved draft on the spot or with a new page; either way it is there when the page is opened again.
    page = edda.edit("The eastern valley")
    assert "5000 terrorists" in text.input_value()
    assert "this draft can be saved, not published" in page.inner_text("main")
    page.get_by_role("link", name="What the check finds").click()
    findings = page.locator(".atlas-findings .atlas-error")
    expect(findings.filter(has_text="the figure '5000'")).to_contain_text("Lead")
    expect(findings.filter(has_text="'terrorists'")).to_contain_text("sentence 2")

    edda.send("Submit to Second pair of eyes")
    refusal = page.locator(".messages").inner_text()
    assert "5000" in refusal
    assert "terrorists" in refusal
    assert "in moderation" not in edda.go("/admin/dossiers/").locator("tr", has_text="The eastern valley").inner_text()
    assert "No dossier has been written" in newsroom.public(reader.page, "kenya")

    page = edda.edit("The eastern valley")
    text.fill(text.input_value().partition(" In the war")[0])
    edda.send("Submit to Second pair of eyes")
    assert "has been submitted for moderation" in page.locator(".messages").inner_text()


def test_the_link_under_a_page_without_a_dossier_leads_on_a_phone_to_a_draft_from_the_catalogue(newsroom):
    edda = Person(newsroom, "edda", PHONE)
    newsroom.public(edda.page, "sudan")
    edda.press(edda.page.get_by_role("link", name="Write one"))
    page = edda.sign_in()
    expect(page.get_by_role("heading", name="Write a dossier on")).to_be_visible()
    facts = page.locator(".atlas-facts").inner_text()
    assert "Sudan" in facts
    assert "Africa" in facts
    edda.press(page.get_by_role("button", name="Make the draft"))
    built(page)
    assert page.input_value("[name=title]") in facts
    assert page.locator(".atlas-markup textarea").first.input_value().startswith("TODO:")
    public = newsroom.public(page, "sudan")
    assert "No dossier has been written" in public
    assert "TODO" not in public
    assert newsroom.published("sudan") == {}
    assert edda.complaints == []
    edda.context.close()


def test_a_dossier_leaves_as_a_zip_file_and_comes_back_the_same(newsroom, edda, tmp_path):
    digest = newsroom.published()["digest"]
    file = edda.download("Download Nagorno-Karabakh")
    assert folders.digest(unpacked(file, tmp_path / "out")) == digest
    edda.load(file)
    assert folders.digest(unpacked(edda.download("Download draft Nagorno-Karabakh"), tmp_path / "back")) == digest
    assert newsroom.published()["digest"] == digest


def test_an_assessment_goes_out_under_its_author_and_comes_down_with_its_page(newsroom, edda, paul, reader, tmp_path):
    valley = replace(editorial.small(), title="The western valley")
    edda.load(packed(valley, tmp_path / "valley.zip"))
    page = built(edda.page)
    page.get_by_role("tab", name="Status").click()
    until = date.today() + timedelta(days=90)
    page.select_option("[name=assessment_label]", "worsening")
    page.fill("[name=assessment_reason]", "More people were killed than in the year before.")
    page.fill("[name=assessment_review_by]", until.isoformat())
    # The calendar opens a moment after its field is entered, and lies over the foot of the form until one presses elsewhere.
    calendar = page.locator(".xdsoft_datetimepicker").filter(visible=True)
    expect(calendar).to_have_count(1)
    page.get_by_role("tab", name="Status").click()
    expect(calendar).to_have_count(0)
    edda.send("Submit to Second pair of eyes")

    page = paul.edit("The western valley")
    paul.send("Approve and Publish")
    public = newsroom.public(reader.page, "mali")
    assert "worsening: More people were killed than in the year before. edda, " in public
    assert f"to be reviewed by {until.day} {until:%B %Y}" in public
    assert "expired" not in public

    paul.edit("The western valley")
    paul.page.locator("footer [data-w-dropdown-target=toggle]").click()
    paul.press(page.locator("footer").get_by_role("link", name="Unpublish"))
    paul.press(page.get_by_role("button", name="Yes, unpublish it"))
    public = newsroom.public(reader.page, "mali")
    assert "No dossier has been written" in public
    assert "More people were killed than in the year before" not in public
    assert newsroom.published("mali") == {}


def test_an_assessment_that_nobody_reviewed_in_time_is_shown_as_expired(newsroom, edda, reader, tmp_path):
    assessed = Assessment("worsening", "More people were killed.", "Edda", date(2024, 1, 10), date(2024, 7, 10))
    valley = replace(editorial.small(assessment=assessed), slug="haiti", title="The southern valley")
    folders.write(valley, tmp_path / "haiti", {})
    command(newsroom.root, "dossier", "import", str(tmp_path / "haiti"), "--publish")
    newsroom.public(reader.page, "haiti")
    notice = reader.page.locator(".notice", has_text="expired on 10 July 2024")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("Nobody has reviewed it since")
    expect(edda.go("/admin/").locator("#atlas-attention + ul")).to_contain_text("the assessment expired on 10 July 2024")
    expect(edda.go("/admin/dossiers/").locator("tr", has_text="The southern valley")).to_contain_text("assessment expired")


def test_a_single_editor_publishes_alone_and_the_page_says_that_one_person_has_checked_it(newsroom, paul, tmp_path):
    root, port = tmp_path / "alone", free_port()
    shutil.copytree(newsroom.root, root, ignore=shutil.ignore_patterns("site.sqlite3*", "lock"))
    with (
        closing(sqlite3.connect(newsroom.root / "site.sqlite3")) as ours,
        closing(sqlite3.connect(root / "site.sqlite3")) as copy,
    ):
        ours.backup(copy)
    (root / "atlas.toml").write_text(
        f'base_url = "http://127.0.0.1:{port}"\nsingle_editor = true\nwork_ahead = false\n', encoding="utf-8"
    )
    folders.write(replace(editorial.small(), slug="chad-communal-violence", title="The lake"), tmp_path / "lake", {})
    command(root, "dossier", "import", str(tmp_path / "lake"))
    with up(root, port) as address:
        alone = Newsroom(root, address, newsroom.browser)
        # The copy knows paul with his second factor and his open session, too.
        person = Person(alone, "paul", DESK | {"storage_state": paul.context.storage_state()})
        page = person.edit("The lake")
        page.locator(".atlas-markup textarea").first.press("ControlOrMeta+End")
        page.keyboard.type(" It gave no names.[^doc-said]")
        person.send("Publish")
        expect(page.locator(".messages")).to_contain_text("published")
        public = alone.public(page, "chad-communal-violence")
        assert "It gave no names." in public
        assert "Last change of the page: checked by one person." in public
        assert person.complaints == []
        person.context.close()


def test_an_editor_decides_on_a_document_with_the_keyboard_and_finds_the_claim(newsroom, edda):
    page = edda.go("/admin/documents-read/add/?conflict=sudan")
    page.fill(
        "[name=pasted]",
        "A report.\n\nOn 4 May 2024 at least 12 civilians were killed in Nyala, the army said. Doctors spoke of 20 dead.\n",
    )
    for name, value in (("key", "desk-1"), ("publisher", "Test Agency"), ("kind", "news story")):
        page.fill(f"[name={name}]", value)
    edda.press(page.get_by_role("button", name="Read it"))
    expect(page.locator(".atlas-text mark").first).to_be_visible()
    assert problems(page, ".atlas-text") == []
    edda.go("/admin/documents-read/review/?conflict=sudan")
    expect(page.locator(".atlas-sentence mark")).to_have_text("at least 12")
    assert problems(page, "main .nice-padding") == []
    first = page.url
    page.keyboard.press("f")
    page.keyboard.type("In a test. ")
    page.keyboard.press("Escape")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("a")
    expect(page.locator(".atlas-sentence mark")).to_have_text("20")
    assert page.url != first
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("n")
    edda.go("/admin/snippets/atlas_editorial/claim/?q=desk-1")
    expect(page.get_by_role("link", name="desk-1-figure-").first).to_be_visible()
    assert edda.complaints == []


OURS = {
    "/admin/": "section:has(> #atlas-attention)",
    "/admin/dossiers/": ".atlas-scroll",
    "/admin/dossiers/write/uganda/": ".atlas-facts",
    "/admin/dossiers/upload/": "main form",
    "/admin/reading/": "main .nice-padding",
    "/admin/documents-read/": "main .nice-padding",
    "/admin/documents-read/add/": "main form",
    "/admin/documents-read/rules/": "main .nice-padding",
}
"""Views of ours and the part of each that is our own markup."""


@pytest.mark.parametrize("kind", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_in_our_parts_of_the_newsroom(newsroom, edda, kind, tmp_path):
    overdue = Assessment("improving", "Fewer people were killed.", "Edda", date(2024, 1, 10), date(2024, 7, 10))
    slug, title = ("somalia", "The dry valley") if kind is PHONE else ("yemen", "The high valley")
    folders.write(replace(editorial.small(assessment=overdue), slug=slug, title=title), tmp_path / slug, {})
    command(newsroom.root, "dossier", "import", str(tmp_path / slug), "--publish")
    person = Person(newsroom, "edda", kind | {"storage_state": edda.context.storage_state()})
    for path, part in OURS.items():
        person.go(path)
        assert problems(person.page, part) == []
        assert person.page.evaluate("document.documentElement.scrollWidth") <= kind["viewport"]["width"], path
    page = person.edit(title)
    assert problems(page, "[data-panel] .help-block, .help-block[role=status]") == []
    page.locator(".atlas-markup textarea").first.focus()
    assert problems(page, "#atlas-bar") == []
    for tab, part in (("Claims", ".atlas-scroll"), ("Check", ".atlas-findings")):
        page.get_by_role("tab", name=tab, exact=True).click()
        assert problems(page, part) == []
    assert person.complaints == []
    person.context.close()


def problems(page: Page, part: str) -> list[str]:
    """What axe finds within the parts that a selector names."""
    expect(page.locator(part).first).to_be_visible()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("([part, rules]) => axe.run({include: [part]}, {runOnly: {type: 'tag', values: rules}})", [part, RULES])
    return [
        f"{page.url} {violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
