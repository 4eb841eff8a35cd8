"""How easy a text is to read: sentences, words, syllables, and the formulas over them.

What may live here: the counting and the formulas. English by the grade of Flesch and Kincaid (Kincaid et al. 1975), Spanish by
the ease of Fernández Huerta (1959, in the form that Law 2011 restored); other languages are not measured, and say so. In the
name-neutral grade every proper name counts two syllables: a child who learns of a war cannot be spared the names of its places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from conflict_atlas.documents.blocks import BlockKind, blocks
from conflict_atlas.documents.sentences import sentences
from conflict_atlas.documents.view import matching_view
from conflict_atlas.plain import syllables

FORMULA_VERSION = "1"
"""Of counting and formulas together: another number means that measures are not comparable."""
NAME_SYLLABLES = 2
LANGUAGES = ("en", "es")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*(?:-[^\W\d_]+)*|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?")


@dataclass(frozen=True)
class ReadSentence:
    """One sentence: its place in the text, its words, how many syllables they have, as they are and name-neutral."""

    start: int
    end: int
    words: tuple[str, ...]
    syllables: int
    neutral_syllables: int


@dataclass(frozen=True)
class Readability:
    """The measure of a text. ``grade`` and ``neutral_grade`` are for English, ``ease`` for Spanish; None where not measured."""

    language: str
    sentences: int
    words: int
    words_a_sentence: float
    longest: int
    over_twenty: int
    """Sentences with more than 20 words."""
    syllables_a_word: float | None
    """None in a language whose syllables nobody here counts."""
    grade: float | None
    neutral_grade: float | None
    ease: float | None
    version: str = FORMULA_VERSION


def read_sentences(text: str, language: str = "en") -> tuple[ReadSentence, ...]:
    """The sentences of the running text: headings, cells of tables, credits and contents lists are not read as sentences."""
    view = matching_view(text)
    places = [
        sentence
        for block in blocks(text)
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.CAPTION, BlockKind.HEADLINE)
        for sentence in sentences(view, block.start, block.end)
    ]
    words = [tuple(_WORD.findall(view[place.start : place.end])) for place in places]
    names = _names(words)
    count = syllables.spanish if language == "es" else syllables.english
    return tuple(
        ReadSentence(
            place.start,
            place.end,
            found,
            sum(_syllables(word, count) for word in found),
            sum(NAME_SYLLABLES if word in names else _syllables(word, count) for word in found),
        )
        for place, found in zip(places, words, strict=True)
        if found
    )


def measure(text: str, language: str = "en") -> Readability:
    """The measure of a text. A text without a sentence has grade None: there is nothing to read."""
    return of_sentences(read_sentences(text, language), language)


def of_sentences(read: Iterable[ReadSentence], language: str = "en") -> Readability:
    """The measure of these sentences."""
    found = tuple(read)
    words = sum(len(sentence.words) for sentence in found)
    if not words:
        return Readability(language, 0, 0, 0.0, 0, 0, None, None, None, None)
    a_sentence = words / len(found)
    raw, neutral = (sum(getattr(item, name) for item in found) / words for name in ("syllables", "neutral_syllables"))
    lengths = [len(sentence.words) for sentence in found]
    return Readability(
        language,
        len(found),
        words,
        a_sentence,
        max(lengths),
        sum(length > 20 for length in lengths),
        raw if language in LANGUAGES else None,
        flesch_kincaid(a_sentence, raw) if language == "en" else None,
        flesch_kincaid(a_sentence, neutral) if language == "en" else None,
        fernandez_huerta(a_sentence, raw) if language == "es" else None,
    )


def flesch_kincaid(words_a_sentence: float, syllables_a_word: float) -> float:
    """The school grade of Flesch and Kincaid."""
    return 0.39 * words_a_sentence + 11.8 * syllables_a_word - 15.59


def fernandez_huerta(words_a_sentence: float, syllables_a_word: float) -> float:
    """The ease of Fernández Huerta: 100 very easy, 0 very hard."""
    return 206.84 - 60 * syllables_a_word - 1.02 * words_a_sentence


def _syllables(word: str, count: object) -> int:
    if word[0].isdigit():
        # A number is one word of one syllable: how many a sentence may hold is a rule of its own.
        return 1
    if word.isupper() and 1 < len(word) <= 5:
        return len(word) + 2 * word.count("W")
    return count(word)  # type: ignore[operator,no-any-return]


def _names(sentences_of_text: list[tuple[str, ...]]) -> frozenset[str]:
    """Words that are written with a capital in the middle of a sentence, and never small: proper names, months left out."""
    inner = {word for found in sentences_of_text for word in found[1:] if word[0].isupper()}
    small = {word.lower() for found in sentences_of_text for word in found if word[0].islower()}
    return frozenset(word for word in inner if word.lower() not in small and word.lower() not in _CALENDAR and word != "I")


_CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday thursday "
    "friday saturday sunday".split()
)
