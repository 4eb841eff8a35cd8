"""Files of a published dossier: its snapshot as an archive, and its citation for reference managers.

What may live here: downloads that hold a whole dossier or name it. The archive is the same bytes wherever it is made.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import fields

from django.conf import settings

from conflict_atlas.dossiers.archive import pack
from conflict_atlas.dossiers.claim import Claim
from conflict_atlas.dossiers.folder import canonical
from conflict_atlas.publish.licences import admit_pictures, admit_quote
from conflict_atlas.publish.registry import Asked, Kind, NotPublished, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import shelf
from conflict_atlas.site.pages.conflict import tracked_at
from conflict_atlas.site.pages.dossier.citation import as_bibtex, as_csl
from conflict_atlas.site.pages.frame import language_of
from conflict_atlas.site.pages.shelf import Copy

_CITATIONS: dict[str, tuple[str, Callable[[Copy, str, str], bytes]]] = {
    "bib": ("application/x-bibtex; charset=utf-8", as_bibtex),
    "json": ("application/vnd.citationstyles.csl+json; charset=utf-8", as_csl),
}


def archive(copy: Copy) -> bytes:
    """The folder of a dossier as a zip file. Raises LicenceRefused if something in it may not be given away."""
    dossier = copy.dossier
    admit_pictures((*dossier.pictures, *dossier.maps))
    sources = {source.key: source for source in dossier.sources}
    for claim in dossier.claims:
        admit_quote(claim, sources.get(claim.source))
    found = ((picture.file, shelf.snapshots().picture(dossier.slug, picture.file)) for picture in dossier.pictures)
    return pack(dossier, {name: path for name, path in found if path is not None})


def _prepare_archive(asked: Asked) -> Publication:
    slug = asked.parts["slug"]
    copy = shelf.copy_of(slug)
    if copy is None:
        raise NotPublished(f"no dossier is published for {slug!r}")
    inputs = (*desk.current().inputs, copy.published.digest)
    return Publication(asked.path, "application/zip", inputs, lambda: archive(copy), None, filename=f"{slug}.zip")


def _prepare_citation(asked: Asked) -> Publication:
    name = asked.parts["format"]
    entry = tracked_at(asked, f"citation.{name}")
    copy = shelf.copy_of(entry.slug)
    if copy is None or name not in _CITATIONS:
        raise NotPublished(f"there is no citation of {entry.slug!r} as {name!r}")
    media_type, write = _CITATIONS[name]
    address = f"{settings.ATLAS_BASE_URL}/{language_of(asked)}/conflicts/{entry.slug}/"
    inputs = (*desk.current().inputs, *shelf.inputs(copy))
    return Publication(
        asked.path,
        media_type,
        inputs,
        lambda: write(copy, settings.ATLAS_SITE_NAME, address),
        None,
        filename=f"{entry.slug}.{name}",
    )


def claims_as_jsonl(copy: Copy) -> bytes:
    """The published claims, one JSON object a line, as the folder of a dossier has them."""
    _admit(copy)
    return canonical(copy.dossier)["claims.jsonl"]


def claims_as_csv(copy: Copy) -> bytes:
    """The published claims as a table, one a row; relations as their kinds and ids. What a spreadsheet would run is made text."""
    _admit(copy)
    file = io.StringIO(newline="")
    names = [field.name for field in fields(Claim)]
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    for claim in copy.dossier.claims:
        writer.writerow([_cell(getattr(claim, name)) for name in names])
    return file.getvalue().encode("utf-8")


def _admit(copy: Copy) -> None:
    sources = {source.key: source for source in copy.dossier.sources}
    for claim in copy.dossier.claims:
        admit_quote(claim, sources.get(claim.source))


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(f"{item.kind.value} {item.claim_id}" for item in value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    words = str(getattr(value, "value", value))
    return f"'{words}" if words[:1] in ("=", "+", "-", "@") and not isinstance(value, (int, float)) else words


_CLAIMS: dict[str, tuple[str, Callable[[Copy], bytes]]] = {
    "jsonl": ("application/x-ndjson; charset=utf-8", claims_as_jsonl),
    "csv": ("text/csv; charset=utf-8", claims_as_csv),
}


def _prepare_claims(asked: Asked) -> Publication:
    slug, name = asked.parts["slug"], asked.parts["format"]
    copy = shelf.copy_of(slug)
    if copy is None or name not in _CLAIMS:
        raise NotPublished(f"there are no published claims of {slug!r} as {name!r}")
    media_type, write = _CLAIMS[name]
    inputs = (*desk.current().inputs, copy.published.digest)
    return Publication(asked.path, media_type, inputs, lambda: write(copy), None, filename=f"{slug}-claims.{name}")


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """Archive and citations of each published dossier."""
    return (
        Kind(
            "dossier-archive",
            "export/dossier/{slug}.zip",
            _prepare_archive,
            lambda: [f"export/dossier/{slug}.zip" for slug in sorted(shelf.slugs())],
            in_sitemap=False,
            is_main=False,
        ),
        Kind(
            "dossier-claims",
            "export/dossier/{slug}/claims.{format}",
            _prepare_claims,
            lambda: [f"export/dossier/{slug}/claims.{name}" for slug in sorted(shelf.slugs()) for name in _CLAIMS],
            in_sitemap=False,
            is_main=False,
        ),
        Kind(
            "citation",
            "{language}/conflicts/{slug}/citation.{format}",
            _prepare_citation,
            lambda: [
                f"{language}/conflicts/{slug}/citation.{name}"
                for language in languages
                for slug in sorted(shelf.slugs())
                for name in _CITATIONS
            ],
            in_sitemap=False,
            is_main=False,
        ),
    )
