"""Passages: the sentences and dated clauses of documents, with their time and their words, and which of them tell one thing.

What may live here: how passages are cut, and how alike two of them are. Two passages tell one thing where they share a deed and
enough of their rarer words, and no time keeps them apart.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from conflict_atlas.documents.blocks import Block, BlockKind
from conflict_atlas.documents.comparing.relation import Span
from conflict_atlas.documents.comparing.words import WORD, terms
from conflict_atlas.documents.records import Event, Record, Timex
from conflict_atlas.documents.sentences import Sentence
from conflict_atlas.documents.view import matching_view

MOST_AFTER = 150
"""A passage that a rule found is compared with so many that it found after it: more would take a long document too long."""
MOST_WITH_A_WORD = 60
"""A term in more passages than this brings none together: a long document would take longer than anybody waits."""


@dataclass(frozen=True)
class When:
    """A time in days (``date.toordinal``), inclusive; None where it is open. ``is_told`` is False where it is that of the text before."""

    first: int | None
    last: int | None
    is_told: bool = True

    @property
    def days(self) -> int | None:
        """How many days it spans; None where it is open."""
        return None if self.first is None or self.last is None else self.last - self.first + 1

    def meets(self, other: When, slack: int = 0) -> bool:
        """Whether the two have a day in common, or days no further apart than ``slack``."""
        first, last = self.first or 0, self.last or date.max.toordinal()
        return first <= (other.last or date.max.toordinal()) + slack and (other.first or 0) <= last + slack

    def holds(self, other: When) -> bool:
        """Whether the other lies within it."""
        if other.first is None or other.last is None:
            return False
        return (self.first or 0) <= other.first and other.last <= (self.last or date.max.toordinal())


@dataclass(frozen=True)
class Passage:
    """A sentence or a dated clause of one: ``quote`` is its text, ``view`` the same with look-alike characters made one."""

    doc: str
    start: int
    end: int
    quote: str
    view: str
    when: When | None = None
    kind: BlockKind = BlockKind.PARAGRAPH
    block: int = 0
    """Number of its block in the document."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.doc, self.start, self.end

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its words as the comparison sees them."""
        return terms(WORD.findall(matching_view(_DASHES.sub(" ", self.quote)) if _DASHES.search(self.quote) else self.view))

    @cached_property
    def deeds(self) -> frozenset[str]:
        """What is done in it: those of its words that are deeds."""
        return frozenset(word for word in self.terms if word[0] == "=")

    def is_near(self, other: Passage, blocks: int = 1) -> bool:
        """Whether the two stand in one document, not more than so many blocks apart."""
        return self.doc == other.doc and abs(self.block - other.block) <= blocks


_DASHES = re.compile("[\u2013-\u2015]")
"""Between words they part them; a hyphen does not."""


def passages_of(
    doc: str,
    text: str,
    view: str,
    records: Iterable[Record],
    parts: Sequence[Block],
    cut: Iterable[tuple[Block, list[Sentence]]],
) -> list[Passage]:
    """The passages of a document, in its order. ``cut`` gives the sentences of each block that is read."""
    in_order = sorted((record for record in records if isinstance(record, (Event, Timex))), key=lambda record: record.start)
    begins = [record.start for record in in_order]
    number = {(block.start, block.end): at for at, block in enumerate(parts)}
    of_heading: When | None = None
    found: list[Passage] = []
    for block, sentences in cut:
        told = of_heading
        for sentence in sentences:
            here = in_order[bisect_right(begins, sentence.start - 1) : bisect_right(begins, sentence.end - 1)]
            if block.kind is BlockKind.HEADING:
                of_heading = _time_of(here)
                continue
            for start, end, when in _clauses(sentence, here):
                if when is None:
                    when = When(told.first, told.last, False) if told else None
                elif when.is_told and not any(isinstance(event, Event) and event.factuality == "planned" for event in here):
                    told = when
                found.append(
                    Passage(doc, start, end, text[start:end], view[start:end], when, block.kind, number[block.start, block.end])
                )
    return found


def _time_of(records: Iterable[Record]) -> When | None:
    """The first date among records, a day before a year."""
    dates = [
        record
        for record in records
        if isinstance(record, Timex) and record.kind == "date" and record.is_anchor and (record.from_ or record.to)
    ]
    return _when(dates[0].from_, dates[0].to) if dates else None


def _when(from_: str | None, to: str | None, is_told: bool = True) -> When | None:
    if from_ is None and to is None:
        return None
    return When(
        date.fromisoformat(from_).toordinal() if from_ else None, date.fromisoformat(to).toordinal() if to else None, is_told
    )


def _clauses(sentence: Sentence, records: Sequence[Record]) -> Iterator[tuple[int, int, When | None]]:
    """The dated clauses of a sentence that tells several times, else the sentence."""
    events = [record for record in records if isinstance(record, Event)]
    dated = [event for event in events if event.basis != "context"]
    if len(dated) > 1:
        for event in dated:
            yield event.start, event.end, _when(event.from_, event.to)
        return
    if dated:
        yield sentence.start, sentence.end, _when(dated[0].from_, dated[0].to)
        return
    when = _time_of(records)
    if when is None and events:
        when = _when(events[0].from_, events[0].to, False)
    yield sentence.start, sentence.end, when


class Likeness:
    """How much the words of two passages weigh that they share: rare words weigh more (inverse document frequency)."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        counts = Counter(word for passage in passages for word in passage.terms)
        self._weight = {word: math.log(1 + len(passages) / count) for word, count in counts.items()}
        self._total = {passage.span: self.weight(passage.terms) for passage in passages}
        self._with: dict[str, list[int]] = {}
        for at, passage in enumerate(passages):
            for word in passage.terms:
                if counts[word] <= MOST_WITH_A_WORD:
                    self._with.setdefault(word, []).append(at)

    def weight(self, words: Iterable[str]) -> float:
        """The weight of some words together."""
        return sum(self._weight.get(word, 0.0) for word in words)

    def of(self, first: Passage, second: Passage) -> float:
        """Share of the weight of the shorter passage that both have, 0 to 1."""
        least = min(self._total[first.span], self._total[second.span])
        return self.weight(first.terms & second.terms) / least if least else 0.0

    def pairs(self, chosen: Iterable[int]) -> Iterator[tuple[Passage, Passage, float]]:
        """Each pair of some passages, by their numbers, that shares words which are not in most others, with its likeness."""
        numbers = set(chosen)
        done: set[tuple[int, int]] = set()
        for members in self._with.values():
            here = [at for at in members if at in numbers]
            for place, first in enumerate(here):
                for second in here[place + 1 :]:
                    if (first, second) not in done:
                        done.add((first, second))
                        a, b = self.passages[first], self.passages[second]
                        yield a, b, self.of(a, b)
