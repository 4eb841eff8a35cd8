"""What a reader gives, and the limits of all of them.

What may live here: the record of a reading. The text is what offsets count; the raw bytes are kept by whoever keeps documents.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

MOST_BYTES = 64_000_000
MOST_CHARS = 5_000_000
"""A longer text is a library, not a document."""


@dataclass(frozen=True)
class Reading:
    """A text and what its file says of itself. ``lines`` are the dated parts of a digest or feed: start, end, day."""

    text: str
    title: str = ""
    published: date | None = None
    publisher: str = ""
    language: str = ""
    licence: str = ""
    lines: tuple[tuple[int, int, date], ...] = ()
    notes: tuple[str, ...] = field(default=())
    """For the editor: "read as cp1252", "12 pages, 2 without text"."""


def day_of(words: object) -> date | None:
    """A date as metadata give it: the first ten characters, ISO; None where they are none."""
    try:
        return date.fromisoformat(str(words)[:10])
    except ValueError:
        return None
