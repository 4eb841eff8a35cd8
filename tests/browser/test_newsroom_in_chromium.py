"""The newsroom in a real Chromium, on the program as ``conflict-atlas up`` runs it: from a corrected figure to the reader.

One server with its accounts is started for the module; every test works on a dossier or a claim of its own. What axe judges
are our own parts of the admin: menu, header and form widgets are Wagtail's.
"""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from conflict_atlas.dossiers import folder as folders
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.workspace import Workspace
from support import editorial
from support.chromium import ARGUMENTS, AXE, EXECUTABLE
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
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(
            "document.addEventListener('securitypolicyviolation', event =>"
            " console.error('content policy', event.effectiveDirective, event.blockedURI, event.sourceFile));"
            "document.addEventListener('w-unsaved:watch-edits', () => { window.formIsBuilt = true; });"
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
        return built(page)

    def download(self, link: str) -> Path:
        """The zip file that a link of the list gives."""
        page = self.go("/admin/dossiers/")
        with page.expect_download() as started:
            page.get_by_role("link", name=link, exact=True).click()
        return started.value.path()


def built(page: Page) -> Page:
    """Wait until Wagtail's script has built the whole form and looks out for changes."""
    page.wait_for_function("window.formIsBuilt")
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
    expect(frame.locator("h1")).to_be_visible(timeout=20_000)
    words = words_of(frame.locator("main"))
    page.get_by_role("button", name="Toggle preview").click()
    return words


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    port = free_port()
    workspace = Workspace.create(tmp_path_factory.mktemp("newsroom") / "workspace")
    (workspace.root / "atlas.toml").write_text(f'base_url = "http://127.0.0.1:{port}"\n', encoding="utf-8")
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
    page = edda.edit("Nagorno-Karabakh")
    draft = preview(page)
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
    assert "You made the last change" in page.inner_text("main")
    assert page.locator("[name=action-publish], [data-workflow-action-name=approve]").count() == 0
    edda.send("Submit to Second pair of eyes")
    assert "has been submitted for moderation" in page.locator(".messages").inner_text()
    assert newsroom.public(reader.page) == public

    page = paul.edit("Nagorno-Karabakh")
    assert "You made the last change" not in page.inner_text("main")
    paul.send("Approve and Publish")
    expect(page.locator(".messages")).to_contain_text("published")

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
    assert "Text and claims: checked by two people" in public
    assert "since this page was published" not in public
    reader.go(f"/en/conflicts/{KARABAKH}/claims/{CLAIM}/")
    record = reader.page.inner_text("main")
    assert "2,908" in record
    assert "checked by two people" in record
