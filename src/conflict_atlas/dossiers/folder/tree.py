"""What YAML and JSON have in common, with its lines: the form in which a file waits to be read as a type.

What may live here: the three kinds of node, and the place that an error names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from conflict_atlas.dossiers.errors import DossierFileError


class Style(Enum):
    """How a leaf was written, which says what it can be read as."""

    PLAIN = "plain"
    """YAML without quotes: the field's type decides, so that NO, 1e3 and 2020-01-01 stay text in a text field."""
    TEXT = "text"
    """In quotes, or a block: nothing but text."""
    RAW = "raw"
    """A number, true, false or null of JSON: never text."""


@dataclass(frozen=True)
class Leaf:
    """A value without parts."""

    text: str
    style: Style
    line: int

    @property
    def nothing(self) -> bool:
        """Whether it says that there is no value."""
        return self.style is not Style.TEXT and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True)
class Branch:
    """Fields with their values."""

    entries: Mapping[str, Tree]
    line: int


@dataclass(frozen=True)
class Row:
    """Items in order."""

    items: tuple[Tree, ...]
    line: int


Tree = Leaf | Branch | Row


@dataclass(frozen=True)
class Place:
    """Where in a file we are: the steps from its top. ``lines`` is false where the first step names the line."""

    file: str
    steps: tuple[str, ...] = ()
    lines: bool = True

    def inside(self, step: str) -> Place:
        """A part of this."""
        return Place(self.file, (*self.steps, step), self.lines)

    def error(self, line: int, what: str) -> DossierFileError:
        """The error to raise here."""
        steps = ", ".join(self.steps)
        if self.lines:
            steps = f"{steps} (line {line})" if steps else f"line {line}"
        return DossierFileError(self.file, steps, what)
