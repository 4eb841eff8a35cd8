"""What a dossier's folder holds: which part stands in which file, what names may look like, how large a file may be.

What may live here: names and limits. No reading, no writing.
"""

from __future__ import annotations

import re
from dataclasses import fields

from conflict_atlas.dossiers.dossier import SECTIONS, Dossier

HEAD_FILE = "dossier.yaml"
CLAIMS_FILE = "claims.jsonl"
PICTURES_FOLDER = "pictures"
KIDS_FOLDER = "kids"
"""Editions for kids, which lie beside a dossier and are no part of it: they are published on their own."""

LISTS = (
    *("quick_facts", "timeline", "actors", "territory", "casualties", "disagreements", "agreements"),
    *("pictures", "maps", "resources", "see_also", "terms", "translations", "sources"),
)
"""Parts with a YAML file of their own, a list of entries."""

HEAD = tuple(field.name for field in fields(Dossier) if field.name not in {*SECTIONS, *LISTS, "claims"})
"""What stands in ``dossier.yaml``."""


def section_file(section: str) -> str:
    """The file of a section of running text."""
    return section.replace("_", "-") + ".md"


def list_file(part: str) -> str:
    """The file of a list."""
    return part.replace("_", "-") + ".yaml"


FILES = (HEAD_FILE, *map(section_file, SECTIONS), *map(list_file, LISTS), CLAIMS_FILE)
"""Every file of a folder, without the pictures."""

BESIDE = re.compile(rf"\..*|{KIDS_FOLDER}|(README|LICENSE|LICENCE|NOTICE|COPYING|CONTRIBUTING)(\..*)?", re.IGNORECASE)
"""What may lie beside a dossier without being a part of it: what git and a repository keep, and the editions for kids."""

PICTURE_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_ID = re.compile(r"(?=.{1,100}\Z)[a-z0-9]+(-[a-z0-9]+)*")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_AN_ID = "small letters a to z and digits, with single hyphens between, at most 100 characters"

NAMES = {
    "slug": (_ID, _AN_ID),
    "key": (_ID, _AN_ID),
    "claim_id": (_ID, _AN_ID),
    "sha256": (_DIGEST, "64 digits 0-9 and a-f, the sha256 of the file's bytes"),
    "file": (
        PICTURE_FILE,
        "letters, digits, dots, hyphens and underscores, with a letter or digit first, at most 100 characters",
    ),
}
"""Fields whose text must have a form, whatever type they belong to: the form, and its words."""

FILE_BYTES = 8_000_000
LINE_CHARACTERS = 100_000
"""Of one claim."""
PICTURE_BYTES = 40_000_000
DEPTH = 12
"""How deep YAML or JSON may be nested; a dossier needs 6."""
