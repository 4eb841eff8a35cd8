"""What follows from accepted claims that nobody has written up: shown, never merged, and nothing where all is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from conflict_atlas import starter
from conflict_atlas.documents.from_claims import completed
from conflict_atlas.dossiers import folder
from conflict_atlas.dossiers.claim import Claim, ClaimantRole, ClaimKind, Qualifier, Review
from fixtures.dossier import GOOD


def claim(name: str, kind: ClaimKind = ClaimKind.FIGURE, **more: object) -> Claim:
    source = GOOD.sources[0]
    fields = {
        "text": f"What {name} says.", "claimant": name, "claimant_role": ClaimantRole.PARTY, "source": source.key, "sha256": source.sha256,
        "quote": "x", "start": 0, "end": 1, "original_seen": False, "period": "2024-05-04",
    }  # fmt: skip
    if kind is ClaimKind.FIGURE:
        fields |= {"measure": "killed", "qualifier": Qualifier.EXACT, "place": "Nyala"}
    return Claim(claim_id=name, kind=kind, **fields | more)


def test_a_dossier_that_tells_all_its_claims_stays_as_it_is() -> None:
    assert completed(GOOD) == GOOD
    shipped = folder.read(Path(starter.__file__).parent / "dossiers" / "nagorno-karabakh")
    assert completed(shipped) == shipped


def test_accepted_claims_become_a_table_an_event_and_a_contradiction() -> None:
    dossier = GOOD
    new = (claim("army", value=12.0), claim("doctors", value=20.0), claim("talks", ClaimKind.EVENT, period="2024-06"))
    shown = completed(replace(dossier, claims=(*dossier.claims, *new)))
    assert shown.casualties[-1].claims == ("army", "doctors")
    assert shown.casualties[-1].period == "2024-05-04"
    event = next(item for item in shown.timeline if item.key == "talks")
    assert event.when == "2024-06"
    assert event.text.endswith("[^talks]")
    found = shown.disagreements[-1]
    assert (found.relation, set(found.claims)) == ("contradiction", {"army", "doctors"})


def test_suggestions_and_rejected_claims_are_not_shown() -> None:
    dossier = GOOD
    new = tuple(claim(name, value=12.0, review=review) for name, review in (("a", Review.SUGGESTED), ("b", Review.REJECTED)))
    shown = completed(replace(dossier, claims=(*dossier.claims, *new)))
    assert shown.casualties == dossier.casualties
    assert shown.timeline == dossier.timeline
