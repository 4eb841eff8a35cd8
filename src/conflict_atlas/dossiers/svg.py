"""What a drawing (SVG) may hold.

What may live here: the allow-list of elements and attributes, and the look at one file. No drawing, no reading of files.

A drawing is a picture and no program: what is not on the list is refused, since a browser would run what a forgotten rule
lets pass. The reader is expat, of the standard library; a document type, with which a small file can be made to fill the
memory, is refused before it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

LARGEST = 1_000_000
"""Bytes. A drawing for reading has some thousands."""
_DEEPEST = 40
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# No use and symbol (a few lines of them can draw a billion shapes), no image, a, style, script, animation or foreignObject.
_ELEMENTS = _words(
    "svg g path rect circle ellipse line polyline polygon text tspan title desc defs linearGradient radialGradient stop clipPath "
    "mask pattern marker"
)
_ATTRIBUTES = _words(
    "id class lang role version baseProfile viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points "
    "dx dy rotate textLength lengthAdjust pathLength transform gradientUnits gradientTransform spreadMethod offset clipPathUnits "
    "maskUnits maskContentUnits patternUnits patternContentUnits patternTransform markerUnits markerWidth markerHeight refX refY "
    "orient tabindex focusable href style "
    "clip-path clip-rule color color-interpolation direction display dominant-baseline fill fill-opacity fill-rule font-family "
    "font-size font-stretch font-style font-variant font-weight letter-spacing marker-end marker-mid marker-start mask opacity "
    "overflow paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap "
    "stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering unicode-bidi "
    "vector-effect visibility word-spacing writing-mode alignment-baseline baseline-shift"
)
_INSIDE = re.compile(r"#[\w.-]+")
_URL = re.compile(r"url\(([^()]{0,200})\)", re.IGNORECASE)
_FUNCTION = re.compile(r"([^\s:;,()]{0,20})\(")
_FUNCTIONS = _words("translate scale rotate skewx skewy matrix rgb rgba hsl hsla")


class _Refused(Exception):
    """Reading stops here: going on would be unsafe."""


def forbidden(data: bytes) -> tuple[str, ...]:
    """What a drawing holds that it may not, as sentences; empty if it is a drawing and nothing else."""
    if len(data) > LARGEST:
        return (f"the drawing has {len(data):,} bytes; draw it more simply, at most {LARGEST:,}",)
    found: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise _Refused(f"its elements stand more than {_DEEPEST} deep; draw it more simply")
        found.extend(_element(name, attributes))
        if depth == 1 and name != f"{_SVG} svg":
            found.append('it does not begin with <svg xmlns="http://www.w3.org/2000/svg">; save it as plain SVG')

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse_type(*_: object) -> None:
        raise _Refused("it has a document type (<!DOCTYPE>); take that line out")

    def refuse_instruction(target: str, _: str) -> None:
        raise _Refused(f"it has an instruction <?{target} ...?>, which can load other files; take it out")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse_type
    parser.EntityDeclHandler = refuse_type
    parser.ProcessingInstructionHandler = refuse_instruction
    try:
        parser.Parse(data, True)
    except _Refused as refused:
        found.append(str(refused))
    except expat.ExpatError as error:
        found.append(f"it is no readable XML ({error}); save it again as plain SVG")
    except (ValueError, LookupError):
        found.append("its encoding cannot be read; save it as UTF-8")
    return tuple(dict.fromkeys(found))


def _element(name: str, attributes: dict[str, str]) -> Iterator[str]:
    space, _, element = name.rpartition(" ")
    if space != _SVG or element not in _ELEMENTS:
        yield f"<{element}> is no drawing; take it out (text, shapes and gradients may stand)"
    for attribute, value in attributes.items():
        home, _, short = attribute.rpartition(" ")
        if short.casefold().startswith("on"):
            yield f"<{element}> has {short}, which runs a program; take it out"
        elif short == "href" and home in ("", _XLINK):
            if not _INSIDE.fullmatch(value):
                yield f"<{element}> refers to {value[:60]!r}, outside the drawing; draw it here instead"
        elif home == _XML and short in ("lang", "space"):
            continue
        elif home or not (short in _ATTRIBUTES or short.startswith("aria-")):
            yield f"<{element}> has the attribute {short}, which is not on the list; save it as plain SVG"
        else:
            yield from _value(element, short, value)


def _value(element: str, attribute: str, value: str) -> Iterator[str]:
    if attribute.startswith("aria-") or attribute in ("id", "class", "lang", "font-family"):
        return  # words, not read as a style
    if any(not _INSIDE.fullmatch(address.strip(" \t\n\"'")) for address in _URL.findall(value)):
        yield f"{attribute} of <{element}> refers to something outside the drawing; draw it here instead"
    functions = {name.casefold() for name in _FUNCTION.findall(_URL.sub("", value))}
    # An escape, a comment or an unknown function could hide an address from the line above.
    if "\\" in value or "/*" in value or "@" in value or functions - _FUNCTIONS:
        yield f"{attribute} of <{element}> holds more than plain values; write them without escapes, comments and functions"
