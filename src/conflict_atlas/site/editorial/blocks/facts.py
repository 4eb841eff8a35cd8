"""What is counted, held and disputed: quick facts, territory, casualties, disagreements.

What may live here: the blocks of those parts, with the field names of the core.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from conflict_atlas.dossiers.dossier import FactKind
from conflict_atlas.site.editorial.blocks.fields import CLAIMS_HELP, edtf, line, lines, markup, one_of

RELATIONS = (
    "contradiction",
    "tension",
    "compatible_bounds",
    "different_scope",
    "different_granularity",
    "different_terms",
    "attributed_dispute",
    "coverage_gap",
    "time_change",
    "corroboration",
)


class QuickFactBlock(blocks.StructBlock):
    """A line of the box at the top of the page."""

    kind = one_of(FactKind, _("Which line of the box this is."), label=_("Line"))
    text = markup(rows=2, label=_("Text"))
    side = line(_("Whose column, where the box has one for each side."), label=_("Side"))

    class Meta:
        icon = "info-circle"
        label = _("Fact")
        label_format = "{kind} {side}"


class TerritoryBlock(blocks.StructBlock):
    """Who governed a territory in a period."""

    territory = line(_("Both forms of the name where there are two."), label=_("Territory"))
    period = edtf(label=_("Period"))
    governed_by = line(label=_("Governed by"))
    recognised = line(_("Who recognised that, and as what."), label=_("Recognised"))
    text = markup(label=_("Text"))

    class Meta:
        icon = "globe"
        label = _("Status of a territory")
        label_format = "{territory} {period}"


class TallyBlock(blocks.StructBlock):
    """Claims about losses, side by side."""

    title = line(label=_("Title"))
    period = edtf(label=_("Period"))
    claims = lines(CLAIMS_HELP, label=_("Claims"))
    note = markup(_("What to keep in mind when these are read side by side. They are never added."), label=_("Note"))

    class Meta:
        icon = "list-ol"
        label = _("Losses as claimed")
        label_format = "{title} {period}"


class DisagreementBlock(blocks.StructBlock):
    """Claims that differ."""

    topic = line(_("What they differ about."), label=_("Topic"))
    relation = one_of(RELATIONS, _("How they differ."), label=_("Relation"))
    claims = lines(CLAIMS_HELP, label=_("Claims"))
    text = markup(_("Tell both, with a footnote for each, and why they may differ."), label=_("Text"))
    settles = markup(_("What would settle it, such as a list of names or an inquiry."), label=_("What would settle it"))

    class Meta:
        icon = "warning"
        label = _("Disagreement")
        label_format = "{topic}"
