"""The print pack of an edition as a file.

What may live here: its words in the language of the page, and its publication.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from conflict_atlas.dossiers import dates
from conflict_atlas.dossiers.dossier import SchematicMap
from conflict_atlas.kids.edition import Moment
from conflict_atlas.plain.levels import Level
from conflict_atlas.publish.registry import Asked, Kind, NotPublished, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.frame import language_of
from conflict_atlas.site.pages.kids import shelf
from conflict_atlas.site.pages.kids.page import edition_at
from conflict_atlas.site.pages.kids.pictures import map_of
from conflict_atlas.site.pages.kids.words import ages, level_path

if TYPE_CHECKING:
    from conflict_atlas.publish.printing.kids_pack import PackWords


def print_pack(copy: shelf.Copy, level: Level) -> bytes:
    """The print pack of a level, in the language of the edition."""
    # The library that prints is loaded by who prints: the site serves for days without it.
    from conflict_atlas.publish.printing import kids_pack

    edition = copy.edition

    def drawn(moment: Moment) -> SchematicMap | None:
        return map_of(moment.picture.partition(":")[2], moment.alt, edition, copy.dossier)

    with translation.override(edition.language):
        return kids_pack.pack(edition, level, copy.dossier, _words(copy, level), dates.written, drawn)


def _words(copy: shelf.Copy, level: Level) -> PackWords:
    from conflict_atlas.publish.printing.kids_pack import PackWords

    edition = copy.edition
    address = f"{settings.ATLAS_BASE_URL}/{edition.language}/{level_path(edition.slug, level)}"
    checked = {"day": words.day(edition.checked), "by": copy.published.by, "address": address}
    return PackWords(
        in_short=_("In short"),
        facts=_("Quick facts"),
        why=_("Why did it happen?"),
        what=_("What happened?"),
        status=_("How does it stand now?"),
        disagree=_("People do not agree"),
        words=_("Words to know"),
        quiz=_("Quiz"),
        key=_("Key to the quiz (for grown-ups)"),
        name=_("Name:"),
        label=_("Level %(level)s, %(ages)s") % {"level": level.value, "ages": ages(level)},
        sources=_(
            "Last checked on %(day)s by %(by)s. The source of every sentence, and more on other countries and talks: %(address)s. "
            "Pictures and maps: Conflict Atlas, CC BY 4.0."
        )
        % checked,
        map_note=_("Simple map: shapes are not exact."),
        credit=settings.ATLAS_SITE_NAME,
    )


def _prepare(asked: Asked) -> Publication:
    found = edition_at(asked)
    letter = asked.parts["level"].upper()
    if letter not in list(Level) or not shelf.can_print(found, Level(letter)):
        raise NotPublished(f"there is no print pack of level {letter!r} of {found.edition.slug!r}")
    inputs = (*desk.current().inputs, *found.inputs)
    name = f"{found.edition.slug}-{found.edition.language}-{letter.lower()}.pdf"
    return Publication(
        asked.path, "application/pdf", inputs, lambda: print_pack(found, Level(letter)), language_of(asked), filename=name
    )


def _paths(languages: Iterable[str]) -> list[str]:
    return [
        f"{language}/kids/{copy.edition.slug}/print-{level.value.lower()}.pdf"
        for language in languages
        for copy in shelf.copies(language)
        for level in Level
        if shelf.can_print(copy, level)
    ]


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """Print packs, made when they are asked for."""
    return (
        Kind(
            "kids-print",
            "{language}/kids/{slug}/print-{level}.pdf",
            _prepare,
            lambda: _paths(languages),
            in_sitemap=False,
            is_main=False,
        ),
    )
