"""The types of a dossier and plain values: each is made from the other by looking at the type.

What may live here: ``decode`` and ``encode``, which follow the dataclasses of ``dossier`` and ``claim`` and so need no change when
a field is added there. What is left out of a file is decided here: nothing (None), and a part that is empty by default.
"""

from __future__ import annotations

import math
import re
import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeGuard, Union, get_args, get_origin, get_type_hints

from conflict_atlas.dossiers.folder.layout import NAMES
from conflict_atlas.dossiers.folder.tree import Branch, Leaf, Place, Row, Style, Tree
from conflict_atlas.dossiers.folder.yaml_text import Plain

_WHOLE = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Shape:
    """The type of a field: what it is if there is something, whether nothing is allowed, and what stands for a missing one."""

    kind: Any
    optional: bool
    default: Any

    @property
    def required(self) -> bool:
        """Whether the field must be written."""
        return self.default is MISSING and not self.optional


@cache
def shapes_of(kind: Any) -> Mapping[str, Shape]:
    """The fields of a dataclass in their order."""
    hints = get_type_hints(kind)
    return {field.name: _shape(hints[field.name], field.default) for field in fields(kind)}


def _shape(hint: Any, default: Any) -> Shape:
    if get_origin(hint) in (Union, types.UnionType):
        (kind,) = (part for part in get_args(hint) if part is not type(None))
        return Shape(kind, True, default)
    return Shape(hint, False, default)


def _has_fields(kind: Any) -> TypeGuard[type]:
    return isinstance(kind, type) and is_dataclass(kind)


def with_lines_ended_once(text: str) -> str:
    """The same text with every line ended by a line feed, as editors and browsers end them in three ways."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode(kind: Any, tree: Tree, place: Place) -> Any:
    """The value of that type. Raises DossierFileError with the field and what to do."""
    if _has_fields(kind):
        if not isinstance(tree, Branch):
            raise place.error(tree.line, f"here belong fields, as in {next(iter(shapes_of(kind)))}: ...")
        return kind(**decode_fields(shapes_of(kind), tree, place))
    if get_origin(kind) is tuple:
        return _decode_tuple(get_args(kind), tree, place)
    if not isinstance(tree, Leaf):
        raise place.error(
            tree.line, f"here belongs {_words(kind)}, not a {'list' if isinstance(tree, Row) else 'set of fields'}."
        )
    if tree.nothing:
        raise place.error(tree.line, f"here is nothing. Write {_words(kind)}; a text that looks like nothing goes in quotes.")
    return _decode_leaf(kind, tree, place)


def decode_fields(shapes: Mapping[str, Shape], tree: Branch, place: Place) -> dict[str, Any]:
    """The values of these fields, those left out with their default."""
    for name, part in tree.entries.items():
        if name not in shapes:
            raise place.error(part.line, f"there is no field {name!r}. The fields are: {', '.join(shapes)}.")
    values: dict[str, Any] = {}
    for name, shape in shapes.items():
        found = tree.entries.get(name)
        if found is None or (isinstance(found, Leaf) and found.nothing and shape.optional):
            if shape.required:
                raise place.error(tree.line, f"the field {name!r} is missing. Add it: {_words(shape.kind)}.")
            values[name] = None if shape.default is MISSING or found is not None else shape.default
            continue
        values[name] = decode(shape.kind, found, place.inside(f"field {name}"))
        if name in NAMES and not NAMES[name][0].fullmatch(values[name]):
            raise place.inside(f"field {name}").error(found.line, f"{values[name]!r} does not do. Write {NAMES[name][1]}.")
    return values


def _decode_tuple(kinds: tuple[Any, ...], tree: Tree, place: Place) -> tuple[Any, ...]:
    if not isinstance(tree, Row):
        raise place.error(tree.line, "here belongs a list. In YAML each entry begins with a hyphen; an empty list is [].")
    if kinds[-1] is not Ellipsis:
        if len(tree.items) != len(kinds):
            raise place.error(tree.line, f"here belong {len(kinds)} numbers, not {len(tree.items)}.")
        pairs: Iterable[tuple[Any, Tree]] = zip(kinds, tree.items, strict=True)
    else:
        pairs = ((kinds[0], item) for item in tree.items)
    values = tuple(decode(kind, item, place.inside(f"entry {at}")) for at, (kind, item) in enumerate(pairs, 1))
    refuse_doubles(values, [item.line for item in tree.items], place)
    return values


def refuse_doubles(values: Sequence[Any], lines: Sequence[int], place: Place) -> None:
    """Raise DossierFileError where two entries go by the same name."""
    seen: dict[str, int] = {}
    for value, line in zip(values, lines, strict=True):
        kind: Any = type(value)
        name = next(iter(shapes_of(kind))) if _has_fields(kind) else ""
        if name not in ("key", "claim_id"):
            return
        own = getattr(value, name)
        if own in seen:
            raise place.error(line, f"{own!r} stands in line {seen[own]} already. Give one of them another {name}.")
        seen[own] = line


def _decode_leaf(kind: Any, leaf: Leaf, place: Place) -> Any:
    text = leaf.text
    if kind is str or issubclass(kind, StrEnum) or kind is date:
        if leaf.style is Style.RAW:
            raise place.error(leaf.line, f"here belongs {_words(kind)}. Put {text} in quotes if that is meant.")
        if kind is str:
            return checked_text(text, leaf.line, place)
        if issubclass(kind, StrEnum):
            if text not in [str(member) for member in kind]:
                raise place.error(leaf.line, f"{text!r} is not among the values. They are: {', '.join(kind)}.")
            return kind(text)
        try:
            return date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            raise place.error(leaf.line, f"{text!r} is no day. Write it as 2020-09-27.") from None
    if leaf.style is not Style.TEXT:
        if kind is bool and text in ("true", "false"):
            return text == "true"
        if kind is int and _WHOLE.fullmatch(text):
            return int(text)
        if kind is float and _NUMBER.fullmatch(text) and math.isfinite(float(text)):
            return float(text)
    raise place.error(leaf.line, f"{text!r} does not do. Here belongs {_words(kind)}, without quotes.")


def checked_text(text: str, line: int, place: Place) -> str:
    """A text with its lines ended in one way. Raises DossierFileError where it holds what no page can show."""
    text = with_lines_ended_once(text)
    if found := _NOT_TEXT.search(text):
        raise place.error(line, f"the text holds the control character U+{ord(found[0]):04X}. Remove it.")
    return text


def encode(shape: Shape, value: Any, place: Place) -> Plain:
    """The plain value to write. Raises DossierFileError where the value is not of the type that the field has."""
    kind = shape.kind
    if _has_fields(kind) and isinstance(value, kind):
        return encode_fields(shapes_of(kind), value, place)
    if get_origin(kind) is tuple and isinstance(value, tuple):
        kinds = get_args(kind)
        parts = [kinds[0]] * len(value) if kinds[-1] is Ellipsis else kinds
        if len(parts) == len(value):
            each = enumerate(zip(parts, value, strict=True), 1)
            return [encode(Shape(part, False, MISSING), item, place.inside(f"entry {at}")) for at, (part, item) in each]
    elif kind is float and isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return int(value) if value == int(value) and abs(value) < 1e15 else float(value)
    elif kind is str and isinstance(value, str):
        return with_lines_ended_once(str(value))
    elif kind is date and type(value) is date:
        return value.isoformat()
    elif kind in (int, bool) and type(value) is kind:
        return value  # type: ignore[no-any-return]
    elif isinstance(kind, type) and issubclass(kind, StrEnum) and isinstance(value, kind):
        return str(value)
    raise place.error(1, f"{value!r} cannot be written: here belongs {_words(kind)}.")


def encode_fields(shapes: Mapping[str, Shape], value: Any, place: Place) -> dict[str, Plain]:
    """These fields of a value, without those that say nothing."""
    found = ((name, shape, getattr(value, name)) for name, shape in shapes.items())
    return {
        name: encode(shape, part, place.inside(f"field {name}"))
        for name, shape, part in found
        if not ((part is None and shape.optional) or (part in ("", ()) and part == shape.default))
    }


def _words(kind: Any) -> str:
    """What belongs into a field of that type."""
    if get_origin(kind) is tuple:
        return "a list"
    if _has_fields(kind):
        return f"the fields {', '.join(shapes_of(kind))}"
    if issubclass(kind, StrEnum):
        return f"one of {', '.join(kind)}"
    return {str: "a text", int: "a whole number", float: "a number", bool: "true or false", date: "a day as 2020-09-27"}[kind]
