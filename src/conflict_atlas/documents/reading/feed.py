"""Feeds (RSS, Atom): each item as a line "day | publisher | title" and its summary, with its day."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.reading.reading import Reading

MOST_ITEMS = 2_000


def read(raw: bytes) -> Reading:
    """The items in their order. Markup inside of them is dropped."""
    import feedparser

    if re.search(rb"<!ENTITY", raw[:20_000], re.IGNORECASE):
        raise DocumentError("declares entities of its own, which a feed does not need: it is refused")
    found = feedparser.parse(raw)
    if not found.entries:
        raise DocumentError(f"holds no items that can be read ({found.get('bozo_exception') or 'it is empty'})")
    title = _words(found.feed.get("title", ""))
    text = ""
    lines: list[tuple[int, int, date]] = []
    for entry in found.entries[:MOST_ITEMS]:
        day = _day(entry)
        publisher = _words((entry.get("source") or {}).get("title", "") or entry.get("author", "") or title) or "feed"
        head = f"{day.isoformat()} | {publisher[:60].replace('|', ' ')} | " if day else ""
        body = _words(entry.get("summary", "") or next((item.get("value", "") for item in entry.get("content", [])), ""))
        start = len(text)
        text += f"{head}{_words(entry.get('title', ''))}\n"
        text += f"\n{body}\n\n" if body else "\n"
        if day:
            lines.append((start, len(text), day))
    return Reading(text, title=title, publisher=title, language=str(found.feed.get("language", ""))[:8], lines=tuple(lines))


def _day(entry: Any) -> date | None:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return date(moment.tm_year, moment.tm_mon, moment.tm_mday) if moment else None
    except ValueError:
        return None


def _words(markup: str) -> str:
    """The words of a piece of markup, in one line."""
    bare = re.sub(r"<(?:script|style)[^>]*>.*?</(?:script|style)>", " ", str(markup), flags=re.IGNORECASE | re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", bare)).split())
