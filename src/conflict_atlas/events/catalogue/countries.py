"""Countries: alpha-3 codes, the names that UCDP and others write, numbers of Gleditsch and Ward with their dates.

What may live here: the country table and exact look-ups in it. A look-up takes a whole name or a listed alias, never a
part of a name: "Sudan" is not "South Sudan", "Niger" is not "Nigeria".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from conflict_atlas.events.catalogue.files import CatalogueError, read_csv
from conflict_atlas.events.catalogue.matching import name_key
from conflict_atlas.events.months import Month

COUNTRIES_FILE = "countries.csv"
GW_FILE = "gw_states.csv"


@dataclass(frozen=True)
class GwSpan:
    """A time in which Gleditsch and Ward list a state; ``first`` is None where the list at hand gives no date."""

    number: int
    name: str
    first: date | None
    last: date | None
    """Last day; None if the state is still listed."""

    def covers(self, month: Month) -> bool:
        """Whether the state is listed on at least one day of the month."""
        begun = self.first is None or self.first <= month.last_day
        return begun and (self.last is None or month.first_day <= self.last)


@dataclass(frozen=True)
class Country:
    """A country of ISO 3166-1, or Kosovo (XKX), with what UCDP calls it."""

    iso3: str
    name: str
    ucdp_name: str | None
    """The name in UCDP's ``country`` column; None where the data at hand do not name it."""
    ucdp_ids: tuple[int, ...]
    """Numbers of UCDP's ``country_id`` column, the one in use today first."""
    gw: tuple[GwSpan, ...]
    region: str | None
    """UCDP's region; None for places without residents."""
    aliases: tuple[str, ...]
    note: str
    filed_under: str | None = None
    """Alpha-3 code of the country under which UCDP files what happens here, if that is another one."""

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every written form by which a look-up finds the country, our name first."""
        ours = (self.name, self.ucdp_name) if self.ucdp_name else (self.name,)
        return tuple(dict.fromkeys((*ours, *self.aliases)))

    def existed_in(self, month: Month) -> bool:
        """Whether the country was a member of the system of states in the month.

        False only where Gleditsch and Ward's list gives dates and none of them reaches the month; a place that the list
        does not date has always "existed", since nothing at hand says otherwise.
        """
        return not self.gw or any(span.covers(month) for span in self.gw)


def _optional_date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _spans() -> dict[str, list[GwSpan]]:
    spans: dict[str, list[GwSpan]] = {}
    for row in read_csv(GW_FILE):
        span = GwSpan(int(row["number"]), row["name"], _optional_date(row["first"]), _optional_date(row["last"]))
        spans.setdefault(row["iso3"], []).append(span)
    return spans


@cache
def all() -> tuple[Country, ...]:
    """Every country, in the order of the file (by English name)."""
    spans = _spans()
    found = tuple(
        Country(
            iso3=row["iso3"],
            name=row["name"],
            ucdp_name=row["ucdp_name"] or None,
            ucdp_ids=tuple(int(number) for number in row["ucdp_ids"].split(";") if number),
            gw=tuple(spans.get(row["iso3"], ())),
            region=row["region"] or None,
            aliases=tuple(alias for alias in row["aliases"].split(";") if alias),
            note=row["note"],
            filed_under=row["filed_under"] or None,
        )
        for row in read_csv(COUNTRIES_FILE)
    )
    check(found)
    return found


def check(found: Iterable[Country]) -> None:
    """Refuse a table in which a code, a UCDP number or a name stands for two countries."""
    codes: dict[str, str] = {}
    for country in found:
        for kind, key in (
            ("code", country.iso3),
            *(("UCDP number", str(number)) for number in country.ucdp_ids),
            *(("name", key) for key in {name_key(name) for name in country.all_names}),
        ):
            owner = codes.setdefault(f"{kind} {key}", country.iso3)
            if owner != country.iso3 or (kind == "code" and codes.get(f"row {key}")):
                raise CatalogueError(
                    COUNTRIES_FILE,
                    country.iso3,
                    f"the {kind} {key!r} already belongs to {owner}; keep it at one of them",
                )
        codes[f"row {country.iso3}"] = country.iso3


@cache
def _by_iso3() -> Mapping[str, Country]:
    return {country.iso3: country for country in all()}


@cache
def _by_ucdp_id() -> Mapping[int, Country]:
    return {number: country for country in all() for number in country.ucdp_ids}


@cache
def _by_name() -> Mapping[str, Country]:
    return {name_key(name): country for country in all() for name in country.all_names}


def by_iso3(code: str) -> Country | None:
    """The country with this alpha-3 code, in capitals as ISO writes it."""
    return _by_iso3().get(code)


def by_ucdp_id(number: int) -> Country | None:
    """The country that UCDP files under this number; 666 is Israel and the Palestinian territories."""
    return _by_ucdp_id().get(number)


def by_name(text: str) -> Country | None:
    """The country whose name or listed alias is exactly this text; case and accents do not count. Otherwise None."""
    return _by_name().get(name_key(text))
