"""Arithmetic between figures: totals and their parts, counts of the sides, shares and the whole that they imply, a number twice.

What may live here: sums and quotients of stated figures. They are shown as our arithmetic, never as anybody's count.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from conflict_atlas.documents.comparing.counts import MOST_BEFORE
from conflict_atlas.documents.comparing.intervals import Interval, interval, intervals_meet
from conflict_atlas.documents.comparing.relation import Relation, disagreement
from conflict_atlas.documents.comparing.scope import periods, scope
from conflict_atlas.documents.comparing.told import COUNTS_OF_PEOPLE, Told
from conflict_atlas.documents.gazetteer import folded
from conflict_atlas.documents.records import Disagreement

LEAST_SIDES = 2
"""Counts that name their side, of those that a total is set beside: children and women of one place are no sides."""
LEAST_REST = 0.01
"""Share of an exact total that may be left over by its parts before the rest is worth a word."""
IN_A_SENTENCE = 4
"""Figures behind a count among which its share is looked for."""
NEAR_SHARE = 40
"""Characters between a count and the share that it is told to be."""
LEAST_DIGITS = 3
"""A number of so many digits that are no zeros at its end is hardly the same by chance."""


def sum_records(told: Sequence[Told]) -> Iterator[Disagreement]:
    """What sums and shares show."""
    yield from _parts(told)
    yield from _sides(told)
    yield from _shares(told)
    yield from _same_number(told)


def _parts(told: Sequence[Told]) -> Iterator[Disagreement]:
    """Totals that are smaller than the sum of the parts that the same sentence gives."""
    of_total: dict[tuple[str, int], list[Told]] = {}
    for item in told:
        if item.figure.part_of is not None:
            of_total.setdefault((item.doc, item.figure.part_of), []).append(item)
    for total in told:
        parts = [item for item in of_total.get((total.doc, total.figure.start), []) if item.figure.kind == total.figure.kind]
        least = sum(interval(part.figure)[0] for part in parts)
        if parts and least > interval(total.figure)[1]:
            arithmetic = " + ".join(f"{interval(part.figure)[0]:,.0f}" for part in parts)
            why = f"Our arithmetic: {arithmetic} = {least:,.0f}, more than {total.figure.quote}."
            yield _record(Relation.CONTRADICTION, total, parts, why, "compare-sum")


def _sides(told: Sequence[Told]) -> Iterator[Disagreement]:
    """A total beside counts of the sides or of kinds of people: whether these make it up.

    Within one document they are told only where they do not, or leave a rest of an exact total that nobody names; across documents,
    whose counts are of different voices, also where both can be true.
    """
    of_kind: dict[tuple[str, str], list[Told]] = {}
    for item in told:
        if item.figure.kind in COUNTS_OF_PEOPLE and (item.figure.side or item.figure.population not in ("", "people")):
            of_kind.setdefault((item.doc, item.figure.kind), []).append(item)
    docs = sorted({item.doc for item in told})
    for total in told:
        whole = total.figure
        if whole.kind not in COUNTS_OF_PEOPLE or whole.side or whole.population not in ("", "people") or whole.period is None:
            continue
        for doc in docs:
            parts = [item for item in _around(of_kind.get((doc, whole.kind), []), total) if _is_part(item, total)]
            if sum(bool(part.figure.side) for part in parts) < LEAST_SIDES:
                continue
            kinds = {(part.figure.side or part.figure.attributed_to, part.figure.population) for part in parts}
            if len(kinds) < len(parts) or len(parts) < 2:
                continue
            found = _sum_beside(total, parts)
            if found is not None:
                yield _record(found[0], total, parts, found[1], "compare-sides")


def _around(counts: list[Told], total: Told) -> list[Told]:
    """The counts that a total is set beside: all, or in a long document those around it."""
    if len(counts) <= MOST_BEFORE:
        return counts
    at = bisect_left(counts, total.figure.start, key=lambda item: item.figure.start) if counts[0].doc == total.doc else 0
    return counts[max(0, at - MOST_BEFORE // 2) : at + MOST_BEFORE // 2]


def _is_part(item: Told, total: Told) -> bool:
    figure, whole = item.figure, total.figure
    return (
        figure.kind == whole.kind
        and item is not total
        and figure.part_of is None
        and bool(figure.side or figure.population not in ("", "people"))
        and figure.period is not None
        and periods(figure, whole) in ("equal", "first_in_second")
        and interval(figure)[0] <= interval(whole)[1]
    )


def _sum_beside(total: Told, parts: Sequence[Told]) -> tuple[Relation, str] | None:
    whole = interval(total.figure)
    least, most = (sum(interval(part.figure)[end] for part in parts) for end in (0, 1))
    arithmetic = f"Our arithmetic: {' + '.join(part.figure.quote for part in parts)} = {least:,.0f}"
    if most < whole[0] or least > whole[1]:
        return Relation.TENSION, f"{arithmetic}, which is not {total.figure.quote}."
    value = total.figure.value
    if total.doc != parts[0].doc:
        return Relation.COMPATIBLE_BOUNDS, f"{arithmetic} or more; beside {total.figure.quote} both can be true."
    if total.figure.qualifier == "exact" and value and _digits(value) >= LEAST_DIGITS and value - least > LEAST_REST * value:
        return Relation.TENSION, f"{arithmetic}, which leaves {value - least:,.0f} of {total.figure.quote} that nobody names."
    return None


def _digits(value: float) -> int:
    return len(f"{value:.0f}".rstrip("0"))


def _shares(told: Sequence[Told]) -> Iterator[Disagreement]:
    """A count that is told to be a share of a population, beside a count of that population."""
    whole_of = [item for item in told if item.figure.kind == "population"]
    for number, count in enumerate(told):
        if count.figure.kind not in COUNTS_OF_PEOPLE:
            continue
        for share in told[number + 1 : number + 1 + IN_A_SENTENCE]:
            if not _is_share_of(share, count):
                continue
            first, last = interval(count.figure)
            value = (share.figure.value or 0) / (100 if share.figure.unit == "percent" else 1)
            implied: Interval = (first / value, last / value)
            for whole in whole_of[:MOST_BEFORE]:
                same_place = not whole.figure.place or folded(whole.figure.place) == folded(
                    count.figure.place or whole.figure.place
                )
                if (whole.doc == count.doc or same_place) and periods(whole.figure, count.figure) != "different":
                    stated = count.figure.value if count.figure.value is not None else first
                    arithmetic = f"Our arithmetic: {count.figure.quote} / {share.figure.quote} = {stated / value:,.0f}"
                    how = intervals_meet(implied, interval(whole.figure))
                    off = abs((whole.figure.value or first / value) - first / value) > LEAST_REST * first / value
                    if how == "disjoint" or (off and first == last == (count.figure.value or 0)):
                        yield _record(
                            Relation.TENSION, count, [share, whole], f"{arithmetic}, not {whole.figure.quote}.", "compare-share"
                        )
                    else:
                        why = f"{arithmetic} or more; beside {whole.figure.quote} both can be true."
                        yield _record(Relation.COMPATIBLE_BOUNDS, count, [share, whole], why, "compare-share")


def _is_share_of(share: Told, count: Told) -> bool:
    """ "280,000 people, 90 percent of the population, fled": a share in apposition to a count."""
    return (
        share.doc == count.doc
        and share.at == count.at
        and share.figure.unit in ("percent", "fraction")
        and bool(share.figure.value)
        and 0 < share.figure.start - count.figure.end < NEAR_SHARE
        and bool(re.match(r"\s+of\b[^,;]*\b(?:population|inhabitants|residents|people)\b", share.after))
    )


def _same_number(told: Sequence[Told]) -> Iterator[Disagreement]:
    """One number, too exact to be the same by chance, that counts different people: it is not to be taken for one count."""
    before: dict[tuple[str, str, float], Told] = {}
    for item in told:
        figure = item.figure
        value = figure.value if figure.value is not None else figure.low
        if figure.kind not in COUNTS_OF_PEOPLE or value is None or _digits(value) < LEAST_DIGITS:
            continue
        first = before.setdefault((item.doc, figure.kind, value), item)
        if first is not item and scope(first.figure, figure) != "equal":
            why = f"{first.figure.quote} and {figure.quote} are one number, told of other people, sides or times."
            yield _record(Relation.DIFFERENT_SCOPE, first, [item], why, "compare-same-number")


def _record(relation: Relation, first: Told, others: Sequence[Told], why: str, rule: str) -> Disagreement:
    spans = [item.span for item in (first, *others)]
    return disagreement(relation, spans, first.figure.quote, why, rule, first.figure.kind.replace("_", " "))
