"""UCDP Georeferenced Event Dataset, the yearly release.

Codebook: Högbladh, UCDP GED Codebook. Columns have been added, moved and renamed between releases (42 in 19.1, 49 from
23.1), so they are matched by name.
"""

from __future__ import annotations

import re

from conflict_atlas.events.months import Month
from conflict_atlas.events.sources.card import EventSource, Kind, Measured, SourceColumn
from conflict_atlas.events.vintages import Coverage, Origin
from conflict_atlas.events.vocabulary import Completeness, LicenceClass, Series

COLUMNS: tuple[SourceColumn, ...] = (
    SourceColumn("source_event_id", ("id", "event_id"), Kind.ID, filled=True),
    SourceColumn("year", ("year",), Kind.COUNT, filled=True),
    SourceColumn("date_start", ("date_start",), Kind.DATE, filled=True),
    SourceColumn("date_end", ("date_end",), Kind.DATE, filled=True),
    SourceColumn("date_prec", ("date_prec",), Kind.CODE, codes=(1, 2, 3, 4, 5)),
    SourceColumn("latitude", ("latitude", "lat"), Kind.LATITUDE),
    SourceColumn("longitude", ("longitude", "lon", "long"), Kind.LONGITUDE),
    SourceColumn("where_prec", ("where_prec",), Kind.CODE, codes=(1, 2, 3, 4, 5, 6, 7)),
    SourceColumn("place", ("where_coordinates",), Kind.TEXT),
    SourceColumn("admin1", ("adm_1", "adm1", "admin1"), Kind.TEXT),
    SourceColumn("admin2", ("adm_2", "adm2", "admin2"), Kind.TEXT),
    SourceColumn("gid", ("priogrid_gid", "priogrid_id"), Kind.COUNT),
    SourceColumn("country_name", ("country",), Kind.TEXT),
    SourceColumn("country_gw", ("country_id", "country_gwid"), Kind.COUNT),
    SourceColumn("region", ("region",), Kind.TEXT),
    SourceColumn("type_of_violence", ("type_of_violence",), Kind.CODE, filled=True, codes=(1, 2, 3)),
    SourceColumn("conflict_id", ("conflict_new_id", "conflict_id"), Kind.ID),
    SourceColumn("conflict_name", ("conflict_name",), Kind.TEXT),
    SourceColumn("dyad_id", ("dyad_new_id", "dyad_id"), Kind.ID),
    SourceColumn("dyad_name", ("dyad_name",), Kind.TEXT),
    SourceColumn("side_a_id", ("side_a_new_id", "side_a_id"), Kind.ID),
    SourceColumn("side_a", ("side_a",), Kind.TEXT),
    SourceColumn("side_b_id", ("side_b_new_id", "side_b_id"), Kind.ID),
    SourceColumn("side_b", ("side_b",), Kind.TEXT),
    SourceColumn("deaths_a", ("deaths_a",), Kind.COUNT),
    SourceColumn("deaths_b", ("deaths_b",), Kind.COUNT),
    SourceColumn("deaths_civilians", ("deaths_civilians",), Kind.COUNT),
    SourceColumn("deaths_unknown", ("deaths_unknown",), Kind.COUNT),
    SourceColumn("low", ("low", "low_est"), Kind.COUNT),
    SourceColumn("best", ("best", "best_est"), Kind.COUNT, filled=True),
    SourceColumn("high", ("high", "high_est"), Kind.COUNT),
    SourceColumn("event_clarity", ("event_clarity",), Kind.CODE, codes=(1, 2)),
    SourceColumn("code_status", ("code_status",), Kind.TEXT, required=False),
    SourceColumn("number_of_sources", ("number_of_sources",), Kind.COUNT, unknown=("-1",), required=False),
    SourceColumn("source_article", ("source_article",), Kind.TEXT, required=False),
    SourceColumn("source_headline", ("source_headline",), Kind.TEXT, required=False),
)

LAYOUT_49: tuple[str, ...] = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id",
    "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources",
    "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt",
    "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end",
    "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip

CREDIT = "Uppsala Conflict Data Program (UCDP), Department of Peace and Conflict Research, Uppsala University"

ORIGIN = Origin(
    producer="Uppsala Conflict Data Program",
    title="UCDP Georeferenced Event Dataset (GED) Global",
    citation=(
        "Davies, Pettersson, Sollenberg & Öberg (2025), Organized violence 1989-2024, Journal of Peace Research 62(4), or the "
        "article of the same series for another release; "
        "Sundberg & Melander (2013), Introducing the UCDP Georeferenced Event Dataset, Journal of Peace Research 50(4)"
    ),
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    url="https://ucdp.uu.se/downloads/",
    credit=CREDIT,
)

PUBLISHED_ROWS = {"20.1": 225_385, "25.1": 385_918}
"""Rows of global releases whose size we could confirm; a file with fewer is a part of the release."""

LARGEST_RELEASE = max(PUBLISHED_ROWS.values())
"""A file of a release that is not listed is taken as complete from this size on; below it, that is not known."""


def release_of(file_name: str) -> str | None:
    """``ged251-csv.zip`` and ``GEDEvent_v25_1.csv`` are release 25.1."""
    match = re.search(r"ged[_-]?(\d\d)(\d)(?=\D|$)", file_name, re.IGNORECASE) or re.search(
        r"v?(\d\d)[_.](\d)(?=[^\d_.]|[_.][a-z]|$)", file_name, re.IGNORECASE
    )
    return f"{int(match[1])}.{int(match[2])}" if match else None


def coverage_of(measured: Measured) -> tuple[Coverage, ...]:
    """Complete for the calendar years it spans if it has the publisher's number of rows, else partial or not known."""
    published = PUBLISHED_ROWS.get(measured.release)
    first, last = Month(measured.first.year, 1), Month(measured.last.year, 12)
    if measured.records >= (published or LARGEST_RELEASE):
        completeness = Completeness.COMPLETE
        basis = f"{measured.records:,} records, as many as a global release has"
    elif published:
        completeness = Completeness.PARTIAL
        basis = f"{measured.records:,} records of the {published:,} that the global release has"
    else:
        completeness = Completeness.UNKNOWN
        basis = f"{measured.records:,} records; how many the publisher's release has is not known here"
    return tuple(
        Coverage(
            series,
            first,
            last,
            Completeness.PARTIAL if completeness is Completeness.COMPLETE and series is not Series.DEATHS else completeness,
            basis=basis,
        )
        for series in Series
    )


def period_of(release: str) -> tuple[Month, Month] | None:
    """GED N.1 is published in year 20N for the years 1989 to the one before."""
    match = re.fullmatch(r"(\d\d)\.1", release)
    return (Month(1989, 1), Month(1999 + int(match[1]), 12)) if match else None


SOURCE = EventSource(
    key="ucdp-ged",
    origin=ORIGIN,
    licence_class=LicenceClass.OPEN,
    columns=COLUMNS,
    layouts=(LAYOUT_49,),
    release_of=release_of,
    coverage_of=coverage_of,
    period_of=period_of,
    mutability="One release a year. Each revises the whole record since 1989; events may change, move or disappear.",
    known_anomalies=(
        "low may exceed best and best may exceed high; such rows are kept and flagged.",
        "Actors not yet identified carry placeholder names such as XXX70.",
        "number_of_sources is -1 where it was not recorded; it is kept as unknown.",
        "Ids and codes may come as decimals (300380.0) and active_year as 1/0 or True/False.",
        "Gaza and the West Bank are filed under country 666.",
    ),
)
