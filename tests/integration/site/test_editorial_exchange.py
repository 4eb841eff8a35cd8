"""Dossiers out of the newsroom and back: folders, zip files, and those that come with the program."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import signal
import stat
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from conflict_atlas.dossiers import folder as folders
from conflict_atlas.dossiers.dossier import Correction, Picture
from conflict_atlas.dossiers.errors import DossierError
from support.editorial import claim_row, figure, page_of, save_text, small, taken, zipped
from support.folders import contents
from support.newsroom import person, signed_in

pytestmark = pytest.mark.django_db
SHIPPED = Path(__file__).parents[3] / "src" / "conflict_atlas" / "starter" / "dossiers" / "nagorno-karabakh"


@pytest.fixture(autouse=True)
def newsroom(empty_workspace, settings):
    """A workspace of its own."""
    settings.MEDIA_ROOT = empty_workspace.root / "media"
    return empty_workspace


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """What is done inside happens as if it were committed at the end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def png(colour: str = "red") -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (4, 3), colour).save(file, "PNG")
    return file.getvalue()


def with_picture(folder: Path, colour: str = "red", **changes: object):
    """The small dossier with a picture, and where its bytes lie."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{colour}.png"
    path.write_bytes(png(colour))
    shown = Picture(
        key="valley",
        file="valley.png",
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        alt="A valley seen from above.",
        caption="The valley.",
        credit="The project",
        licence="CC0 1.0",
        **changes,
    )
    return replace(small(), pictures=(shown,)), {"valley.png": path}


def shown():
    from conflict_atlas.site.editorial.shown import snapshots

    return snapshots()


def test_export_and_import_give_the_identical_snapshot(newsroom, commit, tmp_path):
    from conflict_atlas.site.editorial.exchange import export_dossier, import_dossier

    dossier, pictures = with_picture(tmp_path / "in")
    with commit():
        taken(dossier, pictures=pictures)
    first = shown().published()["mali"].digest
    export_dossier(newsroom, "mali", tmp_path / "out")
    export_dossier(newsroom, "mali", tmp_path / "draft", draft=True)
    assert contents(tmp_path / "out") == contents(tmp_path / "draft")
    with commit():
        imported = import_dossier(newsroom, tmp_path / "out", publish=True)
    assert (imported.slug, imported.digest, imported.published) == ("mali", first, True)
    assert shown().published()["mali"].digest == first


def test_the_shipped_dossier_survives_the_newsroom_unchanged(newsroom, commit, tmp_path):
    from conflict_atlas.site.editorial.exchange import export_dossier, import_dossier

    with commit():
        imported = import_dossier(newsroom, SHIPPED, publish=True)
    assert imported.digest == folders.digest(folders.read(SHIPPED)) == shown().published()["nagorno-karabakh"].digest
    export_dossier(newsroom, "nagorno-karabakh", tmp_path / "out", draft=True)
    # Editions for kids lie in the same folder and are published on their own.
    ours = {name: content for name, content in contents(SHIPPED).items() if not name.startswith(("README", ".", "kids/"))}
    assert contents(tmp_path / "out") == ours


def test_an_import_updates_the_page_its_claims_sources_and_pictures(commit, tmp_path):
    from conflict_atlas.site.editorial.models import Claim, ClaimReview, DossierPage, Picture, Source

    dossier, pictures = with_picture(tmp_path / "one")
    with commit():
        taken(dossier, pictures=pictures)
    changed, others = with_picture(tmp_path / "two", "blue")
    corrected = Correction(date.today(), "120", "about 120", "The word about was left out.", "doc-killed-2020")
    claims = (replace(changed.claims[0], note="Counted anew."), changed.claims[1])
    changed = replace(changed, title="The valley, again", claims=claims, corrections=(corrected,), updated=date.today())
    with commit():
        taken(changed, pictures=others)
    assert DossierPage.objects.count() == 1
    assert page_of("mali").revisions.count() == 2
    assert shown().dossier("mali") == changed
    assert (Claim.objects.count(), Source.objects.count(), Picture.objects.count()) == (2, 1, 2)
    assert [row.decision for row in ClaimReview.objects.filter(claim_id="doc-said")] == ["imported"]
    assert [row.decision for row in ClaimReview.objects.filter(claim_id="doc-killed-2020")] == ["imported", "imported"]


def test_an_import_that_drops_a_claim_notes_that_it_was_removed(commit):
    from conflict_atlas.site.editorial.models import ClaimReview

    with commit():
        taken(small())
    lead = "It named no place.[^doc-said]"
    with commit():
        taken(replace(small(), lead=lead, casualties=(), claims=(replace(small().claims[1], relations=()),)))
    assert shown().dossier("mali").lead == lead
    assert ClaimReview.objects.filter(claim_id="doc-killed-2020").first().decision == "removed"


def test_an_import_cannot_replace_a_published_figure_in_silence(commit):
    with commit():
        taken(small())
    claims = (replace(small().claims[0], qualifier="approx"), small().claims[1])
    with pytest.raises(DossierError, match="other figures of doc-killed-2020"):
        taken(replace(small(), claims=claims), publish=False)
    assert claim_row("doc-killed-2020").qualifier == "exact"


def test_an_import_with_an_error_changes_nothing(commit, tmp_path):
    from conflict_atlas.site.editorial.models import Claim, DossierPage, Picture

    dossier, pictures = with_picture(tmp_path / "in")
    with pytest.raises(DossierError, match=r"(?s)nothing was imported.*\n  lead\.md, the lead, sentence 1"):
        taken(replace(dossier, lead="Nobody knows: 3,000."), pictures=pictures)
    with pytest.raises(DossierError, match="no tracked conflict is called"):
        taken(replace(small(), slug="the-valley"), publish=False)
    assert not DossierPage.objects.exists()
    assert not Claim.objects.exists()
    assert not Picture.objects.exists()
    assert shown().published() == {}


def test_an_import_that_fails_late_leaves_no_picture_behind(newsroom, commit, tmp_path, monkeypatch):
    from conflict_atlas.site.editorial import publishing

    dossier, pictures = with_picture(tmp_path / "in")
    monkeypatch.setattr(publishing, "record", lambda page, made: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        taken(dossier, pictures=pictures)
    assert [path for path in (newsroom.root / "media").rglob("*") if path.is_file()] == []
    assert shown().published() == {}


def test_what_cannot_be_kept_line_by_line_is_refused(commit):
    from conflict_atlas.dossiers.dossier import Agreement

    deal = Agreement("deal", "A deal", "2020", None, ("One\nand two",), (), ("They agreed.[^doc-said]",), "It holds.[^doc-said]")
    with pytest.raises(DossierError, match="cannot keep agreements"):
        taken(replace(small(), agreements=(deal,)), publish=False)


def test_a_downloaded_zip_can_be_uploaded_and_says_the_same(commit, tmp_path):
    dossier, pictures = with_picture(tmp_path / "in")
    with commit():
        taken(dossier, pictures=pictures)
    editor = signed_in(person("editor"))
    answer = editor.get("/admin/dossiers/mali/download/")
    assert answer["Content-Disposition"] == 'attachment; filename="mali.zip"'
    save_text(editor, "mali", "Something else.[^doc-said]")
    file = io.BytesIO(answer.content)
    file.name = "mali.zip"
    with commit():
        assert editor.post("/admin/dossiers/upload/", {"file": file}).status_code == 302
    from conflict_atlas.site.editorial.exchange import draft_of

    assert draft_of("mali")[0] == dossier
    assert editor.get("/admin/dossiers/mali/download/?draft=1").content == answer.content


def a_bomb() -> io.BytesIO:
    return zipped({"mali/dossier.yaml": b"0" * 50_000_000})


def a_link() -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("dossier.yaml", b"slug: mali\n")
        link = zipfile.ZipInfo("lead.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    file.seek(0)
    return file


def twice() -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("dossier.yaml", b"slug: mali\n")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("dossier.yaml", b"slug: sudan\n")
    file.seek(0)
    return file


HOSTILE = {
    "bomb": (a_bomb, "larger than a file of a dossier may be"),
    "link": (a_link, "is no ordinary file"),
    "doubled": (twice, "stands in the zip file twice"),
    "up": (lambda: zipped({"mali/dossier.yaml": b"x", "mali/../../evil.md": b"x"}), "leads out of the folder"),
    "absolute": (lambda: zipped({"dossier.yaml": b"x", "/etc/evil": b"x"}), "leads out of the folder"),
    "backslash": (lambda: zipped({"dossier.yaml": b"x", "..\\evil": b"x"}), "leads out of the folder"),
    "drive": (lambda: zipped({"dossier.yaml": b"x", "C:evil": b"x"}), "leads out of the folder"),
    "stranger": (lambda: zipped({"dossier.yaml": b"x", "run.py": b"x"}), "is no file of a dossier"),
    "many": (lambda: zipped({f"pictures/{n}.png": b"" for n in range(501)}), "holds 501 files"),
    "empty": (lambda: zipped({}), "holds no dossier.yaml"),
    "no zip": (lambda: io.BytesIO(b"PK\x03\x04 nothing"), "is no zip file that can be read"),
    "no dossier": (lambda: zipped({"dossier.yaml": b"slug: 3"}), "dossier.yaml"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_zip_is_refused_with_a_reason_and_leaves_nothing(kind, newsroom):
    from conflict_atlas.site.editorial.models import DossierPage

    make, words = HOSTILE[kind]
    file = make()
    file.name = "mali.zip"
    editor = signed_in(person("editor"))
    before = contents(newsroom.root)
    answer = editor.post("/admin/dossiers/upload/", {"file": file})
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert contents(newsroom.root) == before
    assert not DossierPage.objects.exists()


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path):
    from conflict_atlas.site.editorial.archive import ArchiveError, unpack

    honest = zipped({"dossier.yaml": b"0" * 9_000_000}).getvalue()
    size = (9_000_000).to_bytes(4, "little")
    with pytest.raises(ArchiveError):
        unpack(io.BytesIO(honest.replace(size, (10).to_bytes(4, "little"))), tmp_path)
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < 9_000_000


def shipped(folder: Path, dossier) -> Path:
    folders.write(dossier, folder / "mali", {})
    return folder


def test_shipped_dossiers_are_loaded_once(commit, tmp_path):
    from conflict_atlas.site.editorial.starting import load_starter_dossiers

    folder = shipped(tmp_path / "shipped", small())
    with commit():
        assert load_starter_dossiers(folder) == ("Dossier loaded: The valley.",)
    assert shown().dossier("mali") == small()
    with commit():
        assert load_starter_dossiers(folder) == ()
    assert page_of("mali").revisions.count() == 1


def test_a_new_version_of_a_shipped_dossier_replaces_one_that_nobody_touched(commit, tmp_path):
    from conflict_atlas.site.editorial.starting import load_starter_dossiers

    with commit():
        load_starter_dossiers(shipped(tmp_path / "shipped", small()))
    newer = replace(small(), title="The valley, again")
    with commit():
        assert load_starter_dossiers(shipped(tmp_path / "shipped", newer)) == ("Dossier loaded: The valley, again.",)
    assert shown().dossier("mali") == newer


@pytest.mark.parametrize("touch", ["text", "claim"])
def test_a_new_version_leaves_what_editors_have_changed_and_says_so(commit, tmp_path, touch):
    from conflict_atlas.site.editorial.starting import load_starter_dossiers

    with commit():
        load_starter_dossiers(shipped(tmp_path / "shipped", small()))
    editor = signed_in(person("editor"))
    if touch == "text":
        save_text(editor, "mali", "It named no place at all.[^doc-said]")
    else:
        figure(editor, "doc-said", note="Read twice.")
    newer = replace(small(), title="The valley, again")
    with commit():
        (sentence,) = load_starter_dossiers(shipped(tmp_path / "shipped", newer))
    assert "your editors have changed theirs" in sentence
    assert shown().dossier("mali") == small()


def test_a_shipped_dossier_that_was_removed_stays_away(commit, tmp_path):
    from conflict_atlas.site.editorial.starting import load_starter_dossiers

    folder = shipped(tmp_path / "shipped", small())
    with commit():
        load_starter_dossiers(folder)
    with commit():
        page_of("mali").delete()
    with commit():
        assert load_starter_dossiers(shipped(tmp_path / "shipped", replace(small(), title="Again"))) == ()
    assert "mali" not in shown().published()


KILLED = """
import os, signal, sys
import django
django.setup()
from conflict_atlas.site.editorial import exchange, shown
where = sys.argv[1]
def die(*arguments, **options):
    os.kill(os.getpid(), signal.SIGKILL)
if where == "before the commit":
    from conflict_atlas.site.editorial import publishing
    publishing.record = die
else:
    shown.follow = die
from pathlib import Path
from conflict_atlas.workspace import Workspace
exchange.import_dossier(Workspace.open(Path(os.environ["CONFLICT_ATLAS_WORKSPACE"])), Path(sys.argv[2]), True)
"""


def test_killed_while_publishing_readers_see_one_or_the_other_and_the_next_start_mends_it(tmp_path):
    from conflict_atlas.dossiers.snapshots import Snapshots
    from conflict_atlas.workspace import Workspace

    before = Workspace.create(tmp_path / "before").root
    folders.write(small(), tmp_path / "one", {})
    folders.write(replace(small(), title="The valley, again"), tmp_path / "two", {})
    assert run(before, "-m", "django", "prepare_site") == 0
    assert run(before, "-m", "conflict_atlas.cli", "dossier", "import", str(tmp_path / "one"), "--publish") == 0
    for where, shows in (("before the commit", "The valley"), ("before the pointer", "The valley, again")):
        workspace = Path(shutil.copytree(before, tmp_path / where.replace(" ", "-")))
        snapshots = Snapshots(workspace / "published")
        assert run(workspace, "-c", KILLED, where, str(tmp_path / "two")) == -signal.SIGKILL
        assert snapshots.dossier("mali").title == "The valley"
        assert run(workspace, "-m", "django", "prepare_site") == 0
        assert snapshots.dossier("mali").title == shows


def run(workspace: Path, *arguments: str) -> int:
    environment = {**os.environ, "CONFLICT_ATLAS_WORKSPACE": str(workspace)}
    environment.pop("CONFLICT_ATLAS_SUPERVISOR", None)
    return subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=False).returncode
