"""The map of records, held against the csv module and against the parser that imports read with."""

from __future__ import annotations

import csv
import io
import tempfile
from contextlib import suppress
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.reading import scanning as module
from conflict_atlas.events.reading.records import RecordMap, write_records
from conflict_atlas.events.reading.scanning import scan

CELLS = st.text(st.sampled_from('ab 1é€😀",;\n\r'), max_size=6)
PIECES = st.text(st.sampled_from('ab "",,,\n\n\r'), max_size=60)
CHUNKS = st.sampled_from((16, 64, 1 << 20))


def scanned(text: str | bytes, width: int = 3, chunk: int = 1 << 20, largest: int = 1 << 24) -> tuple[RecordMap, list[str]]:
    """The map of a text, and the text of each record."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_CHUNK", chunk)
        patch.setattr(module, "_FIRST_CHUNK_AFTER_FAULT", min(chunk, 1 << 13))
        patch.setattr(module, "LARGEST_RECORD", largest)
        path = Path(file.name)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        found = scan("file.csv", path, ",", width)
        return found, [found.text(path, index) for index in range(found.count)]


def faults(text: str | bytes, **options: int) -> dict[int, str]:
    return scanned(text, **options)[0].faults


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12), st.sampled_from(("\n", "\r\n")), CHUNKS, st.booleans())
def test_every_record_that_the_csv_module_writes_is_found_and_sound(rows, line_end, chunk, marked):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(rows)
    found, texts = scanned("\ufeff" * marked + text.getvalue(), chunk=chunk)
    assert found.faults == {}
    assert [tuple(next(csv.reader(io.StringIO(record, newline="")))) for record in texts] == rows
    line = 1
    for index, row in enumerate(rows):
        assert found.first_lines[index] == line
        line += 1 + sum(cell.count("\n") for cell in row)


@settings(max_examples=400, deadline=None)
@given(PIECES, CHUNKS)
@example('a,b,c\n1,"2,3\n4,5,6\n7,"8",9\n', 16)
@example('a,b,c\n1,"2" x,3\n"4",5,"6\n6"\n', 16)
@example("a,b,c\r\n1,2\r3,4\r\n", 16)
@example('a, "b",c\n1,5" gun,3\n', 16)
def test_whatever_the_text_each_sound_record_means_the_same_to_the_csv_module_and_to_the_parser(text, chunk):
    found, texts = scanned(text, chunk=chunk)
    sound = [index for index in range(found.count) if index not in found.faults]
    by_csv = [next(csv.reader(io.StringIO(texts[index], newline=""), strict=True)) for index in sound]
    assert all(len(fields) == 3 for fields in by_csv)
    assert parsed(text, found, sound) == [
        (str(index), *(cell or None for cell in row)) for index, row in zip(sound, by_csv, strict=True)
    ]


def parsed(text: str, found: RecordMap, sound: list[int]) -> list[tuple[str | None, ...]]:
    """The sound records as DuckDB reads them with the settings of an import."""
    if not sound:
        return []
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        source, target = Path(folder, "source.csv"), Path(folder, "target.csv")
        source.write_bytes(text.encode())
        write_records(source, found, np.array(sound), sound, ",", target)
        return connection.execute(
            "SELECT * FROM read_csv(?, auto_detect = false, delim = ',', quote = '\"', escape = '\"', header = false, "
            "columns = {n: 'VARCHAR', a: 'VARCHAR', b: 'VARCHAR', c: 'VARCHAR'}, nullstr = '', strict_mode = true, new_line = '\\n')",
            [str(target)],
        ).fetchall()


@settings(max_examples=200, deadline=None)
@given(PIECES, CHUNKS)
def test_nothing_but_blank_lines_lies_between_records(text, chunk):
    found, _ = scanned(text, chunk=chunk)
    content, position = text.encode(), 0
    for start, end in zip(found.starts, found.ends, strict=True):
        assert content[position:start].strip(b"\r\n") == b""
        position = end
    assert content[position:].strip(b"\r\n") == b""


@settings(max_examples=100, deadline=None)
@given(PIECES)
def test_the_size_of_the_chunks_does_not_matter(text):
    results = [scanned(text, chunk=chunk) for chunk in (16, 32, 1 << 20)]
    for found, texts in results[1:]:
        assert texts == results[0][1]
        assert found.faults == results[0][0].faults
        assert found.first_lines.tolist() == results[0][0].first_lines.tolist()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=80))
def test_random_bytes_are_mapped_or_refused(content):
    with suppress(ImportRefused):
        found, _ = scanned(content)
        assert found.count >= len(found.faults)


def test_a_quote_that_is_never_closed_costs_its_own_record_only():
    found, texts = scanned('a,b,c\n1,"2,3\n4,"5",6\n7,"8\n8",9\n')
    assert found.faults == {1: "text stands behind a closing quotation mark"}
    assert texts[2:] == ['4,"5",6', '7,"8\n8",9']


def test_a_quote_that_is_never_closed_at_the_end_costs_its_own_record_only():
    found, texts = scanned('a,b,c\n1,2,3\n4,"5,6\n7,8,9\n')
    assert found.faults == {2: "a quotation mark is never closed"}
    assert texts[3:] == ["7,8,9"]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ("1,2", "the record has 2 fields where the table has 3 columns"),
        ("1,2,3,4", "the record has 4 fields where the table has 3 columns"),
        ("  ", "the record has 1 field where the table has 3 columns"),
        ('1,"2" ,3', "text stands behind a closing quotation mark"),
        ('1, "2",3', "a quotation mark is out of place"),
        ("1,2\r2,3", "a carriage return stands in the record outside quotation marks"),
        ("1,2\x002,3", "the record holds a NUL byte"),
        ('1,"2\x00 ""2""",3', "the record holds a NUL byte"),
    ],
)
def test_a_faulty_record_is_named_with_its_reason(record, reason):
    assert faults(f"a,b,c\n1,2,3\n{record}\n4,5,6\n") == {2: reason}
    assert faults(f"a,b,c\n1,2,3\n{record}") == {2: reason}


def test_a_quote_within_an_unquoted_field_is_a_character_like_others():
    found, texts = scanned('a,b,c\n1,5" gun,3\n4,"5",6\n')
    assert found.faults == {}
    assert texts[1] == '1,5" gun,3'


def test_a_record_longer_than_the_limit_is_set_aside_and_the_next_one_read():
    long = "x" * 5000
    found, texts = scanned(f'a,b,c\n1,"{long}",3\n1,{long},3\n4,5,6\n', chunk=64, largest=1 << 10)
    assert set(found.faults) == {1, 2}
    assert found.faults[2].startswith("the record is longer than")
    assert texts[3] == "4,5,6"


def test_a_line_may_end_in_either_way_within_one_file():
    _, texts = scanned('a,b,c\r\n1,2,"3"\n\r\n\n4,"5\r\n5",6\r\n7,8,9\r')
    assert texts == ["a,b,c", '1,2,"3"', '4,"5\r\n5",6', "7,8,9"]


def test_a_long_record_that_is_cut_within_a_character_is_not_taken_for_another_encoding():
    found, _ = scanned(f"a,b,c\n1,2,{'é' * 3000}\n4,5,6\n", chunk=64, largest=(1 << 10) + 1)
    assert list(found.faults) == [1]
    assert found.first_lines.tolist() == [1, 2, 3]


def test_a_byte_that_is_not_utf8_is_refused_with_its_line():
    with pytest.raises(ImportRefused, match=r"file\.csv, line 3: byte 0xe9 is not UTF-8 \(perhaps Windows-1252\)"):
        scanned("a,b,c\n1,2,3\n4,é,6\n".encode("cp1252"))


def test_a_byte_that_is_not_utf8_behind_a_faulty_record_is_refused_with_its_line():
    with pytest.raises(ImportRefused, match="line 4"):
        scanned('a,b,c\n1,"2" 2,3\n1,2,3\n4,é" é,6\n'.encode("cp1252"))


def test_a_text_most_of_whose_records_are_faulty_is_refused_before_the_end():
    with pytest.raises(ImportRefused, match="do not fit the table; in the first of them text stands behind"):
        scanned("a,b,c\n" + '1,"2" 2,3\n' * 10_100)
