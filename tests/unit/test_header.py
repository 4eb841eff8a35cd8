"""The header: columns by name and never by position."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.reading.header import Header, match_columns, plain_name, read_header
from conflict_atlas.events.sources import source
from conflict_atlas.events.sources.ucdp_ged import LAYOUT_49
from fixtures import ged

GED = source("ucdp-ged")
LAYOUT_42 = tuple(
    name for name in LAYOUT_49
    if name not in ("code_status", "conflict_dset_id", "dyad_dset_id", "side_a_dset_id", "side_b_dset_id", "where_description", "relid")
)  # fmt: skip


def header_of(folder: Path, text: str | bytes) -> Header:
    path = folder / "file.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_header("file.csv", path, GED)


@settings(max_examples=100, deadline=None)
@given(st.permutations(LAYOUT_49), st.data())
def test_columns_are_found_in_any_order_and_spelling_of_case_and_blanks(layout, data):
    def drifted(name: str) -> str:
        form = data.draw(
            st.sampled_from((str, str.upper, str.title, lambda text: f" {text} ", lambda text: text.replace("_", " ")))
        )
        return form(name)

    columns, notes = match_columns("file.csv", [drifted(name) for name in layout], GED)
    assert notes == ()
    for column in GED.columns:
        assert columns[column.target] in column.names


def test_a_release_with_42_columns_is_read_and_says_what_is_missing(tmp_path):
    header = header_of(tmp_path, ged.text(ged.rows(2), LAYOUT_42))
    assert len(header.names) == 42
    assert header.notes == ("not in this file: code_status",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_names_between(delimiter, tmp_path):
    header = header_of(tmp_path, ged.text(ged.rows(2), delimiter=delimiter))
    assert (header.delimiter, len(header.names)) == (delimiter, 49)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_byte_order_mark_is_no_part_of_the_first_name(line_end, tmp_path):
    header = header_of(tmp_path, "\ufeff" + ged.text(ged.rows(2), line_end=line_end))
    assert header.names[0] == "id"
    assert header.names[-1] == "gwnob"


def test_a_renamed_column_stops_the_import_and_the_nearest_name_is_given(tmp_path):
    names = ["Best estimate" if name == "best" else name for name in LAYOUT_49]
    with pytest.raises(ImportRefused) as refusal:
        header_of(tmp_path, ged.text(ged.rows(2), names=names))
    assert "required column missing: 'best' (nearest name seen: 'Best estimate')" in str(refusal.value)
    assert "49 named columns" in str(refusal.value)


def test_many_missing_columns_are_counted_and_not_all_listed(tmp_path):
    with pytest.raises(ImportRefused, match=r"required columns missing: .* and \d+ more\. The file has 3 named columns"):
        header_of(tmp_path, "id,year,country\n1,2020,Chad\n")


def test_a_row_of_tags_below_the_header_is_left_out(tmp_path):
    tags = ",".join("#tag" if number % 5 else "" for number in range(49))
    lines = ged.text(ged.rows(2)).split("\n")
    header = header_of(tmp_path, "\n".join([lines[0], tags, *lines[1:]]))
    assert header.records_before_data == 2
    assert header.notes == ("the second row holds HXL tags and is left out",)


def test_a_missing_header_is_mended_where_the_values_bear_it_out(tmp_path):
    header = header_of(tmp_path, ged.text(ged.rows(3), header=False))
    assert header.records_before_data == 0
    assert header.names == LAYOUT_49
    assert "the header row is missing" in header.notes[-1]


def test_a_missing_header_is_not_guessed_where_the_values_do_not_fit(tmp_path):
    with pytest.raises(ImportRefused, match=r"the first row is not a header of ucdp-ged .* or its values do not"):
        header_of(tmp_path, ged.text(ged.rows(3), tuple(reversed(LAYOUT_49)), header=False))


def test_a_missing_header_is_not_guessed_for_another_number_of_columns(tmp_path):
    with pytest.raises(ImportRefused, match="its 48 columns fit no known release"):
        header_of(tmp_path, ged.text(ged.rows(3), LAYOUT_49[:-1], header=False))


def test_names_that_occur_twice_are_kept_apart_and_the_first_one_counts(tmp_path):
    names = [*LAYOUT_49, "best", ""]
    text = "\n".join(
        line + (",99,x" if number else ",best,") for number, line in enumerate(ged.text(ged.rows(2)).strip().split("\n"))
    )
    header = header_of(tmp_path, text)
    assert header.names == (*names[:-2], "best__2", "column_51")
    assert header.columns["best"] == "best"


def test_line_ends_of_old_macs_are_named(tmp_path):
    with pytest.raises(ImportRefused, match="as old Macs did"):
        header_of(tmp_path, ged.text(ged.rows(2), line_end="\r"))


def test_a_name_loses_what_drifts_between_releases():
    assert plain_name("\ufeff Where-Prec ") == plain_name('"where.prec"') == "where_prec"


def test_a_long_line_without_a_name_is_refused_at_once(tmp_path):
    with pytest.raises(ImportRefused, match="no similar name seen"):
        header_of(tmp_path, "x" * (3 << 20))
    with pytest.raises(ImportRefused, match="required columns missing"):
        header_of(tmp_path, ",".join(f"name{number}" for number in range(100_000)))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(st.sampled_from('id,year;\t|"\n\r#1'), max_size=200).map(str.encode)))
def test_whatever_stands_first_is_a_header_or_refused(tmp_path_factory, content):
    with suppress(ImportRefused):
        header_of(tmp_path_factory.mktemp("header"), content)
