"""The home page: the map, the tracked conflicts, and what the filter counts.

What may live here: what the home page shows. Without a filter it shows everything that is tracked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conflict_atlas.events.answers import Answer
from conflict_atlas.events.catalogue import countries, tracked
from conflict_atlas.events.catalogue.lifecycle import Stage
from conflict_atlas.events.catalogue.tracked import TrackedConflict
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.vocabulary import Dimension, Series
from conflict_atlas.publish.drawing.geometry import View
from conflict_atlas.publish.registry import Asked, Kind, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import filter_form, named, shelf, words
from conflict_atlas.site.pages.charts import MapFigure, SeriesChart, ViewLink, monthly_chart
from conflict_atlas.site.pages.country_values import CountryTable, country_map, country_table
from conflict_atlas.site.pages.figures import Figure, Reply, answers, ask, grouped, needed, totals
from conflict_atlas.site.pages.filter_form import Choice, FilterForm
from conflict_atlas.site.pages.frame import Head, Place, page_publication, provenance, render
from conflict_atlas.site.pages.stages import StageLine, stage_of
from conflict_atlas.site.pages.violence import ViolenceMark, mark, mark_of_conflict


@dataclass(frozen=True)
class Card:
    """A tracked conflict in the list."""

    name: str
    path: str
    place: str
    stage: StageLine
    violence: ViolenceMark
    figures: tuple[Figure, ...]
    part_of: str
    has_dossier: bool


@dataclass(frozen=True)
class Counted:
    """What the filter counts in one series; each figure names the export that holds its rows."""

    series: str
    meaning: str
    figures: tuple[Figure, ...]
    why_not: str


@dataclass(frozen=True)
class HomePage:
    """What the home page shows."""

    is_empty: bool
    form: FilterForm
    is_filtered: bool
    active: tuple[Card, ...]
    quiet: tuple[Card, ...]
    count: str
    legend: tuple[ViolenceMark, ...]
    counted: tuple[Counted, ...]
    map: MapFigure | None
    countries: CountryTable | None
    chart: SeriesChart | None
    ids_in_data: str


_PART_SERIES = (Series.LOCATED, Series.WITHIN_MONTH)


def _candidates(filters: Filters) -> tuple[TrackedConflict, ...]:
    """The tracked conflicts of the regions and countries asked for; the catalogue knows them."""
    return tuple(
        entry
        for entry in tracked.all()
        if (not filters.regions or entry.region in filters.regions)
        and (not filters.countries or set(entry.countries) & set(filters.countries))
    )


def _cards(here: desk.Desk, filters: Filters, newest: Filters | None) -> tuple[tuple[Card, ...], tuple[Answer, ...]]:
    """The list: active ones first, deadliest first. A filter on type or years keeps those with deaths that it counts.

    Without such a filter an active conflict shows the newest complete year (``newest``): a sum over decades and many ids
    says little about today. One that is not active shows the sum of its totals.
    """
    entries = _candidates(filters)
    ids = {entry.slug: named.held(here, tracked.all_conflicts(entry.slug)) for entry in entries}
    everyone = tuple(dict.fromkeys(conflict_id for found in ids.values() for conflict_id in found))
    if not everyone:
        return (), ()
    asked = replace(filters, regions=(), countries=(), conflicts=named.held(here, everyone))
    if filters.types or filters.start or filters.end:
        whole = ask(here.lake, asked, (Dimension.CONFLICT,))
        replies = needed((whole, ask(here.lake, asked, (Dimension.CONFLICT,), Series.LOCATED)))
        made = [_card(here, entry, _figures(replies, ids[entry.slug])) for entry in entries]
        made = [card for card in made if any(item.best for item in card.figures)]
    else:
        period = replace(asked, start=newest.start, end=newest.end) if newest else asked
        replies = (ask(here.lake, asked, (Dimension.CONFLICT,)), ask(here.lake, period, (Dimension.CONFLICT,)))
        whole_reply, newest_reply = replies
        made = []
        for entry in entries:
            reply = newest_reply if stage_of(here, entry).stage is Stage.ACTIVE else whole_reply
            made.append(_card(here, entry, _figures((reply,), ids[entry.slug])))
    made.sort(key=lambda card: (_ORDER[card.stage.stage], -_most(card.figures), card.name))
    return tuple(made), answers(replies)


_ORDER = {Stage.ACTIVE: 0, Stage.UNKNOWN: 1, Stage.INACTIVE: 2, Stage.ENDED: 3, Stage.ARCHIVED: 4}


def _figures(replies: tuple[Reply, ...], ids: tuple[str, ...]) -> tuple[Figure, ...]:
    return tuple(item for reply in replies for item in grouped(reply, ids, replace(reply.filters, conflicts=ids)))


def _most(figures: tuple[Figure, ...]) -> int:
    return max((item.best or 0 for item in figures), default=0)


def _card(here: desk.Desk, entry: TrackedConflict, figures: tuple[Figure, ...]) -> Card:
    names = [words.country(country) for code in entry.countries if (country := countries.by_iso3(code))]
    parent = tracked.by_slug(entry.part_of) if entry.part_of else None
    return Card(
        words.conflict(entry),
        f"conflicts/{entry.slug}/",
        words.joined(names),
        stage_of(here, entry),
        mark_of_conflict(here, entry),
        figures,
        words.conflict(parent) if parent else "",
        entry.slug in shelf.slugs(),
    )


def _counted(reply: Reply) -> Counted:
    return Counted(
        words.series(reply.series),
        words.series_meaning(reply.series),
        totals(reply),
        reply.why_not,
    )


def home_page(here: desk.Desk, choice: Choice, place: Place) -> tuple[HomePage, tuple[Answer, ...]]:
    """What the home page shows for a choice, and the answers that it rests on."""
    filters = choice.filters
    vintages = here.lake.vintages()
    years = (min(v.first.year for v in vintages), max(v.last.year for v in vintages)) if vintages else (1989, 1989)
    counted = tuple(ask(here.lake, filters, (), series) for series in (Series.DEATHS, *_PART_SERIES))
    table = country_table(here.lake, filters, years[1])
    cards, card_answers = _cards(here, filters, table.filters if table and table.series is Series.DEATHS else None)
    monthly = ask(here.lake, filters, (Dimension.MONTH,))
    cards = tuple(card for card in cards if choice.status in (None, card.violence.label))
    count = len(cards)
    page = HomePage(
        is_empty=not vintages,
        form=filter_form.form(choice, *years),
        is_filtered=choice.is_filter,
        active=tuple(card for card in cards if card.stage.stage is Stage.ACTIVE),
        quiet=tuple(card for card in cards if card.stage.stage is not Stage.ACTIVE),
        count=ngettext("%(count)s tracked conflict", "%(count)s tracked conflicts", count) % {"count": words.number(count)},
        legend=tuple(map(mark, filter_form.LISTED)),
        counted=tuple(map(_counted, counted)),
        map=country_map(table, choice.borders, _views(choice), place) if table else None,
        countries=table,
        chart=monthly_chart(monthly, _scope(filters), "months-deaths"),
        ids_in_data=words.number(len(named.conflict_ids(here))),
    )
    used = (*card_answers, *answers(counted), *answers((monthly,)), *((table.answer,) if table else ()))
    return page, used


def _views(choice: Choice) -> tuple[ViewLink, ...]:
    """The same page with each view of the borders."""
    return tuple(
        ViewLink(words.borders(view), f"./{replace(choice, borders=view).path}#map", view is choice.borders) for view in View
    )


def _scope(filters: Filters) -> str:
    names = [
        *map(words.region, filters.regions),
        *(words.country(country) for code in filters.countries if (country := countries.by_iso3(code))),
    ]
    names += [words.type_of_violence(value) for value in filters.types]
    return words.joined(names) if names else _("the whole world")


def _prepare(asked: Asked) -> Publication:
    here = desk.current()
    choice = filter_form.read(asked.query)

    def build(place: Place) -> bytes:
        page, used = home_page(here, choice, place)
        description = _("Armed conflicts and their deaths by country, month and type, with the source of every figure.")
        return render(
            "home.html", place, Head(settings.ATLAS_SITE_NAME, description, (), "home"), page, provenance(here.lake, used)
        )

    return page_publication(asked, here, build, (shelf.state(),))


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """The home page."""
    return (Kind("home", "{language}/", _prepare, lambda: [f"{language}/" for language in languages], filter_form.FIELDS),)
