"""An edition for kids: one conflict in one language, told at two reading levels, with a part for teachers.

What may live here: the values. Every text marked "markup" is written as in a dossier (``dossiers.markup``): ``{claim-id}`` writes
the figure of a claim, ``[^claim-id]`` is its footnote, ``[word](term:key)`` a word of the glossary, which is explained at its
first use.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from conflict_atlas.dossiers.dossier import LegendEntry, SeeAlso
from conflict_atlas.plain.levels import Level

SECTIONS = ("summary", "why", "others", "helping", "talks", "status", "disagree", "worry")
"""The running texts of a telling. Quick facts stand behind the summary, the picture timeline behind "why"."""


@dataclass(frozen=True)
class Fact:
    """A line of the quick facts. ``text`` is markup."""

    label: str
    text: str


@dataclass(frozen=True)
class Moment:
    """A step of the picture timeline. ``when`` is EDTF, ``text`` markup.

    ``picture`` is ``map:key`` (a schematic map of the dossier) or ``drawing:key`` (one of ours); ``alt`` says what it shows.
    """

    when: str
    title: str
    text: str
    picture: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Question:
    """A question of the quiz. ``answer`` is the number of the right option, from 1; ``explanation`` is markup."""

    question: str
    options: tuple[str, ...]
    answer: int
    explanation: str


@dataclass(frozen=True)
class Telling:
    """What is told at one reading level. The texts are markup."""

    summary: str = ""
    facts: tuple[Fact, ...] = ()
    why: str = ""
    moments: tuple[Moment, ...] = ()
    others: str = ""
    """Other countries."""
    helping: str = ""
    talks: str = ""
    """Ceasefires, talks and agreements."""
    status: str = ""
    disagree: str = ""
    """What people do not agree on, with who says what."""
    worry: str = ""
    """For a child whom this worries."""
    quiz: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Detail:
    """More than children are told, for a teacher to open. ``text`` is markup, and as free of graphic detail as all the rest."""

    title: str
    text: str


@dataclass(frozen=True)
class Teachers:
    """The part for grown-ups: questions for class, things to do, what to read (markup), and details."""

    before: str = ""
    """What to think of before the lesson."""
    questions: str = ""
    activities: str = ""
    sources: str = ""
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True)
class Word:
    """A word of the glossary. ``short`` explains it in brackets at first use, ``meaning`` in the list of words."""

    key: str
    word: str
    short: str
    meaning: str
    forms: tuple[str, ...] = ()
    """Other forms in which it stands in texts: plurals, and in other languages whatever there is."""


@dataclass(frozen=True)
class MapWords:
    """What a map of the dossier says in this edition. In ``names`` the category is a label as it stands on the map."""

    key: str
    title: str
    legend: tuple[LegendEntry, ...] = ()
    names: tuple[LegendEntry, ...] = ()


@dataclass(frozen=True)
class Edition:
    """A conflict for kids, in one language."""

    slug: str
    """Of the tracked conflict, as in its dossier."""
    language: str
    title: str
    checked: date
    """The day on which somebody last looked at it."""
    level_a: Telling = Telling()
    level_b: Telling = Telling()
    teachers: Teachers = Teachers()
    see_also: tuple[SeeAlso, ...] = ()
    maps: tuple[MapWords, ...] = ()
    """Words for the maps; a map without stays as it is in the dossier."""
    words: tuple[Word, ...] = ()
    """Words of its own, beside those that all editions share."""

    def telling(self, level: Level) -> Telling:
        """What is told at a level."""
        return self.level_a if level is Level.A else self.level_b
