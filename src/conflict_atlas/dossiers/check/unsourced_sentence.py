"""Rule: every sentence that states a fact has a footnote or a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.dossiers.check.data import phrases
from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading


def _look(reading: Reading) -> Iterator[Finding]:
    for told in reading.told:
        sentence = told.sentence
        if told.passage.stands != "each" or sentence.heading or sentence.claims or _about_the_page(sentence.text):
            continue
        what = "states something without a source; end it with [^claim-id], or join it to the sentence that has one"
        yield RULE.error(told.passage.file, told.place, what)
    sourced = {(passage.file, passage.place) for passage, _ in reading.references}
    for passage, _ in reading.blocks:
        if passage.stands == "once" and (passage.file, passage.place) not in sourced and not _about_the_page(passage.text):
            yield RULE.error(
                passage.file, passage.place, "has no source at all; add a footnote [^claim-id] or a figure {claim-id}"
            )


def _about_the_page(text: str) -> bool:
    """Whether a sentence tells of the page or its documents, asks, or leads on to a list: nothing that a source could bear."""
    return text.endswith(("?", ":")) or re.search(phrases("about_the_page"), text, re.IGNORECASE) is not None


RULE = Rule(
    "unsourced-sentence",
    "A sentence of the lead, quick facts, background, developments, concerns or timeline without footnote and without figure; "
    'a role, status, term, disagreement or map caption without any. Sentences on the page or its documents ("The documents '
    'read do not say ..."), questions, and words that lead on to a list need none.',
    "End the sentence with `[^claim-id]`. A sentence that no claim supports is taken out.",
    _look,
)
