"""Plain words: syllables, grades, and what stands in the way of children."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_atlas.plain import syllables
from conflict_atlas.plain.levels import LIMITS, Level
from conflict_atlas.plain.lint import check
from conflict_atlas.plain.readability import fernandez_huerta, flesch_kincaid, measure

EASY = "A war began in 1988. Many people were afraid. They had to leave their homes. Other people helped them."


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("war", 1), ("peace", 1), ("people", 2), ("fire", 1), ("homes", 1), ("houses", 2), ("changed", 1), ("wanted", 2), ("table", 2),
        ("created", 3), ("area", 3), ("soldier", 2), ("million", 2), ("question", 2), ("region", 2), ("serious", 3), ("government", 3),
        ("ceasefire", 2), ("refugees", 3), ("agreement", 3), ("organization", 5), ("independence", 4), ("Azerbaijan", 4),
        ("Nagorno-Karabakh", 6), ("don't", 1), ("Russia's", 2), ("x", 1),
    ],
)  # fmt: skip
def test_english_syllables(word: str, count: int) -> None:
    assert syllables.english(word) == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("guerra", 2),
        ("país", 2),
        ("paz", 1),
        ("ciudad", 2),
        ("río", 2),
        ("quien", 1),
        ("aéreo", 4),
        ("conflicto", 3),
        ("pingüino", 3),
        ("ahora", 3),
        ("y", 1),
        ("muy", 1),
    ],
)
def test_spanish_syllables(word: str, count: int) -> None:
    assert syllables.spanish(word) == count


def test_the_formulas_are_those_of_their_sources() -> None:
    assert flesch_kincaid(10, 1.5) == pytest.approx(0.39 * 10 + 11.8 * 1.5 - 15.59)
    assert fernandez_huerta(10, 2) == pytest.approx(206.84 - 120 - 10.2)


def test_an_easy_text_is_measured_and_clean_at_level_a() -> None:
    found = check(EASY)
    assert (found.readability.sentences, found.readability.longest, found.readability.over_twenty) == (4, 6, 0)
    assert found.readability.neutral_grade is not None
    assert found.readability.neutral_grade < LIMITS[Level.A].grade
    assert found.is_clean
    assert found.findings == ()


def test_names_count_two_syllables_wherever_they_are_long() -> None:
    plain = measure("The people of Town met. They spoke of Town.")
    named = measure("The people of Nagorno-Karabakh met. They spoke of Nagorno-Karabakh.")
    assert named.grade is not None
    assert plain.grade is not None
    assert named.neutral_grade is not None
    assert named.grade > plain.grade + 5
    assert named.neutral_grade < named.grade


def test_headings_and_cells_are_not_read_as_sentences() -> None:
    assert measure(f"What happened\n\n{EASY}\n\nKilled | 12 | 13 |\n").sentences == 4


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The men were beheaded.", "graphic"),
        ("They were evil people.", "judging"),
        ("It was an ancient hatred.", "ancient-hatred"),
        ("Armenia claimed that the other side began it.", "verb-of-speech"),
        ("Of course they lost.", "too-sure"),
        ("In 1994 about 20,000 people died.", "one-number"),
        (
            "One day the people of the town and the people of the hills came together to talk about how they could "
            "stop the long war.",
            "long-sentence",
        ),
    ],
)
def test_what_stands_in_the_way_is_found_with_its_place(text: str, rule: str) -> None:
    found = [finding for finding in check(text, Level.B).findings if finding.rule == rule]
    assert len(found) == 1
    assert text[found[0].start : found[0].end] == found[0].words
    assert found[0].message


def test_a_range_and_a_date_are_one_number() -> None:
    assert check("Between 10 and 20 people came.").findings == ()
    assert check("It ended on 9 November 2020.").findings == ()


def test_a_word_of_the_glossary_is_explained_where_it_stands_first() -> None:
    words = {"ceasefire": "a stop to fighting"}
    assert [finding.rule for finding in check("There was a ceasefire. It held.", glossary=words).findings] == ["unexplained"]
    assert check("There was a ceasefire (a stop to fighting). The ceasefire held.", glossary=words).findings == ()
    assert check("There was a war.", glossary=words).findings == ()


def test_a_figure_needs_a_claim_where_texts_are_written_with_claims() -> None:
    def found(text: str) -> list[str]:
        return [item.rule for item in check(text, Level.B, with_claims=True).findings if item.rule != "grade"]

    assert found("About 20,000 people fled.") == ["without-claim"]
    assert found("{enc-displaced} people fled.") == []
    assert found("Two of them came back.") == []


def test_a_hard_text_is_told_by_grade_and_length() -> None:
    text = "International organizations repeatedly criticized governmental representatives. " * 3
    assert {finding.rule for finding in check(text).findings} == {"grade"}
    assert not check(text).is_clean


def test_spanish_is_measured_by_ease_and_other_languages_are_not() -> None:
    spanish = measure("La guerra terminó. La gente volvió a su casa.", "es")
    assert spanish.grade is None
    assert spanish.ease is not None
    other = measure("Der Krieg war zu Ende.", "de")
    assert (other.grade, other.ease, other.sentences) == (None, None, 1)


@given(st.text(max_size=300))
def test_any_text_is_checked_and_places_hold(text: str) -> None:
    for finding in check(text, Level.B, glossary={"war": "fighting"}, with_claims=True).findings:
        assert 0 <= finding.start <= finding.end <= len(text)
        assert not finding.words or text[finding.start : finding.end] == finding.words
