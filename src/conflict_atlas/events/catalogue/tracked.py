"""Tracked conflicts: what people call a conflict, as a named group of UCDP conflict ids.

What may live here: the tracked conflict, look-ups by slug and by id, and the checks that refuse a wrong file. The
groups themselves are edited in ``data/tracked_conflicts.yaml``; type and lens stay "not rated" until an editor rates
them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

from conflict_atlas.events.catalogue import countries, regions
from conflict_atlas.events.catalogue.files import CatalogueError, parse_yaml_list, read_text

TRACKED_FILE = "tracked_conflicts.yaml"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Ending:
    """That and how a conflict ended, with the source that says so."""

    on: date
    by: str
    source: str


@dataclass(frozen=True)
class TrackedConflict:
    """A named group of UCDP conflicts with a page of its own."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    conflicts: tuple[str, ...]
    """UCDP conflict ids of this entry alone; ``all_conflicts`` adds those of its parts."""
    countries: tuple[str, ...]
    """Alpha-3 codes; empty where the data at hand give no country."""
    region: str
    part_of: str | None
    reason: str
    type: str | None = None
    """None reads "not rated"."""
    lens: str | None = None
    """None reads "not rated"."""
    former_slugs: tuple[str, ...] = ()
    ended: Ending | None = None
    archived: bool = False


_FIELDS = frozenset(field.name for field in fields(TrackedConflict))


def parse(text: str, file: str = TRACKED_FILE) -> tuple[TrackedConflict, ...]:
    """Read and check a file of tracked conflicts. Raises CatalogueError at the first wrong entry."""
    entries = tuple(_entry(raw, number, file) for number, raw in enumerate(parse_yaml_list(text, file), start=1))
    check(entries, file)
    return entries


def _texts(raw: Mapping[str, Any], field: str, wrong: Callable[[str], CatalogueError]) -> tuple[str, ...]:
    value = raw.get(field) or []
    if not isinstance(value, list) or not _all_texts(value):
        raise wrong(f"{field} must be a list in square brackets; put NO, ON and the like in quotes")
    return tuple(str(item) for item in value)


def _all_texts(values: Iterable[object]) -> bool:
    """Whether every value is a text or a whole number (YAML reads ids and the country code NO as something else)."""
    return not any(isinstance(value, bool) or not isinstance(value, str | int) for value in values)


def _entry(raw: dict[str, Any], number: int, file: str) -> TrackedConflict:
    place = f"entry {number} ({raw.get('slug', 'without a slug')})"

    def wrong(what: str) -> CatalogueError:
        return CatalogueError(file, place, what)

    unknown = sorted(str(field) for field in raw if field not in _FIELDS)
    if unknown:
        raise wrong(f"unknown field {unknown[0]!r}; the fields are {', '.join(sorted(_FIELDS))}")
    for field in ("slug", "name", "region", "reason"):
        if not isinstance(raw.get(field), str) or not raw[field].strip():
            raise wrong(f"{field} is missing or empty; write it as one line of text")
    return TrackedConflict(
        slug=raw["slug"],
        name=raw["name"].strip(),
        aliases=_texts(raw, "aliases", wrong),
        conflicts=_texts(raw, "conflicts", wrong),
        countries=_texts(raw, "countries", wrong),
        region=raw["region"],
        part_of=raw.get("part_of"),
        reason=" ".join(raw["reason"].split()),
        type=raw.get("type"),
        lens=raw.get("lens"),
        former_slugs=_texts(raw, "former_slugs", wrong),
        ended=_ending(raw.get("ended"), wrong),
        archived=raw.get("archived") is True,
    )


def _ending(raw: object, wrong: Callable[[str], CatalogueError]) -> Ending | None:
    if raw is None:
        return None
    if not isinstance(raw, dict) or set(raw) != {"date", "by", "source"}:
        raise wrong("ended needs the fields date, by (what ended it) and source (who says so)")
    if not isinstance(raw["date"], date) or not str(raw["by"]).strip() or not str(raw["source"]).strip():
        raise wrong("ended: write date as YYYY-MM-DD, by and source as text")
    return Ending(raw["date"], str(raw["by"]), str(raw["source"]))


def check(entries: Iterable[TrackedConflict], file: str = TRACKED_FILE) -> None:
    """Refuse unknown codes, doubled slugs and ids, parts of nothing and circles; the message says what to do."""
    entries = tuple(entries)
    slugs: dict[str, str] = {}
    ids: dict[str, str] = {}
    for entry in entries:
        for slug in (entry.slug, *entry.former_slugs):
            if not _SLUG.fullmatch(slug):
                raise CatalogueError(file, entry.slug, f"slug {slug!r}: use small letters a-z, digits and single hyphens")
            if slug in slugs:
                raise CatalogueError(file, entry.slug, f"the slug {slug!r} is also used by {slugs[slug]}; choose another")
            slugs[slug] = entry.slug
        for conflict in entry.conflicts:
            if not conflict.isdigit():
                raise CatalogueError(file, entry.slug, f"{conflict!r} is not a UCDP conflict id; ids are whole numbers")
            if conflict in ids:
                raise CatalogueError(
                    file,
                    entry.slug,
                    f"UCDP conflict {conflict} is also listed at {ids[conflict]}; keep it at one of them",
                )
            ids[conflict] = entry.slug
        for code in entry.countries:
            if countries.by_iso3(code) is None:
                raise CatalogueError(file, entry.slug, f"no country has the alpha-3 code {code!r}; see countries.csv")
        if regions.by_name(entry.region) is None:
            names = ", ".join(region.name for region in regions.all())
            raise CatalogueError(file, entry.slug, f"no region is called {entry.region!r}; the regions are {names}")
    _check_parts(entries, file)


def _check_parts(entries: tuple[TrackedConflict, ...], file: str) -> None:
    by_slug = {entry.slug: entry for entry in entries}
    parents = {entry.part_of for entry in entries}
    for entry in entries:
        if not entry.conflicts and entry.slug not in parents:
            raise CatalogueError(file, entry.slug, "has no conflict ids and no parts; list its UCDP conflict ids")
        seen = [entry.slug]
        while (parent := by_slug[seen[-1]].part_of) is not None:
            if parent not in by_slug:
                raise CatalogueError(file, seen[-1], f"part_of names {parent!r}, which is no slug here; correct or remove it")
            if parent in seen:
                circle = " -> ".join([*seen, parent])
                raise CatalogueError(file, entry.slug, f"part_of runs in a circle ({circle}); remove one of them")
            seen.append(parent)


@cache
def all() -> tuple[TrackedConflict, ...]:
    """Every tracked conflict, in the order of the file."""
    return parse(read_text(TRACKED_FILE))


@cache
def _by_slug() -> Mapping[str, TrackedConflict]:
    return {entry.slug: entry for entry in all()}


@cache
def _by_conflict() -> Mapping[str, TrackedConflict]:
    return {conflict: entry for entry in all() for conflict in entry.conflicts}


def by_slug(slug: str) -> TrackedConflict | None:
    """The tracked conflict with exactly this slug (for old slugs see ``redirect``)."""
    return _by_slug().get(slug)


def redirect(slug: str) -> str | None:
    """The slug of today for a slug that a conflict once had, else None."""
    return next((entry.slug for entry in all() if slug in entry.former_slugs), None)


def by_conflict(conflict_id: str) -> TrackedConflict | None:
    """The tracked conflict that lists this UCDP conflict id."""
    return _by_conflict().get(conflict_id)


def parts(slug: str) -> tuple[TrackedConflict, ...]:
    """The tracked conflicts that are directly part of this one."""
    return tuple(entry for entry in all() if entry.part_of == slug)


def all_conflicts(slug: str) -> tuple[str, ...]:
    """The UCDP conflict ids of a tracked conflict and of all its parts. Raises KeyError for an unknown slug."""
    own = _by_slug()[slug].conflicts
    return own + tuple(conflict for part in parts(slug) for conflict in all_conflicts(part.slug))


def for_country(iso3: str) -> tuple[TrackedConflict, ...]:
    """The tracked conflicts that list this country."""
    return tuple(entry for entry in all() if iso3 in entry.countries)
