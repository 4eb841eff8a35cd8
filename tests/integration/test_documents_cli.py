"""The commands about documents, as somebody runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conflict_atlas.cli import main
from support.texts import FOLDER

FIRST = "On 4 May 2024, 12 civilians were killed in Nyala in Sudan, the army said.\n"
SECOND = "On 4 May 2024, 20 civilians were killed in Nyala in Sudan, doctors said.\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "a.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "b.txt").write_text(SECOND, encoding="utf-8")
    return str(tmp_path / "a.txt"), str(tmp_path / "b.txt")


def test_read_prints_one_record_a_line_with_its_place(files: tuple[str, str]) -> None:
    result = run("documents", "read", files[0])
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert {row["type"] for row in rows} >= {"timex", "figure", "place", "event"}
    assert all(FIRST[row["start"] : row["end"]] == row["quote"] and row["doc"] == "a.txt" and row["rule_id"] for row in rows)
    figure = next(row for row in rows if row["type"] == "figure")
    assert (figure["value"], figure["kind"], figure["attributed_to"]) == (12, "killed", "the army")
    assert next(row for row in rows if row["type"] == "timex")["from"] == "2024-05-04"


def test_read_takes_metadata_by_name_and_a_date(tmp_path: Path) -> None:
    meta = str(FOLDER / "docs.json")
    doc = "p5_headlines_2022.txt"
    result = run("documents", "read", str(FOLDER / doc), "--meta", meta, "--name", doc)
    assert result.exit_code == 0
    assert all(json.loads(line)["doc"] == doc for line in result.stdout.splitlines())
    (tmp_path / "c.txt").write_text("Three people were killed yesterday in Nyala.", encoding="utf-8")
    rows = [
        json.loads(line) for line in run("documents", "read", str(tmp_path / "c.txt"), "--date", "2024-05-05").stdout.splitlines()
    ]
    assert next(row for row in rows if row["type"] == "timex")["from"] == "2024-05-04"


@pytest.mark.parametrize("form", ["html", "annotations", "prov"])
def test_read_gives_the_forms_of_others(files: tuple[str, str], form: str) -> None:
    result = run("documents", "read", files[0], "--format", form)
    assert result.exit_code == 0
    if form == "html":
        assert "<mark" in result.stdout
    else:
        assert json.loads(result.stdout)


def test_compare_says_how_claims_stand_and_where(files: tuple[str, str]) -> None:
    found = next(item for item in json.loads(run("documents", "compare", *files).stdout) if item["relation"] == "contradiction")
    assert {(claim["doc"], claim["quote"]) for claim in found["claims"]} == {("a.txt", "12"), ("b.txt", "20")}
    assert "cannot both be true" in run("documents", "compare", *files, "--format", "html").stdout


@pytest.mark.parametrize(
    ("arguments", "words", "status"),
    [
        (["read", "no-such-file.txt"], "cannot be read", 1),
        (["read", "{empty}"], "is empty", 1),
        (["read", "{a}", "--pack", "no-such-pack"], "there is no pack", 1),
        (["read", "{a}", "--date", "5 May"], "write YYYY-MM-DD", 2),
        (["read", "{a}", "--meta", "{a}"], "not a JSON list", 1),
        (["read", "http://127.0.0.1/"], "private or reserved", 1),
        (["compare", "{a}", "{a}"], "the same name", 2),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    files: tuple[str, str], tmp_path: Path, arguments: list[str], words: str, status: int
) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    filled = [item.format(a=files[0], empty=str(tmp_path / "empty.txt")) for item in arguments]
    result = run("documents", *filled)
    assert result.exit_code == status
    assert words in result.output
    assert "Traceback" not in result.output
