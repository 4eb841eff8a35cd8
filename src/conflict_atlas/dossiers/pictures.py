"""Licences of pictures: which ones we know, and what they ask for.

What may live here: the table of licences, and whether a picture may be shown to everybody. No image is opened here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conflict_atlas.dossiers.dossier import Picture, SchematicMap


@dataclass(frozen=True)
class Licence:
    """A licence under which a picture may be shown to everybody."""

    name: str
    address: str


def _table(*entries: tuple[str, str]) -> Mapping[str, Licence]:
    return {name: Licence(name, address) for name, address in entries}


LICENCES: Mapping[str, Licence] = _table(
    ("Public domain", "https://creativecommons.org/publicdomain/mark/1.0/"),
    ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ("CC BY 3.0", "https://creativecommons.org/licenses/by/3.0/"),
    ("CC BY 2.0", "https://creativecommons.org/licenses/by/2.0/"),
    ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    ("CC BY-SA 3.0", "https://creativecommons.org/licenses/by-sa/3.0/"),
    ("CC BY-SA 2.0", "https://creativecommons.org/licenses/by-sa/2.0/"),
    ("Open Government Licence 3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
    ("Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
)
"""By name, as an editor writes it. What is not here is not shown: a licence that nobody has read lets nobody do anything."""


def why_not_shown(picture: Picture | SchematicMap) -> str:
    """Why a picture or drawn map may not be shown; empty where it may."""
    if picture.licence not in LICENCES:
        known = ", ".join(LICENCES)
        return f"its licence {picture.licence!r} is not one of those we know ({known})"
    if not picture.credit.strip():
        return "it has no credit"
    return ""
