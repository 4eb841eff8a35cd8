"""ReliefWeb's API: reports as JSON, each with title, day, source and body."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.reading.feed import _words
from conflict_atlas.documents.reading.reading import Reading, day_of


def read(raw: bytes) -> Reading:
    """The reports in their order, one after the other."""
    try:
        answer = json.loads(raw)
        rows = answer["data"] if isinstance(answer, dict) else answer
        reports = [row["fields"] for row in (rows if isinstance(rows, list) else [rows])]
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise DocumentError(f"is no answer of ReliefWeb's API ({problem}): it needs data, and in each row fields") from problem
    if not reports or not all(isinstance(report, dict) for report in reports):
        raise DocumentError("is no answer of ReliefWeb's API: it needs data, and in each row fields")
    text = ""
    lines: list[tuple[int, int, date]] = []
    for report in reports:
        start = len(text)
        text += _report(report)
        day = _day(report)
        if day:
            lines.append((start, len(text), day))
    if not text.strip():
        raise DocumentError("holds no report with words: ask the API for the fields title, body, date and source")
    first = reports[0]
    return Reading(
        text,
        title=str(first.get("title", "")) if len(reports) == 1 else "",
        published=_day(first) if len(reports) == 1 else None,
        publisher=_source(first) if len(reports) == 1 else "ReliefWeb",
        lines=tuple(lines),
    )


def _report(report: dict[str, Any]) -> str:
    body = str(report.get("body") or _words(str(report.get("body-html", ""))))
    return f"## {report.get('title', '')}\n\n{body}\n\n"


def _day(report: dict[str, Any]) -> date | None:
    days = report.get("date")
    if isinstance(days, dict):
        return day_of(days.get("original") or days.get("created"))
    return day_of(days)


def _source(report: dict[str, Any]) -> str:
    sources = report.get("source")
    if isinstance(sources, list):
        return ", ".join(str(item.get("name", "")) for item in sources if isinstance(item, dict))
    return ""
