"""When two written names are the same name.

What may live here: the one rule by which the catalogue compares names. Whole names only, never parts of names.
"""

from __future__ import annotations

import unicodedata

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})  # as found in reports and web pages


def name_key(name: str) -> str:
    """What is left of a name when case, accents, kind of apostrophe and spare blanks do not count."""
    folded = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES)).casefold()
    letters = "".join(letter for letter in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(letter))
    return " ".join(letters.split())
