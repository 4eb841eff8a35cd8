"""Which editions the public sees: files that never change, and one file that names those in force.

What may live here: publishing, withdrawing, reading, and what has changed since somebody last looked. Beside each edition stand
the digests of the claims that it was last checked against, so that a changed claim flags it without anybody having to think of it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from conflict_atlas.dossiers.claim import Claim
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.errors import DossierError
from conflict_atlas.dossiers.folder.replacing import to_disk
from conflict_atlas.kids import folder
from conflict_atlas.kids.check import check
from conflict_atlas.kids.edition import Edition
from conflict_atlas.kids.reading import claims_used

CURRENT = "CURRENT.json"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NOT_SAID = ("review", "checked_by", "rule_id", "rule_version")
"""Fields of a claim that say how it was worked on, and nothing of what it claims."""


class NotReady(DossierError):
    """An edition may not be published; ``reasons`` says why, one sentence each."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("this edition may not be published:\n" + "\n".join(f"  {reason}" for reason in self.reasons))


@dataclass(frozen=True)
class Published:
    """An edition in force. ``by`` is the name of who published it, ``claims`` the digest of each claim as it was then."""

    slug: str
    language: str
    digest: str
    at: datetime
    by: str
    claims: Mapping[str, str]


def said(claim: Claim) -> str:
    """A digest that changes with whatever a claim says, and not with who has checked it."""
    fields = {name: value for name, value in asdict(claim).items() if name not in _NOT_SAID}
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


_said: dict[int, tuple[Dossier, Mapping[str, str]]] = {}
_MOST_KEPT = 16


def said_by(dossier: Dossier) -> Mapping[str, str]:
    """What each claim of a dossier says, by its id, as a digest. Kept for the dossiers asked for last, since every request asks."""
    kept = _said.get(id(dossier))
    if kept is None or kept[0] is not dossier:
        kept = (dossier, {claim.claim_id: said(claim) for claim in dossier.claims})
        if len(_said) >= _MOST_KEPT:
            _said.clear()
        _said[id(dossier)] = kept
    return kept[1]


def behind(published: Published, dossier: Dossier | None, changed: Iterable[str] = ()) -> tuple[str, ...]:
    """The claims of an edition that say something else now than when somebody last looked, or are gone.

    ``dossier`` is the one that is published now; ``changed`` are claims that the newsroom has changed since it was published.
    """
    now = said_by(dossier) if dossier else {}
    moved = set(changed)
    return tuple(
        sorted(claim_id for claim_id, digest in published.claims.items() if claim_id in moved or now.get(claim_id) != digest)
    )


class Editions:
    """The published editions of a folder, ``published-kids`` of a workspace."""

    def __init__(self, root: Path) -> None:
        self.folder = root
        self._known: tuple[str, Mapping[tuple[str, str], Published]] | None = None
        self._opened: dict[str, Edition] = {}

    def state(self) -> str:
        """A word that is another one whenever what is published has changed."""
        try:
            status = (self.folder / CURRENT).stat()
        except FileNotFoundError:
            return "nothing"
        return f"{status.st_mtime_ns:x}-{status.st_ino:x}-{status.st_size:x}"

    def published(self) -> Mapping[tuple[str, str], Published]:
        """What is published, by slug and language."""
        state, known = self.state(), self._known
        if known is None or known[0] != state:
            known = (state, MappingProxyType(self._read()))
            self._known = known
        return known[1]

    def edition(self, published: Published) -> Edition:
        """The edition that was published. Raises DossierError if its file is not what its name promises."""
        if published.digest not in self._opened:
            path = self.folder / f"{published.digest}.yaml"
            try:
                content = path.read_bytes()
            except OSError as error:
                raise DossierError(
                    f"{path} cannot be read ({error.strerror}): restore it, or publish the edition again."
                ) from error
            if hashlib.sha256(content).hexdigest() != published.digest:
                raise DossierError(f"{path} is not what was published: restore it, or publish the edition again.")
            self._opened[published.digest] = folder.parse(path.name, content)
        return self._opened[published.digest]

    def publish(self, edition: Edition, dossier: Dossier | None, at: datetime, by: str) -> Published:
        """Let the public see an edition: the one gate. Raises NotReady with the reasons while the check finds an error.

        ``dossier`` is the published one, whose claims it is checked against; without it nothing can be published. The day of
        checking becomes that of ``at``.
        """
        if dossier is None:
            raise NotReady([f"the dossier on {edition.slug!r} is not published, and every figure here is one of its claims"])
        if not by.strip():
            raise NotReady(["nobody is named who publishes it: a page for kids is never published by a machine"])
        edition = replace(edition, checked=at.astimezone(UTC).date())
        errors = [finding for finding in check(edition, dossier).findings if finding.severity == "error"]
        if errors:
            raise NotReady(f"{finding.place}: {finding.message} [{finding.rule}]" for finding in errors)
        claims = said_by(dossier)
        used = {claim_id: claims[claim_id] for claim_id in claims_used(edition)}
        content = folder.canonical(edition)
        made = Published(edition.slug, edition.language, hashlib.sha256(content).hexdigest(), at.astimezone(UTC), by, used)
        with self._writing():
            _write(self.folder / f"{made.digest}.yaml", content)
            self._write_current({**self._read(), (made.slug, made.language): made})
        return made

    def withdraw(self, slug: str, language: str) -> None:
        """Stop publishing an edition; its file stays. Nothing happens where none is published."""
        with self._writing():
            self._write_current({key: item for key, item in self._read().items() if key != (slug, language)})

    def _read(self) -> dict[tuple[str, str], Published]:
        path = self.folder / CURRENT
        try:
            entries = json.loads(path.read_bytes())["published"]
            return {(entry["slug"], entry["language"]): _published(entry) for entry in entries}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DossierError(
                f"{path} cannot be read ({error}): restore it, or move it away and publish each edition again."
            ) from error

    def _write_current(self, current: Mapping[tuple[str, str], Published]) -> None:
        entries = [
            {**asdict(item), "at": item.at.isoformat(), "claims": dict(sorted(item.claims.items()))}
            for _, item in sorted(current.items())
        ]
        _write(self.folder / CURRENT, json.dumps({"published": entries}, ensure_ascii=False, indent=1).encode())

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _write(path: Path, content: bytes) -> None:
    """Write a file aside, bring it to disk and rename it, so that a reader sees the old bytes or the new ones."""
    temporary = path.with_name(f"{path.name}.new")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        to_disk(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise DossierError(f"{path.parent} cannot be written ({error.strerror}): what was published stays.") from error


def _published(entry: Mapping[str, object]) -> Published:
    digest, at, claims = entry["digest"], entry["at"], entry["claims"]
    if not (isinstance(digest, str) and _DIGEST.fullmatch(digest) and isinstance(at, str) and isinstance(claims, dict)):
        raise ValueError(f"the entry of {entry['slug']}")
    return Published(str(entry["slug"]), str(entry["language"]), digest, datetime.fromisoformat(at), str(entry["by"]), claims)
