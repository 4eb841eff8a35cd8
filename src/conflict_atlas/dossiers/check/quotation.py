"""Rule: a quotation is short, closed, has a footnote, and is what the document says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from conflict_atlas.dossiers.check import quotations
from conflict_atlas.dossiers.check.anchor import LONGEST
from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading, Told

_WORTH_CHECKING = 2
"""Words: a single word in quotation marks may be a word that is talked about."""


def _look(reading: Reading) -> Iterator[Finding]:
    for told in reading.told:
        file, place, text = told.passage.file, told.place, told.sentence.text
        for quotation in quotations.quoted(text):
            count = len(quotations.words(quotation))
            if count > LONGEST:
                yield RULE.error(
                    file, place, f"quotes {count} words; quote {LONGEST} at most, and say the rest in words of our own"
                )
            elif count >= _WORTH_CHECKING:
                yield from _is_said(reading, told, quotation)
        if text.count('"') % 2:
            yield RULE.warning(file, place, 'has an odd number of quotation marks (") ; close the quotation in the sentence')


@lru_cache(maxsize=16)
def _in_words(document: str) -> str:
    return " ".join(quotations.words(document))


def _is_said(reading: Reading, told: Told, quotation: str) -> Iterator[Finding]:
    """Whether a document that the sentence cites has the quoted words, where all of them are at hand and in our language."""
    claims = [reading.claims[claim_id] for claim_id in told.sentence.claims if claim_id in reading.claims]
    sources = {claim.source: reading.sources.get(claim.source) for claim in claims}
    texts = []
    for source in sources.values():
        document = reading.document(source) if source is not None else None
        if document is None or source is None or source.language != reading.dossier.language:
            return
        texts.append(_in_words(document))
    said = " ".join(quotations.words(quotation))
    if texts and not any(f" {said} " in f" {text} " for text in texts):
        what = f'quotes "{quotation}", which stands in none of its sources ({", ".join(sources)}); quote exactly or take the marks away'
        yield RULE.warning(told.passage.file, told.place, what)


RULE = Rule(
    "quotation",
    "A quotation of more than eight words (error); one that stands in none of the documents its sentence cites, where they are "
    "at hand and in the language of the page; marks that are not closed (warnings).",
    "Quote exactly and briefly, and close the quotation in its sentence.",
    _look,
)
