"""Small lakes made to measure: vintages whose rows are written straight into a lake, without an import."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from conflict_atlas.events import engine
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.events.sources import ucdp_ged
from conflict_atlas.events.vintages import Coverage, SourceFile, Vintage
from conflict_atlas.events.vocabulary import AGGREGATE_COLUMNS, EVENT_COLUMNS, Completeness, Grain, LicenceClass, Series
from conflict_atlas.workspace import Workspace

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def month(text: str) -> Month:
    return Month.parse(text)


def held(
    first: str = "2020-01",
    last: str = "2020-12",
    completeness: Completeness = Completeness.COMPLETE,
    series: Series = Series.DEATHS,
    preliminary: bool = False,
    share: float | None = None,
) -> Coverage:
    return Coverage(series, month(first), month(last), completeness, share, preliminary, "said by a test")


def vintage(
    vintage_id: str,
    grain: Grain = Grain.EVENT,
    coverage: Sequence[Coverage] = (),
    release: str = "25.1",
    imported_at: datetime = NOON,
    licence_class: LicenceClass = LicenceClass.OPEN,
    rows: int = 0,
) -> Vintage:
    return Vintage(
        vintage_id=vintage_id,
        source="ucdp-ged",
        release=release,
        grain=grain,
        origin=ucdp_ged.ORIGIN,
        licence_class=licence_class,
        imported_at=imported_at,
        importer_version="0",
        digest="0" * 64,
        files=(SourceFile("file.csv", "0" * 64, 0, rows),),
        rows=rows,
        quarantined=0,
        coverage=tuple(coverage),
    )


def event(number: int, **values: object) -> dict[str, object]:
    """An event in Azerbaijan in July 2020, but for what is said otherwise. ``best`` is made of civilians."""
    best = values.get("best", 1)
    row: dict[str, object] = {
        "event_id": f"ucdp-ged:{number}",
        "source": "ucdp-ged",
        "source_event_id": str(number),
        "source_file": "file.csv",
        "source_row": number,
        "date_start": date(2020, 7, 12),
        "date_prec": 1,
        "latitude": 40.2,
        "longitude": 46.7,
        "where_prec": 1,
        "place": "a village",
        "country": "AZE",
        "country_gw": 373,
        "region": "Europe",
        "type_of_violence": 1,
        "conflict_id": "388",
        "conflict_name": "Azerbaijan: Nagorno-Karabakh",
        "dyad_id": "840",
        "dyad_name": "Government of Azerbaijan - Republic of Artsakh",
        "deaths_a": 0,
        "deaths_b": 0,
        "deaths_civilians": best,
        "deaths_unknown": 0,
        "low": best,
        "best": best,
        "high": best,
        "source_headline": "HEADLINE with a private name",
        "source_article": "ARTICLE with a private name",
        "flags": [],
        **values,
    }
    started = row["date_start"]
    assert isinstance(started, date)
    row.setdefault("date_end", started)
    row.setdefault("year", started.year)
    latitude, longitude = row["latitude"], row["longitude"]
    if isinstance(latitude, float) and isinstance(longitude, float):
        row.setdefault("gid", int((latitude + 90) * 2) * 720 + int((longitude + 180) * 2) + 1)
    return row


def commit(workspace: Workspace, made: Vintage, rows: Iterable[dict[str, object]]) -> Vintage:
    """Write a vintage with these rows into the lake of a workspace."""
    columns = EVENT_COLUMNS if made.grain is Grain.EVENT else AGGREGATE_COLUMNS
    lines = [json.dumps({**row, "vintage_id": made.vintage_id}, default=str) + "\n" for row in rows]
    typed = ", ".join(f"{column.name}: '{column.sql_type}'" for column in columns)
    lake = Lake(workspace.lake_dir)
    with workspace.writing("a test"), lake.drafting() as drafts:
        draft = lake.draft(drafts)
        text: Path = workspace.tmp_dir / "rows.ndjson"
        text.write_text("".join(lines), encoding="utf-8")
        engine.shared().execute(
            f"COPY (SELECT * FROM read_json('{text}', format = 'newline_delimited', columns = {{{typed}}})) "
            f"TO '{draft.rows}' (FORMAT parquet)"
        )
        lake.commit([(draft, made)])
    return made
