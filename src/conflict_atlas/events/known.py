"""What a filter may name: countries, regions, cells of the catalogue; conflicts and dyads that some vintage here knows.

Empty, zero and unknown are three things. A conflict that is known and has no row in the period is an answer without rows;
an id that nobody here has heard of is a question that cannot be answered.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from conflict_atlas.events import engine
from conflict_atlas.events.catalogue import countries, regions
from conflict_atlas.events.engine import quote
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.filters import NO_CONFLICT, Filters
from conflict_atlas.events.grid import CELLS
from conflict_atlas.events.lake import NAMES, Lake
from conflict_atlas.events.vocabulary import Grain


def check(lake: Lake, filters: Filters) -> None:
    """Raise CannotAnswer where a filter names something that does not exist or is not known here."""
    for code in filters.countries:
        if problem := country_problem(code):
            raise CannotAnswer(problem)
    for code in filters.territories:
        if countries.by_iso3(code) is None:
            raise CannotAnswer(
                f"territory {code!r} is no ISO 3166-1 alpha-3 code that the catalogue knows: write for example PSE"
            )
    for name in filters.regions:
        if problem := region_problem(name):
            raise CannotAnswer(problem)
    for cell in filters.cells:
        if not 1 <= cell <= CELLS:
            raise CannotAnswer(f"cell {cell}: PRIO-GRID has the cells 1 to {CELLS}")
    for kind, numbers in (("conflict", filters.conflicts), ("dyad", filters.dyads)):
        here = ids(lake, kind) if numbers else frozenset()
        unknown = [number for number in numbers if number not in here and number != NO_CONFLICT]
        if unknown and lake.vintages():
            raise CannotAnswer(
                f"no vintage here knows the {kind} {' or '.join(unknown)}. Ids are UCDP's numbers: "
                f"`conflict-atlas events summary --by {kind}` lists those of the data at hand."
            )


def country_problem(code: str) -> str | None:
    """Why figures cannot be asked for under this code; None if they can."""
    country = countries.by_iso3(code)
    if country is None:
        return f"country {code!r} is no ISO 3166-1 alpha-3 code that the catalogue knows: write three letters, for example AZE"
    if country.filed_under:
        return f"{country.name} is not counted apart. {country.note} Ask for {country.filed_under}."
    return None


def region_problem(name: str) -> str | None:
    """Why figures cannot be asked for under this name; None if they can."""
    known = [region.name for region in regions.all()]
    return None if name in known else f"region {name!r} is unknown: write one of {', '.join(known)}"


def ids(lake: Lake, kind: str) -> frozenset[str]:
    """Every id of a ``conflict`` or ``dyad`` that a vintage here knows or knew. Kept in memory until the lake changes."""
    return _ids(lake.folder, lake.digest, kind)


@lru_cache(maxsize=4)
def _ids(folder: Path, digest: str, kind: str) -> frozenset[str]:
    lake = Lake(folder)
    selects = []
    for vintage in (*lake.vintages(), *(lake.vintage(item.vintage_id) for item in lake.withdrawals())):
        rows = lake.rows_path(vintage.vintage_id)
        if kind == "conflict" or vintage.grain is Grain.EVENT:
            selects.append(f"SELECT {kind}_id AS id FROM read_parquet({quote(str(rows))})")
        if (names := rows.with_name(NAMES)).is_file():
            selects.append(f"SELECT id FROM read_parquet({quote(str(names))}) WHERE kind = {quote(kind)}")
    if not selects:
        return frozenset()
    return frozenset(
        number for (number,) in engine.fetch(f"SELECT DISTINCT id FROM ({' UNION ALL '.join(selects)}) WHERE id IS NOT NULL")
    )
