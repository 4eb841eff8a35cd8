"""What is published: whole or not at all, the same for every reader, and never changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from conflict_atlas.dossiers import folder as folders
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.dossiers.snapshots import Published, SnapshotError, Snapshots
from support.dossiers import PICTURE, PICTURES, small_dossier
from support.folders import contents

AT = datetime(2024, 2, 1, 12, 30, tzinfo=UTC)
OLD = small_dossier()
NEW = replace(OLD, lead="Another lead.[^doc-said]")
TESTS = Path(__file__).parents[1]


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path / "published")


def shown(snapshots: Snapshots, slug: str = "the-valley") -> Dossier | None:
    """What a reader sees who has just come."""
    return Snapshots(snapshots.folder).dossier(slug)


def test_nothing_is_published_at_first(snapshots: Snapshots) -> None:
    assert dict(snapshots.published()) == {}
    assert snapshots.dossier("the-valley") is None
    assert snapshots.picture("the-valley", "valley.png") is None
    assert not snapshots.folder.exists()


def test_what_is_published_is_seen_with_its_pictures(snapshots: Snapshots) -> None:
    published = snapshots.publish(OLD, PICTURES, AT.astimezone(timezone(timedelta(hours=4))), revision=7)
    assert published == Published("the-valley", folders.digest(OLD), AT, 7, ())
    for reader in (snapshots, Snapshots(snapshots.folder)):
        assert dict(reader.published()) == {"the-valley": published}
        assert reader.dossier("the-valley") == OLD
        path = reader.picture("the-valley", "valley.png")
        assert path is not None
        assert path.read_bytes() == PICTURE
        assert reader.picture("the-valley", "../valley.png") is None
        assert reader.dossier("another") is None


def test_a_dossier_is_kept_in_memory_while_it_is_in_force(snapshots: Snapshots) -> None:
    snapshots.publish(OLD, PICTURES, AT)
    opened = snapshots.dossier("the-valley")
    assert snapshots.dossier("the-valley") is opened
    Snapshots(snapshots.folder).publish(NEW, PICTURES, AT)
    assert snapshots.dossier("the-valley") == NEW
    assert list(snapshots._opened) == [folders.digest(NEW)]


def test_the_state_changes_with_every_change_however_quick(snapshots: Snapshots) -> None:
    states = [snapshots.state()]
    snapshots.publish(OLD, PICTURES, AT)
    for number in range(30):
        states.append(snapshots.state())
        snapshots.mark_behind("the-valley", [f"doc-{number % 3}"])
    assert len(set(states)) == len(states)
    assert snapshots.state() == Snapshots(snapshots.folder).state()


def test_publishing_again_puts_the_new_one_in_force_and_keeps_the_old_folder(snapshots: Snapshots) -> None:
    first = snapshots.publish(OLD, PICTURES, AT)
    before = contents(snapshots.folder / first.digest)
    second = snapshots.publish(NEW, PICTURES, AT)
    assert shown(snapshots) == NEW
    assert contents(snapshots.folder / first.digest) == before
    assert snapshots.publish(OLD, PICTURES, AT, revision=3).digest == first.digest
    assert shown(snapshots) == OLD
    assert {path.name for path in snapshots.folder.iterdir()} == {first.digest, second.digest, "CURRENT.json", "lock"}


def test_publishing_the_same_again_writes_no_folder_and_is_up_to_date(snapshots: Snapshots) -> None:
    first = snapshots.publish(OLD, PICTURES, AT)
    written = (snapshots.folder / first.digest / "lead.md").stat().st_mtime_ns
    snapshots.mark_behind("the-valley", ["doc-said"])
    assert snapshots.publish(OLD, {}, AT).behind == ()
    assert (snapshots.folder / first.digest / "lead.md").stat().st_mtime_ns == written
    assert snapshots.published()["the-valley"].behind == ()


def test_claims_that_changed_since_are_named(snapshots: Snapshots) -> None:
    snapshots.mark_behind("the-valley", ["doc-said"])
    assert dict(snapshots.published()) == {}
    snapshots.publish(OLD, PICTURES, AT)
    snapshots.mark_behind("the-valley", ["doc-said", "doc-killed-2020", "doc-said"])
    assert snapshots.published()["the-valley"].behind == ("doc-killed-2020", "doc-said")
    state = snapshots.state()
    snapshots.mark_behind("the-valley", ["doc-killed-2020", "doc-said"])
    assert snapshots.state() == state
    snapshots.mark_behind("the-valley", [])
    assert snapshots.published()["the-valley"].behind == ()
    assert snapshots.dossier("the-valley") == OLD


def test_what_is_withdrawn_is_not_seen_and_its_folder_stays(snapshots: Snapshots) -> None:
    published = snapshots.publish(OLD, PICTURES, AT)
    snapshots.publish(replace(OLD, slug="the-hill"), PICTURES, AT)
    snapshots.withdraw("the-valley")
    assert snapshots.dossier("the-valley") is None
    assert shown(snapshots, "the-hill") is not None
    assert folders.read(snapshots.folder / published.digest) == OLD
    with pytest.raises(SnapshotError, match=r"no dossier is published at 'the-valley'\. Published: the-hill\."):
        snapshots.withdraw("the-valley")


def test_a_snapshot_can_be_kept_first_and_be_seen_later(snapshots: Snapshots) -> None:
    digest = snapshots.keep(OLD, PICTURES)
    assert shown(snapshots) is None
    with pytest.raises(SnapshotError, match="is of 'the-valley', not of 'the-hill'"):
        snapshots.point("the-hill", digest, AT)
    with pytest.raises(SnapshotError, match="cannot be read"):
        snapshots.point("the-valley", "0" * 64, AT)
    snapshots.point("the-valley", digest, AT, 4)
    assert shown(snapshots) == OLD


@pytest.mark.parametrize("damage", ["changed", "reordered", "gone", "picture", "extra", "no folder"])
def test_a_damaged_snapshot_is_told_and_not_shown_and_publishing_mends_it(snapshots: Snapshots, damage: str) -> None:
    snapshot = snapshots.folder / snapshots.publish(OLD, PICTURES, AT).digest
    lead = snapshot / "lead.md"
    if damage == "changed":
        lead.write_text(lead.read_text().replace("soldiers", "people"))
    elif damage == "reordered":
        (snapshot / "dossier.yaml").write_text("# the same, read again\n" + (snapshot / "dossier.yaml").read_text())
    elif damage == "gone":
        (snapshot / "sources.yaml").unlink()
    elif damage == "picture":
        (snapshot / "pictures" / "valley.png").write_bytes(b"another")
    elif damage == "extra":
        (snapshot / "concerns.md").write_text("added")
    else:
        snapshot.rename(snapshots.folder / "elsewhere")
    reader = Snapshots(snapshots.folder)
    for _ in range(2):
        with pytest.raises(SnapshotError, match=rf"{snapshot.name} .*Restore it from a backup, or publish the dossier again"):
            reader.dossier("the-valley")
    snapshots.publish(OLD, PICTURES, AT)
    assert reader.dossier("the-valley") == OLD


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"\xff", b'{"published": []}', b'{"published": {"a": 1}}', b'{"published": {"a": {"digest": "x"}}}'),
        b'{"published": {"a": {"digest": "../x", "at": "2020-01-01", "revision": null, "behind": []}}}',
        b'{"published": {"a": {"digest": "%s", "at": "2020-01-01", "revision": "1", "behind": []}}}' % (b"0" * 64),
    ],
)
def test_a_damaged_pointer_is_told(snapshots: Snapshots, content: bytes) -> None:
    snapshots.publish(OLD, PICTURES, AT)
    (snapshots.folder / "CURRENT.json").write_bytes(content)
    for act in (snapshots.published, lambda: snapshots.publish(NEW, PICTURES, AT), lambda: snapshots.withdraw("the-valley")):
        with pytest.raises(SnapshotError, match=r"CURRENT\.json cannot be read"):
            act()
    assert (snapshots.folder / "CURRENT.json").read_bytes() == content


def test_what_cannot_be_published_changes_nothing(snapshots: Snapshots) -> None:
    snapshots.publish(OLD, PICTURES, AT)
    before = contents(snapshots.folder)
    for dossier, pictures in ((NEW, {}), (replace(NEW, slug="No Slug"), PICTURES)):
        with pytest.raises(DossierError):
            snapshots.publish(dossier, pictures, AT)
    assert contents(snapshots.folder) == before


def test_a_full_disk_leaves_what_is_published_as_it_was(snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshots.publish(OLD, PICTURES, AT)
    really, calls = os.fsync, iter(range(1, 100))
    failing = 1

    def full(descriptor: int) -> None:
        if next(calls) == failing:
            raise OSError(28, "No space left on device")
        really(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    outcomes = []
    for failing in range(1, 20):
        calls = iter(range(1, 100))
        try:
            snapshots.publish(replace(NEW, title=f"Title {failing}"), PICTURES, AT)
        except DossierError as error:
            outcomes.append("No space left" in str(error))
        else:
            break
        found = shown(snapshots)
        assert found is not None
        assert found.title in ("The valley", f"Title {failing}")
    assert len(outcomes) > 8
    assert all(outcomes)


def test_readers_see_one_or_the_other_while_others_publish(snapshots: Snapshots) -> None:
    snapshots.publish(OLD, PICTURES, AT)
    seen: list[bool] = []
    problems: list[BaseException] = []
    done = threading.Event()

    def reading(reader: Snapshots) -> None:
        try:
            while not done.is_set():
                seen.append(reader.dossier("the-valley") in (OLD, NEW) and reader.picture("the-valley", "valley.png") is not None)
        except BaseException as error:
            problems.append(error)

    def publishing(dossier: Dossier) -> None:
        try:
            for _ in range(6):
                Snapshots(snapshots.folder).publish(dossier, PICTURES, AT)
        except BaseException as error:
            problems.append(error)

    readers = [threading.Thread(target=reading, args=(each,)) for each in (snapshots, snapshots, Snapshots(snapshots.folder))]
    writers = [threading.Thread(target=publishing, args=(each,)) for each in (OLD, NEW, NEW)]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert problems == []
    assert seen
    assert all(seen)


def test_a_writer_killed_at_any_step_leaves_the_old_dossier_or_the_new_one(tmp_path: Path) -> None:
    program = TESTS / "support" / "killing_writers.py"
    environment = {**os.environ, "PYTHONPATH": str(TESTS), "PYTHONWARNINGS": "ignore::DeprecationWarning"}
    done = subprocess.run(
        [sys.executable, str(program), str(tmp_path)], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["checkout"]["old"] > 30
    assert told["checkout"]["new"] > 20
    assert told["new place"]["old"] > 25
    assert told["published"]["old"] > 40
    assert told["published"]["new"] > 1
