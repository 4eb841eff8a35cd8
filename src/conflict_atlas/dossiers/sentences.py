"""The sentences of written text, with the claims that each stands on.

What may live here: dividing a block into sentences. A footnote belongs to the sentence that it stands behind, also after the
full stop. Conservative: where it cannot tell, two sentences stay one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conflict_atlas.dossiers.markup import Block, Bullets, Figure, Inline, Note, Paragraph, Text, inlines_of, parse, walk

FIGURE = "{...}"
"""What stands in a sentence for a figure that a claim writes."""

_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s+[\"'“‘(\[]*(?:[A-Z0-9À-ÖØ-Þ]|\{\.\.\.\}))")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sgt|Prof|Sen|Rep|Gov|No|vs|cf|ca|approx|e\.g|i\.e)|(?<![A-Za-z])[A-Z])\.$"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence: its words with ``{...}`` for each figure, and the ids of its figures and footnotes."""

    text: str
    figures: tuple[str, ...]
    notes: tuple[str, ...]
    line: int
    heading: bool = False

    @property
    def claims(self) -> tuple[str, ...]:
        """Every claim that the sentence stands on, figures first."""
        return tuple(dict.fromkeys((*self.figures, *self.notes)))


def of_text(text: str) -> tuple[Sentence, ...]:
    """The sentences of written text, in order. Raises MarkupError."""
    return tuple(sentence for block in parse(text) for sentence in of_block(block))


def of_block(block: Block) -> tuple[Sentence, ...]:
    """The sentences of a block, in order; each item of a list begins a new one."""
    heading = not isinstance(block, Paragraph | Bullets)
    return tuple(sentence for run in inlines_of(block) for sentence in _of_run(run, block.line, heading))


def _of_run(run: tuple[Inline, ...], line: int, heading: bool) -> Iterator[Sentence]:
    words, figures, notes = "", list[tuple[int, str]](), list[tuple[int, str]]()
    for inline in walk(run):
        if isinstance(inline, Text):
            words += inline.text
        elif isinstance(inline, Figure):
            figures.append((len(words), inline.claim_id))
            words += FIGURE
        elif isinstance(inline, Note):
            # Behind the last word: "... fled. [^a] The" is a note on the first sentence as "... fled.[^a] The" is.
            notes.append((len(words.rstrip()), inline.claim_id))
    start = 0
    for end in [*_ends(words), len(words)]:
        text = words[start:end].strip()
        here = [claim for at, claim in notes if start < at <= end or at == start == 0]
        if text or here:
            yield Sentence(text, tuple(claim for at, claim in figures if start <= at < end), tuple(here), line, heading)
        start = end


def _ends(words: str) -> Iterator[int]:
    for match in _END.finditer(words):
        if not (match.group() == "." and _ABBREVIATED.search(words, max(0, match.end() - 12), match.end())):
            yield match.end()
