"""A section's text as blocks, and blocks as text.

What may live here: the cut at blank lines. Joining what was cut gives the text back, character for character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_GAP = "\n\n"
_HEADING = re.compile(r"### (?=\S)[^\n]*\S")
_POINT = re.compile(r"- (?=\S)[^\n]*\S|- \S")


def blocks_of(text: str) -> list[tuple[str, Any]]:
    """Kind and value of each block: a heading without its marks, a list as its points, all else as it stands."""
    return [_block(piece) for piece in text.split(_GAP)] if text else []


def _block(piece: str) -> tuple[str, Any]:
    if _HEADING.fullmatch(piece):
        return "heading", piece.removeprefix("### ")
    points = piece.split("\n")
    if all(_POINT.fullmatch(point) for point in points):
        return "list", [point.removeprefix("- ") for point in points]
    return "paragraph", piece


def text_of(raw: Iterable[Mapping[str, Any]]) -> str:
    """The section's text from its stored blocks."""
    return _GAP.join(_piece(block["type"], block["value"]) for block in raw)


def _piece(kind: str, value: Any) -> str:
    if kind == "heading":
        return f"### {value}"
    if kind == "list":
        return "\n".join(f"- {item['value'] if isinstance(item, Mapping) else item}" for item in value)
    return str(value).replace("\r\n", "\n")
