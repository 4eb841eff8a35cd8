"""Countries as English text names them: names, short forms, adjectives, with a point inside each.

What may live here: the table and its search. An adjective or a people ("Lebanese", "Syrians") tells which country a text is
about; it is no place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from conflict_atlas.documents.gazetteer import folded


@dataclass(frozen=True)
class Country:
    """``code`` is ISO 3166-1 alpha-2; the point is for showing where it is, not its centre of anything."""

    code: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    lat: float
    lon: float


@cache
def countries() -> tuple[Country, ...]:
    """All countries."""
    rows = yaml.safe_load((files("conflict_atlas.documents") / "packs" / "countries.yaml").read_text(encoding="utf-8"))
    return tuple(
        Country(code, tuple(row["names"]), tuple(row.get("adjectives", ())), row["at"][0], row["at"][1])
        for code, row in rows.items()
    )


@cache
def by_name() -> dict[str, Country]:
    """Countries by their names, compared as the gazetteer compares."""
    return {folded(name): country for country in countries() for name in country.names}


@cache
def _adjectives() -> tuple[re.Pattern[str], dict[str, str]]:
    codes = {word.lower(): country.code for country in countries() for word in country.adjectives}
    words = sorted(codes, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, words))})s?(?![\w])", re.IGNORECASE), codes


def spoken_of(view: str) -> dict[str, int]:
    """How often a text names each country or its people, by code."""
    counts: dict[str, int] = {}
    pattern, codes = _adjectives()
    for match in pattern.finditer(view):
        code = codes[match.group(1).lower()]
        counts[code] = counts.get(code, 0) + 1
    pattern, codes = _names()
    for match in pattern.finditer(view):
        code = codes[match.group(1)]
        counts[code] = counts.get(code, 0) + 2
    return counts


@cache
def _names() -> tuple[re.Pattern[str], dict[str, str]]:
    codes = {name: country.code for country in countries() for name in country.names}
    words = sorted(codes, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, words))})(?![\w-])"), codes


@cache
def adjectives() -> frozenset[str]:
    """All adjectives and peoples, in lower case."""
    return frozenset(_adjectives()[1])


def people_of(words: str) -> str:
    """The country whose adjective opens these words ("Armenian soldiers", "ethnic Armenian civilians"); empty where none does."""
    pattern, codes = _adjectives()
    match = re.match(r"\s*(?:ethnic|other|young|unarmed|wounded|former|of the)?\s*", words)
    found = pattern.match(words, match.end() if match else 0)
    if found is None:
        return ""
    code = codes[found.group(1).lower()]
    return next(country.names[0] for country in countries() if country.code == code)
