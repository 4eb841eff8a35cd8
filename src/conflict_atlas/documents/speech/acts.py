"""Acts of saying: who says what part of a text, and whom a pronoun means.

What may live here: the records that the other modules make and ask.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Speech:
    """One act of saying. ``scope`` is the part of the text that is said; ``speaker`` None where the text names nobody."""

    speaker: str | None
    verb: str
    verb_at: tuple[int, int]
    scope: tuple[int, int]
    rule_id: str
    is_statement: bool = True


@dataclass
class Speakers:
    """Who a pronoun may mean, as a paragraph is read from top to bottom."""

    last: str | None = None
    subject: str | None = None
    is_quoting: bool = False
    """Whether the sentence before quotes ``last``."""

    def meant_by(self, pronoun: str) -> str | None:
        """The last speaker, else the last subject."""
        if pronoun.lower() in ("i", "we"):
            return self.last
        return self.last or self.subject


def speaker_of(speech: list[Speech], at: int) -> Speech | None:
    """The innermost act of saying that covers a place in the text."""
    covering = [act for act in speech if act.scope[0] <= at < act.scope[1]]
    return min(covering, key=lambda act: (act.scope[1] - act.scope[0], -act.scope[0]), default=None)


def scope_end(view: str, at: int, end: int) -> int:
    """What is said ends with the sentence or at a semicolon."""
    semicolon = view.find(";", at, end)
    return end if semicolon < 0 else semicolon
