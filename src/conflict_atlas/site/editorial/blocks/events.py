"""What happened and between whom: timeline, actors, agreements, terms of the language used.

What may live here: the blocks of those parts, with the field names of the core.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from conflict_atlas.site.editorial.blocks.fields import TextBlock, edtf, line, lines, markup, suggested, text

CATEGORIES = (
    "fighting",
    "ceasefire",
    "talks",
    "displacement",
    "blockade",
    "vote",
    "declaration",
    "agreement",
    "protest",
)
ROLES = (
    "belligerent",
    "fighters",
    "units",
    "arms supplier",
    "military support",
    "diplomatic support",
    "mediator",
    "peacekeeper",
    "monitor",
    "humanitarian",
    "sanctioning",
    "treaty ally",
    "critic",
)
ACTOR_KINDS = ("state", "unrecognised authorities", "organisation", "armed forces", "group", "person in office")
_KEY = _("A short name for links, made of a-z, 0-9 and hyphens. Leave it empty and it is made from the title.")


class EventBlock(blocks.StructBlock):
    """A dated event of the timeline."""

    when = edtf(label=_("When"))
    title = line(_("A few words that say what happened."), label=_("Title"))
    text = markup(label=_("What happened"))
    place = line(_("Both forms of the name where there are two."), label=_("Place"))
    category = suggested(CATEGORIES, _("In a word:"), label=_("Category"))
    key = line(_KEY, label=_("Key"))

    class Meta:
        icon = "calendar"
        label = _("Event")
        label_format = "{when} {title}"


class RoleBlock(blocks.StructBlock):
    """What an actor was in a period."""

    role = suggested(ROLES, _("In a word:"), label=_("Role"))
    text = markup(label=_("What it did, and who says so"))
    toward = line(_("Toward whom, where the role has a direction."), label=_("Toward"))
    period = edtf(label=_("Period"))

    class Meta:
        label = _("Role")
        label_format = "{role} {toward}"


class ActorBlock(blocks.StructBlock):
    """Somebody with a part in the conflict."""

    name = line(_("Both forms of the name where there are two."), label=_("Name"))
    kind = suggested(ACTOR_KINDS, _("One of:"), label=_("Kind"))
    roles = blocks.ListBlock(RoleBlock(), label=_("Roles"))
    key = line(_KEY, label=_("Key"))

    class Meta:
        icon = "group"
        label = _("Actor")
        label_format = "{name}"


class AgreementBlock(blocks.StructBlock):
    """A deal between parties."""

    name = line(label=_("Name"))
    signed = edtf(label=_("Signed"))
    in_force = edtf(label=_("In force"))
    parties = lines(_("Who agreed, one a line."), label=_("Parties"))
    brokers = lines(_("Who brought them together, one a line."), label=_("Brokers"))
    terms = blocks.ListBlock(
        TextBlock(rows=2, form_classname="atlas-markup", required=False),
        label=_("Terms"),
        help_text=_("One paragraph a term, each with its footnote."),
    )
    status = markup(_("What became of it, with a footnote."), label=_("What became of it"), rows=3)
    key = line(_KEY, label=_("Key"))

    class Meta:
        icon = "form"
        label = _("Agreement")
        label_format = "{name}"


class TermBlock(blocks.StructBlock):
    """A word that the page explains."""

    term = line(label=_("Word"))
    text = text(_("What it means here, without figures."), label=_("Meaning"))
    key = line(_("The name that texts link to, as in [word](term:key)."), label=_("Key"))

    class Meta:
        icon = "help"
        label = _("Word")
        label_format = "{term}"
