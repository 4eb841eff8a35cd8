"""The pairs of texts that disagree, what is annotated in them, and what the comparison calls on them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from conflict_atlas.documents.document import compared, document_of
from conflict_atlas.documents.records import Disagreement

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "pairs"
ANNOTATED: dict[str, Any] = json.loads((FOLDER / "disagreements.json").read_text(encoding="utf-8"))


@cache
def called_on(pair: str) -> tuple[Disagreement, ...]:
    """What the comparison calls on a pair."""
    return tuple(compared([document_of((FOLDER / name).read_bytes(), name) for name in ANNOTATED["pairs"][pair]]))


def touched(record: Disagreement, pair: str, quotes: list[str]) -> int:
    """How many of some quotes lie in the passages of a record, in part at least."""
    return sum(
        any(doc == name and start < at + len(quote) and at < end for doc, start, end in record.spans)
        for quote in quotes
        for name in ANNOTATED["pairs"][pair]
        if (at := (FOLDER / name).read_text(encoding="utf-8").find(quote)) >= 0
    )
