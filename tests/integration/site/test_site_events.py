"""The site after an import of events: it shows them at once, and nothing that may name a private person."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conflict_atlas.events.importing import import_files
from conflict_atlas.events.sources.ucdp_ged import SOURCE
from conflict_atlas.starter import pack
from conflict_atlas.workspace import Workspace
from support.official import official_row, write_official


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def with_events(tmp_path: Path, settings: object) -> Workspace:
    """Events of which one lasts two months and one cannot be read."""
    workspace = Workspace.create(tmp_path / "events")
    rows = [
        official_row(1, best=10),
        official_row(2, best=61, date_start="2020-07-01", date_end="2020-08-31", date_prec=5),
        official_row(3, best=4, type_of_violence=3, deaths_a=0, deaths_civilians=4),
        official_row(4, best="many", deaths_a=0, low=1, high=1),
        official_row(5, best=3, iso3="SDN", conflict_new_id=309, conflict_name="Sudan: Government", latitude="", longitude=""),
    ]
    path = write_official(tmp_path / "ged201-csv.csv", rows)
    import_files(workspace, SOURCE, [path])
    settings.ATLAS_WORKSPACE = workspace.root
    return workspace


PAGES = [
    "/en/",
    "/en/conflicts/nagorno-karabakh/",
    "/en/ucdp/388/",
    "/en/countries/AZE/",
    "/en/evidence/?series=deaths&conflict=388",
    "/en/search/?q=karabakh",
    "/export/csv?series=deaths&conflict=388",
    "/export/geojson?series=deaths&conflict=388",
]


@pytest.mark.parametrize("path", PAGES)
def test_headlines_and_reports_stay_in_the_lake(reader, with_events, path):
    response = reader.get(path)
    assert response.status_code == 200
    assert b"HEADLINE" not in response.content
    assert b"private person" not in response.content.replace(b"they may name private persons", b"")


def test_parties_are_named_once_events_are_held(reader, with_events):
    text = text_of(reader.get("/en/conflicts/nagorno-karabakh/"))
    assert "Government of Azerbaijan - Republic of Artsakh" in text
    assert "do not hold pairs of parties" not in text


def test_a_long_event_is_spread_over_its_months_and_its_parts_add_up(reader, with_events):
    page = reader.get("/en/ucdp/388/").content.decode()
    months = {}
    for link, number in re.findall(r'<a href="\.\./\.\./(evidence/\?series=deaths&amp;by=month[^"]+)">(\d+)</a>', page):
        evidence = text_of(reader.get("/en/" + link.replace("&amp;", "&")))
        assert "Events of several months are spread" in evidence
        months[re.search(r"to=([0-9-]+)", link)[1]] = int(number)
        assert re.search(rf"\b{number}\b", evidence)
    assert sum(months.values()) == 75
    assert months["2020-08-31"] == 31


def test_a_row_set_aside_is_counted_and_placed_without_its_text(reader, with_events):
    sources = reader.get("/en/sources/").content.decode()
    vintage = re.search(r'href="\.\./(sources/ucdp-ged-[^"]+)"', sources)[1]
    text = text_of(reader.get("/en/" + vintage))
    assert "5 records in the files = 4 rows held + 1 set aside." in text
    assert "ged201-csv.csv, column best: 1 row (line 5)" in text
    assert "many" not in text


def test_an_import_shows_at_the_next_request(reader, with_events, tmp_path):
    before = reader.get("/en/ucdp/388/")
    pack.load(with_events)
    after = reader.get("/en/ucdp/388/", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    assert "13,949" in after.content.decode()


def test_an_event_without_coordinates_is_in_the_total_and_not_on_the_map(reader, with_events):
    html = reader.get("/en/ucdp/309/").content.decode()
    assert "<svg" in html
    assert 'class="cell-map"' not in html
    assert re.search(r'class="figure-number"[^>]*>3</a>', html)
