"""The command about plain words: how easy a text is to read, and what stands in the way of children."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from conflict_atlas.cli.printing import print_json


@click.group()
def plain() -> None:
    """Plain words: readability and the rules of texts for children."""


@plain.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--level", type=click.Choice(["A", "B"]), default="A", show_default=True, help="A: grade 5 or less. B: grade 8 or less."
)
@click.option("--language", default="en", show_default=True, help="en and es are measured; in others only lengths and words are.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(file: Path, level: str, language: str, as_json: bool) -> None:
    """Measure a text and say what stands in the way. Status 1 if anything is that would block publishing.

    Of an edition for kids beside its dossier (kids/en.yaml) the sentences of the level are measured, as children read them, in its
    own language.
    """
    from conflict_atlas.plain.levels import Level
    from conflict_atlas.plain.lint import check as checked

    text, language = _edition_text(file, level) or (_text(file), language)
    found = checked(text, Level(level), language)
    if as_json:
        print_json({"level": level, **asdict(found)})
    else:
        measure = found.readability
        if measure.ease is not None:
            click.echo(f"ease: {measure.ease:.0f}")
        else:
            grade = (
                "not measured" if measure.grade is None else f"{measure.grade:.1f}, names left out {measure.neutral_grade:.1f}"
            )
            click.echo(f"grade: {grade}")
        if language != "en":
            click.echo("words: the lists of words are English, none was looked for")
        click.echo(
            f"{measure.words} words in {measure.sentences} sentences, {measure.words_a_sentence:.1f} a sentence, the "
            f"longest {measure.longest}"
        )
        for finding in found.findings:
            line = text.count("\n", 0, finding.start) + 1
            words = " ".join(finding.words.split())
            click.echo(f"{finding.severity} {finding.rule}, line {line}: {words[:100] + ': ' if words else ''}{finding.message}")
    if not found.is_clean:
        raise click.exceptions.Exit(1)


def _text(file: Path) -> str:
    from conflict_atlas.documents.reading.apart import read_bytes

    try:
        raw = file.read_bytes()
    except OSError as problem:
        raise click.ClickException(f"{file}: cannot be read ({problem.strerror})") from problem
    return read_bytes(raw, file.name)[0].text


def _edition_text(file: Path, level: str) -> tuple[str, str] | None:
    """The sentences and the language of an edition for kids; None for any other file."""
    from conflict_atlas.dossiers import folder as dossiers
    from conflict_atlas.dossiers.folder import layout
    from conflict_atlas.kids import folder
    from conflict_atlas.kids.check import measured_text
    from conflict_atlas.plain.levels import Level

    beside = file.absolute().parent.parent
    if file.suffix != ".yaml" or file.absolute().parent.name != layout.KIDS_FOLDER or not (beside / layout.HEAD_FILE).is_file():
        return None
    edition = folder.read(file)
    return measured_text(edition, Level(level), dossiers.read(beside)), edition.language
