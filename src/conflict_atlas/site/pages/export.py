"""Exports: the very rows that a page counted, as CSV, GeoJSON, Parquet or XLSX.

What may live here: which export a path and a query name. Writing the rows is the core's work.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.conf import settings

from conflict_atlas.publish.exports import FORMATS, MEDIA_TYPES, export
from conflict_atlas.publish.licences import Audience
from conflict_atlas.publish.registry import Asked, Kind, NotPublished, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages.evidence import QUESTION_FIELDS, question


def _prepare(asked: Asked) -> Publication:
    name = asked.parts["format"]
    if name not in FORMATS:
        raise NotPublished(f"there is no export as {name!r}; the formats are {', '.join(FORMATS)}")
    here = desk.current()
    asked_for = question(dict(asked.query))
    series = asked_for.series

    def made() -> bytes:
        with tempfile.TemporaryDirectory(dir=Path(settings.ATLAS_WORKSPACE) / "tmp", prefix="export-") as folder:
            path = Path(folder) / f"export.{name}"
            export(here.lake, asked_for.resolved(here), series, name, path, Audience.PUBLIC, asked_for.by)
            return path.read_bytes()

    filename = f"conflict-atlas-{series.value}.{name}"
    return Publication(asked.path, MEDIA_TYPES[name], (*here.inputs, *asked_for.inputs), made, None, asked.fixed_query, filename)


def kinds() -> tuple[Kind, ...]:
    """Exports; like evidence they are nothing without a question."""
    return (Kind("export", "export/{format}", _prepare, fields=QUESTION_FIELDS, in_sitemap=False),)
