"""A telling made ready to be looked at: its texts in the order of the page, with figures and explanations written out.

What may live here: what page, check and print pack all need to agree on: the order, what must have a source, and which word is
explained where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conflict_atlas.dossiers import markup
from conflict_atlas.dossiers.claim import Claim
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.dossiers.markup import Figure, Inline, Note, TermLink, Text
from conflict_atlas.kids import figures, glossary
from conflict_atlas.kids.edition import Edition, Telling, Word
from conflict_atlas.plain.levels import Level


@dataclass(frozen=True)
class Passage:
    """A text in markup and where it stands. ``is_sourced``: each of its sentences needs a claim."""

    place: str
    text: str
    is_sourced: bool = True


@dataclass(frozen=True)
class Written:
    """A passage as children read it, a block a line."""

    passage: Passage
    text: str


def passages(telling: Telling) -> tuple[Passage, ...]:
    """Every text of a telling that is not empty, in the order of the page."""
    return tuple(passage for passage in _passages(telling) if passage.text.strip())


def labels(telling: Telling) -> tuple[tuple[str, str], ...]:
    """Every text that is no sentence: place and words. They are not measured, but no word in them may hurt or judge."""
    found = [("quick facts", fact.label) for fact in telling.facts]
    for number, moment in enumerate(telling.moments, 1):
        found += [(f"timeline, step {number}", moment.title), (f"timeline, step {number}, picture", moment.alt)]
    for number, question in enumerate(telling.quiz, 1):
        found += [(f"quiz, question {number}, option", option) for option in question.options]
    return tuple((place, text) for place, text in found if text.strip())


def teachers_passages(edition: Edition) -> tuple[Passage, ...]:
    """The texts for grown-ups."""
    part = edition.teachers
    found = [
        Passage("teachers, before", part.before, False),
        Passage("teachers, questions", part.questions, False),
        Passage("teachers, activities", part.activities, False),
        Passage("teachers, sources", part.sources, False),
        *(Passage(f"teachers, detail {number}", detail.text) for number, detail in enumerate(part.details, 1)),
    ]
    return tuple(passage for passage in found if passage.text.strip())


def _passages(telling: Telling) -> Iterator[Passage]:
    yield Passage("summary", telling.summary)
    for number, fact in enumerate(telling.facts, 1):
        yield Passage(f"quick facts, line {number}", fact.text)
    yield Passage("why", telling.why)
    for number, moment in enumerate(telling.moments, 1):
        yield Passage(f"timeline, step {number}", moment.text)
    yield Passage("others", telling.others)
    yield Passage("helping", telling.helping)
    yield Passage("talks", telling.talks)
    yield Passage("status", telling.status)
    yield Passage("disagree", telling.disagree)
    for number, question in enumerate(telling.quiz, 1):
        yield Passage(f"quiz, question {number}", question.question, False)
        yield Passage(f"quiz, explanation {number}", question.explanation)
    yield Passage("worry", telling.worry, False)


class Words:
    """The words of the glossary on one page: each is explained where it stands first."""

    def __init__(self, known: Mapping[str, Word]) -> None:
        self._known = known
        self._used: dict[str, Word] = {}

    def explained(self, key: str) -> str | None:
        """The explanation if this is the first use of the word, empty at later ones, None for a word that nobody knows."""
        word = self._known.get(key)
        if word is None:
            return None
        if key in self._used:
            return ""
        self._used[key] = word
        return word.short

    @property
    def used(self) -> tuple[Word, ...]:
        """The words used so far, in alphabetical order."""
        return tuple(sorted(self._used.values(), key=lambda word: word.word.casefold()))


def written(edition: Edition, level: Level, dossier: Dossier) -> tuple[Written, ...]:
    """The passages of a level as children read them. Raises MarkupError where a text cannot be read."""
    claims = {claim.claim_id: claim for claim in dossier.claims}
    words = Words(glossary.words_of(edition))
    return tuple(
        Written(passage, plain(passage.text, claims, words, edition.language)) for passage in passages(edition.telling(level))
    )


def plain(text: str, claims: Mapping[str, Claim], words: Words, language: str) -> str:
    """A text in plain words: figures and explanations written out, no footnotes; a block a line."""
    return "\n".join(line for _, line in lines(text, claims, words, language))


def lines(text: str, claims: Mapping[str, Claim], words: Words, language: str) -> tuple[tuple[type[markup.Block], str], ...]:
    """The same with the kind of block that each line is of. Raises MarkupError."""
    return tuple(
        (type(block), "".join(_words(inline, claims, words, language) for inline in run))
        for block in markup.parse(text)
        for run in markup.inlines_of(block)
    )


def _words(inline: Inline, claims: Mapping[str, Claim], words: Words, language: str) -> str:
    match inline:
        case Text(text):
            return text
        case Figure(claim_id, opens):
            claim = claims.get(claim_id)
            found = figures.written(claim, language) if claim else claim_id
            return found[:1].upper() + found[1:] if opens else found
        case Note():
            return ""
        case TermLink(key, children):
            inner = "".join(_words(child, claims, words, language) for child in children)
            explanation = words.explained(key)
            return f"{inner} ({explanation})" if explanation else inner
        case _:
            return "".join(_words(child, claims, words, language) for child in inline.children)


def claims_used(edition: Edition, levels: tuple[Level, ...] = tuple(Level)) -> tuple[str, ...]:
    """The ids of the claims that an edition stands on, in order of first mention; texts that cannot be read are passed over."""
    found: dict[str, None] = {}
    texts = [passage.text for level in levels for passage in passages(edition.telling(level))]
    for text in [*texts, *(passage.text for passage in teachers_passages(edition))]:
        try:
            found |= dict.fromkeys(markup.references(text))
        except markup.MarkupError:
            continue
    return tuple(found)
