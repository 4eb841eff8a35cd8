"""What the accounts keep beside Django's own tables: publications that were planned and did not happen."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision


class MissedPublication(models.Model):
    """A planned publication or expiry that failed. It is not tried again: somebody plans it anew, or lets it be."""

    class What(models.TextChoices):
        PUBLICATION = "publication", _("publication")
        EXPIRY = "expiry", _("expiry")

    what = models.CharField(_("what was planned"), max_length=12, choices=What.choices)
    object_type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255)
    object_name = models.CharField(_("of what"), max_length=255)
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    planned_for = models.DateTimeField(_("planned for"))
    failed_at = models.DateTimeField(_("failed"), auto_now_add=True)
    reason = models.TextField(_("why"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("missed publication")
        verbose_name_plural = _("missed publications")
        ordering = ("-failed_at",)
        indexes = [models.Index(fields=("object_type", "object_id"), name="atlas_missed_object")]

    def __str__(self) -> str:
        return f"{self.object_name}: {self.get_what_display()} planned for {self.planned_for:%Y-%m-%d %H:%M} UTC"
