"""The brief of a conflict and of a country: which sentences stand in which paragraph.

What may live here: putting the sentences together.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from conflict_atlas.analysis.brief.facts import conflict_brief, country_brief
from conflict_atlas.analysis.brief.values import Brief
from conflict_atlas.events.answers import Answer
from conflict_atlas.events.catalogue import countries
from conflict_atlas.site.desk import Desk
from conflict_atlas.site.pages.brief import phrases
from conflict_atlas.site.pages.brief.sentences import Writer
from conflict_atlas.site.pages.frame import Place

MOST_SENTENCES = 8


@dataclass(frozen=True)
class BriefText:
    """The sentences in their paragraphs, and the answers that their numbers rest on."""

    paragraphs: tuple[tuple[SafeString, ...], ...]
    answers: tuple[Answer, ...]


def brief_of_conflict(here: Desk, ids: tuple[str, ...], place: Place, given: tuple[Answer, ...]) -> BriefText | None:
    """The brief of a tracked conflict; None where no data are held. ``given`` are answers that its page has already."""
    if not here.lake.vintages():
        return None
    facts = conflict_brief(here.lake, ids, given)
    writer = Writer(here, place)
    first = writer.parties(facts.parties) if facts.parties else writer.ids(facts.filed, ids)
    return _text(writer, facts, first, writer.where(facts.where))


def brief_of_country(here: Desk, iso3: str, place: Place, given: tuple[Answer, ...]) -> BriefText | None:
    """The brief of a country; None where no data are held."""
    if not here.lake.vintages():
        return None
    facts = country_brief(here.lake, iso3, given)
    writer = Writer(here, place)
    first = writer.parties(facts.parties) if facts.parties else writer.conflicts(facts.filed)
    holds_others = any(country.filed_under == iso3 for country in countries.all())
    return _text(writer, facts, first, writer.territory(facts.where) if holds_others else writer.where(facts.where))


def _text(writer: Writer, facts: Brief, first: SafeString, where: SafeString) -> BriefText:
    recent, rest = tuple(writer.recent(facts.recent)), (where, *writer.kinds(facts))
    # Phases say when; where all else is known too, there is no room for them.
    has_room = len(recent) + len(rest) + 4 <= MOST_SENTENCES
    phases = (writer.phases(facts.phases),) if facts.phases and has_room else ()
    paragraphs = (
        (first, writer.span(facts.span), *phases),
        recent,
        rest,
        (conditional_escape(phrases.missing(facts.missing)),),
    )
    return BriefText(paragraphs, facts.answers)
