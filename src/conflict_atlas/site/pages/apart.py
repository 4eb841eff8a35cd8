"""Figures that are often taken for one another, side by side: each with who counts, what, when, and its source.

What may live here: the box "Not the same thing". Nothing in it is added up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from conflict_atlas.events.answers import Answer, Tally
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.vocabulary import Grain, Series
from conflict_atlas.site.desk import Desk
from conflict_atlas.site.pages import claims, named, words
from conflict_atlas.site.pages.figures import Reply, answers, ask, event_years, evidence_path, within
from conflict_atlas.site.pages.frame import Badge, badges


@dataclass(frozen=True)
class ApartFigure:
    """One figure in the box. ``path`` leads to the rows behind it, or to the document that a claim stands in."""

    name: str
    text: str
    spread: str
    period: str
    counted_by: str
    scope: str
    path: str
    badges: tuple[Badge, ...] = ()
    document: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Apart:
    """The box: figures that are not the same thing."""

    figures: tuple[ApartFigure, ...]
    answers: tuple[Answer, ...]


def apart(here: Desk, slug: str) -> Apart | None:
    """The box of a tracked conflict; None where no claims have been noted for it."""
    noted, beside = claims.of(slug), claims.beside(slug)
    if not noted or beside is None:
        return None
    year = Filters(start=date(beside.year, 1, 1), end=date(beside.year, 12, 31))
    located = ask(here.lake, replace(year, conflicts=(beside.conflict,)), (), Series.LOCATED)
    within_month = ask(here.lake, replace(year, countries=(beside.country,)), (), Series.WITHIN_MONTH)
    total = ask(here.lake, Filters(conflicts=(beside.conflict,)), ())
    country = countries.by_iso3(beside.country)
    country_name = country.name if country else beside.country
    of_id = f"{named.conflict_name(here, beside.conflict)} ({_('id %(id)s') % {'id': beside.conflict}})"
    figures = (
        *_of_lake(located, of_id),
        *_of_lake(within_month, _("All violence in %(country)s, whatever the conflict") % {"country": country_name}),
        *map(_of_claim, noted),
        *(
            # The total of many years alone: what followed since is another figure.
            _figure(total, tally, of_id)
            for tally in total.rows
            if tally.grain is Grain.CONFLICT_TOTAL and tally.best is not None
        ),
    )
    return Apart(figures, answers((located, within_month, total)))


def _of_lake(reply: Reply, what: str) -> tuple[ApartFigure, ...]:
    return tuple(_figure(reply, tally, what) for tally in reply.rows if tally.best is not None)


def _figure(reply: Reply, tally: Tally, what: str) -> ApartFigure:
    is_total = tally.grain is Grain.CONFLICT_TOTAL
    return ApartFigure(
        name=_("UCDP total") if is_total else words.series(reply.series),
        text=words.number(tally.best),
        spread=words.spread(tally.low, tally.high),
        period=event_years(tally) if is_total else words.period(tally.first, tally.last),
        counted_by="UCDP",
        scope=f"{what}. {words.series_meaning(reply.series)}",
        path=evidence_path(reply.series, within(reply, tally)),
        badges=badges(tally.completeness, tally.share, tally.preliminary),
    )


def _of_claim(claim: claims.NotedClaim) -> ApartFigure:
    return ApartFigure(
        name=_("%(claimant)s: %(counts)s") % {"claimant": claim.claimant, "counts": claim.counts},
        text=words.number(claim.value),
        spread="",
        period=claim.period,
        counted_by=claim.claimant,
        scope=claim.scope,
        path=claim.path,
        document=_("As reported by “%(title)s”, %(kind)s; the government's own text was not read by us")
        % {"title": claim.document, "kind": claim.document_kind}
        if not claim.original_seen
        else claim.document,
        anchor=claim.anchor,
    )
