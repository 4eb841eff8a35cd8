"""JSON lines of dossiers: one claim a line.

What may live here: a line to its tree, a plain value to a line. What the values mean is in ``shapes``.
"""

from __future__ import annotations

import json
from typing import Any

from conflict_atlas.dossiers.folder.layout import DEPTH, LINE_CHARACTERS
from conflict_atlas.dossiers.folder.tree import Branch, Leaf, Place, Row, Style, Tree
from conflict_atlas.dossiers.folder.yaml_text import Plain


class _Number(str):
    """A number as it is written."""


class _Double(Exception):
    """A field stands twice in one object."""


def parse(text: str, number: int, place: Place) -> Tree:
    """The tree of one line. Raises DossierFileError with what to do."""
    if len(text) > LINE_CHARACTERS:
        raise place.error(number, f"the line has {len(text)} characters. A claim has {LINE_CHARACTERS} at most: shorten it.")
    try:
        value = json.loads(text, object_pairs_hook=_once_each, parse_int=_Number, parse_float=_Number, parse_constant=_no_number)
        return _tree(value, number, DEPTH)
    except _Double as double:
        raise place.error(number, f"the field {double.args[0]!r} stands here twice. Remove one of them.") from None
    except RecursionError:
        raise place.error(number, f"nested more than {DEPTH} deep. Nothing in a claim is: check the brackets.") from None
    except ValueError as error:
        raise place.error(number, f'this is no JSON ({error}). Write one claim on one line: {{"claim_id": ...}}.') from None


def dump(value: Plain) -> str:
    """One line, without its end."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for name, value in pairs:
        if name in entries:
            raise _Double(name)
        entries[name] = value
    return entries


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _tree(value: Any, line: int, depth: int) -> Tree:
    if depth < 0:
        raise RecursionError
    if isinstance(value, dict):
        return Branch({name: _tree(part, line, depth - 1) for name, part in value.items()}, line)
    if isinstance(value, list):
        return Row(tuple(_tree(item, line, depth - 1) for item in value), line)
    if isinstance(value, str) and not isinstance(value, _Number):
        return Leaf(value, Style.TEXT, line)
    return Leaf(value if isinstance(value, _Number) else json.dumps(value), Style.RAW, line)
