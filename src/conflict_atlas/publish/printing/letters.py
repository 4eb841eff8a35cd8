"""Which letters can be printed. Apart from the printing itself, so that a page may ask without loading that."""

from __future__ import annotations


def missing_letters(text: str) -> str:
    """The letters of a text that cannot be printed: the font has those of Western Europe."""
    return "".join(sorted({letter for letter in text if not letter.encode("cp1252", "ignore")}))
