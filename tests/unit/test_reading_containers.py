"""Containers: what a file is, and unpacking it safely."""

from __future__ import annotations

import errno
import gzip
import io
import random
import struct
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.reading import containers, parquet, workbook
from conflict_atlas.events.reading.containers import unwrap
from fixtures import ged

TEXT = ged.text(ged.rows(3)).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook_bytes(sheets: Iterable[list[list[object]]] = ([["a", 1.0], ["b", True]],)) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def unwrapped(content: bytes, folder: Path, name: str = "file") -> tuple[str, bytes]:
    path = folder / "kept"
    path.write_bytes(content)
    plain = unwrap(name, path, folder)
    return plain.name, plain.path.read_bytes()


def test_a_text_is_left_as_it_is(tmp_path):
    assert unwrapped(TEXT, tmp_path, "a.csv") == ("a.csv", TEXT)


def test_gzip_and_zip_are_unpacked_whatever_they_are_called(tmp_path):
    assert unwrapped(gzip.compress(TEXT, mtime=0), tmp_path, "a.csv.gz") == ("a.csv", TEXT)
    assert unwrapped(gzip.compress(TEXT, mtime=0), tmp_path, "odd") == ("odd", TEXT)
    assert unwrapped(zipped({"in/a.csv": TEXT}), tmp_path, "odd") == ("odd/in/a.csv", TEXT)


def test_a_readme_and_what_a_mac_adds_do_not_count_as_tables(tmp_path):
    members = {"readme.txt": b"hello", "__MACOSX/._a.csv": b"x", ".hidden.csv": b"x", "a.csv": TEXT}
    assert unwrapped(zipped(members), tmp_path) == ("file/a.csv", TEXT)


def test_a_workbook_in_a_zip_is_read(tmp_path):
    assert unwrapped(zipped({"a.xlsx": workbook_bytes()}), tmp_path) == ("file/a.xlsx", b"a,1\nb,true\n")


def test_the_first_sheet_with_data_is_read_and_rows_without_values_become_blank_lines(tmp_path):
    sheets = [[], [["a", "b"], [], [1.5, "x\ny"]]]
    assert unwrapped(workbook_bytes(sheets), tmp_path)[1] == b'a,b\n\n1.5,"x\ny"\n'


def test_cells_are_written_as_text_reads_best():
    from datetime import date, datetime

    cells = [300380.0, 1.25, True, False, datetime(2020, 3, 1, 12), date(2020, 3, 1), "", "text", 1e300]
    assert [workbook.cell_text(cell) for cell in cells] == [
        "300380", "1.25", "true", "false", "2020-03-01 12:00:00", "2020-03-01", "", "text", "1e+300",
    ]  # fmt: skip


def test_parquet_becomes_text(tmp_path):
    path = tmp_path / "a.parquet"
    duckdb.sql("SELECT 1 AS id, DATE '2020-03-01' AS day, 'x,\"y\"' AS words, NULL AS gap, 2.0 AS number").write_parquet(
        str(path)
    )
    assert unwrapped(path.read_bytes(), tmp_path)[1] == b'id,day,words,gap,number\n1,2020-03-01,"x,""y""",,2.0\n'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty: download it again"),
        (b" \n\t ", "holds nothing but blanks"),
        (b"<!DOCTYPE html><html>", "is a web page, not data"),
        (b"\n  <html lang=en>", "is a web page, not data"),
        (b"<?xml version='1.0'?>", "is an XML file"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b'{"Result": []}', "is JSON, not a table"),
        (b'[{"id": 1}]', "is JSON, not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Excel file"),
        (b"RDX3\nX\n", "is an R data file"),
        (b"BZh91AY", "is packed with bzip2"),
        (b"\xfd7zXZ\x00", "is packed with xz"),
        (b"\x28\xb5\x2f\xfd\x00", "is packed with zstd"),
        (b"7z\xbc\xaf\x27\x1c", "is a 7z archive"),
        (b"Rar!\x1a\x07", "is a RAR archive"),
        ("id,year".encode("utf-16"), "is written in UTF-16"),
        ("id,year".encode("utf-16-le"), "seems to be written in UTF-16"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (gzip.compress(b"%PDF-1.7\n", mtime=0), "is a PDF"),
        (gzip.compress(gzip.compress(TEXT, mtime=0), mtime=0), "is an archive within an archive"),
        (zipped({"a.csv": zipped({"b.csv": TEXT})}), "is an archive within an archive"),
        (zipped({"a.csv": TEXT, "b.csv": TEXT}), "should hold one table, it holds a.csv, b.csv"),
        (zipped({"picture.png": b"x"}), "should hold a table"),
        (zipped({}), "should hold a table (csv, xlsx or parquet), it holds nothing"),
        (gzip.compress(TEXT, mtime=0)[:-20], "is a damaged or cut-off archive"),
        (zipped({"a.csv": TEXT})[:-40], "is a damaged or cut-off archive"),
        (workbook_bytes([[]]), "has no sheet with data in it"),
        (b"PAR1" + b"\x00" * 100, "is a damaged Parquet file"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, sentence, tmp_path):
    with pytest.raises(ImportRefused) as refusal:
        unwrapped(content, tmp_path)
    assert sentence in str(refusal.value)
    assert str(refusal.value).startswith("file")


def test_a_password_is_named(tmp_path):
    content = bytearray(zipped({"a.csv": TEXT}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    with pytest.raises(ImportRefused, match=r"is protected by a password: unpack it and import a\.csv"):
        unwrapped(bytes(content), tmp_path)


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zipped({"a.csv": content})])
def test_an_archive_bomb_is_stopped(pack, tmp_path, monkeypatch):
    monkeypatch.setattr(containers, "RATIO_COUNTS_FROM", 1 << 20)
    monkeypatch.setattr(containers, "_CHUNK", 1 << 16)
    with pytest.raises(ImportRefused, match="archive bomb"):
        unwrapped(pack(b"0" * (8 << 20)), tmp_path)
    assert all(path.stat().st_size < 2 << 20 for path in tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a.csv", "xl/workbook.xml"])
def test_an_archive_that_lies_about_a_size_is_refused(name, tmp_path):
    content = bytearray(zipped({name: b"0" * (4 << 20)}))
    for signature, size in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(signature) + size, 100)
    with pytest.raises(ImportRefused, match="damaged or cut-off"):
        unwrapped(bytes(content), tmp_path)


def test_a_workbook_with_a_cell_at_the_far_corner_ends_its_own_process_only(tmp_path, monkeypatch):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1048575, 16383, "b")
    with pytest.raises(ImportRefused, match="damaged workbook, or too large to be read as one"):
        unwrapped(out.getvalue(), tmp_path)


def test_a_parquet_file_that_repeats_one_value_without_end_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "LARGEST_TEXT", 1 << 20)
    path = tmp_path / "a.parquet"
    duckdb.sql("SELECT repeat('x', 1000) AS id FROM range(10000)").write_parquet(str(path))
    assert path.stat().st_size < 100_000
    with pytest.raises(ImportRefused, match="no data release"):
        unwrapped(path.read_bytes(), tmp_path)


def test_a_full_disk_is_not_taken_for_a_damaged_archive(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(containers, "_guard", full)
    with pytest.raises(OSError, match="No space left"):
        unwrapped(zipped({"a.csv": TEXT}), tmp_path)


def _parquet(folder: Path) -> bytes:
    path = folder / "seed.parquet"
    duckdb.sql("SELECT range AS id, 'text ' || range AS words FROM range(50)").write_parquet(str(path))
    return path.read_bytes()


@pytest.mark.parametrize("kind", ["zip", "gzip", "parquet", "xlsx"])
def test_a_damaged_file_is_read_or_refused_and_nothing_else(kind, tmp_path):
    seed = {
        "zip": lambda: zipped({"a.csv": TEXT}),
        "gzip": lambda: gzip.compress(TEXT, mtime=0),
        "parquet": lambda: _parquet(tmp_path),
        "xlsx": workbook_bytes,
    }[kind]()
    chance = random.Random(kind)
    for _ in range(8 if kind == "xlsx" else 150):
        content = bytearray(seed)
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(content))
            match chance.randrange(3):
                case 0:
                    content[at] = chance.randrange(256)
                case 1:
                    del content[at : at + chance.randrange(1, 40)]
                case 2:
                    content[at:at] = chance.randbytes(chance.randrange(1, 10))
        with suppress(ImportRefused):
            unwrapped(bytes(content), tmp_path)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from((b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"PAR1")))
def test_random_bytes_are_read_or_refused(tmp_path_factory, content, start):
    folder = tmp_path_factory.mktemp("bytes")
    with suppress(ImportRefused):
        unwrapped(start + content, folder)
