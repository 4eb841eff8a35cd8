"""The folder form of a dossier: Markdown, YAML and one line of JSON a claim, to be kept in git and edited by hand.

What may live here: reading a folder, writing one, and the digest. ``docs/dossiers.md`` describes the form for writers.
"""

from __future__ import annotations

from conflict_atlas.dossiers.folder.reading import pictures, read, strangers
from conflict_atlas.dossiers.folder.writing import canonical, digest, write

__all__ = ["canonical", "digest", "pictures", "read", "strangers", "write"]
