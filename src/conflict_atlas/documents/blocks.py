"""Blocks of a text: headings, paragraphs, captions, list items, cells of tables, lines of a digest, each with its offsets.

What may live here: what can be told from the layout of plain text alone. A contents list and a paragraph that stood before are
recognised, kept and not read a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from conflict_atlas.documents.view import matching_view


class BlockKind(StrEnum):
    """What a block is to its reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    CREDIT = "credit"
    ITEM = "item"
    CELL = "cell"
    HEADLINE = "headline"
    """A line of a digest: date, publisher, headline. The block is the headline alone."""
    CONTENTS = "contents"
    DUPLICATE = "duplicate"


@dataclass(frozen=True)
class Block:
    """``start`` and ``end`` (exclusive) are code points of the text. ``line_date`` is what a digest puts before its headline."""

    kind: BlockKind
    start: int
    end: int
    heading: str = ""
    """The last heading before it."""
    line_date: str | None = None
    line_publisher: str = ""

    @property
    def is_read(self) -> bool:
        """Whether the rules look for records in it."""
        return self.kind not in (BlockKind.CONTENTS, BlockKind.DUPLICATE, BlockKind.CREDIT)


LONG_LINE = 120
LONGEST_HEADING = 90
LONGEST_ROW = 400
_STOP = re.compile(r"[.!?:;][\"')\]]*$")
_ITEM = re.compile(r"\s*(?:[-*\u2022\u25cf\u25aa\u2023]|\(?\d{1,2}[.)]|\(?[a-z]\))(?=\s)")
_DIGEST = re.compile(r"\s*(\d{4}-\d{2}-\d{2})\s*[|;]\s*([^|;]{2,60}?)\s*[|;]\s*(?=\S)")
_MARKED_HEADING = re.compile(r"\s{0,3}(?:#{1,6}\s|={2,6}[^=]+={2,6}\s*$)")
_CREDIT = re.compile(r"(?:[A-Z][\w.'-]+ ){1,4}[A-Z]?[\w.'-]*/\s?[A-Z]|.*\b(?:via|Images|Photo|Reuters|AFP|Getty)\b.{0,40}$")
_CAPTION = re.compile(r"\s*(?:photos?|image|picture|caption|photograph)\s*:", re.IGNORECASE)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text in their order. Blank lines and rules of tables belong to none."""
    view = matching_view(text)
    found = list(_without_repeats(text, _with_headings(text, list(_raw(view)))))
    return tuple(found)


def _lines(view: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in view.splitlines(keepends=True):
        bare = line.rstrip()
        lead = len(line) - len(line.lstrip())
        yield (at + min(lead, len(bare)), at + len(bare))
        at += len(line)


def _raw(view: str) -> Iterator[Block]:
    lines = [(start, end) for start, end in _lines(view)]
    filled = [(start, end) for start, end in lines if end > start]
    number = 0
    while number < len(filled):
        start, end = filled[number]
        line = view[start:end]
        number += 1
        digest = _DIGEST.match(line)
        if digest:
            yield Block(BlockKind.HEADLINE, start + digest.end(), end, line_date=digest.group(1), line_publisher=digest.group(2))
            continue
        if "|" in line and len(line) <= LONGEST_ROW:
            yield from _cells(view, start, end)
            continue
        if _MARKED_HEADING.match(line):
            yield Block(BlockKind.HEADING, start, end)
            continue
        while number < len(filled) and _goes_on(view, (start, end), filled[number]):
            end = filled[number][1]
            number += 1
        line = view[start:end]
        if _ITEM.match(line):
            yield Block(BlockKind.ITEM, start, end)
        elif _CAPTION.match(line):
            yield Block(BlockKind.CAPTION, start, end)
        elif _is_heading(line):
            yield Block(BlockKind.HEADING, start, end)
        else:
            yield Block(BlockKind.PARAGRAPH, start, end)


def _goes_on(view: str, block: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether the next line is the same sentence, cut by a break: it begins in the middle, or the last one ends in it."""
    last_line = view.rfind("\n", block[0], block[1]) + 1 or block[0]
    line, follows = view[last_line : block[1]], view[after[0] : after[1]]
    if _ITEM.match(follows) or "|" in follows or _MARKED_HEADING.match(follows) or _STOP.search(line):
        return False
    if line.endswith(",") or follows[:1].islower():
        return True
    # A line of a page of print: long, without a stop, and the next follows at once.
    return after[0] - block[1] <= 2 and 55 <= len(line) <= LONG_LINE and len(line.split()) > 9 and len(follows) > 20


def _cells(view: str, start: int, end: int) -> Iterator[Block]:
    at = start
    for part in view[start:end].split("|"):
        bare = part.strip()
        if bare and not re.fullmatch(r"[-:\s]+", bare):
            begin = at + part.index(bare)
            yield Block(BlockKind.CELL, begin, begin + len(bare))
        at += len(part) + 1


def _is_heading(line: str) -> bool:
    """A short line without a final stop that begins with a capital or a digit."""
    if len(line) > LONGEST_HEADING or len(line.split()) > 12 or re.search(r"[.!;,:][\"')\]]*$", line):
        return False
    return bool(re.match(r"[\"']?[A-Z0-9]", line))


def _with_headings(text: str, found: list[Block]) -> Iterator[Block]:
    """Names the heading above each block, and tells contents lists and picture texts from headings and paragraphs."""
    heading = ""
    titles = {text[b.start : b.end].strip(" #=") for b in found if b.kind is BlockKind.HEADING}
    in_contents = False
    for number, block in enumerate(found):
        words = text[block.start : block.end]
        if block.kind is BlockKind.HEADING and words.strip(" #=").lower() in ("contents", "table of contents"):
            in_contents = True
            yield replace(block, kind=BlockKind.CONTENTS)
            continue
        if in_contents and block.kind is BlockKind.ITEM:
            yield replace(block, kind=BlockKind.CONTENTS, heading=heading)
            continue
        in_contents = in_contents and block.kind is BlockKind.CONTENTS
        if block.kind is BlockKind.ITEM and re.sub(r"^\W+", "", words) in titles:
            yield replace(block, kind=BlockKind.CONTENTS, heading=heading)
            continue
        if block.kind is BlockKind.HEADING:
            if _CREDIT.match(words) and number and found[number - 1].kind is BlockKind.PARAGRAPH:
                yield replace(block, kind=BlockKind.CREDIT, heading=heading)
                continue
            heading = words.strip(" #=")
            yield replace(block, heading=heading)
            continue
        after = found[number + 1] if number + 1 < len(found) else None
        is_caption = block.kind is BlockKind.PARAGRAPH and after is not None and after.kind is BlockKind.HEADING
        if is_caption and after is not None and _CREDIT.match(text[after.start : after.end]):
            block = replace(block, kind=BlockKind.CAPTION)
        yield replace(block, heading=heading)


def _without_repeats(text: str, found: Iterator[Block]) -> Iterator[Block]:
    seen: set[str] = set()
    for block in found:
        words = text[block.start : block.end]
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and len(words) > 60:
            if words in seen:
                yield replace(block, kind=BlockKind.DUPLICATE)
                continue
            seen.add(words)
        yield block
