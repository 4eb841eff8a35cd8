"""The word lists of the check, read from the files beside it.

What may live here: reading ``loaded_words.yaml`` and ``phrases.yaml``, and the patterns made of them. No rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class LoadedWord:
    """A word that takes a side: ``pattern`` finds its forms, ``why`` and ``instead`` are for the writer."""

    word: str
    pattern: re.Pattern[str]
    why: str
    instead: str


@cache
def loaded_words() -> tuple[LoadedWord, ...]:
    """The words that stand only in a quotation with its speaker."""
    return tuple(
        LoadedWord(entry["word"], _whole(entry["forms"]), entry["why"], entry["instead"])
        for entry in _read("loaded_words.yaml")["words"]
    )


@cache
def any_loaded_word() -> re.Pattern[str]:
    """The pattern that finds that there is any of them, for a quick look before it is asked which."""
    return re.compile("|".join(word.pattern.pattern for word in loaded_words()), re.IGNORECASE)


@cache
def phrases(key: str) -> str:
    """The pattern that finds any of a list of phrases as whole words."""
    return _whole(_read("phrases.yaml")[key]).pattern


@cache
def loaded_exceptions() -> re.Pattern[str]:
    """Names and fixed terms in which a loaded word is none: the Genocide Convention, a sanctions regime."""
    return _whole(_read("loaded_words.yaml")["exceptions"])


@cache
def _read(file: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((_FOLDER / file).read_text(encoding="utf-8"))
    return loaded


def _whole(forms: list[str]) -> re.Pattern[str]:
    # A form is a regular expression, so that "occup(y|ies|ied)" is one line; blanks stand for any white space or hyphen.
    return re.compile(r"(?<!\w)(?:" + "|".join(form.replace(" ", r"[\s-]+") for form in forms) + r")(?!\w)", re.IGNORECASE)
