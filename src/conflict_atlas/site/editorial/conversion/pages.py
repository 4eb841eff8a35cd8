"""A dossier as the page that editors work on, and back.

What may live here: that conversion. Pictures are rows of the library; how to find one for a value is asked of the caller.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from conflict_atlas.dossiers.claim import CheckedBy
from conflict_atlas.dossiers.dossier import (
    SECTIONS,
    Actor,
    Agreement,
    Assessment,
    Beside,
    Disagreement,
    Dossier,
    ForwardFlag,
    Lens,
    NarratedEvent,
    Picture,
    QuickFact,
    Resource,
    SeeAlso,
    Tally,
    Term,
    TerritoryStatus,
    Translation,
)
from conflict_atlas.site.editorial import models
from conflict_atlas.site.editorial.conversion import running_text
from conflict_atlas.site.editorial.conversion.errors import DraftError
from conflict_atlas.site.editorial.conversion.maps import map_from_raw, map_to_raw
from conflict_atlas.site.editorial.conversion.rows import Rows
from conflict_atlas.site.editorial.conversion.values import from_raw, made_key, text, to_raw

PARTS: Mapping[str, tuple[str, type]] = {
    "quick_facts": ("fact", QuickFact),
    "timeline": ("event", NarratedEvent),
    "actors": ("actor", Actor),
    "territory": ("status", TerritoryStatus),
    "casualties": ("tally", Tally),
    "disagreements": ("disagreement", Disagreement),
    "agreements": ("agreement", Agreement),
    "resources": ("resource", Resource),
    "see_also": ("page", SeeAlso),
    "terms": ("term", Term),
    "translations": ("translation", Translation),
}
"""The parts whose blocks are exactly the fields of a dataclass, with the name of the block."""
_PLAIN = ("title", "updated", "covers_to", "language", "edition")
_ASSESSMENT = {"label": "label", "reason": "reason", "author": "author", "assessed": "date", "review_by": "review_by"}
_FLAG = {"reason": "reason", "author": "author", "flagged": "date", "review_by": "review_by"}
_FLAGS = ("risk_alert", "resolution_opportunity")
_LENS = {"lens": "name", "rating": "rating", "reason": "reason", "author": "author", "rated": "date"}
CONTENT = (
    *_PLAIN,
    "type_of_conflict",
    *SECTIONS,
    *PARTS,
    "pictures",
    "maps",
    *(f"assessment_{name}" for name in _ASSESSMENT.values()),
    *(f"{flag}_{name}" for flag in _FLAGS for name in _FLAG.values()),
    *(f"lens_{name}" for name in _LENS.values()),
    "beside_claims",
    "beside_conflict",
    "beside_country",
    "beside_year",
)
"""The fields of a page that say something to readers: a revision in which none of them changed is no change."""


def fill(page: models.DossierPage, dossier: Dossier, picture_row: Callable[[Picture], int]) -> None:
    """Write a dossier into the fields of a page, without saving. ``picture_row`` gives the row of the library."""
    page.slug = dossier.slug
    for name in _PLAIN:
        setattr(page, name, getattr(dossier, name))
    page.draft_title = dossier.title
    page.checked_by = dossier.checked_by.value
    page.type_of_conflict = dossier.type_of_conflict or ""
    for name in SECTIONS:
        setattr(page, name, _stream(dossier.slug, name, running_text.blocks_of(getattr(dossier, name))))
    for name, (block, _kind) in PARTS.items():
        setattr(page, name, _stream(dossier.slug, name, [(block, to_raw(value)) for value in getattr(dossier, name)]))
    page.maps = _stream(dossier.slug, "maps", [("map", map_to_raw(value)) for value in dossier.maps])
    page.pictures = _stream(
        dossier.slug,
        "pictures",
        [("picture", {"picture": picture_row(value), "caption": value.caption, "key": value.key}) for value in dossier.pictures],
    )
    _spread(page, "assessment", _ASSESSMENT, dossier.assessment)
    for flag in _FLAGS:
        _spread(page, flag, _FLAG, getattr(dossier, flag))
    _spread(page, "lens", _LENS, dossier.lens)
    beside = dossier.beside
    page.beside_claims = "\n".join(beside.claims) if beside else ""
    page.beside_conflict = beside.conflict if beside else ""
    page.beside_country = beside.country if beside else ""
    page.beside_year = beside.year if beside else None


def dossier_of(page: models.DossierPage, rows: Rows) -> Dossier:
    """The dossier that a page (or a revision of it) and the rows of its conflict make. Raises DraftError."""
    return Dossier(
        slug=page.slug,
        **{name: getattr(page, name) for name in _PLAIN},
        checked_by=CheckedBy(page.checked_by),
        type_of_conflict=page.type_of_conflict or None,
        **{name: running_text.text_of(_stored(page, name)) for name in SECTIONS},
        **{
            name: tuple(
                from_raw(kind, block["value"], name, f"entry {number}")
                for number, block in enumerate(_stored(page, name), start=1)
            )
            for name, (_block, kind) in PARTS.items()
        },
        maps=tuple(map_from_raw(block["value"], f"map {number}") for number, block in enumerate(_stored(page, "maps"), start=1)),
        pictures=_pictures(page),
        assessment=_gathered(page, "assessment", _ASSESSMENT, Assessment),
        **{flag: _gathered(page, flag, _FLAG, ForwardFlag) for flag in _FLAGS},
        lens=_gathered(page, "lens", _LENS, Lens),
        beside=_beside(page),
        claims=rows.claims,
        sources=rows.sources,
        corrections=rows.corrections,
    )


def picture_rows(page: models.DossierPage) -> dict[int, models.Picture]:
    """The rows of the library that a page shows, by their number."""
    return models.Picture.objects.in_bulk([pk for block in _stored(page, "pictures") if (pk := block["value"].get("picture"))])


def _stream(slug: str, part: str, blocks: list[tuple[str, Any]]) -> str:
    """The stored form. The id of a block follows from what it is, so that revisions of imports can be compared."""
    entries = []
    for number, (kind, value) in enumerate(blocks):
        name = (value.get("key") if isinstance(value, dict) else "") or str(number)
        path = f"{slug}/{part}/{name}"
        entries.append({"type": kind, "value": _with_ids(path, value), "id": _id(path)})
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


def _stored(page: models.DossierPage, name: str) -> list[dict[str, Any]]:
    value = getattr(page, name)
    return list(value.stream_block.get_prep_value(value))


def _spread(page: models.DossierPage, prefix: str, names: Mapping[str, str], value: Any) -> None:
    for field, column in names.items():
        is_date = column in ("date", "review_by")
        setattr(page, f"{prefix}_{column}", getattr(value, field) if value else (None if is_date else ""))


def _gathered(page: models.DossierPage, prefix: str, names: Mapping[str, str], kind: Callable[..., Any]) -> Any:
    given = {field: getattr(page, f"{prefix}_{column}") for field, column in names.items()}
    if not next(iter(given.values())):
        return None
    missing = [field.replace("_", " ") for field, value in given.items() if value is None or value == ""]
    if missing:
        raise DraftError(prefix, "the head", f"{' and '.join(missing)} still empty; fill it in, or empty the {prefix} itself")
    return kind(**{field: text(value) if isinstance(value, str) else value for field, value in given.items()})


def _beside(page: models.DossierPage) -> Beside | None:
    claims = tuple(filter(None, text(page.beside_claims).split("\n")))
    if page.beside_year is None:
        if claims or page.beside_conflict or page.beside_country:
            what = "the year of the counted figures is still empty; fill it in, or empty the others"
            raise DraftError("beside", "the head", what)
        return None
    return Beside(claims, page.beside_conflict, page.beside_country, page.beside_year)


def _pictures(page: models.DossierPage) -> tuple[Picture, ...]:
    rows = picture_rows(page)
    found: list[Picture] = []
    for number, block in enumerate(_stored(page, "pictures"), start=1):
        value = block["value"]
        row = rows.get(value.get("picture") or 0)
        if row is None:
            raise DraftError("pictures", f"entry {number}", "no picture is chosen; choose one, or remove the entry")
        key = text(value.get("key")) or made_key(row.name.rpartition(".")[0]) or f"picture-{row.pk}"
        taken = any(other.file == row.name and other.sha256 != row.sha256 for other in found)
        found.append(
            Picture(
                key=key,
                file=f"{key}-{row.name}" if taken else row.name,
                sha256=row.sha256,
                alt=text(row.alt),
                caption=text(value.get("caption")),
                credit=row.credit,
                licence=row.licence,
                made=row.made or None,
                origin=row.origin or None,
                sensitive=row.sensitive,
            )
        )
    return tuple(found)
