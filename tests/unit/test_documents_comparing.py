"""Comparing, versions, adapters, provenance: what may be concluded from claims, and what may not."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_atlas.documents import marked, provenance
from conflict_atlas.documents.adapters import Suggestion, verified
from conflict_atlas.documents.comparing.intervals import interval, intervals_meet
from conflict_atlas.documents.comparing.relating import relate
from conflict_atlas.documents.comparing.relation import Relation
from conflict_atlas.documents.comparing.told import Told
from conflict_atlas.documents.document import compared, document_of
from conflict_atlas.documents.records import Figure, Timex
from conflict_atlas.documents.suggesting import Harm, anchor, may_accept_by_rule, wilson_low
from conflict_atlas.documents.versions import moved


def told(value: float | None = None, qualifier: str = "exact", doc: str = "a", **more: object) -> Told:
    low = value if qualifier in ("at_least", "more_than") else None
    fields = {"low": low, "kind": "killed", "unit": "persons"} | more
    figure = Figure(start=0, end=2, quote=str(value), rule_id="x", value=value, qualifier=qualifier, **fields)
    return Told(doc, figure, "", None, doc)


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        (told(12), told(12, doc="b"), Relation.CORROBORATION),
        (told(12), told(20, doc="b"), Relation.CONTRADICTION),
        (told(12, "at_least"), told(20, doc="b"), Relation.COMPATIBLE_BOUNDS),
        (told(20, "at_least"), told(12, doc="b"), Relation.CONTRADICTION),
        (told(12, "more_than"), told(12, doc="b"), Relation.CONTRADICTION),
        (told(100, "approx"), told(105, doc="b"), Relation.COMPATIBLE_BOUNDS),
        (told(5, population="children"), told(12, doc="b"), Relation.DIFFERENT_SCOPE),
        (told(15, population="children"), told(12, doc="b"), Relation.CONTRADICTION),
        (told(5, population="soldiers"), told(12, population="civilians", doc="b"), Relation.DIFFERENT_SCOPE),
        (told(5, side=("A",)), told(12, side=("B",), doc="b"), Relation.DIFFERENT_SCOPE),
        (
            told(5, period=("2020-01-01", "2020-12-31")),
            told(4, period=("2020-01-01", "2021-12-31"), doc="b"),
            Relation.CONTRADICTION,
        ),
        (told(12), told(12, kind="casualties", doc="b"), Relation.DIFFERENT_TERMS),
    ],
)
def test_contradiction_is_said_only_where_scopes_are_equal_or_nested_the_wrong_way(
    first: Told, second: Told, relation: Relation
) -> None:
    for pair in ((first, second), (second, first)):
        found = relate(*pair)
        assert found is not None
        assert found[0] is relation


BOUNDS = st.tuples(st.floats(0, 1e9), st.floats(0, 1e9)).map(sorted).map(tuple)


@given(BOUNDS, BOUNDS)
def test_intervals_stand_to_each_other_the_same_way_round(first: tuple[float, float], second: tuple[float, float]) -> None:
    assert intervals_meet(first, second) == intervals_meet(second, first)
    assert (intervals_meet(first, second) == "disjoint") == (first[1] < second[0] or second[1] < first[0])


@given(st.floats(0, 1e9), st.sampled_from(["exact", "approx", "at_least", "more_than", "up_to"]))
def test_an_interval_holds_the_number_it_is_of(value: float, qualifier: str) -> None:
    low, high = interval(told(value, qualifier).figure)
    assert low <= high
    assert low <= value or qualifier == "more_than"
    assert value <= high
    assert interval(replace(told(None).figure, low=3.0, high=None)) == (3.0, math.inf)


def test_two_documents_are_compared_with_the_place_of_each_passage() -> None:
    first = document_of(b"On 4 May 2024, 12 civilians were killed in Nyala in Sudan, the army said.", "a.txt")
    second = document_of(b"On 4 May 2024, 20 civilians were killed in Nyala in Sudan, doctors said.", "b.txt")
    found = next(item for item in compared([first, second]) if item.relation == "contradiction")
    assert {doc for doc, _, _ in found.spans} == {"a.txt", "b.txt"}
    page = marked.comparison_page([found], {"a.txt": first.text, "b.txt": second.text})
    assert "cannot both be true" in page


def test_pages_of_documents_hold_no_markup_of_theirs() -> None:
    document = document_of(b"<b>12</b> people were killed <script>alert(1)</script> in Nyala.", "x.txt")
    page = marked.page(document, document.extraction().records)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_annotations_find_their_words_by_place_and_by_quote() -> None:
    document = document_of(b"On 4 May 2024, 12 civilians were killed in Nyala.", "a.txt")
    for record in document.extraction().records:
        selectors = provenance.annotation(document, record)["target"]["selector"]
        assert document.text[selectors[0]["start"] : selectors[0]["end"]] == selectors[1]["exact"]
        assert selectors[1]["prefix"] + selectors[1]["exact"] + selectors[1]["suffix"] in document.text
    told_of_it = provenance.prov(document, document.extraction().records)
    assert all(item["prov:entity"] in told_of_it["entity"] for item in told_of_it["wasGeneratedBy"].values())


class Recorded:
    """A reply of a language model, as it was recorded: some of it holds, some does not."""

    key = "recorded"

    def suggest(self, text: str) -> list[Suggestion]:
        def figure(quote: str, value: float, who: str | None = None) -> Suggestion:
            return Suggestion(quote, Figure(start=0, end=0, quote="", rule_id="", value=value, kind="killed", attributed_to=who))

        return [
            figure("12 civilians", 12.0, "the army"),
            figure("12 civilians", 13.0),
            figure("twelve civilians", 12.0),
            figure("12 civilians", 12.0, "the United Nations"),
            figure("killed", 12.0),
            Suggestion("4 May 2024", Timex(start=0, end=0, quote="", rule_id="", from_="2024-05-04", to="2024-05-04")),
            Suggestion("4 May 2024", Timex(start=0, end=0, quote="", rule_id="", from_="2024-05-05", to="2024-05-05")),
        ]


def test_an_engine_is_believed_only_where_its_quote_stands_and_our_own_reading_agrees() -> None:
    text = "On 4 May 2024, 12 civilians were killed in Nyala, the army said."
    kept, refused = verified(Recorded(), text)
    assert [(record.quote, record.rule_id) for record in kept] == [
        ("12 civilians", "engine:recorded"),
        ("4 May 2024", "engine:recorded"),
    ]
    assert all(text[record.start : record.end] == record.quote for record in kept)
    reasons = [item.why for item in refused]
    assert len(reasons) == 5
    assert any("does not give 13" in why for why in reasons)
    assert any("does not stand in the text" in why for why in reasons)
    assert any("speaker" in why for why in reasons)


def test_a_rule_earns_trust_slowly_and_never_over_figures() -> None:
    assert wilson_low(0, 0) == 0
    assert wilson_low(200, 200) == pytest.approx(0.98115, abs=1e-5)
    assert may_accept_by_rule(Harm.PLACE, 200, 200)
    assert not may_accept_by_rule(Harm.PLACE, 199, 199)
    assert not may_accept_by_rule(Harm.PLACE, 196, 200)
    assert not any(may_accept_by_rule(harm, 10**6, 10**6) for harm in (Harm.PEOPLE, Harm.ATTRIBUTION, Harm.ROLE, Harm.FIGURE))


def test_an_anchor_has_at_most_eight_words_and_begins_with_the_figure() -> None:
    text = "They said that at least 12 civilians and many others were killed there on that day by them."
    figure = Figure(start=15, end=26, quote=text[15:26], rule_id="x", value=12)
    start, end = anchor(text, figure)
    assert text[start:end].startswith("at least 12 civilians")
    assert len(text[start:end].split()) <= 8


WORDS = st.text(alphabet="abc \n", max_size=80)


@given(WORDS, WORDS, st.data())
def test_a_span_is_found_again_only_where_its_words_stand(old: str, new: str, data: st.DataObject) -> None:
    if not old:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    place = moved(old, new, [(start, end)])[start, end]
    if place is not None:
        assert new[place[0] : place[1]] == old[start:end]


def test_a_new_first_line_moves_what_stands_below_it() -> None:
    old = "One.\n\nTwo 12 three.\n"
    assert moved(old, "Zero.\n\n" + old, [(10, 12)]) == {(10, 12): (17, 19)}
    assert moved(old, "One.\n\nTwo 13 three.\n", [(10, 12)]) == {(10, 12): None}


def test_one_event_told_by_two_documents_is_put_side_by_side_and_days_apart_are_no_contradiction() -> None:
    first = document_of(b"On 9 November 2020 Russia brokered a ceasefire between Armenia and Azerbaijan.", "a.txt")
    for day, relation in (("9 November 2020", "corroboration"), ("10 November 2020", "tension")):
        second = document_of(f"Russia brokered a ceasefire between Armenia and Azerbaijan on {day}.".encode(), "b.txt")
        assert [item.relation for item in compared([first, second])] == [relation]
    second = document_of(b"In November 2020 Russia brokered a ceasefire between Armenia and Azerbaijan.", "b.txt")
    assert [item.relation for item in compared([first, second])] == ["different_granularity"]


def test_figures_whose_times_are_not_told_are_not_set_against_each_other_across_documents() -> None:
    first = document_of(b"Thousands of people fled.", "a.txt")
    second = document_of(b"About 230,000 people fled in 1992.", "b.txt")
    assert compared([first, second]) == []


def test_a_voice_that_gives_a_part_larger_than_its_whole_contradicts_itself() -> None:
    text = b"44 people were killed (2021-2022).\n\nOn 13 September 2022, at least 49 soldiers were killed.\n"
    found = [item for item in document_of(text, "a.txt").extraction().records if getattr(item, "relation", "") == "contradiction"]
    assert [item.why for item in found] == ["The part (at least 49) is larger than the whole (44)."]


def test_denials_and_speakers_who_name_each_other_are_told_as_disputes() -> None:
    def disputes(text: str) -> list[str]:
        records = document_of(text.encode(), "a.txt").extraction().records
        return [record.rule_id for record in records if getattr(record, "relation", "") == "attributed_dispute"]

    assert disputes("The army denied that it had shelled the market.") == ["compare-denial"]
    assert disputes("Armenia said Azerbaijan attacked its positions. Azerbaijan said Armenia had begun it.") == [
        "compare-each-other"
    ]
    assert disputes("The minister said that the road was open.") == []
