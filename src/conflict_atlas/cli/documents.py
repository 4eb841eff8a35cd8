"""The commands about documents: reading one, comparing several."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conflict_atlas.cli.options import Day
from conflict_atlas.cli.printing import print_json

if TYPE_CHECKING:
    from conflict_atlas.documents.document import Document
    from conflict_atlas.documents.extraction import About
    from conflict_atlas.documents.pack import Pack

_pack = click.option("--pack", metavar="NAME", help="A conflict pack: nagorno-karabakh, sudan, or the path of a YAML file.")
_meta = click.option(
    "--meta",
    "meta_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.json",
    help="A list of {doc, title, doc_date, period, line_dates}, looked up by the name of the document.",
)


@click.group()
def documents() -> None:
    """Documents: what they say, and how it differs."""


@documents.command()
@click.argument("place", metavar="FILE|URL")
@click.option("--date", "published", type=Day(), help="The day on which it was published, YYYY-MM-DD.")
@_meta
@_pack
@click.option("--name", help="Name of the document in the output. Default: the name of the file.")
@click.option(
    "--format", "as_format", type=click.Choice(["jsonl", "html", "annotations", "prov"]), default="jsonl", show_default=True,
    help="One record a line, a page to look at, W3C Web Annotations, or PROV-JSON.",
)  # fmt: skip
def read(place: str, published: Any, meta_file: Path | None, pack: str | None, name: str | None, as_format: str) -> None:
    """Read a text, HTML, PDF, DOCX, wikitext, feed or ReliefWeb file and print what it says, with the place of each word.

    An address (http, https) is fetched once, if the site's robots.txt allows it and it is on the public internet.
    """
    from dataclasses import replace

    document = _document(place, name, meta_file)
    if published is not None:
        document = replace(document, about=replace(document.about, published=published))
    found = document.extraction(_load(pack)).records
    for note in document.reading.notes:
        click.echo(f"{document.name}: {note}", err=True)
    if as_format == "jsonl":
        from conflict_atlas.documents.records import as_jsonl

        click.echo(as_jsonl(document.name, found), nl=False)
    elif as_format == "html":
        from conflict_atlas.documents.marked import page

        click.echo(page(document, found), nl=False)
    elif as_format == "annotations":
        from conflict_atlas.documents.provenance import annotation

        print_json([annotation(document, record) for record in found])
    else:
        from conflict_atlas.documents.provenance import prov

        print_json(prov(document, found))


@documents.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE FILE...")
@_meta
@_pack
@click.option(
    "--format", "as_format", type=click.Choice(["json", "html"]), default="json", show_default=True, help="What to print."
)
def compare(files: tuple[str, ...], meta_file: Path | None, pack: str | None, as_format: str) -> None:
    """Compare what documents say of one thing: agreeing, compatible, counted at other times or over more, contradicting."""
    from conflict_atlas.documents.document import compared

    read_ = [_document(place, None, meta_file) for place in files]
    names = [document.name for document in read_]
    if len(set(names)) != len(names):
        raise click.UsageError("two documents have the same name: rename one, so that each passage can be found")
    found = compared(read_, _load(pack))
    texts = {document.name: document.text for document in read_}
    if as_format == "html":
        from conflict_atlas.documents.marked import comparison_page

        click.echo(comparison_page(found, texts), nl=False)
        return
    print_json(
        [
            {
                "topic": item.topic,
                "relation": item.relation,
                "claims": [
                    {"doc": doc, "start": start, "end": end, "quote": texts[doc][start:end]} for doc, start, end in item.spans
                ],
                "why": item.why,
            }
            for item in found
        ]
    )


def _document(place: str, name: str | None, meta_file: Path | None) -> Document:
    from conflict_atlas.documents.document import document_of, read_file

    if place.startswith(("http://", "https://")):
        from conflict_atlas.documents.fetching import fetch

        fetched = fetch(place)
        called = name or fetched.name
        return document_of(fetched.raw, called, _about(called, meta_file), fetched.address)
    path = Path(place)
    called = name or path.name
    return read_file(path, called, _about(called, meta_file))


def _about(name: str, meta_file: Path | None) -> About | None:
    from conflict_atlas.documents.document import about_of
    from conflict_atlas.documents.errors import DocumentError

    if meta_file is None:
        return None
    try:
        rows = json.loads(meta_file.read_text(encoding="utf-8"))
        row = next((row for row in rows if row["doc"] == name), None)
    except OSError as problem:
        raise DocumentError(f"{meta_file}: cannot be read ({problem.strerror})") from problem
    except (ValueError, TypeError, KeyError) as problem:
        raise DocumentError(f"{meta_file}: not a JSON list of objects with doc ({problem})") from problem
    return about_of(row) if row is not None else None


def _load(pack: str | None) -> Pack | None:
    from conflict_atlas.documents.pack import load_pack

    return load_pack(pack) if pack else None
