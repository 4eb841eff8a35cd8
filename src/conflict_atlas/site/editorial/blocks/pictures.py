"""What is shown: pictures, and schematic maps as data.

What may live here: the blocks of those parts. A picture's credit, licence and description belong to the picture itself and
stand in the library; a map is drawn from what stands here.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from conflict_atlas.site.editorial.blocks.fields import edtf, line, markup, text

_KEY = _("A short name for links, made of a-z, 0-9 and hyphens. Leave it empty and it is made from the title.")


class PictureBlock(blocks.StructBlock):
    """A picture of the library with its caption on this page."""

    picture = ImageChooserBlock(
        required=False, label=_("Picture"), help_text=_("Credit, licence and description are kept with the picture.")
    )
    caption = markup(label=_("Caption"), rows=2)
    key = line(
        _("A short name for links, made of a-z, 0-9 and hyphens. Leave it empty and it is the file's name."), label=_("Key")
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        label_format = "{key}"


class LegendBlock(blocks.StructBlock):
    """What a category of areas or lines means."""

    category = line(label=_("Category"))
    text = line(label=_("Meaning"))

    class Meta:
        label_format = "{category}"


class MapBlock(blocks.StructBlock):
    """A schematic map of who held what at a date."""

    title = line(label=_("Title"))
    as_of = edtf(label=_("As of"))
    alt = text(_("What the map shows, for those who cannot see it."), label=_("Description"))
    caption = markup(label=_("Caption"), rows=2)
    credit = line(label=_("Credit"))
    licence = line(_("A licence that the check knows, such as CC BY 4.0."), label=_("Licence"))
    bounds = line(_("West, south, east and north in degrees, with commas: 44.5, 38.3, 50.5, 42.0"), label=_("Bounds"))
    legend = blocks.ListBlock(LegendBlock(), label=_("Legend"))
    areas = text(
        _(
            "One area each: - key: lachin, label: ..., category: ..., outline: [[46.1, 39.5], ...] as YAML; "
            "points are [longitude, latitude]."
        ),
        rows=8,
        label=_("Areas"),
        form_classname="atlas-data",
    )
    lines = text(
        _("Roads, corridors, borders: label, category and points, as YAML."),
        rows=4,
        label=_("Lines"),
        form_classname="atlas-data",
    )
    places = text(
        _("Named points: label, longitude and latitude, as YAML."), rows=4, label=_("Places"), form_classname="atlas-data"
    )
    key = line(_KEY, label=_("Key"))

    class Meta:
        icon = "site"
        label = _("Schematic map")
        label_format = "{title}"
