"""The parts of an edition as blocks, with the field names of the core.

What may live here: the blocks. The conversion needs nothing else, since the names are the same.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from conflict_atlas.kids import drawings
from conflict_atlas.site.editorial.blocks.fields import edtf, line, lines, markup, text

_EACH = _("Short sentences, each with its claim: [^claim-id], or {claim-id} for its figure. A hard word: [word](term:key).")


class FactBlock(blocks.StructBlock):
    """A line of the quick facts."""

    label = line(label=_("Label"))
    text = markup(rows=2, label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Fact")
        label_format = "{label}"


class MomentBlock(blocks.StructBlock):
    """A step of the picture timeline."""

    when = edtf(label=_("When"))
    title = line(label=_("Title"))
    text = markup(label=_("What happened"))
    picture = line(
        _("map:key for a map of the dossier, or drawing:key with one of: %s.") % ", ".join(drawings.all_keys()),
        label=_("Picture"),
    )
    alt = line(_("What the picture shows, in a sentence, for those who do not see it."), label=_("In words"))

    class Meta:
        icon = "calendar"
        label = _("Step")
        label_format = "{when} {title}"


class QuestionBlock(blocks.StructBlock):
    """A question of the quiz."""

    question = line(label=_("Question"))
    options = lines(_("One answer a line."), label=_("Answers"))
    answer = blocks.IntegerBlock(
        required=False, min_value=1, help_text=_("Which of them is right: 1, 2 or 3."), label=_("Right one")
    )
    explanation = markup(rows=2, label=_("Why"))

    class Meta:
        icon = "help"
        label = _("Question")
        label_format = "{question}"


def _parts(block: Any, label: str) -> blocks.ListBlock:
    return blocks.ListBlock(block, default=[], collapsed=True, label=label)


class TellingBlock(blocks.StructBlock):
    """What is told at one level."""

    summary = markup(_EACH, label=_("In short"))
    facts = _parts(FactBlock(), _("Quick facts"))
    why = markup(label=_("Why did it happen?"))
    moments = _parts(MomentBlock(), _("What happened? (picture timeline)"))
    others = markup(label=_("Other countries"))
    helping = markup(label=_("Who is helping?"))
    talks = markup(label=_("Talks and deals"))
    status = markup(label=_("How does it stand now?"))
    disagree = markup(_("Say that people do not agree, and who says what."), label=_("People do not agree"))
    worry = markup(label=_("If this worries you"))
    quiz = _parts(QuestionBlock(), _("Quiz: four questions"))

    class Meta:
        icon = "openquote"
        label = _("Text of this level")


class DetailBlock(blocks.StructBlock):
    """A detail that a teacher may open."""

    title = line(label=_("Title"))
    text = markup(label=_("Text"))

    class Meta:
        icon = "plus"
        label = _("Detail")
        label_format = "{title}"


class TeachersBlock(blocks.StructBlock):
    """The part for grown-ups."""

    before = markup(label=_("Before the lesson"))
    questions = markup(_("One a line, each with a hyphen before it."), label=_("Questions for class"))
    activities = markup(_("One a line, each with a hyphen before it."), label=_("Things to do"))
    sources = markup(label=_("Sources for grown-ups"))
    details = _parts(DetailBlock(), _("Details to open"))

    class Meta:
        icon = "group"
        label = _("For teachers")


class WordBlock(blocks.StructBlock):
    """A word that only this edition explains."""

    word = line(label=_("Word"))
    short = line(_("Stands in brackets where the word stands first."), label=_("In brackets"))
    meaning = text(rows=2, label=_("Meaning"))
    forms = lines(_("Other forms in which it stands in texts, one a line."), rows=2, label=_("Forms"))
    key = line(_("A short name of a-z, 0-9 and hyphens. Leave it empty and it is made from the word."), label=_("Key"))

    class Meta:
        icon = "openquote"
        label = _("Word")
        label_format = "{word}"


class LegendBlock(blocks.StructBlock):
    """A word of a map."""

    category = line(label=_("Category, or name on the map"))
    text = line(label=_("Here"))

    class Meta:
        label = _("Word")
        label_format = "{category}"


class MapWordsBlock(blocks.StructBlock):
    """What a map of the dossier says in this edition."""

    key = line(_("The key of the map in the dossier."), label=_("Map"))
    title = line(label=_("Title"))
    legend = _parts(LegendBlock(), _("Legend"))
    names = _parts(LegendBlock(), _("Names on the map"))

    class Meta:
        icon = "globe"
        label = _("Words of a map")
        label_format = "{key}"
