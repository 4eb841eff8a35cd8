"""The dossier that ships with the program passes the check, and every way of breaking it is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from conflict_atlas import starter
from conflict_atlas.dossiers import folder
from conflict_atlas.dossiers.check import check, errors
from conflict_atlas.dossiers.check.quoted_numbers import numbers_of
from conflict_atlas.dossiers.claim import Claim, RelationKind
from conflict_atlas.dossiers.dossier import Dossier
from support.example_data import SHARED, shared_test

SHIPPED = Path(starter.__file__).parent / "dossiers" / "nagorno-karabakh"
SEEDS = ("cfr-nagorno-karabakh.txt", "kids-nagorno-karabakh.txt")


@cache
def shipped() -> Dossier:
    return folder.read(SHIPPED)


def drawings() -> dict[str, bytes]:
    return {picture.file: (SHIPPED / "pictures" / picture.file).read_bytes() for picture in shipped().pictures}


def seeds() -> dict[str, str]:
    found = [(SHARED / "seeds" / name).read_bytes() for name in SEEDS]
    return {sha256(data).hexdigest(): data.decode("utf-8") for data in found}


def any_figure(dossier: Dossier) -> Claim:
    """A figure whose number its quote writes plainly."""
    return next(c for c in dossier.claims if c.value is not None and numbers_of(c.quote).values == {c.value})


def change_claim(dossier: Dossier, claim: Claim, **changes: object) -> Dossier:
    return replace(dossier, claims=tuple(replace(c, **changes) if c is claim else c for c in dossier.claims))  # type: ignore[arg-type]


def told(part: str, sentence: str) -> Callable[[Dossier], Dossier]:
    """Put a sentence, with a footnote that is in order, before a section."""

    def change(dossier: Dossier) -> Dossier:
        first = sentence.replace("CLAIM", dossier.claims[0].claim_id)
        return replace(dossier, **{part: f"{first}\n\n{getattr(dossier, part)}"})

    return change


def without_claim(dossier: Dossier) -> Dossier:
    gone = dossier.casualties[0].claims[0]
    return replace(dossier, claims=tuple(claim for claim in dossier.claims if claim.claim_id != gone))


def longer_quote(dossier: Dossier) -> Dossier:
    claim = dossier.claims[0]
    quote = f"{claim.quote} and so on and so on and so on"
    return change_claim(dossier, claim, quote=quote, end=claim.start + len(quote))


def alone(dossier: Dossier) -> Dossier:
    disputed = next(c for c in dossier.claims if any(r.kind is RelationKind.CONTRADICTS for r in c.relations) and c.measure)
    return replace(dossier, concerns=f"It was {{{disputed.claim_id}}}.", disagreements=())


def first(part: str, **changes: object) -> Callable[[Dossier], Dossier]:
    def change(dossier: Dossier) -> Dossier:
        entries = getattr(dossier, part)
        return replace(dossier, **{part: (replace(entries[0], **changes), *entries[1:])})

    return change


def unknown_category(dossier: Dossier) -> Dossier:
    drawn = dossier.maps[0]
    areas = (replace(drawn.areas[0], category="no such category"), *drawn.areas[1:])
    return replace(dossier, maps=(replace(drawn, areas=areas), *dossier.maps[1:]))


def unknown_role(dossier: Dossier) -> Dossier:
    actor = dossier.actors[0]
    return first("actors", roles=(replace(actor.roles[0], role="friend"), *actor.roles[1:]))(dossier)


FAULTS: dict[str, tuple[str, str, Callable[[Dossier], Dossier]]] = {
    "an unsourced figure": ("unsourced-figure", "background.md", told("background", "There were 350 houses.[^CLAIM]")),
    "a large number in words": ("unsourced-figure", "lead.md", told("lead", "Thousands marched.[^CLAIM]")),
    "a sentence without footnote": ("unsourced-sentence", "concerns.md", told("concerns", "The river was high.")),
    "a loaded word": ("loaded-word", "developments.md", told("developments", "The land was liberated.[^CLAIM]")),
    "a loaded word of no speaker": ("loaded-word", "background.md", told("background", 'It was a "puppet state".[^CLAIM]')),
    "one form of a name": ("name-forms", "lead.md", told("lead", "Khankendi is a town.[^CLAIM]")),
    "a claim that is gone": ("dangling-claim", "casualties.yaml", without_claim),
    "a map without credit": ("map", "maps.yaml", first("maps", credit="")),
    "a category without legend": ("map", "maps.yaml", unknown_category),
    "a picture without credit": ("picture", "pictures.yaml", first("pictures", credit="")),
    "a picture without licence": ("picture", "pictures.yaml", first("pictures", licence="")),
    "another picture": ("picture", "pictures.yaml", first("pictures", sha256="0" * 64)),
    "offsets of another length": ("offsets", "claims.jsonl", lambda d: change_claim(d, d.claims[0], end=d.claims[0].end + 1)),
    "a claim of another version": ("claim-source", "claims.jsonl", lambda d: change_claim(d, d.claims[0], sha256="0" * 64)),
    "a source that is gone": ("claim-source", "claims.jsonl", lambda d: replace(d, sources=d.sources[1:])),
    "a quote that is too long": ("anchor", "claims.jsonl", longer_quote),
    "another number than the quote's": (
        "value-in-quote",
        "claims.jsonl",
        lambda d: change_claim(d, any_figure(d), value=123456.0),
    ),
    "a figure without measure": ("figure-claim", "claims.jsonl", lambda d: change_claim(d, any_figure(d), measure=None)),
    "a date that is none": ("date", "timeline.yaml", first("timeline", when="2020-13")),
    "events after the text's end": ("coverage", "timeline.yaml", lambda d: replace(d, covers_to="1950")),
    "a claim twice": ("doubled-key", "claims.jsonl", lambda d: replace(d, claims=(*d.claims, d.claims[0]))),
    "an unknown role": ("actor-role", "actors.yaml", unknown_role),
    "an agreement without terms": ("agreement", "agreements.yaml", first("agreements", terms=())),
    "a link to no term": ("link", "lead.md", told("lead", "A [word](term:no-such-term).[^CLAIM]")),
    "a disputed figure alone": ("told-alone", "concerns.md", alone),
    "HTML": ("markup", "lead.md", told("lead", "<b>Bold</b>.[^CLAIM]")),
    "a resource that is no address": ("address", "resources.yaml", first("resources", address="ftp://example.org")),
    "a disagreement of one": (
        "disagreement",
        "disagreements.yaml",
        lambda d: first("disagreements", claims=d.disagreements[0].claims[:1])(d),
    ),
}


def test_the_shipped_dossier_passes_without_the_documents() -> None:
    found = check(shipped(), pictures=drawings())
    assert errors(found) == ()
    assert [finding.rule for finding in found if finding.severity == "notice"] == ["offsets"]


@shared_test
def test_the_shipped_dossier_passes_with_the_documents() -> None:
    documents = seeds()
    assert {source.sha256 for source in shipped().sources if source.sha256} == set(documents)
    found = check(shipped(), documents, pictures=drawings())
    assert errors(found) == ()
    assert not any(finding.severity == "notice" for finding in found)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_shipped_dossier_is_found(fault: str) -> None:
    rule, file, change = FAULTS[fault]
    broken = change(shipped())
    assert broken != shipped()
    found = errors(check(broken, pictures=drawings()))
    assert any((finding.rule, finding.file) == (rule, file) for finding in found), found


@shared_test
def test_offsets_that_are_one_too_far_and_copied_words_are_found_with_the_documents() -> None:
    documents = seeds()
    claim = shipped().claims[0]
    moved = change_claim(shipped(), claim, start=claim.start + 1, end=claim.end + 1)
    assert any(f.rule == "offsets" and f.place == claim.claim_id for f in errors(check(moved, documents)))
    text = documents[claim.sha256]
    copied = " ".join(text[claim.start - 300 :].split()[1:14])
    taken = told("background", f"{copied}.[^CLAIM]")(shipped())
    assert any(f.rule == "copied" and f.file == "background.md" for f in errors(check(taken, documents)))
