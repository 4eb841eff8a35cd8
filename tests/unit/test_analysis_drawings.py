"""The drawings of status and forecast say in words what they show, and show what they say."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.analysis.status.labels import Label
from conflict_atlas.events.months import Month
from conflict_atlas.publish.drawing.fan_chart import HEIGHT, WIDTH, FanMonth, PastMonth, fan_chart
from conflict_atlas.publish.drawing.status_mark import status_mark
from conflict_atlas.publish.drawing.windows_chart import ChartMonth, ChartWindow, windows_chart

FIRST = Month(2025, 1)
SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def numbers(svg: str) -> list[float]:
    return [float(found) for path in re.findall(r' d="([^"]+)"', svg) for found in re.findall(r"-?\d+(?:\.\d+)?", path)]


def fan(ahead: int = 3, past: int = 12, came: tuple[float, ...] = ()) -> str:
    known = [PastMonth(FIRST.plus(number), float(number * 10) if number != 5 else None) for number in range(past)]
    known += [PastMonth(FIRST.plus(past + number), deaths) for number, deaths in enumerate(came)]
    months = tuple(FanMonth(FIRST.plus(past + number), (0, 1, 5, 20, 80, 300, 2500)) for number in range(ahead))
    return fan_chart(known, months, title="Forecast: <Mali>", measure="Deaths", id="fan")


def test_a_fan_tells_every_month_and_interval_in_words() -> None:
    said = parsed(fan()).find(f"{SVG}desc").text
    for month in ("January 2026", "February 2026", "March 2026"):
        assert f"{month}: 20 in the middle, 50 % 5 to 80, 90 % 0 to 2,500" in said
    assert "What came" not in said


def test_what_came_is_drawn_upon_the_fan_and_said() -> None:
    root = parsed(fan(came=(7.0,)))
    circles = root.findall(f"{SVG}circle")
    assert len(circles) == 1
    assert circles[0].find(f"{SVG}title").text == "January 2026: 7 came"
    assert "What came: January 2026: 7" in root.find(f"{SVG}desc").text


def test_an_unknown_month_interrupts_the_line() -> None:
    lines = [path for path in re.findall(r'<path d="(M[^"]+)" fill="none" stroke="var\(--deaths', fan()) if "L" in path]
    assert len(lines) == 3, "two runs of known months and the middle of the fan"


def test_a_wide_tail_does_not_press_the_middle_to_the_ground() -> None:
    middle = re.search(r'<path d="M([^"]+)" fill="none" stroke="[^"]+" stroke-width="2" stroke-dasharray="6 4"', fan())[1]
    height = float(middle.split("L")[0].split(" ")[1])
    assert height < HEIGHT * 0.75


def test_names_are_escaped() -> None:
    assert "<Mali>" not in fan()
    assert parsed(fan()).find(f"{SVG}title").text == "Forecast: <Mali>"


def test_quantiles_that_do_not_rise_are_refused() -> None:
    with pytest.raises(ValueError, match="rising order"):
        FanMonth(FIRST, (0, 1, 5, 4, 80, 300, 2500))
    with pytest.raises(ValueError, match="at least one month ahead"):
        fan_chart((), (), title="t", measure="m", id="i")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.none() | st.floats(0, 1e6), max_size=40),
    st.lists(st.lists(st.floats(0, 1e6), min_size=7, max_size=7), min_size=1, max_size=14),
)
def test_a_fan_stays_within_its_frame_whatever_is_forecast(past: list[float | None], ahead: list[list[float]]) -> None:
    known = [PastMonth(FIRST.plus(number), deaths) for number, deaths in enumerate(past)]
    months = [FanMonth(FIRST.plus(len(past) + number), tuple(sorted(item))) for number, item in enumerate(ahead)]
    svg = fan_chart(known, months, title="t", measure="m", id="fan")
    parsed(svg)
    assert all(-1 <= value <= WIDTH + 1 for value in numbers(svg))


def windows() -> str:
    months = [ChartMonth(FIRST.plus(number), float(number * 3) if number != 2 else None) for number in range(20)]
    bands = (
        ChartWindow(FIRST.plus(5), FIRST.plus(16), 31.0, "12 months before: 31 a month"),
        ChartWindow(FIRST.plus(17), FIRST.plus(19), 54.0, "last 3 months: 54 a month"),
    )
    return windows_chart(months, bands, title="Mali & its windows", description="They rose.", id="w")


def test_the_two_windows_are_named_and_told_apart_without_colour() -> None:
    root = parsed(windows())
    words = {item.text for item in root.iter(f"{SVG}text")}
    assert {"12 months before: 31 a month", "last 3 months: 54 a month", "?"} <= words
    frames = [item for item in root.findall(f"{SVG}rect") if item.get("stroke")]
    assert [item.get("stroke-dasharray") for item in frames] == ["4 3", None]
    assert root.find(f"{SVG}desc").text == "They rose."


def test_every_known_month_has_a_bar_with_its_figure() -> None:
    titles = [
        item.find(f"{SVG}title").text for item in parsed(windows()).findall(f"{SVG}rect") if item.find(f"{SVG}title") is not None
    ]
    assert len(titles) == 19
    assert titles[-1] == "August 2026: 57"


def test_every_label_has_a_shape_of_its_own() -> None:
    shapes = {re.search(r' d="([^"]+)"', status_mark(label.value))[1] for label in Label}
    assert len(shapes) == len(Label)
    for label in Label:
        assert parsed(f"<x>{status_mark(label.value)}</x>")[0].get("aria-hidden") == "true"
