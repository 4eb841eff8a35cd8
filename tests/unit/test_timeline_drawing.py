"""The timeline: every event in its place, no two marks over each other, nothing outside the band, and text that stays text."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.dossiers.dates import read_edtf
from conflict_atlas.publish.drawing.time_rows import LEFT, RIGHT, Placed, eras, rows
from conflict_atlas.publish.drawing.timeline import Group, Mark, TimelineWords, draw

SVG = "{http://www.w3.org/2000/svg}"
FOLDER = Path(__file__).parents[2] / "src/conflict_atlas/starter/dossiers/nagorno-karabakh"
WORDS = {"title": "Timeline", "description": "Events from 1918 to 2024."}


def a_mark(key: str, when: str, category: str = "") -> Mark:
    span = read_edtf(when)
    return Mark(key, f"{when}: {key}", span.first, span.last, span.precision, span.approximate, category)


SOME = (
    a_mark("rebellion", "1920"),
    a_mark("soviet", "1921~"),
    a_mark("vote", "1988-02-20", "vote"),
    a_mark("war", "[1985..1989]/1994-05", "fighting"),
    a_mark("talks", "1994-05/..", "talks"),
    a_mark("summer", "2020-22", "fighting"),
    a_mark("attack", "2020-09-27", "fighting"),
    a_mark("deal", "2020-11-09", "agreement"),
    a_mark("left", "2024-06-12"),
)


def tree(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)


def links(markup: str) -> list[str]:
    return [element.get("href") or "" for element in tree(markup).iter(f"{SVG}a")]


# A generator of any timeline: days, spans, open ends, in any order and density.
_DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31)) | st.dates(date(2020, 1, 1), date(2023, 12, 31))


@st.composite
def some_marks(draw_from: st.DrawFn) -> list[Mark]:
    marks = []
    for number in range(draw_from(st.integers(1, 40))):
        first, last = sorted((draw_from(_DAYS), draw_from(_DAYS)))
        kind = draw_from(st.sampled_from(["day", "month", "interval", "open", "unknown"]))
        if kind == "day":
            last = first
        elif kind == "month":
            last = first + timedelta(days=min(30, (date.max - first).days))
        ends = {"open": (first, None), "unknown": (None, last)}.get(kind, (first, last))
        marks.append(
            Mark(f"e{number}", f"Event {number}", *ends, "open" if kind == "unknown" else kind, draw_from(st.booleans()))
        )
    return marks


@settings(max_examples=60, deadline=None)
@given(some_marks())
def test_every_event_is_there_once_as_a_link_and_no_mark_leaves_the_band(marks: list[Mark]) -> None:
    placed = [part for row in rows(marks) for part in row.placed]
    assert sorted(part.mark.key for part in placed if part.begins) == sorted(mark.key for mark in marks)
    for part in placed:
        assert LEFT - 1e-6 <= part.left < part.right <= RIGHT + 1e-6
    assert sorted(links(draw(marks, **WORDS))) == sorted(f"#event-{mark.key}" for mark in marks)


@settings(max_examples=60, deadline=None)
@given(some_marks())
def test_no_two_marks_of_a_lane_overlap(marks: list[Mark]) -> None:
    for row in rows(marks):
        for one, other in itertools.combinations(row.placed, 2):
            assert one.lane != other.lane or one.right <= other.left or other.right <= one.left


@settings(max_examples=60, deadline=None)
@given(some_marks())
def test_rows_follow_each_other_without_a_gap_from_the_first_year_to_the_last(marks: list[Mark]) -> None:
    years = eras(marks)
    assert all(first <= last for first, last in years)
    assert all(after[0] == before[1] + 1 for before, after in itertools.pairwise(years))
    assert years[0][0] == min((mark.first or mark.last or date.max).year for mark in marks)
    assert years[-1][1] == max((mark.last or mark.first or date.min).year for mark in marks)


@settings(max_examples=40, deadline=None)
@given(some_marks())
def test_the_drawing_is_the_same_whatever_the_order_and_holds_every_text_inside(marks: list[Mark]) -> None:
    drawn = draw(marks, **WORDS)
    assert drawn == draw(marks, **WORDS)
    assert rows(marks) == rows(list(reversed(marks)))
    root = tree(drawn)
    width, height = map(float, (root.get("viewBox") or "").split()[2:])
    for group in root.findall(f"{SVG}g"):
        for text in group.findall(f"{SVG}text"):
            assert 0 <= float(text.get("x", "nan")) <= width
            assert 0 < float(text.get("y", "nan")) < height


def the_part(key: str) -> Placed:
    return next(part for row in rows(SOME) for part in row.placed if part.mark.key == key and part.begins)


def test_a_quiet_century_takes_one_row_and_a_crowded_year_one_of_its_own() -> None:
    quiet = [a_mark(f"old-{year}", str(year)) for year in (1918, 1919, 1921, 1964)]
    crowded = [a_mark(f"new-{day}", f"2020-10-{day:02}") for day in range(1, 25)]
    assert eras([*quiet, *crowded]) == ((1918, 2019), (2020, 2020))


def test_a_day_is_a_point_and_anything_less_exact_is_a_wider_bar() -> None:
    day, month = the_part("vote"), the_part("soviet")
    assert day.right - day.left == 11
    assert month.right - month.left >= 22


def test_a_short_bar_grows_away_from_its_open_end() -> None:
    around = [a_mark("first", "2020-01-01"), a_mark("last", "2020-12-31")]
    for when, at in (("2020-07-01/..", "left"), ("/2020-06-30", "right")):
        part = next(part for row in rows([*around, a_mark("open", when)]) for part in row.placed if part.mark.key == "open")
        assert getattr(part, at) == pytest.approx(LEFT + (RIGHT - LEFT) * 182 / 366, abs=0.1)


def test_an_event_that_lasts_goes_on_through_every_later_row_and_links_once() -> None:
    talks = Mark("talks", "Talks", date(1994, 5, 1), date(2024, 6, 12), "interval")
    days = [a_mark(f"d{year}-{month}", f"{year}-{month:02}-11") for year in (1994, 2020, 2023) for month in range(1, 13)]
    parts = [part for row in rows([talks, *days]) for part in row.placed if part.mark.key == "talks"]
    assert [part.begins for part in parts] == [True, False, False]
    assert [part.before for part in parts] == [False, True, True]
    assert [part.after for part in parts] == [True, True, False]
    assert links(draw([talks, *days], **WORDS)).count("#event-talks") == 1


def test_every_link_has_a_name_and_leads_to_the_entry_of_the_list() -> None:
    drawn = draw(SOME, link_prefix="#happened-", **WORDS)
    named = {element.get("href"): element.get("aria-label") for element in tree(drawn).iter(f"{SVG}a")}
    assert named == {f"#happened-{mark.key}": mark.title for mark in SOME}
    assert tree(drawn).get("role") == "group"


def test_imprecise_marks_are_striped_and_exact_ones_are_not() -> None:
    def stripes(*marks: Mark) -> int:
        return draw(marks, **WORDS).count('fill="url(#timeline-pale)"') - 1  # The legend has one.

    assert stripes(a_mark("a", "2020-09-27"), a_mark("b", "2020-09"), a_mark("c", "2020-09/2020-11")) == 0
    assert stripes(a_mark("a", "1921~"), a_mark("b", "[1985..1989]/1994"), a_mark("c", "2023/..")) >= 2


def test_shapes_tell_the_groups_apart_and_the_legend_names_those_in_use() -> None:
    talks = draw([a_mark("a", "2020-09-27", "talks")], **WORDS)
    assert "Talks, ceasefires and agreements" in talks
    assert "Fighting" not in talks
    own = TimelineWords(groups=(Group("square", "Alles", frozenset()),))
    drawn = draw([a_mark("a", "1990"), a_mark("b", "1992", "talks")], words=own, **WORDS)
    assert "1990–1992" in drawn
    assert "Alles" in drawn


def test_hostile_text_stays_text_and_nothing_is_a_script_or_a_style() -> None:
    hostile = "</title><script>alert('x')</script>\x00\"&"
    drawn = draw(
        [Mark(hostile, hostile, date(2020, 1, 1), date(2020, 1, 1), "day", category=hostile)], title=hostile, description=hostile
    )
    root = tree(drawn)
    assert not list(root.iter(f"{SVG}script"))
    assert " style=" not in drawn
    assert "alert('x')" in (next(root.iter(f"{SVG}a")).get("aria-label") or "")


def test_a_timeline_without_events_and_an_event_without_a_date_are_refused() -> None:
    with pytest.raises(ValueError, match="without events"):
        draw([], **WORDS)
    with pytest.raises(ValueError, match="without any date"):
        draw([Mark("a", "A", None, None, "open")], **WORDS)


def test_the_timeline_of_the_shipped_dossier_is_not_tall_and_holds_every_event() -> None:
    entries = yaml.safe_load((FOLDER / "timeline.yaml").read_text(encoding="utf-8"))
    marks = [a_mark(entry["key"], entry["when"], entry.get("category", "")) for entry in entries]
    assert len(links(draw(marks, **WORDS))) == len(entries) >= 40
    for row in rows(marks):
        assert row.lanes <= 14, (row.first_year, row.last_year)
