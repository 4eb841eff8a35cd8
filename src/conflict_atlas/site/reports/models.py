"""A report: which page, what is wrong, and what became of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Report(models.Model):
    """What a reader sent. ``token`` is the form's own: sending the same form twice keeps one report."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        OPEN = "open", _("being looked at")
        CORRECTED = "corrected", _("corrected")
        DECLINED = "declined", _("no change needed")

    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    page = models.CharField(_("page"), max_length=300, blank=True)
    text = models.TextField(_("what is wrong"), max_length=5000)
    mail = models.EmailField(_("mail address, if an answer is wanted"), blank=True)
    is_takedown = models.BooleanField(_("asks to take something down"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    note = models.TextField(_("note of the editors"), blank=True)
    token = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("report of an error")
        verbose_name_plural = _("reports of errors")
        ordering = ("-received_at",)

    def __str__(self) -> str:
        return f"{self.page or '/'}: {self.text[:60]}"
