"""Every page of the site, through Django, on the starter pack."""

from __future__ import annotations

import csv
import io
import re

import pytest

PAGES = [
    "/en/",
    "/en/?region=Europe",
    "/en/?type=3&region=Africa",
    "/en/?first-year=2020&last-year=2020",
    "/en/?country=AZE",
    "/en/?borders=natural-earth",
    "/en/conflicts/nagorno-karabakh/",
    "/en/conflicts/sudan/",
    "/en/ucdp/388/",
    "/en/ucdp/",
    "/en/ucdp/?page=2",
    "/en/countries/",
    "/en/countries/AZE/",
    "/en/countries/ISR/",
    "/en/sources/",
    "/en/coverage/",
    "/en/methodology/",
    "/en/about/",
    "/en/map-policy/",
    "/en/search/",
    "/en/search/?q=karabakh",
    "/en/evidence/?series=deaths&conflict=388",
    "/en/report-an-error/?page=en/",
]
DATA_PAGES = [page for page in PAGES if any(part in page for part in ("/en/?", "conflicts", "ucdp", "countries/", "evidence"))]


def text_of(response) -> str:
    """The words of a page without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def links_of(response) -> list[str]:
    """What leads somewhere: what search engines are told of other languages must have whole addresses."""
    return re.findall(r'href="([^"]+)"', re.sub(r'<link rel="alternate" hreflang[^>]*>', "", response.content.decode()))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_remembers_nobody(reader, path):
    response = reader.get(path)
    assert response.status_code == 200
    html = response.content.decode()
    assert html.startswith("<!doctype html>")
    assert html.count("<h1") == 1
    assert not response.cookies
    assert "csrf" not in html.lower()
    assert "Cookie" not in response.get("Vary", "")
    assert re.search(r'href="[^"]*report-an-error/\?page=', html)
    assert "about/#contact" in html


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_nothing_that_the_content_policy_forbids(reader, path):
    response = reader.get(path)
    html = response.content.decode()
    assert not re.search(r"<[^>]+\sstyle=", html)
    assert not re.search(r"<[^>]+\son\w+=", html)
    assert all("src=" in tag or 'type="application/ld+json"' in tag for tag in re.findall(r"<script[^>]*>", html))
    assert not re.findall(r'(?:src|href)="(?:https?:)?//[^"]+\.(?:js|css|woff2?|png)', html)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_links_inside_the_site_are_relative(reader, path):
    links = links_of(reader.get(path))
    assert not [link for link in links if link.startswith("/") or "127.0.0.1" in link]


@pytest.mark.parametrize("path", [page for page in DATA_PAGES if page not in ("/en/countries/",)])
def test_a_page_of_figures_says_how_far_they_reach_where_they_come_from_and_on_what_terms(reader, path):
    response = reader.get(path)
    html, text = response.content.decode(), text_of(response)
    assert re.search(r'Figures to <time datetime="20\d\d-\d\d-\d\d" data-age>', html)
    assert "Where the figures on this page come from" in text
    assert "CC BY 4.0" in text
    assert "Uppsala Conflict Data Program" in text
    assert "sources/starter-" in html
    assert re.search(r"badge badge--(complete|partial|preliminary)", html)


def test_ids_on_a_page_are_unique(reader):
    for path in PAGES:
        ids = re.findall(r'\sid="([^"]+)"', reader.get(path).content.decode())
        assert len(ids) == len(set(ids)), path


def test_a_partial_sum_is_never_named_a_total(reader):
    text = text_of(reader.get("/en/conflicts/nagorno-karabakh/"))
    part = text[text.index("Parts, not totals") : text.index("What could not be answered")]
    assert "Deaths in located events" in part
    assert "total" not in part.replace("Parts, not totals", "")


def test_a_complete_period_without_deaths_is_a_zero_and_a_month_not_held_is_not(reader):
    text = text_of(reader.get("/en/conflicts/nagorno-karabakh/"))
    assert re.search(r"Deaths, preliminary, 2025 0 ", text)
    assert "January 2026 0" not in text


def test_the_civilians_share_is_a_bound(reader):
    text = text_of(reader.get("/en/ucdp/388/"))
    assert "495 civilians and 1,998 not known, of 13,949 deaths" in text
    assert "3 to 18 %" in text


def test_a_conflict_without_a_dossier_says_so(reader):
    assert "No dossier has been written for this conflict." in text_of(reader.get("/en/conflicts/sudan/"))


def test_a_number_leads_to_its_rows_and_a_row_to_its_file_in_two_clicks(reader):
    page = reader.get("/en/conflicts/nagorno-karabakh/").content.decode()
    link = re.search(r'<a class="figure-number" href="\.\./\.\./(evidence/[^"]+)">13,949</a>', page)
    evidence = reader.get("/en/" + link[1].replace("&amp;", "&"))
    assert evidence.status_code == 200
    html = evidence.content.decode()
    assert "13,949" in html
    row = re.search(r'<td><a href="\.\./(sources/[^"]+)">ged251_conflicts_summary\.csv, record \d[\d,]*', html)
    vintage = text_of(reader.get("/en/" + row[1]))
    assert "ged251_conflicts_summary.csv" in vintage
    assert re.search(r"\b[0-9a-f]{64}\b", vintage)
    assert "CC BY 4.0" in vintage
    assert "Imported on" in vintage


def test_an_export_holds_exactly_what_the_page_counted(reader):
    page = reader.get("/en/?region=Europe&first-year=2025&last-year=2025").content.decode()
    counted = re.search(r'>Deaths<br>.*?class="figure-number"[^>]*>([\d,]+)</a>.*?href="\.\./(export/csv\?[^"]+)"', page, re.S)
    response = reader.get("/" + counted[2].replace("&amp;", "&"))
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert sum(int(row["best"]) for row in rows) == int(counted[1].replace(",", ""))


@pytest.mark.parametrize("name", ["csv", "geojson", "parquet", "xlsx"])
def test_each_export_format_is_offered_with_its_media_type(reader, name):
    response = reader.get(f"/export/{name}?series=located&conflict=388&from=2020-01-01&to=2020-12-31")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="conflict-atlas-located.{name}"'
    assert len(response.content) > 100


def test_names_of_reports_and_headlines_appear_nowhere(reader):
    for path in ("/en/evidence/?series=located&conflict=388", "/export/csv?series=located&conflict=388"):
        content = reader.get(path).content.decode()
        assert "headline" not in content.lower().replace("reports, headlines and notes are not shown", "")
        assert "source_article" not in content


def test_the_filter_form_finds_conflicts_by_region_country_type_and_years(reader):
    europe = text_of(reader.get("/en/?region=Europe"))
    assert "Nagorno-Karabakh" in europe
    assert "War in Sudan" not in europe
    assert "Nagorno-Karabakh" in text_of(reader.get("/en/?country=ARM"))
    year = text_of(reader.get("/en/?first-year=2020&last-year=2020"))
    assert "Nagorno-Karabakh" in year
    assert "Deaths in located events, 2020" in year
    one_sided = reader.get("/en/?type=3&region=Europe").content.decode()
    assert '<option value="3" selected>' in one_sided


def test_the_search_finds_what_the_other_side_calls_by_another_name(reader):
    assert "Nagorno-Karabakh" in text_of(reader.get("/en/search/?q=artsakh"))
    assert "South Sudan" in text_of(reader.get("/en/search/?q=sudan"))
    assert "Nothing is called" in text_of(reader.get("/en/search/?q=qwertzuiop"))


def test_a_search_for_a_number_finds_the_conflict_id(reader):
    assert "(388)" in text_of(reader.get("/en/search/?q=388"))


def test_a_search_text_cannot_write_markup(reader):
    html = reader.get("/en/search/", {"q": '<script>alert(1)</script>"'}).content.decode()
    assert "<script>alert" not in html


def test_coverage_names_the_thin_years(reader):
    html = reader.get("/en/coverage/").content.decode()
    row = re.search(r'<th scope="row">2022</th>.*?</tr>', html, re.S)[0]
    assert "33 %" in row
    assert "row--partial" in row


def test_robots_and_sitemap_agree_with_the_registry(reader):
    assert "Sitemap: " in reader.get("/robots.txt").content.decode()
    sitemap = reader.get("/sitemap.xml").content.decode()
    assert "/en/conflicts/nagorno-karabakh/</loc>" in sitemap
    assert "/en/ucdp/388/</loc>" in sitemap
    assert "evidence" not in sitemap


def test_the_map_says_beside_its_title_that_its_figures_are_preliminary(reader):
    home = text_of(reader.get("/en/"))
    assert re.search(r"Deaths by country, 2025 complete preliminary", home)


def test_years_behind_the_last_event_of_a_complete_total_count_as_years_without_deaths(reader):
    text = text_of(reader.get("/en/conflicts/nagorno-karabakh/"))
    assert "inactive since 2024" in text
    assert "every year from 2024 to 2025" in text
    assert "2023 is not covered completely" in text


def test_the_choice_of_borders_stands_in_the_address_and_stays_when_the_filter_changes(reader):
    default = reader.get("/en/?region=Europe")
    assert "Natural Earth, world-atlas" not in default.content.decode()
    there = next(link for link in links_of(default) if "borders=" in link)
    assert there == "./?region=Europe&amp;borders=natural-earth#map"
    chosen = reader.get("/en/?region=Europe&borders=natural-earth")
    html = chosen.content.decode()
    assert "Borders: Natural Earth, world-atlas" in html
    assert "Crimea: disputed area. Drawn in Ukraine by the UN-based borders, in Russia by Natural Earth." in html
    assert '<input type="hidden" name="borders" value="natural-earth">' in html
    assert links_of(chosen).count("./?borders=natural-earth") == 2, (
        "removing the filter, and showing everything, keep the borders"
    )
    assert "./?region=Europe#map" in links_of(chosen)
    assert re.search(r'aria-current="true">Control as drawn by Natural Earth<', html)


def test_borders_alone_are_no_filter_and_unknown_ones_are_refused(reader):
    assert "Show everything" not in text_of(reader.get("/en/?borders=natural-earth"))
    refused = reader.get("/en/?borders=mars")
    assert refused.status_code == 400
    assert "the values are un, natural-earth" in text_of(refused)


def test_the_map_policy_says_how_each_view_draws_each_disputed_area(reader):
    words = text_of(reader.get("/en/map-policy/"))
    assert "Golan Heights Syria Israel" in words
    assert "Jammu and Kashmir apart from every country India, Pakistan" in words
    assert "Somaliland Somalia apart from every country" in words
