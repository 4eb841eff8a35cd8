"""The annotated pages of the project, and what the rules find in them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from conflict_atlas.documents.document import about_of
from conflict_atlas.documents.extraction import extract
from conflict_atlas.documents.records import Extraction, as_json

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "texts"
TEXTS = {row["doc"]: row for row in json.loads((FOLDER / "docs.json").read_text(encoding="utf-8"))}


def text_of(doc: str) -> str:
    return (FOLDER / doc).read_bytes().decode("utf-8")


@cache
def extraction_of(doc: str) -> Extraction:
    return extract(doc, text_of(doc), about_of(TEXTS[doc]))


def gold_of(doc: str, kind: str) -> list[dict[str, Any]]:
    lines = (FOLDER / f"gold_{Path(doc).stem}.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, filter(None, lines)) if row.get("type") == kind]


def found_of(doc: str, kind: str) -> list[dict[str, Any]]:
    return [row for record in extraction_of(doc).records if (row := as_json(doc, record))["type"] == kind]
