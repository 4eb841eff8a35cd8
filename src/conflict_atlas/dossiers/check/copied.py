"""Rule: no sentence is copied: fewer than eight words in a row in common with a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conflict_atlas.dossiers import figures
from conflict_atlas.dossiers.check import quotations
from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import CLAIMS, Reading
from conflict_atlas.dossiers.sentences import FIGURE, Sentence

RUN = 8
"""Words in a row."""
_SMALL = frozenset(quotations.words("a an the of and or in on at to for from by with as de la le al el van von"))


def _look(reading: Reading) -> Iterator[Finding]:
    documents = {
        source.key: _runs(quotations.words(document))
        for source in reading.dossier.sources
        if (document := reading.document(source)) is not None
    }
    if not documents:
        return
    for told in reading.told:
        for key, run in _copied(_written(told.sentence, reading), documents):
            yield RULE.error(told.passage.file, told.place, _what(key, run))
    for label in reading.labels:
        for key, run in _copied(label.text, documents):
            yield RULE.error(label.file, label.place, _what(key, run))
    for claim in reading.dossier.claims:
        for field, text in (("text", claim.text), ("note", claim.note)):
            for key, run in _copied(text, documents):
                yield RULE.error(CLAIMS, claim.claim_id, f"its {field}: {_what(key, run)}")


def _what(key: str, run: str) -> str:
    return f'"{run}" stands so in the source {key}; say it in words of our own'


def _written(sentence: Sentence, reading: Reading) -> str:
    """The sentence as a reader sees it: a copied sentence is one also where its figure is a claim."""
    text = sentence.text
    for claim_id in sentence.figures:
        claim = reading.claims.get(claim_id)
        text = text.replace(FIGURE, figures.written(claim) if claim else quotations.GAP, 1)
    return text


def _copied(text: str, documents: Mapping[str, frozenset[tuple[str, ...]]]) -> Iterator[tuple[str, str]]:
    """The first run that the text has in common with each document."""
    pieces = [piece for piece in _without_short_quotations(text).split(quotations.GAP.strip()) if piece.strip()]
    for key, runs in documents.items():
        for piece in pieces:
            found = list(quotations.WORD.finditer(piece))
            words = quotations.words(piece)
            start = next(
                (
                    at
                    for at in range(len(words) - RUN + 1)
                    if words[at : at + RUN] in runs and not _is_name([match.group() for match in found[at : at + RUN]])
                ),
                None,
            )
            if start is not None:
                yield key, piece[found[start].start() : found[start + RUN - 1].end()]
                break


def _without_short_quotations(text: str) -> str:
    for quotation in quotations.quoted(text):
        if len(quotations.words(quotation)) <= RUN:
            text = text.replace(quotation, quotations.GAP, 1)
    return text


def _is_name(words: list[str]) -> bool:
    """Whether the words are a name: "Organization for Security and Co-operation in Europe" can be written one way only."""
    return all(word[0].isupper() or word.isdigit() or word in _SMALL for word in words)


def _runs(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(words[at : at + RUN] for at in range(len(words) - RUN + 1))


RULE = Rule(
    "copied",
    "Eight or more words in a row that a document at hand has as well, in a text, title or claim. Quotations of at most eight "
    "words in quotation marks, and names, are no copies.",
    "Say it in words of our own, in another order; facts are free, sentences are not.",
    _look,
)
