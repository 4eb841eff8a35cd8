"""Phrases of the data brief: a period with what is known of it, the years of a span, why there is no comparison, what is
not known.

What may live here: those phrases. They hold no numbers of deaths, so they need no links.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from conflict_atlas.analysis.brief.values import Count, Missing, Obstacle, Refusal, Span, Standing, Unknown
from conflict_atlas.events.vocabulary import Completeness, Series
from conflict_atlas.site.pages import words

_MOST_MISSING = 4


def period(count: Count) -> str:
    """The period of a number and what has to be known of it: holes, first prints, how much is held."""
    parts = [words.period(count.first, count.last)]
    parts += [_("without %(period)s") % {"period": words.period(*hole)} for hole in count.holes]
    return words.joined([*parts, *marks(count)])


def marks(count: Count) -> list[str]:
    """First prints and parts. Of a partial series its name says that it is one."""
    found = []
    if count.standing is not Standing.FINAL:
        found.append(_("preliminary") if count.standing is Standing.PRELIMINARY else _("partly preliminary"))
    if count.series is Series.DEATHS and count.completeness is not Completeness.COMPLETE:
        found.append(_("held in part") if count.completeness is Completeness.PARTIAL else _("coverage not known"))
    return found


def events_of(series: Series) -> str:
    """The events of a partial series."""
    return _("located events") if series is Series.LOCATED else _("events within one month")


def years(span: Span) -> str:
    """When the first and the last deaths of a span were; nothing where that is not known."""
    if span.first_year is None or span.last_year is None:
        return ""
    if span.first_year == span.last_year:
        return _(", all of %(year)s") % {"year": span.first_year}
    return _(", the first of %(first)s, the last of %(last)s") % {"first": span.first_year, "last": span.last_year}


def refusal(found: Refusal) -> str:
    """Why the latest months are not set against the year before; %(period)s and %(share)s are left to be set in."""
    if found.obstacle is Obstacle.NO_TWELVE_MONTHS:
        return _("No twelve months in a row are held in full, so that none are set against the year before.")
    if found.obstacle is Obstacle.NOT_HELD:
        return _("They are not set against the year before: deaths by month are not held for %(period)s.")
    if found.obstacle is Obstacle.SMALL_PART:
        return _("They are not set against the year before: the series that holds both years has only %(share)s of them.")
    if found.share is None:
        return _("They are not set against the year before: %(period)s is held in part.")
    return _("They are not set against the year before: only %(share)s of the world's deaths are held for %(period)s.")


def missing(found: tuple[Missing, ...]) -> str:
    """What is not known from the data held; where nothing is missing, what no data can hold."""
    if not found:
        return _("UCDP counts what reports tell: deaths that no report names are not in these figures.")
    return _("Not known from the data held: %(things)s.") % {"things": "; ".join(map(_thing, found[:_MOST_MISSING]))}


def _thing(item: Missing) -> str:
    if item.what is Unknown.PARTIES:
        return _("who fought whom")
    if item.what is Unknown.CIVILIANS:
        return _("how many of the dead were civilians")
    if item.first is None or item.last is None:
        return _("deaths by month")
    about = {"period": words.period(item.first, item.last)}
    if item.what is Unknown.MONTHS:
        return _("deaths by month, %(period)s") % about
    if item.what is Unknown.TOTAL:
        return _("deaths in %(period)s, as UCDP's totals leave out ids under 25 deaths") % about
    return _("how much is missing of %(period)s") % about
