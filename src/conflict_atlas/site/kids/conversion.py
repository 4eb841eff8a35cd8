"""An edition as the fields of a draft, and back.

What may live here: that conversion. The parts have the names of the core's, so that ``editorial.conversion.values`` does the work.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from conflict_atlas.dossiers.dossier import SeeAlso
from conflict_atlas.kids.edition import Edition, MapWords, Teachers, Telling, Word
from conflict_atlas.site.editorial.conversion.values import from_raw, text, to_raw
from conflict_atlas.site.kids.models import KidsEdition

_SINGLE: dict[str, tuple[str, Any]] = {
    "level_a": ("telling", Telling),
    "level_b": ("telling", Telling),
    "teachers": ("part", Teachers),
}
_LISTS: dict[str, tuple[str, Any]] = {"see_also": ("page", SeeAlso), "maps": ("map", MapWords), "words": ("word", Word)}
CONTENT = ("title", *_SINGLE, *_LISTS)


def fill(row: KidsEdition, edition: Edition) -> None:
    """Write an edition into the fields of a draft, without saving."""
    row.conflict, row.language, row.title, row.checked = edition.slug, edition.language, edition.title, edition.checked
    for name, (block, _kind) in _SINGLE.items():
        setattr(row, name, _stream(f"{edition.slug}/{edition.language}/{name}", [(block, to_raw(getattr(edition, name)))]))
    for name, (block, _kind) in _LISTS.items():
        values = [(block, to_raw(value)) for value in getattr(edition, name)]
        setattr(row, name, _stream(f"{edition.slug}/{edition.language}/{name}", values))


def edition_of(row: KidsEdition) -> Edition:
    """The edition that a draft makes. Raises DraftError where a field cannot be read."""
    given: dict[str, Any] = {}
    for name, (_block, kind) in _SINGLE.items():
        stored = _stored(row, name)
        given[name] = from_raw(kind, stored[0]["value"], name, "text") if stored else kind()
    for name, (_block, kind) in _LISTS.items():
        given[name] = tuple(
            from_raw(kind, block["value"], name, f"entry {number}") for number, block in enumerate(_stored(row, name), start=1)
        )
    return Edition(slug=row.conflict, language=row.language, title=text(row.title), checked=row.checked, **given)


def _stream(path: str, blocks: list[tuple[str, Any]]) -> str:
    entries = [
        {"type": kind, "value": _with_ids(f"{path}/{number}", value), "id": _id(f"{path}/{number}")}
        for number, (kind, value) in enumerate(blocks)
    ]
    return json.dumps(entries, ensure_ascii=False)


def _with_ids(path: str, value: Any) -> Any:
    """The same value where each item of a list has its id, as the admin stores it."""
    if isinstance(value, dict):
        return {name: _with_ids(f"{path}/{name}", item) for name, item in value.items()}
    if isinstance(value, list):
        paths = [f"{path}/{number}" for number in range(len(value))]
        return [{"type": "item", "value": _with_ids(at, item), "id": _id(at)} for at, item in zip(paths, value, strict=True)]
    return value


def _id(path: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, path))


def _stored(row: KidsEdition, name: str) -> list[dict[str, Any]]:
    value = getattr(row, name)
    return list(value.stream_block.get_prep_value(value))
