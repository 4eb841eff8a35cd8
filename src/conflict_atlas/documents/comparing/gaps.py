"""What one document alone tells: counts of people, and years.

What may live here: rules that look for what other documents on the same time leave out. That a document says nothing is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from conflict_atlas.documents.blocks import BlockKind
from conflict_atlas.documents.comparing.groups import Pair
from conflict_atlas.documents.comparing.passages import Passage, When
from conflict_atlas.documents.comparing.relation import Relation, disagreement
from conflict_atlas.documents.comparing.scope import days
from conflict_atlas.documents.comparing.told import Told
from conflict_atlas.documents.records import Disagreement

_ALSO = {
    "killed": frozenset(("killed", "casualties")),
    "wounded": frozenset(("wounded", "casualties")),
    "missing": frozenset(("missing", "prisoners")),
    "displaced": frozenset(("displaced", "refugees", "evacuated", "displaced_share")),
    "prisoners": frozenset(("prisoners", "missing")),
}
"""Kinds whose lack is told, and what another document may count instead."""
LONGEST = 2 * 366
"""Days of a count that is looked for in other documents, at most."""
SLACK = 31
"""Days by which the times of documents may differ."""
MOST_COUNTS = 2_000
"""Counts that are looked for in other documents: more would take a long document too long."""
LEAST_RUN = 3
"""Passages on years that only one document tells of, at least."""
LEAST_DATED = 2
"""Of these, passages with a date of their own, at least."""
YEARS_AWAY = 366


def count_gaps(told: Sequence[Told], passages: Sequence[Passage]) -> Iterator[Disagreement]:
    """Counts of people of a time on which another document tells of attacks or fighting, and counts nothing of the kind."""
    of_doc: dict[str, list[Passage]] = {}
    for passage in passages:
        if _is_of_war(passage):
            of_doc.setdefault(passage.doc, []).append(passage)
    counts: dict[tuple[str, str], list[Told]] = {}
    for item in told:
        counts.setdefault((item.doc, item.figure.kind), []).append(item)
    groups: dict[tuple[str, str, str], list[Told]] = {}
    silent: dict[tuple[str, str, str], Passage] = {}
    for item in told[:MOST_COUNTS]:
        kinds = _ALSO.get(item.figure.kind)
        if kinds is None or item.figure.period is None or item.figure.part_of is not None:
            continue
        first, last = days(item.figure.period)
        if last - first > LONGEST:
            continue
        for doc, told_of in of_doc.items():
            alike = [other for kind in kinds for other in counts.get((doc, kind), ())]
            if doc == item.doc or any(_counts(other, first, last) for other in alike):
                continue
            here = next((passage for passage in told_of if _tells_of(passage, first, last)), None)
            if here is not None:
                groups.setdefault((item.doc, doc, item.figure.kind), []).append(item)
                silent[(item.doc, doc, f"{item.figure.kind} {item.figure.start}")] = here
    for (doc, other_doc, kind), items in groups.items():
        others = [silent[(doc, other_doc, f"{kind} {item.figure.start}")].span for item in items]
        why = f"Only {doc} counts {kind.replace('_', ' ')} of that time; {other_doc} tells of it without."
        spans = [*(item.span for item in items), *others]
        yield disagreement(Relation.COVERAGE_GAP, spans, items[0].figure.quote, why, "compare-count-gap", kind)


def _counts(item: Told, first: int, last: int) -> bool:
    if item.figure.period is None:
        return True
    begin, end = days(item.figure.period)
    return begin <= last + SLACK and first <= end + SLACK


def _is_of_war(passage: Passage) -> bool:
    when = passage.when
    if passage.kind is BlockKind.CAPTION or when is None or not when.is_told or when.days is None or when.days > SLACK + 1:
        return False
    return bool(passage.deeds & {"=attack", "=fight"})


def _tells_of(passage: Passage, first: int, last: int) -> bool:
    when = passage.when
    return when is not None and (when.first or 0) <= last + SLACK and first <= (when.last or 0) + SLACK


_NO_COUNT = re.compile(
    r"\bno\s+(?:\w+\s+)?(?:count|number|figure|toll|estimate)s?\s+of\s+(?:its\s+own\s+|the\s+|its\s+|their\s+)?(?P<kind>wounded|injured|dead|"
    r"killed|missing|displaced|prisoners)\b",
    re.IGNORECASE,
)
_KIND = {"injured": "wounded", "dead": "killed"}


def counts_denied(told: Sequence[Told], passages: Sequence[Passage]) -> Iterator[Disagreement]:
    """A document that says that there is no count, beside counts of the kind that others give."""
    for passage in passages:
        match = _NO_COUNT.search(passage.view)
        if match is None or " own " in match.group():
            continue
        word = match.group("kind").lower()
        kind = _KIND.get(word, word)
        counts = [item for item in told if item.figure.kind == kind and item.doc != passage.doc]
        if counts:
            why = f"{passage.doc} says that there is no count; {counts[0].doc} gives {counts[0].figure.quote}."
            spans = [passage.span, *(item.span for item in counts)]
            yield disagreement(Relation.COVERAGE_GAP, spans, passage.quote, why, "compare-no-count", kind)


_TRUCE = re.compile(r"\b(?:ceasefire|cease-fire|truce|armistice|cessation\s+of\s+hostilities)\b", re.IGNORECASE)
_MADE = re.compile(r"\b(?:signed|announced|reached|agreed|brokered|arranged|declared|led\s+to\s+an?)\b", re.IGNORECASE)
NEAR_TRUCE = 62
"""Days around a ceasefire in which another document would tell of it."""


def truce_gaps(passages: Sequence[Passage]) -> Iterator[Pair]:
    """A ceasefire that one document has made, of a time on which another tells of attacks or fighting and of no ceasefire."""
    truces = [item for item in passages if _TRUCE.search(item.view)]
    docs = sorted({item.doc for item in passages})
    for truce in truces:
        when = truce.when
        if when is None or not _MADE.search(truce.view) or when.days is None or when.days > LONGEST:
            continue
        for doc in docs:
            if doc == truce.doc or any(_is_of(item, doc, when, NEAR_TRUCE) for item in truces):
                continue
            for item in passages:
                if _is_of(item, doc, when, 0) and item.deeds & _WAR and item.kind is not BlockKind.CAPTION:
                    yield Pair(Relation.COVERAGE_GAP, truce, item, f"Only {truce.doc} tells of a ceasefire then.", "ceasefire")


_WAR = frozenset(("=attack", "=fight", "=take", "=begin"))


def _is_of(item: Passage, doc: str, when: When, slack: int) -> bool:
    return item.doc == doc and item.when is not None and item.when.days is not None and item.when.meets(when, slack)


def year_gaps(passages: Sequence[Passage]) -> Iterator[Disagreement]:
    """Years of which one document alone tells, with its passages on them."""
    docs = sorted({passage.doc for passage in passages})
    if len(docs) < 2:
        return
    for doc in docs:
        told = [
            (passage.when.first or passage.when.last or 0, passage.when.last or passage.when.first or 0)
            for passage in passages
            if passage.doc != doc and passage.when is not None and passage.when.is_told
        ]
        run: list[Passage] = []
        for passage in [*(item for item in passages if item.doc == doc), None]:
            if passage is not None and passage.when is not None and passage.when.is_told:
                first, last = passage.when.first or passage.when.last or 0, passage.when.last or passage.when.first or 0
                is_alone = not any(begin - YEARS_AWAY <= last and first <= end + YEARS_AWAY for begin, end in told)
            else:
                is_alone = passage is not None and bool(run) and passage.block - run[-1].block <= 1
            if passage is not None and is_alone:
                run.append(passage)
                continue
            if len(run) >= LEAST_RUN and sum(item.when is not None and item.when.is_told for item in run) >= LEAST_DATED:
                yield disagreement(
                    Relation.COVERAGE_GAP,
                    [item.span for item in run],
                    run[0].quote,
                    f"Only {doc} tells of that time.",
                    "compare-year-gap",
                    "years",
                )
            run = []
