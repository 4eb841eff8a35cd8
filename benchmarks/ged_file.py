"""A generated file of the size and shape of a global UCDP GED release: 418,000 records, 49 columns, about 274 MB.

Every value is made up from a fixed seed; only the layout, the codes and the oddities are those of real releases: article
lists with doubled quotes and line breaks, ids as decimals in a part of the rows, timestamps behind dates, placeholder
names, low above best, and records that an importer must set aside, some of which do not even fit the table. Places are
named again as often as in real releases.
"""

from __future__ import annotations

import csv
import io
import json
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from conflict_atlas.events.sources.ucdp_ged import LAYOUT_49

RECORDS = 418_000
VERSION = 5
"""Raised whenever the same arguments would give other bytes."""

COUNTRIES = (
    ("Afghanistan", 700, "Asia", 33.9, 66.0), ("Syria", 652, "Middle East", 35.0, 38.5), ("Mexico", 70, "Americas", 23.6, -102.5),
    ("Ethiopia", 530, "Africa", 9.1, 40.5), ("Ukraine", 369, "Europe", 48.4, 31.2), ("Sudan", 625, "Africa", 15.0, 30.2),
    ("Nigeria", 475, "Africa", 9.1, 8.7), ("India", 750, "Asia", 22.0, 79.0), ("Colombia", 100, "Americas", 4.6, -74.3),
    ("Azerbaijan", 373, "Europe", 40.1, 47.6), ("Iraq", 645, "Middle East", 33.2, 43.7), ("Somalia", 520, "Africa", 5.2, 46.2),
)  # fmt: skip
WORDS = (
    "report", "from", "the", "district", "says", "that", "the", "post", "near", "river", "bridge", "was",
    "held", "after", "a", "night", "of", "fire", "and", "two", "of", "those", "there", "died", "while",
    "others", "left", "by", "road", "toward", "town", "officials", "said", "on", "Monday", "witnesses", "gave",
    "another", "account", "of", "what", "happened", "the", "number", "could", "not", "be", "checked", "village",
    "market", "council", "spokesperson", "statement", "border", "crossing", "valley", "hill", "station",
)  # fmt: skip

FAULTS: dict[str, tuple[str, str]] = {
    "not a number": ("best", "about 12"),
    "a fraction of a death": ("deaths_a", "2.5"),
    "below zero": ("low", "-3"),
    "no such day": ("date_start", "2011-02-30"),
    "another way to write a date": ("date_end", "31/12/2011"),
    "no date": ("date_start", ""),
    "beyond the pole": ("latitude", "97.25"),
    "beyond the date line": ("longitude", "-182.0"),
    "words for a place": ("longitude", "east of town"),
    "no type": ("type_of_violence", ""),
    "no id": ("id", ""),
    "no estimate": ("best", ""),
    "a number too large": ("high", "99999999999"),
}
"""Faults of one value: what they are, the column, and the text that stands there."""

SHAPES = ("too few fields", "too many fields", "id stands twice", "a quote that is never closed", "text behind a closing quote")
"""Faults of a whole record."""

FAULTY_EVERY = 2_089
"""About 200 of 418,000 records are faulty."""


NEW_PLACES = 0.19
"""How often an event lies where none lay before; the others lie where a random earlier one did. The 190,134 events with a place
in the example data (``events_union_best_available.parquet``) lie at 36,663 places, 58 in 100 of which are named once."""


@dataclass(frozen=True)
class GedFile:
    """A generated file and how many of its records must be set aside."""

    path: Path
    records: int
    faulty: int


def ged_file(records: int = RECORDS) -> GedFile:
    """The file, made at first use and kept in the temporary folder of the system."""
    folder = Path(tempfile.gettempdir()) / f"conflict-atlas-benchmarks-v{VERSION}"
    folder.mkdir(exist_ok=True)
    path, facts = folder / f"ged-{records}" / "ged261.csv", folder / f"ged-{records}" / "facts.json"
    if not facts.exists():
        path.parent.mkdir(exist_ok=True)
        faulty = write(path, records)
        facts.write_text(json.dumps({"records": records, "faulty": faulty}), encoding="utf-8")
    known = json.loads(facts.read_text(encoding="utf-8"))
    return GedFile(path, known["records"], known["faulty"])


def write(path: Path, records: int, seed: int = 261) -> int:
    """Write the file; return the number of records that must be set aside."""
    chance = random.Random(seed)
    faulty = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(LAYOUT_49)
        faults = _endless((*FAULTS, *SHAPES))
        named: dict[str, list[tuple[float, float]]] = {country: [] for country, *_ in COUNTRIES}
        for number in range(1, records + 1):
            row = _row(chance, number, named)
            if number % FAULTY_EVERY == 0:
                faulty += 1
                file.write(_faulty(row, next(faults)))
            else:
                file.write(_line(row))
    return faulty


def _endless(names: tuple[str, ...]) -> Iterator[str]:
    while True:
        yield from names


def _line(row: dict[str, str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(row.values())
    return out.getvalue()


def _faulty(row: dict[str, str], fault: str) -> str:
    if fault in FAULTS:
        column, text = FAULTS[fault]
        return _line(row | {column: text})
    if fault == "id stands twice":
        return _line(row | {"id": _identity(1)})
    cells = list(row.values())
    if fault == "too few fields":
        return _line(dict(enumerate(cells[:40])))  # type: ignore[arg-type]
    if fault == "too many fields":
        return _line(dict(enumerate([*cells, "one", "two"])))  # type: ignore[arg-type]
    plain = [cell.replace('"', "").replace("\n", " ").replace(",", " ") for cell in cells]
    place = LAYOUT_49.index("where_description")
    plain[place] = '"near the bridge' if fault == "a quote that is never closed" else '"near" the bridge'
    return ",".join(plain) + "\n"


def _identity(number: int) -> str:
    return str(100_000 + number * 3)


def _row(chance: random.Random, number: int, named: dict[str, list[tuple[float, float]]]) -> dict[str, str]:
    country, gw, region, south, west = COUNTRIES[int(chance.random() ** 2 * len(COUNTRIES))]
    kind = chance.choices((1, 2, 3), (70, 18, 12))[0]
    group = int(chance.random() ** 3 * 120)
    conflict, dyad = 200 + gw * 3 + group % 9, 5_000 + gw * 20 + group
    placeholder = chance.random() < 0.04
    side_a = f"Government of {country}" if kind == 1 else f"Armed group {group} of {country}"
    side_b = "XXX70" if placeholder else "Civilians" if kind == 3 else f"Movement {dyad}"
    begun = date(1989, 1, 1) + timedelta(days=int(chance.random() ** 0.6 * 13_140))
    ended = begun + timedelta(days=0 if chance.random() < 0.85 else chance.randrange(1, 45))
    deaths = [
        int(chance.expovariate(0.9)),
        int(chance.expovariate(0.7)),
        int(chance.expovariate(0.8)),
        int(chance.expovariate(1.2)),
    ]
    best = sum(deaths)
    low = best + 2 if chance.random() < 0.002 else max(0, best - chance.randrange(3))
    high = max(0, best - 1) if chance.random() < 0.006 else best + int(chance.expovariate(0.5))
    if not named[country] or chance.random() < NEW_PLACES:
        named[country].append((south + chance.uniform(-3, 3), west + chance.uniform(-3, 3)))
    else:
        named[country].append(chance.choice(named[country]))
    latitude, longitude = named[country][-1]
    spans = chance.random() < 0.15
    reports = [_report(chance, begun) for _ in range(chance.choices((1, 2, 3), (58, 27, 15))[0])]
    as_float = number % 11 == 0
    time_of_day = " 00:00:00.000" if number % 3 == 0 else ""

    def whole(value: int) -> str:
        return f"{value}.0" if as_float else str(value)

    cell = int((latitude + 90) * 2) * 720 + int((longitude + 180) * 2) + 1
    values = (
        f"{_identity(number)}.0" if as_float else _identity(number),
        f"{country[:3].upper()}-{begun.year}-{kind}-{dyad}-{number % 997}", whole(begun.year), "True" if number % 2 else "1", "Clear",
        whole(kind), whole(conflict - 100), whole(conflict), "XXX70 - XXX71" if placeholder else f"{country}: Government",
        whole(dyad - 100), whole(dyad), f"{side_a} - {side_b}", whole(gw), whole(gw), side_a, whole(group + 2), whole(group + 2), side_b,
        whole(-1 if number % 13 == 0 else len(reports)), ";".join(f'"{article}"' for article, _ in reports),
        "Wire service", begun.isoformat(), ";".join(headline for _, headline in reports),
        "officials; witnesses" if kind == 1 else "", whole(chance.choices((1, 2, 3, 4, 5, 6, 7), (40, 22, 15, 12, 4, 5, 2))[0]),
        f"Place {number % 4_000}", f"near Place {number % 4_000}, about {number % 30} km from town", f"Province {number % 34}",
        f"District {number % 340}" if number % 5 else "", f"{latitude:.6f}", f"{longitude:.6f}", f"POINT ({longitude:.6f} {latitude:.6f})",
        whole(cell), country, whole(gw), region, whole(1 if number % 17 else 2), whole(5 if spans and ended.month != begun.month else 1),
        begun.isoformat() + time_of_day, ended.isoformat() + time_of_day, *map(whole, deaths), whole(best), whole(high), whole(low),
        whole(gw) if kind == 1 else "", "",
    )  # fmt: skip
    return dict(zip(LAYOUT_49, values, strict=True))


def _report(chance: random.Random, day: date) -> tuple[str, str]:
    headline = " ".join(chance.choices(WORDS, k=9))
    quoted = f'"{WORDS[chance.randrange(len(WORDS))]}" ' if chance.random() < 0.1 else ""
    pause = "\n" if chance.random() < 0.02 else " "
    return f"Wire service,{day},{quoted}{headline}{pause}{WORDS[chance.randrange(len(WORDS))]}", headline
