"""The markup of written text: a small Markdown with claims in it, read into values.

What may live here: the kinds of blocks and inlines, reading them, and what can be asked of them. No display (the page makes
its own HTML from these values), no opinion on the text (that is the check's).

``{claim-id}`` writes the figure of that claim with its footnote, ``[^claim-id]`` is a footnote alone, ``[word](term:key)``
a term that the page explains, ``[words](conflict:slug)`` another page of this guide, ``[words](https://...)`` the web.
``*emphasis*``, ``### Heading``, ``- item`` and blank lines between paragraphs are as in CommonMark, which does the reading
(markdown-it-py). Anything else of Markdown, and any HTML, is refused with its line rather than passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from conflict_atlas.dossiers import figures
from conflict_atlas.dossiers.claim import Claim
from conflict_atlas.dossiers.errors import DossierError

CLAIM_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_TEXT = 200_000
"""Characters; a section of a page has a few thousand. Keeps the time that hostile input can take in bounds."""
_CLAIM_REFERENCE = re.compile(r"\{([^{}\[\]\n]*)\}|\[\^([^{}\[\]\n]*)\]")
_WEB = re.compile(r"https?://[^\s<>\"\\^`{|}\x00-\x1f]+")


class MarkupError(DossierError):
    """Written text is not in the markup: names the line and what to do."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"line {line}: {what}")
        self.line, self.what = line, what


@dataclass(frozen=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True)
class Emphasis:
    """Words with stress."""

    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Figure:
    """The figure of a claim, with its footnote. ``opens`` where it begins a sentence, so that a word gets a capital."""

    claim_id: str
    opens: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Note:
    """A footnote to a claim."""

    claim_id: str


@dataclass(frozen=True)
class TermLink:
    """Words that the page explains."""

    key: str
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class ConflictLink:
    """Another page of this guide, by the slug of the tracked conflict."""

    slug: str
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class WebLink:
    """An address on the web, http or https."""

    address: str
    children: tuple[Inline, ...]


Inline = Text | Emphasis | Figure | Note | TermLink | ConflictLink | WebLink


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. ``line`` is where it begins in the text, from 1."""

    inlines: tuple[Inline, ...]
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    inlines: tuple[Inline, ...]
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[tuple[Inline, ...], ...]
    line: int = field(default=1, compare=False)


Block = Paragraph | Heading | Bullets


@lru_cache(maxsize=1024)
def parse(text: str) -> tuple[Block, ...]:
    """Read written text. Raises MarkupError at the first thing that is not in the markup."""
    if len(text) > LONGEST_TEXT:
        raise MarkupError(1, f"the text has {len(text):,} characters; divide it, at most {LONGEST_TEXT:,} are read")
    tokens = iter(_READER.parse(text))
    return tuple(_block(token, tokens) for token in tokens)


def inlines_of(block: Block) -> Iterator[tuple[Inline, ...]]:
    """The runs of inlines of a block: one, or one an item."""
    yield from block.items if isinstance(block, Bullets) else (block.inlines,)


def walk(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    """Every inline, those inside others after the one that holds them."""
    for inline in inlines:
        yield inline
        if isinstance(inline, Emphasis | TermLink | ConflictLink | WebLink):
            yield from walk(inline.children)


def references(text: str) -> tuple[str, ...]:
    """The ids of the claims that the text names, as figure or footnote, in order of first mention."""
    found = (inline for block in parse(text) for run in inlines_of(block) for inline in walk(run))
    return tuple(dict.fromkeys(inline.claim_id for inline in found if isinstance(inline, Figure | Note)))


def plain(text: str, claims: Mapping[str, Claim]) -> str:
    """The text in plain words, a line a block: figures written out, no footnotes. Raises MarkupError for an unknown figure."""
    lines = []
    for block in parse(text):
        for run in inlines_of(block):
            lines.append("".join(_word(inline, claims, block.line) for inline in walk(run)))
    return "\n".join(lines)


def _word(inline: Inline, claims: Mapping[str, Claim], line: int) -> str:
    if isinstance(inline, Text):
        return inline.text
    if not isinstance(inline, Figure):
        return ""
    if inline.claim_id not in claims:
        raise MarkupError(line, f"{{{inline.claim_id}}} names no claim of this dossier; add the claim or correct the id")
    written = figures.written(claims[inline.claim_id])
    return written[:1].upper() + written[1:] if inline.opens else written


def _claim_rule(state: StateInline, silent: bool) -> bool:
    match = _CLAIM_REFERENCE.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        figure, note = match.groups()
        found = figure if figure is not None else note
        kind = "wrong" if not CLAIM_ID.fullmatch(found) else ("figure" if figure is not None else "note")
        token = state.push(kind, "", 0)
        token.content = found if kind != "wrong" else match.group()
    state.pos = match.end()
    return True


def _reader() -> MarkdownIt:
    # HTML and tables are recognised so that they can be refused with a sentence; nothing here ever renders them.
    reader = MarkdownIt("commonmark", {"html": True}).enable("table").disable("reference")
    reader.inline.ruler.before("link", "claim", _claim_rule)
    # The addresses are checked and kept as written by _link; the library would silently leave a refused link as text.
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    reader.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return reader


_READER = _reader()

_REFUSED = {
    "html_block": "HTML is not read; write the words without tags",
    "html_inline": "HTML is not read; write the words without tags (a lone < is written \\<)",
    "image": "an image cannot stand in text; add it to the pictures of the dossier",
    "table_open": "a table cannot stand in text; use a list",
    "code_inline": "code marks (`) are not read; leave them out",
    "code_block": "a line begins with four spaces or a tab; begin it at the margin",
    "fence": "code blocks are not read; leave the fence out",
    "blockquote_open": "block quotations (>) are not read; put the words in quotation marks",
    "ordered_list_open": 'numbered lists are not read; begin each item with "- " (a lone "1." is written "1\\.")',
    "hr": "rules (---) are not read; leave a blank line",
    "strong_open": "double stress (**) is not read; write *words*",
}


def _block(token: Token, rest: Iterator[Token]) -> Block:
    line = token.map[0] + 1 if token.map else 1
    if token.type == "paragraph_open":
        run = _run(next(rest), line)
        next(rest)
        return Paragraph(run, line)
    if token.type == "heading_open":
        if token.tag != "h3":
            raise MarkupError(line, 'a heading inside a section has three marks: "### Heading" (and no line of = or - below)')
        run = _run(next(rest), line)
        next(rest)
        return Heading(run, line)
    if token.type == "bullet_list_open":
        return Bullets(tuple(_items(rest, line)), line)
    raise MarkupError(line, _REFUSED.get(token.type, "this is not read; write paragraphs, lists and ### headings"))


def _items(rest: Iterator[Token], line: int) -> Iterator[tuple[Inline, ...]]:
    for token in rest:
        if token.type == "bullet_list_close":
            return
        line = token.map[0] + 1 if token.map else line
        inside = list(takewhile(lambda part: part.type != "list_item_close", rest))
        if [part.type for part in inside] != ["paragraph_open", "inline", "paragraph_close"]:
            raise MarkupError(line, "an item of a list is one paragraph; write it as one, without lists or headings inside")
        yield _run(inside[1], line)


def _run(token: Token, line: int) -> tuple[Inline, ...]:
    run = _children(iter(token.children or ()), line, None, stressed=False)[0]
    if not run:
        raise MarkupError(line, "a heading, item or paragraph is empty; write it or take its mark away")
    return _opening(run)


def _children(tokens: Iterator[Token], line: int, closing: str | None, stressed: bool) -> tuple[tuple[Inline, ...], int]:
    """The inlines up to the closing token, and the line reached. Links hold no links, so three levels are the deepest."""
    found: list[Inline] = []
    for token in tokens:
        if token.type == closing:
            break
        if token.type in ("softbreak", "hardbreak"):
            line += 1
            found.append(Text(" "))
        elif token.type == "text":
            found.append(Text(token.content))
        elif token.type == "figure":
            found.append(Figure(token.content))
        elif token.type == "note":
            found.append(Note(token.content))
        elif token.type == "em_open":
            if stressed:
                raise MarkupError(line, "stress inside stress is not read; keep the outer or the inner marks")
            children, line = _children(tokens, line, "em_close", stressed=True)
            found.append(Emphasis(children))
        elif token.type == "link_open":
            first = line
            children, line = _children(tokens, line, "link_close", stressed)
            found.append(_link(token, children, first))
        elif token.type == "wrong":
            what = f"{token.content} holds no claim id (small letters, digits and single hyphens); correct it, or write \\{token.content}"
            raise MarkupError(line, what)
        else:
            raise MarkupError(line, _REFUSED.get(token.type, "this is not read; write plain words"))
    return _joined(found), line


def _joined(found: list[Inline]) -> tuple[Inline, ...]:
    joined: list[Inline] = []
    words: list[str] = []
    for inline in [*found, None]:
        if isinstance(inline, Text):
            words.append(inline.text)
            continue
        if text := "".join(words):
            joined.append(Text(text))
        words = []
        if inline is not None:
            joined.append(inline)
    return tuple(joined)


def _link(token: Token, children: tuple[Inline, ...], line: int) -> Inline:
    address = str(token.attrs.get("href", ""))
    if token.markup == "autolink" or token.attrs.get("title"):
        raise MarkupError(line, f"write the link to {address} as [words]({address}), without < > and without a title")
    if not children or any(isinstance(inline, Figure | Note) for inline in walk(children)):
        raise MarkupError(line, f"the words of the link to {address} must be words alone; put figures and footnotes outside")
    kind, _, name = address.partition(":")
    if kind == "term" and CLAIM_ID.fullmatch(name):
        return TermLink(name, children)
    if kind == "conflict" and CLAIM_ID.fullmatch(name):
        return ConflictLink(name, children)
    if _WEB.fullmatch(address):
        return WebLink(address, children)
    raise MarkupError(line, f"the link to {address!r} is none of term:key, conflict:slug, https://...; correct it")


_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+$")


def _opening(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Mark the figures that begin a sentence. Only outside emphasis: a sentence that begins inside one is rare and short."""
    before, marked = "", list[Inline]()
    for inline in run:
        if isinstance(inline, Figure):
            marked.append(replace(inline, opens=not before.strip() or _SENTENCE_END.search(before) is not None))
            before = "x"
            continue
        marked.append(inline)
        if not isinstance(inline, Note):
            before = (before + "".join(part.text for part in walk((inline,)) if isinstance(part, Text)))[-20:]
    return tuple(marked)
