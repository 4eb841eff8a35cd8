"""Write the parts of the documentation that the program itself knows: options, columns, source cards, shares by year.

Run `.venv/bin/python tools/write_docs.py` after a change; a test compares what it would write with what is there. Written by
hand is everything outside the marks `<!-- written: NAME -->` and `<!-- end -->`, and nothing in `docs/sources/`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import click

from conflict_atlas.cli import main as command_line
from conflict_atlas.events.facts import HIDDEN
from conflict_atlas.events.sources import all_sources
from conflict_atlas.events.sources.card import EventSource, Kind, SourceColumn
from conflict_atlas.events.vintages import Coverage, Vintage
from conflict_atlas.events.vocabulary import AGGREGATE_COLUMNS, EVENT_COLUMNS, Column, Series

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
_BLOCK = re.compile(r"<!-- written: (?P<name>[^>]+?) -->\n.*?<!-- end -->", re.DOTALL)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)


def commands(group: click.Group = command_line, path: str = "conflict-atlas") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with its full name, in alphabetical order."""
    for name in sorted(group.commands):
        command = group.commands[name]
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def command_block(name: str) -> str:
    """Usage and options of one command."""
    command = dict(commands())[name]
    context = click.Context(command, info_name=name)
    pieces = " ".join(command.collect_usage_pieces(context))
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    rows = [_option_row(option, context) for option in options]
    shown = "\n\n" + table(("option", "meaning", "default"), rows) if rows else ""
    return f"```\n{name} {pieces}\n```\n\n{command.help}{shown}"


def _option_row(option: click.Option, context: click.Context) -> tuple[str, str, str]:
    value = "" if option.is_flag else f" {option.make_metavar(context)}"
    default = option.get_default(context) if option.show_default else None
    shown = "required" if option.required else "" if default is None else f"`{default}`"
    return f"`{', '.join(option.opts)}{value}`", option.help or "", shown


def column_block(columns: Sequence[Column], left_out: Sequence[str] = ()) -> str:
    """Columns of a table that we write."""
    shown = [column for column in columns if column.name not in left_out]
    return table(("column", "type", "meaning"), [(f"`{item.name}`", item.sql_type, item.meaning) for item in shown])


def pack() -> list[Vintage]:
    """The vintages of the starter pack, in the order of their folders."""
    folders = sorted((Path(str(files("conflict_atlas.starter"))) / "pack").glob("*/vintage.json"))
    return [Vintage.from_json(json.loads(path.read_text(encoding="utf-8"))) for path in folders]


def pack_block() -> str:
    """What the starter pack holds."""
    rows = []
    for vintage in pack():
        series = sorted({entry.series.value for entry in vintage.coverage})
        best = vintage.totals.get("best")
        rows.append(
            (
                f"`{vintage.vintage_id}`",
                vintage.release,
                f"{vintage.grain.value}",
                ", ".join(series),
                f"{vintage.first} to {vintage.last}",
                f"{vintage.rows:,}",
                "" if best is None else f"{best:,}",
            )
        )
    return table(("vintage", "release", "grain", "series", "months", "rows", "deaths (best)"), rows)


def share_block() -> str:
    """Shares of the two partial series by year."""
    by_year: dict[int, dict[Series, list[Coverage]]] = {}
    for vintage in pack():
        for entry in vintage.coverage:
            if entry.series is not Series.DEATHS:
                by_year.setdefault(entry.first.year, {}).setdefault(entry.series, []).append(entry)
    rows = [
        (str(year), _shares(held.get(Series.WITHIN_MONTH, [])), _shares(held.get(Series.LOCATED, [])))
        for year, held in sorted(by_year.items())
    ]
    return table(("year", "within-month", "located"), rows)


def _shares(entries: Sequence[Coverage]) -> str:
    if not entries:
        return "nothing held"
    if len(entries) == 1:
        return _share(entries[0])
    return ", ".join(f"{entry.first}: {_share(entry)}" for entry in entries)


def _share(entry: Coverage) -> str:
    return "not known" if entry.share is None else f"{entry.share:.4f}"


_KINDS = {
    Kind.TEXT: "text",
    Kind.ID: "identifier; a trailing `.0` is dropped",
    Kind.COUNT: "whole number, 0 or more",
    Kind.DATE: "calendar date; a time of day is dropped",
    Kind.LATITUDE: "degrees, -90 to 90",
    Kind.LONGITUDE: "degrees, -180 to 180",
}


def source_card(source: EventSource) -> str:
    """The card of a source, from its dataclass and the docstrings of its module."""
    origin = source.origin
    about = sys.modules[source.release_of.__module__].__doc__ or ""
    terms = table(
        ("", ""),
        [
            ("key", f"`{source.key}`"),
            ("producer", origin.producer),
            ("licence", f"[{origin.licence}]({origin.licence_url}), class `{source.licence_class.value}`"),
            ("credit", origin.credit),
            ("citation", origin.citation),
            ("download", origin.url),
            ("how it changes", source.mutability),
        ],
    )
    columns = table(
        ("our column", "names in the file, best first", "read as", "must be in the file", "must be filled"),
        [_column_row(column) for column in source.columns],
    )
    rules = [("Release", source.release_of), ("Months of a release", source.period_of), ("Coverage", source.coverage_of)]
    anomalies = "\n".join(f"- {text}" for text in source.known_anomalies)
    return (
        f"# {origin.title}\n\n_Written by `tools/write_docs.py` from `{source.release_of.__module__}`._\n\n{_plain(about)}\n\n{terms}\n\n"
        f"## What its files say\n\n{''.join(_rule(name, rule) for name, rule in rules)}\n"
        f"## Columns\n\nMatched by name, whatever their order. What is not listed is not taken over; the raw bytes are kept.\n\n{columns}\n\n"
        f"## Known anomalies\n\n{anomalies}\n\nWhen to worry about them: [anomalies](../anomalies.md).\n"
    )


def _rule(name: str, rule: Callable[..., object]) -> str:
    return f"- **{name}.** {_plain(rule.__doc__ or '')}\n"


def _plain(docstring: str) -> str:
    return docstring.strip().replace("``", "`")


def _column_row(column: SourceColumn) -> tuple[str, str, str, str, str]:
    read = f"one of {', '.join(map(str, column.codes))}" if column.kind is Kind.CODE else _KINDS[column.kind]
    if column.unknown:
        read += f"; {', '.join(f'`{text}`' for text in column.unknown)} means not known"
    names = ", ".join(f"`{name}`" for name in column.names)
    return f"`{column.target}`", names, read, "yes" if column.required else "no", "yes" if column.filled else "no"


def block(name: str) -> str:
    """What stands between the marks of that name. Raises KeyError for a name that nobody writes."""
    if name.startswith("command "):
        return command_block(name.removeprefix("command "))
    return {
        "columns of events": lambda: column_block(EVENT_COLUMNS, HIDDEN),
        "columns of aggregates": lambda: column_block(AGGREGATE_COLUMNS),
        "starter pack": pack_block,
        "shares by year": share_block,
    }[name]()


def written(text: str) -> str:
    """The text with every marked block written anew."""
    return _BLOCK.sub(lambda match: f"<!-- written: {match['name']} -->\n{block(match['name'])}\n<!-- end -->", text)


def expected() -> dict[Path, str]:
    """Every file that this module writes, in whole or in part, with what it should hold."""
    pages = {path: written(path.read_text(encoding="utf-8")) for path in sorted(DOCS.glob("*.md"))}
    cards = {DOCS / "sources" / f"{key}.md": source_card(source) for key, source in all_sources().items()}
    return pages | cards


if __name__ == "__main__":
    for path, text in expected().items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(ROOT))
