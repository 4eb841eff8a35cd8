"""Text as it is searched: case and marks apart. What may live here: the fold, and cutting what was typed into words.

The front end folds in the same way (``web/scripts/explorer/fold.ts``), so that a search on the screen finds what the same
search finds in the lake. The rule is one that both can follow to the letter: NFD, marks removed, then each code point
alone to upper and to lower case.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from conflict_atlas.events.catalogue.placeholders import readable

_BLANKS = re.compile("[\\t\\n\\v\\f\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]+")
"""What ECMAScript calls white space."""


def fold(text: str) -> str:
    """The text without case and marks: ``Nagorno-Karabakh`` and ``NAGORNO-KARABAKH`` are one, ``Côte`` and ``cote`` are."""
    letters = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.category(letter).startswith("M"))
    return "".join(letter.upper().lower() for letter in letters)


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a search, each once."""
    return tuple(dict.fromkeys(filter(None, _BLANKS.split(fold(text)))))


@lru_cache(maxsize=16_384)
def folded_name(name: str) -> str:
    """A name of the data as it is searched: in words where it is a placeholder, folded."""
    return fold(readable(name))
