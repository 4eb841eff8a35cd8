"""UCDP Candidate Events Dataset: monthly or quarterly, preliminary, with the columns of GED.

A release 23.0.10 is about October 2023 and brings late additions to earlier months; it is complete, as first print, for
its own month only. Releases of several months are named by their first and last, as in 24.01.24.06.
"""

from __future__ import annotations

import re
from dataclasses import replace

from conflict_atlas.events.months import Month
from conflict_atlas.events.sources import ucdp_ged
from conflict_atlas.events.sources.card import EventSource, Measured
from conflict_atlas.events.vintages import Coverage
from conflict_atlas.events.vocabulary import Completeness, Series

_SPAN = re.compile(r"(\d\d)[._](\d\d)[._](\d\d)[._](\d\d)(?!\d)")
_MONTH = re.compile(r"(\d\d)[._]0[._](\d{1,2})(?!\d)")


def release_of(file_name: str) -> str | None:
    """``GEDEvent_v23_0_10.csv`` is release 23.0.10, ``GEDEvent_v24_01_24_06.csv`` is 24.01.24.06."""
    if span := _SPAN.search(file_name):
        return ".".join(span.groups())
    if month := _MONTH.search(file_name):
        return f"{int(month[1])}.0.{int(month[2])}"
    return None


def period_of(release: str) -> tuple[Month, Month] | None:
    """The months that a release is about; None where its name does not say."""
    try:
        if span := _SPAN.fullmatch(release):
            return Month(2000 + int(span[1]), int(span[2])), Month(2000 + int(span[3]), int(span[4]))
        if month := _MONTH.fullmatch(release):
            only = Month(2000 + int(month[1]), int(month[2]))
            return only, only
    except ValueError:
        return None
    return None


def coverage_of(measured: Measured) -> tuple[Coverage, ...]:
    """Complete, as first print, for the months of the release; partial for what else is in the file."""
    period = period_of(measured.release)
    runs: list[tuple[Month, Month, Completeness, str]] = []
    if period is None:
        runs.append((measured.first, measured.last, Completeness.UNKNOWN, "the release does not say which months it is about"))
    else:
        first, last = period
        if measured.first < first:
            runs.append((measured.first, first.plus(-1), Completeness.PARTIAL, "late additions to earlier months"))
        runs.append((first, last, Completeness.COMPLETE, "the months that the release is about, as first printed"))
        if measured.last > last:
            runs.append((last.plus(1), measured.last, Completeness.PARTIAL, "dates behind the period of the release"))
    return tuple(
        Coverage(
            series,
            first,
            last,
            completeness if series is Series.DEATHS or completeness is Completeness.UNKNOWN else Completeness.PARTIAL,
            preliminary=True,
            basis=basis,
        )
        for series in Series
        for first, last, completeness, basis in runs
    )


SOURCE = EventSource(
    key="ucdp-candidate",
    origin=replace(
        ucdp_ged.ORIGIN,
        title="UCDP Candidate Events Dataset",
        citation=(
            "Hegre, Croicu, Eck & Högbladh (2020), Introducing the UCDP Candidate Events Dataset, Research & Politics 7(3)"
        ),
    ),
    licence_class=ucdp_ged.SOURCE.licence_class,
    columns=ucdp_ged.COLUMNS,
    layouts=ucdp_ged.SOURCE.layouts,
    release_of=release_of,
    coverage_of=coverage_of,
    period_of=period_of,
    mutability="Monthly and preliminary: rows are checked, changed and dropped until the yearly release replaces them.",
    known_anomalies=(
        *ucdp_ged.SOURCE.known_anomalies,
        "Files name themselves differently from month to month (GEDEvent, GEDevent).",
        "A release holds events dated outside its own month; they are flagged.",
        "A release once came without its header row.",
        "9 to 23 % of rows carry placeholder names.",
    ),
)
