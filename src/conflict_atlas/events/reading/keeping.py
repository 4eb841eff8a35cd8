"""Keep the raw bytes: copy a file into the workspace under its sha256, and make sure it stays."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from conflict_atlas.events.errors import ImportRefused


@dataclass(frozen=True)
class KeptFile:
    """A file whose bytes are kept: ``path`` is the copy, ``name`` what it was called."""

    name: str
    path: Path
    sha256: str
    size: int


def keep(source: Path, raw_dir: Path) -> KeptFile:
    """Copy ``source`` to ``raw_dir/<sha256>``. The same bytes are kept once. Raises ImportRefused if it cannot be read."""
    if source.is_dir():
        raise ImportRefused(f"{source} is a folder: name the file in it")
    descriptor, temporary_name = tempfile.mkstemp(dir=raw_dir, prefix="incoming-")
    temporary = Path(temporary_name)
    try:
        with os.fdopen(descriptor, "wb+") as copy:
            _copy(source, temporary)
            size = os.fstat(copy.fileno()).st_size
            if size == 0:
                raise ImportRefused(f"{source.name} is empty: download it again")
            copy.seek(0)
            sha256 = hashlib.file_digest(copy, "sha256").hexdigest()
            os.fsync(copy.fileno())
        temporary.chmod(0o444)
        temporary.replace(raw_dir / sha256)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return KeptFile(source.name, raw_dir / sha256, sha256, size)


def _copy(source: Path, copy: Path) -> None:
    try:
        shutil.copyfile(source, copy)
    except FileNotFoundError:
        raise ImportRefused(f"no such file: {source}") from None
    except PermissionError:
        raise ImportRefused(f"{source} may not be read by this user: change its permissions") from None
