"""Files of a published dossier: its snapshot as an archive, and its citation for reference managers.

What may live here: downloads that hold a whole dossier or name it. The archive is the same bytes wherever it is made.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from conflict_atlas.dossiers.archive import pack
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
