"""The country table: exact look-ups, UCDP's own cases, membership in time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_atlas.events.catalogue import countries, regions
from conflict_atlas.events.catalogue.files import CatalogueError
from conflict_atlas.events.catalogue.matching import name_key
from conflict_atlas.events.months import Month

every_country = st.sampled_from(countries.all())
every_name = every_country.flatmap(lambda country: st.sampled_from(country.all_names))


def code_of(name: str) -> str | None:
    found = countries.by_name(name)
    return found.iso3 if found else None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Sudan", "SDN"),
        ("South Sudan", "SSD"),
        ("Congo", "COG"),
        ("DR Congo (Zaire)", "COD"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Equatorial Guinea", "GNQ"),
        ("Papua New Guinea", "PNG"),
        ("Dominica", "DMA"),
        ("Dominican Republic", "DOM"),
        ("Yemen (North Yemen)", "YEM"),
        ("South Yemen", "YEM"),
        ("Russia (Soviet Union)", "RUS"),
        ("Serbia (Yugoslavia)", "SRB"),
        ("Cambodia (Kampuchea)", "KHM"),
        ("Kingdom of eSwatini (Swaziland)", "SWZ"),
        ("Zimbabwe (Rhodesia)", "ZWE"),
        ("Antigua & Barbuda", "ATG"),
        ("Macedonia, FYR", "MKD"),
        ("Ivory Coast", "CIV"),
        ("cote d’ivoire", "CIV"),
        ("TURKIYE", "TUR"),
        ("Kosovo", "XKX"),
        ("Palestine", "PSE"),
        ("Korea", None),
        ("Guin", None),
        ("", None),
    ],
)
def test_a_name_finds_the_country_that_bears_it_and_no_other(name: str, code: str | None) -> None:
    assert code_of(name) == code


def test_number_666_is_israel_and_the_palestinian_territories_and_says_how_deaths_are_counted() -> None:
    country = countries.by_ucdp_id(666)
    assert country is not None
    assert (country.iso3, country.name) == ("ISR", "Israel and the Palestinian territories")
    assert "counted where people died, not by nationality" in country.note


def test_palestine_exists_and_says_where_its_deaths_are_filed() -> None:
    country = countries.by_iso3("PSE")
    assert country is not None
    assert country.filed_under == "ISR"
    assert country.ucdp_ids == ()
    assert "666" in country.note


@pytest.mark.parametrize(
    ("number", "code"),
    [(678, "YEM"), (680, "YEM"), (345, "SRB"), (340, "SRB"), (816, "VNM"), (817, "VNM"), (365, "RUS")],
)
def test_every_number_that_ucdp_keeps_for_a_state_leads_to_its_country(number: int, code: str) -> None:
    country = countries.by_ucdp_id(number)
    assert country is not None
    assert country.iso3 == code


@pytest.mark.parametrize(
    ("code", "month", "existed"),
    [
        ("SSD", "2011-06", False),
        ("SSD", "2011-07", True),
        ("SDN", "2011-06", True),
        ("SRB", "1995-07", True),
        ("SRB", "2020-01", True),
        ("MNE", "2006-05", False),
        ("MNE", "2006-06", True),
        ("XKX", "2008-01", False),
        ("RUS", "1989-01", True),
        ("ARM", "1991-11", False),
        ("ARM", "1991-12", True),
        ("YEM", "1989-01", True),
        ("DEU", "1989-01", True),
        ("PSE", "1989-01", True),
        ("ATG", "1989-01", True),
    ],
)
def test_a_country_exists_from_the_month_in_which_it_became_a_state(code: str, month: str, existed: bool) -> None:
    country = countries.by_iso3(code)
    assert country is not None
    assert country.existed_in(Month.parse(month)) is existed


def test_south_sudan_was_born_on_9_july_2011() -> None:
    country = countries.by_iso3("SSD")
    assert country is not None
    assert [span.first for span in country.gw] == [date(2011, 7, 9)]


def test_all_249_countries_of_iso_3166_1_and_kosovo_are_there() -> None:
    codes = [country.iso3 for country in countries.all()]
    assert len(codes) == len(set(codes)) == 250
    assert "XKX" in codes


def test_no_two_countries_share_a_name_or_alias() -> None:
    owners: dict[str, set[str]] = {}
    for country in countries.all():
        for name in country.all_names:
            owners.setdefault(name_key(name), set()).add(country.iso3)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


def test_a_table_in_which_two_countries_share_a_name_is_refused_with_file_and_entry() -> None:
    one, other = countries.all()[:2]
    clash = countries.Country(other.iso3, one.name, None, (), (), None, (), "")
    with pytest.raises(CatalogueError, match=rf"countries\.csv, {other.iso3}: the name .* belongs to {one.iso3}"):
        countries.check([one, clash])


@given(every_name)
def test_every_listed_name_finds_its_country_in_any_case_and_with_spare_blanks(name: str) -> None:
    country = countries.by_name(name)
    assert country is not None
    assert name in country.all_names
    assert countries.by_name(f"  {name.upper()} ") == country


@given(every_name, st.data())
def test_a_part_of_a_name_finds_a_country_only_if_it_is_itself_a_listed_name(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name)))
    part = name[start : data.draw(st.integers(start, len(name)))]
    found = countries.by_name(part)
    assert found is None or name_key(part) in {name_key(form) for form in found.all_names}


@given(every_name, st.text(min_size=1, max_size=8))
def test_a_name_with_something_added_finds_a_country_only_if_that_is_listed(name: str, added: str) -> None:
    found = countries.by_name(name + added)
    assert found is None or name_key(name + added) in {name_key(form) for form in found.all_names}


@given(st.text())
def test_the_key_of_a_key_is_the_key(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


def test_each_region_has_countries_and_each_country_with_residents_one_region() -> None:
    listed = [country for region in regions.all() for country in regions.countries_in(region)]
    assert len(listed) == len(set(listed))
    assert {c.iso3 for c in countries.all()} - {c.iso3 for c in listed} == {"ATA", "ATF", "BVT", "HMD"}


@pytest.mark.parametrize(
    ("code", "region"), [("TUR", "Middle East"), ("EGY", "Middle East"), ("IRN", "Middle East"), ("PNG", "Asia")]
)
def test_regions_are_those_of_ucdp(code: str, region: str) -> None:
    country = countries.by_iso3(code)
    assert country is not None
    assert country.region == region


def test_regions_are_found_by_slug_and_by_name() -> None:
    assert [region.slug for region in regions.all()] == ["africa", "americas", "asia", "europe", "middle-east"]
    assert regions.by_slug("middle-east") == regions.by_name("middle east")
    assert regions.by_slug("oceania") is None
    assert regions.by_name("Oceania") is None
