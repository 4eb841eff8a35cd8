"""A dossier made ready for the rules: its texts divided into sentences, its claims by id, the documents at hand.

What may live here: what several rules need, worked out once. No rule of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from conflict_atlas.dossiers import markup, sentences
from conflict_atlas.dossiers.check.passages import Label, Passage, labels, passages
from conflict_atlas.dossiers.claim import Claim, Source
from conflict_atlas.dossiers.dossier import Dossier

CLAIMS = "claims.jsonl"


@dataclass(frozen=True)
class Told:
    """A sentence of a passage."""

    passage: Passage
    sentence: sentences.Sentence
    number: int
    """Of the sentence in its passage, from 1."""

    @property
    def place(self) -> str:
        """Where it stands, with its first words, so that an editor finds it in a form as well as in a file."""
        words = self.sentence.text.split()
        start = " ".join(words[:6]) + ("..." if len(words) > 6 else "")
        return f'{self.passage.place}, sentence {self.number} ("{start}")'


@dataclass(frozen=True)
class Reading:
    """What the rules look at. ``documents`` maps sha256 to decoded text, ``pictures`` file name to bytes, as far as at hand."""

    dossier: Dossier
    documents: Mapping[str, str]
    pictures: Mapping[str, bytes]
    today: date | None

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """The claims by id."""
        return {claim.claim_id: claim for claim in self.dossier.claims}

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The sources by key."""
        return {source.key: source for source in self.dossier.sources}

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text in markup, in reading order."""
        return passages(self.dossier)

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """Every text without markup."""
        return labels(self.dossier)

    @cached_property
    def unreadable(self) -> tuple[tuple[Passage, markup.MarkupError], ...]:
        """The passages that are not in the markup; other rules pass over them."""
        return tuple((passage, error) for passage, _, error in self._read if error is not None)

    @cached_property
    def blocks(self) -> tuple[tuple[Passage, tuple[markup.Block, ...]], ...]:
        """The passages that can be read, with their blocks."""
        return tuple((passage, blocks) for passage, blocks, error in self._read if error is None)

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """Every sentence, in reading order."""
        found = []
        for passage, blocks in self.blocks:
            for number, sentence in enumerate((s for block in blocks for s in sentences.of_block(block)), start=1):
                found.append(Told(passage, sentence, number))
        return tuple(found)

    @cached_property
    def references(self) -> tuple[tuple[Passage, markup.Figure | markup.Note], ...]:
        """Every figure and footnote of the texts, in reading order."""
        return tuple((passage, inline) for passage, inline in self.inlines if isinstance(inline, markup.Figure | markup.Note))

    @cached_property
    def unknown(self) -> frozenset[str]:
        """The ids in the texts that name no claim."""
        return frozenset(reference.claim_id for _, reference in self.references) - self.claims.keys()

    @cached_property
    def inlines(self) -> tuple[tuple[Passage, markup.Inline], ...]:
        """Every inline of the texts, in reading order."""
        return tuple(
            (passage, inline)
            for passage, blocks in self.blocks
            for block in blocks
            for run in markup.inlines_of(block)
            for inline in markup.walk(run)
        )

    @cached_property
    def listed(self) -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
        """Where claims are listed rather than told: part, file, place, claim ids."""
        return tuple(self._listed())

    @cached_property
    def _read(self) -> tuple[tuple[Passage, tuple[markup.Block, ...], markup.MarkupError | None], ...]:
        found: list[tuple[Passage, tuple[markup.Block, ...], markup.MarkupError | None]] = []
        for passage in self.passages:
            try:
                found.append((passage, markup.parse(passage.text), None))
            except markup.MarkupError as error:
                found.append((passage, (), error))
        return tuple(found)

    def _listed(self) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
        dossier = self.dossier
        for tally in dossier.casualties:
            yield "casualties", "casualties.yaml", tally.title, tally.claims
        for disagreement in dossier.disagreements:
            yield "disagreements", "disagreements.yaml", disagreement.topic, disagreement.claims
        if dossier.beside is not None:
            yield "beside", "dossier.yaml", "beside", dossier.beside.claims
        for number, correction in enumerate(dossier.corrections, start=1):
            if correction.claim is not None:
                yield "corrections", "dossier.yaml", f"correction {number}", (correction.claim,)

    def document(self, source: Source) -> str | None:
        """The text of a source, where it is at hand."""
        return None if source.sha256 is None else self.documents.get(source.sha256)
