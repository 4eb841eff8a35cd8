"""Documents, the suggestions read in them, and the append-only list of what was decided.

What may live here: the three models. The bytes and the text of a document lie in ``raw`` of the workspace, by their digest.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conflict_atlas.documents.suggesting import Harm
from conflict_atlas.site.editorial.models.choices import check_conflict
from conflict_atlas.site.editorial.models.claim import AppendOnlyError, AppendOnlyQuerySet
from conflict_atlas.site.editorial.models.source import KEY, SHA256


class Document(models.Model):
    """A document about a conflict, as it was taken in. It is never edited; a newer version is another row."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be read")
        READ = "read", _("read")
        FAILED = "failed", _("could not be read")

    conflict = models.CharField(_("conflict"), max_length=100, db_index=True, validators=[check_conflict])
    key = models.CharField(
        _("key"), max_length=100, validators=[KEY], help_text=_("A short name by which claims call it, such as ocha-2024-05.")
    )
    title = models.CharField(_("title"), max_length=500)
    publisher = models.CharField(_("publisher"), max_length=300)
    kind = models.CharField(_("kind"), max_length=100)
    language = models.CharField(_("language"), max_length=20, default="en")
    licence = models.CharField(_("licence"), max_length=300, blank=True)
    published = models.DateField(_("published"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=1000, blank=True)
    name = models.CharField(_("file name"), max_length=300)
    pack = models.CharField(_("pack"), max_length=60, blank=True)
    sha256 = models.CharField(_("sha256 of the file"), max_length=64, validators=[SHA256])
    text_sha256 = models.CharField(_("sha256 of the text"), max_length=64, blank=True, validators=[SHA256])
    reader = models.CharField(_("read as"), max_length=40, blank=True)
    chars = models.PositiveIntegerField(_("length"), null=True)
    notes = models.TextField(_("notes"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    retrieved_at = models.DateTimeField(_("retrieved"))
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="newer")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("-retrieved_at", "-pk")
        constraints = [models.UniqueConstraint(fields=("conflict", "key", "sha256"), name="one_document_a_version")]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"


class Suggestion(models.Model):
    """One record that a rule has read in a document, and what became of it."""

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("waits for a decision")
        ACCEPTED = "accepted", _("accepted")
        FIXED = "fixed", _("accepted with changes")
        REJECTED = "rejected", _("rejected")
        GONE = "gone", _("no longer in the source")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="suggestions")
    kind = models.CharField(_("kind"), max_length=20)
    start = models.PositiveIntegerField(_("from character"))
    end = models.PositiveIntegerField(_("to character"))
    quote = models.TextField(_("words"))
    rule_id = models.CharField(_("rule"), max_length=100, db_index=True)
    rule_version = models.CharField(_("version"), max_length=20)
    harm = models.PositiveSmallIntegerField(_("harm"), choices=[(item.value, item.name.lower()) for item in Harm])
    fields = models.JSONField(_("read as"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SUGGESTED, db_index=True)
    claim_id = models.CharField(_("claim"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ("harm", "document", "start", "pk")
        constraints = [
            models.UniqueConstraint(fields=("document", "kind", "start", "end", "rule_id"), name="one_suggestion_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.start}-{self.end}: {self.quote[:60]}"


class SuggestionReview(models.Model):
    """One decision on a suggestion: who, when, what. Rows are only ever added, and outlive the suggestion's state."""

    suggestion = models.ForeignKey(Suggestion, db_constraint=False, on_delete=models.DO_NOTHING, related_name="reviews")
    rule_id = models.CharField(_("rule"), max_length=100, db_index=True)
    rule_version = models.CharField(_("version"), max_length=20)
    sha256 = models.CharField(_("document"), max_length=64)
    decision = models.CharField(_("decision"), max_length=10, choices=Suggestion.State.choices)
    claim_id = models.CharField(_("claim"), max_length=150, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, db_constraint=False, on_delete=models.DO_NOTHING, related_name="+"
    )
    by = models.CharField(_("who"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    was_read = models.BooleanField(_("read by a person"), default=True)
    """False where it was accepted together with others by the history of its rule: such ones do not add to that history."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on a suggestion")
        verbose_name_plural = _("decisions on suggestions")
        ordering = ("-at", "-pk")
        default_permissions = ("view",)

    def save(self, *args: Any, **options: Any) -> None:
        """Add the row. An existing one cannot be saved again."""
        if self.pk is not None:
            raise AppendOnlyError("Decisions on suggestions are never changed: add another one.")
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Refused."""
        raise AppendOnlyError("Decisions on suggestions are never removed.")
