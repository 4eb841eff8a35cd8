"""The command ``status``: on the starter pack, on an imported release, on a bare panel."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from conflict_atlas.analysis.lake_panels import country_panel
from conflict_atlas.analysis.status import sentences
from conflict_atlas.analysis.status.conflicts import Basis, Statuses, deadliest_events
from conflict_atlas.analysis.status.labels import Label, Reason
from conflict_atlas.analysis.status.registry import rule
from conflict_atlas.events import questions
from conflict_atlas.events.catalogue import tracked
from conflict_atlas.events.catalogue.tracked import TrackedConflict
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.months import Month
from conflict_atlas.events.vocabulary import Dimension
from conflict_atlas.workspace import Workspace
from support.lakes import commit, event, held, vintage
from support.program import done, run

COLUMNS = ["unit", "month", "label", "p_up", "p_down", "recent", "baseline", "provisional"]
LABELS = {"worsening", "improving", "unchanging", "quiet", "not_assessed"}


@pytest.fixture(scope="session")
def statuses(starter_lake: Lake) -> Statuses:
    return Statuses.read(starter_lake, rule("trend"))


def conflict(slug: str) -> TrackedConflict:
    found = tracked.by_slug(slug)
    assert found
    return found


class TestOnTheStarterPack:
    def test_the_status_is_that_of_the_main_countries_as_of_the_last_complete_month_and_says_so(
        self, starter_workspace: Workspace
    ) -> None:
        out = done("status", "sudan", workspace=starter_workspace.root).out
        assert out.startswith("War in Sudan. Deadly violence: ")
        assert "to December 2025" in out
        assert "Counted by the main countries (SDN" in out
        assert "first prints" in out

    @pytest.mark.parametrize("year", [2021, 2022, 2023])
    def test_ethiopia_gets_no_label_in_or_right_after_the_incomplete_years(self, statuses: Statuses, year: int) -> None:
        found = statuses.of_country("ETH", "Ethiopia", Month(year, 12))
        assert (found.assessment.label, found.assessment.reason) == (Label.NOT_ASSESSED, Reason.SERIES_INCOMPLETE)
        assert "series incomplete" in sentences.sentence(found.assessment)
        in_2022 = [past.label for past in found.history if past.month.year == 2022]
        assert in_2022 == [Label.NOT_ASSESSED] * 12

    def test_every_tracked_conflict_has_a_label_or_a_reason(self, starter_workspace: Workspace) -> None:
        rows = done("status", "--format", "csv", workspace=starter_workspace.root).rows()
        assert [row["unit"] for row in rows] == [entry.slug for entry in tracked.all()]
        assert list(rows[0]) == COLUMNS
        assert {row["label"] for row in rows} <= LABELS
        assert sum(row["label"] != "not_assessed" for row in rows) > 0.9 * len(rows)
        for row in rows:
            assert (row["p_up"] == "") is (row["label"] == "not_assessed")

    def test_the_windows_are_what_the_linked_question_counts(self, statuses: Statuses, starter_lake: Lake) -> None:
        found = statuses.of_conflict(conflict("sudan"))
        assert found.basis is Basis.MAIN_COUNTRIES
        assert found.evidence
        assert found.assessment.recent
        assert found.assessment.baseline
        by = (found.evidence.unit, Dimension.MONTH)
        rows = questions.summarise(starter_lake, found.evidence.filters, by, found.evidence.series).rows
        recent = [row.best or 0 for row in rows if row.first >= found.assessment.recent.first]
        before = [row.best or 0 for row in rows if row.last <= found.assessment.baseline.last]
        assert sum(recent) == pytest.approx(3 * found.assessment.recent.deaths_a_month)
        assert sum(before) == pytest.approx(12 * found.assessment.baseline.deaths_a_month)

    def test_sudan_is_not_south_sudan(self, statuses: Statuses) -> None:
        one, other = (statuses.of_country(code, code).assessment for code in ("SDN", "SSD"))
        assert one.recent
        assert other.recent
        assert one.recent.deaths_a_month != other.recent.deaths_a_month
        before_birth = statuses.of_country("SSD", "South Sudan", Month(2011, 3)).assessment
        assert before_birth.reason is not Reason.NONE

    def test_json_says_what_the_documentation_lists(self, starter_workspace: Workspace) -> None:
        (value,) = done("status", "nagorno-karabakh", "--format", "json", workspace=starter_workspace.root).value()
        text = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
        section = text.split("## conflict-atlas status\n")[1].split("\n## ")[0].split("| field |")[1]
        documented = {
            name for line in section.splitlines() for name in re.findall(r"`(\w+)`", line.split("|")[1] if "|" in line else "")
        }
        assert documented == set(value)

    def test_rules_that_need_days_are_not_assessed(self, starter_workspace: Workspace) -> None:
        out = done("status", "sudan", "--rule", "trendfinder", workspace=starter_workspace.root).out
        assert "Deadly violence: not assessed" in out
        assert "this rule needs daily events" in out

    def test_a_month_may_be_named(self, starter_workspace: Workspace) -> None:
        (row,) = done("status", "sudan", "--as-of", "2019-06", "--format", "csv", workspace=starter_workspace.root).rows()
        assert row["month"] == "2019-06"

    def test_a_month_that_no_series_reaches_is_status_1(self, starter_workspace: Workspace) -> None:
        outcome = run("status", "sudan", "--as-of", "2031-01", workspace=starter_workspace.root)
        assert outcome.status == 1
        assert "does not hold 2031-01" in outcome.err

    def test_a_ucdp_id_names_its_tracked_conflict(self, starter_workspace: Workspace) -> None:
        by_id = done("status", tracked.all_conflicts("nagorno-karabakh")[0], "--format", "csv", workspace=starter_workspace.root)
        assert by_id.rows()[0]["unit"] == "nagorno-karabakh"

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("no-such-war",), "no-such-war"),
            (("--rule", "momentum"), "Known rules: trend, hdx-signals, trendfinder"),
            (("--as-of", "June"), "write a month as YYYY-MM"),
            (("sudan", "--panel", "x.csv"), "not both"),
        ],
    )
    def test_wrong_arguments_are_status_2(self, starter_workspace: Workspace, arguments: tuple[str, ...], said: str) -> None:
        outcome = run("status", *arguments, workspace=starter_workspace.root)
        assert outcome.status == 2
        assert said in outcome.err


class TestOnACompleteRelease:
    @pytest.fixture
    def with_release(self, workspace: Workspace) -> Lake:
        """Nagorno-Karabakh (388) at ten deaths a month, and at three hundred in the last three months."""
        rows = []
        for number, month in enumerate(Month(2020, 1).plus(step) for step in range(24)):
            best = 300 if number > 20 else 10
            rows.append(event(number + 1, date_start=date(month.year, month.month, 5), best=best))
        made = replace(vintage("ged", coverage=[held("2020-01", "2021-12")]), rows=len(rows))
        commit(workspace, made, rows)
        return Lake(workspace.lake_dir)

    def test_it_is_assessed_by_its_own_ids_with_its_deadliest_events(self, with_release: Lake) -> None:
        found = Statuses.read(with_release, rule("trend")).of_conflict(conflict("nagorno-karabakh"))
        assert found.basis is Basis.CONFLICTS
        assert found.assessment.label is Label.WORSENING
        assert found.assessment.month == Month(2021, 12)
        assert found.by_events is Label.QUIET
        assert set(deadliest_events(with_release, found, most=3)) == {"ucdp-ged:22", "ucdp-ged:23", "ucdp-ged:24"}

    def test_a_later_import_of_old_events_does_not_make_today_worse(self, workspace: Workspace, with_release: Lake) -> None:
        before = Statuses.read(with_release, rule("trend")).of_conflict(conflict("nagorno-karabakh")).assessment
        old = [event(number, date_start=date(2019, 7, 1), best=500) for number in range(900, 920)]
        commit(workspace, replace(vintage("old", coverage=[held("2019-01", "2019-12")]), rows=len(old)), old)
        after = Statuses.read(with_release, rule("trend")).of_conflict(conflict("nagorno-karabakh")).assessment
        assert (after.label, after.p_up, after.recent) == (before.label, before.p_up, before.recent)


def test_an_empty_workspace_has_no_status(workspace: Workspace) -> None:
    outcome = run("status", workspace=workspace.root)
    assert outcome.status == 1
    assert "import a release" in outcome.err


class TestOnAPanel:
    @pytest.fixture
    def panel(self, tmp_path: Path) -> Path:
        months = [str(Month(2020, 1).plus(number)) for number in range(20)]
        deaths = [(100, 2), *[(100, 2)] * 16, *[(2000, 2)] * 3]
        lines = ["month,Sudan,South Sudan", *(f"{month},{a},{b}" for month, (a, b) in zip(months, deaths, strict=True))]
        path = tmp_path / "panel.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def test_every_unit_and_month_is_printed_in_the_agreed_columns(self, panel: Path) -> None:
        rows = done("status", "--panel", panel, "--format", "csv").rows()
        assert list(rows[0]) == COLUMNS
        assert len(rows) == 40
        assert (rows[0]["label"], rows[0]["p_up"], rows[0]["provisional"]) == ("not_assessed", "", "false")
        assert (rows[19]["unit"], rows[19]["month"], rows[19]["label"]) == ("Sudan", "2021-08", "worsening")
        assert (float(rows[19]["recent"]), float(rows[19]["baseline"])) == (2000, 100)
        assert rows[39]["label"] == "quiet"

    def test_a_panel_that_is_none_is_status_1_with_the_place(self, panel: Path) -> None:
        panel.write_text(panel.read_text("utf-8").replace("2020-03,100,2", "2020-03,-1,2"), encoding="utf-8")
        outcome = run("status", "--panel", panel)
        assert outcome.status == 1
        assert "row 4, column Sudan" in outcome.err
        assert outcome.out == ""

    def test_days_are_asked_for_where_a_rule_reads_them(self, panel: Path) -> None:
        rows = done("status", "--panel", panel, "--rule", "hdx-signals").rows()
        assert {row["label"] for row in rows} == {"not_assessed"}


def test_the_panel_of_the_pack_gives_what_the_command_gives(starter_lake: Lake, statuses: Statuses) -> None:
    panel = country_panel(starter_lake)
    found = statuses.of_country("MLI", "Mali").assessment
    assert found.recent
    row = panel.row(found.month)
    assert found.recent.deaths_a_month == pytest.approx(np.mean(panel.values[row - 2 : row + 1, panel.column("MLI")]))
