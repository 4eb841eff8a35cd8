"""Event files in the publisher's layout, made to measure, and counts of such files by the csv module."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from conflict_atlas.events.sources.ucdp_ged import LAYOUT_49

csv.field_size_limit(1 << 26)

_COUNTRIES = {"AZE": ("Azerbaijan", 373, "Europe"), "SDN": ("Sudan", 625, "Africa"), "AFG": ("Afghanistan", 700, "Asia")}


def official_row(number: int, **values: object) -> dict[str, object]:
    """One event of 12 July 2020 in Azerbaijan, but for what is said otherwise (``iso3`` sets the country)."""
    name, country_id, region = _COUNTRIES[str(values.pop("iso3", "AZE"))]
    best = values.get("best", 1)
    row: dict[str, object] = dict.fromkeys(LAYOUT_49, "")
    row |= {
        "id": number,
        "code_status": "Clear",
        "type_of_violence": 1,
        "conflict_new_id": 388,
        "conflict_name": "Azerbaijan: Nagorno-Karabakh",
        "dyad_new_id": 840,
        "dyad_name": "Government of Azerbaijan - Republic of Artsakh",
        "side_a_new_id": 121,
        "side_a": "Government of Azerbaijan",
        "side_b_new_id": 388,
        "side_b": "Republic of Artsakh",
        "number_of_sources": 1,
        "source_article": '"Agency,2020-07-13,HEADLINE about a private person"',
        "source_headline": "HEADLINE about a private person",
        "where_prec": 1,
        "where_coordinates": "a village",
        "latitude": 40.2,
        "longitude": 46.7,
        "country": name,
        "country_id": country_id,
        "region": region,
        "event_clarity": 1,
        "date_prec": 1,
        "date_start": "2020-07-12",
        "deaths_a": best,
        "deaths_b": 0,
        "deaths_civilians": 0,
        "deaths_unknown": 0,
        "best": best,
        "high": best,
        "low": best,
        **values,
    }
    row["date_end"] = row["date_end"] or row["date_start"]
    row["year"] = row["year"] or str(row["date_start"])[:4]
    return row


def write_official(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    """Write rows as the publisher does."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, LAYOUT_49)
        writer.writeheader()
        writer.writerows(rows)
    return path


def counted(path: Path, column: str) -> dict[str, tuple[int, int, int, int]]:
    """Events, low, best, high by a column of an official file: an independent count by the csv module."""
    sums: dict[str, Counter[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            counter = sums.setdefault(row[column].removesuffix(".0"), Counter())
            counter["events"] += 1
            for name in ("low", "best", "high"):
                counter[name] += int(float(row[name]))
    return {key: (found["events"], found["low"], found["best"], found["high"]) for key, found in sums.items()}
