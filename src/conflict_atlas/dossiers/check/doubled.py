"""Rule: every key is used once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from conflict_atlas.dossiers.check.finding import Finding, Rule
from conflict_atlas.dossiers.check.reading import CLAIMS, Reading


def _look(reading: Reading) -> Iterator[Finding]:
    d = reading.dossier
    keyed: tuple[tuple[str, str, Iterable[str]], ...] = (
        (CLAIMS, "claim", (claim.claim_id for claim in d.claims)),
        ("sources.yaml", "source", (source.key for source in d.sources)),
        ("timeline.yaml", "event", (event.key for event in d.timeline)),
        ("actors.yaml", "actor", (actor.key for actor in d.actors)),
        ("agreements.yaml", "agreement", (agreement.key for agreement in d.agreements)),
        ("terms.yaml", "term", (term.key for term in d.terms)),
        ("pictures.yaml", "picture", (picture.key for picture in d.pictures)),
        ("pictures.yaml", "picture file", (picture.file for picture in d.pictures)),
        ("maps.yaml", "map", (drawn.key for drawn in d.maps)),
        ("casualties.yaml", "title", (tally.title for tally in d.casualties)),
        ("disagreements.yaml", "topic", (disagreement.topic for disagreement in d.disagreements)),
    )
    for file, what, keys in keyed:
        for key, count in Counter(keys).items():
            if count > 1:
                yield RULE.error(file, key, f"{count} entries have the same {what}; give each its own")
    for tally in d.casualties:
        yield from _listed_twice("casualties.yaml", tally.title, tally.claims)
    for disagreement in d.disagreements:
        yield from _listed_twice("disagreements.yaml", disagreement.topic, disagreement.claims)


def _listed_twice(file: str, place: str, claims: tuple[str, ...]) -> Iterator[Finding]:
    for claim_id, count in Counter(claims).items():
        if count > 1:
            yield RULE.error(file, place, f"lists {claim_id} {count} times; once is enough")


RULE = Rule(
    "doubled-key",
    "Two claims, sources, events, actors, agreements, terms, pictures, maps, tallies or disagreements with the same key or "
    "title, or a claim that is listed twice in one of them.",
    "Give each its own key; a footnote or link could not tell them apart.",
    _look,
)
