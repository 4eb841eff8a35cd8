"""The command line as the contract states it: status, streams, formats, workspace, start-up."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pytest

from conflict_atlas.cli import main, printing
from conflict_atlas.workspace import Workspace
from support.lakes import commit, event, held, vintage
from support.official import official_row, write_official
from support.program import done, run

PROGRAM = [sys.executable, "-m", "conflict_atlas.cli"]

SUMMARY_HEADER = (
    "name,first,last,first_year,last_year,events,low,best,high,deaths_a,deaths_b,deaths_fighters,deaths_civilians,"
    "deaths_unknown,series,grain,coverage,share,preliminary,spread_share,vintages"
)


@pytest.fixture
def candidate(tmp_path: Path) -> Path:
    """A candidate file of three events of February 2026, one of which cannot be read."""
    rows = [official_row(n, date_start=f"2026-02-0{n}", best=n) for n in (1, 2, 3)]
    rows[1]["date_start"] = "the second"
    return write_official(tmp_path / "GEDEvent_v26_0_2.csv", rows)


@pytest.fixture
def filled(workspace: Workspace, candidate: Path) -> Path:
    """A workspace with that file imported."""
    done("events", "import", "ucdp-candidate", candidate, workspace=workspace.root)
    return workspace.root


def commands(group: click.Group = main, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


class TestStartUp:
    def test_help_is_there_in_less_than_0_3_seconds(self) -> None:
        times = []
        for _ in range(3):
            begun = time.perf_counter()
            subprocess.run([*PROGRAM, "--help"], check=True, capture_output=True)
            times.append(time.perf_counter() - begun)
        assert min(times) < 0.3

    @pytest.mark.parametrize("words", [["--help"], ["--version"], ["events", "--help"], ["events", "summary", "--help"]])
    def test_help_loads_nothing_that_works_with_data(self, words: list[str]) -> None:
        heavy = ("duckdb", "numpy", "pandas", "django", "wagtail", "yaml", "xlsxwriter", "python_calamine", "granian")
        code = (
            f"import sys\nfrom conflict_atlas.cli import main\n"
            f"try:\n    main({words!r})\nexcept SystemExit:\n    pass\n"
            f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)"
        )
        found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        assert found.stderr.strip() == "[]"

    def test_every_command_and_every_option_says_what_it_is_for(self) -> None:
        names = set()
        for path, command in commands():
            names.add(" ".join(path))
            assert command.help, path
            for parameter in command.params:
                if isinstance(parameter, click.Option):
                    assert parameter.help, (path, parameter.name)
        assert names == {
            "up",
            "init",
            "doctor",
            "events import",
            "events vintages",
            "events withdraw",
            "events quarantine",
            "events summary",
            "events export",
            "starter build",
            "starter forecast",
            "status",
            "forecast",
            "score",
            "control import",
            "control list",
            "control withdraw",
            "documents compare",
            "documents read",
            "plain check",
            "dossier check",
            "dossier export",
            "dossier import",
            "dossier translate",
            "users add",
            "users list",
            "users set-role",
            "users set-password",
            "users deactivate",
            "users activate",
            "users reset-two-factor",
            "users unlock",
        }

    def test_every_command_that_works_in_a_workspace_takes_the_workspace(self) -> None:
        without = {path for path, command in commands() if "workspace_root" not in {item.name for item in command.params}}
        of_files = {("documents", "compare"), ("documents", "read"), ("plain", "check"), ("dossier", "translate")}
        assert without == {("init",), ("starter", "build"), ("starter", "forecast")} | of_files


class TestStatus:
    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["summary", "--by", "weather"], "'weather' is not one of"),
            (["summary"], "Missing option '--by'"),
            (["summary", "--by", "year", "--from", "yesterday"], "'yesterday' is no date: write YYYY-MM-DD"),
            (["summary", "--by", "year", "--from", "2020-02-30"], "is no date"),
            (["summary", "--by", "year", "--from", "2021-01-01", "--to", "2020-01-01"], "ends before it"),
            (["summary", "--by", "year", "--type", "4"], "write 1 (state-based), 2 (non-state) or 3 (one-sided)"),
            (["summary", "--by", "year", "--bbox", "1,2,3"], "write four numbers W,S,E,N"),
            (["summary", "--by", "year", "--max-where-prec", "9"], "write 1 (exact) to 7"),
            (["summary", "--by", "year", "--min-best", "-1"], "0 or more"),
            (["summary", "--by", "year", "--country", "XYZ"], "'XYZ' is no ISO 3166-1 alpha-3 code"),
            (["summary", "--by", "year", "--country", "PSE"], "Ask for ISR"),
            (["summary", "--by", "year", "--region", "Caucasus"], "write one of Africa, Americas, Asia, Europe, Middle East"),
            (["summary", "--by", "year", "--engine", "spark"], "'spark' is not"),
            (["export", "--format", "shapefile", "--out", "x"], "'shapefile' is not one of"),
            (["export", "--format", "csv"], "Missing option '--out'"),
            (["withdraw", "x"], "Missing option '--reason'"),
            (["frobnicate"], "No such command"),
        ],
    )
    def test_wrong_arguments_end_with_status_2_and_say_what_to_write(self, words: list[str], message: str, filled: Path) -> None:
        outcome = run("events", *words, workspace=None if words == ["frobnicate"] else filled)
        assert (outcome.status, outcome.out) == (2, "")
        assert message in " ".join(outcome.err.split())

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["summary", "--by", "year", "--conflict", "99999"], "no vintage here knows the conflict 99999"),
            (["summary", "--by", "year", "--dyad", "99999"], "no vintage here knows the dyad 99999"),
            (["summary", "--by", "year", "--vintage", "nothing"], "there is no vintage 'nothing' here"),
            (["summary", "--by", "year", "--from", "2030-01-01"], "what is here covers 2026-02 to 2026-02"),
            (["summary", "--by", "year", "--as-known-on", "2020-01-01"], "no vintage here holds the deaths series"),
            (["export", "--format", "csv", "--out", "no/such/folder/x.csv"], "there is no folder no/such/folder"),
            (["quarantine", "nothing"], "no vintage 'nothing' here"),
            (["withdraw", "nothing", "--reason", "a test"], "no vintage 'nothing' here"),
            (["import", "acled", "x.csv"], "acled"),
            (["import", "ucdp-ged", "no-such-file.csv"], "no such file: no-such-file.csv"),
        ],
    )
    def test_work_that_fails_ends_with_status_1_and_one_line_on_standard_error(
        self, words: list[str], message: str, filled: Path
    ) -> None:
        outcome = run("events", *words, workspace=filled)
        assert (outcome.status, outcome.out) == (1, "")
        assert message in outcome.err
        assert outcome.err.startswith("Error: ")
        assert outcome.err.count("\n") == 1

    @pytest.mark.parametrize(
        "words",
        [
            ["--by", "dyad"],
            ["--by", "year", "--min-best", "3"],
            ["--by", "year", "--max-where-prec", "2"],
            ["--by", "year", "--from", "2020-01-15"],
        ],
    )
    def test_what_the_grain_cannot_answer_ends_with_status_1_and_says_so(
        self, words: list[str], starter_workspace: Workspace
    ) -> None:
        outcome = run("events", "summary", *words, workspace=starter_workspace.root)
        assert (outcome.status, outcome.out) == (1, "")
        assert "this cannot be answered: it needs" in outcome.err
        assert "Import a release with events" in outcome.err

    def test_an_empty_workspace_is_told_to_import_something_whatever_is_asked(self, workspace: Workspace) -> None:
        for words in (["--by", "year"], ["--by", "month", "--conflict", "388"], ["--by", "country", "--vintage", "x"]):
            outcome = run("events", "summary", *words, workspace=workspace.root)
            assert outcome.status == 1
            assert "Import a release" in outcome.err or "there is no vintage 'x'" in outcome.err

    def test_a_known_id_without_rows_is_an_empty_answer_and_says_so(self, starter_workspace: Workspace) -> None:
        words = ("--by", "year", "--conflict", "388", "--from", "2025-01-01", "--to", "2025-01-31")
        outcome = done("events", "summary", *words, workspace=starter_workspace.root)
        assert outcome.rows() == []
        assert outcome.err == "No row: nothing under this filter is held for 2025-01 to 2025-01 (complete).\n"

    def test_a_damaged_lake_is_an_error_and_not_a_traceback(self, filled: Path) -> None:
        (rows,) = (filled / "lake" / "vintages").glob("*/rows.parquet")
        rows.unlink()
        rows.write_bytes(b"no parquet")
        for words in (["summary", "--by", "year"], ["export", "--format", "csv", "--out", str(filled / "x.csv")]):
            outcome = run("events", *words, workspace=filled)
            assert outcome.status == 1
            assert "conflict-atlas doctor" in outcome.err

    def test_a_fault_of_the_program_is_not_hidden(self, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(*_: object, **__: object) -> None:
            raise ZeroDivisionError("a fault")

        monkeypatch.setattr("conflict_atlas.events.questions.summarise", fails)
        with pytest.raises(ZeroDivisionError):
            run("events", "summary", "--by", "year", workspace=filled)


class TestWorkspace:
    def test_the_environment_names_the_workspace_and_the_option_overrules_it(
        self, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CONFLICT_ATLAS_WORKSPACE", str(filled))
        assert done("events", "summary", "--by", "year").rows()[0]["events"] == "2"
        other = run("events", "summary", "--by", "year", workspace=tmp_path / "nowhere")
        assert other.status == 1
        assert "is no workspace: make one with" in other.err

    def test_without_both_it_is_a_folder_of_the_user(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("CONFLICT_ATLAS_WORKSPACE", raising=False)
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
        assert str(tmp_path) in run("events", "vintages").err

    def test_init_makes_an_empty_workspace_with_commented_settings_and_keeps_what_is_there(self, tmp_path: Path) -> None:
        root = tmp_path / "new" / "workspace"
        assert str(root) in done("init", root).out
        settings = root / "atlas.toml"
        assert settings.read_text().startswith("# Settings")
        settings.write_text('site_name = "Ours"\n')
        done("init", root)
        assert settings.read_text() == 'site_name = "Ours"\n'
        (tmp_path / "file").write_text("")
        assert run("init", tmp_path / "file").status == 2
        blocked = run("init", tmp_path / "file" / "below")
        assert blocked.status == 1
        assert "Name another folder" in blocked.err


class TestFormats:
    def test_a_summary_as_csv_has_one_fixed_header(self, filled: Path) -> None:
        for by in ("conflict", "dyad", "country", "year", "month", "type"):
            text = done("events", "summary", "--by", by, workspace=filled).out
            assert text.splitlines()[0] == f"{by},{SUMMARY_HEADER}"
        (row,) = done("events", "summary", "--by", "year", workspace=filled).rows()
        assert (row["year"], row["events"], row["best"], row["coverage"], row["preliminary"]) == (
            "2026",
            "2",
            "4",
            "complete",
            "true",
        )

    def test_a_summary_as_json_holds_the_same_and_the_months_that_are_not_answered(self, starter_workspace: Workspace) -> None:
        value = done("events", "summary", "--by", "country", "--format", "json", workspace=starter_workspace.root).value()
        assert list(value) == ["by", "series", "rows", "answered_by", "not_answered"]
        assert [(pick["grain"], pick["first"], pick["last"], pick["coverage"]) for pick in value["answered_by"]] == [
            ("conflict-country-month", "2025-01", "2025-12", "complete"),
            ("conflict-country-month", "2026-01", "2026-01", "partial"),
            ("conflict-country-month", "2026-02", "2026-02", "complete"),
        ]
        assert list(value["rows"][0]) == ["country", *SUMMARY_HEADER.split(",")]
        assert value["not_answered"][0] | {"reason": ""} == {"first": "1989-01", "last": "2024-12", "reason": ""}
        table = done("events", "summary", "--by", "country", workspace=starter_workspace.root)
        assert [row["country"] for row in table.rows()] == [row["country"] for row in value["rows"]]
        assert table.err.startswith("Not answered: 1989-01 to 2024-12: held by conflict-total, type-month only")

    def test_a_total_names_the_period_it_covers_and_the_years_with_events(self, starter_workspace: Workspace) -> None:
        words = ("--by", "conflict", "--conflict", "388", "--format", "json")
        row, *_ = done("events", "summary", *words, workspace=starter_workspace.root).value()["rows"]
        assert (row["first"], row["last"], row["first_year"], row["last_year"]) == ("1989-01", "2024-12", 1991, 2023)
        assert (row["low"], row["best"], row["high"]) == (13_316, 13_949, 20_194)

    def test_vintages_are_listed_with_everything_that_their_record_holds(self, filled: Path, candidate: Path) -> None:
        (entry,) = done("events", "vintages", "--json", workspace=filled).value()
        assert {"vintage_id", "source", "release", "imported_at", "rows", "quarantined", "coverage", "digest"} <= set(entry)
        assert (entry["rows"], entry["quarantined"], entry["release"]) == (2, 1, "26.0.2")
        text = done("events", "vintages", workspace=filled).out
        assert entry["digest"] in text
        assert "2 rows, 1 set aside; 2026-02 to 2026-02" in text

    def test_an_empty_workspace_has_no_vintage_and_says_what_to_do(self, workspace: Workspace) -> None:
        outcome = done("events", "vintages", workspace=workspace.root)
        assert outcome.out == ""
        assert "events import" in outcome.err
        assert done("events", "vintages", "--json", workspace=workspace.root).value() == []

    def test_what_was_set_aside_is_listed_with_file_line_column_and_reason(self, filled: Path, candidate: Path) -> None:
        (entry,) = done("events", "quarantine", "--json", workspace=filled).value()
        assert list(entry) == ["vintage_id", "file", "line", "record", "column", "reason", "text"]
        assert (entry["file"], entry["line"], entry["column"]) == (candidate.name, 3, "date_start")
        assert "'the second'" in entry["reason"]
        line = done("events", "quarantine", entry["vintage_id"], workspace=filled).out
        assert line == f"{entry['vintage_id']}: {candidate.name}, line 3, column date_start: {entry['reason']}\n"

    def test_nothing_set_aside_is_said_on_standard_error(self, starter_workspace: Workspace) -> None:
        outcome = done("events", "quarantine", workspace=starter_workspace.root)
        assert (outcome.out, outcome.err) == ("", "Nothing was set aside.\n")

    def test_an_export_says_how_many_rows_it_wrote_and_puts_the_credit_beside(self, filled: Path, tmp_path: Path) -> None:
        out = tmp_path / "feb.csv"
        said = done("events", "export", "--format", "csv", "--out", out, workspace=filled).out
        assert said == f"2 rows (event) in {out}; credit in feb.csv.credit.txt\n"
        with out.open(newline="") as file:
            rows = list(csv.DictReader(file))
        (counted,) = done("events", "summary", "--by", "year", workspace=filled).rows()
        assert sum(int(row["best"]) for row in rows) == int(counted["best"])
        assert "CC BY 4.0" in (tmp_path / "feb.csv.credit.txt").read_text()

    def test_names_in_other_scripts_are_printed_as_utf_8_whatever_the_terminal_is_set_to(self, workspace: Workspace) -> None:
        commit(workspace, vintage("events", coverage=[held()]), [event(1, conflict_name="Лачин – Bərdə")])
        found = subprocess.run(
            [*PROGRAM, "events", "summary", "--by", "conflict", "--workspace", str(workspace.root)],
            check=True,
            capture_output=True,
            env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        )
        assert "Лачин – Bərdə".encode() in found.stdout


class TestWithdrawing:
    def test_a_withdrawn_vintage_counts_no_more_but_as_known_before_it_does(self, filled: Path) -> None:
        (entry,) = done("events", "vintages", "--json", workspace=filled).value()
        said = done("events", "withdraw", entry["vintage_id"], "--reason", "a wrong file", workspace=filled)
        assert "a wrong file" in said.out
        assert done("events", "vintages", "--json", workspace=filled).value() == []
        assert "a wrong file" in done("events", "vintages", workspace=filled).out
        assert "a wrong file" not in done("events", "vintages", "--as-known-on", "2020-01-01", workspace=filled).out
        assert run("events", "summary", "--by", "year", workspace=filled).status == 1
        again = run("events", "withdraw", entry["vintage_id"], "--reason", "twice", workspace=filled)
        assert again.status == 1
        assert "withdrawn already" in again.err
        ledger = [json.loads(line) for line in (filled / "ledger.jsonl").read_text().splitlines()]
        assert [line["action"] for line in ledger][-1] == "events withdraw"
        assert ledger[-1]["reason"] == "a wrong file"


class TestStreams:
    def test_a_reader_that_stops_listening_ends_the_program_quietly(self, starter_workspace: Workspace) -> None:
        words = ["events", "summary", "--by", "conflict", "--workspace", str(starter_workspace.root)]
        with subprocess.Popen([*PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.readline().startswith(b"conflict,name")
            process.stdout.close()
            assert process.stderr.read() == b""
            process.wait(timeout=30)

    def test_progress_is_shown_on_a_terminal_only(self, workspace: Workspace, candidate: Path, tmp_path: Path) -> None:
        copy = Path(shutil.copytree(workspace.root, tmp_path / "copy"))
        words = [*PROGRAM, "events", "import", "ucdp-candidate", str(candidate), "--workspace"]
        plain = subprocess.run([*words, str(workspace.root)], check=True, capture_output=True, text=True)
        assert plain.stderr == ""
        assert "3 records = 2 rows + 1 set aside" in plain.stdout
        reader, terminal = pty.openpty()
        subprocess.run([*words, str(copy)], check=True, stdout=subprocess.PIPE, stderr=terminal)
        os.close(terminal)
        assert b"reading" in os.read(reader, 65_536)
        os.close(reader)

    def test_print_csv_writes_lists_and_truth_values_that_other_programs_read(self, capsys: pytest.CaptureFixture[str]) -> None:
        printing.print_csv(["a", "b"], [["x, y", None], ["line\nbreak", 'quo"te']])
        rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
        assert rows == [["a", "b"], ["x, y", ""], ["line\nbreak", 'quo"te']]


def test_the_same_bytes_imported_twice_are_there_once_and_it_is_said(filled: Path, candidate: Path) -> None:
    again = done("events", "import", "ucdp-candidate", candidate, workspace=filled)
    assert f"imported on {date.today():%Y}" in again.out
    assert "Nothing to do" in again.out
    assert len(done("events", "vintages", "--json", workspace=filled).value()) == 1
