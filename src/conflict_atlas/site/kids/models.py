"""Drafts of editions for kids, and which shipped one was taken in last.

What may live here: the two models. What readers see is in the workspace's folder, never here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import RevisionMixin

from conflict_atlas.kids.folder import LANGUAGE
from conflict_atlas.site.editorial.blocks.reading import SeeAlsoBlock
from conflict_atlas.site.editorial.models.choices import check_conflict
from conflict_atlas.site.editorial.panels import ClaimsPanel
from conflict_atlas.site.kids.blocks import MapWordsBlock, TeachersBlock, TellingBlock, WordBlock
from conflict_atlas.site.kids.panels import FeedbackPanel


def check_language(value: str) -> None:
    """Raise ValidationError for what is no language tag."""
    if not LANGUAGE.fullmatch(value):
        raise ValidationError(_("Write a language tag: en, es, ar, ..."))


def _one(name: str, block: Any, label: str) -> StreamField:
    return StreamField([(name, block)], blank=True, max_num=1, verbose_name=label)


def _entries(name: str, block: Any, label: str, help_text: str) -> StreamField:
    return StreamField([(name, block)], blank=True, collapsed=True, verbose_name=label, help_text=help_text)


class KidsEdition(RevisionMixin, models.Model):
    """A draft. Saving it shows nothing to readers; publishing is a step of its own, by a person."""

    conflict = models.CharField(_("conflict"), max_length=100, validators=[check_conflict], db_index=True)
    language = models.CharField(_("language"), max_length=20, validators=[check_language])
    title = models.CharField(_("title"), max_length=200)
    checked = models.DateField(_("last checked"), default=date.today, editable=False)
    level_a = _one("telling", TellingBlock(), _("Level A"))
    level_b = _one("telling", TellingBlock(), _("Level B"))
    teachers = _one("part", TeachersBlock(), _("For teachers"))
    see_also = _entries("page", SeeAlsoBlock(), _("See also"), _("Other conflicts and subjects."))
    maps = _entries("map", MapWordsBlock(), _("Words of maps"), _("Plain words, or another language, for maps of the dossier."))
    words = _entries("word", WordBlock(), _("Own words"), _("Words that the shared glossary does not have."))

    edit_handler = TabbedInterface(
        [
            ObjectList([FeedbackPanel(), FieldPanel("title"), FieldPanel("level_a")], heading=_("Level A")),
            ObjectList([FieldPanel("level_b")], heading=_("Level B")),
            ObjectList([FieldPanel("teachers"), FieldPanel("see_also")], heading=_("Teachers")),
            ObjectList([FieldPanel("words"), FieldPanel("maps")], heading=_("Words and maps")),
            ObjectList([ClaimsPanel()], heading=_("Claims")),
        ]
    )

    class Meta:
        verbose_name = _("edition for kids")
        verbose_name_plural = _("editions for kids")
        ordering = ("conflict", "language")
        constraints = [models.UniqueConstraint(fields=("conflict", "language"), name="one_kids_edition_a_language")]
        permissions = [("publish_kidsedition", _("Can publish an edition for kids"))]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def slug(self) -> str:
        """The conflict, by the name that the panel of claims asks for."""
        return self.conflict


class ShippedEdition(models.Model):
    """An edition that came with the program and was taken in: it tells an untouched draft from one that editors have made theirs."""

    conflict = models.CharField(max_length=100)
    language = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=("conflict", "language"), name="one_shipped_kids_edition")]

    def __str__(self) -> str:
        return f"{self.conflict} {self.language} {self.digest[:12]}"
