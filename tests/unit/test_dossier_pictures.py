"""Drawings that editors bring: only drawing passes, and nothing that a browser would run or load."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_atlas.dossiers import svg
from conflict_atlas.dossiers.pictures import LICENCES
from fixtures.dossier import SVG


def drawing(inside: str, root: str = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"') -> bytes:
    return f"<svg {root} viewBox='0 0 9 9'>{inside}</svg>".encode()


@pytest.mark.parametrize(
    "inside",
    [
        '<g transform="translate(1 2)" class="river"><path d="M0 0L1 1" fill="none" stroke="#123456" stroke-width="2"/></g>',
        '<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient></defs><rect fill="url(#a)" width="1"/>',
        '<linearGradient id="b" xlink:href="#a"/><linearGradient id="c" href="#a"/>',
        '<text x="1" y="2" font-size="3" text-anchor="middle">Shusha / Shushi<tspan dx="1">!</tspan></text>',
        '<title>A river</title><desc>It flows &amp; bends &lt; so</desc><circle r="2" aria-label="place" role="img"/>',
        '<rect style="fill: #ccc; stroke-width: 2px; fill: url(#a)"/>',
        "<!-- drawn by hand --><polygon points='0,0 1,1 2,0'/>",
        '<text xml:lang="hy" xml:space="preserve">Շուշի</text>',
    ],
)
def test_a_drawing_passes(inside: str) -> None:
    assert svg.forbidden(drawing(inside)) == ()
    assert svg.forbidden(b'<?xml version="1.0" encoding="UTF-8"?>\n' + drawing(inside)) == ()
    assert svg.forbidden(SVG) == ()


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<script href="https://a.org/x.js"/>', "<script>"),
        ('<path onclick="alert(1)"/>', "runs a program"),
        ('<path OnLoad="alert(1)"/>', "runs a program"),
        ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>", "<foreignObject>"),
        ('<image href="https://a.org/x.png"/>', "<image>"),
        ('<image href="data:image/png;base64,AA"/>', "<image>"),
        ('<a href="javascript:alert(1)"><text>x</text></a>', "<a>"),
        ('<linearGradient href="other.svg#a"/>', "outside the drawing"),
        ('<linearGradient xlink:href="https://a.org/#a"/>', "outside the drawing"),
        ('<use href="#a"/>', "<use>"),
        ("<style>@import url(https://a.org/x.css);</style>", "<style>"),
        ("<animate attributeName='href' to='javascript:alert(1)'/>", "<animate>"),
        ("<set attributeName='onclick' to='alert(1)'/>", "<set>"),
        ('<rect fill="url(https://a.org/#x)"/>', "outside the drawing"),
        ("<rect fill=\"url('//a.org/#x')\"/>", "outside the drawing"),
        ('<rect style="fill: url(https://a.org/x)"/>', "style"),
        ('<rect style="behavior\\3A url(x)"/>', "style"),
        ('<rect style="fill/**/:red"/>', "style"),
        ('<rect fill="\\75 rl(x)"/>', "plain values"),
        ('<rect fill="url(x"/>', "plain values"),
        ("<rect mask=\"image-set('https://a.org/x.png' 1x)\"/>", "plain values"),
        ('<rect style="fill: ur/**/l(https://a.org/x)"/>', "plain values"),
        ('<p xmlns="http://www.w3.org/1999/xhtml">x</p>', "<p>"),
        ('<rect xmlns:i="urn:inkscape" i:label="x"/>', "label"),
        ('<rect data-x="1"/>', "data-x"),
        ("<metadata>x</metadata>", "<metadata>"),
        ("<?php x ?>", "instruction"),
        ('<?xml-stylesheet href="https://a.org/x.css"?>', "instruction"),
        ("<g>" * 50 + "</g>" * 50, "deep"),
        ("<g>", "no readable XML"),
        ("&unknown;", "no readable XML"),
    ],
)
def test_what_is_no_drawing_is_refused_with_a_sentence(inside: str, what: str) -> None:
    found = svg.forbidden(drawing(inside))
    assert any(what in sentence for sentence in found), found


def test_entities_that_grow_are_refused_before_they_are_read() -> None:
    laughs = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + drawing("<text>&b;</text>")
    assert svg.forbidden(laughs) == ("it has a document type (<!DOCTYPE>); take that line out",)
    outside = b'<!DOCTYPE svg SYSTEM "https://a.org/x.dtd">' + drawing("")
    assert svg.forbidden(outside) == ("it has a document type (<!DOCTYPE>); take that line out",)


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"no drawing", b"<html xmlns='http://www.w3.org/1999/xhtml'/>", b"<svg/>", b"\xff\xfe\x00"),
        b"x" * (svg.LARGEST + 1),
        b'<?xml version="1.0" encoding="no-such"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_what_is_no_svg_is_refused(data: bytes) -> None:
    assert svg.forbidden(data)


@pytest.mark.parametrize("piece", ["url(", "a", "(", "M0-1", "url('", " "])
def test_a_hostile_drawing_is_looked_through_at_once(piece: str) -> None:
    start = process_time()
    svg.forbidden(drawing(f'<path d="{piece * (svg.LARGEST // 2 // len(piece))}"/>'))
    assert process_time() - start < 5


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(drawing)))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert all(svg.forbidden(data)) or svg.forbidden(data) == ()


def test_every_licence_of_a_picture_says_where_it_stands() -> None:
    for name, licence in LICENCES.items():
        assert licence.name == name
        assert licence.address.startswith("https://")
