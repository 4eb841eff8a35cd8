"""What follows from accepted claims alone: tables of losses, events and disagreements that nobody has written up yet.

What may live here: pure functions over a dossier. What its editors have placed themselves is theirs and stays as it is; only
claims that stand nowhere in it are put beside, so that none that was accepted is hidden. No number is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace

from conflict_atlas.documents.comparing.relating import relate
from conflict_atlas.documents.comparing.relation import Relation
from conflict_atlas.documents.comparing.same_thing import on_one_thing
from conflict_atlas.documents.comparing.told import COUNTS_OF_PEOPLE, Told
from conflict_atlas.documents.records import Figure
from conflict_atlas.dossiers import dates
from conflict_atlas.dossiers.claim import Claim, ClaimKind, Review
from conflict_atlas.dossiers.dossier import Disagreement, Dossier, NarratedEvent, Tally
from conflict_atlas.dossiers.markup import MarkupError, references

MEASURES = {"died": "killed", "captured": "prisoners", "arms": "arms_value", "production": "oil_production"}
"""Words that hand-written claims use for what the rules call otherwise."""
_SHOWN = (Review.ACCEPTED, Review.EDITED)


def figure_of(claim: Claim) -> Figure:
    """A claim as the comparison sees it."""
    return Figure(
        start=claim.start,
        end=claim.end,
        quote=claim.quote,
        rule_id=claim.rule_id,
        value=claim.value,
        low=claim.low,
        high=claim.high,
        qualifier=claim.qualifier.value if claim.qualifier else "exact",
        kind=MEASURES.get(claim.measure or "", claim.measure or ""),
        unit=claim.unit or "",
        side=(claim.side,) if claim.side else (),
        population="" if claim.population in (None, "all") else claim.population or "",
        attributed_to=claim.claimant,
        period=_period(claim.period),
        place=claim.place or "",
    )


def _period(edtf: str | None) -> tuple[str | None, str | None] | None:
    if not edtf:
        return None
    try:
        found = dates.read_edtf(edtf)
    except dates.DateError:
        return None
    return (found.first.isoformat() if found.first else None, found.last.isoformat() if found.last else None)


def completed(dossier: Dossier) -> Dossier:
    """The dossier with what follows from claims that stand nowhere in it: losses by period, events in their order of time,
    and pairs that cannot both be true."""
    placed = _placed(dossier)
    free = tuple(claim for claim in dossier.claims if claim.claim_id not in placed and claim.review in _SHOWN)
    if not free:
        return dossier
    return replace(
        dossier,
        casualties=(*dossier.casualties, *_tallies(free)),
        timeline=tuple(sorted((*dossier.timeline, *_events(free)), key=_when)) if any(_events(free)) else dossier.timeline,
        disagreements=(*dossier.disagreements, *_contradictions(dossier, free)),
    )


def _placed(dossier: Dossier) -> frozenset[str]:
    """Every claim that some text, table or list of the dossier names."""
    names = {claim.claim_id for claim in dossier.claims}
    return frozenset(found for found in _named(dossier) if found in names)


def _named(value: object) -> Iterator[str]:
    if isinstance(value, (Claim, str)):
        if isinstance(value, str):
            yield from _references(value)
        return
    if isinstance(value, tuple):
        for item in value:
            yield from (_list_item(item) if isinstance(item, str) else _named(item))
    elif is_dataclass(value):
        for field in fields(value):
            if field.name != "relations":
                yield from _named(getattr(value, field.name))


def _list_item(item: str) -> Iterator[str]:
    yield item
    yield from _references(item)


def _references(text: str) -> tuple[str, ...]:
    try:
        return tuple(references(text)) if "[^" in text or "{" in text else ()
    except MarkupError:
        return ()


def _tallies(free: Iterable[Claim]) -> Iterator[Tally]:
    """Counts of people, one table a period, in the order of time."""
    groups: dict[str, list[Claim]] = {}
    for claim in free:
        if claim.kind is ClaimKind.FIGURE and figure_of(claim).kind in COUNTS_OF_PEOPLE:
            groups.setdefault(claim.period or "", []).append(claim)
    for period in sorted(groups, key=lambda edtf: _period(edtf) or ("9999", None)):
        claims = sorted(groups[period], key=lambda claim: (claim.measure or "", claim.claim_id))
        yield Tally("Accepted claims, not told in the text yet", period or None, tuple(claim.claim_id for claim in claims))


def _events(free: Iterable[Claim]) -> Iterator[NarratedEvent]:
    for claim in free:
        if claim.kind in (ClaimKind.EVENT, ClaimKind.AGREEMENT) and _period(claim.period) is not None and claim.period:
            yield NarratedEvent(
                claim.claim_id, claim.period, claim.text.rstrip("."), f"{_plain(claim.text)}[^{claim.claim_id}]", claim.place
            )


def _plain(text: str) -> str:
    """A sentence as markup: what would be read as a reference is written as words."""
    return text.replace("[", "(").replace("]", ")").replace("{", "(").replace("}", ")")


def _when(event: NarratedEvent) -> str:
    found = _period(event.when)
    return (found[0] or found[1] or "9999") if found else "9999"


def _contradictions(dossier: Dossier, free: tuple[Claim, ...]) -> Iterator[Disagreement]:
    """Pairs of figures that cannot both be true, at least one of them told nowhere."""
    told = [
        Told(claim.source, figure_of(claim), claim.text, None, claim.claimant)
        for claim in dossier.claims
        if claim.kind is ClaimKind.FIGURE and claim.review in _SHOWN
    ]
    claims = [claim for claim in dossier.claims if claim.kind is ClaimKind.FIGURE and claim.review in _SHOWN]
    is_free = {claim.claim_id for claim in free}
    for number, first in enumerate(told):
        for other in range(number + 1, len(told)):
            names = claims[number].claim_id, claims[other].claim_id
            if not is_free.intersection(names) or not on_one_thing(first, told[other]):
                continue
            found = relate(first, told[other])
            if found is not None and found[0] is Relation.CONTRADICTION and first.figure.period and told[other].figure.period:
                topic = " ".join(part for part in (first.figure.kind.replace("_", " "), first.figure.place) if part)
                text = " ".join(f"{_plain(claim.text)}[^{claim.claim_id}]" for claim in (claims[number], claims[other]))
                yield Disagreement(topic[:1].upper() + topic[1:], found[0].value, names, text)
