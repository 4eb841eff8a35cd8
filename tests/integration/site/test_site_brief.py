"""The data brief on every page of a tracked conflict and of a country: sentences, links, and what they may not say."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from conflict_atlas.events.catalogue import countries, tracked
from conflict_atlas.events.importing import ImportRequest, import_files
from conflict_atlas.events.sources.ucdp_ged import SOURCE
from conflict_atlas.events.vocabulary import Completeness
from conflict_atlas.workspace import Workspace
from support.official import official_row, write_official

CODES = [country.iso3 for country in countries.all() if country.region and not country.filed_under]
JUDGING = re.compile(r"\b(?:because|due to|caused|sadly|worse|better|brutal|massacre|terror\w*|tragic|huge|dramatic\w*)\b", re.I)


def text_of(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


def brief_in(response) -> str:
    found = re.search(r'<section[^>]* id="brief".*?</section>', response.content.decode(), re.DOTALL)
    assert found, "the page has no brief"
    return found[0]


def brief_of(reader, path: str) -> str:
    return text_of(brief_in(reader.get(path)))


def every_brief(step: int = 1) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The sentences of every tracked conflict and country, or of each one in ``step``, on the data of the moment."""
    from conflict_atlas.site import desk
    from conflict_atlas.site.pages import named
    from conflict_atlas.site.pages.brief.text import brief_of_conflict, brief_of_country
    from conflict_atlas.site.pages.frame import Place

    here = desk.current()
    for entry in tracked.all()[::step]:
        path = f"en/conflicts/{entry.slug}/"
        found = brief_of_conflict(here, named.held(here, tracked.all_conflicts(entry.slug)), Place.of(path), ())
        yield path, tuple(sentence for paragraph in found.paragraphs for sentence in paragraph)
    for code in CODES[::step]:
        path = f"en/countries/{code}/"
        found = brief_of_country(here, code, Place.of(path), ())
        yield path, tuple(sentence for paragraph in found.paragraphs for sentence in paragraph)


def faults(path: str, sentences: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with a brief, each said with the page."""
    if not 5 <= len(sentences) <= 8:
        yield f"{path}: {len(sentences)} sentences"
    for markup in sentences:
        text = text_of(markup)
        if not re.fullmatch(r"[A-Z].*[^.]\.", text) or re.search(r"\b(?:None|nan)\b|%\(|\(\)|, ,|\s,|not known deaths", text):
            yield f"{path}: no plain sentence: {text}"
        if re.search(r"(?<![\d,.])1 (?:deaths|others|countries|other months|conflict ids)\b", text):
            yield f"{path}: one is not several: {text}"
        if re.search(r"\b(?:[2-9]|\d[\d,]*\d) death\b", text):
            yield f"{path}: several are not one: {text}"
        if JUDGING.search(text):
            yield f"{path}: a judgement or a cause: {text}"
        # Names of parties are long, and so is all that has to be known of a number.
        if len(text.split()) > 36:
            yield f"{path}: a long sentence: {text}"
        unlinked = re.sub(r"\([^()]*\)|<a [^>]*>.*?</a>", "", markup)
        if re.search(r"\d[\d,]* (?:of|deaths?)\b", unlinked.replace("ids under 25 deaths", "")):
            yield f"{path}: a number of deaths without its rows: {text}"


def test_every_page_on_the_starter_pack_has_five_to_eight_plain_sentences():
    wrong = [fault for path, sentences in every_brief() for fault in faults(path, sentences)]
    assert wrong == []


def show_release(tmp_path: Path, settings: object, completeness: Completeness | None) -> None:
    """An imported release of events of two conflicts, three pairs of parties and two countries in 2018 to 2020."""
    workspace = Workspace.create(tmp_path / "release")
    start = date(2018, 1, 1)
    rows = [official_row(number, date_start=str(start + timedelta(days=number * 9)), best=3) for number in range(1, 120)]
    rows.append(
        official_row(200, date_start="2020-06-01", best=1, dyad_new_id=9, dyad_name="A - B", iso3="SDN", deaths_unknown=0)
    )
    rows.append(
        official_row(
            201,
            date_start="2020-07-01",
            best=4,
            deaths_a=0,
            deaths_civilians=4,
            type_of_violence=3,
            conflict_new_id=309,
            conflict_name="Sudan: Government",
            dyad_new_id=10,
            dyad_name="C - Civilians",
            iso3="SDN",
        )
    )
    path = write_official(tmp_path / "ged201-csv.csv", rows)
    import_files(workspace, SOURCE, [path], ImportRequest(completeness=completeness))
    settings.ATLAS_WORKSPACE = workspace.root


@pytest.mark.parametrize(("completeness", "step"), [(Completeness.COMPLETE, 1), (None, 5)])
def test_every_page_on_an_imported_release_has_five_to_eight_plain_sentences(tmp_path, settings, completeness, step):
    show_release(tmp_path, settings, completeness)
    wrong = [fault for path, sentences in every_brief(step) for fault in faults(path, sentences)]
    assert wrong == []


@pytest.mark.parametrize(
    ("completeness", "told"),
    [
        (None, "No twelve months in a row are held in full, so that none are set against the year before."),
        (
            Completeness.COMPLETE,
            "In the latest twelve months held in full UCDP counts 115 deaths (2020), in the twelve before 123 (2019).",
        ),
    ],
)
def test_a_release_names_the_parties_and_years_are_compared_where_it_is_complete(reader, tmp_path, settings, completeness, told):
    show_release(tmp_path, settings, completeness)
    text = brief_of(reader, "/en/conflicts/nagorno-karabakh/")
    assert "most deaths are those of Government of Azerbaijan - Republic of Artsakh: 357 deaths (2018–2020" in text
    assert told in text


def test_civilians_in_one_sided_violence_are_so_by_definition(reader, tmp_path, settings):
    show_release(tmp_path, settings, Completeness.COMPLETE)
    text = brief_of(reader, "/en/countries/SDN/")
    assert "Civilians are 80 % of the 5 deaths" in text
    assert ", in one-sided violence by definition." in text


@pytest.mark.parametrize(
    "path", ["/en/conflicts/nagorno-karabakh/", "/en/conflicts/sudan/", "/en/countries/SSD/", "/en/countries/ISR/"]
)
def test_each_number_leads_to_a_page_of_rows_that_says_it(reader, path):
    markup = brief_in(reader.get(path))
    links = re.findall(r'<a href="(\.\./\.\./evidence/[^"]+)">([^<]+)</a>', markup)
    assert len(links) >= 5
    for href, told in links:
        query = urlsplit(html.unescape(href)).query
        response = reader.get(f"/en/evidence/?{query}")
        assert response.status_code == 200
        if re.fullmatch(r"[\d,]+", told) and "by" not in parse_qs(query) and "of unknown kind" not in markup.split(told)[-1][:30]:
            assert told in response.content.decode(), (told, query)


def test_a_brief_says_who_wrote_it_from_what_and_as_of_when(reader):
    for path in ("/en/conflicts/sudan/", "/en/conflicts/nagorno-karabakh/", "/en/countries/SDN/"):
        response = reader.get(path)
        assert "Written by program from the data named below, as of 28 February 2026; no editor wrote it." in text_of(
            brief_in(response)
        )
        assert 'id="sources"' in response.content.decode()


def test_zero_unknown_and_not_covered_are_three_sentences(reader):
    iceland = brief_of(reader, "/en/countries/ISL/")
    assert "In the latest twelve months held in full (2025, preliminary) UCDP counts no deaths." in iceland
    assert "UCDP counts no deaths (Jan 1989 to Feb 2026, partly preliminary); other events may have some." in iceland
    assert "Not known from the data held: deaths by month, 1989–2024; how much is missing of January 2026." in iceland


def test_the_country_that_holds_others_carries_the_note_of_the_publisher(reader):
    text = brief_of(reader, "/en/countries/ISR/")
    assert "UCDP files the Gaza Strip and the West Bank under its country 666; 8,144 of 9,623 deaths in located events" in text


def test_without_events_no_parties_are_made_up(reader):
    text = brief_of(reader, "/en/conflicts/nagorno-karabakh/")
    assert "UCDP files this under 4 conflict ids, most deaths, 13,949 (1989–2024), under Azerbaijan: Artsakh" in text
    assert "who fought whom" in text


def test_a_share_of_civilians_is_told_as_a_bound(reader):
    text = brief_of(reader, "/en/conflicts/nagorno-karabakh/")
    assert "Between 8 % and 24 % of the 15,061 deaths (1989–2024) are civilians" in text


def test_a_country_of_which_the_series_of_both_years_holds_little_is_not_compared(reader):
    text = brief_of(reader, "/en/countries/SSD/")
    assert "They are not set against the year before: the series that holds both years has only 32 % of them." in text


def test_the_latest_phase_of_a_country_is_told_with_its_level(reader):
    text = brief_of(reader, "/en/countries/SDN/")
    assert re.search(
        r"By level, events within one month fall into \d+ phases since January 1989; the latest, from April 2023, has \d+ deaths",
        text,
    )


def test_a_site_without_data_has_no_brief(reader, empty_workspace):
    assert b'id="brief"' not in reader.get("/en/conflicts/sudan/").content
    assert b'id="brief"' not in reader.get("/en/countries/SDN/").content


def test_the_page_of_a_single_id_has_no_brief(reader):
    assert b'id="brief"' not in reader.get("/en/ucdp/388/").content
