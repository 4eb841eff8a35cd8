"""The style sheet: contrast in every theme, its size, its class names, directions, and the lock of the front end."""

from __future__ import annotations

import gzip
import itertools
import json
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
CSS = REPOSITORY / "web" / "css"
BUILT = REPOSITORY / "src" / "conflict_atlas" / "built"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")

THEMES = {
    "light": (),
    "dark": ("(prefers-color-scheme: dark)",),
    "light, more contrast": ("(prefers-contrast: more)",),
    "dark, more contrast": (
        "(prefers-color-scheme: dark)",
        "(prefers-contrast: more)",
        "(prefers-contrast: more) and (prefers-color-scheme: dark)",
    ),
}

# Text on its ground: 4.5 to 1 (WCAG 2.2, success criterion 1.4.3).
TEXT_PAIRS = [
    ("text", "page"),
    ("text", "surface"),
    ("text", "accent-soft"),
    ("text", "caution-soft"),
    ("muted", "page"),
    ("muted", "surface"),
    ("accent", "page"),
    ("accent", "surface"),
    ("accent", "accent-soft"),
    ("accent", "caution-soft"),
    ("on-accent", "accent"),
    ("caution", "caution-soft"),
    ("map-mark", "map-land"),
    ("map-mark", "map-focus"),
    ("map-mark", "map-water"),
]
# Controls, marks and shapes that carry meaning: 3 to 1 (criterion 1.4.11).
SHAPE_PAIRS = [
    ("line-strong", "page"),
    ("line-strong", "surface"),
    ("deaths", "page"),
    ("deaths", "surface"),
    ("map-mark", "page"),
    ("map-hatch", "map-unknown"),
    ("map-hatch", "deaths-1"),
    ("map-hatch", "deaths-2"),
    ("deaths-0", "deaths-3"),
    ("deaths-0", "deaths-4"),
    ("deaths-0", "deaths-5"),
    ("map-border", "map-water"),
    ("deaths-type-1", "page"),
    ("deaths-type-2", "page"),
]


def block(query: str | None) -> dict[str, str]:
    """The colours that one ``:root`` block sets: the plain one, or the one inside a media query."""
    start = TOKENS.index(":root") if query is None else TOKENS.index(f"@media {query} {{")
    body = TOKENS[TOKENS.index("{", TOKENS.index(":root", start)) : TOKENS.index("}", start)]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", body))


def theme(name: str) -> dict[str, str]:
    """All colours of a theme, as the cascade gives them: later blocks win."""
    colours = block(None)
    for query in THEMES[name]:
        colours |= block(query)
    return colours


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_has_the_largest_contrast_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("front", "ground"), TEXT_PAIRS)
def test_text_can_be_read_in_every_theme(name: str, front: str, ground: str) -> None:
    colours = theme(name)
    wanted = 7 if "more contrast" in name else 4.5
    assert contrast(colours[front], colours[ground]) >= wanted


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("front", "ground"), SHAPE_PAIRS)
def test_shapes_stand_out_in_every_theme(name: str, front: str, ground: str) -> None:
    colours = theme(name)
    assert contrast(colours[front], colours[ground]) >= 3


@pytest.mark.parametrize("name", THEMES)
def test_more_deaths_are_always_further_from_the_ground(name: str) -> None:
    colours = theme(name)
    ramp = [contrast(colours[f"deaths-{level}"], colours["deaths-0"]) for level in range(6)]
    assert ramp == sorted(ramp)
    assert all(after / before > 1.2 for before, after in itertools.pairwise(ramp))


def test_values_written_into_drawings_are_those_of_the_light_theme() -> None:
    light = theme("light")
    for path in (REPOSITORY / "src/conflict_atlas/publish/drawing").glob("*.py"):
        for name, value in re.findall(r"var\(--([\w-]+),(#[0-9a-f]{6})\)", path.read_text(encoding="utf-8")):
            assert light[name] == value, f"{path.name}: --{name}"


def test_forced_colours_replace_every_colour_that_drawings_use() -> None:
    start = TOKENS.index("@media (forced-colors: active)")
    replaced = set(re.findall(r"--([\w-]+):", TOKENS[start:]))
    assert {name for name in block(None) if name.startswith(("deaths", "map-"))} <= replaced


def test_every_class_of_the_style_sheet_is_documented_and_every_documented_one_exists() -> None:
    sheet = "".join(path.read_text(encoding="utf-8") for path in sorted(CSS.glob("*.css")))
    sheet = re.sub(r"/\*.*?\*/|url\([^)]*\)|@import[^;]*;", "", sheet, flags=re.S)
    styled = set(re.findall(r"\.([a-z][\w-]*)", sheet))
    document = (REPOSITORY / "docs" / "maps.md").read_text(encoding="utf-8")
    components = document[document.index("## Components") : document.index("## Drawing functions")]
    named = set(re.findall(r"`(?:\w+[.])?([a-z][\w-]*)`", components)) | set(re.findall(r"\.([a-z][\w-]*)", components))
    script_only = {"data-table__sort"}
    assert styled - named - script_only == set()
    first_column = {
        name for row in re.findall(r"^\| (`[^|]*) \|", components, flags=re.M) for name in re.findall(r"`([^`]+)`", row)
    }
    assert first_column - styled - {"map-credit"} == set()


def test_the_style_sheet_knows_no_left_and_right() -> None:
    for path in CSS.glob("*.css"):
        rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(
            r"(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right)\s*:|text-align:\s*(?:left|right)", rules
        ), path


def test_the_built_style_sheet_and_script_are_small_and_carry_their_digest() -> None:
    manifest = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    for name, limit in (("site.css", 12_000), ("site.js", 3_000)):
        path = BUILT / manifest[name]
        assert re.fullmatch(r"site\.[0-9a-f]{12}\.(css|js)", path.name)
        assert path.with_name(path.name + ".br").stat().st_size < limit
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()


def test_the_lock_of_the_front_end_names_no_registry_and_pins_every_package_by_digest() -> None:
    lock = json.loads((REPOSITORY / "web" / "package-lock.json").read_text(encoding="utf-8"))
    for name, package in lock["packages"].items():
        if name:
            assert "resolved" not in package, name
            assert package["integrity"].startswith("sha512-"), name
    assert "dependencies" not in lock["packages"]["node_modules/plotly.js"]
