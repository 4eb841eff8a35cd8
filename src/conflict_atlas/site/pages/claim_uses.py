"""Where a dossier uses a claim: the parts of its page that name it.

What may live here: every place of a dossier in which a claim can be named, with its mark on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from conflict_atlas.dossiers import markup
from conflict_atlas.dossiers.dossier import Dossier


@dataclass(frozen=True)
class UsedIn:
    """A section of the dossier that rests on the claim."""

    name: str
    path: str


def used_in(dossier: Dossier, claim_id: str) -> tuple[UsedIn, ...]:
    """The parts of the dossier that name the claim, in the order of the page."""
    path = f"conflicts/{dossier.slug}/"
    found = dict.fromkeys((name, mark) for name, mark, ids in _uses(dossier) if claim_id in ids)
    return tuple(UsedIn(name, f"{path}#{mark}") for name, mark in found)


def _uses(dossier: Dossier) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each part of the page with the claims that it names."""

    def named(*texts: str) -> tuple[str, ...]:
        return tuple(claim_id for text in texts for claim_id in markup.references(text))

    yield _("Summary"), "content", named(dossier.lead)
    yield _("Quick facts"), "facts", named(*(fact.text for fact in dossier.quick_facts))
    yield _("Background"), "background", named(dossier.background)
    yield _("Recent developments"), "developments", named(dossier.developments)
    yield _("Concerns"), "concerns", named(dossier.concerns)
    for event in dossier.timeline:
        yield _("Timeline: %s") % event.title, f"event-{event.key}", named(event.text)
    for actor in dossier.actors:
        yield _("Who is involved: %s") % actor.name, f"actor-{actor.key}", named(*(role.text for role in actor.roles))
    yield _("Status of the territory"), "territory", named(*(status.text for status in dossier.territory))
    for number, tally in enumerate(dossier.casualties, start=1):
        yield _("Casualties as claimed: %s") % tally.title, f"losses-{number}", (*tally.claims, *named(tally.note))
    for number, item in enumerate(dossier.disagreements, start=1):
        yield _("Where sources disagree: %s") % item.topic, f"disagreement-{number}", (*item.claims, *named(item.text))
    yield _("Not the same thing"), "apart", dossier.beside.claims if dossier.beside else ()
    for deal in dossier.agreements:
        yield _("Agreements: %s") % deal.name, f"agreement-{deal.key}", named(*deal.terms, deal.status)
    for drawn in dossier.maps:
        yield _("Schematic maps: %s") % drawn.title, f"drawn-map-{drawn.key}", named(drawn.caption)
    for picture in dossier.pictures:
        yield _("Pictures"), f"picture-{picture.key}", named(picture.caption)
    yield _("How we know"), "how", named(dossier.how_we_know)
    yield _("Funding and interests"), "interests", named(dossier.interests)
