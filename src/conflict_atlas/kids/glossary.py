"""The glossary: the words that all editions of a language share, and those that an edition adds.

What may live here: reading ``words/<language>.yaml`` and joining both. A shared word cannot be explained otherwise by an edition.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from conflict_atlas.dossiers.folder import yaml_text
from conflict_atlas.dossiers.folder.shapes import decode
from conflict_atlas.dossiers.folder.tree import Place
from conflict_atlas.kids.edition import Edition, Word

_FOLDER = Path(__file__).parent / "words"


def languages() -> tuple[str, ...]:
    """The languages that have shared words."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


@cache
def shared(language: str) -> tuple[Word, ...]:
    """The words that all editions of a language share, in alphabetical order; none for a language that has no list yet."""
    path = _FOLDER / f"{language}.yaml"
    if not path.is_file():
        return ()
    found: tuple[Word, ...] = decode(
        tuple[Word, ...], yaml_text.parse(path.name, path.read_text(encoding="utf-8")), Place(path.name)
    )
    return _sorted(found)


def words_of(edition: Edition) -> dict[str, Word]:
    """Every word that an edition can explain, by key."""
    return {word.key: word for word in (*edition.words, *shared(edition.language))}


def joined(language: str, editions: Iterable[Edition]) -> tuple[Word, ...]:
    """The shared words and those of these editions, in alphabetical order, each key once."""
    own = (word for edition in editions if edition.language == language for word in edition.words)
    return _sorted({word.key: word for word in (*own, *shared(language))}.values())


def _sorted(words: Iterable[Word]) -> tuple[Word, ...]:
    return tuple(sorted(words, key=lambda word: (word.word.casefold(), word.key)))
