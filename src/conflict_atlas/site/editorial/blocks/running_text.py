"""Running text: a section of the page as headings, paragraphs and lists.

What may live here: the three blocks of a section. A section is one text in markup; its blocks are what stands between
blank lines.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from conflict_atlas.site.editorial.blocks.fields import TextBlock


class RunningTextBlock(blocks.StreamBlock):
    """Headings, paragraphs and lists of one section."""

    heading = blocks.CharBlock(
        required=False, icon="title", label=_("Heading"), help_text=_("A short heading inside the section.")
    )
    paragraph = TextBlock(required=False, icon="pilcrow", label=_("Paragraph"), rows=5, form_classname="atlas-markup")
    list = blocks.ListBlock(
        TextBlock(rows=2, form_classname="atlas-markup", required=False),
        icon="list-ul",
        label=_("List"),
        help_text=_("Each point is a sentence with its own footnote."),
    )

    class Meta:
        required = False
