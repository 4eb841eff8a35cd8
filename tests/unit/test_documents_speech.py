"""Who says it: the ways of attributing, one sentence or two for each, and what is no attribution."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conflict_atlas.documents.extraction import extract
from conflict_atlas.documents.records import Figure, Statement

ROWS = json.loads((Path(__file__).resolve().parent.parent / "fixtures" / "attributions.json").read_text(encoding="utf-8"))


def bare(name: str | None) -> str | None:
    return None if name is None else re.sub(r"^(?:the|an?)\s+", "", name.lower())


@pytest.mark.parametrize("row", [row for row in ROWS if not row.get("is_missed")], ids=lambda row: row["text"][:60])
def test_a_figure_is_said_by_whom_the_text_names(row: dict[str, object]) -> None:
    found = {figure.quote: figure.attributed_to for figure in extract("x", str(row["text"])).of(Figure)}
    for quote, speaker in dict(row["speakers"]).items():
        assert bare(found[quote]) == bare(speaker)


@pytest.mark.parametrize("row", [row for row in ROWS if row.get("is_missed")], ids=lambda row: row["text"][:60])
def test_where_a_speaker_is_missed_none_is_invented(row: dict[str, object]) -> None:
    for figure in extract("x", str(row["text"])).of(Figure):
        said = dict(row["speakers"]).get(figure.quote)
        assert (
            figure.attributed_to is None
            or said is None
            or bare(said) in bare(figure.attributed_to)
            or figure.attributed_to in said
        )


def test_a_speaker_stands_in_the_text() -> None:
    for row in ROWS:
        text = str(row["text"])
        for figure in extract("x", text).of(Figure):
            for word in re.findall(r"\w+", figure.attributed_to or ""):
                assert word in text


def test_who_denies_does_not_say_it_and_is_told() -> None:
    text = "The rebels say they killed 67 soldiers, which the army denies."
    found = extract("x", text)
    assert [figure.attributed_to for figure in found.of(Figure)] == ["The rebels"]
    assert "denies" in {statement.verb for statement in found.of(Statement)} or found.of(Statement) == ()
