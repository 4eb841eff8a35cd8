"""What is published: dossiers in folders that never change, and a file that says which of them the public sees.

What may live here: publishing, reading what is published, marking it as behind, withdrawing it. Nothing of the newsroom.

A snapshot is ``<digest>/``, a dossier's folder named by its digest; the digest is verified when a snapshot is first opened.
``CURRENT.json`` names, for each slug, the snapshot in force; it is written aside, brought to disk and renamed, so that a reader
sees the old state or the new one and a crash loses neither. Writers take turns by a lock of their own; readers need none.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from conflict_atlas.dossiers import folder as folders
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.dossiers.folder.layout import PICTURES_FOLDER
from conflict_atlas.dossiers.folder.replacing import to_disk
from conflict_atlas.dossiers.folder.writing import folder_digest

CURRENT = "CURRENT.json"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class SnapshotError(DossierError):
    """What is published cannot be read or changed."""


@dataclass(frozen=True)
class Published:
    """Which snapshot of a dossier the public sees.

    ``revision`` is the newsroom's number of the text. ``behind`` are claims that have changed in the newsroom since.
    """

    slug: str
    digest: str
    at: datetime
    revision: int | None
    behind: tuple[str, ...] = ()


class Snapshots:
    """The published dossiers of a folder, ``published`` of a workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: tuple[str, Mapping[str, Published]] | None = None
        self._opened: dict[str, Dossier] = {}
        self._opening = threading.Lock()

    def state(self) -> str:
        """A word that is another one whenever what is published has changed."""
        try:
            status = (self.folder / CURRENT).stat()
        except FileNotFoundError:
            return "nothing"
        return f"{status.st_mtime_ns:x}-{status.st_ino:x}-{status.st_size:x}"

    def published(self) -> Mapping[str, Published]:
        """What is published, by slug."""
        state = self.state()
        known = self._known
        if known is None or known[0] != state:
            known = (state, MappingProxyType(self._read_current()))
            self._known = known
        return known[1]

    def dossier(self, slug: str) -> Dossier | None:
        """The dossier that is published at a slug, or None. Raises SnapshotError if its snapshot is damaged."""
        published = self.published().get(slug)
        return self._open(published.digest) if published else None

    def kept(self, digest: str) -> Dossier:
        """The dossier of a snapshot, whether or not the public sees it. Raises SnapshotError if it is not there or is damaged."""
        return self._open(digest)

    def picture(self, slug: str, file: str) -> Path | None:
        """The path of a picture of the dossier that is published at a slug, or None."""
        published = self.published().get(slug)
        if published is None or file not in {picture.file for picture in self._open(published.digest).pictures}:
            return None
        return self.folder / published.digest / PICTURES_FOLDER / file

    def publish(
        self, dossier: Dossier, pictures: Mapping[str, Path | bytes], at: datetime, revision: int | None = None
    ) -> Published:
        """Publish a dossier at its slug. When this returns it is on disk. Raises DossierError; the public then sees what it saw."""
        return self.point(dossier.slug, self.keep(dossier, pictures), at, revision)

    def keep(self, dossier: Dossier, pictures: Mapping[str, Path | bytes]) -> str:
        """Write the snapshot of a dossier, which nobody sees yet, unless it is there already. Gives its digest."""
        digest = folders.digest(dossier)
        with self._writing():
            self._sweep()
            if not _is_whole(self.folder / digest):
                folders.write(dossier, self.folder / digest, pictures)
        return digest

    def point(self, slug: str, digest: str, at: datetime, revision: int | None = None) -> Published:
        """Let the public see a snapshot that is kept. Raises SnapshotError if it is not there, is damaged, or is another's."""
        published = Published(slug, digest, at.astimezone(UTC), revision)
        with self._writing():
            if (dossier := _verified(self.folder / digest)).slug != slug:
                raise SnapshotError(f"the snapshot {digest} is of {dossier.slug!r}, not of {slug!r}. Publish that one instead.")
            self._write_current({**self._read_current(), slug: published})
        return published

    def mark_behind(self, slug: str, claim_ids: Iterable[str]) -> None:
        """Say which claims have changed since, all of them. Nothing happens where nothing is published at that slug."""
        behind = tuple(sorted(set(claim_ids)))
        with self._writing():
            current = self._read_current()
            if slug in current and behind != current[slug].behind:
                self._write_current({**current, slug: replace(current[slug], behind=behind)})

    def withdraw(self, slug: str) -> None:
        """Stop publishing. The snapshots stay. Raises SnapshotError if nothing is published at that slug."""
        with self._writing():
            current = self._read_current()
            if slug not in current:
                listing = ", ".join(sorted(current)) or "nothing"
                raise SnapshotError(f"no dossier is published at {slug!r}. Published: {listing}.")
            self._write_current({name: published for name, published in current.items() if name != slug})

    def _open(self, digest: str) -> Dossier:
        """The dossier of a snapshot, kept in memory while it is in force."""
        if opened := self._opened.get(digest):
            return opened
        with self._opening:
            if digest not in self._opened:
                dossier = _verified(self.folder / digest)
                in_force = {published.digest for published in self.published().values()}
                self._opened = {key: kept for key, kept in self._opened.items() if key in in_force} | {digest: dossier}
            return self._opened[digest]

    def _read_current(self) -> dict[str, Published]:
        path = self.folder / CURRENT
        try:
            entries = json.loads(path.read_bytes())["published"]
            return {slug: _published(slug, entry) for slug, entry in entries.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise SnapshotError(
                f"{path} cannot be read ({error}). Restore it from a backup, or move it away and publish each dossier again."
            ) from error

    def _write_current(self, current: Mapping[str, Published]) -> None:
        entries = {
            slug: {"digest": item.digest, "at": item.at.isoformat(), "revision": item.revision, "behind": item.behind}
            for slug, item in sorted(current.items())
        }
        temporary = self.folder / f"{CURRENT}.new"
        try:
            with temporary.open("w", encoding="utf-8") as file:
                json.dump({"published": entries}, file, ensure_ascii=False, indent=1)
                file.flush()
                _date_after(file.fileno(), self.folder / CURRENT)
                os.fsync(file.fileno())
            temporary.replace(self.folder / CURRENT)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise SnapshotError(f"{self.folder} cannot be written ({error.strerror}): what was published stays.") from error
        try:
            to_disk(self.folder)
        except OSError as error:
            raise SnapshotError(
                f"it is published, but the system does not confirm that it is on disk ({error.strerror}): check the disk"
            ) from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time, in whatever process; each has to do a few files only, so the next one waits."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise SnapshotError(f"{self.folder} cannot be written ({error.strerror}): what was published stays.") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _sweep(self) -> None:
        """Remove what a killed writer has left: folders that never got their name."""
        for path in self.folder.glob(".*"):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)


def _date_after(descriptor: int, earlier: Path) -> None:
    """Date a file later than another one, although both may be written in one tick of the system's clock."""
    if earlier.exists():
        moment = max(time.time_ns(), earlier.stat().st_mtime_ns + 1)
        os.utime(descriptor, ns=(moment, moment))


def _verified(snapshot: Path) -> Dossier:
    """The dossier of a snapshot. Raises SnapshotError if its bytes are not those that its name promises."""
    try:
        dossier = folders.read(snapshot)
        damage = None if folder_digest(snapshot) == snapshot.name else "is not what was published"
    except DossierError as error:
        damage = f"cannot be read ({error})"
    if damage:
        raise SnapshotError(f"the snapshot {snapshot} {damage}. Restore it from a backup, or publish the dossier again.")
    return dossier


def _is_whole(snapshot: Path) -> bool:
    """Whether a snapshot is there; a damaged one is taken away in one step, since nobody can read it."""
    if not snapshot.exists():
        return False
    try:
        _verified(snapshot)
    except SnapshotError:
        aside = snapshot.with_name(f".{snapshot.name}-damaged")
        snapshot.rename(aside)
        shutil.rmtree(aside)
        return False
    return True


def _published(slug: str, entry: Mapping[str, object]) -> Published:
    digest, at, revision, behind = (entry[name] for name in ("digest", "at", "revision", "behind"))
    if not (isinstance(digest, str) and _DIGEST.fullmatch(digest) and isinstance(at, str) and isinstance(behind, list)):
        raise ValueError(f"the entry of {slug}")
    if not (revision is None or isinstance(revision, int)):
        raise ValueError(f"the revision of {slug}")
    return Published(slug, digest, datetime.fromisoformat(at), revision, tuple(map(str, behind)))
