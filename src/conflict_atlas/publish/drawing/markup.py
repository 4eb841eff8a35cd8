"""Text that is safe inside SVG and HTML, and the few ways in which the drawings write elements.

What may live here: escaping and element writing. Every name that comes from data passes ``text`` or ``attributes``.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

# Characters that XML 1.0 does not allow at all, not even escaped (section 2.2), and lone halves of surrogate pairs.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: object) -> str:
    """The value as character data: escaped; a character that no XML may hold becomes the replacement character."""
    return escape(_FORBIDDEN.sub("\ufffd", str(value)), {'"': "&quot;", "'": "&#39;"})


def attributes(**values: object) -> str:
    """Attributes in the order given, each with a leading space; ``None`` leaves one out.

    ``_`` stands for ``-`` and a trailing ``_`` is dropped, so that ``class_`` and ``stroke_width`` can be written.
    """
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{text(value)}"' for name, value in values.items() if value is not None
    )


def element(tag: str, content: str = "", **values: object) -> str:
    """An element around content that is markup already."""
    inside = attributes(**values)
    return f"<{tag}{inside}>{content}</{tag}>" if content else f"<{tag}{inside}/>"


def line(d: str, stroke: str, width: float = 1, **values: object) -> str:
    """A path that is only a line."""
    return element("path", "", d=d, fill="none", stroke=stroke, stroke_width=f"{width:g}", **values)


def linked(content: str, href: str | None, title: str) -> str:
    """Shapes with a tooltip, as a link where there is somewhere to go.

    The label is said twice: ``title`` is what a mouse shows, ``aria-label`` is what screen readers take from SVG links.
    """
    if href is None:
        return f"<g>{element('title', text(title))}{content}</g>"
    return f"<a{attributes(href=href, aria_label=title)}>{element('title', text(title))}{content}</a>"


def drawing(content: str, *, kind: str, id: str, width: int, height: int, title: str, description: str, links: bool) -> str:
    """The outer ``svg``, with a name and a description. One that holds links is a group, one without is an image."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg"'
        + attributes(
            class_=kind,
            id=id,
            viewBox=f"0 0 {width} {height}",
            # Maps and axes run from left to right on right-to-left pages too; names in them keep their own direction.
            direction="ltr",
            role="group" if links else "img",
            aria_labelledby=f"{id}-title",
            aria_describedby=f"{id}-desc",
        )
        + f">{element('title', text(title), id=f'{id}-title')}{element('desc', text(description), id=f'{id}-desc')}"
        + f"{content}</svg>"
    )
