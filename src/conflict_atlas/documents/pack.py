"""A conflict pack: the places, actors and names that a reader of one conflict knows and a gazetteer does not.

What may live here: the pack and its file form. Everything works without a pack; one makes names and sides of its conflict
certain. Packs are YAML; those of the project lie in ``packs``.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from conflict_atlas.documents.errors import DocumentError


@dataclass(frozen=True)
class PackPlace:
    """A place of the conflict with all its names. ``country`` is ISO 3166-1 alpha-2."""

    name: str
    names: tuple[str, ...]
    lat: float
    lon: float
    country: str


@dataclass(frozen=True)
class PackActor:
    """An actor of the conflict with all its names. ``side`` is empty where it is on none."""

    name: str
    names: tuple[str, ...]
    side: str = ""


@dataclass(frozen=True)
class Pack:
    """What is known of one conflict beforehand."""

    name: str
    title: str
    countries: tuple[str, ...] = ()
    places: tuple[PackPlace, ...] = ()
    actors: tuple[PackActor, ...] = ()
    not_places: tuple[str, ...] = ()
    """Phrases in which a name is none of a place: "Minsk Group"."""
    agreements: tuple[str, ...] = ()


def shipped_packs() -> tuple[str, ...]:
    """The names of the packs that come with the program."""
    folder = files("conflict_atlas.documents") / "packs"
    return tuple(
        sorted(item.name[:-5] for item in folder.iterdir() if item.name.endswith(".yaml") and item.name != "countries.yaml")
    )


def load_pack(name: str) -> Pack:
    """A shipped pack by its name, or one in a file by its path."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml"):
        try:
            words = path.read_text(encoding="utf-8")
        except OSError as problem:
            raise DocumentError(f"pack {name}: cannot be read ({problem.strerror}); give the path of a YAML file") from problem
        return parse_pack(path.stem, words)
    if name not in shipped_packs():
        raise DocumentError(f"there is no pack {name!r}: take one of {', '.join(shipped_packs())}, or the path of a YAML file")
    return parse_pack(name, (files("conflict_atlas.documents") / "packs" / f"{name}.yaml").read_text(encoding="utf-8"))


def parse_pack(name: str, words: str) -> Pack:
    """A pack from its YAML text."""
    try:
        row: Any = yaml.safe_load(words)
        return Pack(
            name,
            str(row["title"]),
            tuple(row.get("countries", ())),
            tuple(
                PackPlace(
                    place["name"],
                    (place["name"], *place.get("also", ())),
                    float(place["at"][0]),
                    float(place["at"][1]),
                    place["country"],
                )
                for place in row.get("places", ())
            ),
            tuple(
                PackActor(actor["name"], (actor["name"], *actor.get("also", ())), actor.get("side", ""))
                for actor in row.get("actors", ())
            ),
            tuple(row.get("not_places", ())),
            tuple(row.get("agreements", ())),
        )
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError, IndexError) as problem:
        raise DocumentError(
            f"pack {name}: not in the form of a pack ({problem}); it needs a title, and for each place name, at: "
            f"[lat, lon], country"
        ) from problem
