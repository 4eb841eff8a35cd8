"""The data brief on a page: five to eight sentences written from the figures, each number a link to its rows.

What may live here: the facts of ``analysis.brief`` as sentences. They say who, since when, how many of late, where, when and
what is not known; they judge nothing and name no cause. A part is called a part, and a zero, an unknown number and months
that are not covered are three different sentences.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conflict_atlas.analysis.brief.facts import conflict_brief, country_brief
from conflict_atlas.analysis.brief.values import (
    Brief,
    Civilians,
    Count,
    Named,
    OneSided,
    Peak,
    Recent,
    Refusal,
    Span,
    YearOnYear,
)
from conflict_atlas.events.answers import Answer
from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.catalogue.placeholders import readable
from conflict_atlas.events.vocabulary import Completeness, Dimension, Grain, Series
from conflict_atlas.publish.drawing.share_bound import share_bound_of
from conflict_atlas.site.desk import Desk
from conflict_atlas.site.pages import brief_words, named, words
from conflict_atlas.site.pages.charts import cell_name
from conflict_atlas.site.pages.figures import evidence_path
from conflict_atlas.site.pages.frame import Place


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
    writer = _Writer(here, place)
    first = writer.parties(facts.parties) if facts.parties else writer.ids(facts.filed, ids)
    return _text(writer, facts, first, writer.where(facts.where))


def brief_of_country(here: Desk, iso3: str, place: Place, given: tuple[Answer, ...]) -> BriefText | None:
    """The brief of a country; None where no data are held."""
    if not here.lake.vintages():
        return None
    facts = country_brief(here.lake, iso3, given)
    writer = _Writer(here, place)
    first = writer.parties(facts.parties) if facts.parties else writer.conflicts(facts.filed)
    holds_others = any(country.filed_under == iso3 for country in countries.all())
    return _text(writer, facts, first, writer.territory(facts.where) if holds_others else writer.where(facts.where))


def _text(writer: _Writer, facts: Brief, first: SafeString, where: SafeString) -> BriefText:
    paragraphs = (
        (first, writer.span(facts.span)),
        tuple(writer.recent(facts.recent)),
        (where, *writer.kinds(facts)),
        (conditional_escape(brief_words.missing(facts.missing)),),
    )
    return BriefText(paragraphs, facts.answers)


def _say(sentence: str, **values: object) -> SafeString:
    """A sentence with its values set in: those that are links as they are, all others escaped."""
    return mark_safe(conditional_escape(sentence) % {name: conditional_escape(value) for name, value in values.items()})


class _Writer:
    """Writes the sentences of one page; its links lead from where the page stands."""

    def __init__(self, here: Desk, place: Place) -> None:
        self._here = here
        self._up = place.up

    def _linked(self, count: Count, text: str) -> SafeString:
        return format_html('<a href="{}">{}</a>', self._up + evidence_path(count.series, count.filters, count.by), text)

    def _number(self, count: Count) -> SafeString:
        """A number that leads to its rows."""
        return self._linked(count, words.number(count.best))

    def _deaths(self, count: Count) -> SafeString:
        """A number with its noun: "no deaths", "1 death", "12 deaths"; it leads to its rows."""
        if not count.best:
            return self._linked(count, _("no deaths"))
        return _say(ngettext("%(number)s death", "%(number)s deaths", count.best), number=self._number(count))

    def _id(self, conflict_id: str) -> SafeString:
        name = named.conflict_name(self._here, conflict_id)
        return format_html('<a href="{}ucdp/{}/">{}</a>', self._up, conflict_id, name)

    def parties(self, found: Named) -> SafeString:
        """The pair of parties with most deaths, as the publisher names them."""
        values = {"pair": readable(found.name), "deaths": self._deaths(found.count), "period": brief_words.period(found.count)}
        if found.of == 1:
            return _say(_("UCDP names one pair of parties with deaths, %(pair)s: %(deaths)s (%(period)s)."), **values)
        text = _("Of %(pairs)s pairs of parties that UCDP names, most deaths are those of %(pair)s: %(deaths)s (%(period)s).")
        return _say(text, pairs=_inside("#parties", found.of), **values)

    def ids(self, found: Named | None, ids: tuple[str, ...]) -> SafeString:
        """Under which ids the publisher files a conflict whose parties the data do not name."""
        if len(ids) == 1:
            return _say(_("UCDP files this under one conflict id, %(name)s."), name=self._id(ids[0]))
        if found is None:
            text = _("UCDP files this under %(ids)s conflict ids; the data held give no deaths for any of them.")
            return _say(text, ids=_inside("#ids", len(ids)))
        return _say(
            _("UCDP files this under %(ids)s conflict ids, most %(series)s, %(number)s (%(period)s), under %(name)s."),
            ids=_inside("#ids", len(ids)),
            **self._filed(found),
        )

    def conflicts(self, found: Named | None) -> SafeString:
        """Under which ids the deaths in a country are filed, where the data do not name parties."""
        if found is None:
            return _say(_("The data held name no conflict with deaths here."))
        if found.of == 1:
            text = _("UCDP files %(series)s here, %(number)s (%(period)s), under one conflict id, %(name)s.")
            return _say(text, **self._filed(found))
        return _say(
            _("UCDP files %(series)s here under %(ids)s conflict ids, most, %(number)s (%(period)s), under %(name)s."),
            ids=self._linked(found.whole, words.number(found.of)),
            **self._filed(found),
        )

    def _filed(self, found: Named) -> dict[str, object]:
        return {
            "series": words.series(found.count.series).lower(),
            "name": self._id(found.key),
            "number": self._number(found.count),
            "period": brief_words.period(found.count),
        }

    def recent(self, recent: Recent) -> Iterator[SafeString]:
        """The latest twelve months, and beside them the twelve before, or why they are not."""
        comparison = recent.comparison
        if recent.latest and not (isinstance(comparison, YearOnYear) and comparison.later == recent.latest):
            yield _say(
                _("In the latest twelve months held in full (%(period)s) UCDP counts %(deaths)s."),
                period=brief_words.period(recent.latest),
                deaths=self._deaths(recent.latest),
            )
        if isinstance(comparison, Refusal):
            yield self._refusal(comparison)
        else:
            yield self._year_on_year(comparison, recent)

    def span(self, span: Span | None) -> SafeString:
        """How many since when, or what there is instead of a number."""
        if span is None:
            return _say(_("The data held cover no month of it, which says nothing of what happened."))
        count = span.count
        if count.best is None and count.grain is Grain.CONFLICT_TOTAL:
            text = _("UCDP's totals (%(period)s) do not list this: they leave out conflict ids under 25 deaths.")
            return _say(text, period=words.period(count.first, count.last))
        values = {"deaths": self._deaths(count), "period": brief_words.period(count), "years": brief_words.years(span)}
        if count.best is None:
            return _say(_("How many deaths UCDP counts (%(period)s) is not known."), **values)
        if not count.best and count.completeness is not Completeness.COMPLETE:
            text = (
                _("UCDP counts %(deaths)s here (%(period)s); what is not held may have some.")
                if count.series is Series.DEATHS
                else _("In %(events)s, a part of all, UCDP counts %(deaths)s (%(period)s); other events may have some.")
            )
            return _say(text, events=brief_words.events_of(count.series), **values)
        if count.series is not Series.DEATHS:
            text = _("In %(events)s, a part of all, UCDP counts %(deaths)s (%(period)s)%(years)s.")
        elif count.grain is Grain.CONFLICT_TOTAL and len(count.filters.conflicts) > 1:
            text = _("UCDP's totals of these ids come to %(deaths)s (%(period)s, our sum)%(years)s.")
        else:
            text = _("UCDP counts %(deaths)s (%(period)s)%(years)s.")
        return _say(text, events=brief_words.events_of(count.series), **values)

    def _refusal(self, refusal: Refusal) -> SafeString:
        # Rounded down: 79.7 % is under the 80 % that a comparison needs.
        share = f"{math.floor((refusal.share or 0) * 100)} %"
        coverage = format_html('<a href="{}coverage/">{}</a>', self._up, share)
        return _say(
            brief_words.refusal(refusal),
            share=self._linked(refusal.held, share) if refusal.held else coverage,
            period=words.period(refusal.first, refusal.last) if refusal.first and refusal.last else "",
        )

    def _year_on_year(self, comparison: YearOnYear, recent: Recent) -> SafeString:
        later, earlier = comparison.later, comparison.earlier
        values = {
            "deaths": self._deaths(later),
            "period": brief_words.period(later),
            "before": self._number(earlier) if earlier.best and later.best else self._deaths(earlier),
            "earlier": brief_words.period(earlier),
        }
        if later.series is Series.DEATHS:
            text = _(
                "In the latest twelve months held in full UCDP counts %(deaths)s (%(period)s), "
                "in the twelve before %(before)s (%(earlier)s)."
            )
            return _say(text, **values)
        # The partial series is made from other releases than the first prints of all deaths, and can exceed them.
        exceeds = recent.latest is not None and (later.best or 0) > (recent.latest.best or 0)
        text = (
            _("Year on year, in %(events)s and from other releases: %(deaths)s (%(period)s) after %(before)s (%(earlier)s).")
            if exceeds
            else _("Year on year, in %(events)s only: %(deaths)s (%(period)s) after %(before)s (%(earlier)s).")
        )
        return _say(text, events=brief_words.events_of(later.series), **values)

    def where(self, found: Named | None) -> SafeString:
        """The country or the cell with most deaths."""
        if found is None:
            return _say(_("The data held place no deaths here on the map."))
        what = _("country") if found.dimension is Dimension.COUNTRY else _("half-degree cell")
        name = found.name if found.dimension is Dimension.COUNTRY else _("that around %s") % cell_name(int(found.key))
        text = (
            _("All %(series)s (%(period)s) are in one %(what)s, %(name)s: %(number)s.")
            if found.of == 1 and found.count.best == found.whole.best
            else _("The %(what)s with most %(series)s is %(name)s: %(number)s of %(whole)s (%(period)s).")
        )
        return _say(text, what=what, name=name, **self._part_of(found))

    def territory(self, found: Named | None) -> SafeString:
        """Where, in the country under which the publisher files others."""
        if found is None or found.dimension is not Dimension.TERRITORY:
            return _say(_("UCDP files the Gaza Strip and the West Bank under Israel, as its country 666."))
        text = (
            _(
                "UCDP files the Gaza Strip and the West Bank under its country 666; %(number)s of %(whole)s %(series)s (%(period)s) lie there."
            )
            if found.key == "PSE"
            else _(
                "UCDP files the Gaza Strip and the West Bank under its country 666; %(number)s of %(whole)s %(series)s (%(period)s) lie in Israel."
            )
        )
        return _say(text, **self._part_of(found))

    def _part_of(self, found: Named) -> dict[str, object]:
        return {
            "number": self._number(found.count),
            "whole": self._number(found.whole),
            "series": words.series(found.whole.series).lower(),
            "period": brief_words.period(found.whole),
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
            "share": self._linked(found.count, _("%(low)s %% and %(high)s %%") % {"low": low, "high": high}),
            "low": self._linked(found.count, f"{low} %"),
            "deaths": self._deaths(found.count),
            "period": brief_words.period(found.count),
            "unknown": self._linked(found.count, words.number(found.unknown)),
        }
        note = {
            OneSided.NONE: "",
            OneSided.SOME: _(", in one-sided violence by definition"),
            OneSided.ALL: _(", by definition, as all is one-sided violence"),
        }[found.one_sided]
        if low == high:
            return _say(_("Civilians are %(low)s of the %(deaths)s (%(period)s)%(note)s."), note=note, **values)
        text = _("Between %(share)s of the %(deaths)s (%(period)s) are civilians%(note)s; %(unknown)s are of unknown kind.")
        return _say(text, note=note, **values)

    def _peak(self, peak: Peak) -> SafeString:
        marks = brief_words.marks(peak.count)
        values = {
            "month": words.month(peak.count.first),
            "number": self._number(peak.count),
            "marks": f" ({', '.join(marks)})" if marks else "",
            "period": words.period(peak.first, peak.last),
            "others": _inside("#when", peak.ties),
        }
        held = (
            _("Of the months held")
            if peak.count.series is Series.DEATHS
            else _("In %(events)s") % {"events": brief_words.events_of(peak.count.series)}
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
        return _say(text, held=held, **values)


def _inside(anchor: str, number: int) -> SafeString:
    """A number of things that are listed further down on the page."""
    return format_html('<a href="{}">{}</a>', anchor, words.number(number))
