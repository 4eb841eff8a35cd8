"""What stands in the way of children who read a text: too long, too hard, too much at once, words that hurt or judge.

What may live here: the rules, each with its name and what to do. A finding blocks publishing if it is an error; a text without
findings is not therefore good: an editor decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from conflict_atlas.documents.dates import Reference, find_dates
from conflict_atlas.documents.numbers import find_numbers
from conflict_atlas.documents.view import matching_view
from conflict_atlas.plain.levels import LIMITS, Level
from conflict_atlas.plain.readability import Readability, ReadSentence, of_sentences, read_sentences

GRAPHIC = re.compile(
    r"\b(?:behead(?:ed|ing)?|dismember\w*|mutilat\w*|tortur\w*|rap(?:e|ed|ing|es)\b|slaughter\w*|butcher(?:ed|"
    r"ing)|blood(?:y|bath|shed)?|"
    r"gore|gory|corpses?|burn(?:ed|t) alive|massacr\w*|execut(?:ed|ion|ions)|decapitat\w*|maim\w*|gruesome|carnage|severed)\b",
    re.IGNORECASE,
)
JUDGING = re.compile(
    r"\b(?:evil|barbari\w*|savages?|monsters?|bad guys?|good guys?|terrorists?|bad people|hate each other|born "
    r"enemies)\b",
    re.IGNORECASE,
)
ANCIENT = re.compile(
    r"\b(?:ancient|age-old|centuries-old|eternal)\s+(?:hatred|hate|enem\w+|feud|conflict|rivalry|grudge)\b", re.IGNORECASE
)
SAID_OTHERWISE = re.compile(r"\b(?:claimed|admitted|insisted|boasted|alleged|conceded|confessed)\b", re.IGNORECASE)
SURE = re.compile(r"\b(?:everyone knows|of course|obviously|clearly|nobody doubts|it is a fact)\b", re.IGNORECASE)
BANNED = ("graphic", "judging", "ancient-hatred", "verb-of-speech", "too-sure")
"""The rules on words: they hold for a title or a label as well as for a sentence."""
SPANISH = {
    "graphic": re.compile(
        r"\b(?:decapit\w+|descuartiz\w+|mutil\w+|tortur\w+|viol(?:ar|ó|aron|ada|adas|ación|aciones)\b|masacr\w+|degoll\w+|"
        r"sangr(?:e|iento|ienta)|cadáver(?:es)?|ejecu(?:tó|taron|tados|ciones)|carnicería|quemad[oa]s? viv[oa]s?)\b",
        re.IGNORECASE,
    ),
    "judging": re.compile(r"\b(?:malvad[oa]s?|bárbar[oa]s?|salvajes?|monstruos?|terroristas?|los malos|los buenos|mala gente)\b", re.IGNORECASE),
    "ancient-hatred": re.compile(r"\bodios? (?:ancestral|antiguo|eterno|secular)(?:es|s)?\b", re.IGNORECASE),
    "verb-of-speech": re.compile(r"\b(?:admiti(?:ó|eron)|confes(?:ó|aron)|insisti(?:ó|eron)|presumi(?:ó|eron)|alegó|alegaron)\b", re.IGNORECASE),
    "too-sure": re.compile(r"\b(?:por supuesto|obviamente|claramente|todo el mundo sabe|nadie duda)\b", re.IGNORECASE),
}  # fmt: skip
_MONTHS_ES = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
SPANISH_DATE = re.compile(
    rf"\b(?:\d{{1,2}}º?(?:\s*(?:a|al|y)\s*\d{{1,2}})?\s+de\s+)?(?:{_MONTHS_ES})\b(?:\s+de\s+\d{{4}})?|\b(?:1[5-9]|20)\d\d\b(?![.,]\d)",
    re.IGNORECASE,
)
_CLAIM = re.compile(r"\{[a-z0-9-]+\}|\[\^[a-z0-9-]+\]")


@dataclass(frozen=True)
class Finding:
    """One thing that stands in the way. ``start`` and ``end`` are code points of the text; a finding on the whole has its ends."""

    rule: str
    severity: str
    """error | warning"""
    start: int
    end: int
    words: str
    message: str
    """What is wrong, and what to do."""


@dataclass(frozen=True)
class Checked:
    """A text, its measure, and what was found."""

    readability: Readability
    findings: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing blocks publishing."""
        return not any(finding.severity == "error" for finding in self.findings)


@dataclass(frozen=True)
class _Reading:
    text: str
    level: Level
    language: str
    sentences: tuple[ReadSentence, ...]
    measure: Readability
    glossary: Mapping[str, str]
    with_claims: bool


def check(
    text: str, level: Level = Level.A, language: str = "en", glossary: Mapping[str, str] | None = None, with_claims: bool = False
) -> Checked:
    """Measure a text and say what stands in the way.

    ``glossary`` holds the words that are explained, by word; with it every such word must be explained at its first use.
    ``with_claims`` asks for a claim behind each figure, for texts that are written with claims.
    """
    read = read_sentences(text, language)
    reading = _Reading(text, level, language, read, of_sentences(read, language), glossary or {}, with_claims)
    found = (finding for rule in RULES for finding in rule(reading))
    return Checked(reading.measure, tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.rule))))


def _whole(reading: _Reading, rule: str, message: str) -> Finding:
    return Finding(rule, "error", 0, len(reading.text), "", message)


def _at(reading: _Reading, rule: str, start: int, end: int, message: str, severity: str = "error") -> Finding:
    return Finding(rule, severity, start, end, reading.text[start:end], message)


def _grade(reading: _Reading) -> Iterator[Finding]:
    limits, measure = LIMITS[reading.level], reading.measure
    if measure.neutral_grade is not None and measure.neutral_grade > limits.grade:
        yield _whole(
            reading,
            "grade",
            f"grade {measure.neutral_grade:.1f} (names left out), level {reading.level} asks for "
            f"{limits.grade:g}: use shorter words",
        )
    if measure.ease is not None and measure.ease < limits.ease:
        yield _whole(
            reading, "ease", f"ease {measure.ease:.0f}, level {reading.level} asks for {limits.ease:g}: use shorter words"
        )


def _mean_length(reading: _Reading) -> Iterator[Finding]:
    limits, measure = LIMITS[reading.level], reading.measure
    if measure.words_a_sentence >= limits.words:
        yield _whole(
            reading,
            "sentence-length",
            f"{measure.words_a_sentence:.1f} words a sentence, level {reading.level} asks for under "
            f"{limits.words:g}: cut some in two",
        )


def _long_sentence(reading: _Reading) -> Iterator[Finding]:
    longest = LIMITS[reading.level].longest
    for sentence in reading.sentences:
        if len(sentence.words) > longest:
            yield _at(
                reading,
                "long-sentence",
                sentence.start,
                sentence.end,
                f"{len(sentence.words)} words, {longest} at most: cut it in two",
            )


def _numbers(reading: _Reading) -> Iterator[Finding]:
    is_spanish = reading.language == "es"
    text = SPANISH_DATE.sub(lambda found: "x" * len(found.group()), reading.text) if is_spanish else reading.text
    view = matching_view(text)
    for sentence in reading.sentences:
        dates = [
            (item.start, item.end)
            for item in find_dates(view, text, sentence.start, sentence.end, Reference())
            if item.kind != "ref" and not is_spanish
        ]
        if is_spanish:
            dates = [found.span() for found in SPANISH_DATE.finditer(reading.text, sentence.start, sentence.end)]
        numbers = find_numbers(view, sentence.start, sentence.end, dates)
        small = [number for number in numbers if not (number.is_word and number.value is not None and number.value <= 2)]
        if len(dates) + len(small) > LIMITS[reading.level].numbers:
            yield _at(
                reading,
                "one-number",
                sentence.start,
                sentence.end,
                f"{len(dates) + len(small)} numbers in one sentence, one at most (a range or a date is one): make more sentences",
            )


def _banned(reading: _Reading) -> Iterator[Finding]:
    rules = (
        ("graphic", GRAPHIC, "error", "too graphic for children: say that people were hurt or died, without how"),
        ("judging", JUDGING, "error", "calls people bad: say what was done, and by whom"),
        ("ancient-hatred", ANCIENT, "error", "wars have causes that can be told: say which"),
        ("verb-of-speech", SAID_OTHERWISE, "error", "takes sides about what was said: write said, or denied"),
        ("too-sure", SURE, "warning", "tells the reader what to think: leave it out, or say who thinks so"),
    )
    for rule, english, severity, message in rules:
        pattern = SPANISH[rule] if reading.language == "es" else english
        for match in pattern.finditer(reading.text):
            yield _at(reading, rule, match.start(), match.end(), message, severity)


def _unexplained(reading: _Reading) -> Iterator[Finding]:
    """A word of the glossary must be explained where it stands first: in brackets behind it, or by "means" or "is when"."""
    for word in reading.glossary:
        match = re.search(rf"(?<![\w-]){re.escape(word)}(?:s|es)?(?![\w-])", reading.text, re.IGNORECASE)
        if match is None:
            continue
        behind = reading.text[match.end() : match.end() + 160]
        if not re.match(
            r"[\"'\u201d\u2019*_]*\s*(?:\(|,?\s*(?:which\s+)?means\b|,?\s*(?:is|are)\s+(?:when|a|an|the|what|people|"
            r"words)\b|\s*\u2013\s)",
            behind,
        ):
            yield _at(
                reading,
                "unexplained",
                match.start(),
                match.end(),
                f"a word of the glossary, not explained where it stands first: {reading.glossary[word]}",
            )


def _without_claim(reading: _Reading) -> Iterator[Finding]:
    """A figure of people or land is never typed: it is written by its claim."""
    if not reading.with_claims:
        return
    view = matching_view(_CLAIM.sub(lambda found: " " * len(found.group()), reading.text))
    for sentence in reading.sentences:
        dates = find_dates(view, reading.text, sentence.start, sentence.end, Reference())
        for number in find_numbers(view, sentence.start, sentence.end, [(item.start, item.end) for item in dates]):
            is_small = number.is_word and number.value is not None and number.value <= 10
            if not is_small and not _CLAIM.search(reading.text, number.end, sentence.end + 40):
                yield _at(
                    reading,
                    "without-claim",
                    number.start,
                    number.end,
                    "a figure without a claim behind it: put the claim's id in braces",
                )


RULES: tuple[Callable[[_Reading], Iterable[Finding]], ...] = (
    _grade,
    _mean_length,
    _long_sentence,
    _numbers,
    _banned,
    _unexplained,
    _without_claim,
)
