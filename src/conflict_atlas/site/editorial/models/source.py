"""A source: a document that claims of a dossier stand in.

What may live here: the model, with the fields of ``dossiers.claim.Source``.
"""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin
from wagtail.search import index

from conflict_atlas.site.editorial.models.choices import check_conflict

KEY = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small letters a-z, digits and single hyphens."))
SHA256 = RegexValidator(r"^[0-9a-f]{64}$", _("A sha256 is 64 characters of 0-9 and a-f."))


class Source(RevisionMixin, index.Indexed, models.Model):
    """A document: what it is, who published it, and the digest of the bytes that were read."""

    conflict = models.CharField(
        _("conflict"),
        max_length=100,
        db_index=True,
        validators=[check_conflict],
        help_text=_("The last part of the address of the conflict's page, such as nagorno-karabakh."),
    )
    key = models.CharField(
        _("key"), max_length=100, validators=[KEY], help_text=_("A short name by which claims call it, such as cfr.")
    )
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Its place in the list of sources."))
    title = models.CharField(_("title"), max_length=500)
    publisher = models.CharField(
        _("publisher"), max_length=300, help_text=_("Who published it. If the copy that was read does not name one, say so.")
    )
    kind = models.CharField(_("kind"), max_length=100, help_text=_("In a few words: think-tank conflict page, data set."))
    language = models.CharField(_("language"), max_length=20, help_text=_("Its language as a short code, such as en."))
    published = models.CharField(
        _("published"), max_length=60, blank=True, help_text=_("As precise as the document gives it: 2024-01-24, 2024-01, 2024.")
    )
    retrieved = models.DateField(_("retrieved"), null=True, blank=True, help_text=_("The day on which it was read."))
    address = models.CharField(_("address"), max_length=1000, blank=True, help_text=_("Its address on the web, if known."))
    licence = models.CharField(
        _("licence"),
        max_length=300,
        blank=True,
        help_text=_("What its licence lets us do. Leave it empty where that is unknown."),
    )
    sha256 = models.CharField(
        _("sha256"),
        max_length=64,
        blank=True,
        validators=[SHA256],
        help_text=_("Digest of the bytes that were read. Without it the document can be listed, but no claim can stand in it."),
    )
    chars = models.PositiveIntegerField(
        _("length"), null=True, blank=True, help_text=_("Its length in characters (code points), decoded as UTF-8.")
    )
    note = models.TextField(_("note"), blank=True, help_text=_("What readers should know about it."))

    search_fields = (index.SearchField("title"), index.SearchField("publisher"), index.FilterField("conflict"))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("conflict", "position", "key")
        constraints = [models.UniqueConstraint(fields=("conflict", "key"), name="one_source_a_key")]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"
