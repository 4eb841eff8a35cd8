"""The page of a dossier: every part in its order, written from a snapshot, or from a draft for its preview.

What may live here: putting the parts together. Footnotes are numbered in the order in which the parts are written here,
which is the order in which they stand on the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conflict_atlas.documents.from_claims import completed
from conflict_atlas.dossiers import markup
from conflict_atlas.dossiers.dossier import Dossier, Picture
from conflict_atlas.dossiers.translating import Told, told_in
from conflict_atlas.events.catalogue.tracked import TrackedConflict
from conflict_atlas.publish.licences import PictureCredit
from conflict_atlas.site.desk import Desk
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.apart import Apart, apart
from conflict_atlas.site.pages.conflict_data import ConflictData, tracked_data
from conflict_atlas.site.pages.dossier import citation, reading
from conflict_atlas.site.pages.dossier.actors import ActorLines, TerritoryLine, actor_lines, territory_lines
from conflict_atlas.site.pages.dossier.agreements import AgreementView, agreements
from conflict_atlas.site.pages.dossier.beside import BesideLine, disagreement, told_beside
from conflict_atlas.site.pages.dossier.facts import FactBox, fact_box
from conflict_atlas.site.pages.dossier.gallery import MapView, PictureFile, PictureView, map_views, picture_views
from conflict_atlas.site.pages.dossier.losses import DisagreementView, TallyTable, disagreements, tallies
from conflict_atlas.site.pages.dossier.status import Standing, standing
from conflict_atlas.site.pages.dossier.timeline import Timeline, timeline
from conflict_atlas.site.pages.dossier.translated import TranslationNotice, translation_notice
from conflict_atlas.site.pages.footnotes import Footnote
from conflict_atlas.site.pages.frame import NO_FIGURES, Crumb, Head, Place, provenance, render
from conflict_atlas.site.pages.kids import shelf as kids_shelf
from conflict_atlas.site.pages.linked_data import article, data_block
from conflict_atlas.site.pages.picture_files import file_of
from conflict_atlas.site.pages.prose import Addresses, Prose
from conflict_atlas.site.pages.shelf import Copy

_DESCRIPTION = 300
"""Characters of the lead that search engines are given."""


@dataclass(frozen=True)
class Anchor:
    """A section of the page, for the list of contents."""

    id: str
    name: str


@dataclass(frozen=True)
class Sharing:
    """What a reader may take along. Only a published dossier can be cited."""

    text: str
    address: str
    mail: str
    linked_data: SafeString


@dataclass(frozen=True)
class DossierPage:
    """What the page shows; a part that the dossier does not have is empty and left out."""

    slug: str
    is_preview: bool
    told: SafeString
    """The attributes of what is in the dossier's own language, where the page is in another."""
    translation: TranslationNotice | None
    data: ConflictData | None
    standing: Standing
    lead: SafeString
    facts: FactBox | None
    background: SafeString
    developments: SafeString
    concerns: SafeString
    timeline: Timeline | None
    actors: tuple[ActorLines, ...]
    territory: tuple[TerritoryLine, ...]
    tallies: tuple[TallyTable, ...]
    disagreements: tuple[DisagreementView, ...]
    apart: Apart | None
    agreements: tuple[AgreementView, ...]
    maps: tuple[MapView, ...]
    pictures: tuple[PictureView, ...]
    resources: tuple[reading.ResourceGroup, ...]
    related: tuple[reading.RelatedLine, ...]
    how_we_know: SafeString
    documents: tuple[reading.DocumentLine, ...]
    interests: SafeString
    terms: tuple[reading.TermLine, ...]
    corrections: tuple[reading.CorrectionLine, ...]
    footnotes: tuple[Footnote, ...]
    sharing: Sharing | None
    beside: tuple[BesideLine, ...] = ()
    disagreement: str = ""
    kids_path: str = ""
    """The edition for kids in the language of the page; empty where none is published."""

    @property
    def picture_credits(self) -> tuple[PictureCredit, ...]:
        """Whom the pictures and maps of this page are owed to, each once."""
        return tuple(dict.fromkeys(shown.credit for shown in (*self.maps, *self.pictures)))

    @property
    def contents(self) -> tuple[Anchor, ...]:
        """The sections that stand on this page, in their order."""
        sections = (
            (self.background, "background", _("Background")),
            (self.developments, "developments", _("Recent developments")),
            (self.concerns, "concerns", _("Concerns")),
            (self.timeline, "timeline", _("Timeline")),
            (self.actors, "actors", _("Who is involved")),
            (self.territory, "territory", _("Status of the territory")),
            (self.tallies, "casualties", _("Casualties as claimed")),
            (self.disagreements, "disagreements", _("Where sources disagree")),
            (self.apart, "apart", _("Not the same thing")),
            (self.agreements, "agreements", _("Agreements")),
            (self.maps, "maps", _("Schematic maps")),
            (self.pictures, "pictures", _("Pictures")),
            (self.resources, "resources", _("Resources")),
            (self.related, "see-also", _("See also")),
            (True, "news", _("Latest news")),
            (True, "how", _("How we know")),
            (self.interests, "interests", _("Funding and interests")),
            (self.terms, "words", _("Words used here")),
            (self.data, "data", _("More from the data")),
            (self.data and self.data.violence, "violence", _("Deadly violence")),
            (self.data and self.data.outlook, "forecast", _("Forecast")),
            (self.footnotes, "footnotes", _("Footnotes")),
            (self.corrections, "corrections", _("Corrections")),
            (self.sharing, "cite", _("Cite and share")),
        )
        return tuple(Anchor(id, name) for part, id, name in sections if part)


def published_page(here: Desk, entry: TrackedConflict, copy: Copy, place: Place) -> bytes:
    """The page of a published dossier."""
    dossier = copy.dossier
    address = f"{settings.ATLAS_BASE_URL}/{place.language}/conflicts/{dossier.slug}/"
    description = describe(told_in(dossier, place.language))
    sharing = Sharing(
        citation.as_text(copy, settings.ATLAS_SITE_NAME, address),
        address,
        f"mailto:?subject={quote(dossier.title)}&body={quote(address)}",
        data_block(article(copy, description, settings.ATLAS_SITE_NAME, address)),
    )
    addresses = Addresses(place.up)
    top = standing(dossier, copy.published, addresses)
    return written_page(
        here, entry, dossier, place, addresses, top, lambda picture: file_of(picture, place.root), sharing, description
    )


def written_page(
    here: Desk,
    entry: TrackedConflict | None,
    dossier: Dossier,
    place: Place,
    addresses: Addresses,
    top: Standing,
    find: Callable[[Picture], PictureFile],
    sharing: Sharing | None,
    description: str,
) -> bytes:
    """The page of a dossier, published or not. ``entry`` is None for one whose conflict the catalogue does not know."""
    told = told_in(completed(dossier), place.language)
    dossier = told.dossier
    prose = Prose(dossier, addresses)
    data = tracked_data(here, entry, place) if entry else None
    page = DossierPage(
        slug=dossier.slug,
        is_preview=sharing is None,
        told=words.marks(dossier.language),
        translation=translation_notice(told),
        data=data,
        standing=top,
        lead=prose.blocks(dossier.lead, told.language_of("lead")),
        facts=fact_box(told, prose),
        background=prose.blocks(dossier.background, told.language_of("background")),
        developments=prose.blocks(dossier.developments, told.language_of("developments")),
        concerns=prose.blocks(dossier.concerns, told.language_of("concerns")),
        timeline=timeline(told, prose),
        actors=actor_lines(dossier.actors, prose),
        territory=territory_lines(dossier.territory, prose),
        tallies=tallies(dossier, prose),
        disagreements=disagreements(dossier, prose),
        apart=apart(here, dossier, prose),
        agreements=agreements(dossier.agreements, prose),
        maps=map_views(dossier, prose),
        pictures=picture_views(dossier, find, prose),
        resources=reading.resources(dossier.resources),
        related=reading.related(dossier.see_also),
        how_we_know=prose.blocks(dossier.how_we_know, told.language_of("how_we_know")),
        documents=reading.documents(dossier),
        interests=prose.blocks(dossier.interests, told.language_of("interests")),
        terms=reading.terms(dossier, prose),
        corrections=reading.corrections(dossier.corrections, prose),
        footnotes=prose.footnotes(),
        sharing=sharing,
        beside=told_beside(dossier, data.violence if data else None),
        disagreement=disagreement(dossier.assessment, data.violence if data else None),
        kids_path=f"kids/{dossier.slug}/" if kids_shelf.copy_of(dossier.slug, place.language) else "",
    )
    used = (*(data.answers if data else ()), *(page.apart.answers if page.apart else ()))
    sources = provenance(here.lake, used) if used else NO_FIGURES
    title = _title(told, entry)
    return render("dossier.html", place, Head(title, description, (Crumb(title),)), page, sources)


def _title(told: Told, entry: TrackedConflict | None) -> str:
    """The title as translated; a dossier called as its conflict is called as the page's language calls that."""
    if entry is None or "title" in told.translated or told.dossier.title != entry.name:
        return told.dossier.title
    return words.conflict(entry)


def describe(told: Told) -> str:
    """The beginning of the lead in plain words, for search engines and previews of links."""
    claims = {claim.claim_id: claim for claim in told.dossier.claims}
    with translation.override(told.language_of("lead")):
        text = " ".join(markup.plain(told.dossier.lead, claims).split())
    return text if len(text) <= _DESCRIPTION else text[:_DESCRIPTION].rsplit(" ", 1)[0] + " …"
