"""A part of a dossier as the fields of a block, and back, by the types of the core's dataclass.

What may live here: the conversion that all parts share. What an editor leaves empty is None where the core allows that.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from django.utils.text import slugify

from conflict_atlas.site.editorial.conversion.errors import DraftError

_T = TypeVar("_T")
# Texts of which each is a paragraph of its own; all other tuples of text are written one a line.
PARAGRAPHS = frozenset({"terms"})
_NAMING = ("title", "name", "term", "label", "word")


@cache
def hints(kind: type) -> Mapping[str, Any]:
    """The types of a dataclass's fields."""
    return typing.get_type_hints(kind)


def to_raw(value: Any) -> dict[str, Any]:
    """The stored form of a block that holds this value."""
    kinds = hints(type(value))
    return {field.name: _raw(field.name, getattr(value, field.name), kinds[field.name]) for field in fields(value)}


def _raw(name: str, value: Any, hint: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        if is_dataclass(typing.get_args(hint)[0]):
            return [to_raw(item) for item in value]
        return list(value) if name in PARAGRAPHS else "\n".join(value)
    return value


def from_raw(kind: type[_T], raw: Mapping[str, Any], part: str, place: str) -> _T:
    """The value that a stored block holds. Raises DraftError where a choice is missing."""
    given = {name: _value(name, hint, raw.get(name), part, place) for name, hint in hints(kind).items()}
    if "key" in given and not given["key"]:
        given["key"] = made_key(next((str(given[name]) for name in _NAMING if given.get(name)), ""))
    return kind(**given)


def _value(name: str, hint: Any, raw: Any, part: str, place: str) -> Any:
    if typing.get_origin(hint) is types.UnionType:
        return text(raw) or None
    if hint is int:
        try:
            return int(raw)
        except (TypeError, ValueError):
            raise DraftError(part, place, f"write a whole number for {name}") from None
    if typing.get_origin(hint) is tuple:
        return _tuple(name, typing.get_args(hint)[0], raw, part, place)
    if isinstance(hint, type) and issubclass(hint, Enum):
        try:
            return hint(raw)
        except ValueError:
            words = ", ".join(str(choice.value).replace("_", " ") for choice in hint)
            raise DraftError(part, place, f"choose what {name} is: {words}") from None
    return text(raw)


def _tuple(name: str, item: Any, raw: Any, part: str, place: str) -> tuple[Any, ...]:
    if is_dataclass(item):
        return tuple(
            from_raw(item, unwrapped(entry), part, f"{place}, {name} {number}") for number, entry in enumerate(raw or (), start=1)
        )
    if name in PARAGRAPHS:
        return tuple(text(unwrapped(entry)) for entry in raw or ())
    return tuple(line for line in text(raw).split("\n") if line) if raw else ()


def text(raw: Any) -> str:
    """Text as the core has it: a form sends line ends as two characters."""
    return "" if raw is None else str(raw).replace("\r\n", "\n")


def unwrapped(entry: Any) -> Any:
    """An item of a list block, which is stored either bare or with its type and id."""
    if isinstance(entry, Mapping) and entry.get("type") == "item" and "value" in entry:
        return entry["value"]
    return entry


def made_key(words: str) -> str:
    """A key made of a title: at most six words of a-z and 0-9."""
    return "-".join(re.findall(r"[a-z0-9]+", slugify(words))[:6])
