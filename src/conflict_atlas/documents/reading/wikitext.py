"""Wikitext: the words of an article (mwparserfromhell), infobox and tables as rows of cells, flags as the names they stand for."""

from __future__ import annotations

import contextlib
import re
from typing import Any

from conflict_atlas.documents.errors import DocumentError
from conflict_atlas.documents.reading.plain_text import decoded
from conflict_atlas.documents.reading.reading import Reading

_FLAGS = re.compile(
    r"^(?:flag|flagicon|flagu|flagcountry|flagdeco|flag country|country flag|army|navy|air force|noflag)\b", re.IGNORECASE
)
_KEPT = re.compile(
    r"^(?:lang|nowrap|nobold|small|convert|cvt|start date|end date|formatnum|abbr|native name|transl|ubl|unbulleted "
    r"list|plainlist|plain list|hlist)\b",
    re.IGNORECASE,
)
MOST_NODES = 200_000


def read(raw: bytes) -> Reading:
    """Paragraphs, headings marked by "==", parameters of the infobox as "name | value |"."""
    import mwparserfromhell
    from mwparserfromhell.parser import ParserError

    text, note = decoded(raw)
    try:
        code = mwparserfromhell.parse(text, skip_style_tags=True)
        rows = _flattened(code)
        body = code.strip_code(normalize=True, collapse=True, keep_template_params=False)
    except (ParserError, RecursionError, ValueError) as problem:
        raise DocumentError(f"is wikitext that cannot be read ({problem})") from problem
    lines = [*rows, "", *(line.rstrip() for line in str(body).splitlines())]
    words = "\n".join(_headings_back(lines, code)).strip() + "\n"
    if not words.strip():
        raise DocumentError("holds no words besides templates")
    return Reading(words, notes=(note,) if note else ())


def _flattened(code: object) -> list[str]:
    """Templates replaced by their words where they have some; the rows of the infobox are given back."""
    from mwparserfromhell.wikicode import Wikicode

    rows: list[str] = []
    if not isinstance(code, Wikicode):
        return rows
    for tag in code.filter_tags(matches=lambda node: str(node.tag).lower() in ("ref", "gallery", "timeline", "math")):
        _remove(code, tag)
    for template in code.filter_templates(recursive=True)[:MOST_NODES]:
        name = str(template.name).strip()
        if name.lower().startswith("infobox"):
            for parameter in template.params:
                value = " ".join(
                    str(parameter.value.strip_code(normalize=True, collapse=True, keep_template_params=True)).split()
                )
                if value:
                    rows.append(f"{str(parameter.name).strip()} | {value.replace('|', ', ')} |")
            _remove(code, template)
        elif _FLAGS.match(name) or _KEPT.match(name):
            values = [str(parameter.value) for parameter in template.params if not parameter.showkey]
            words = ", ".join(
                value.strip()
                for value in (values[-1:] if name.lower() == "lang" else values[:1] if _FLAGS.match(name) else values)
            )
            try:
                code.replace(template, words)
            except ValueError:
                continue
    return rows


def _remove(code: Any, node: Any) -> None:
    with contextlib.suppress(ValueError):
        code.remove(node)


def _headings_back(lines: list[str], code: object) -> list[str]:
    """``strip_code`` leaves the words of a heading alone: its marks are put back, so that it is read as one."""
    from mwparserfromhell.wikicode import Wikicode

    if not isinstance(code, Wikicode):
        return lines
    titles = {str(heading.title.strip_code()).strip(): heading.level for heading in code.filter_headings()}
    return [
        f"{'=' * titles[line.strip()]} {line.strip()} {'=' * titles[line.strip()]}" if line.strip() in titles else line
        for line in lines
    ]
