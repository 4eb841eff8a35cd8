"""Claimed control on the site: two clicks to the file of a day, gaps that are said, and nothing without a licence."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conflict_atlas.control.geojson import Holder
from conflict_atlas.control.importing import Claim, import_control, withdraw_control
from conflict_atlas.control.vintages import ControlVintage
from conflict_atlas.workspace import Workspace
from support.control import as_zip, days, geojson

HOSTILE = '<script>alert("x")</script> & Sons'


@pytest.fixture
def claimed(empty_workspace: Workspace, tmp_path: Path) -> ControlVintage:
    """Three days of July 2024, one in between missing, one set aside; its claimant has a hostile name."""
    files = days(0, 1, 3) | {"data/claims_20240709.geojson": geojson()}
    claim = Claim(HOSTILE, "https://example.org/map", Holder(name="A <b>side</b>"), "CC BY 4.0")
    return import_control(empty_workspace, as_zip(tmp_path / "daily.zip", files), claim).vintage


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def links_of(response) -> list[str]:
    return re.findall(r'href="([^"]+)"', response.content.decode())


def test_without_claims_the_list_says_what_would_stand_there(reader, empty_workspace):
    response = reader.get("/en/control/")
    assert response.status_code == 200
    assert "Nothing is held here that everybody may see" in text_of(response)
    assert json.loads(reader.get("/map/control/index.json").content)["vintages"] == []


def test_from_the_list_two_clicks_lead_to_the_file_of_a_day(reader, claimed):
    listed = reader.get("/en/control/")
    assert "1 July 2024 to 4 July 2024" in text_of(listed)
    assert "1 day missing" in text_of(listed)
    assert f"../control/{claimed.vintage_id}/" in links_of(listed)
    page = reader.get(f"/en/control/{claimed.vintage_id}/")
    assert "./?day=2024-07-02" in links_of(page)
    day = reader.get(f"/en/control/{claimed.vintage_id}/?day=2024-07-02")
    words = text_of(day)
    assert "data/claims_20240702.geojson" in words
    assert claimed.days[1].sha256 in words
    assert f"../../../map/control/{claimed.vintage_id}/2024-07-02.json" in links_of(day)
    assert "declared by the operator of this site" in words


def test_a_hostile_name_is_text_everywhere(reader, claimed):
    for path in ("/en/control/", f"/en/control/{claimed.vintage_id}/"):
        html = reader.get(path).content.decode()
        assert "<script>alert" not in html
        assert "<b>side" not in html
        assert "&lt;script&gt;alert" in html


def test_a_missing_day_shows_the_one_before_it_with_its_age_and_an_old_one_shows_nothing(reader, claimed):
    address = f"/en/control/{claimed.vintage_id}/?day="
    words = text_of(reader.get(address + "2024-07-03"))
    assert "Nothing is held for 3 July 2024" in words
    assert "Shown is 2 July 2024: 1 day before the day asked for." in words
    assert 'class="control-map"' in reader.get(address + "2024-07-11").content.decode()
    late = reader.get(address + "2024-07-12")
    assert "For 2024-07-12 nothing is held, nor for the 7 days before it." in text_of(late)
    assert "control-map" not in late.content.decode()
    early = text_of(reader.get(address + "2024-06-30"))
    assert "No day to show" in early
    assert reader.get(address + "tomorrow").status_code == 400


def test_the_page_says_what_is_missing_and_what_was_set_aside(reader, claimed):
    words = text_of(reader.get(f"/en/control/{claimed.vintage_id}/"))
    assert "3 days held, 1 day missing in between" in words
    assert "Missing: 3 July 2024. Missing days are not filled in." in words
    assert "4 daily files = 3 days held + 1 set aside." in words
    assert "claims_20240709.geojson: it holds no area" in words


@pytest.mark.django_db
def test_the_file_of_a_day_never_changes_and_only_held_days_have_one(reader, claimed):
    response = reader.get(f"/map/control/{claimed.vintage_id}/2024-07-02.json")
    assert response["Content-Type"] == "application/json"
    assert "immutable" in response["Cache-Control"]
    assert json.loads(response.content)["day"] == "2024-07-02"
    for day in ("2024-07-03", "2024-7-2", "20240702", "x"):
        assert reader.get(f"/map/control/{claimed.vintage_id}/{day}.json").status_code == 404
    assert "no-cache" in reader.get("/map/control/index.json")["Cache-Control"]


@pytest.mark.django_db
def test_what_was_withdrawn_or_has_no_licence_is_not_reached(reader, claimed, empty_workspace, tmp_path):
    closed = import_control(
        empty_workspace, as_zip(tmp_path / "b.zip", days(0)), Claim("Other", "https://example.org", Holder(name="B"))
    ).vintage
    assert "Other" not in text_of(reader.get("/en/control/"))
    for path in (f"/en/control/{closed.vintage_id}/", f"/map/control/{closed.vintage_id}/2024-07-01.json"):
        refused = reader.get(path)
        assert refused.status_code == 403
        assert "coordinates" not in refused.content.decode()
        assert "<svg" not in refused.content.decode()
    assert [entry["vintage"] for entry in json.loads(reader.get("/map/control/index.json").content)["vintages"]] == [
        claimed.vintage_id
    ]
    withdraw_control(empty_workspace, claimed.vintage_id, "the licence was misread")
    assert reader.get(f"/en/control/{claimed.vintage_id}/").status_code == 404
    assert json.loads(reader.get("/map/control/index.json").content)["vintages"] == []
