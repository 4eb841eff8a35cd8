"""The languages of the pages, and the catalogues of their words.

What may live here: which languages there are, and one folder a language with its catalogue (``LC_MESSAGES/django.po``; the
``.mo`` beside it is built from it and not in git). How to translate: docs/languages.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CATALOGUES = Path(__file__).parent
SOURCE = "en"
"""The language in which the program is written: it needs no catalogue."""


@dataclass(frozen=True)
class Language:
    """A language of the pages: its code, its own name, how it runs, and whether a native reader has signed the words."""

    code: str
    name: str
    direction: str = "ltr"
    is_draft: bool = False


LISTED = (
    Language("en", "English"),
    Language("es", "Español", is_draft=True),
    Language("fr", "Français", is_draft=True),
    Language("ar", "العربية", direction="rtl", is_draft=True),
)


def of(code: str) -> Language:
    """The language with this code. Raises KeyError for one that is not listed."""
    return {language.code: language for language in LISTED}[code]


def catalogue(code: str) -> Path:
    """The catalogue of a language, for translators."""
    return CATALOGUES / code / "LC_MESSAGES" / "django.po"


def is_built(code: str) -> bool:
    """Whether the words of a language can be used: the built catalogue is there."""
    return code == SOURCE or catalogue(code).with_suffix(".mo").is_file()
