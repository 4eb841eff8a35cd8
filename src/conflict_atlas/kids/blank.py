"""The template that an editor begins with: every part of an edition, with a hint of what belongs there.

What may live here: that template. A hint is no text: while one stands, the check calls the edition unfinished.
"""

from __future__ import annotations

from datetime import date

from conflict_atlas.kids.edition import Edition, Fact, Moment, Question, Teachers, Telling

HINT = "TODO:"


def blank(slug: str, language: str, title: str, today: date) -> Edition:
    """An edition without a single fact: nothing of it can be published before an editor has written it."""
    telling = Telling(
        summary=f"{HINT} What is this about, and where? Four or five short sentences, each with its claim: [^claim-id].",
        facts=(Fact(f"{HINT} Where", f"{HINT} Say it in one sentence.[^claim-id]"),),
        why=f"{HINT} How did it begin? Tell causes, not guilt.",
        moments=(Moment("2000", f"{HINT} What happened", f"{HINT} Two to five short sentences for each step."),),
        others=f"{HINT} What do other countries do?",
        helping=f"{HINT} Who helps people, and who works for peace?",
        talks=f"{HINT} Who talked, and what did they agree on?",
        status=f"{HINT} How does it stand now?",
        disagree=f"{HINT} On what do people not agree? Say who says what.",
        worry=f"{HINT} What can a child do whom this worries?",
        quiz=tuple(
            Question(f"{HINT} Question {number}", (f"{HINT} Yes", f"{HINT} No"), 1, f"{HINT} Why?[^claim-id]")
            for number in range(1, 5)
        ),
    )
    teachers = Teachers(
        before=f"{HINT} Whom in class may this touch?",
        questions=f"{HINT} Questions for class, one a line, each with a hyphen before it.",
        activities=f"{HINT} Things to do.",
        sources=f"{HINT} What grown-ups can read.",
    )
    return Edition(slug, language, title, today, telling, telling, teachers)
