"""The map file: what goes in comes out, to the bit, and what is no whole map file is refused in words."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.publish.mapfile.decoding import decode
from conflict_atlas.publish.mapfile.encoding import Form, encode
from conflict_atlas.publish.mapfile.records import MapFileError, Records, area_type, to_single
from support.mapfiles import made_up, same

EPOCH = "1989-01-01"


@st.composite
def records(draw: st.DrawFn) -> Records:
    return made_up(
        draw(st.integers(0, 1 << 30)),
        draw(st.integers(0, 300)),
        parties=draw(st.sampled_from((1, 2, 40, 300, 65_536, 65_537))),
        areas=draw(st.sampled_from((1, 3, 256, 257))),
        places=draw(st.sampled_from((1, 2, 30, 300))),
        days=draw(st.sampled_from((1, 2, 300, 65_536))),
        heavy=draw(st.booleans()),
    )


@given(records(), st.sampled_from(Form))
@settings(max_examples=150, deadline=None)
def test_what_is_encoded_is_decoded_to_the_bit(given_records, form):
    assert same(decode(encode(given_records, form, EPOCH)), given_records)


def test_a_large_number_of_deaths_and_places_needs_every_byte():
    base = made_up(1, 70_000, places=70_000)
    wide = replace(base, best=np.full(70_000, 0xFFFFFFFF, np.uint32))
    for form in Form:
        assert same(decode(encode(wide, form, EPOCH)), wide)


def test_the_small_form_is_smaller_and_names_itself():
    base = made_up(4, 5_000)
    plain, codec = (encode(base, form, EPOCH) for form in (Form.PLAIN, Form.CODEC))
    header = json.loads(codec[12 : 12 + int.from_bytes(codec[8:12], "little")])
    assert header["form"] == "codec"
    assert header["epoch"] == EPOCH
    assert header["count"] == 5_000
    assert len(codec) < len(plain)


@given(st.integers(0, 5), st.integers(0, 10_000), st.sampled_from(Form))
@settings(max_examples=120, deadline=None)
def test_a_file_that_is_cut_short_is_refused(seed, length, form):
    content = encode(made_up(seed, 60), form, EPOCH)
    with pytest.raises(MapFileError, match=r"no map file|cut short|has .* bytes"):
        decode(content[: length % len(content)])


@given(st.integers(0, 5), st.integers(0, 1 << 20), st.integers(1, 255), st.sampled_from(Form))
@settings(max_examples=300, deadline=None)
def test_a_damaged_byte_is_refused_in_words_or_changes_a_number(seed, place, change, form):
    content = bytearray(encode(made_up(seed, 60), form, EPOCH))
    content[place % len(content)] ^= change
    with suppress(MapFileError):
        decode(bytes(content)).check()


def mangled(content: bytes, change) -> bytes:
    """The file with another header, its arrays as they are."""
    end = 12 + int.from_bytes(content[8:12], "little")
    header = json.loads(content[12:end])
    change(header)
    text = json.dumps(header).encode()
    return content[:8] + len(text).to_bytes(4, "little") + text + content[end:]


def _drop(header, name):
    header["arrays"] = [entry for entry in header["arrays"] if entry["name"] != name]


def _set(header, name, **values):
    next(entry for entry in header["arrays"] if entry["name"] == name).update(values)


MALFORMED = {
    "a form of tomorrow": (lambda header: header.update(form="next"), "the form 'next'"),
    "no count": (lambda header: header.pop("count"), "count"),
    "a count below zero": (lambda header: header.update(count=-1), "count"),
    "another count": (lambda header: header.update(count=61), "61"),
    "a missing array": (lambda header: _drop(header, "place"), "no array 'place'"),
    "no list of arrays": (lambda header: header.update(arrays=None), "cannot be read"),
    "an unknown type": (lambda header: _set(header, "best", type="u64"), "cannot be read"),
    "a fraction for a number": (lambda header: _set(header, "best", type="f32"), "a type that it cannot be of|beyond the end"),
    "an array beyond the end": (lambda header: _set(header, "cells", offset=1 << 30), "beyond the end"),
    "an offset that is not aligned": (lambda header: _set(header, "cells", offset=3), "describes the array 'cells'"),
    "fewer days than there are": (lambda header: header.update(days=1), "only 1"),
    "more days than fit": (lambda header: header.update(days=1 << 17), "it can hold"),
    "fewer places than there are": (lambda header: header.update(places=1), "placeLon"),
    "fewer areas than there are": (lambda header: header.update(areas=1), "only 1"),
}


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("name", MALFORMED)
def test_a_header_that_does_not_fit_is_refused_in_words(name, form):
    change, said = MALFORMED[name]
    with pytest.raises(MapFileError, match=said):
        decode(mangled(encode(made_up(1, 60), form, EPOCH), change))


def test_bytes_of_something_else_are_no_map_file():
    for content in (b"", b"PAR1", b"<!doctype html>" * 20):
        with pytest.raises(MapFileError, match="no map file"):
            decode(content)


def test_what_no_record_can_hold_is_refused_and_not_clipped():
    base = made_up(1, 60)
    with pytest.raises(MapFileError, match="179 years"):
        encode(replace(base, days=1 << 17), Form.CODEC, EPOCH)
    with pytest.raises(MapFileError, match="areas do not fit"):
        area_type(70_000)
    with pytest.raises(MapFileError, match="order of day and party"):
        encode(replace(base, day=base.day[::-1].copy()), Form.CODEC, EPOCH)
    with pytest.raises(MapFileError, match="a party is"):
        encode(replace(base, parties=int(base.party.max())), Form.PLAIN, EPOCH)


HALF_DEGREES = st.integers(-360, 360).map(lambda steps: steps / 2)


@given(HALF_DEGREES, st.floats(-1e-5, 1e-5) | st.floats(-0.25, 0.25), HALF_DEGREES)
@settings(max_examples=500)
def test_rounding_never_moves_a_coordinate_over_a_half_degree(near, off, edge):
    degrees = min(max(near + off, -180.0), 180.0)
    single = float(to_single(np.array([degrees]))[0])
    assert (degrees < edge, degrees == edge) == (single < edge, single == edge)
    assert abs(single - degrees) < 2e-5
