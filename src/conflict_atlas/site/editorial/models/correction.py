"""A correction: what was wrong on the published page and what stands there now.

What may live here: the model, with the fields of ``dossiers.dossier.Correction``.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin

from conflict_atlas.site.editorial.models.choices import check_conflict


def today() -> object:
    """The day of today, UTC."""
    return timezone.now().date()


class Correction(RevisionMixin, models.Model):
    """One correction of a dossier. It shows on the page from the next publication on."""

    conflict = models.CharField(
        _("conflict"),
        max_length=100,
        db_index=True,
        validators=[check_conflict],
        help_text=_("The last part of the address of the conflict's page, such as nagorno-karabakh."),
    )
    position = models.PositiveIntegerField(default=0, editable=False)
    date = models.DateField(_("date"), default=today)
    was = models.TextField(_("what stood there"), help_text=_("What was wrong, as readers saw it."))
    now = models.TextField(_("what stands there now"))
    reason = models.TextField(_("why"), blank=True, help_text=_("How it came about and how it was found, in a sentence."))
    claim = models.CharField(_("claim"), max_length=150, blank=True, help_text=_("The id of the claim, if its figure was wrong."))

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ("conflict", "position", "pk")

    def __str__(self) -> str:
        return f"{self.date}: {self.was[:60]}"
