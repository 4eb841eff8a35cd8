"""Every kind of publication of the site, in one registry.

What may live here: the list. A new page adds its module and one line.
"""

from __future__ import annotations

from django.conf import settings

from conflict_atlas.publish.registry import Registry
from conflict_atlas.site.pages import (
    claim,
    conflict,
    conflict_index,
    control,
    country,
    coverage,
    dossier_files,
    evidence,
    explorer,
    export,
    forecasts,
    home,
    machine,
    map_files,
    methodology,
    picture_files,
    question,
    search,
    sources,
    vintage,
    written,
)
from conflict_atlas.site.pages.kids import index as kids_index
from conflict_atlas.site.pages.kids import pack as kids_pack
from conflict_atlas.site.pages.kids import page as kids_page

_LANGUAGES: tuple[str, ...] = settings.ATLAS_LANGUAGES

REGISTRY = Registry(
    kind
    for module in (
        *(home, explorer, conflict, claim, question, dossier_files, conflict_index, country),
        *(forecasts, sources, vintage, evidence, coverage, search, methodology, written, control),
        *(kids_index, kids_page, kids_pack),
    )
    for kind in module.kinds(_LANGUAGES)
)
for _kind in (*picture_files.kinds(), *export.kinds(), *map_files.kinds(), *machine.kinds(REGISTRY)):
    REGISTRY.add(_kind)
