"""The documentation holds what it says: commands, settings, sources, links, decisions, and nothing of one machine."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import ModuleType

import click
import pytest
import yaml

import conflict_atlas
from conflict_atlas.cli.events import DIMENSIONS, SUMMARY_COLUMNS
from conflict_atlas.control.vintages import ControlVintage
from conflict_atlas.events.answers import Quarantined
from conflict_atlas.events.casting import RowContext, normalized_select
from conflict_atlas.events.facts import HIDDEN
from conflict_atlas.events.months import Month
from conflict_atlas.events.sources import all_sources
from conflict_atlas.events.sources.ucdp_ged import PUBLISHED_ROWS, SOURCE
from conflict_atlas.events.vocabulary import EVENT_COLUMNS, Dimension, Grain, Series
from conflict_atlas.publish.health import Finding
from conflict_atlas.workspace import SETTINGS_TEMPLATE, Settings

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


@cache
def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_docs", ROOT / "tools" / "write_docs.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["write_docs"] = module
    spec.loader.exec_module(module)
    return module


@cache
def tracked() -> tuple[Path, ...]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: the tracked files are not known")
    return tuple(path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file())


def pages() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def section(path: Path, heading: str) -> str:
    """The text from a heading to the next one of the same level."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert found, f"{path.name} has no section {heading!r}"
    return found[1]


def first_column(text: str, heading: str) -> set[str]:
    """The names in code font in the first column of the table that follows ``| heading |``."""
    table = text.split(f"\n| {heading} |", 1)[1].split("\n\n", 1)[0]
    return {name for line in table.splitlines()[2:] for name in re.findall(r"`([^`]+)`", line.split("|")[1])}


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-") for heading in headings}


def test_what_the_program_knows_stands_in_the_docs_as_the_program_says_it() -> None:
    stale = [path.name for path, text in writer().expected().items() if not path.is_file() or path.read_text("utf-8") != text]
    assert not stale, f"run .venv/bin/python tools/write_docs.py: {', '.join(stale)} would change"


@pytest.mark.parametrize("name", [name for name, _ in writer().commands()])
def test_every_command_has_help_a_section_and_all_its_options_in_it(name: str) -> None:
    command = dict(writer().commands())[name]
    text = section(DOCS / "commands.md", name)
    assert command.help
    assert f"<!-- written: command {name} -->" in text
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts[0]} has no help"
            assert f"`{', '.join(parameter.opts)}" in text


def test_no_section_describes_a_command_that_does_not_exist() -> None:
    described = re.findall(r"^## (conflict-atlas .+)$", (DOCS / "commands.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(described) == [name for name, _ in writer().commands()]


def test_the_documented_columns_of_a_summary_are_those_it_prints() -> None:
    text = section(DOCS / "commands.md", "conflict-atlas events summary")
    for by, columns in SUMMARY_COLUMNS.items():
        assert {by} | first_column(text, "column") == set(columns)


def test_the_documented_fields_of_json_output_are_those_it_prints() -> None:
    documented = {name: section(DOCS / "commands.md", f"conflict-atlas {name}") for name in _JSON_FIELDS}
    assert {name: first_column(text, "field") for name, text in documented.items()} == _JSON_FIELDS


_JSON_FIELDS = {
    "control list": {field.name for field in fields(ControlVintage)} | {"claimant"},
    "doctor": {field.name for field in fields(Finding)},
    "events quarantine": {field.name for field in fields(Quarantined)},
    "events vintages": set(json.loads(json.dumps(writer().pack()[0].to_json()))),
}


def test_every_flag_of_an_event_is_documented() -> None:
    columns = {column.target: column.names[0] for column in SOURCE.columns}
    context = RowContext("v", "f", (Month(1989, 1), Month(2024, 12)))
    sql = normalized_select(SOURCE, columns, "texts", context, "codes")
    flags = set(re.findall(r"THEN '([a-z_]+)' END", sql.split('AS "flags"')[0].split("list_filter")[-1]))
    documented = re.search(r"Flags of an event: (.+?)\. ", (DOCS / "commands.md").read_text("utf-8"))
    assert documented
    assert len(flags) > 5
    assert set(re.findall(r"`(\w+)`", documented[1])) == flags


def test_no_column_that_may_name_a_person_is_documented_as_exported() -> None:
    text = section(DOCS / "commands.md", "conflict-atlas events export")
    assert set(HIDDEN) <= {column.name for column in EVENT_COLUMNS}
    assert not [name for name in HIDDEN if f"`{name}`" in text]


def test_every_setting_is_documented_with_its_default() -> None:
    text = section(DOCS / "install.md", "Settings")
    template = tomllib.loads(SETTINGS_TEMPLATE)
    assert set(template) == {field.name for field in fields(Settings)} == first_column(text, "setting")
    for name, default in template.items():
        assert f"| `{name}` | `{json.dumps(default)}` |" in text


def test_every_source_has_a_card_and_no_card_is_left_over() -> None:
    assert {path.stem for path in (DOCS / "sources").glob("*.md")} == set(all_sources())


def test_every_series_grain_and_known_size_of_a_release_is_explained() -> None:
    text = (DOCS / "data.md").read_text("utf-8")
    assert first_column(text, "series") == {series.value for series in Series}
    assert first_column(text, "grain") == {grain.value for grain in Grain}
    for release, rows in PUBLISHED_ROWS.items():
        assert f"{release} has {rows:,}" in text
    assert set(DIMENSIONS) <= {dimension.value for dimension in Dimension}


def test_every_address_of_the_site_is_documented() -> None:
    pages_of_the_site = ROOT / "src" / "conflict_atlas" / "site" / "pages"
    found = {
        route
        for path in pages_of_the_site.rglob("*.py")
        for route in re.findall(r'Kind\(\s*"[a-z-]+",\s*"([^"]*[{/][^"]*)"', path.read_text("utf-8"))
    }
    assert len(found) > 9
    text = (DOCS / "site.md").read_text("utf-8")
    named = {"language": "en", "slug": "SLUG", "conflict_id": "ID", "iso3": "ISO3", "vintage_id": "VINTAGE", "format": "FORMAT"}
    named |= {"claim_id": "CLAIM", "name": "FILE", "key": "KEY", "level": "LEVEL", "block": "N", "day": "DAY"}
    assert not [route for route in found if f"`/{route.format(**named)}`" not in text]


def links() -> Iterator[tuple[Path, str]]:
    for page in pages():
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", text):
            yield page, target


def test_every_link_between_the_documents_leads_somewhere() -> None:
    broken = []
    for page, target in links():
        if re.match(r"https?://|mailto:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        if not path.exists() or (anchor and anchor not in anchors(path)):
            broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert not broken


def test_every_document_is_reached_from_the_readme() -> None:
    reached, waiting = {ROOT / "README.md"}, [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        for source, target in links():
            path = (source.parent / target.partition("#")[0]).resolve()
            for found in sorted(path.glob("*.md")) if path.is_dir() else [path]:
                if source == page and found.suffix == ".md" and found.exists() and found not in reached:
                    reached.add(found)
                    waiting.append(found)
    assert set(pages()) <= reached, f"not reached: {sorted(str(path.relative_to(ROOT)) for path in set(pages()) - reached)}"


def test_every_decision_has_a_number_a_date_a_status_and_a_price() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    assert 1 <= len(decisions) <= 30
    for number, path in enumerate(decisions, start=1):
        text = path.read_text("utf-8")
        assert path.name.startswith(f"{number:02d}-")
        assert text.startswith(f"# {number}. ")
        assert re.search(r"^Date: \d{4}-\d\d-\d\d\. Status: (accepted|superseded by \d+)[.;]", text, re.MULTILINE), path.name
        assert all(f"**{part}.**" in text for part in ("Question", "Decision", "Why", "Price")), path.name


def test_changelog_and_citation_know_the_version() -> None:
    version = conflict_atlas.__version__
    assert re.search(rf"^## {re.escape(version)}\b", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"] == version


def test_every_target_of_make_that_is_mentioned_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    mentioned = {name for page in pages() for name in re.findall(r"(?:^|`)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)}
    assert mentioned <= targets
    assert {"run", "test"} <= mentioned


def test_every_path_of_the_repository_that_is_mentioned_exists() -> None:
    missing = []
    for page in pages():
        for name in re.findall(r"`((?:src|web|tools|tests|requirements|benchmarks)/[\w./-]+)`", page.read_text("utf-8")):
            if "*" not in name and not (ROOT / name).exists() and "benchmarks/results" not in name and "built" not in name:
                missing.append(f"{page.name}: {name}")
        for name in re.findall(r"`((?:events|publish|site|starter)/[\w/]+\.(?:py|yaml))`", page.read_text("utf-8")):
            if not (ROOT / "src" / "conflict_atlas" / name).exists():
                missing.append(f"{page.name}: {name}")
    assert not missing


def test_pictures_are_small_and_drawings_have_a_name() -> None:
    for path in (DOCS / "pictures").iterdir():
        assert path.stat().st_size < 200_000, path.name
        if path.suffix == ".svg":
            names = {child.tag.rpartition("}")[2] for child in ElementTree.parse(path).getroot()}
            assert {"title", "desc"} <= names


_OF_ONE_MACHINE = {
    "a folder of the machine that it was made on": r"(?<![\w.])/" + "work/",
    "a folder for temporary files": r"(?<![\w.])/" + "tmp/",
    "a registry": "|".join((r"\bpypi\." + "org", "npm" + r"js\.", "python" + "hosted", r"crates\." + "io")),
    "tools of the workplace": "|".join((r"\." + r"library\b", r"\bfa" + "rm-[a-z]", "help" + r"er-\d")),
}


@pytest.mark.parametrize("what", _OF_ONE_MACHINE)
def test_no_tracked_file_names_one_machine_or_one_registry(what: str) -> None:
    pattern = re.compile(_OF_ONE_MACHINE[what])
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" in content[:8000]:
            continue
        for number, line in enumerate(content.decode("utf-8", errors="replace").splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert not found, "\n".join(found)
