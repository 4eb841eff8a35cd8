"""A claim as a row with its history, and the append-only list of what was decided about it.

What may live here: the two models. The columns of a claim are those of ``dossiers.claim.Claim``.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin
from wagtail.search import index

from conflict_atlas.dossiers.claim import CheckedBy, ClaimantRole, ClaimKind, Qualifier, Review
from conflict_atlas.site.editorial.models.choices import check_conflict, choices
from conflict_atlas.site.editorial.models.source import KEY, SHA256

_EDTF = _("As precise as the source: 2020-09-27, 2020-09, 2020, 2020-09-27/2020-11-10, 1921~ for about 1921.")


class Claim(RevisionMixin, index.Indexed, models.Model):
    """What somebody states about a conflict, with the words of the document that it stands on."""

    conflict = models.CharField(
        _("conflict"),
        max_length=100,
        db_index=True,
        validators=[check_conflict],
        help_text=_("The last part of the address of the conflict's page, such as nagorno-karabakh."),
    )
    claim_id = models.CharField(
        _("id"), max_length=150, validators=[KEY], help_text=_("A lasting name, such as cfr-killed-2020-azerbaijan-soldiers.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=choices(ClaimKind))
    text = models.TextField(_("claim"), help_text=_("What is claimed, as one sentence of our own."))
    claimant = models.CharField(
        _("who says so"), max_length=300, help_text=_("The speaker; where the document speaks itself, its publisher.")
    )
    claimant_role = models.CharField(_("as whom"), max_length=20, choices=choices(ClaimantRole))
    source = models.CharField(_("source"), max_length=100, help_text=_("The key of the source."))
    sha256 = models.CharField(
        _("sha256"), max_length=64, validators=[SHA256], help_text=_("Digest of the document that the place counts in.")
    )
    quote = models.CharField(
        _("words of the document"), max_length=500, help_text=_("At most eight words, exactly as they stand.")
    )
    start = models.PositiveIntegerField(_("from character"), help_text=_("Counted in code points from 0."))
    end = models.PositiveIntegerField(_("to character"), help_text=_("The first character after the words."))
    original_seen = models.BooleanField(
        _("original seen"), default=False, help_text=_("Tick this if the speaker's own publication was read, not a report of it.")
    )
    measure = models.CharField(
        _("what is counted"), max_length=60, blank=True, help_text=_("killed, wounded, casualties, missing, displaced, vote, ...")
    )
    value = models.FloatField(_("number"), null=True, blank=True, help_text=_("As stated. Leave it empty where it is unknown."))
    low = models.FloatField(_("lowest"), null=True, blank=True)
    high = models.FloatField(_("highest"), null=True, blank=True, help_text=_("Leave it empty where the range is open."))
    qualifier = models.CharField(_("how it is meant"), max_length=20, blank=True, choices=choices(Qualifier))
    unit = models.CharField(
        _("unit"), max_length=60, blank=True, help_text=_("Written after the number; empty for people and things.")
    )
    side = models.CharField(_("whose"), max_length=200, blank=True, help_text=_("Whose people, land or votes."))
    population = models.CharField(_("of whom"), max_length=100, blank=True, help_text=_("soldiers, civilians, all, ..."))
    scope = models.CharField(
        _("scope"),
        max_length=40,
        blank=True,
        help_text=_("direct (killed in fighting) or all-cause; empty where the source does not say."),
    )
    period = models.CharField(_("period"), max_length=60, blank=True, help_text=_EDTF)
    place = models.CharField(_("place"), max_length=200, blank=True)
    method = models.CharField(_("method"), max_length=300, blank=True)
    as_of = models.CharField(_("said or counted"), max_length=60, blank=True, help_text=_EDTF)
    rule_id = models.CharField(_("read by"), max_length=100, default="editor")
    rule_version = models.CharField(_("version"), max_length=20, default="1")
    review = models.CharField(_("state"), max_length=20, choices=choices(Review), default=Review.ACCEPTED.value)
    checked_by = models.CharField(_("checked by"), max_length=20, choices=choices(CheckedBy), default=CheckedBy.NOBODY.value)
    relations = models.TextField(
        _("relations"),
        blank=True,
        help_text=_("To other claims, one a line: part_of, overlaps, supersedes, contradicts or corroborates, then the id."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("For readers: what to keep in mind."))

    search_fields = (
        index.SearchField("claim_id"),
        index.SearchField("text"),
        index.SearchField("claimant"),
        index.FilterField("conflict"),
        index.FilterField("review"),
    )

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ("conflict", "claim_id")
        constraints = [models.UniqueConstraint(fields=("conflict", "claim_id"), name="one_claim_an_id")]

    def __str__(self) -> str:
        return self.claim_id


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove what was decided."""


class AppendOnlyQuerySet(models.QuerySet):
    """A query that can read and add, never change or remove. Triggers in the database hold the same."""

    def update(self, **changes: Any) -> NoReturn:
        """Refused."""
        raise AppendOnlyError("Decisions about claims are never changed: add another one.")

    def delete(self) -> NoReturn:
        """Refused."""
        raise AppendOnlyError("Decisions about claims are never removed.")

    bulk_update = update


class ClaimReview(models.Model):
    """One thing that was decided about a claim: who, when, what it was before and after. Rows are only ever added."""

    class Decision(models.TextChoices):
        IMPORTED = "imported", _("imported")
        ADDED = "added", _("added")
        EDITED = "edited", _("edited")
        CONFIRMED = "confirmed", _("confirmed by a second person at publication")
        REMOVED = "removed", _("removed")

    conflict = models.CharField(_("conflict"), max_length=100, db_index=True)
    claim_id = models.CharField(_("claim"), max_length=150, db_index=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    # Without a constraint: the row outlives the account, and is not touched when that is removed.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, db_constraint=False, on_delete=models.DO_NOTHING, related_name="+"
    )
    name = models.CharField(_("who"), max_length=200)
    digest_before = models.CharField(_("digest before"), max_length=64, blank=True)
    digest_after = models.CharField(_("digest after"), max_length=64, blank=True)
    decision = models.CharField(_("decision"), max_length=20, choices=Decision.choices)
    note = models.TextField(_("note"), blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision about a claim")
        verbose_name_plural = _("decisions about claims")
        ordering = ("-at", "-pk")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.get_decision_display()} ({self.name})"

    def save(self, *args: Any, **options: Any) -> None:
        """Add the row. An existing one cannot be saved again."""
        if self.pk is not None:
            raise AppendOnlyError("Decisions about claims are never changed: add another one.")
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Refused."""
        raise AppendOnlyError("Decisions about claims are never removed.")
