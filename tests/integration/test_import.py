"""Imports from the file to the lake: what is read, what is set aside, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflict_atlas.events.errors import ImportRefused
from conflict_atlas.events.importing import Imported, ImportRequest, import_files
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.sources import source
from conflict_atlas.events.sources.ucdp_ged import LAYOUT_49
from conflict_atlas.events.vocabulary import EVENT_COLUMNS, Completeness, Series
from conflict_atlas.workspace import Workspace, WorkspaceError
from fixtures import ged
from support.folders import contents

GED = source("ucdp-ged")


def imported(workspace: Workspace, content: str | bytes, name: str = "ged251.csv", **said) -> Imported:
    path = workspace.root.parent / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return import_files(workspace, GED, [path], ImportRequest(**said))[0]


def rows_of(workspace: Workspace, vintage_id: str) -> list[dict]:
    return _read(Lake(workspace.lake_dir).rows_path(vintage_id), "source_row")


def aside(workspace: Workspace, vintage_id: str) -> list[dict]:
    return _read(Lake(workspace.lake_dir).quarantine_path(vintage_id), "record")


def _read(path: Path, order: str) -> list[dict]:
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM read_parquet('{path}') ORDER BY {order}")
        names = [field[0] for field in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def refusal(workspace: Workspace, content: str | bytes, name: str = "ged251.csv", **said) -> str:
    """The sentence with which a file is refused, when nothing in the workspace has changed by it."""
    before = contents(workspace.root)
    with pytest.raises(ImportRefused) as error:
        imported(workspace, content, name, **said)
    assert contents(workspace.root) == before
    return str(error.value)


def test_every_record_becomes_a_row_with_its_number_and_every_column_has_its_type(workspace):
    vintage = imported(workspace, ged.text(ged.rows(3))).vintage
    assert (vintage.rows, vintage.quarantined, vintage.release) == (3, 0, "25.1")
    assert vintage.totals == {
        "low": 24, "best": 30, "high": 36, "deaths_a": 3, "deaths_b": 6, "deaths_civilians": 9, "deaths_unknown": 12,
    }  # fmt: skip
    assert [row["source_row"] for row in rows_of(workspace, vintage.vintage_id)] == [1, 2, 3]
    with duckdb.connect() as connection:
        path = Lake(workspace.lake_dir).rows_path(vintage.vintage_id)
        described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet('{path}')").fetchall()
    assert [(name, kind) for name, kind, *_ in described] == [(column.name, column.sql_type) for column in EVENT_COLUMNS]


def test_the_values_of_a_row_are_those_of_the_file(workspace):
    vintage = imported(workspace, ged.text([ged.row(300380, id="300380.0", source_article='He said ""x"",\nand left')])).vintage
    row = rows_of(workspace, vintage.vintage_id)[0]
    assert row["event_id"] == "ucdp-ged:300380"
    assert row["source_article"] == 'He said ""x"",\nand left'
    assert (row["country"], row["conflict_id"], row["best"], str(row["date_start"])) == ("AFG", "333", 10, "2020-03-01")
    assert row["flags"] == []


def test_the_raw_bytes_are_kept_and_named_by_their_digest(workspace):
    content = ged.text(ged.rows(2)).encode()
    vintage = imported(workspace, content).vintage
    assert (workspace.raw_dir / vintage.digest).read_bytes() == content
    assert vintage.files[0].size == len(content)
    assert [json.loads(line)["vintage_id"] for line in workspace.ledger.read_text().splitlines()] == [vintage.vintage_id]


def test_records_that_cannot_be_read_are_set_aside_with_line_column_and_reason(workspace):
    lines = ged.text([ged.row(1, source_headline="two\nlines"), ged.row(2, best="many"), ged.row(3)]).rstrip("\n").split("\n")
    lines[4:4] = ["1,2,3", ged.text([ged.row(4)], header=False).strip().replace("Province", '"Province')]
    vintage = imported(workspace, "\n".join(lines) + "\n").vintage
    found = aside(workspace, vintage.vintage_id)
    assert [(item["line"], item["record"], item["column"]) for item in found] == [(4, 2, "best"), (5, 3, ""), (6, 4, "")]
    assert found[0]["reason"] == "best: 'many' is not a whole number, 0 or more"
    assert found[1]["reason"] == "the record does not fit the table: the record has 3 fields where the table has 49 columns"
    assert found[1]["text"] == "1,2,3"
    assert found[2]["reason"].startswith("the record does not fit the table: ")
    assert {(item["vintage_id"], item["file"]) for item in found} == {(vintage.vintage_id, "ged251.csv")}
    assert [row["source_row"] for row in rows_of(workspace, vintage.vintage_id)] == [1, 5]
    assert vintage.rows + vintage.quarantined == vintage.files[0].records == 5


def test_a_carriage_return_in_a_record_set_aside_is_kept_in_its_text(workspace):
    vintage = imported(workspace, ged.text([ged.row(1), ged.row(2, relid="a\rb")]).replace('"a\rb"', "a\rb")).vintage
    found = aside(workspace, vintage.vintage_id)
    assert "a\rb" in found[0]["text"]
    assert found[0]["reason"].endswith("a carriage return stands in the record outside quotation marks")


def test_a_record_with_a_nul_byte_is_set_aside_and_its_text_can_be_shown(workspace):
    vintage = imported(workspace, ged.text([ged.row(1), ged.row(2, adm_1="Pro\x00vince")])).vintage
    assert (vintage.rows, vintage.quarantined) == (1, 1)
    assert "Pro\N{SYMBOL FOR NULL}vince" in aside(workspace, vintage.vintage_id)[0]["text"]


def test_an_event_that_stands_twice_is_counted_once(workspace):
    vintage = imported(workspace, ged.text([ged.row(1), ged.row(2), ged.row(1, best="99"), ged.row(1, id="1.0")])).vintage
    assert [row["source_event_id"] for row in rows_of(workspace, vintage.vintage_id)] == ["1", "2"]
    assert [item["reason"] for item in aside(workspace, vintage.vintage_id)] == ["id: 1 stands already on line 2"] * 2


def test_of_two_rows_of_one_event_the_readable_one_counts(workspace):
    vintage = imported(workspace, ged.text([ged.row(1, best="x"), ged.row(1)])).vintage
    assert [row["source_row"] for row in rows_of(workspace, vintage.vintage_id)] == [2]
    assert [item["column"] for item in aside(workspace, vintage.vintage_id)] == ["best"]


def test_very_many_records_can_be_set_aside(workspace):
    vintage = imported(workspace, ged.text([*ged.rows(3000, best="x"), *[ged.row(1)] * 2000])).vintage
    assert (vintage.rows, vintage.quarantined) == (1, 4999)


def test_the_columns_may_stand_in_any_order(workspace):
    one = imported(workspace, ged.text(ged.rows(5))).vintage
    other = imported(workspace, ged.text(ged.rows(5), tuple(sorted(LAYOUT_49)))).vintage
    unlike = ("vintage_id",)
    assert [{key: row[key] for key in row if key not in unlike} for row in rows_of(workspace, one.vintage_id)] == [
        {key: row[key] for key in row if key not in unlike} for row in rows_of(workspace, other.vintage_id)
    ]


@pytest.mark.parametrize(
    "name", ["record number", "Record Number", "record_number", "source_row", "t_best", "readable", "x'y\"z"]
)
def test_a_column_more_with_any_name_does_no_harm(workspace, name):
    text = "\n".join(
        line + ("," + ('"' + name.replace('"', '""') + '"' if number == 0 else "7"))
        for number, line in enumerate(ged.text(ged.rows(2)).rstrip("\n").split("\n"))
    )
    assert imported(workspace, text).vintage.totals["best"] == 20


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_marks_line_ends_headers_and_delimiters_may_differ(workspace, start, line_end, header, delimiter):
    text = start + ged.text(
        [ged.row(1), ged.row(2, source_article='a "b"\r\nc;d,e\tf')], line_end=line_end, header=header, delimiter=delimiter
    )
    vintage = imported(workspace, text).vintage
    assert [row["source_event_id"] for row in rows_of(workspace, vintage.vintage_id)] == ["1", "2"]
    assert rows_of(workspace, vintage.vintage_id)[1]["source_article"] == 'a "b"\r\nc;d,e\tf'
    assert vintage.rows == 2


def test_blank_lines_mixed_line_ends_and_a_last_line_without_end_do_no_harm(workspace):
    lines = ged.text(ged.rows(4)).rstrip("\n").split("\n")
    text = lines[0] + "\r\n\r\n" + lines[1] + "\n\n" + lines[2] + "\r\n" + lines[3] + "\n" + lines[4]
    vintage = imported(workspace, text).vintage
    assert (vintage.rows, vintage.quarantined) == (4, 0)
    assert [row["source_row"] for row in rows_of(workspace, vintage.vintage_id)] == [1, 2, 3, 4]


def test_a_row_of_tags_is_no_record(workspace):
    lines = ged.text([ged.row(1), ged.row(2, low="x")]).split("\n")
    text = "\n".join([lines[0], ",".join(f"#tag{number}" for number in range(49)), *lines[1:]])
    vintage = imported(workspace, text).vintage
    assert (vintage.rows, vintage.quarantined) == (1, 1)
    assert [(item["line"], item["record"]) for item in aside(workspace, vintage.vintage_id)] == [(4, 2)]


def test_a_very_long_line_is_set_aside_and_the_rest_is_read(workspace):
    text = ged.text([ged.row(1), ged.row(2, source_article="x" * (50 << 20)), ged.row(3)])
    vintage = imported(workspace, text).vintage
    assert (vintage.rows, vintage.quarantined) == (2, 1)
    assert "longer than 16 MB" in aside(workspace, vintage.vintage_id)[0]["reason"]
    assert len(aside(workspace, vintage.vintage_id)[0]["text"]) == 2000


def test_a_long_record_below_the_limit_is_read(workspace):
    vintage = imported(workspace, ged.text([ged.row(1), ged.row(2, source_article="y\n" * (4 << 20)), ged.row(3)])).vintage
    assert (vintage.rows, vintage.quarantined) == (3, 0)
    assert len(rows_of(workspace, vintage.vintage_id)[1]["source_article"]) == 8 << 20


def test_an_unknown_code_stops_the_import_and_names_line_and_code(workspace):
    said = refusal(workspace, ged.text([ged.row(1), ged.row(2, type_of_violence="4")]))
    assert "line 3: unknown code, type_of_violence: '4' is none of the codes 1, 2, 3" in said
    assert "--set-aside-unknown-codes" in said


def test_an_unknown_code_is_set_aside_when_the_operator_says_so(workspace):
    vintage = imported(workspace, ged.text([ged.row(1), ged.row(2, type_of_violence="4")]), unknown_codes_aside=True).vintage
    assert (vintage.rows, vintage.quarantined) == (1, 1)
    assert aside(workspace, vintage.vintage_id)[0]["column"] == "type_of_violence"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "ged251.csv is empty"),
        (ged.text([]), "has a header and no rows: download it again"),
        (ged.text(ged.rows(3, best="x")), "none of its rows can be read; on line 2, best: 'x' is not a whole number"),
        ("\n".join([ged.text([]).strip(), "1,2", "3,4"]), "none of its rows can be read; on line 2, the record does not fit"),
        (ged.text(ged.rows(3), names=["x", *LAYOUT_49[1:]]), "required column missing: 'id'"),
        (ged.text(ged.rows(3, adm_1="Région")).encode("cp1252"), "line 2: byte 0xe9 is not UTF-8"),
        (ged.text(ged.rows(3)).encode("utf-16"), "is written in UTF-16"),
        ("<html>sign in</html>", "is a web page, not data"),
        ('{"Result": []}', "is JSON, not a table"),
        (ged.text(ged.rows(3)).replace("id,relid", 'id,"rel"id'), "the header row is broken"),
    ],
)
def test_what_cannot_be_imported_is_refused_and_changes_nothing(workspace, content, sentence):
    assert sentence in refusal(workspace, content)


def test_a_missing_file_a_folder_and_a_forbidden_release_change_nothing(workspace):
    before = contents(workspace.root)
    for path, request, sentence in (
        (workspace.root.parent / "none.csv", None, "no such file"),
        (workspace.root, None, "is a folder"),
        (workspace.root, ImportRequest(release="../../x"), "write letters, digits and dots"),
    ):
        with pytest.raises(ImportRefused, match=sentence):
            import_files(workspace, GED, [path], request)
    assert contents(workspace.root) == before


def test_one_bad_file_among_several_stops_all_of_them(workspace, tmp_path):
    good, bad = tmp_path / "ged251.csv", tmp_path / "ged241.csv"
    good.write_text(ged.text(ged.rows(2)))
    bad.write_text("id,year\n1,2020\n")
    before = contents(workspace.root)
    with pytest.raises(ImportRefused, match=r"ged241\.csv: required columns missing"):
        import_files(workspace, GED, [good, bad])
    assert contents(workspace.root) == before


def test_several_files_are_committed_together_and_one_that_is_named_twice_once(workspace, tmp_path):
    one, two, copy = tmp_path / "ged251.csv", tmp_path / "ged241.csv", tmp_path / "copy_of_ged251.csv"
    one.write_text(ged.text(ged.rows(2)))
    copy.write_text(ged.text(ged.rows(2)))
    two.write_text(ged.text(ged.rows(3)))
    outcomes = import_files(workspace, GED, [one, two, copy])
    assert [outcome.new for outcome in outcomes] == [True, True, False]
    assert outcomes[2].vintage == outcomes[0].vintage
    assert len(Lake(workspace.lake_dir).vintages()) == 2


def test_the_same_bytes_again_change_nothing_and_give_the_same_vintage(workspace):
    first = imported(workspace, ged.text(ged.rows(2)))
    before = contents(workspace.root)
    again = imported(workspace, ged.text(ged.rows(2)))
    assert first.new
    assert not again.new
    assert again.vintage == first.vintage
    assert contents(workspace.root) == before


def test_the_same_bytes_put_a_damaged_raw_file_right(workspace):
    vintage = imported(workspace, ged.text(ged.rows(2))).vintage
    home = workspace.raw_dir / vintage.digest
    home.chmod(0o644)
    home.write_bytes(b"bit rot")
    imported(workspace, ged.text(ged.rows(2)))
    assert home.read_bytes() == ged.text(ged.rows(2)).encode()


def test_a_vintage_that_was_withdrawn_can_be_imported_again_under_a_new_id(workspace):
    vintage = imported(workspace, ged.text(ged.rows(2))).vintage
    Lake(workspace.lake_dir).withdraw(vintage.vintage_id, "by mistake")
    again = imported(workspace, ged.text(ged.rows(2)))
    assert again.new
    assert again.vintage.vintage_id == vintage.vintage_id + "-2"
    assert Lake(workspace.lake_dir).vintages() == (again.vintage,)


def test_other_bytes_under_the_same_release_are_another_vintage(workspace):
    one = imported(workspace, ged.text(ged.rows(2))).vintage
    other = imported(workspace, ged.text(ged.rows(3))).vintage
    assert one.release == other.release
    assert Lake(workspace.lake_dir).vintages() == (one, other)


def test_the_operator_may_declare_how_complete_a_file_is(workspace):
    vintage = imported(workspace, ged.text(ged.rows(2)), completeness=Completeness.COMPLETE, release="99.1").vintage
    declared = {entry.series: (entry.completeness, entry.basis) for entry in vintage.coverage}
    assert declared[Series.DEATHS] == (Completeness.COMPLETE, "declared by the operator")
    assert declared[Series.LOCATED][0] is not Completeness.COMPLETE
    assert vintage.release == "99.1"


def test_a_second_import_at_the_same_time_gets_the_name_of_the_first(workspace, tmp_path):
    (tmp_path / "ged251.csv").write_text(ged.text(ged.rows(2)))
    before = contents(workspace.root)
    with workspace.writing("an import"), pytest.raises(WorkspaceError, match=r"an import \(process \d+, since .*\) is writing"):
        import_files(workspace, GED, [tmp_path / "ged251.csv"])
    assert contents(workspace.root) == before


def test_nothing_is_left_in_the_working_directory(workspace, tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    imported(workspace, ged.text(ged.rows(500)))
    assert list(elsewhere.iterdir()) == []
    assert list(workspace.tmp_dir.iterdir()) == []


FIELD = st.text(st.sampled_from('ab ,"\n\r1é\x00'), max_size=4)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 1 << 16), FIELD), max_size=12), st.integers(1, 6))
def test_a_file_with_text_inserted_anywhere_is_accounted_for_to_the_last_record(tmp_path_factory, insertions, count):
    workspace = Workspace.create(tmp_path_factory.mktemp("fuzz") / "workspace")
    text = ged.text(ged.rows(count))
    for place, inserted in insertions:
        at = place % (len(text) + 1)
        text = text[:at] + inserted + text[at:]
    try:
        vintage = imported(workspace, text).vintage
    except ImportRefused:
        assert Lake(workspace.lake_dir).vintages() == ()
        return
    rows, out = rows_of(workspace, vintage.vintage_id), aside(workspace, vintage.vintage_id)
    numbers = [row["source_row"] for row in rows] + [item["record"] for item in out]
    assert sorted(numbers) == list(range(1, vintage.files[0].records + 1))
    assert sum(row["best"] for row in rows) == vintage.totals["best"]
    assert all(item["reason"] and item["line"] > 0 for item in out)
