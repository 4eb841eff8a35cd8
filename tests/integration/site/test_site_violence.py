"""What pages tell of deadly violence: the label in words, what it rests on, and nothing where the data cannot say."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from html import unescape

import pytest

from conflict_atlas.dossiers.dossier import Assessment, NarratedEvent
from support.published import published, shipped, small


def text_of(response) -> str:
    body = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def section(response, id: str) -> str:
    found = re.search(rf'<section class="section" id="{id}".*?</section>', response.content.decode(), re.DOTALL)
    assert found, f"the page has no section {id}"
    return found[0]


def test_a_country_page_says_what_deadly_violence_does_and_why(reader):
    response = reader.get("/en/countries/SDN/")
    told = text_of(response)
    assert re.search(r"Deadly violence: (worsening|unchanging|improving|quiet)", told)
    assert "As of December 2025, by the rule" in told
    assert "Counted by the country (Sudan), all violence in it" in told
    assert "first prints and will be revised" in told
    assert "the conflict is improving" not in told


def test_both_windows_lead_to_their_rows(reader):
    part = section(reader.get("/en/countries/SDN/"), "violence")
    links = [
        unescape(link)
        for link in re.findall(r'figure-number" href="\.\./\.\./(evidence/[^"]+)">([\d,]+)', part)
        for link in link[:1]
    ]
    shown = re.findall(r'figure-number" href="[^"]+">([\d,.]+)</a> deaths a month', part)
    assert len(links) == len(shown) == 2
    for link, rate, months in zip(links, shown, (3, 12), strict=True):
        rows = reader.get(f"/en/{link}")
        assert rows.status_code == 200
        total = sum(int(found.replace(",", "")) for found in _deaths_of_rows(rows))
        assert total / months == pytest.approx(float(rate.replace(",", "")), abs=0.51)


def _deaths_of_rows(response) -> list[str]:
    """The column best of the table of rows."""
    body = response.content.decode()
    heads = [re.sub(r"<[^>]+>", "", head).strip() for head in re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", body, re.DOTALL)]
    column = next(number for number, head in enumerate(heads) if head.lower().startswith("best"))
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body.split("<tbody", 1)[1], re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [re.sub(r"<[^>]+>", "", row[column]).strip() for row in cells if len(row) == len(heads)]


def test_ethiopia_gets_no_label_for_2022_from_the_pack(reader):
    part = section(reader.get("/en/countries/ETH/"), "violence")
    runs = re.findall(r"<li>([^<]*\d{4}[^<]*): ([a-z ]+?)(?: \(provisional\))?</li>", part)
    covering = [label for period, label in runs if _holds(period, 2022)]
    assert covering
    assert set(covering) == {"not assessed"}


def _holds(period: str, year: int) -> bool:
    years = [int(found) for found in re.findall(r"\d{4}", period)]
    return years[0] <= year <= years[-1]


def test_a_conflict_rests_on_its_main_countries_with_the_pack_and_says_so(reader):
    told = text_of(reader.get("/en/conflicts/sudan/"))
    assert "Counted by the main countries (Sudan), all violence in them: no complete series of the conflict itself" in told
    assert "All data here were imported on one day" in told


def test_the_dossier_says_how_far_its_text_reaches_beside_the_label(reader, starter):
    with published(starter, *shipped()):
        told = text_of(reader.get("/en/conflicts/nagorno-karabakh/"))
    assert "By the rule, from the data" in told
    assert "its text covers events to June 2024" in told


def test_narrated_events_of_the_same_months_stand_beside_the_label(reader, starter):
    event = NarratedEvent("truce", "2025-11", "Talks about a truce", "They met.[^one]")
    older = NarratedEvent("before", "2019-04", "An older event", "They met.[^one]")
    with published(starter, small(timeline=(event, older))):
        part = section(reader.get("/en/conflicts/sudan/"), "violence")
    assert "Talks about a truce" in part
    assert "An older event" not in part


def test_an_editor_who_judges_otherwise_is_told_beside_the_rule(reader, starter):
    shown = re.search(r"Deadly violence: ([a-z]+)", text_of(reader.get("/en/conflicts/sudan/")))[1]
    other = next(label for label in ("worsening", "improving") if label != shown)
    for label, said in ((other, 1), (shown, 0)):
        assessment = Assessment(label, "More people were killed.", "Edda", date(2026, 1, 1), date(2027, 6, 1))
        with published(starter, small(assessment=assessment)):
            told = text_of(reader.get("/en/conflicts/sudan/"))
        assert told.count(f"Editors judge “{label}”, the rule says “{shown}”: both stand") == said


def test_a_card_says_what_the_page_of_the_conflict_says(reader, starter):
    from conflict_atlas.events.catalogue import tracked
    from conflict_atlas.site import desk
    from conflict_atlas.site.pages.statuses import newest_of_conflicts, statuses

    here = desk.current()
    found = statuses(here)
    for entry in tracked.all():
        status = found.of_conflict(entry).assessment
        newest = newest_of_conflicts(here)[entry.slug]
        assert (newest.label, newest.is_provisional) == (status.label, status.provisional), entry.slug


def test_the_home_page_filters_by_status_and_keeps_it_in_the_address(reader):
    whole = reader.get("/en/")
    cards = re.findall(r"Deadly violence: ([a-z ]+)</p>", re.sub(r"<svg.*?</svg>", "", whole.content.decode(), flags=re.DOTALL))
    assert {"worsening", "improving", "unchanging"} <= {card.strip() for card in cards}
    found = reader.get("/en/?status=worsening")
    body = re.sub(r"<svg.*?</svg>", "", found.content.decode(), flags=re.DOTALL)
    shown = {word.strip() for word in re.findall(r'conflict-card__(?:status|place)"> Deadly violence: ([a-z ]+)', body)}
    assert shown == {"worsening"}
    assert 'value="worsening" selected' in body
    assert "Deadly violence: worsening <span" in body, "the filter in use can be taken off"
    both = reader.get("/en/?status=worsening&region=Africa").content.decode()
    assert 'href="./?status=worsening"' in both
    assert 'href="./?region=Africa"' in both


def test_an_unknown_status_is_refused_with_the_known_ones(reader):
    response = reader.get("/en/?status=better")
    assert response.status_code == 400
    assert "worsening" in text_of(response)


def test_the_legend_tells_every_label_in_words(reader):
    body = reader.get("/en/").content.decode()
    legend = re.search(r'<dl class="status-legend">.*?</dl>', body, re.DOTALL)[0]
    for word in ("worsening", "unchanging", "improving", "quiet", "not assessed"):
        assert word in legend
    assert legend.count("<svg") == 5


def test_an_empty_workspace_has_pages_without_a_label(reader, empty_workspace):
    assert reader.get("/en/").status_code == 200
    response = reader.get("/en/countries/SDN/")
    assert response.status_code == 200
    assert "Deadly violence:" not in text_of(response)


def test_the_methodology_page_tells_every_number_of_every_rule_from_the_program(reader):
    from conflict_atlas.analysis.change_points import AlertParameters, PhaseParameters
    from conflict_atlas.analysis.flags import FlagParameters
    from conflict_atlas.analysis.forecast.analog_forest import ForestParameters
    from conflict_atlas.analysis.status.lag import LagParameters
    from conflict_atlas.analysis.status.trend import TrendParameters

    body = reader.get("/en/methodology/").content.decode()
    rules = (TrendParameters(), LagParameters(), PhaseParameters(), AlertParameters(), ForestParameters(), FlagParameters())
    for rule in rules:
        for field in fields(rule):
            assert f'<code>{field.name}</code></th><td class="number">{getattr(rule, field.name):g}</td>' in body


def test_no_meaning_is_told_of_a_number_that_is_gone():
    from conflict_atlas.site.pages import methodology

    for table, meanings in zip(
        (*methodology.status_tables(), *methodology.forecast_tables()),
        (methodology._trend, methodology._lag, methodology._phases, methodology._alerts, methodology._forest, methodology._flags),
        strict=True,
    ):
        assert {line.name for line in table.lines} == set(meanings())


def test_the_methodology_page_shows_what_the_rule_reached_on_the_past(reader):
    told = text_of(reader.get("/en/methodology/"))
    assert "false worsening, mean" in told
    assert "measured 20" in told
