"""The print pack of an edition: two pages, the quiz on a third, its key on a sheet of its own.

What may live here: laying it out. The same edition gives the same bytes. The type gets smaller until the text fits on its two pages,
down to a size that can still be read; what does not fit then is left to the page on the site, in an order that is fixed here.
"""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

from conflict_atlas.dossiers.dossier import Dossier, SchematicMap
from conflict_atlas.dossiers.markup import Bullets, Heading
from conflict_atlas.kids import drawings, glossary
from conflict_atlas.kids.edition import Edition, Moment
from conflict_atlas.kids.reading import Words, lines
from conflict_atlas.plain.levels import Level
from conflict_atlas.publish.licences import admit_pictures
from conflict_atlas.publish.printing.letters import missing_letters
from conflict_atlas.publish.printing.pictures import DrawingFlowable, MapFlowable

FONT, BOLD = "Helvetica", "Helvetica-Bold"
"""Two of the fourteen fonts that every reader of PDF has: nothing to embed, and room for larger type than a wider font leaves."""
LARGEST, SMALLEST, STEP = 12.0, 8.75, 0.25
"""Points of the running text."""
_MARGIN, _GUTTER = 14 * mm, 7 * mm
_HEAD, _FOOT = 16 * mm, 9 * mm
_ACCENT, _MUTED = HexColor("#0a5a70"), HexColor("#4d565f")


class CannotPrint(ValueError):
    """The text holds letters that the font does not have."""


@dataclass(frozen=True)
class PackWords:
    """What the pack says by itself, in the language of the edition."""

    in_short: str
    facts: str
    why: str
    what: str
    status: str
    disagree: str
    words: str
    quiz: str
    key: str
    name: str
    """Before a line on which a child writes its name."""
    label: str
    """Level and age."""
    sources: str
    """Where every source stands, and when somebody last looked."""
    map_note: str
    credit: str


def pack(
    edition: Edition,
    level: Level,
    dossier: Dossier,
    words: PackWords,
    dated: Callable[[str], str],
    map_of: Callable[[Moment], SchematicMap | None],
) -> bytes:
    """The print pack as PDF. ``dated`` writes a date, ``map_of`` gives the map of a step with the words of the edition.

    Raises CannotPrint where the font lacks a letter, LicenceRefused where a picture may not be shown.
    """

    def content(size: float, parts: frozenset[str]) -> _Content:
        return _Content(edition, level, dossier, words, dated, map_of, _Plan(size, parts))

    sizes = tuple(_sizes())
    parts = next((parts for parts in _PARTS if content(SMALLEST, parts).pages() <= TEXT_PAGES), _PARTS[-1])
    # The largest type with which these parts still fit.
    fitting = bisect_left(sizes, True, key=lambda size: content(size, parts).pages() <= TEXT_PAGES)
    return content(sizes[min(fitting, len(sizes) - 1)], parts).whole()


TEXT_PAGES = 2
_MAPS = ("map-1", "map-3", "map-2")
"""The first map and the last one say most; a map has its place in the order of the timeline."""
_PARTS: tuple[frozenset[str], ...] = (
    frozenset({"status", "disagree", "words", "drawings", *_MAPS}),
    frozenset({"status", "disagree", "drawings", *_MAPS}),
    frozenset({"status", "disagree", "drawings", *_MAPS[:2]}),
    frozenset({"status", "disagree", *_MAPS[:2]}),
    frozenset({"status", "disagree", *_MAPS[:1]}),
    frozenset({"status", "disagree"}),
    frozenset({"status"}),
    frozenset(),
)
"""What stands in the pack beside summary, facts, why and timeline; where it does not fit, the next line is tried."""


def _sizes() -> Iterator[float]:
    size = LARGEST
    while size >= SMALLEST:
        yield size
        size -= STEP


@dataclass(frozen=True)
class _Plan:
    size: float
    parts: frozenset[str]


def _styles(size: float) -> Mapping[str, ParagraphStyle]:
    body = ParagraphStyle(
        "body",
        fontName=FONT,
        fontSize=size,
        leading=size * 1.38,
        spaceAfter=size * 0.5,
        alignment=TA_LEFT,
        textColor=HexColor("#1c2127"),
    )
    return {
        "body": body,
        "item": ParagraphStyle("item", body, leftIndent=size, bulletIndent=0, spaceAfter=size * 0.25),
        "h1": ParagraphStyle("h1", body, fontName=BOLD, fontSize=20, leading=24, spaceAfter=2),
        "h2": ParagraphStyle(
            "h2", body, fontName=BOLD, fontSize=size * 1.3, leading=size * 1.6, spaceBefore=size * 0.6, spaceAfter=size * 0.35,
            textColor=_ACCENT, keepWithNext=1,
        ),
        "h3": ParagraphStyle("h3", body, fontName=BOLD, spaceBefore=size * 0.3, spaceAfter=size * 0.15, keepWithNext=1),
        "small": ParagraphStyle("small", body, fontSize=7.5, leading=9.5, textColor=_MUTED, spaceAfter=0),
        "quiz": ParagraphStyle("quiz", body, fontSize=12, leading=17, spaceAfter=4),
        "question": ParagraphStyle("question", body, fontName=BOLD, fontSize=12, leading=17, spaceBefore=10, spaceAfter=6, keepWithNext=1),
    }  # fmt: skip


class _Content:
    """The pack by one plan."""

    def __init__(
        self,
        edition: Edition,
        level: Level,
        dossier: Dossier,
        words: PackWords,
        dated: Callable[[str], str],
        map_of: Callable[[Moment], SchematicMap | None],
        plan: _Plan,
    ) -> None:
        self._edition, self._telling, self._words = edition, edition.telling(level), words
        self._claims = {claim.claim_id: claim for claim in dossier.claims}
        self._dated, self._map_of, self._plan = dated, map_of, plan
        self._glossary = Words(glossary.words_of(edition))
        self._styles = _styles(plan.size)
        self._title, self._maps, self._is_measuring = edition.title, 0, False

    def pages(self) -> int:
        """How many pages the text takes, the quiz left out."""
        self._is_measuring = True
        pages = self._build(self._text())[1]
        self._is_measuring = False
        return pages

    def whole(self) -> bytes:
        """The whole pack."""
        story = [*self._text(), NextPageTemplate("wide"), PageBreak(), *self._quiz(), PageBreak(), *self._key()]
        return self._build(story)[0]

    def _build(self, story: Sequence[Any]) -> tuple[bytes, int]:
        out = io.BytesIO()
        document = BaseDocTemplate(
            out,
            pagesize=A4,
            title=self._title,
            author=self._words.credit,
            subject=self._words.label,
            lang=self._edition.language,
            invariant=1,
        )
        width, height = A4
        column = (width - 2 * _MARGIN - _GUTTER) / 2
        low, high = _MARGIN + _FOOT, height - _MARGIN - _HEAD
        padding = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
        frames = [
            Frame(_MARGIN + number * (column + _GUTTER), low, column, high - low, **padding, id=f"column-{number}")
            for number in (0, 1)
        ]
        wide = Frame(_MARGIN, low, width - 2 * _MARGIN, high - low, **padding, id="wide")
        document.addPageTemplates(
            [
                PageTemplate("columns", frames, onPage=self._frame_of_page),
                PageTemplate("wide", [wide], onPage=self._frame_of_page),
            ]
        )
        document.build(list(story))
        return out.getvalue(), document.page

    def _frame_of_page(self, canvas: Any, document: Any) -> None:
        width, height = A4
        canvas.saveState()
        canvas.setFillColor(_ACCENT)
        canvas.setFont(BOLD, 17)
        canvas.drawString(_MARGIN, height - _MARGIN - 13, self._title)
        canvas.setFillColor(_MUTED)
        canvas.setFont(FONT, 8.5)
        canvas.drawString(_MARGIN, height - _MARGIN - 27, self._words.label)
        canvas.setStrokeColor(_ACCENT)
        canvas.setLineWidth(1.5)
        canvas.line(_MARGIN, height - _MARGIN - 34, width - _MARGIN, height - _MARGIN - 34)
        foot = Paragraph(escape(self._words.sources), self._styles["small"])
        _across, tall = foot.wrap(width - 2 * _MARGIN - 12 * mm, _FOOT)
        foot.drawOn(canvas, _MARGIN, _MARGIN + _FOOT - 3 * mm - tall)
        canvas.setFont(FONT, 8.5)
        canvas.drawRightString(width - _MARGIN, _MARGIN, str(document.page))
        canvas.restoreState()

    @property
    def _column(self) -> float:
        return float((A4[0] - 2 * _MARGIN - _GUTTER) / 2)

    def _text(self) -> list[Flowable]:
        """The two pages. Words are explained in the order of the page on the site."""
        self._glossary, self._maps = Words(glossary.words_of(self._edition)), 0
        told, words, parts = self._telling, self._words, self._plan.parts
        story = [*self._part(words.in_short, told.summary)]
        story.append(self._heading(words.facts))
        for fact in told.facts:
            body = " ".join(line for _, line in self._lines(fact.text))
            story.append(self._paragraph(f"<b>{escape(fact.label)}:</b> {escape(body)}"))
        story += self._part(words.why, told.why)
        story.append(self._heading(words.what))
        for moment in told.moments:
            story += self._moment(moment)
        if "status" in parts:
            story += self._part(words.status, told.status)
        if "disagree" in parts:
            story += self._part(words.disagree, told.disagree)
        if "words" in parts and self._glossary.used:
            story.append(self._heading(words.words))
            story += [self._paragraph(f"<b>{escape(word.word)}:</b> {escape(word.meaning)}") for word in self._glossary.used]
        return story

    def _moment(self, moment: Moment) -> list[Flowable]:
        head = [
            Paragraph(f"{escape(self._dated(moment.when))}: {escape(moment.title)}", self._styles["h3"]),
        ]
        kind, _, key = moment.picture.partition(":")
        if kind == "map":
            self._maps += 1
        shown: list[Flowable] = []
        if f"map-{self._maps}" in self._plan.parts and kind == "map" and (drawn := self._map_of(moment)) is not None:
            admit_pictures([drawn])
            shown.append(MapFlowable(drawn, self._column * 0.85, FONT, self._words.map_note))
        elif kind == "drawing" and key in drawings.all_keys() and "drawings" in self._plan.parts:
            admit_pictures([drawings.picture(key, moment.alt)])
            shown.append(DrawingFlowable(drawings.svg(key), self._column * 0.34))
        if shown:
            # While only the pages are counted, room is enough.
            shown = [
                Spacer(1, 2),
                *(Spacer(1, picture.height) if self._is_measuring else picture for picture in shown),
                Spacer(1, 4),
            ]
        body = self._blocks(moment.text)
        return [KeepTogether([*head, *shown, *body[:1]]), *body[1:]]

    def _quiz(self) -> list[Flowable]:
        styles, story = self._styles, [self._heading(self._words.quiz)]
        story.append(Paragraph(f"{escape(self._words.name)} ______________________________", styles["quiz"]))
        for number, question in enumerate(self._telling.quiz, 1):
            asked = " ".join(line for _, line in self._lines(question.question))
            rows = [Paragraph(f"{number}. {escape(asked)}", styles["question"])]
            rows += [Paragraph(f"{_letter(at)}) {escape(option)}", styles["quiz"]) for at, option in enumerate(question.options)]
            story.append(KeepTogether(rows))
        return story

    def _key(self) -> list[Flowable]:
        styles, story = self._styles, [self._heading(self._words.key)]
        for number, question in enumerate(self._telling.quiz, 1):
            right = question.options[question.answer - 1]
            why = " ".join(line for _, line in self._lines(question.explanation))
            story.append(Paragraph(f"{number}. {_letter(question.answer - 1)}) {escape(right)}", styles["question"]))
            story.append(Paragraph(escape(why), styles["quiz"]))
        return story

    def _part(self, title: str, text: str) -> list[Flowable]:
        return [self._heading(title), *self._blocks(text)]

    def _heading(self, title: str) -> Paragraph:
        return Paragraph(escape(title), self._styles["h2"])

    def _paragraph(self, markup: str) -> Paragraph:
        return Paragraph(markup, self._styles["body"])

    def _lines(self, text: str) -> Sequence[tuple[Any, str]]:
        found = lines(text, self._claims, self._glossary, self._edition.language)
        for _, line in found:
            if strange := missing_letters(line):
                raise CannotPrint(f"the font of the print pack has no letters for {strange!r}")
        return found

    def _blocks(self, text: str) -> list[Flowable]:
        made: list[Flowable] = []
        for kind, line in self._lines(text):
            if kind is Heading:
                made.append(Paragraph(escape(line), self._styles["h3"]))
            elif kind is Bullets:
                made.append(Paragraph(escape(line), self._styles["item"], bulletText="\N{BULLET}"))
            else:
                made.append(self._paragraph(escape(line)))
        return made


def _letter(at: int) -> str:
    return chr(ord("A") + at)
