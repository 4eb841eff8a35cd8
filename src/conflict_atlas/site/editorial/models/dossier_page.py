"""The page of a dossier in the newsroom, and the page that holds all dossiers.

What may live here: the two models: fields, where readers see them, previewing, and the one place where a page goes live.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from conflict_atlas.dossiers.claim import CheckedBy
from conflict_atlas.site.editorial.blocks.events import ActorBlock, AgreementBlock, EventBlock, TermBlock
from conflict_atlas.site.editorial.blocks.facts import DisagreementBlock, QuickFactBlock, TallyBlock, TerritoryBlock
from conflict_atlas.site.editorial.blocks.pictures import MapBlock, PictureBlock
from conflict_atlas.site.editorial.blocks.reading import ResourceBlock, SeeAlsoBlock
from conflict_atlas.site.editorial.blocks.running_text import RunningTextBlock
from conflict_atlas.site.editorial.blocks.translations import TranslationBlock
from conflict_atlas.site.editorial.forms import DossierForm
from conflict_atlas.site.editorial.models.choices import choices
from conflict_atlas.site.editorial.models.correction import today
from conflict_atlas.site.editorial.panels import DOSSIER

LABELS = ("worsening", "unchanging", "improving")


def _section(label: str, help_text: str) -> StreamField:
    return StreamField(RunningTextBlock(), blank=True, verbose_name=label, help_text=help_text)


def _entries(name: str, block: Any, label: str, help_text: str) -> StreamField:
    return StreamField([(name, block)], blank=True, collapsed=True, verbose_name=label, help_text=help_text)


class DossierIndex(Page):
    """Holds every dossier. Readers never see it: the list of conflicts is a page of the registry."""

    is_creatable = False
    max_count = 1
    parent_page_types: list[str] = []
    subpage_types = ["atlas_editorial.DossierPage"]

    class Meta:
        verbose_name = _("dossiers")

    def get_url_parts(self, request: HttpRequest | None = None) -> None:
        """No address of its own."""
        return

    def serve(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Lead to the list of conflicts."""
        return HttpResponseRedirect(f"/{settings.ATLAS_LANGUAGES[0]}/")


class DossierPage(Page):
    """Everything that is told about one tracked conflict. Readers see the snapshot that its publication made."""

    updated = models.DateField(_("text last changed"), default=today, help_text=_("Set to the day of the last change."))
    covers_to = models.CharField(
        _("covers events to"),
        max_length=60,
        blank=True,
        help_text=_("No event after this date is told. Write 2024-06, 2024-06-30 or 2024."),
    )
    checked_by = models.CharField(max_length=20, choices=choices(CheckedBy), default=CheckedBy.NOBODY.value, editable=False)
    language = models.CharField(_("language"), max_length=10, default="en", editable=False)
    edition = models.CharField(_("edition"), max_length=20, default="standard", editable=False)
    type_of_conflict = models.CharField(
        _("type of conflict"), max_length=200, blank=True, help_text=_("Leave it empty as long as nobody has rated it.")
    )

    lead = _section(_("Lead"), _("What this is about, in a paragraph or two."))
    background = _section(_("Background"), _("How it came to this."))
    developments = _section(_("Recent developments"), _("What happened in the last years."))
    concerns = _section(_("Concerns"), _("What may come, and who says so."))
    how_we_know = _section(_("How we know"), _("Which documents were read, how figures were counted, what is missing."))
    interests = _section(_("Funding and interests"), _("Who paid, who wrote, and what interest the sources have."))

    quick_facts = _entries(
        "fact", QuickFactBlock(), _("Quick facts"), _("The box at the top. Where nothing is known, a line says so.")
    )
    timeline = _entries("event", EventBlock(), _("Timeline"), _("Events in the order of time, each with its footnote."))
    actors = _entries("actor", ActorBlock(), _("Who is involved"), _("States, organisations, groups and office-holders."))
    territory = _entries("status", TerritoryBlock(), _("Territory"), _("Who governed what and who recognised that, by period."))
    casualties = _entries("tally", TallyBlock(), _("Casualties as claimed"), _("Claims side by side, never added up."))
    disagreements = _entries(
        "disagreement", DisagreementBlock(), _("Disagreements"), _("Where claims differ, both are told, with why.")
    )
    agreements = _entries("agreement", AgreementBlock(), _("Agreements"), _("Each deal with its terms and what became of it."))
    pictures = _entries("picture", PictureBlock(), _("Pictures"), _("Chosen from the library of pictures."))
    maps = _entries("map", MapBlock(), _("Schematic maps"), _("Maps of our own of who held what; shapes are simplified."))
    resources = _entries("resource", ResourceBlock(), _("Resources"), _("What to read further."))
    see_also = _entries("page", SeeAlsoBlock(), _("See also"), _("Other conflicts and subjects."))
    terms = _entries("term", TermBlock(), _("Words explained"), _("Words that a reader may not know."))
    translations = _entries(
        "translation", TranslationBlock(), _("Translations"), _("Texts of this dossier in other languages; figures stay claims.")
    )

    assessment_label = models.CharField(
        _("assessment"),
        max_length=20,
        blank=True,
        choices=[(label, label) for label in LABELS],
        help_text=_("An editor's judgement of deadly violence, shown next to what the data show. Empty reads: not assessed."),
    )
    assessment_reason = models.TextField(_("reason"), blank=True, help_text=_("In a sentence or two, with what it rests on."))
    assessment_author = models.CharField(_("author"), max_length=200, blank=True, help_text=_("Filled in with your name."))
    assessment_date = models.DateField(_("assessed"), null=True, blank=True)
    assessment_review_by = models.DateField(
        _("look at it again by"), null=True, blank=True, help_text=_("After this day the assessment is shown as expired.")
    )
    risk_alert_reason = models.TextField(
        _("risk alert"),
        blank=True,
        help_text=_("That violence may begin or grow. Both flags may stand together. Empty: no alert."),
    )
    risk_alert_author = models.CharField(_("author"), max_length=200, blank=True, help_text=_("Filled in with your name."))
    risk_alert_date = models.DateField(_("flagged"), null=True, blank=True)
    risk_alert_review_by = models.DateField(
        _("look at it again by"), null=True, blank=True, help_text=_("After this day the flag is shown as expired.")
    )
    resolution_opportunity_reason = models.TextField(
        _("resolution opportunity"), blank=True, help_text=_("That there is a chance to end or contain it. Empty: none.")
    )
    resolution_opportunity_author = models.CharField(
        _("author"), max_length=200, blank=True, help_text=_("Filled in with your name.")
    )
    resolution_opportunity_date = models.DateField(_("flagged"), null=True, blank=True)
    resolution_opportunity_review_by = models.DateField(
        _("look at it again by"), null=True, blank=True, help_text=_("After this day the flag is shown as expired.")
    )
    lens_name = models.CharField(
        _("lens"),
        max_length=100,
        blank=True,
        help_text=_("Whose interest: people in need, a region, a country. Empty: not rated."),
    )
    lens_rating = models.CharField(_("rating"), max_length=60, blank=True)
    lens_reason = models.TextField(_("reason"), blank=True)
    lens_author = models.CharField(_("author"), max_length=200, blank=True, help_text=_("Filled in with your name."))
    lens_date = models.DateField(_("rated"), null=True, blank=True)

    beside_claims = models.TextField(
        _("claims of the box"), blank=True, help_text=_("Ids of claims that stand beside counted figures, one a line.")
    )
    beside_conflict = models.CharField(_("UCDP conflict id"), max_length=20, blank=True)
    beside_country = models.CharField(_("country"), max_length=3, blank=True, help_text=_("Alpha-3 code, such as AZE."))
    beside_year = models.PositiveIntegerField(_("year"), null=True, blank=True, validators=[MinValueValidator(1946)])

    base_form_class = DossierForm
    edit_handler = TabbedInterface(DOSSIER.children, base_form_class=DossierForm)
    is_creatable = False
    parent_page_types = ["atlas_editorial.DossierIndex"]
    subpage_types: list[str] = []
    show_in_menus_default = False
    search_fields = [*Page.search_fields, index.FilterField("assessment_review_by")]

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        permissions = [
            ("export_dossier", _("Can download a dossier as a folder")),
            ("import_dossier", _("Can load a dossier from a folder")),
        ]

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The address of the public page, which the registry serves."""
        sites = self._get_relevant_site_root_paths(request)
        if not sites:
            return None
        return sites[0][0], settings.ATLAS_BASE_URL, f"/{self.language}/conflicts/{self.slug}/"

    def serve(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """Lead to the public page."""
        return HttpResponseRedirect(f"/{self.language}/conflicts/{self.slug}/")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The public page as it would be, from this draft and the claims of now."""
        from conflict_atlas.site.editorial import preview

        return preview.response(self)

    def save(self, *args: Any, **options: Any) -> None:
        """Save; where that makes a revision live, publish it: this is the one place that every way to publish goes through."""
        from conflict_atlas.site.editorial import publishing

        if not publishing.goes_live(self):
            super().save(*args, **options)
            return
        with transaction.atomic():
            made = publishing.prepare(self)
            super().save(*args, **options)
            publishing.record(self, made)

    def publish(self, revision: Any, user: Any = None, **options: Any) -> None:
        """Publish or schedule a revision on behalf of ``user``; None is the timetable. Raises NotReady."""
        from conflict_atlas.site.editorial import publishing

        with publishing.by(user, revision):
            super().publish(revision, user=user, **options)
