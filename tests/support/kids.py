"""A small edition for kids that passes the check, on the small dossier of ``support.editorial``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from conflict_atlas.kids.edition import Edition, Fact, Moment, Question, Teachers, Telling

SAID = "The ministry said that there is a valley.[^doc-said]"
HELPING = "The ministry said that {doc-killed-2020} soldiers died."


def small_edition(**changes: object) -> Edition:
    """An edition on Mali with the same text at both levels."""
    quiz = tuple(
        Question(f"What is in place {name}?", ("A valley", "A sea"), 1, "The ministry said so.[^doc-said]")
        for name in ("A", "B", "C", "D")
    )
    telling = Telling(
        summary=SAID,
        facts=(Fact("Where", SAID),),
        why=SAID,
        moments=(Moment("2020", "A fight", SAID, "drawing:houses", "Two houses."),),
        others=SAID,
        helping=HELPING,
        talks=SAID,
        status=SAID,
        disagree=SAID,
        worry="It is fine to be sad. Talk with somebody.",
        quiz=quiz,
    )
    teachers = Teachers(questions="- Why?", activities="- Draw it.", sources="Read the dossier.")
    return replace(Edition("mali", "en", "Mali", date(2026, 11, 1), telling, telling, teachers), **changes)
