"""Rule: every figure of the text is the figure of a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conflict_atlas.dossiers.check import numbers, quotations
from conflict_atlas.dossiers.check.data import phrases
from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import Reading, Told


def _look(reading: Reading) -> Iterator[Finding]:
    for told in reading.told:
        if _is_arithmetic(told):
            continue
        # The words of a source, quoted with their footnote, are as sourced as a figure can be.
        text = quotations.outside(told.sentence.text) if told.sentence.notes else told.sentence.text
        for found in numbers.figures(text):
            what = f"the figure {found!r} has no claim behind it; write it as {{claim-id}}, so that it carries its source"
            about_conflict = told.passage.part not in ("how_we_know", "interests")
            yield (RULE.error if about_conflict else RULE.warning)(told.passage.file, told.place, what)
        for found in numbers.number_words(text):
            what = f"the number {found!r} is written in words; if it counts something, write it as {{claim-id}}"
            yield RULE.warning(told.passage.file, told.place, what)
    for label in reading.labels:
        for found in numbers.figures(label.text) if label.title else ():
            what = f"the figure {found!r} stands where no footnote can; tell it in the text below, as {{claim-id}}"
            yield RULE.warning(label.file, label.place, what)


def _is_arithmetic(told: Told) -> bool:
    """Whether the sentence shows our own arithmetic, with what it was made of: sums belong to no claimant."""
    said_so = re.search(phrases("arithmetic"), told.sentence.text, re.IGNORECASE) is not None
    return said_so and told.passage.part in ("disagreements", "casualties") and len(told.sentence.claims) >= 2


RULE = Rule(
    "unsourced-figure",
    "A number in the text that is no date, no part of a name and not the figure of a claim: digits, and words of a hundred and "
    "more (error); words between a dozen and a hundred, fractions, and figures in titles (warning). "
    'A sentence of a disagreement or table of losses that says "our arithmetic" and names the claims it adds up may write sums.',
    "Make a claim of it, with its place in the source, and write `{claim-id}` for the number.",
    _look,
)
