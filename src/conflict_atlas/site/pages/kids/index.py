"""The index of the pages for kids, and the glossary that they share.

What may live here: these two pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conflict_atlas.kids import glossary
from conflict_atlas.kids.edition import Word
from conflict_atlas.plain.levels import Level
from conflict_atlas.publish.registry import Asked, Kind, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages.frame import Crumb, Head, Place, language_of, page_publication, render
from conflict_atlas.site.pages.kids import shelf
from conflict_atlas.site.pages.kids.page import LevelLink, assets, prose_of
from conflict_atlas.site.pages.kids.words import ages, level_name, level_path


@dataclass(frozen=True)
class Card:
    """An edition in the index."""

    title: str
    path: str
    summary: SafeString
    levels: tuple[LevelLink, ...]
    teachers_path: str


@dataclass(frozen=True)
class IndexPage:
    """The editions of a language."""

    cards: tuple[Card, ...]
    style: str


@dataclass(frozen=True)
class GlossaryPage:
    """The words of a language."""

    words: tuple[Word, ...]
    style: str


def index_page(place: Place) -> bytes:
    """The index of the pages for kids."""
    cards = tuple(_card(copy, place) for copy in shelf.copies(place.language))
    head = Head(
        _("Conflicts for kids"),
        _("Wars and conflicts told for children at two reading levels, with pictures, words explained and a quiz."),
        (Crumb(_("For kids")),),
        "kids",
    )
    return render("kids/index.html", place, head, IndexPage(cards, assets()[0]))


def glossary_page(place: Place) -> bytes:
    """The words that the pages of this guide explain to children, each with an address of its own."""
    words = glossary.joined(place.language, [copy.edition for copy in shelf.copies(place.language)])
    head = Head(
        _("Words to know"),
        _("Hard words about war and peace, explained in plain words."),
        (Crumb(_("For kids"), "kids/"), Crumb(_("Words to know"))),
        "kids",
    )
    return render("kids/glossary.html", place, head, GlossaryPage(words, assets()[0]))


def _card(copy: shelf.Copy, place: Place) -> Card:
    slug = copy.edition.slug
    # Without its footnotes: the sentences stand with their sources on the page itself.
    first = prose_of(copy, place).without_notes(copy.edition.level_a.summary.split("\n\n", 1)[0])
    levels = tuple(LevelLink(level_name(level), ages(level), level_path(slug, level), False) for level in Level)
    return Card(copy.edition.title, f"kids/{slug}/", first, levels, f"kids/{slug}/teachers/")


def _prepare_index(asked: Asked) -> Publication:
    return page_publication(asked, desk.current(), index_page, (shelf.state(),))


def _prepare_glossary(asked: Asked) -> Publication:
    language_of(asked)
    return page_publication(asked, desk.current(), glossary_page, (shelf.state(),))


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """The index and the glossary, one each for every language."""
    return (
        Kind("kids-index", "{language}/kids/", _prepare_index, lambda: [f"{language}/kids/" for language in languages]),
        Kind(
            "glossary",
            "{language}/glossary/",
            _prepare_glossary,
            lambda: [f"{language}/glossary/" for language in languages],
        ),
    )
