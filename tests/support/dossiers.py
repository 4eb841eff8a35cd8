"""Dossiers for tests: a small one that is readable, and arbitrary ones that hypothesis makes."""

from __future__ import annotations

import hashlib
from dataclasses import is_dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, get_args, get_origin

from hypothesis import strategies as st

from conflict_atlas.dossiers.claim import (
    CheckedBy,
    Claim,
    ClaimantRole,
    ClaimKind,
    Qualifier,
    Relation,
    RelationKind,
    Source,
)
from conflict_atlas.dossiers.dossier import Dossier, FactKind, NarratedEvent, Picture, QuickFact, Tally
from conflict_atlas.dossiers.folder.layout import NAMES
from conflict_atlas.dossiers.folder.shapes import shapes_of

DOCUMENT = "In the valley, 120 soldiers were killed in 2020, the ministry said.\n"
SHA256 = hashlib.sha256(DOCUMENT.encode()).hexdigest()
PICTURE = b"\x89PNG\r\n\x1a\n not a real picture, only bytes"
PICTURES = {"valley.png": PICTURE}


def small_dossier() -> Dossier:
    """A dossier on a conflict that does not exist, with a claim, a picture, and some lists."""
    start = DOCUMENT.index("120 soldiers")
    killed = Claim(
        claim_id="doc-killed-2020",
        kind=ClaimKind.FIGURE,
        text="120 soldiers were killed in 2020.",
        claimant="the ministry",
        claimant_role=ClaimantRole.OWN_LOSSES,
        source="doc",
        sha256=SHA256,
        quote="120 soldiers were killed",
        start=start,
        end=start + len("120 soldiers were killed"),
        original_seen=False,
        measure="killed",
        value=120.0,
        low=120.0,
        high=120.0,
        qualifier=Qualifier.EXACT,
        period="2020",
    )
    said = replace(
        killed, claim_id="doc-said", kind=ClaimKind.STATEMENT, value=None, low=None, high=None, measure=None, qualifier=None
    )
    return Dossier(
        slug="the-valley",
        title="The valley",
        updated=date(2024, 1, 31),
        covers_to="2024-01",
        checked_by=CheckedBy.PROJECT,
        lead="The ministry counts {doc-killed-2020} soldiers killed.\n\nIt named no place.[^doc-said]",
        sources=(
            Source("doc", "On the valley", "A publisher", "news report", "en", "2021-03", sha256=SHA256, chars=len(DOCUMENT)),
        ),
        claims=(killed, replace(said, relations=(Relation(RelationKind.CORROBORATES, "doc-killed-2020"),))),
        background="There is a valley.[^doc-said]",
        quick_facts=(QuickFact(FactKind.DATE, "2020[^doc-said]"), QuickFact(FactKind.COMMANDERS, "Not known.", "North")),
        timeline=(NarratedEvent("fighting", "2020", "Fighting", "Fighting in the valley.[^doc-said]", category="fighting"),),
        casualties=(Tally("In 2020", "2020", ("doc-killed-2020",)),),
        pictures=(
            Picture(
                key="valley",
                file="valley.png",
                sha256=hashlib.sha256(PICTURE).hexdigest(),
                alt="A valley",
                caption="The valley.",
                credit="The project",
                licence="CC0-1.0",
            ),
        ),
    )


ODD = (
    *(
        "NO",
        "yes",
        "on",
        "null",
        "~",
        "1e3",
        "0x1F",
        "1_000",
        "-12",
        "2020-01-01",
        "2020",
        ".5",
        "3:30",
        "=",
        "<<",
        "!!int 3",
        "&a",
    ),
    *(
        " leading",
        "trailing ",
        "---",
        "---\nb",
        "...",
        "- item",
        "? key",
        "key: value",
        "a #b",
        "#",
        "%TAG",
        "@x",
        "`x`",
        "{a}",
        "[b]",
    ),
    *(
        '"',
        "'",
        "it's",
        "\"both\" and 'both'",
        "\\",
        "\\n",
        "\t",
        "a\tb",
        "\n",
        "\n\n",
        "a\n",
        "a\n\n",
        "\na",
        "a\n b\n  c",
        "a \nb",
    ),
    *(
        "עברית و العربية",
        "\u202eabc",
        "\u200b",
        "\ufeffx",
        "x\ufeff",
        "\u2028",
        "a\u2029b",
        "\xa0",
        "x\xa0",
        "e\u0301",
        "🕊️",
        "\U0010ffff",
    ),
    *(
        "\ufffe",
        "long " * 40,
        "words and more words, on and on, " * 8 + "end",
        "x" * 3000,
        "\n".join(f"line {n}" for n in range(30)),
        "|",
        ">",
    ),
    "`{doc-a}` *x* [^doc-a]: [words](https://example.org/?a=b#c)",
)


def texts() -> st.SearchStrategy[str]:
    """Text that YAML, JSON or Markdown could misread."""
    letters = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t")
    return st.sampled_from(ODD) | st.text(letters, max_size=30) | st.text("ab :#-'\"\n[]{}|>&*!%@`,?~", max_size=20)


_PARTS = st.lists(st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True), min_size=1, max_size=4)
_NAMED: dict[str, st.SearchStrategy[str]] = {
    "sha256": st.binary(max_size=4).map(lambda content: hashlib.sha256(content).hexdigest()),
    "file": st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,12}", fullmatch=True),
}


def values(kind: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Any value of a type of ``dossier`` or ``claim``."""
    if name in NAMES:
        return _NAMED.get(name, _PARTS.map("-".join))
    if is_dataclass(kind):
        made = {
            field: st.none() | values(shape.kind, field) if shape.optional else values(shape.kind, field)
            for field, shape in shapes_of(kind).items()
        }
        return st.builds(kind, **made)
    if get_origin(kind) is tuple:
        kinds = get_args(kind)
        if kinds[-1] is not Ellipsis:
            return st.tuples(*map(values, kinds))
        first = next(iter(shapes_of(kinds[0]))) if is_dataclass(kinds[0]) else ""
        once = (lambda value: getattr(value, first)) if first in ("key", "claim_id") else None
        return st.lists(values(kinds[0]), max_size=2, unique_by=once).map(tuple)
    if issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: texts(),
        int: st.integers(-(10**12), 10**12),
        float: st.floats(allow_nan=False, allow_infinity=False, min_value=-1e20, max_value=1e20)
        | st.integers(-5000, 5000).map(float),
        bool: st.booleans(),
        date: st.dates(),
    }
    return plain[kind]


def dossiers(*parts: str) -> st.SearchStrategy[Dossier]:
    """Any dossier that can be written: claims in order, and no text that begins with a byte order mark where a file begins."""
    shapes = shapes_of(Dossier)
    made = {
        name: st.none() | values(shape.kind, name) if shape.optional else values(shape.kind, name)
        for name, shape in shapes.items()
        if not parts or name in parts or shape.required
    }
    for section in ("lead", "background", "developments", "concerns", "how_we_know", "interests"):
        if section in made:
            made[section] = texts().filter(lambda text: not text.startswith("\ufeff"))
    return st.builds(Dossier, **made).map(
        lambda dossier: replace(dossier, claims=tuple(sorted(dossier.claims, key=lambda claim: claim.claim_id)))
    )
