"""The workspace: the one folder that holds everything an installation keeps.

What may live here: where things are kept, the settings file, the lock for writers, the ledger. No knowledge of what is in them.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs

SETTINGS_FILE = "atlas.toml"
SETTINGS_TEMPLATE = """\
# Settings of this Conflict Atlas. Every line may be left out; what stands here is the default.

# Shown in the page header and in feeds.
site_name = "Conflict Atlas"

# The public address, without a slash at the end; used where an absolute address is needed (sitemap, feeds).
base_url = "http://127.0.0.1:8000"

# Who answers reports of errors and requests to take something down: a mail address or the address of a page.
contact = ""

# Hosts that the server answers to, beside 127.0.0.1 and localhost.
allowed_hosts = []

# The languages of the pages; the first is the one for readers whose browser asks for none of them. Known: see docs/languages.md.
languages = ["en", "es", "fr", "ar"]

# One person runs this site alone: what this person writes may be published by the same person. With two or more people
# leave it at false: then nobody publishes a text on their own word.
single_editor = false

# After an import, make forecasts and render the main pages before anybody asks. On a small or busy machine set it to false:
# then pages are made when they are asked for, and forecasts by `conflict-atlas forecast`.
work_ahead = true
"""


class WorkspaceError(Exception):
    """The workspace cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Settings:
    """What the operator may set in ``atlas.toml``."""

    site_name: str = "Conflict Atlas"
    base_url: str = "http://127.0.0.1:8000"
    contact: str = ""
    allowed_hosts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en", "es", "fr", "ar")
    single_editor: bool = False
    work_ahead: bool = True


@dataclass(frozen=True)
class Workspace:
    """A folder with raw bytes, lake, derived tables, published snapshots, media, the site's database and the settings."""

    root: Path
    settings: Settings

    @classmethod
    def default_root(cls) -> Path:
        """``$CONFLICT_ATLAS_WORKSPACE``, else a per-user data folder."""
        named = os.environ.get("CONFLICT_ATLAS_WORKSPACE")
        return Path(named) if named else Path(platformdirs.user_data_dir("conflict-atlas", appauthor=False))

    @classmethod
    def create(cls, root: Path) -> Workspace:
        """Make what is missing and open it. Raises WorkspaceError where a file is in the way or nothing can be written."""
        root = root.expanduser().absolute()
        try:
            for folder in ("", "raw", "lake", "derived", "published", "media", "tmp"):
                (root / folder).mkdir(parents=True, exist_ok=True)
            settings_path = root / SETTINGS_FILE
            if not settings_path.exists():
                settings_path.write_text(SETTINGS_TEMPLATE, encoding="utf-8")
        except OSError as error:
            raise WorkspaceError(f"cannot make a workspace at {root}: {error.strerror}. Name another folder.") from error
        return cls.open(root)

    @classmethod
    def open(cls, root: Path) -> Workspace:
        """Open an existing workspace. Raises WorkspaceError if there is none or its settings cannot be read."""
        root = root.expanduser().absolute()
        settings_path = root / SETTINGS_FILE
        if not settings_path.is_file():
            raise WorkspaceError(f"{root} is no workspace: make one with `conflict-atlas init {root}` or `conflict-atlas up`")
        try:
            values = tomllib.loads(settings_path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise WorkspaceError(
                f"{settings_path}: {error}. Mend the file, or move it away to start from the defaults."
            ) from error
        return cls(root, _read_settings(settings_path, values))

    @property
    def lake_dir(self) -> Path:
        """The append-only lake."""
        return self.root / "lake"

    @property
    def raw_dir(self) -> Path:
        """Raw bytes as they came, one file a sha256."""
        return self.root / "raw"

    @property
    def derived_dir(self) -> Path:
        """What can be made again from the lake."""
        return self.root / "derived"

    @property
    def tmp_dir(self) -> Path:
        """Scratch space on the same file system, so that a rename is atomic."""
        return self.root / "tmp"

    @property
    def ledger(self) -> Path:
        """One JSON line for each thing done."""
        return self.root / "ledger.jsonl"

    def secret_key(self) -> str:
        """The site's secret, made at first use, readable by its owner only."""
        path = self.root / "secret.key"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
        return path.read_text(encoding="ascii").strip()

    @contextmanager
    def writing(self, what: str) -> Iterator[None]:
        """Hold the writers' lock. Raises WorkspaceError that names the other writer if there is one."""
        path = self.root / "lock"
        with path.open("a+", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                other = file.read().strip() or "another command"
                raise WorkspaceError(f"{other} is writing to this workspace. Wait until it is done and run this again.") from None
            file.seek(0)
            file.truncate()
            file.write(f"{what} (process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC)")
            file.flush()
            yield

    def note(self, action: str, **facts: Any) -> None:
        """Append one line to the ledger and make sure that it is on disk."""
        line = json.dumps({"at": datetime.now(UTC).isoformat(timespec="seconds"), "action": action, **facts}, ensure_ascii=False)
        with self.ledger.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())


def _read_settings(path: Path, values: Mapping[str, Any]) -> Settings:
    known = {field.name: field for field in fields(Settings)}
    read: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise WorkspaceError(f"{path}: unknown setting {name!r}. Known ones: {', '.join(sorted(known))}.")
        if isinstance(known[name].default, tuple):
            if not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
                raise WorkspaceError(f"{path}: {name} must be a list of texts in quotes")
            read[name] = tuple(value)
            if name == "languages":
                _check_languages(path, read[name])
        elif isinstance(known[name].default, bool):
            if not isinstance(value, bool):
                raise WorkspaceError(f"{path}: {name} must be true or false, without quotes")
            read[name] = value
        elif isinstance(value, str):
            read[name] = value
        else:
            raise WorkspaceError(f"{path}: {name} must be a text in quotes")
    return Settings(**read)


def _check_languages(path: Path, named: tuple[str, ...]) -> None:
    known = Settings.languages
    if not named or len(set(named)) < len(named) or not set(named) <= set(known):
        raise WorkspaceError(
            f"{path}: languages is a list of one or more of {', '.join(known)}, each once; the first is where / leads by default"
        )
