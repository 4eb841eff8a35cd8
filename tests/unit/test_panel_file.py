"""A bare panel is read as it is written, or refused with the row and the column that are wrong."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.analysis.errors import PanelError
from conflict_atlas.analysis.panel_file import read_panel
from conflict_atlas.events.months import Month


def file(folder: Path, text: str) -> Path:
    path = folder / "panel.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_months_may_be_written_as_month_as_date_or_as_month_id(tmp_path: Path) -> None:
    for first, second in (
        ("2020-01", "2020-02"),
        ("2020-01-31", "2020-02-29"),
        ("481", "482"),
        ("2020-01-01T00:00:00", "2020-02"),
    ):
        panel = read_panel(file(tmp_path, f"month,Mali\n{first},3\n{second},4\n"))
        assert (panel.first, panel.last, panel.units) == (Month(2020, 1), Month(2020, 2), ("Mali",))
        assert panel.values.tolist() == [[3.0], [4.0]]


def test_an_empty_cell_is_no_zero(tmp_path: Path) -> None:
    panel = read_panel(file(tmp_path, "month,South Sudan,Sudan\n2011-06,,5\n2011-07,0,6\n"))
    assert math.isnan(panel.values[0, 0])
    assert panel.values[1, 0] == 0


def test_rows_may_come_in_any_order(tmp_path: Path) -> None:
    panel = read_panel(file(tmp_path, "month,A\n2020-03,3\n2020-01,1\n2020-02,2\n"))
    assert panel.values[:, 0].tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("month,A\n2020-01,-1\n", "row 2, column A: -1 is no count"),
        ("month,A\n2020-01,many\n", "row 2, column A: 'many' is no number"),
        ("month,A\n2020-01,inf\n", "row 2, column A: inf is no count"),
        ("month,A\n2020-01,1\n2020-01,2\n", "rows 2 and 3: 2020-01 is there twice"),
        ("month,A\n2020-01,1\n2020-03,2\n", "2020-02 is missing between rows 2 and 3"),
        ("month,A\nlast spring,1\n", "row 2, first column: 'last spring' is no month"),
        ("month,A\n2020,1\n", "'2020' is no month"),
        ("month,A\n2020-13,1\n", "'2020-13' is no month"),
        ("month,A,A\n2020-01,1,2\n", "two columns are called 'A'"),
        ("month,A,\n2020-01,1,2\n", "row 2, column 3: a count in a column without a name"),
        ("month,A\n2020-01,1,2\n", "row 2: 3 cells where the header has 2"),
        ("month\n2020-01\n", "units in the others"),
        ("month,A\n", "at least one row"),
        ("", "is empty"),
        ('month,A\n2020-01,"1\n', "is no csv file"),
    ],
)
def test_a_wrong_panel_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PanelError) as refused:
        read_panel(file(tmp_path, text))
    assert said in str(refused.value)
    assert "panel.csv" in str(refused.value)


def test_a_column_without_a_name_that_holds_nothing_is_left_out(tmp_path: Path) -> None:
    panel = read_panel(file(tmp_path, "month,A,\n2020-01,1,0\n2020-02,2,\n"))
    assert panel.units == ("A",)


def test_a_file_in_another_encoding_says_so(tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    path.write_bytes("month,Côte d'Ivoire\n2020-01,1\n".encode("latin-1"))
    with pytest.raises(PanelError, match="is not UTF-8"):
        read_panel(path)


def test_a_parquet_file_as_pandas_writes_it_is_read_with_its_index(tmp_path: Path) -> None:
    table = pd.DataFrame({1: [1.0, math.nan], 2: [3.0, 4.0]}, index=pd.Index([121, 122], name="month_id"))
    table.columns = table.columns.astype(str)
    table.to_parquet(tmp_path / "panel.parquet")
    panel = read_panel(tmp_path / "panel.parquet")
    assert (panel.first, panel.units) == (Month(1990, 1), ("1", "2"))
    np.testing.assert_array_equal(panel.values, [[1, 3], [math.nan, 4]])


@pytest.mark.parametrize("name", ["missing.parquet", "panel.parquet"])
def test_what_is_no_parquet_file_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "panel.parquet").write_bytes(b"PAR1 and nothing more")
    with pytest.raises(PanelError, match=r"no such file|no Parquet file"):
        read_panel(tmp_path / name)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.none() | st.integers(0, 10**6), min_size=2, max_size=2), min_size=1, max_size=30))
def test_what_is_written_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, rows: list[list[int | None]]) -> None:
    lines = [
        f"{Month(1999, 11).plus(number)},{','.join('' if value is None else str(value) for value in row)}"
        for number, row in enumerate(rows)
    ]
    panel = read_panel(file(tmp_path_factory.mktemp("panel"), "\n".join(["month,A,B", *lines])))
    expected = [[math.nan if value is None else float(value) for value in row] for row in rows]
    np.testing.assert_array_equal(panel.values, expected)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_panel_or_a_clear_refusal(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("panel") / "panel.csv"
    path.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    try:
        panel = read_panel(path)
    except PanelError:
        with pytest.raises(PanelError, match=r"panel\.csv"):
            read_panel(path)
    else:
        assert panel.values.shape == (len(panel.months), len(panel.units))
