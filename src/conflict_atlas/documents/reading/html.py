"""HTML: the words of the page without its furniture (trafilatura), and the texts of its pictures."""

from __future__ import annotations

import re
from typing import Any

from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.reading.plain_text import decoded
from conflict_atlas.documents.reading.reading import Reading, day_of


def read(raw: bytes) -> Reading:
    """The main text, with tables as rows of cells; captions and alternative texts behind it."""
    from lxml import etree, html
    from trafilatura import bare_extraction

    declared = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", raw[:4096], re.IGNORECASE)
    try:
        page = raw.decode(declared.group(1).decode("ascii")) if declared else decoded(raw)[0]
    except (LookupError, UnicodeDecodeError):
        page = decoded(raw)[0]
    try:
        tree = html.document_fromstring(
            page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as problem:
        raise DocumentError(f"is no HTML page that can be read ({problem})") from problem
    found: Any = bare_extraction(page, include_tables=True, include_comments=False, favor_recall=True, with_metadata=True)
    text = (found.text if found is not None else "") or ""
    if len(text) < 80:
        text = _all_words(tree)
    if not text.strip():
        raise DocumentError("holds no words: if the page is drawn by script, save it from a browser as text and read that")
    captions = _captions(tree, text)
    if captions:
        text = text.rstrip() + "\n\n" + "\n".join(captions) + "\n"
    return Reading(
        text,
        title=(found.title if found is not None else "") or "",
        published=day_of(found.date) if found is not None else None,
        publisher=(found.sitename if found is not None else "") or "",
        language=(tree.get("lang") or "")[:8],
    )


def _all_words(tree: object) -> str:
    from lxml import html

    if not isinstance(tree, html.HtmlElement):
        return ""
    for element in tree.xpath("//script|//style|//noscript|//template"):
        element.drop_tree()
    lines = (" ".join(words.split()) for words in tree.itertext())
    return "\n".join(line for line in lines if line)


def _captions(tree: object, text: str) -> list[str]:
    from lxml import html

    if not isinstance(tree, html.HtmlElement):
        return []
    lines: list[str] = []
    for figure in tree.xpath("//figure"):
        alts = [" ".join(words.split()) for words in figure.xpath(".//img/@alt") if words.strip()]
        caption = " ".join(" ".join(figure.xpath(".//figcaption//text()")).split())
        line = " | ".join(part for part in (*alts, caption) if part)
        if line and caption not in text:
            lines.append(f"Image: {line}".replace(" | ", ". "))
    return lines
