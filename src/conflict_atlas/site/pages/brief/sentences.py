"""The sentences of a brief, each from one fact.

What may live here: those sentences. What a number covers and how far it is known stands in brackets behind it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from conflict_atlas.analysis.brief.values import (
    Brief,
    Civilians,
    Named,
    OneSided,
    Peak,
    Phases,
    Recent,
    Refusal,
    Span,
    YearOnYear,
)
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.catalogue.placeholders import readable
from conflict_atlas.events.vocabulary import Completeness, Dimension, Grain, Series
from conflict_atlas.publish.drawing.share_bound import share_bound_of
from conflict_atlas.site.desk import Desk
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.brief import phrases
from conflict_atlas.site.pages.brief.numbers import Numbers, inside, say
from conflict_atlas.site.pages.charts import cell_name
from conflict_atlas.site.pages.frame import Place

_FEW = 10
"""One thin month in so many is not worth a word."""


class Writer:
    """Writes the sentences of one page; its links lead from where the page stands."""

    def __init__(self, here: Desk, place: Place) -> None:
        self._numbers = Numbers(here, place.up)

    def parties(self, found: Named) -> SafeString:
        """The pair of parties with most deaths, as the publisher names them."""
        values = {
            "pair": readable(found.name),
            "deaths": self._numbers.deaths(found.count),
            "period": phrases.period(found.count),
        }
        if found.of == 1:
            return say(_("UCDP names one pair of parties with deaths, %(pair)s: %(deaths)s (%(period)s)."), **values)
        text = _("Of %(pairs)s pairs of parties that UCDP names, most deaths are those of %(pair)s: %(deaths)s (%(period)s).")
        return say(text, pairs=inside("#parties", found.of), **values)

    def ids(self, found: Named | None, ids: tuple[str, ...]) -> SafeString:
        """Under which ids the publisher files a conflict whose parties the data do not name."""
        if len(ids) == 1:
            return say(_("UCDP files this under one conflict id, %(name)s."), name=self._numbers.conflict(ids[0]))
        if found is None:
            text = _("UCDP files this under %(ids)s conflict ids; the data held give no deaths for any of them.")
            return say(text, ids=inside("#ids", len(ids)))
        return say(
            _("UCDP files this under %(ids)s conflict ids, most %(series)s, %(number)s (%(period)s), under %(name)s."),
            ids=inside("#ids", len(ids)),
            **self._filed(found),
        )

    def conflicts(self, found: Named | None) -> SafeString:
        """Under which ids the deaths in a country are filed, where the data do not name parties."""
        if found is None:
            return say(_("The data held name no conflict with deaths here."))
        if found.of == 1:
            text = _("UCDP files %(series)s here, %(number)s (%(period)s), under one conflict id, %(name)s.")
            return say(text, **self._filed(found))
        return say(
            _("UCDP files %(series)s here under %(ids)s conflict ids, most, %(number)s (%(period)s), under %(name)s."),
            ids=self._numbers.linked(found.whole, words.number(found.of)),
            **self._filed(found),
        )

    def _filed(self, found: Named) -> dict[str, object]:
        return {
            "series": words.series(found.count.series).lower(),
            "name": self._numbers.conflict(found.key),
            "number": self._numbers.number(found.count),
            "period": phrases.period(found.count),
        }

    def phases(self, phases: Phases) -> SafeString:
        """How many levels the months fall into, and the latest one."""
        latest = phases.latest
        about = phrases.marks(latest)
        if phases.incomplete_months * _FEW > latest.months:
            thin = _("%(thin)s of its %(months)s months held thinly")
            about.append(thin % {"thin": phases.incomplete_months, "months": latest.months})
        return say(
            ngettext(
                "By level, %(events)s fall into %(number)s phases since %(first)s; "
                "the latest, from %(latest)s, has %(mean)s death a month%(about)s.",
                "By level, %(events)s fall into %(number)s phases since %(first)s; "
                "the latest, from %(latest)s, has %(mean)s deaths a month%(about)s.",
                1 if 0 < phases.deaths_a_month < 1.5 else 2,
            ),
            events=_("deaths by month") if latest.series is Series.DEATHS else phrases.events_of(latest.series),
            first=words.month(phases.first),
            number=inside("#when", phases.number),
            latest=words.month(latest.first),
            mean=self._numbers.linked(latest, _mean(phases)),
            about=f" ({', '.join(about)})" if about else "",
        )

    def recent(self, recent: Recent) -> Iterator[SafeString]:
        """The latest twelve months, and beside them the twelve before, or why they are not."""
        comparison = recent.comparison
        if recent.latest and not (isinstance(comparison, YearOnYear) and comparison.later == recent.latest):
            yield say(
                _("In the latest twelve months held in full (%(period)s) UCDP counts %(deaths)s."),
                period=phrases.period(recent.latest),
                deaths=self._numbers.deaths(recent.latest),
            )
        if isinstance(comparison, Refusal):
            yield self._refusal(comparison)
        else:
            yield self._year_on_year(comparison, recent)

    def span(self, span: Span | None) -> SafeString:
        """How many since when, or what there is instead of a number."""
        if span is None:
            return say(_("The data held cover no month of it, which says nothing of what happened."))
        count = span.count
        if count.best is None and count.grain is Grain.CONFLICT_TOTAL:
            text = _("UCDP's totals (%(period)s) do not list this: they leave out conflict ids under 25 deaths.")
            return say(text, period=words.period(count.first, count.last))
        values = {"deaths": self._numbers.deaths(count), "period": phrases.period(count), "years": phrases.years(span)}
        if count.best is None:
            return say(_("How many deaths UCDP counts (%(period)s) is not known."), **values)
        if not count.best and count.completeness is not Completeness.COMPLETE:
            text = (
                _("UCDP counts %(deaths)s here (%(period)s); what is not held may have some.")
                if count.series is Series.DEATHS
                else _("In %(events)s, a part of all, UCDP counts %(deaths)s (%(period)s); other events may have some.")
            )
            return say(text, events=phrases.events_of(count.series), **values)
        if count.series is not Series.DEATHS:
            text = _("In %(events)s, a part of all, UCDP counts %(deaths)s (%(period)s)%(years)s.")
        elif count.grain is Grain.CONFLICT_TOTAL and len(count.filters.conflicts) > 1:
            text = _("UCDP's totals of these ids come to %(deaths)s (%(period)s, our sum)%(years)s.")
        else:
            text = _("UCDP counts %(deaths)s (%(period)s)%(years)s.")
        return say(text, events=phrases.events_of(count.series), **values)

    def _refusal(self, refusal: Refusal) -> SafeString:
        # Rounded down: 79.7 % is under the 80 % that a comparison needs.
        share = f"{math.floor((refusal.share or 0) * 100)} %"
        return say(
            phrases.refusal(refusal),
            share=self._numbers.linked(refusal.held, share) if refusal.held else self._numbers.coverage(share),
            period=words.period(refusal.first, refusal.last) if refusal.first and refusal.last else "",
        )

    def _year_on_year(self, comparison: YearOnYear, recent: Recent) -> SafeString:
        later, earlier = comparison.later, comparison.earlier
        values = {
            "deaths": self._numbers.deaths(later),
            "period": phrases.period(later),
            "before": self._numbers.number(earlier) if earlier.best and later.best else self._numbers.deaths(earlier),
            "earlier": phrases.period(earlier),
        }
        if later.series is Series.DEATHS:
            text = _(
                "In the latest twelve months held in full UCDP counts %(deaths)s (%(period)s), "
                "in the twelve before %(before)s (%(earlier)s)."
            )
            return say(text, **values)
        # The partial series is made from other releases than the first prints of all deaths, and can exceed them.
        exceeds = recent.latest is not None and (later.best or 0) > (recent.latest.best or 0)
        text = (
            _("Year on year, in %(events)s and from other releases: %(deaths)s (%(period)s) after %(before)s (%(earlier)s).")
            if exceeds
            else _("Year on year, in %(events)s only: %(deaths)s (%(period)s) after %(before)s (%(earlier)s).")
        )
        return say(text, events=phrases.events_of(later.series), **values)

    def where(self, found: Named | None) -> SafeString:
        """The country or the cell with most deaths."""
        if found is None:
            return say(_("The data held place no deaths here on the map."))
        what = _("country") if found.dimension is Dimension.COUNTRY else _("half-degree cell")
        name = _place_name(found)
        text = (
            _("All %(series)s (%(period)s) are in one %(what)s, %(name)s: %(number)s.")
            if found.of == 1 and found.count.best == found.whole.best
            else _("The %(what)s with most %(series)s is %(name)s: %(number)s of %(whole)s (%(period)s).")
        )
        return say(text, what=what, name=name, **self._part_of(found))

    def territory(self, found: Named | None) -> SafeString:
        """Where, in the country under which the publisher files others."""
        if found is None or found.dimension is not Dimension.TERRITORY:
            return say(_("UCDP files the Gaza Strip and the West Bank under Israel, as its country 666."))
        text = (
            _(
                "UCDP files the Gaza Strip and the West Bank under its country 666; %(number)s of %(whole)s %(series)s (%(period)s) lie there."
            )
            if found.key == "PSE"
            else _(
                "UCDP files the Gaza Strip and the West Bank under its country 666; %(number)s of %(whole)s %(series)s (%(period)s) lie in Israel."
            )
        )
        return say(text, **self._part_of(found))

    def _part_of(self, found: Named) -> dict[str, object]:
        return {
            "number": self._numbers.number(found.count),
            "whole": self._numbers.number(found.whole),
            "series": words.series(found.whole.series).lower(),
            "period": phrases.period(found.whole),
        }

    def kinds(self, facts: Brief) -> Iterator[SafeString]:
        """The civilians' share and the deadliest month."""
        if facts.civilians:
            yield self._civilians(facts.civilians)
        if facts.peak:
            yield self._peak(facts.peak)

    def _civilians(self, found: Civilians) -> SafeString:
        bound = share_bound_of(found.civilians, found.unknown, found.count.best or 0)
        low, high = bound.percents if bound else (0, 100)
        values = {
            "share": self._numbers.linked(found.count, _("%(low)s %% and %(high)s %%") % {"low": low, "high": high}),
            "low": self._numbers.linked(found.count, f"{low} %"),
            "deaths": self._numbers.deaths(found.count),
            "period": phrases.period(found.count),
            "unknown": self._numbers.linked(found.count, words.number(found.unknown)),
        }
        note = {
            OneSided.NONE: "",
            OneSided.SOME: _(", in one-sided violence by definition"),
            OneSided.ALL: _(", by definition, as all is one-sided violence"),
        }[found.one_sided]
        if low == high:
            return say(_("Civilians are %(low)s of the %(deaths)s (%(period)s)%(note)s."), note=note, **values)
        text = _("Between %(share)s of the %(deaths)s (%(period)s) are civilians%(note)s; %(unknown)s are of unknown kind.")
        return say(text, note=note, **values)

    def _peak(self, peak: Peak) -> SafeString:
        marks = phrases.marks(peak.count)
        values = {
            "month": words.month(peak.count.first),
            "number": self._numbers.number(peak.count),
            "marks": f" ({', '.join(marks)})" if marks else "",
            "period": words.period(peak.first, peak.last),
            "others": inside("#when", peak.ties),
        }
        held = (
            _("Of the months held")
            if peak.count.series is Series.DEATHS
            else _("In %(events)s") % {"events": phrases.events_of(peak.count.series)}
        )
        text = (
            ngettext(
                "%(held)s (%(period)s) %(month)s and %(others)s other month have most deaths: %(number)s each%(marks)s.",
                "%(held)s (%(period)s) %(month)s and %(others)s other months have most deaths: %(number)s each%(marks)s.",
                peak.ties,
            )
            if peak.ties
            else _("%(held)s (%(period)s) %(month)s has most deaths: %(number)s%(marks)s.")
        )
        return say(text, held=held, **values)


def _place_name(found: Named) -> str:
    """The country as the language of the page calls it, or the cell by its middle."""
    if found.dimension is not Dimension.COUNTRY:
        return _("that around %(place)s") % {"place": cell_name(int(found.key))}
    country = countries.by_iso3(found.key)
    return words.country(country) if country else found.name


def _mean(phases: Phases) -> str:
    if not phases.latest.best:
        return pgettext("a number of deaths", "no")
    return words.number(round(phases.deaths_a_month)) if phases.deaths_a_month >= 1 else _("under 1")
