"""Fills ``specimen.html`` with drawings of made-up numbers: every component of the style sheet on one page.

``python web/specimen.py OUT.html`` writes a page that can be opened from a folder. The browser tests use it too.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from conflict_atlas.dossiers.dossier import LegendEntry, MapArea, MapLine, MapPlace, SchematicMap
from conflict_atlas.events.grid import cell_of
from conflict_atlas.events.months import Month, month_range
from conflict_atlas.publish.drawing import schematic_map, timeline
from conflict_atlas.publish.drawing.bars import Bar, bars
from conflict_atlas.publish.drawing.cell_map import CellValue, cell_map, cell_map_legend
from conflict_atlas.publish.drawing.geometry import Resolution, world
from conflict_atlas.publish.drawing.monthly_series import MonthValue, State, monthly_series, series_legend, series_rows
from conflict_atlas.publish.drawing.prio_grid import box_around
from conflict_atlas.publish.drawing.schematic_styles import AREA_STYLES, LINE_STYLES
from conflict_atlas.publish.drawing.share_bound import ShareBound, share_bound
from conflict_atlas.publish.drawing.world_map import MapValue, PlaceMarker, map_credit, world_map, world_map_legend

WEB = Path(__file__).parent
BUILT = WEB.parent / "src" / "conflict_atlas" / "built"
KINDS = ("Kind one", "Kind two", "Kind three")
_FIGURES = (0, 7, 60, 450, 5_200, 23_000, None)


def _countries() -> dict[str, MapValue]:
    codes = [area.code for area in world(Resolution.WORLD).areas if not area.is_disputed]
    return {
        code: MapValue(f"Country {code}", _FIGURES[index % 7], index % 5 == 0, f"#{code}")
        for index, code in enumerate(codes)
        if index % 9
    }


def _long_series() -> list[MonthValue]:
    values = []
    for index, month in enumerate(month_range(Month(1989, 1), Month(2026, 2))):
        parts = (abs(index * 37 % 900 - 300), index * 53 % 400, index * 71 % 230)
        state = State.KNOWN
        if 2021 <= month.year <= 2022:
            state = State.PARTIAL
        if month.year == 2025:
            state = State.PRELIMINARY
        if month == Month(2026, 1):
            values.append(MonthValue(month, State.UNKNOWN))
            continue
        if month.year < 1991:
            values.append(MonthValue(month, State.NOT_COVERED))
            continue
        values.append(MonthValue(month, state, (0, 0, 0) if 1999 <= month.year <= 2000 else parts))
    return values


def _short_series() -> list[MonthValue]:
    values = []
    for index, month in enumerate(month_range(Month(2024, 1), Month(2026, 2))):
        if index in (20, 24):
            values.append(MonthValue(month, State.UNKNOWN))
        elif index == 25:
            values.append(MonthValue(month, State.NOT_COVERED))
        else:
            state = State.PARTIAL if index in (6, 7, 8) else State.PRELIMINARY if index > 11 else State.KNOWN
            values.append(MonthValue(month, state, (0 if index in (3, 4, 15) else 12 + index * 29 % 140,)))
    return values


def _table(values: list[MonthValue]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{row.month}</th><td class="number">{"" if row.total is None else f"{row.total:,}"}</td>'
        f"<td>{row.state.value}</td></tr>"
        for row in series_rows(values)
    )
    return (
        '<table class="data-table"><caption>Deaths by month (made up)</caption><thead><tr><th scope="col">Month</th>'
        '<th scope="col" class="number">Deaths</th><th scope="col">State</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _cells(longitude: float, latitude: float, reach: int) -> list[CellValue]:
    deaths = (3, 30, 300, 3_000, 12_000)
    return [
        CellValue(cell_of(longitude + east / 2, latitude + north / 2), deaths[(east * 3 + north * 5) % 5], "A place", "#cell")
        for east in range(-reach, reach + 1)
        for north in range(-reach, reach + 1)
        if (east * 7 + north * 11) % 3 == 0
    ]


def _schematic() -> SchematicMap:
    """Every style of area as a stripe of land, every style of line across them."""
    areas = tuple(
        MapArea(
            name,
            f"Area {index}",
            name,
            ((2.0 * index, 40.0), (2.0 * index + 2, 40.0), (2.0 * index + 2, 49.0), (2.0 * index, 49.0)),
        )
        for index, name in enumerate(AREA_STYLES)
    )
    lines = tuple(MapLine("", name, ((0.0, 41.0 + index), (12.0, 41.5 + index))) for index, name in enumerate(LINE_STYLES))
    return SchematicMap(
        key="specimen", title="A drawing with made-up shapes", as_of="2020", alt="Each style of area and line once.", caption="",
        credit="Conflict Atlas", licence="CC BY 4.0", bounds=(0.0, 40.0, 12.0, 49.0),
        legend=tuple(LegendEntry(name, f"What {name.replace('-', ' ')} means") for name in (*AREA_STYLES, *LINE_STYLES)),
        areas=areas, lines=lines, places=(MapPlace("A town / مدينة", 4.5, 47.5), MapPlace("Another town", 8.2, 45.2)),
    )  # fmt: skip


def _marks() -> list[timeline.Mark]:
    """Days, spans and open ends, dense in one year and sparse before it."""
    categories = ("fighting", "talks", "")
    quiet = [
        timeline.Mark(f"old-{year}", f"About {year}", date(year, 1, 1), date(year, 12, 31), "year", True)
        for year in (1918, 1950, 1991)
    ]
    days = [date(2020, 1, 1) + timedelta(days=index * index) for index in range(19)]
    crowded = [timeline.Mark(f"day-{day}", f"{day}", day, day, "day", False, categories[day.day % 3]) for day in days]
    return [*quiet, *crowded, timeline.Mark("on", "From May 2020 on", date(2020, 5, 1), None, "open", False, "talks")]


def render(stylesheet: str, script: str, direction: str = "ltr") -> str:
    """The specimen page, in this writing direction."""
    countries, long, short = _countries(), _long_series(), _short_series()
    caucasus, kashmir = _cells(46.5, 40.0, 2), _cells(75.2, 34.2, 2)
    caucasus_box = box_around([cell.gid for cell in caucasus])
    kashmir_box = box_around([cell.gid for cell in kashmir], margin=4)
    common: dict[str, Any] = {"title": "A drawing with made-up numbers", "description": "Each shade and state once."}
    parts = {
        "stylesheet": stylesheet,
        "script": script,
        "world_map": world_map(
            countries,
            policy_href="#policy",
            markers=[PlaceMarker(30.5, 15.6, "A place", "#place"), PlaceMarker(97.0, 21.0, "Another place", "#place")],
            **common,
        ),
        "world_map_legend": world_map_legend(countries, marker_words="Marked place"),
        "map_credit": map_credit("#policy"),
        "series": monthly_series(long, kinds=KINDS, id="long", **common),
        "series_legend": series_legend(long, kinds=KINDS, id="long"),
        "short_series": monthly_series(short, id="short", **common),
        "short_series_legend": series_legend(short, id="short"),
        "short_series_table": _table(short),
        "bars": bars(
            [
                Bar("Kind one", 13_949, 13_316, 20_194, "#rows"),
                Bar("Kind two", 420, 400, 900),
                Bar("Kind three", 0, 0, 0),
                Bar("Kind four", None),
            ],
            **common,
        ),
        "share": share_bound(ShareBound(0.534, 0.896), label="Civilians among the dead", **common),
        "cells": cell_map(
            caucasus, box=caucasus_box, policy_href="#policy", names={"ARM": "Armenia", "AZE": "Azerbaijan"},
            focus=["AZE"], id="caucasus", **common,
        ),
        "cells_legend": cell_map_legend(caucasus, box=caucasus_box, id="caucasus"),
        "cells_credit": map_credit("#policy", Resolution.LOCAL),
        "kashmir": cell_map(
            kashmir, box=kashmir_box, policy_href="#policy", names={"IND": "India", "PAK": "Pakistan", "CHN": "China"},
            id="kashmir", **common,
        ),
        "schematic": schematic_map.draw(_schematic()),
        "timeline": timeline.draw(_marks(), **common),
        "kashmir_legend": cell_map_legend(kashmir, box=kashmir_box, id="kashmir"),
    }  # fmt: skip
    page = (WEB / "specimen.html").read_text(encoding="utf-8").replace('dir="ltr"', f'dir="{direction}"', 1)
    for name, content in parts.items():
        page = page.replace("{{" + name + "}}", content)
    return page


if __name__ == "__main__":
    names = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    out = Path(sys.argv[1])
    base = BUILT.resolve().as_uri()
    direction = sys.argv[2] if len(sys.argv) > 2 else "ltr"
    out.write_text(render(f"{base}/{names['site.css']}", f"{base}/{names['site.js']}", direction), encoding="utf-8")
