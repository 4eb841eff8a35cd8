"""A publication: which snapshot a dossier's page became, from which revision, with which claims.

What may live here: the model. The snapshot itself is a folder of the workspace; this row says which one is shown.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision


class Publication(models.Model):
    """One publication of a dossier. The newest one that was not withdrawn is what readers see."""

    conflict = models.CharField(_("conflict"), max_length=100, db_index=True)
    digest = models.CharField(_("snapshot"), max_length=64)
    # The number is kept with the row, so that it stays known when old revisions are purged.
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    revision_number = models.PositiveBigIntegerField(_("revision"), null=True)
    at = models.DateTimeField(_("published"))
    name = models.CharField(_("by"), max_length=200)
    claims = models.JSONField(_("claims as used"), default=dict)
    """Digest of each claim of the dossier by its id."""
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ("-pk",)
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.conflict} {self.digest[:12]}"

    @classmethod
    def current(cls, conflict: str) -> Publication | None:
        """What readers see of this conflict, if anything."""
        newest = cls.objects.filter(conflict=conflict).first()
        return newest if newest is not None and newest.withdrawn_at is None else None
