"""What is asked for and is not there, not readable or not held: each has a finished page."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db  # An address that leads nowhere is looked up among the redirects of editors.


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nope", 404, "There is nothing at this address"),
        ("/en/conflicts/never-heard-of/", 404, "never-heard-of"),
        ("/en/countries/ZZZ/", 404, "ZZZ"),
        ("/en/ucdp/999999999/", 404, "999999999"),
        ("/en/ucdp/?page=999", 404, "not 999"),
        ("/en/sources/no-such-vintage/", 404, "no-such-vintage"),
        ("/export/pdf?series=deaths", 404, "csv, geojson, parquet, xlsx"),
        ("/xx/", 404, "xx"),
        ("/built/../settings.py", 404, "nothing at this address"),
        ("/static/no-such.css", 404, "nothing at this address"),
        ("/en/?region=Mars", 400, "Middle East"),
        ("/en/?country=ZZZ", 400, "three-letter code"),
        ("/en/?first-year=soon", 400, "four digits"),
        ("/en/?type=9", 400, "state-based"),
        ("/en/?first-year=2021&last-year=2020", 400, "ends before it"),
        ("/en/evidence/?series=guesses", 400, "within-month"),
        ("/en/evidence/?series=deaths&from=yesterday", 400, "YYYY-MM-DD"),
        ("/en/evidence/?series=deaths&page=0", 400, "a number from 1"),
        ("/en/evidence/?series=deaths&by=nation", 400, "country"),
        ("/en/evidence/?series=deaths&min-best=25", 422, "cannot be answered"),
        ("/en/evidence/?series=deaths&conflict=388&from=2001-01-01&to=2001-12-31", 422, "this"),
    ],
)
def test_an_error_has_a_page_in_calm_words(reader, path, status, words):
    response = reader.get(path)
    assert response.status_code == status
    html = response.content.decode()
    assert html.startswith("<!doctype html>")
    assert words in html
    assert "Traceback" not in html
    assert response["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in response


def test_an_unknown_name_offers_a_search_for_it(reader):
    html = reader.get("/en/conflicts/war-in-sudan/").content.decode()
    assert 'value="war in sudan"' in html


def test_a_path_without_its_last_slash_leads_to_the_page(reader):
    response = reader.get("/en/conflicts/nagorno-karabakh?x=1")
    assert response.status_code == 301
    assert response["Location"] == "/en/conflicts/nagorno-karabakh/?x=1"


def test_the_root_leads_to_the_first_language(reader):
    assert reader.get("/")["Location"] == "en/"


def test_a_territory_filed_under_another_country_leads_there(reader):
    assert reader.get("/en/countries/PSE/")["Location"] == "/en/countries/ISR/"
    assert reader.get("/en/countries/aze/")["Location"] == "/en/countries/AZE/"


def test_an_old_slug_leads_to_the_slug_of_today(reader, monkeypatch):
    from conflict_atlas.events.catalogue import tracked

    monkeypatch.setattr(tracked, "redirect", lambda slug: "nagorno-karabakh" if slug == "karabakh-war" else None)
    response = reader.get("/en/conflicts/karabakh-war/")
    assert (response.status_code, response["Location"]) == (301, "/en/conflicts/nagorno-karabakh/")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_page_can_only_be_read(reader, method):
    response = getattr(reader, method)("/en/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


def test_an_unexpected_failure_shows_no_detail(reader, empty_workspace, monkeypatch, caplog):
    from conflict_atlas.site.pages import coverage

    def broken(vintages):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(coverage, "coverage_page", broken)
    reader.raise_request_exception = False
    response = reader.get("/en/coverage/")
    assert response.status_code == 500
    assert "secret detail" not in response.content.decode()
    assert "could not be made" in response.content.decode()


def test_a_host_that_is_not_ours_is_refused_in_calm_words(reader):
    response = reader.get("/admin/login/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "allowed_hosts" in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/en/",
        "/en/conflicts/nagorno-karabakh/",
        "/en/countries/AZE/",
        "/en/sources/",
        "/en/coverage/",
        "/en/ucdp/",
        "/en/search/?q=mali",
    ],
)
def test_an_empty_workspace_has_finished_pages(reader, empty_workspace, path):
    response = reader.get(path)
    assert response.status_code == 200
    html = response.content.decode()
    assert "Figures to" not in html
    if path in ("/en/", "/en/sources/", "/en/coverage/", "/en/ucdp/"):
        assert "No data have been imported yet" in html


def test_evidence_of_an_empty_workspace_says_what_to_do(reader, empty_workspace):
    response = reader.get("/en/evidence/?series=deaths")
    assert response.status_code == 422
    assert "Import a release" in response.content.decode()


def test_data_that_are_not_for_the_public_are_refused_at_every_door(reader, monkeypatch):
    from dataclasses import replace

    from conflict_atlas.events.lake import Lake
    from conflict_atlas.events.vocabulary import LicenceClass

    monkeypatch.setattr(
        Lake,
        "vintages",
        lambda self, *args, _of=Lake.vintages: tuple(replace(v, licence_class=LicenceClass.SIGNED_IN) for v in _of(self, *args)),
    )
    monkeypatch.setattr(
        Lake, "vintage", lambda self, name: next(vintage for vintage in self.vintages() if vintage.vintage_id == name)
    )
    for path in (
        "/en/?type=1",
        "/en/ucdp/376/",
        "/en/countries/ARM/",
        "/en/evidence/?series=deaths&conflict=376",
        "/en/ucdp/?page=4",
        "/export/csv?series=located&conflict=376",
        "/export/geojson?series=located&conflict=376",
    ):
        assert reader.get(path).status_code == 403, path
