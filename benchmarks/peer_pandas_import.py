"""The peer: the same import with pandas and the csv module, as one would write it without our code.

It does the whole job: digest and copy of the raw bytes, every record found with its line, columns read as text and cast,
records set aside with line, column and reason, flags, a check that no record and no death is lost, Parquet with zstd. The
rows are compared with ours column by column.
"""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.sources import ucdp_ged
from conflict_atlas.events.sources.card import Kind
from conflict_atlas.events.vocabulary import EVENT_COLUMNS

ARROW = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "SMALLINT": pa.int16(),
    "TINYINT": pa.int8(),
    "DOUBLE": pa.float64(),
    "DATE": pa.date32(),
    "VARCHAR[]": pa.list_(pa.string()),
}
LARGEST = {"INTEGER": 2**31 - 1, "SMALLINT": 2**15 - 1, "TINYINT": 2**7 - 1}
ESTIMATES = ("low", "best", "high")


def main(path: Path, folder: Path) -> None:
    """Import ``path`` into ``folder``."""
    sha256 = keep(path, folder)
    found = list(structure(path))
    sound = [(line, text) for line, text, fault in found if fault is None]
    aside = [(line, number, "", fault) for number, (line, _, fault) in enumerate(found, start=1) if fault is not None]
    numbers = np.array([number for number, (_, _, fault) in enumerate(found, start=1) if fault is None])
    texts = read(folder / "sound.csv", path, sound)
    rows, faults = cast(texts)
    lines = np.array([line for line, _ in sound])
    rows["source_row"] = numbers
    for position, column, reason in faults:
        aside.append((int(lines[position]), int(numbers[position]), column, reason))
    readable = np.ones(len(rows), dtype=bool)
    readable[[position for position, _, _ in faults]] = False
    twice = rows["source_event_id"].where(readable).duplicated() & readable
    for position in np.flatnonzero(twice):
        event_id = rows["source_event_id"].iloc[position]
        first = int(np.flatnonzero((rows["source_event_id"] == event_id) & readable)[0])
        aside.append(
            (int(lines[position]), int(numbers[position]), "id", f"id: {event_id} stands already on line {lines[first]}")
        )
    kept = readable & ~twice.to_numpy()
    check(texts, rows, kept, len(found), len(aside))
    write(rows[kept], folder / "rows.parquet", f"ucdp-ged-26.1-{sha256[:8]}", path.name)
    quarantine = pd.DataFrame(sorted(aside, key=lambda item: item[1]), columns=["line", "record", "column", "reason"])
    quarantine.to_parquet(folder / "quarantine.parquet", compression="zstd")


def keep(path: Path, folder: Path) -> str:
    """Copy the raw bytes under their digest and bring them to disk."""
    copy = folder / "raw"
    shutil.copyfile(path, copy)
    with copy.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    copy.rename(folder / digest)
    return digest


def structure(path: Path) -> Iterator[tuple[int, str, str | None]]:
    """Every record below the header: its line, its text, and why it cannot be cut into fields (None if it can)."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = file.readlines()
    width = len(next(csv.reader(lines[:1])))
    start = 1
    reader = csv.reader(lines[start:], strict=True)
    begun = 0
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield start + begun + 1, lines[start + begun], str(error)
            start, begun = start + begun + 1, 0
            reader = csv.reader(lines[start:], strict=True)
            continue
        fault = None if len(fields) == width else f"{len(fields)} fields instead of {width}"
        yield start + begun + 1, "".join(lines[start + begun : start + reader.line_num]), fault
        begun = reader.line_num


def read(target: Path, path: Path, sound: list[tuple[int, str]]) -> pd.DataFrame:
    """The sound records as a table of texts."""
    with target.open("w", encoding="utf-8", newline="") as out, path.open(encoding="utf-8", newline="") as file:
        out.write(file.readline())
        out.writelines(text for _, text in sound)
    return pd.read_csv(target, dtype=str, keep_default_na=False, na_values=[""])


def cast(texts: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple[int, str, str]]]:
    """The table with our columns and types, and (position, column, reasons) of each record with a value that cannot be read."""
    rows, reasons = {}, {}
    types = {column.name: column.sql_type for column in EVENT_COLUMNS}
    for column in ucdp_ged.COLUMNS:
        own = next(name for name in column.names if name in texts)
        text = texts[own]
        if column.unknown:
            text = text.mask(text.isin(["-1", "-1.0"]))
        match column.kind:
            case Kind.TEXT:
                value, bad = text, None
            case Kind.ID:
                value, bad = text.str.replace(r"^(\d+)\.0+$", r"\1", regex=True), None
            case Kind.DATE:
                shaped = text.str.fullmatch(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d*)?)?)?").fillna(False)
                value = pd.to_datetime(text.where(shaped).str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
                bad = "is not a date"
            case Kind.COUNT | Kind.CODE:
                number = pd.to_numeric(text, errors="coerce")
                allowed = number.isin(column.codes) if column.codes else (number >= 0) & (number % 1 == 0)
                value, bad = number.where(allowed & (number <= LARGEST[types[column.target]])), "is not allowed"
            case _:
                number = pd.to_numeric(text, errors="coerce")
                value, bad = number.where(number.abs() <= (90 if column.kind is Kind.LATITUDE else 180)), "is out of range"
        rows[column.target] = value
        if bad:
            for position in np.flatnonzero((value.isna() & text.notna()).to_numpy()):
                reasons.setdefault(int(position), []).append((own, f"{text.iloc[position]!r} {bad}"))
        if column.filled:
            for position in np.flatnonzero(text.isna().to_numpy()):
                reasons.setdefault(int(position), []).append((own, "empty"))
    table = pd.DataFrame(rows)
    return table, [(position, said[0][0], "; ".join(": ".join(item) for item in said)) for position, said in reasons.items()]


def check(texts: pd.DataFrame, rows: pd.DataFrame, kept: np.ndarray, records: int, aside: int) -> None:
    """No record and no death is lost."""
    if kept.sum() + aside != records:
        raise SystemExit(f"{records} records, but {kept.sum()} rows and {aside} set aside")
    for column in ESTIMATES:
        in_text = texts.loc[kept, column].astype(float).sum()
        if in_text != rows.loc[kept, column].sum():
            raise SystemExit(f"{column}: {in_text} deaths in the text, {rows.loc[kept, column].sum()} in the rows")


def write(rows: pd.DataFrame, target: Path, vintage_id: str, file_name: str) -> None:
    """Add what the rows do not have from the file, and write them."""
    iso3 = {number: country.iso3 for country in countries.all() for number in country.ucdp_ids}
    named = rows.pop("country_name").notna()
    rows = rows.assign(
        event_id="ucdp-ged:" + rows["source_event_id"],
        source="ucdp-ged",
        vintage_id=vintage_id,
        source_file=file_name,
        country=rows["country_gw"].map(iso3),
        event_type=None,
    )
    cell = (
        np.floor((rows["latitude"] + 90) * 2).clip(upper=359) * 720 + np.floor((rows["longitude"] + 180) * 2).clip(upper=719) + 1
    )
    rows["gid"] = rows["gid"].fillna(cell)
    rows["flags"] = flags(rows, named)
    arrays = [pa.array(rows[column.name], type=ARROW[column.sql_type], from_pandas=True) for column in EVENT_COLUMNS]
    pq.write_table(pa.table(arrays, names=[column.name for column in EVENT_COLUMNS]), target, compression="zstd")


def flags(rows: pd.DataFrame, named: pd.Series) -> pd.Series:
    """What is odd about each row, in a fixed order."""
    deaths = rows["deaths_a"] + rows["deaths_b"] + rows["deaths_civilians"] + rows["deaths_unknown"]
    odd = {
        "low_above_best": rows["low"] > rows["best"],
        "best_above_high": rows["best"] > rows["high"],
        "end_before_start": rows["date_end"] < rows["date_start"],
        "deaths_differ_from_best": deaths.notna() & (deaths != rows["best"]),
        "placeholder_name": rows["conflict_name"].str.contains("XXX", na=False) | rows["dyad_name"].str.contains("XXX", na=False),
        "unknown_country": rows["country"].isna() & named,
        "no_conflict_id": rows["conflict_id"].isna(),
        "outside_release_period": (rows["date_start"] < "1989-01-01") | (rows["date_start"] > "2025-12-31"),
    }
    found: list[list[str]] = [[] for _ in range(len(rows))]
    for name, condition in odd.items():
        for position in np.flatnonzero(condition.to_numpy()):
            found[position].append(name)
    return pd.Series(found, index=rows.index, dtype=object)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
