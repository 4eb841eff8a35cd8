"""Everything that is compared, in order: figures, sums, statements, passages.

What may live here: what the comparison is given, and which rules are asked. Within one document the same rules are asked as across
documents, but for those on what a document leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from conflict_atlas.documents.comparing import absolutes, disputes, doers, events, gaps, lengths, stances, sums, wording
from conflict_atlas.documents.comparing.counts import count_records
from conflict_atlas.documents.comparing.groups import joined
from conflict_atlas.documents.comparing.passages import Likeness, Passage
from conflict_atlas.documents.comparing.relation import Relation, disagreement
from conflict_atlas.documents.comparing.told import Told
from conflict_atlas.documents.records import Disagreement, Statement, Timex


@dataclass
class Material:
    """What is compared, of one document or of several; every list in the order of the documents."""

    told: list[Told] = field(default_factory=list)
    statements: list[tuple[str, Statement]] = field(default_factory=list)
    dates: dict[str, list[Timex]] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)

    def add(self, other: Material) -> None:
        """Put that of another document behind it."""
        self.told += other.told
        self.statements += other.statements
        self.dates |= other.dates
        self.passages += other.passages


def disagreements(material: Material) -> list[Disagreement]:
    """What differs, and what agrees between different voices, in the order of the text of the first passage."""
    found = [*count_records(material.told), *sums.sum_records(material.told), *disputes.denials(material.statements)]
    found += _of_passages(material)
    at_odds = [record for record in found if record.relation in (Relation.CONTRADICTION, Relation.TENSION)]
    found = [
        record
        for record in found
        if record.relation != Relation.CORROBORATION or not any(_is_within(record, other) for other in at_odds)
    ]
    return sorted(found, key=lambda record: (record.start, record.end, record.relation, record.rule_id))


def _is_within(record: Disagreement, other: Disagreement) -> bool:
    """Whether all passages of one record are, in part, passages of another: they do not agree if the other says that they differ."""
    return all(
        any(doc == other_doc and start < other_end and other_start < end for other_doc, other_start, other_end in other.spans)
        for doc, start, end in record.spans
    )


def _of_passages(material: Material) -> Iterator[Disagreement]:
    likeness = Likeness(material.passages)
    yield from joined(events.event_pairs(likeness), "compare-events")
    yield from joined(doers.doers(likeness), "compare-doers")
    yield from joined(doers.held_by(likeness), "compare-holders")
    yield from joined(doers.parties(likeness), "compare-parties")
    yield from joined(doers.mediators(likeness), "compare-mediators")
    yield from joined(doers.placed(likeness), "compare-placed")
    yield from joined(stances.stances(likeness), "compare-stances")
    yield from joined(wording.wordings(likeness), "compare-words")
    yield from joined(wording.namings(likeness), "compare-namings")
    yield from joined(wording.names_of_deals(likeness), "compare-names")
    yield from joined(wording.beginnings(likeness), "compare-beginnings")
    yield from joined(absolutes.only_and_others(likeness), "compare-only")
    yield from joined(absolutes.none_and_some(likeness), "compare-none")
    yield from joined(absolutes.agreed_and_not(likeness), "compare-agreed")
    yield from joined(lengths.lasted(likeness), "compare-length")
    yield from joined(lengths.terms_kept(likeness), "compare-term")
    yield from joined(lengths.held_since(likeness, material.dates), "compare-since")
    yield from joined(lengths.within(likeness, material.dates), "compare-within")
    yield from joined(disputes.replies(likeness), "compare-reply")
    yield from disputes.doubts(likeness, material.told)
    for passage, killed, why in lengths.calm(likeness, material.told):
        spans = [passage.span, *(item.span for item in killed)]
        yield disagreement(Relation.TENSION, spans, passage.quote, why, "compare-calm", "peace")
    yield from absolutes.agreements_counted(likeness)
    if len({passage.doc for passage in material.passages}) > 1:
        yield from gaps.count_gaps(material.told, material.passages)
        yield from gaps.counts_denied(material.told, material.passages)
        yield from joined(gaps.truce_gaps(material.passages), "compare-truce-gap")
        yield from gaps.year_gaps(material.passages)
