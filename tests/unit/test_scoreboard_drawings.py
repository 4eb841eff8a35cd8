"""The drawings of the scoreboard say in words what they show, and show what they say."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_atlas.analysis.scores import scoreboard
from conflict_atlas.publish.drawing import pit_histogram as pit
from conflict_atlas.publish.drawing import reliability_diagram as reliability
from conflict_atlas.publish.drawing.pit_histogram import pit_histogram
from conflict_atlas.publish.drawing.reliability_diagram import ReliabilityPoint, ReliabilityWords, reliability_diagram
from conflict_atlas.publish.drawing.score_dots import WIDTH, ScoreDot, height_of, score_dots

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ReliabilityWords("Said", "Came", "more often", "less often")
COUNTS = (80, 100, 100, 100, 100, 100, 100, 100, 100, 120)
ROWS = (ScoreDot("2018", 0.9, "won"), ScoreDot("2019", 1.25, "lost"), ScoreDot("2020", 1.0, "lost"))
SMALLEST_TEXT = 14
"""In a drawing 400 wide: 11.5 pixels on a phone that leaves it 328."""


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def words(svg: str) -> list[str]:
    return [item.text for item in parsed(svg).iter(f"{SVG}text")]


def histogram(counts: tuple[int, ...] = COUNTS) -> str:
    return pit_histogram(counts, measure="Part", even="even: 10 %", axis="tenth", title="A <b>", description="Said.", id="pit")


def diagram(*points: ReliabilityPoint) -> str:
    return reliability_diagram(points, NAMES, title="A <b>", description="Said.", id="rel")


def dots(*rows: ScoreDot) -> str:
    return score_dots(rows or ROWS, measure="CRPS", better="better", worse="worse", title="A <b>", description="Said.", id="dots")


def point(said: float, came: float, n: int = 100) -> ReliabilityPoint:
    return ReliabilityPoint(said, came, n, f"said {said}, came {came}, {n} cells")


def bars(svg: str) -> list[ElementTree.Element]:
    return parsed(svg).findall(f"{SVG}rect")


def level_of(svg: str) -> float:
    """The height of the line that all bars would reach alike."""
    return float(re.search(rf'd="M{pit._LEFT} ([\d.]+)H\d+" fill="none" stroke="var\(--text', svg)[1])


@pytest.mark.parametrize("svg", [histogram(), diagram(point(0.1, 0.2)), dots()], ids=["histogram", "diagram", "dots"])
def test_each_drawing_is_an_image_with_a_name_and_a_description_and_words_large_enough(svg: str) -> None:
    root = parsed(svg)
    assert root.get("role") == "img"
    id = root.get("id")
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (f"{id}-title", f"{id}-desc")
    assert (root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text) == ("A <b>", "Said.")
    assert "<b>" not in svg
    assert "style=" not in svg
    assert all(float(item.get("font-size")) >= SMALLEST_TEXT for item in root.iter(f"{SVG}text"))
    assert float(root.get("viewBox").split()[2]) <= 400
    assert "--deaths" not in svg, "dark red is for deaths only"


def test_every_tenth_has_a_bar_from_nothing_with_its_count() -> None:
    found = bars(histogram())
    assert [item.find(f"{SVG}title").text for item in found] == [
        f"{number}: {count}" for number, count in enumerate(COUNTS, start=1)
    ]
    heights = [float(item.get("height")) for item in found]
    assert heights[9] / heights[0] == pytest.approx(120 / 80, abs=0.01)
    assert {"0 %", "10 %", "1", "10", "Part", "even: 10 %", "tenth"} <= set(words(histogram()))


def test_the_line_stands_at_the_even_share() -> None:
    svg = histogram()
    tops = [float(item.get("y")) for item in bars(svg)]
    assert tops[1] == level_of(svg)
    assert tops[9] < level_of(svg) < tops[0]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 10**7), min_size=10, max_size=10).filter(any))
def test_a_histogram_stays_within_its_frame(counts: list[int]) -> None:
    svg = histogram(tuple(counts))
    for item in bars(svg):
        assert pit._TOP - 0.1 <= float(item.get("y")) <= pit.HEIGHT - pit._BOTTOM + 0.1
    assert pit._TOP - 0.1 <= level_of(svg) <= pit.HEIGHT - pit._BOTTOM


def test_a_dot_lies_on_the_diagonal_where_it_came_as_often_as_was_said() -> None:
    svg = diagram(point(0.25, 0.25), point(0.5, 0.7), point(0.8, 0.6))
    start, end = re.search(r'd="M([\d. ]+)L([\d. ]+)"', svg).groups()
    (left, bottom), (right, top) = (tuple(map(float, pair.split())) for pair in (start, end))
    apart = []
    for circle in parsed(svg).findall(f"{SVG}circle"):
        x, y = float(circle.get("cx")), float(circle.get("cy"))
        apart.append(bottom + (x - left) / (right - left) * (top - bottom) - y)
    assert apart[0] == pytest.approx(0, abs=0.2)
    assert apart[1] > 20, "it came more often: above"
    assert apart[2] < -20, "it came less often: below"


def test_every_dot_has_its_number_of_cases_and_says_what_it_is() -> None:
    svg = diagram(point(0.0, 0.01, 8043), point(0.95, 0.9, 281))
    assert {"8,043", "281", "Said", "Came", "more often", "less often", "0 %", "100 %"} <= set(words(svg))
    titles = [item.find(f"{SVG}title").text for item in parsed(svg).findall(f"{SVG}circle")]
    assert titles == ["said 0.0, came 0.01, 8043 cells", "said 0.95, came 0.9, 281 cells"]


def box(label: ElementTree.Element) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a number of cases."""
    wide = len(label.text) * reliability._CHARACTER
    x, y = float(label.get("x")), float(label.get("y"))
    return x - wide / 2, y - 11, x + wide / 2, y + 1


def numbers_of(svg: str) -> list[ElementTree.Element]:
    return [item for item in parsed(svg).iter(f"{SVG}text") if item.get("paint-order")]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.integers(1, 999_999)), min_size=1, max_size=10))
def test_no_number_leaves_the_drawing(cases: list[tuple[float, float, int]]) -> None:
    found = numbers_of(diagram(*(point(*case) for case in cases)))
    assert [label.text for label in found] == [f"{n:,}" for _, _, n in cases]
    for left, top, right, bottom in map(box, found):
        assert left >= 0
        assert right <= reliability.WIDTH
        assert top >= 0
        assert bottom <= reliability.HEIGHT - 16


@pytest.mark.parametrize("board", scoreboard.shipped(), ids=lambda board: board.target)
def test_no_number_of_the_shipped_boards_covers_a_dot_or_another_number(board: scoreboard.Board) -> None:
    svg = diagram(*(point(item.probability, item.frequency, item.n) for item in board.reliability))
    boxes = [box(label) for label in numbers_of(svg)]
    for circle in parsed(svg).findall(f"{SVG}circle"):
        x, y, r = (float(circle.get(name)) for name in ("cx", "cy", "r"))
        boxes.append((x - r, y - r, x + r, y + r))
    for one, other in itertools.combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1], (one, other)


def test_won_is_a_disc_left_of_the_line_and_lost_a_diamond_on_it_or_right_of_it() -> None:
    svg = dots()
    level = float(re.search(r'd="M([\d.]+) [\d.]+V[\d.]+" fill="none" stroke="var\(--text', svg)[1])
    root = parsed(svg)
    (disc,) = root.findall(f"{SVG}circle")
    diamonds = [item for item in root.findall(f"{SVG}path") if item.get("d").endswith("z")]
    places = [float(re.match(r"M([\d.]+)", item.get("d"))[1]) for item in diamonds]
    assert float(disc.get("cx")) < level
    assert places[0] > level
    assert places[1] == level
    assert disc.get("fill") != diamonds[0].get("fill")
    assert [item.find(f"{SVG}title").text for item in (disc, *diamonds)] == [
        "2018: 0.90 won",
        "2019: 1.25 lost",
        "2020: 1.00 lost",
    ]


def test_every_year_has_a_row_with_its_figure_in_the_order_given() -> None:
    svg = dots()
    told = words(svg)
    assert [word for word in told if word.startswith("20")] == ["2018", "2019", "2020"]
    assert {"0.90 won", "1.25 lost", "1.00 lost", "CRPS", "better", "worse", "1.0"} <= set(told)
    assert parsed(svg).get("viewBox") == f"0 0 {WIDTH} {height_of(3)}"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=20))
def test_dots_stay_between_the_years_and_the_figures(ratios: list[float]) -> None:
    svg = dots(*(ScoreDot(str(2000 + number), ratio, "w") for number, ratio in enumerate(ratios)))
    root = parsed(svg)
    places = [float(item.get("cx")) for item in root.findall(f"{SVG}circle")]
    places += [float(re.match(r"M(-?[\d.]+)", item.get("d"))[1]) for item in root.findall(f"{SVG}path")]
    assert all(60 <= place <= WIDTH - 90 for place in places)
    assert len([item for item in root.iter(f"{SVG}text") if item.get("text-anchor") == "middle"]) <= 6, "ticks are few"


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one case"):
        histogram((0,) * 10)
    with pytest.raises(ValueError, match="at least one dot"):
        diagram()
    with pytest.raises(ValueError, match="between 0 and 1"):
        point(1.2, 0.5)
    with pytest.raises(ValueError, match="at least one year"):
        score_dots((), measure="m", better="b", worse="w", title="t", description="d", id="i")
    with pytest.raises(ValueError, match="as a part of another"):
        ScoreDot("2020", float("nan"), "lost")


def test_a_dot_is_lost_where_the_board_says_so() -> None:
    for board in scoreboard.shipped():
        ratios = {year: board.of(scoreboard.OURS, year).crps / board.of(scoreboard.BASELINE, year).crps for year in board.windows}
        assert {year for year, ratio in ratios.items() if ScoreDot(year, ratio, "").is_lost} == set(board.lost())
