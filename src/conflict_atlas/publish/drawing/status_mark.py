"""The mark of a status: a shape of its own for each label, so that nobody needs its colour.

What may live here: the shapes. A mark stands beside its word and says nothing by itself, so it is hidden from screen readers.
"""

from __future__ import annotations

from conflict_atlas.publish.drawing.markup import element

SIZE = 14
_INK = "var(--text,#1c2127)"
_SHAPES = {
    "worsening": "M7 1 13 12H1z",
    "improving": "M7 13 1 2H13z",
    "unchanging": "M2 2H12V12H2z",
    "quiet": "M7 1.5a5.5 5.5 0 1 0 .01 0z",
    "not_assessed": "M1 6H13V8H1z",
}
_FILLED = ("worsening", "improving", "not_assessed")


def status_mark(label: str) -> str:
    """The mark of a label (worsening, improving, unchanging, quiet, not_assessed) as SVG. Raises KeyError for another."""
    fill = _INK if label in _FILLED else "none"
    shape = element("path", d=_SHAPES[label], fill=fill, stroke=_INK, stroke_width="1.5")
    return element("svg", shape, class_="status-mark", viewBox=f"0 0 {SIZE} {SIZE}", aria_hidden="true")
