"""Forecasts on the site: what was issued, as chances, with its score; and the process that makes them."""

from __future__ import annotations

import json
import re
import shutil
import sys
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from conflict_atlas.analysis.forecast import archive, issuing
from conflict_atlas.analysis.scores import scoreboard
from conflict_atlas.dossiers.dossier import ForwardFlag
from conflict_atlas.events.lake import Lake
from conflict_atlas.site import forecasting
from conflict_atlas.site.forecasting import Forecaster, State, state
from conflict_atlas.starter import forecast, pack
from conflict_atlas.workspace import Workspace
from support.published import published, small


def text_of(response) -> str:
    body = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_the_shipped_forecast_is_that_of_the_shipped_pack_and_of_the_model_as_it_is(starter):
    planned = {item.name for item in issuing.plan(Lake(starter.lake_dir))}
    assert {record.name for record in archive.issues(starter.root)} == planned


def test_a_first_start_has_its_forecast_and_a_second_one_leaves_it_alone(tmp_path):
    workspace = Workspace.create(tmp_path / "workspace")
    assert forecast.load(workspace) == ()
    pack.load(workspace)
    (record,) = forecast.load(workspace)
    assert archive.draws_of(workspace.root, record).size == record.draws
    assert forecast.load(workspace) == ()


def test_a_shipped_forecast_that_was_tampered_with_is_refused(tmp_path, starter):
    (record,) = archive.issues(starter.root)
    folder = shutil.copytree(starter.root / archive.FOLDER / record.name, tmp_path / record.name)
    (folder / archive.OUTLOOKS).write_text("[]", encoding="utf-8")
    workspace = Workspace.create(tmp_path / "workspace")
    with pytest.raises(archive.AnalysisError, match="not what was issued"):
        archive.take(workspace.root, folder)
    assert archive.issues(workspace.root) == ()
    assert list((workspace.root / archive.FOLDER).iterdir()) == []


def test_the_list_tells_chances_and_not_one_number(reader):
    told = text_of(reader.get("/en/forecasts/"))
    assert "Known to the model: everything up to December 2025" in told
    assert "Deaths in events within one month" in told
    assert re.search(r"Sudan [\d,]+ [\d,]+ \([\d,]+–[\d,]+\) \d+ % \d+ %", told)
    assert "No skill here" in told
    assert "Iceland" in told.split("No skill here")[1]


def test_a_country_page_shows_the_fan_the_chances_and_months_alike(reader, starter):
    response = reader.get("/en/countries/SDN/")
    body = response.content.decode()
    assert 'class="fan-chart"' in body
    told = text_of(response)
    issue = next(item for item in archive.latest(starter.root) if item.record.unit_kind == "country")
    outlook = issue.of("SDN")
    assert f"is {round(outlook.worse * 100)} %" in told
    assert "Months like these" in told
    part = re.search(r'<section class="section" id="forecast".*?</section>', body, re.DOTALL)[0]
    link = unescape(re.search(r'figure-number" href="\.\./\.\./(evidence/[^"]+)">([\d,]+)<', part)[1])
    rows = text_of(reader.get(f"/en/{link}"))
    assert f"{round(outlook.last_three):,}" in part
    assert "October 2025" in rows or "2025-10" in rows


def test_a_month_that_has_come_is_drawn_upon_the_fan(reader):
    body = reader.get("/en/countries/SDN/").content.decode()
    assert re.search(r"What came: February 2026: [\d,]+", body)
    assert "2026-01:" not in body.split("What came:")[1].split("</desc>")[0], "how much is missing of January is not known"


def test_a_country_at_peace_gets_words_and_no_distribution(reader):
    response = reader.get("/en/countries/ISL/")
    assert "No skill here" in text_of(response)
    assert 'class="fan-chart"' not in response.content.decode()


def test_a_conflict_without_a_series_of_its_own_shows_its_countries_and_says_so(reader):
    told = text_of(reader.get("/en/conflicts/sudan/"))
    assert "Forecast, by country" in told
    assert "all violence in each country, of this conflict or another" in told


def test_the_scoreboard_shows_every_window_with_its_target_and_its_baselines(reader):
    boards = scoreboard.shipped()
    assert boards, "the boards come with the program"
    response = reader.get("/en/forecasts/scoreboard/")
    told = text_of(response)
    for board in boards:
        assert f"Target: {board.target}" in told
        for row in board.years:
            assert f"{row.scores.crps:.3f}" in told
        for window in board.lost():
            assert window in told
    assert told.count("conflictology") > len(boards)


def test_issued_forecasts_are_scored_as_months_come(reader):
    told = text_of(reader.get("/en/forecasts/scoreboard/"))
    assert re.search(
        r"2025-12 February 2026 preliminary Deaths? in events within one month|2025-12 February 2026 preliminary deaths", told
    )


def test_a_lost_year_is_named():
    rows = [("analog-forest", 3.0), ("conflictology", 2.0)]
    scores = {model: scoreboard.Scores(1, crps, 0, 0, 0, 0) for model, crps in rows}
    board = scoreboard.Board(
        "t",
        "s",
        "2026-01-01",
        "abc",
        tuple(scoreboard.BoardRow(model, "2019", item) for model, item in scores.items()),
        (),
        (),
        (),
        0,
        0,
    )
    assert board.lost() == ("2019",)


def test_a_damaged_archive_is_said_and_breaks_no_page(reader, empty_workspace):
    broken = empty_workspace.root / archive.FOLDER / "2025-12-country-x"
    broken.mkdir(parents=True)
    (broken / archive.RECORD).write_text("{", encoding="utf-8")
    assert "The archive of forecasts cannot be read" in text_of(reader.get("/en/forecasts/"))
    assert reader.get("/en/countries/SDN/").status_code == 200
    assert reader.get("/en/forecasts/scoreboard/").status_code == 200


def test_without_data_the_list_says_why_it_is_empty(reader, empty_workspace):
    assert "No forecast has been issued here" in text_of(reader.get("/en/forecasts/"))


def test_a_forecast_that_is_being_made_is_said_with_its_step(reader, empty_workspace):
    (empty_workspace.root / "derived").mkdir(exist_ok=True)
    told = {"text": "forecast 1 of 1, by country", "has_failed": False, "lake": "x"}
    (empty_workspace.root / "derived" / forecasting.PROGRESS_FILE).write_text(json.dumps(told), encoding="utf-8")
    page = text_of(reader.get("/en/forecasts/"))
    assert "A forecast is being made" in page
    assert "forecast 1 of 1, by country" in page


@pytest.fixture
def with_pack(tmp_path):
    workspace = Workspace.create(tmp_path / "workspace")
    pack.load(workspace)
    return workspace


_PYTHON = sys.executable


def stand_in(monkeypatch, tmp_path: Path, code: str) -> None:
    """A program in place of ours: what matters here is who starts it, hears it and ends it."""
    script = tmp_path / "program"
    script.write_text(f"#!{_PYTHON}\n{code}", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(forecasting.sys, "executable", str(script))


def test_the_worker_has_a_missing_forecast_made_once_and_tells_how_far_it_is(with_pack, monkeypatch, tmp_path):
    log = tmp_path / "calls"
    stand_in(
        monkeypatch,
        tmp_path,
        f"import sys; open({str(log)!r}, 'a').write(' '.join(sys.argv[1:]) + chr(10)); print('half way', file=sys.stderr)",
    )
    told = []
    monkeypatch.setattr(Forecaster, "_tell", lambda self, found: told.append(found))
    forecaster = Forecaster(with_pack.root)
    forecaster.look()
    forecaster.look()
    assert log.read_text().splitlines() == [f"-m conflict_atlas.cli forecast --workspace {with_pack.root}"]
    assert [found.text for found in told] == ["half way", ""]


def test_a_forecast_that_failed_is_said_and_tried_again_later(with_pack, monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, "import sys; print('somebody is writing', file=sys.stderr); sys.exit(1)")
    forecaster = Forecaster(with_pack.root)
    forecaster.look()
    assert state(with_pack.root) == State("somebody is writing", True, Lake(with_pack.lake_dir).digest)
    stand_in(monkeypatch, tmp_path, "")
    forecaster.look()
    assert state(with_pack.root).has_failed, "not again at once"
    monkeypatch.setattr(forecasting, "_SECONDS_BEFORE_ANOTHER_TRY", -1)
    forecaster._again_at = 0
    forecaster.look()
    assert state(with_pack.root) == State()


def test_a_worker_that_stops_ends_the_forecast_that_is_being_made(with_pack, monkeypatch, tmp_path):
    import threading
    import time

    stand_in(monkeypatch, tmp_path, "import sys, time; print('begun', file=sys.stderr, flush=True); time.sleep(60)")
    forecaster = Forecaster(with_pack.root)
    at_work = threading.Thread(target=forecaster.look)
    at_work.start()
    until = time.monotonic() + 30
    while state(with_pack.root).text != "begun" and time.monotonic() < until:
        time.sleep(0.05)
    forecaster.stop()
    at_work.join(20)
    assert not at_work.is_alive()
    assert state(with_pack.root) == State()


def test_nothing_is_made_where_the_archive_holds_it_already(with_pack, monkeypatch):
    forecast.load(with_pack)
    monkeypatch.setattr(Forecaster, "_run", lambda self, digest: pytest.fail("made again"))
    Forecaster(with_pack.root).look()


def test_flags_of_the_rule_stand_beside_those_of_editors(reader, starter):
    risk = ForwardFlag("Troops moved closer.", "A. Editor", date(2026, 11, 1), date(2027, 11, 1))
    with published(starter, small(risk_alert=risk)):
        told = text_of(reader.get("/en/conflicts/sudan/"))
    assert "Looking forward, as editors judge risk alert : Troops moved closer." in told
    assert "Looking forward in Sudan, by the rule" in told
