"""Putting files into a folder all at once, although something else may lie there too.

What may live here: the files that a folder holds at this moment, and changing them in one step. No knowledge of dossiers beyond
their names.

A new folder is made beside its place and renamed. A folder that is there already, perhaps a checkout of git, keeps its place:
the files are brought to disk in ``.dossier-incoming`` inside it, which is renamed to ``.dossier-replacing``. That rename is the step:
from then on the folder counts as holding the new files, wherever each of them lies, and before it the old ones. What is left
to do is done by the same call, or, if that was killed, by the next one.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conflict_atlas.dossiers.errors import DossierError, DossierFileError
from conflict_atlas.dossiers.folder import layout

INCOMING, REPLACING, LISTING = ".dossier-incoming", ".dossier-replacing", "files.json"


def files_of(folder: Path) -> dict[str, Path]:
    """The files that count in a folder, name to path; what may lie beside a dossier is left out."""
    try:
        listing = _listing(folder)
        here = _here(folder)
    except (FileNotFoundError, NotADirectoryError):
        raise DossierFileError(str(folder), "the folder", "there is no such folder.") from None
    except OSError as error:
        raise DossierFileError(str(folder), "the folder", f"it cannot be read ({error.strerror}).") from None
    if listing is None:
        return here
    waiting = {name: folder / REPLACING / name for name in listing.new}
    found = {name: path if path.exists() else folder / name for name, path in waiting.items()}
    return {name: path for name, path in here.items() if name not in listing.old} | found


@dataclass(frozen=True)
class _Listing:
    """The names of the files that a folder gets, and of those that it had."""

    new: tuple[str, ...]
    old: tuple[str, ...]

    def dump(self) -> bytes:
        return json.dumps({"new": self.new, "old": self.old}).encode()


def _listing(folder: Path) -> _Listing | None:
    """What a call has begun to replace. It may come from anywhere with the folder, so its names are held to be ours."""
    path = folder / REPLACING / LISTING
    if not path.exists():
        return None
    try:
        value = json.loads(path.read_bytes())
        listing = _Listing(tuple(value["new"]), tuple(value["old"]))
        if not (folder / REPLACING).is_symlink() and all(map(_is_ours, (*listing.new, *listing.old))):
            return listing
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise DossierFileError(f"{REPLACING}/{LISTING}", "the file", f"this is nothing of ours. Remove the folder {REPLACING}.")


def _is_ours(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    return name in layout.FILES or (folder == layout.PICTURES_FOLDER and bool(layout.PICTURE_FILE.fullmatch(file)))


def _here(folder: Path) -> dict[str, Path]:
    found = {path.name: path for path in sorted(folder.iterdir()) if not layout.BESIDE.fullmatch(path.name)}
    pictures = found.get(layout.PICTURES_FOLDER)
    if pictures is not None and pictures.is_dir() and not pictures.is_symlink():
        del found[layout.PICTURES_FOLDER]
        for path in sorted(pictures.iterdir()):
            if not path.name.startswith("."):
                found[f"{layout.PICTURES_FOLDER}/{path.name}"] = path
    return found


def put(folder: Path, files: Mapping[str, bytes], old: Iterable[str]) -> tuple[str, ...]:
    """Write the files: all of them or none. ``old`` are the names that they replace, which go if they are not written again.

    Gives the names of what lies in the folder besides and was left alone.
    """
    try:
        if not folder.is_dir():
            _put_new(folder, files)
            return ()
        with _alone(folder):
            _finish(folder)
            _refuse_obstacles(folder, files)
            _make_ready(folder, files, _Listing(tuple(sorted(files)), tuple(sorted(old))))
    except OSError as error:
        raise DossierError(f"{folder} cannot be written: {error.strerror or error}. Nothing in it has changed.") from error
    try:
        with _alone(folder):
            to_disk(folder)
            _finish(folder)
    except OSError as error:
        raise DossierError(
            f"{folder} counts as written, but not every file is in its place yet: {error.strerror or error}. Run this again."
        ) from error
    return tuple(name for name in files_of(folder) if name not in files)


def _finish(folder: Path) -> None:
    """Do what is left to do, perhaps by a call that was killed. A file that lies in its place already waits no more."""
    listing = _listing(folder)
    pictures = folder / layout.PICTURES_FOLDER
    if listing is not None:
        for name in listing.new:
            waiting = folder / REPLACING / name
            if waiting.exists():
                (folder / name).parent.mkdir(exist_ok=True)
                waiting.replace(folder / name)
        for name in set(listing.old) - set(listing.new):
            (folder / name).unlink(missing_ok=True)
        if pictures.is_dir() and not any(pictures.iterdir()):
            pictures.rmdir()
        for changed in (pictures, folder):
            if changed.is_dir():
                to_disk(changed)
        (folder / REPLACING / LISTING).unlink()
    for rest in (REPLACING, INCOMING):
        if (folder / rest).exists():
            shutil.rmtree(folder / rest)


def _refuse_obstacles(folder: Path, files: Mapping[str, bytes]) -> None:
    """Raise DossierError where a file could not be put into its place later on."""
    pictures = folder / layout.PICTURES_FOLDER
    if pictures.is_symlink() or (pictures.exists() and not pictures.is_dir()):
        raise DossierError(f"{pictures} is in the way: it is no folder. Move it away and run this again.")
    for name in files:
        if (folder / name).is_dir() and not (folder / name).is_symlink():
            raise DossierError(f"{folder / name} is in the way: it is a folder. Move it away and run this again.")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep a second writer out of the folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise DossierError(f"somebody else is writing to {folder} at this moment. Run this again.") from None
    finally:
        os.close(descriptor)


def _make_ready(folder: Path, files: Mapping[str, bytes], listing: _Listing) -> None:
    """Bring everything to disk inside the folder, and take the step from which it counts."""
    incoming = folder / INCOMING
    try:
        incoming.mkdir()
        _fill(incoming, {**files, LISTING: listing.dump()})
        incoming.rename(folder / REPLACING)
    except BaseException:
        shutil.rmtree(incoming, ignore_errors=True)
        raise


def _put_new(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _fill(temporary, files)
        temporary.chmod(0o755)
        temporary.rename(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    to_disk(folder.parent)


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    for made in {(folder / name).parent for name in files} | {folder}:
        to_disk(made)


def to_disk(path: Path) -> None:
    """Make sure that a folder's entries stay."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
