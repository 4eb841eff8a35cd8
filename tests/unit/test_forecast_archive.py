"""The archive of issued forecasts: append-only, whole or not at all, read back as issued, scored as data arrive."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from conflict_atlas.analysis.errors import AnalysisError
from conflict_atlas.analysis.forecast import archive
from conflict_atlas.analysis.panel import Panel
from conflict_atlas.analysis.scores.issued import score_issued
from conflict_atlas.events.months import Month
from support.forecasts import DRAWS, FIRST, HISTORY, OUTLOOKS, SECOND

TESTS = Path(__file__).parents[1]


def test_a_writer_that_is_killed_at_any_step_leaves_the_archive_as_it_was_or_with_the_whole_forecast(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "support.killing_archive", str(tmp_path)]
    ended = subprocess.run(program, cwd=TESTS, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["steps"] > 10
    assert 0 < told["listed"] < told["steps"]


def test_what_was_issued_is_read_back_as_it_was(tmp_path: Path) -> None:
    issued = archive.add(tmp_path, FIRST, DRAWS, OUTLOOKS)
    (record,) = archive.issues(tmp_path)
    assert record == issued.record
    assert replace(record, files=()) == FIRST
    assert archive.read(tmp_path, record).outlooks == OUTLOOKS
    assert archive.draws_of(tmp_path, record).units == DRAWS.units
    assert (archive.draws_of(tmp_path, record).outcomes == DRAWS.outcomes).all()


def test_an_issued_forecast_is_never_replaced(tmp_path: Path) -> None:
    archive.add(tmp_path, FIRST, DRAWS, OUTLOOKS)
    with pytest.raises(AnalysisError, match="never replaced"):
        archive.add(tmp_path, replace(FIRST, seed=2), DRAWS, OUTLOOKS)
    assert [record.seed for record in archive.issues(tmp_path)] == [1]


def test_the_latest_of_each_kind_of_unit_is_that_of_the_latest_origin_and_then_of_the_latest_issue(tmp_path: Path) -> None:
    assert archive.latest(tmp_path) == ()
    for record in (SECOND, FIRST, replace(FIRST, name="older", origin="2023-11", issued_at="2024-04-01T12:00:00+00:00")):
        archive.add(tmp_path, record, DRAWS, OUTLOOKS)
    archive.add(tmp_path, replace(FIRST, name="of conflicts", unit_kind="conflict"), DRAWS, OUTLOOKS)
    assert sorted(issue.record.name for issue in archive.latest(tmp_path)) == [SECOND.name, "of conflicts"]


def test_a_file_that_is_not_what_was_issued_is_refused(tmp_path: Path) -> None:
    record = archive.add(tmp_path, FIRST, DRAWS, OUTLOOKS).record
    folder = tmp_path / archive.FOLDER / record.name
    for name in (archive.OUTLOOKS, archive.DRAWS):
        (folder / name).write_bytes((folder / name).read_bytes() + b" ")
    for read in (archive.read, archive.draws_of):
        with pytest.raises(AnalysisError, match="is not what was issued"):
            read(tmp_path, record)
    (folder / archive.RECORD).write_text("{}")
    with pytest.raises(AnalysisError, match="cannot be read"):
        archive.issues(tmp_path)


def came(months: int, **changed: object) -> Panel:
    """What happened: the history, and so many months of twenty deaths in Sudan after it."""
    values = np.concatenate([HISTORY.values, np.tile([[20.0, 0.0]], (months, 1))])
    return replace(Panel.of(HISTORY.units, HISTORY.first, values, HISTORY.target), **changed)


def test_an_issue_is_scored_on_the_months_that_have_come_and_no_others(tmp_path: Path) -> None:
    archive.add(tmp_path, FIRST, DRAWS, OUTLOOKS)
    assert score_issued(tmp_path, {"country": came(0)}) == ()
    (score,) = score_issued(tmp_path, {"country": came(2)})
    assert (score.first, score.last, score.scores.n, score.preliminary) == (Month(2024, 1), Month(2024, 2), 4, False)
    assert score_issued(tmp_path, {"country": came(6)})[0].scores.n == 8


def test_an_issue_is_not_scored_on_another_target_nor_on_months_that_hold_too_little(tmp_path: Path) -> None:
    archive.add(tmp_path, FIRST, DRAWS, OUTLOOKS)
    assert score_issued(tmp_path, {"country": came(2, target="state-based deaths")}) == ()
    assert score_issued(tmp_path, {"conflict": came(2)}) == ()
    share = np.ones(14)
    share[-1] = 0.5
    (score,) = score_issued(tmp_path, {"country": came(2, share=share)})
    assert (score.last, score.scores.n) == (Month(2024, 1), 2)


def test_a_score_on_first_prints_says_so(tmp_path: Path) -> None:
    archive.add(tmp_path, FIRST, DRAWS, OUTLOOKS)
    preliminary = np.arange(14) == 13
    assert score_issued(tmp_path, {"country": came(2, preliminary=preliminary)})[0].preliminary
