"""The command about plain words, as somebody runs it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from conflict_atlas.cli import main
from support.published import SHIPPED


def run(*arguments: str) -> object:
    return CliRunner().invoke(main, ["plain", "check", *arguments])


def test_a_clean_text_ends_well_and_a_hard_one_says_what_to_do(tmp_path: Path) -> None:
    easy, hard = tmp_path / "easy.txt", tmp_path / "hard.txt"
    easy.write_text("A war began in 1988. Many people were afraid. They had to leave their homes.", encoding="utf-8")
    hard.write_text("Everybody knew that the evil men had slaughtered 20 people in 1994.", encoding="utf-8")
    result = run(str(easy))
    assert (result.exit_code, "a sentence" in result.output) == (0, True)
    result = run(str(hard), "--level", "B")
    assert result.exit_code == 1
    assert "error judging, line 1: evil" in result.output
    told = json.loads(run(str(hard), "--json").output)
    assert {"graphic", "judging", "one-number"} <= {finding["rule"] for finding in told["findings"]}
    assert run(str(tmp_path / "none.txt")).exit_code == 1


def test_an_edition_for_kids_is_measured_as_children_read_it() -> None:
    for language, level in (("en", "A"), ("es", "B")):
        result = run(str(SHIPPED / "kids" / f"{language}.yaml"), "--level", level)
        assert result.exit_code == 0, result.output
        assert ("ease:" in result.output) == (language == "es")
        assert int(result.output.split(" words in ")[0].rsplit("\n", 1)[-1]) > 1000


def test_spanish_has_its_ease_and_other_languages_no_number_at_all(tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("La guerra empezó en 1988. Mucha gente tenía miedo. Dejaron sus casas.", encoding="utf-8")
    spanish = run(str(text), "--language", "es")
    assert "ease: " in spanish.output
    assert "grade" not in spanish.output
    assert "lists of words are English" in spanish.output
    french = run(str(text), "--language", "fr")
    assert "grade: not measured" in french.output
    told = json.loads(run(str(text), "--language", "ar", "--json").output)["readability"]
    assert [told[name] for name in ("grade", "neutral_grade", "ease", "syllables_a_word")] == [None] * 4
    assert told["words"] == 12
