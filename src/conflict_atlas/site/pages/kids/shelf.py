"""The shelf of published editions: the one way in which a public page reaches them.

What may live here: finding an edition with the dossier whose claims it tells, what has changed since, and the keys of pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.kids.check import measured_text
from conflict_atlas.kids.edition import Edition
from conflict_atlas.kids.published import Editions, Published, behind
from conflict_atlas.plain.levels import Level
from conflict_atlas.publish.printing.letters import missing_letters
from conflict_atlas.site.pages import shelf

_MOST_KEPT = 256
_printable: dict[tuple[str, str, Level], bool] = {}


@dataclass(frozen=True)
class Copy:
    """An edition as it is published now. ``behind`` are the claims that have changed since somebody last looked at it."""

    edition: Edition
    published: Published
    dossier: Dossier
    behind: tuple[str, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """What names the bytes of a page about this edition alone: its text and every claim it tells."""
        base = shelf.copy_of(self.edition.slug)
        return (self.published.digest, self.published.at.isoformat(), *shelf.inputs(base), ",".join(self.behind))


@lru_cache(maxsize=4)
def _editions(root: Path) -> Editions:
    return Editions(root / "published-kids")


def editions() -> Editions:
    """The published editions of the workspace that the site serves."""
    return _editions(Path(settings.ATLAS_WORKSPACE))


def state() -> str:
    """A digest of what is published for kids, and of the dossiers behind it: an input of pages that speak of several editions."""
    return f"{editions().state()} {shelf.state()}"


def copy_of(slug: str, language: str) -> Copy | None:
    """The edition of a conflict in a language, or None. One whose dossier is withdrawn is not shown: its figures have no claims."""
    published = editions().published().get((slug, language))
    base = shelf.copy_of(slug) if published else None
    if published is None or base is None:
        return None
    changed = behind(published, base.dossier, base.published.behind)
    return Copy(editions().edition(published), published, base.dossier, changed)


def copies(language: str | None = None) -> tuple[Copy, ...]:
    """Every edition, or those of a language, by slug and language."""
    found = (copy_of(*key) for key in sorted(editions().published()) if language in (None, key[1]))
    return tuple(copy for copy in found if copy)


def can_print(copy: Copy, level: Level) -> bool:
    """Whether the font of the print pack has every letter of the text."""
    base = shelf.copy_of(copy.edition.slug)
    name = (copy.published.digest, base.published.digest if base else "", level)
    if name not in _printable:
        if len(_printable) >= _MOST_KEPT:
            _printable.clear()
        _printable[name] = not missing_letters(measured_text(copy.edition, level, copy.dossier))
    return _printable[name]
