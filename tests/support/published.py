"""Dossiers on the site: the shipped one, and small ones that a test writes, published for as long as a test needs them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

from PIL import Image

from conflict_atlas.dossiers import folder
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.snapshots import Published, Snapshots
from conflict_atlas.workspace import Workspace
from support.dossiers import small_dossier

SHIPPED = Path(str(files("conflict_atlas"))) / "starter" / "dossiers" / "nagorno-karabakh"
AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
SLUG = "sudan"
"""A tracked conflict without a shipped dossier: small dossiers stand there while a test runs."""


def shipped() -> tuple[Dossier, dict[str, Path]]:
    """The dossier that the program ships, and its pictures."""
    dossier = folder.read(SHIPPED)
    return dossier, {picture.file: SHIPPED / "pictures" / picture.file for picture in dossier.pictures}


def small(**changes: object) -> Dossier:
    """A dossier with one claim and nothing else but a lead, at a tracked conflict; ``changes`` add parts."""
    whole = small_dossier()
    bare = Dossier(
        slug=SLUG,
        title="The valley",
        updated=date(2024, 1, 31),
        covers_to="2024-01",
        checked_by=whole.checked_by,
        lead=whole.lead,
        sources=whole.sources,
        claims=whole.claims,
    )
    return replace(bare, **changes)


def png(width: int = 40, height: int = 20) -> bytes:
    """A small real picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#336699").save(out, "PNG")
    return out.getvalue()


@contextmanager
def published(workspace: Workspace, dossier: Dossier, pictures: Mapping[str, Path | bytes] | None = None) -> Iterator[Published]:
    """Publish a dossier, and withdraw it at the end."""
    snapshots = Snapshots(workspace.root / "published")
    yield snapshots.publish(dossier, pictures or {}, AT)
    snapshots.withdraw(dossier.slug)


def words_of(response: object) -> str:
    """The words of a page without its markup."""
    import html

    text = re.sub(r"<script.*?</script>", " ", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
