"""Panels from the lake say the same as the pages do, and how complete each month is."""

from __future__ import annotations

import numpy as np
import pytest

from conflict_atlas.analysis.errors import PanelError
from conflict_atlas.analysis.lake_panels import Measure, conflict_panel, country_panel, country_series
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.events import questions
from conflict_atlas.events.errors import CannotAnswer
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.events.vocabulary import Dimension, Series


def test_the_starter_pack_gives_a_series_of_events_within_one_month(starter_lake: Lake) -> None:
    panel = country_panel(starter_lake)
    assert country_series(starter_lake) is Series.WITHIN_MONTH
    assert panel.target == "deaths in events within one month, all violence"
    assert (panel.first, panel.last) == (Month(1989, 1), Month(2026, 2))
    assert panel.share[panel.row(Month(2022, 6))] < 0.8
    assert np.isnan(panel.share[panel.row(Month(2026, 1))])
    assert panel.preliminary[panel.row(Month(2025, 12))]
    assert not panel.preliminary[panel.row(Month(2024, 12))]


def test_a_panel_holds_what_the_question_by_month_answers(starter_lake: Lake) -> None:
    panel = country_panel(starter_lake)
    answer = questions.summarise(
        starter_lake, Filters(countries=("MLI", "SDN")), (Dimension.COUNTRY, Dimension.MONTH), Series.WITHIN_MONTH
    )
    told = {(tally.key[0], tally.key[1]): tally.best for tally in answer.rows}
    for unit in ("MLI", "SDN"):
        column = panel.values[:, panel.column(unit)]
        assert [told.get((unit, str(month)), 0) for month in panel.months] == column.tolist()


def test_a_country_is_missing_before_it_was_a_state_and_sudan_is_not_south_sudan(starter_lake: Lake) -> None:
    panel = country_panel(starter_lake)
    south = panel.values[:, panel.column("SSD")]
    assert np.isnan(south[panel.row(Month(2011, 6))])
    assert not np.isnan(south[panel.row(Month(2011, 8))])
    assert panel.values[panel.row(Month(2005, 1)), panel.column("SDN")] >= 0


def test_conflicts_are_summed_by_group_over_complete_months(starter_lake: Lake) -> None:
    panel = conflict_panel(starter_lake, {"one": ("333",), "two": ("333", "418"), "other": ("418",)})
    np.testing.assert_array_equal(panel.values[:, 1], panel.values[:, 0] + panel.values[:, 2])
    assert panel.share[panel.row(Month(2025, 6))] == 1.0


def test_numbers_of_events_are_unknown_where_the_grain_does_not_hold_them(starter_lake: Lake) -> None:
    by_country = country_panel(starter_lake, measure=Measure.EVENTS)
    assert np.isnan(by_country.values[by_country.row(Month(2020, 1)), by_country.column("SYR")])
    by_conflict = conflict_panel(starter_lake, {"one": ("333",)}, measure=Measure.EVENTS)
    assert np.nansum(by_conflict.values) > 0


def test_an_empty_lake_has_no_panel(lake: Lake) -> None:
    with pytest.raises(CannotAnswer):
        country_panel(lake)


def test_a_panel_refuses_what_is_no_count_and_units_that_are_there_twice() -> None:
    with pytest.raises(PanelError, match=r"2020-02, B: -1 is no count"):
        Panel.of(("A", "B"), Month(2020, 1), np.array([[0.0, 1.0], [2.0, -1.0]]))
    with pytest.raises(PanelError, match="'A' has more than one column"):
        Panel.of(("A", "A"), Month(2020, 1), np.zeros((2, 2)))
    with pytest.raises(PanelError, match="does not hold 2021-01"):
        Panel.of(("A",), Month(2020, 1), np.zeros((2, 1))).row(Month(2021, 1))
