"""Pages of a long listing.

What may live here: which page is asked for, and the links to the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from conflict_atlas.events.filters import FilterError
from conflict_atlas.site.pages import words

ROWS_A_PAGE = 100


@dataclass(frozen=True)
class Step:
    """A page of the listing."""

    text: str
    path: str
    is_current: bool


def page_number(query: Mapping[str, str]) -> int:
    """The page that a query asks for. Raises FilterError."""
    text = query.get("page", "1")
    if not (text.isdigit() and 1 <= int(text) <= 1_000_000):
        raise FilterError(f"page {text!r}: write a number from 1")
    return int(text)


def steps(number: int, count: int, query: Mapping[str, str]) -> tuple[Step, ...]:
    """Links to the first, the last and the neighbouring pages of ``count`` rows; none where all fit on one."""
    last = -(-count // ROWS_A_PAGE)
    if last <= 1:
        return ()
    near = sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)})
    kept = {name: text for name, text in query.items() if name != "page"}
    return tuple(Step(words.number(page), "?" + urlencode({**kept, "page": page}, safe=","), page == number) for page in near)
