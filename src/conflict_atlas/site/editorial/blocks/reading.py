"""Where to go from here: resources and see also.

What may live here: the blocks of those parts, with the field names of the core.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from conflict_atlas.site.editorial.blocks.fields import edtf, line, suggested

RESOURCE_KINDS = ("backgrounder", "primary source", "data", "reference")


class ResourceBlock(blocks.StructBlock):
    """Something to read further."""

    title = line(label=_("Title"))
    publisher = line(label=_("Publisher"))
    kind = suggested(RESOURCE_KINDS, _("One of:"), label=_("Kind"))
    published = edtf(label=_("Published"))
    address = line(_("The address on the web, if there is one."), label=_("Address"))
    source = line(_("The key of the source, if claims of this dossier stand in it."), label=_("Source"))
    note = line(label=_("Note"))

    class Meta:
        icon = "link-external"
        label = _("Resource")
        label_format = "{title}"


class SeeAlsoBlock(blocks.StructBlock):
    """Another page of this guide, or a subject that has none yet."""

    title = line(label=_("Title"))
    conflict = line(_("The last part of its address here, such as sudan; empty if there is no page yet."), label=_("Conflict"))
    note = line(label=_("Note"))

    class Meta:
        icon = "doc-full"
        label = _("See also")
        label_format = "{title}"
