"""Keep the raw bytes: a copy in scratch space while they are read, and under their sha256 once they count.

What may live here: taking a copy, putting it into place, taking it back, and checking it later.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from conflict_atlas.events.errors import ImportRefused

_MARK = "placing-"


@dataclass(frozen=True)
class StagedFile:
    """A file whose bytes have been copied: ``path`` is the copy, ``name`` what the file was called."""

    name: str
    path: Path
    sha256: str
    size: int


def stage(source: Path, scratch: Path) -> StagedFile:
    """Copy ``source`` into ``scratch``. Raises ImportRefused if it is no file, is empty, or cannot be read."""
    name = os.fsencode(source.name).decode("utf-8", errors="replace")
    descriptor, copy_name = tempfile.mkstemp(dir=scratch, prefix="raw-")
    with os.fdopen(descriptor, "wb+") as copy:
        _copy(source, Path(copy_name))
        size = os.fstat(copy.fileno()).st_size
        if size == 0:
            raise ImportRefused(f"{name} is empty: download it again")
        sha256 = hashlib.file_digest(copy, "sha256").hexdigest()
    return StagedFile(name, Path(copy_name), sha256, size)


def _copy(source: Path, copy: Path) -> None:
    try:
        mode = source.stat().st_mode
    except FileNotFoundError:
        raise ImportRefused(f"no such file: {source}") from None
    except (OSError, ValueError) as error:
        raise ImportRefused(f"{source} cannot be opened: {error}") from None
    if stat.S_ISDIR(mode):
        raise ImportRefused(f"{source} is a folder: name the file in it")
    if not stat.S_ISREG(mode):
        raise ImportRefused(f"{source} is not a file on disk: save the data to a file and import that")
    if not os.access(source, os.R_OK):
        raise ImportRefused(f"{source} may not be read by this user: change its permissions")
    shutil.copyfile(source, copy)


def place(staged: StagedFile, raw_dir: Path, scratch: Path) -> None:
    """Move the copy to ``raw_dir/<sha256>`` and make sure that it stays; a copy that is there already is replaced.

    A mark in ``scratch`` remembers a file that was not there before, so that ``take_back`` finds it after a crash.
    """
    home = raw_dir / staged.sha256
    with staged.path.open("rb") as copy:
        os.fsync(copy.fileno())
    staged.path.chmod(0o444)
    if not home.exists():
        (scratch / (_MARK + staged.sha256)).touch()
    staged.path.replace(home)
    descriptor = os.open(raw_dir, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def take_back(scratch: Path, raw_dir: Path, kept: Collection[str]) -> None:
    """Remove what was placed by the import that used ``scratch``, unless the lake lists it among ``kept``."""
    for mark in scratch.glob(_MARK + "*"):
        sha256 = mark.name.removeprefix(_MARK)
        if sha256 not in kept:
            (raw_dir / sha256).unlink(missing_ok=True)


def damage(raw_dir: Path, sha256: str) -> str | None:
    """What is wrong with a kept file, as a sentence; None if its bytes are the ones that came."""
    path = raw_dir / sha256
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"{path} cannot be read ({error.strerror}): import the original file again, it is then put back"
    if found != sha256:
        return f"{path} is no longer what came: import the original file again, it is then put back"
    return None
