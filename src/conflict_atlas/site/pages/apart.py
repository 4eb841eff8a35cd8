"""Figures that are often taken for one another, side by side: each with who counts, what, when, and its source.

What may live here: the box "Not the same thing" of a dossier. Nothing in it is added up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conflict_atlas.dossiers import dates
from conflict_atlas.dossiers.claim import Claim
from conflict_atlas.dossiers.dossier import Dossier
from conflict_atlas.events.answers import Answer, Tally
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.vocabulary import Grain, Series
from conflict_atlas.site.desk import Desk
from conflict_atlas.site.pages import named, words
from conflict_atlas.site.pages.dossier.claim_lines import whose
from conflict_atlas.site.pages.figures import Reply, answers, ask, event_years, evidence_path, within
from conflict_atlas.site.pages.footnotes import checked, speaker
from conflict_atlas.site.pages.frame import Badge, badges
from conflict_atlas.site.pages.prose import Prose


@dataclass(frozen=True)
class ApartFigure:
    """One figure in the box. One of the lake has ``text`` and ``path`` (to its rows), one of a claim ``stated``."""

    name: str
    period: str
    counted_by: str
    scope: str
    text: str = ""
    spread: str = ""
    path: str = ""
    badges: tuple[Badge, ...] = ()
    stated: SafeString | None = None
    standing: str = ""


@dataclass(frozen=True)
class Apart:
    """The box: figures that are not the same thing."""

    figures: tuple[ApartFigure, ...]
    answers: tuple[Answer, ...]


def apart(here: Desk, dossier: Dossier, prose: Prose) -> Apart | None:
    """The box of a dossier; None where it names no claims for it."""
    beside = dossier.beside
    claims = [claim for claim_id in beside.claims if (claim := dossier.claim(claim_id))] if beside else []
    if not claims or beside is None:
        return None
    year = Filters(start=date(beside.year, 1, 1), end=date(beside.year, 12, 31))
    located = ask(here.lake, replace(year, conflicts=(beside.conflict,)), (), Series.LOCATED)
    within_month = ask(here.lake, replace(year, countries=(beside.country,)), (), Series.WITHIN_MONTH)
    total = ask(here.lake, Filters(conflicts=(beside.conflict,)), ())
    country = countries.by_iso3(beside.country)
    country_name = words.country(country) if country else beside.country
    of_id = _("%(name)s (id %(id)s)") % {"name": named.conflict_name(here, beside.conflict), "id": beside.conflict}
    figures = (
        *_of_lake(located, of_id),
        *_of_lake(within_month, _("All violence in %(country)s, whatever the conflict") % {"country": country_name}),
        *(_of_claim(dossier, claim, prose) for claim in claims),
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


def _of_claim(dossier: Dossier, claim: Claim, prose: Prose) -> ApartFigure:
    source = next((item for item in dossier.sources if item.key == claim.source), None)
    reported = _("As reported by %(who)s.") % {"who": f"“{source.title}”, {source.kind}"} if source else ""
    unseen = "" if claim.original_seen else _("The text of %(who)s itself was not read.") % {"who": claim.claimant}
    return ApartFigure(
        name=_("Claimed: %(what)s") % {"what": words.joined(filter(None, (claim.measure or claim.kind.value, whose(claim))))},
        period=dates.written(claim.period) if claim.period else _("period not given"),
        counted_by=speaker(claim),
        scope=claim.note or claim.text,
        stated=prose.figure(claim.claim_id),
        standing=" ".join(part for part in (reported, unseen, f"{checked(claim.checked_by).capitalize()}.") if part),
    )
