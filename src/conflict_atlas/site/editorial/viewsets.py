"""Claims, decisions about them, sources and corrections in the admin.

What may live here: which columns and fields their lists and forms show.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet, SnippetViewSetGroup

from conflict_atlas.site.editorial import permissions
from conflict_atlas.site.editorial.forms import ClaimForm
from conflict_atlas.site.editorial.models import Claim, ClaimReview, Correction, DossierPage, Publication, Source


class AboutConflict(CreateView):
    """A new row that already knows the conflict from whose page one came."""

    def get_initial_form_instance(self) -> Any:
        """The conflict of the address, if it names one."""
        instance = super().get_initial_form_instance() or self.model()
        instance.conflict = self.request.GET.get("conflict", "")[:100]
        return instance


class SavedByHand:
    """A form that saves when somebody says so, never in between.

    Every saved change of a claim is a decision that stays, and may be a correction that readers see; Wagtail would save half
    a number. (Its script could not even do that here: the field named "method" hides the method of the form from it.)
    """

    def setup(self, *args: Any, **options: Any) -> None:
        """No autosave."""
        super().setup(*args, **options)
        self.autosave_enabled = False


class AddClaim(SavedByHand, AboutConflict):
    """A new claim."""


class EditClaim(SavedByHand, EditView):
    """A claim that is there. From here editors go back to its dossier: to look at the page and to submit it."""

    def get_success_url(self) -> str:
        """The claims of its dossier, for those who may change that."""
        page = DossierPage.objects.filter(slug=self.object.conflict).first()
        if page is None or not permissions.may_edit(self.request.user, page):
            return super().get_success_url()
        return reverse("wagtailadmin_pages:edit", args=[page.pk]) + "#tab-claims"


def _row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([FieldPanel(name) for name in names])


class ClaimViewSet(SnippetViewSet):
    """Claims, with the form that asks what was wrong."""

    model = Claim
    icon = "openquote"
    add_view_class = AddClaim
    edit_view_class = EditClaim
    list_display = ("claim_id", "conflict", "text", "source", "review", "checked_by")
    list_filter = ("conflict", "kind", "source", "review", "checked_by")
    search_fields = ("claim_id", "text", "quote", "claimant")
    # By the database: a part of an id or of a quotation is found as it is written.
    search_backend_name = None
    list_per_page = 50
    inspect_view_enabled = True
    edit_handler = ObjectList(
        [
            _row("conflict", "claim_id"),
            FieldPanel("text"),
            FieldPanel("kind"),
            MultiFieldPanel(
                [
                    _row("value", "low", "high"),
                    _row("qualifier", "unit", "measure"),
                    _row("side", "population", "scope"),
                    FieldPanel("what_was_wrong"),
                ],
                heading=_("Figure"),
            ),
            MultiFieldPanel(
                [_row("claimant", "claimant_role"), _row("as_of", "method"), FieldPanel("original_seen")],
                heading=_("Who says so"),
            ),
            MultiFieldPanel([_row("period", "place")], heading=_("About when and where")),
            MultiFieldPanel(
                [FieldPanel("source"), FieldPanel("quote"), _row("start", "end"), FieldPanel("sha256")],
                heading=_("Where it stands"),
            ),
            MultiFieldPanel(
                [FieldPanel("review"), FieldPanel("relations"), FieldPanel("note"), _row("rule_id", "rule_version")],
                heading=_("State"),
            ),
        ],
        base_form_class=ClaimForm,
    )


class SourceViewSet(SnippetViewSet):
    """Documents that claims stand in."""

    model = Source
    icon = "doc-full"
    add_view_class = AboutConflict
    list_display = ("key", "conflict", "title", "publisher", "published")
    list_filter = ("conflict",)
    search_fields = ("key", "title", "publisher")
    search_backend_name = None
    inspect_view_enabled = True


class CorrectionViewSet(SnippetViewSet):
    """What was wrong on a page."""

    model = Correction
    icon = "edit"
    add_view_class = AboutConflict
    list_display = ("date", "conflict", "was", "now", "claim")
    list_filter = ("conflict",)
    inspect_view_enabled = True


class ReadOnly(SnippetViewSet):
    """A list that is added to by the program alone."""

    inspect_view_enabled = True
    copy_view_enabled = False


class ClaimReviewViewSet(ReadOnly):
    """What was decided about claims. Nobody can change it."""

    model = ClaimReview
    icon = "history"
    list_display = ("at", "conflict", "claim_id", "decision", "name", "note")
    list_filter = ("conflict", "decision")
    panels = [FieldPanel(name, read_only=True) for name in ("conflict", "claim_id", "decision", "name", "note")]


class PublicationViewSet(ReadOnly):
    """What was published when."""

    model = Publication
    icon = "globe"
    list_display = ("at", "conflict", "name", "digest", "revision_number", "withdrawn_at")
    list_filter = ("conflict",)
    panels = [FieldPanel(name, read_only=True) for name in ("conflict", "digest", "at", "name")]


class EvidenceGroup(SnippetViewSetGroup):
    """Everything that dossiers stand on, under one item of the menu."""

    items = (ClaimViewSet, SourceViewSet, CorrectionViewSet, ClaimReviewViewSet, PublicationViewSet)
    menu_label = _("Claims")
    menu_icon = "openquote"
    menu_order = 130
