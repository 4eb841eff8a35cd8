"""A document with what was found in it, as one HTML page of its own: for looking at, on paper or in a browser.

What may live here: the page. The text is escaped throughout; nothing of it is markup.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

from conflict_atlas.documents.comparing.relation import in_words
from conflict_atlas.documents.document import Document
from conflict_atlas.documents.records import NAMES, Disagreement, Event, Figure, Place, Record, Timex

_STYLE = """body{font:16px/1.6 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
mark{background:none;border-bottom:3px solid;padding:0 .1em}mark.figure{border-color:#8a3b12}mark.timex{border-color:#1f5f8b}
mark.place{border-color:#2e6b34}pre{white-space:pre-wrap;font:inherit}table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #ccc;padding:.25rem .5rem;text-align:start;vertical-align:top}
@media(prefers-color-scheme:dark){body{color:#eee;background:#151515}}"""


def page(document: Document, records: Sequence[Record]) -> str:
    """The text with dates, figures and places marked, and the table of all records."""
    title = html.escape(document.about.title or document.name)
    rows = "".join(
        f"<tr><td>{NAMES[type(record)]}</td><td>{html.escape(record.quote[:160])}</td><td>{html.escape(_told(record))}</td>"
        f"<td>{record.start}-{record.end}</td><td>{html.escape(record.rule_id)}</td></tr>"
        for record in records
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style><h1>{title}</h1>"
        f"<p>sha256 {document.sha256}. Read as {html.escape(document.reader)}. {len(records)} records; all are suggestions.</p>"
        f"<pre>{_with_marks(document.text, records)}</pre>"
        f'<table><tr><th scope="col">record<th scope="col">words<th scope="col">read as<th scope="col">place'
        f'<th scope="col">rule</tr>{rows}</table>\n'
    )


def comparison_page(found: Sequence[Disagreement], texts: dict[str, str]) -> str:
    """How claims of several documents stand to each other, as one page."""
    parts: list[str] = []
    for item in found:
        passages = "".join(
            f"<li>{html.escape(doc)}, {start}-{end}: <q>{html.escape(texts.get(doc, '')[start:end])}</q></li>"
            for doc, start, end in item.spans
        )
        parts.append(
            f"<h2>{html.escape(item.topic)}: "
            f"{html.escape(in_words(item.relation))}</h2><p>{html.escape(item.why)}</p><ul>{passages}</ul>"
        )
    body = "".join(parts) or "<p>No two claims were found that are about one thing.</p>"
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Claims compared</title><style>{_STYLE}</style><h1>Claims compared</h1>{body}\n"
    )


def _with_marks(text: str, records: Sequence[Record]) -> str:
    pieces: list[str] = []
    at = 0
    for record in records:
        if isinstance(record, (Timex, Figure, Place)) and record.start >= at:
            pieces.append(html.escape(text[at : record.start]))
            title = html.escape(f"{_told(record)} ({record.rule_id})", quote=True)
            pieces.append(
                f'<mark class="{NAMES[type(record)]}" title="{title}">{html.escape(text[record.start : record.end])}</mark>'
            )
            at = record.end
    pieces.append(html.escape(text[at:]))
    return "".join(pieces)


def _told(record: Record) -> str:
    """What a record says, in a few words."""
    if isinstance(record, Timex):
        return f"{record.from_ or '..'} to {record.to or '..'}" if record.from_ or record.to else record.kind
    if isinstance(record, Figure):
        number = record.value if record.value is not None else f"{record.low}-{record.high}"
        who = f", says {record.attributed_to}" if record.attributed_to else ""
        return f"{record.qualifier} {number} {record.kind}{who}"
    if isinstance(record, Place):
        return (
            f"{record.lat:.2f}, {record.lon:.2f} {record.country}"
            if record.lat is not None and record.lon is not None
            else "place not known"
        )
    if isinstance(record, Event):
        return f"{record.category}, {record.from_ or '..'} to {record.to or '..'}"
    return str(getattr(record, "speaker", None) or getattr(record, "role", "") or getattr(record, "why", ""))
