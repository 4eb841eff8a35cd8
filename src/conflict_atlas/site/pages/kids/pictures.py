"""Pictures of the timeline as SVG: maps of the dossier with the edition's words, and our own drawings.

What may live here: from the name of a picture to what stands on the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from conflict_atlas.dossiers.dossier import Dossier, LegendEntry, SchematicMap
from conflict_atlas.kids import drawings
from conflict_atlas.kids.edition import Edition, MapWords, Moment
from conflict_atlas.publish.drawing import schematic_map
from conflict_atlas.publish.drawing.schematic_map import SchematicWords
from conflict_atlas.publish.licences import PictureCredit, admit_pictures

_OPEN = re.compile(r"<svg\b")


@dataclass(frozen=True)
class PictureView:
    """A picture with what stands beside it. ``is_map``: it has a legend, and needs more room than a drawing."""

    svg: SafeString
    is_map: bool
    credit: PictureCredit


def picture_view(moment: Moment, edition: Edition, dossier: Dossier) -> PictureView | None:
    """The picture of a step, past the licence gate; None for a step without, or with one that is not there any more."""
    kind, _colon, key = moment.picture.partition(":")
    if kind == "map":
        drawn = map_of(key, moment.alt, edition, dossier)
        if drawn is None:
            return None
        words = SchematicWords(_("Simple map: shapes are not exact."), _("Legend"))
        return PictureView(mark_safe(schematic_map.draw(drawn, words=words)), True, admit_pictures([drawn])[0])
    if kind == "drawing" and key in drawings.all_keys():
        named = f'<svg role="img" aria-label="{escape(moment.alt)}"'
        svg = mark_safe(_OPEN.sub(lambda _match: named, drawings.svg(key), count=1))
        return PictureView(svg, False, admit_pictures([drawings.picture(key, moment.alt)])[0])
    return None


def map_of(key: str, alt: str, edition: Edition, dossier: Dossier) -> SchematicMap | None:
    """A map of the dossier with the words that the edition has for it."""
    drawn = next((drawn for drawn in dossier.maps if drawn.key == key), None)
    if drawn is None:
        return None
    words = next((words for words in edition.maps if words.key == key), MapWords(key, drawn.title))
    legend = {entry.category: entry.text for entry in words.legend}
    names = {entry.category: entry.text for entry in words.names}
    return replace(
        drawn,
        title=words.title,
        alt=alt or drawn.alt,
        legend=tuple(LegendEntry(entry.category, legend.get(entry.category, entry.text)) for entry in drawn.legend),
        areas=tuple(replace(area, label=names.get(area.label, area.label)) for area in drawn.areas),
        places=tuple(replace(place, label=names.get(place.label, place.label)) for place in drawn.places),
        lines=tuple(replace(line, label=names.get(line.label, line.label)) for line in drawn.lines),
    )
