"""The pages in other languages: which one a reader gets, the switch, what search engines are told, and what stays English."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from conflict_atlas.dossiers import translating
from conflict_atlas.dossiers.dossier import TranslatedText, Translation
from support.published import SLUG, published, shipped, small, words_of

VIEW = "evidence/?conflict=388&series=located"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("fr-CA,fr;q=0.8,en;q=0.5", "fr/"),
        ("de,ar-EG;q=0.9", "ar/"),
        ("es-419", "es/"),
        ("de", "en/"),
        ("", "en/"),
        ("*;q=0.1", "en/"),
        ("not a header;;;", "en/"),
    ],
)
def test_the_address_without_a_language_leads_to_the_one_that_the_browser_asks_for(reader, asked, given):
    response = reader.get("/", headers={"accept-language": asked} if asked else {})
    assert (response.status_code, response["Location"]) == (302, given)
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies


@pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("es", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_a_page_says_its_language_its_direction_and_where_the_same_view_is_in_others(reader, code, direction):
    html = reader.get(f"/{code}/{VIEW}").content.decode()
    assert f'<html lang="{code}" dir="{direction}">' in html
    alternates = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html))
    assert set(alternates) == {"en", "es", "fr", "ar", "x-default"}
    assert alternates["x-default"] == alternates["en"]
    switch = re.search(r'<nav class="page-languages".*?</nav>', html, re.S).group()
    links = dict(re.findall(r'<a href="([^"]+)" lang="(\w\w)"', switch))
    assert links == {f"../../{other}/{VIEW.replace('&', '&amp;')}": other for other in ("en", "es", "fr", "ar")}
    assert switch.count("aria-current") == 1


def test_the_switch_leads_to_the_same_rows(reader):
    counts = {code: len(re.findall(r"<tr>", reader.get(f"/{code}/{VIEW}").content.decode())) for code in ("en", "es", "ar")}
    assert counts["en"] > 2
    assert len(set(counts.values())) == 1


def test_a_page_that_is_not_there_has_no_versions_for_search_engines(reader, db):
    response = reader.get("/es/conflicts/never-heard-of/")
    assert response.status_code == 404
    assert 'hreflang="x-default"' not in response.content.decode()
    assert "No encontrado" in words_of(response)
    assert reader.get("/de/").status_code == 404


def test_the_sitemap_lists_every_page_with_its_versions(reader):
    tree = ET.fromstring(reader.get("/sitemap.xml").content)
    names = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = tree.findall("m:url", names)
    assert len(urls) % 4 == 0
    pages = {url.find("m:loc", names).text for url in urls}
    for url in urls[:: len(urls) // 20]:
        links = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", names)}
        assert set(links) == {"en", "es", "fr", "ar", "x-default"}
        assert url.find("m:loc", names).text in links.values()
        assert set(links.values()) <= pages


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("es", ("Guerra en Sudán", "muertes", "El UCDP", "Traducción en borrador", "Sudán")),
        ("fr", ("Guerre au Soudan", "morts", "L’UCDP", "Traduction provisoire", "Soudan")),
        ("ar", ("الحرب في السودان", "وفاة", "يحصي UCDP", "ترجمة أولية", "السودان")),
    ],
)
def test_a_page_of_data_is_in_the_reader_s_language_down_to_its_drawings(reader, code, words):
    response = reader.get(f"/{code}/conflicts/sudan/")
    shown = words_of(response)
    assert [word for word in words if word not in shown] == []
    html = response.content.decode()
    drawn = " ".join(re.findall(r"<title[^>]*>([^<]*)</title>", "".join(re.findall(r"<svg.*?</svg>", html, re.S))))
    assert not re.search(r"\b(deaths|preliminary|not covered|January)\b", drawn)
    assert reader.get("/en/conflicts/sudan/").content.decode().count("page-draft") == 0


def test_numbers_dates_and_countries_are_written_as_a_language_writes_them():
    from conflict_atlas.events.catalogue import countries
    from conflict_atlas.events.months import Month
    from conflict_atlas.site.pages import words

    written = {}
    for code in ("en", "es", "fr", "ar"):
        with translation.override(code):
            written[code] = (
                words.number(1234567),
                words.day(date(2026, 9, 3)),
                words.month(Month(2026, 9)),
                words.country(countries.by_iso3("CIV")),
                words.country(countries.by_iso3("XKX")),
                words.decimal(0.5, 1),
            )
    assert written == {
        "en": ("1,234,567", "3 September 2026", "September 2026", "Côte d'Ivoire", "Kosovo", "0.5"),
        "es": ("1.234.567", "3 de septiembre de 2026", "septiembre de 2026", "Côte d’Ivoire", "Kosovo", "0,5"),
        "fr": ("1\u202f234\u202f567", "3 septembre 2026", "septembre 2026", "Côte d’Ivoire", "Kosovo", "0,5"),
        "ar": ("1,234,567", "3 سبتمبر 2026", "سبتمبر 2026", "ساحل العاج", "كوسوفو", "0.5"),
    }


def test_every_country_has_a_name_in_every_language():
    from conflict_atlas.events.catalogue import countries
    from conflict_atlas.site.pages import words

    with translation.override("ar"):
        assert [country.iso3 for country in countries.all() if words.country(country) == country.name] == []


def test_the_core_speaks_the_language_of_the_page_and_english_without_one():
    from conflict_atlas.dossiers import dates

    told = {}
    for code in ("en", "es", "fr", "ar"):
        with translation.override(code):
            told[code] = [dates.written(text) for text in ("2020-09-27/2020-11-10", "198X~", "[..1921]")]
    assert told["en"] == ["27 September to 10 November 2020", "about the 1980s", "by 1921"]
    assert told["es"] == ["27 de septiembre a 10 de noviembre de 2020", "hacia la década de 1980", "a más tardar en 1921"]
    assert told["fr"] == ["27 septembre à 10 novembre 2020", "vers les années 1980", "au plus tard en 1921"]
    assert told["ar"][0] == "27 سبتمبر إلى 10 نوفمبر 2020"
    with translation.override(None):
        assert dates.written("2020-09") == "September 2020"


def test_a_country_is_found_by_its_name_in_the_reader_s_language(reader):
    assert "countries/DEU/" in reader.get("/fr/search/?q=allemagne").content.decode()
    assert "countries/SDN/" in reader.get("/ar/search/?q=السودان").content.decode()
    assert "conflicts/sahel/" in reader.get("/es/search/?q=insurgencia sahel").content.decode()


def test_a_dossier_without_a_translation_is_marked_as_english_and_says_so(reader, starter):
    with published(starter, small()):
        html = reader.get(f"/ar/conflicts/{SLUG}/").content.decode()
    assert 'class="told" lang="en" dir="ltr"' in html
    assert "نص هذه الإضبارة بلغة أخرى: English" in html


def test_a_translated_dossier_is_told_in_its_language_with_its_figures_and_says_when_it_is_behind(reader, starter):
    dossier, pictures = shipped()
    with published(starter, dossier, pictures):
        spanish = reader.get("/es/conflicts/nagorno-karabakh/")
        english = reader.get("/en/conflicts/nagorno-karabakh/")
    shown = words_of(spanish)
    assert "<h1" in spanish.content.decode()
    assert "Alrededor de 800.000" in shown
    assert "Traducido en parte" in shown
    assert "Traducción en borrador" in shown
    assert "va por detrás" not in shown
    assert "About 800,000" in words_of(english)
    assert "translation" not in words_of(english).lower()
    with published(starter, replace(dossier, lead=dossier.lead.replace("long been", "been")), pictures):
        assert "va por detrás" in words_of(reader.get("/es/conflicts/nagorno-karabakh/"))


def test_a_signed_translation_names_its_reader(reader, starter):
    dossier = small()
    texts = tuple(TranslatedText(name, translating.digest(text), text) for name, text in translating.texts(dossier).items())
    with published(starter, replace(dossier, translations=(Translation("es", "A", texts, signed_by="B. Lector"),))):
        shown = words_of(reader.get(f"/es/conflicts/{SLUG}/"))
    assert "Leído y firmado por: B. Lector" in shown
    assert "Traducido de: English" in shown


def test_a_translation_comes_back_from_the_newsroom_as_it_went_in(starter, db):
    from conflict_atlas.site.editorial.conversion.pages import dossier_of, fill
    from conflict_atlas.site.editorial.conversion.rows import Rows
    from conflict_atlas.site.editorial.models import DossierPage

    dossier = small(translations=(Translation("es", "A", (TranslatedText("title", "0" * 16, "El valle"),), signed_by="B"),))
    page = DossierPage()
    fill(page, dossier, lambda picture: 0)
    page.title = dossier.title
    assert dossier_of(page, Rows(dossier.claims, dossier.sources)).translations == dossier.translations


def test_only_the_first_language_is_made_before_somebody_asks(starter, settings, monkeypatch):
    from conflict_atlas.publish.registry import Kind, Publication, Registry
    from conflict_atlas.site import tasks

    made = []

    def prepare(asked):
        def render():
            made.append(asked.path)
            return b"x" * 600

        return Publication(asked.path, "text/html", (), render, asked.parts["language"])

    paths = ["en/x/", "es/x/", "ar/x/"]
    monkeypatch.setattr(tasks, "REGISTRY", Registry([Kind("x", "{language}/x/", prepare, lambda: paths)]))
    monkeypatch.setattr(tasks.serve, "store", lambda root: tasks.serve.RenderedStore(starter.tmp_dir / "warm"))
    assert tasks.warm_publications.call(tasks.material())["rendered"] == 3
    assert made == ["en/x/"]


def test_a_site_in_one_language_has_no_switch(reader, settings):
    from conflict_atlas.site.pages.frame import Place

    settings.ATLAS_LANGUAGES = ("es",)
    assert Place.of("es/conflicts/x/").versions == ()
    settings.ATLAS_LANGUAGES = ("es", "en")
    assert [version.address for version in Place.of("es/x/", (("q", "a b"),)).versions] == ["es/x/?q=a+b", "en/x/?q=a+b"]
    assert Place.of("es/kids/x/", (), ("es",)).versions == ()


def test_the_record_of_a_claim_keeps_its_own_words_marked_as_english(reader, starter):
    dossier = small()
    with published(starter, dossier):
        html = reader.get(f"/ar/conflicts/{SLUG}/claims/{dossier.claims[0].claim_id}/").content.decode()
    assert '<h1 class="page-title" lang="en" dir="ltr">' in html
    assert '<q lang="en" dir="ltr">' in html
    assert "من يقول ذلك" in html
