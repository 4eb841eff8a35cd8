"""The page of a contested question: every position with its claim, how they stand to one another, what would settle it.

What may live here: that page. The positions are claims of the published dossier; nothing is merged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conflict_atlas.documents.from_claims import completed
from conflict_atlas.dossiers.dossier import Disagreement, Dossier
from conflict_atlas.publish.registry import Asked, Kind, NotPublished, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import shelf, words
from conflict_atlas.site.pages.conflict import tracked_at
from conflict_atlas.site.pages.dossier.claim_lines import ClaimLine, claim_lines
from conflict_atlas.site.pages.dossier.losses import question_key, relation
from conflict_atlas.site.pages.footnotes import Footnote
from conflict_atlas.site.pages.frame import Crumb, Head, Place, page_publication, render
from conflict_atlas.site.pages.prose import Addresses, Prose
from conflict_atlas.site.pages.shelf import Copy


@dataclass(frozen=True)
class QuestionPage:
    """What the page of a question shows."""

    topic: str
    relation: str
    text: SafeString
    settles: SafeString
    lines: tuple[ClaimLine, ...]
    footnotes: tuple[Footnote, ...]
    dossier_title: str
    dossier_path: str
    published: str
    told: SafeString


def question_page(copy: Copy, dossier: Dossier, item: Disagreement, place: Place) -> bytes:
    """The page of a question."""
    prose = Prose(dossier, Addresses(place.up, claims="../../claims/"))
    page = QuestionPage(
        topic=item.topic,
        relation=relation(item.relation),
        text=prose.blocks(item.text),
        settles=prose.blocks(item.settles),
        lines=claim_lines(dossier, item.claims, prose),
        footnotes=prose.footnotes(),
        dossier_title=dossier.title,
        dossier_path=f"conflicts/{dossier.slug}/",
        published=words.day(copy.published.at.date()),
        told=words.marks(dossier.language),
    )
    crumbs = (Crumb(dossier.title, page.dossier_path), Crumb(item.topic))
    description = _("Who says what on “%(topic)s”, side by side, with the source of each.") % {"topic": item.topic}
    return render("question.html", place, Head(item.topic, description, crumbs, marks=page.told), page)


def _prepare(asked: Asked) -> Publication:
    key = asked.parts["key"]
    entry = tracked_at(asked, f"questions/{key}/")
    copy = shelf.copy_of(entry.slug)
    dossier = completed(copy.dossier) if copy else None
    item = next((item for item in dossier.disagreements if question_key(dossier, item) == key), None) if dossier else None
    if copy is None or dossier is None or item is None:
        raise NotPublished(f"no published question on {entry.name} is called {key!r}")
    return page_publication(asked, desk.current(), lambda place: question_page(copy, dossier, item, place), shelf.inputs(copy))


def _paths(languages: Iterable[str]) -> list[str]:
    dossiers = [completed(copy.dossier) for copy in shelf.copies()]
    return [
        f"{language}/conflicts/{dossier.slug}/questions/{question_key(dossier, item)}/"
        for language in languages
        for dossier in dossiers
        for item in dossier.disagreements
    ]


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """Questions, each found through its dossier and made when it is asked for."""
    return (
        Kind(
            "question",
            "{language}/conflicts/{slug}/questions/{key}/",
            _prepare,
            lambda: _paths(languages),
            is_main=False,
        ),
    )
