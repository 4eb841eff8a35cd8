"""The five regions of UCDP.

What may live here: the regions, their slugs, and which countries lie in them.
"""

from __future__ import annotations

from dataclasses import dataclass

from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.catalogue.matching import name_key


@dataclass(frozen=True)
class Region:
    """A region as UCDP writes it (GED codebook, variable ``region``)."""

    slug: str
    name: str


_REGIONS = (
    Region("africa", "Africa"),
    Region("americas", "Americas"),
    Region("asia", "Asia"),
    Region("europe", "Europe"),
    Region("middle-east", "Middle East"),
)


def all() -> tuple[Region, ...]:
    """The five regions by name."""
    return _REGIONS


def by_slug(slug: str) -> Region | None:
    """The region with this slug."""
    return next((region for region in _REGIONS if region.slug == slug), None)


def by_name(text: str) -> Region | None:
    """The region with this name; case does not count."""
    return next((region for region in _REGIONS if name_key(region.name) == name_key(text)), None)


def countries_in(region: Region) -> tuple[countries.Country, ...]:
    """The countries that lie in the region, by name."""
    return tuple(country for country in countries.all() if country.region == region.name)
