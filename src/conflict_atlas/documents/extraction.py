"""From a text to its records: blocks, sentences, dates, numbers, speakers, figures, places, events, agreements, statements.

What may live here: the order of the rules. The same text, metadata, pack and version give the same records, byte for byte.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from conflict_atlas.documents import countries
from conflict_atlas.documents.blocks import Block, BlockKind, blocks
from conflict_atlas.documents.comparing.comparing import Material, disagreements
from conflict_atlas.documents.comparing.passages import Passage, passages_of
from conflict_atlas.documents.comparing.told import Told
from conflict_atlas.documents.dates import Reference, find_dates
from conflict_atlas.documents.figures import find_figures
from conflict_atlas.documents.gazetteer import Gazetteer
from conflict_atlas.documents.happenings import find_agreements, find_event, find_roles, without_echoes
from conflict_atlas.documents.numbers import find_numbers
from conflict_atlas.documents.pack import Pack
from conflict_atlas.documents.places import Focus, find_places, focus_of
from conflict_atlas.documents.records import Event, Extraction, Figure, Place, Record, Statement, Timex
from conflict_atlas.documents.sentences import Sentence, sentences
from conflict_atlas.documents.speech.acts import Speakers, Speech
from conflict_atlas.documents.speech.finding import find_speech
from conflict_atlas.documents.view import matching_view


@dataclass(frozen=True)
class About:
    """What is known of a document beside its text."""

    title: str = ""
    published: date | None = None
    period: tuple[date, date] | None = None
    """The time that it covers."""
    lines: tuple[tuple[int, int, date], ...] = field(default=())
    """Of a digest: start, end and date of each line."""


_UPDATED = re.compile(r"\b(?:updated|published|last updated|posted|issued)\s*:?\s*(?:on\s+)?", re.IGNORECASE)


def extract(
    doc: str, text: str, about: About | None = None, pack: Pack | None = None, gazetteer: Gazetteer | None = None
) -> Extraction:
    """The records of a text, in its order."""
    known = about or About()
    view = matching_view(text)
    parts = blocks(text)
    published = known.published or _published(view, text)
    reader = _Reader(text, view, known, published, focus_of(view, known.title, pack), gazetteer or _gazetteer())
    cut = [(part, _cut(view, part)) for part in parts if part.is_read]
    reader.look_for_places(cut)
    found: list[Record] = []
    for part, of_part in cut:
        found += reader.read(part, of_part)
    found += disagreements(_material(doc, text, view, found, parts, cut, known))
    return Extraction(doc, tuple(sorted(found, key=lambda record: (record.start, record.end, type(record).__name__))))


def material_of(doc: str, text: str, found: Iterable[Record], parts: Sequence[Block], about: About) -> Material:
    """What of a document is compared: figures with their sentences, days and publishers, statements, dates, passages."""
    view = matching_view(text)
    cut = [(block, _cut(view, block)) for block in parts if block.is_read]
    return _material(doc, text, view, list(found), parts, cut, about)


def _material(
    doc: str,
    text: str,
    view: str,
    records: list[Record],
    parts: Sequence[Block],
    cut: Sequence[tuple[Block, list[Sentence]]],
    about: About,
) -> Material:
    material = Material()
    figures = sorted((record for record in records if isinstance(record, Figure)), key=lambda record: record.start)
    begins = [block.start for block, _ in cut]
    for figure in figures:
        block, of_block = cut[max(0, bisect_right(begins, figure.start) - 1)]
        place = bisect_right([item.start for item in of_block], figure.start) - 1
        sentence = of_block[place] if place >= 0 else Sentence(figure.start, figure.end)
        day = (
            next((day for start, end, day in about.lines if start <= figure.start < end), None)
            or _line_day(block)
            or about.published
        )
        words = text[sentence.start : sentence.end]
        material.told.append(Told(doc, figure, words, day, block.line_publisher, sentence.start))
    material.statements = [(doc, record) for record in records if isinstance(record, Statement)]
    material.dates = {doc: [record for record in records if isinstance(record, Timex)]}
    material.passages = passages_of(doc, text, view, records, parts, cut)
    material.told = list(_in_context(material.told, material.passages))
    return material


def _in_context(told: list[Told], passages: list[Passage]) -> Iterator[Told]:
    """Figures without a time of their own take that of the text before them, as of context."""
    begins = [passage.start for passage in passages]
    for item in told:
        at = bisect_right(begins, item.figure.start) - 1
        when = passages[at].when if at >= 0 and item.figure.start < passages[at].end else None
        if item.figure.period is None and when is not None:
            first, last = (date.fromordinal(day).isoformat() if day else None for day in (when.first, when.last))
            item = replace(item, figure=replace(item.figure, period=(first, last), period_basis="context"))
        yield item


def _cut(view: str, block: Block) -> list[Sentence]:
    """The sentences of a block; a cell of a table is one."""
    if block.kind is BlockKind.CELL:
        return [Sentence(block.start, block.end)]
    return list(sentences(view, block.start, block.end))


def _line_day(block: Block) -> date | None:
    try:
        return date.fromisoformat(block.line_date) if block.line_date else None
    except ValueError:
        return None


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer()


def _published(view: str, text: str) -> date | None:
    """The date that a page gives itself: "Updated January 24, 2024"."""
    for match in _UPDATED.finditer(view[:3000]):
        line_end = view.find("\n", match.end())
        for timex in find_dates(view, text, match.end(), line_end if line_end >= 0 else len(view), Reference()):
            if timex.start - match.end() <= 2 and timex.precision == "day" and timex.basis == "explicit" and timex.from_:
                return date.fromisoformat(timex.from_)
    return None


class _Reader:
    """Reads block after block; knows what was told before."""

    def __init__(self, text: str, view: str, about: About, published: date | None, focus: Focus, gazetteer: Gazetteer) -> None:
        self._text, self._view, self._about, self._published = text, view, about, published
        self._focus, self._gazetteer = focus, gazetteer
        self._seen: dict[str, Place] = {}
        self._row_name = ""
        self._of_heading: tuple[str | None, str | None] | None = None
        self._reference = Reference(published, about.period)

    def read(self, block: Block, of_block: Iterable[Sentence]) -> list[Record]:
        """The records of one block."""
        reference = self._reference_for(block)
        if block.kind is BlockKind.HEADING:
            return list(self._heading(block, reference))
        found: list[Record] = []
        speakers = Speakers()
        for sentence in of_block:
            found += self._sentence(block, sentence, reference, speakers)
        return found if block.kind is BlockKind.HEADLINE else without_echoes(found)

    def look_for_places(self, cut: Iterable[tuple[Block, list[Sentence]]]) -> None:
        """A first look, so that a place told as such in one sentence is known in those before it, too."""
        for _, of_block in cut:
            for sentence in of_block:
                part = (sentence.start, sentence.end)
                capitals = _is_capitals(self._view[part[0] : part[1]])
                find_places(self._view, self._text, part, self._focus, self._gazetteer, self._seen, capitals)

    def _reference_for(self, block: Block) -> Reference:
        line_date = next((day for start, end, day in self._about.lines if start <= block.start < end), None)
        if line_date is None:
            line_date = _line_day(block)
        if line_date is not None:
            return Reference(line_date, told=line_date, told_last=line_date)
        if block.kind is BlockKind.CAPTION:
            # The date of a picture dates the picture, not what is told beside it.
            return Reference(self._published, self._about.period)
        self._reference.new_paragraph()
        if block.kind is BlockKind.PARAGRAPH and self._reference.document is None and self._about.period is None:
            self._reference.year = None
        return self._reference

    def _heading(self, block: Block, reference: Reference) -> list[Record]:
        """A heading tells dates and places, and the year of what stands under it; it counts nothing."""
        dates = find_dates(self._view, self._text, block.start, block.end, reference)
        is_note = _UPDATED.search(self._view, block.start, block.end)
        days = [timex for timex in dates if timex.kind == "date" and timex.from_ and timex.to and not is_note]
        self._of_heading = (days[-1].from_, days[-1].to) if days else None
        if days and reference is self._reference:
            # What stands under a dated heading happened then, not when the section before ended.
            reference.told = reference.told_last = None
        capitals = _is_capitals(self._view[block.start : block.end])
        places = find_places(self._view, self._text, (block.start, block.end), self._focus, self._gazetteer, self._seen, capitals)
        return [*dates, *places]

    def _sentence(self, block: Block, sentence: Sentence, reference: Reference, speakers: Speakers) -> list[Record]:
        view, text, part = self._view, self._text, (sentence.start, sentence.end)
        before = (reference.told, reference.told_last) if reference.told_in_paragraph else None
        dates = find_dates(view, text, *part, reference)
        capitals = _is_capitals(view[part[0] : part[1]])
        is_headline = block.kind is BlockKind.HEADLINE
        speech = find_speech(view, *part, speakers, is_headline)
        numbers = find_numbers(view, *part, taken=[(timex.start, timex.end) for timex in dates if timex.kind != "ref"])
        figures = find_figures(view, text, part, numbers, speech, self._cell_heading(block), is_headline)
        places = find_places(view, text, part, self._focus, self._gazetteer, self._seen, capitals)
        if is_headline and reference.document is not None:
            told: tuple[str | None, str | None] | None = (
                (reference.document - timedelta(days=3)).isoformat(),
                reference.document.isoformat(),
            )
        else:
            told = _days(before)
        events = (
            find_event(view, text, part, dates, told, places)
            if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADLINE)
            else []
        )
        agreements = find_agreements(view, text, part, dates) if block.kind is not BlockKind.CELL else []
        figures = [_dated(figure, dates, events, view, self._of_heading) for figure in figures]
        figures = [replace(figure, place=_place_of(figure, places), side=self._side(figure, view)) for figure in figures]
        figures = list(_with_ellipses(figures, view))
        return [
            *dates,
            *figures,
            *places,
            *events,
            *agreements,
            *_statements(text, part, speech, figures),
            *find_roles(view, text, part),
        ]

    def _cell_heading(self, block: Block) -> str:
        """Of a cell of a table: the last cell without a digit, which names what its row counts."""
        if block.kind is not BlockKind.CELL:
            return ""
        words = self._view[block.start : block.end]
        if not any(char.isdigit() for char in words):
            self._row_name = words
        return self._row_name

    def _side(self, figure: Figure, view: str) -> tuple[str, ...]:
        """The side whose people are counted: the speaker's own, that of the adjective before the noun, or an actor of the pack."""
        near = view[figure.end : min(figure.clause[1], figure.end + 40)] if figure.clause else ""
        before = view[max(figure.clause[0], figure.start - 60) : figure.start] if figure.clause else ""
        if figure.attributed_to and (_OWN.match(near) or _OWN_BEFORE.search(before)):
            return (figure.attributed_to,)
        people = countries.people_of(near)
        if people:
            return (people,)
        for actor in self._focus.pack.actors if self._focus.pack else ():
            if actor.side and any(re.match(rf"\s*(?:[a-z]+\s+){{0,2}}{re.escape(name)}", near) for name in actor.names):
                return (actor.side,)
        return ()


def _is_capitals(words: str) -> bool:
    letters = [char for char in words if char.isalpha()]
    return len(letters) > 12 and sum(char.isupper() for char in letters) > 0.8 * len(letters)


def _days(told: tuple[date | None, date | None] | None) -> tuple[str | None, str | None] | None:
    if told is None or told[0] is None:
        return None
    return told[0].isoformat(), told[1].isoformat() if told[1] else None


_OWN_BEFORE = re.compile(r"\b(?:own|its|their)\s+(?:dead|losses|casualties|fallen|side)\b[^.;,]*$", re.IGNORECASE)
_OWN = re.compile(r"\s*(?:of\s+)?(?:its|their|his|her)\s+(?:own\s+)?", re.IGNORECASE)


def _with_ellipses(figures: list[Figure], view: str) -> Iterator[Figure]:
    """A number without a noun counts the people of the one before it: "2,906 of its soldiers were killed and 6 were missing",
    "6,500 civilian deaths, whereas the envoy spoke of 40,000". What is a part of another is not taken up."""
    before: Figure | None = None
    for figure in figures:
        bare = re.match(r"\s+(?:were|was|are|is|killed|wounded|missing|injured|dead|died)\b", view[figure.end : figure.end + 12])
        takes_up = figure.rule_id == "figure-elliptic" or (bare and before and before.attributed_to == figure.attributed_to)
        if before is not None and takes_up and not figure.population and not figure.side and before.part_of != figure.start:
            figure = replace(figure, population=before.population, side=before.side)
        if figure.part_of is None:
            before = figure
        yield figure


_SAID_ON = re.compile(
    r"\b(?:said|says|stated|announced|reported|wrote|estimated|claimed|concluded|confirmed|admitted|declared)\s+(?:on|in)?\s*$",
    re.IGNORECASE,
)
"""What stands before the date of a statement, which is not that of what is counted."""
_IN_BRACKETS = re.compile(r"^[\w\s,+]{0,40}\($")


def _dated(
    figure: Figure, dates: list[Timex], events: list[Event], view: str, of_heading: tuple[str | None, str | None] | None
) -> Figure:
    """The period of a figure: a date in brackets behind it, that of its event, a date in its sentence, or that of its heading."""
    days = [
        timex
        for timex in dates
        if timex.kind == "date"
        and (timex.from_ or timex.to)
        and not (figure.attributed_to and _SAID_ON.search(view[: timex.start][-40:]))
    ]
    for timex in days:
        if figure.end < timex.start and _IN_BRACKETS.match(view[figure.end : timex.start]):
            return replace(figure, period=(timex.from_, timex.to))
    for event in events:
        if event.start <= figure.start < event.end and (days or event.basis == "context"):
            return replace(figure, period=(event.from_, event.to))
    near = min(days, key=lambda timex: abs(timex.start - figure.start), default=None)
    return replace(figure, period=(near.from_, near.to) if near else of_heading)


def _place_of(figure: Figure, places: list[Place]) -> str:
    # Where a speaker is at home is not where people are counted.
    others = [place for place in places if place.name not in (figure.attributed_to or "")]
    near = min(others, key=lambda place: abs(place.start - figure.end), default=None)
    return near.name if near else ""


def _statements(text: str, part: tuple[int, int], speech: list[Speech], figures: list[Figure]) -> list[Statement]:
    """Who says what, where it is not a number."""
    found: list[Statement] = []
    for act in speech:
        if any(act.scope[0] <= figure.start < act.scope[1] and figure.kind not in ("count", "distance") for figure in figures):
            continue
        start, end = min(act.scope[0], act.verb_at[0]), max(act.scope[1], act.verb_at[1])
        said = text[act.scope[0] : act.scope[1]].strip(' ,.:;"\u201c\u201d')
        if len(said.split()) < 2:
            continue
        found.append(
            Statement(
                start=start,
                end=end,
                quote=text[start:end],
                rule_id=act.rule_id,
                speaker=act.speaker,
                verb=act.verb,
                claim=said,
                sentence=part,
            )
        )
    return found
