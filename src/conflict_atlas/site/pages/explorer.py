"""The explorer: every record on one map, with filters, time and tables; without script a drawn map, a table and a form.

What may live here: the page, its form, and the small view that other sites embed. What is counted is the question of the map
file (``map_files``), so that the screen, the table drawn here and every export hold the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from conflict_atlas.events.answers import Tally
from conflict_atlas.events.catalogue import countries, regions, tracked
from conflict_atlas.events.filters import Print
from conflict_atlas.events.vocabulary import Completeness, Dimension
from conflict_atlas.publish.control import INDEX_PATH, public_vintages
from conflict_atlas.publish.drawing.geometry import View
from conflict_atlas.publish.drawing.world_map import MapValue
from conflict_atlas.publish.mapfile.collecting import Mode
from conflict_atlas.publish.registry import Asked, Kind, Publication
from conflict_atlas.site import built_files, desk
from conflict_atlas.site.pages import evidence, groups, map_files, shelf, words
from conflict_atlas.site.pages.charts import MapFigure, ViewLink, countries_map
from conflict_atlas.site.pages.control import control_store
from conflict_atlas.site.pages.evidence import Question
from conflict_atlas.site.pages.evidence_rows import WHERE_PREC
from conflict_atlas.site.pages.explorer_words import summary, words_json
from conflict_atlas.site.pages.figures import Figure, Reply, ask, figure, within
from conflict_atlas.site.pages.filter_form import LISTED, Option, borders_of
from conflict_atlas.site.pages.frame import Crumb, Head, Place, Provenance, page_publication, provenance, render
from conflict_atlas.site.pages.map_files import MapFile

PAGE = "map/"
LOOK_FIELDS = frozenset({"view", "measure", "borders", "pick", "control"})
"""How the map is looked at: the script reads them; the server keeps them in the form, nothing else."""
FIELDS = (evidence.FILTER_FIELDS - {"grain", "vintage"}) | groups.FIELDS | LOOK_FIELDS


@dataclass(frozen=True)
class ExplorerFrame:
    """What the script of an explorer must know. Paths lead from the site's root, ``page`` from the language's home."""

    id: str
    tables: str
    records: str
    script: str
    style: str
    worker: str
    borders_un: str
    borders_natural_earth: str
    words: str
    scope: str
    summary: str
    after: str
    is_compact: bool
    control: str = ""
    page: str = PAGE


@dataclass(frozen=True)
class What:
    """What one record is and what the map leaves out, in words."""

    title: str
    text: str
    table: str


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in use; ``path`` leads to the page without it."""

    text: str
    path: str


@dataclass(frozen=True)
class ExplorerForm:
    """The form as it stands. ``kept`` are fields without a control that go along."""

    text: str
    regions: tuple[Option, ...]
    countries: tuple[Option, ...]
    tracked: tuple[Option, ...]
    statuses: tuple[Option, ...]
    kinds: tuple[Option, ...]
    lenses: tuple[Option, ...]
    types: tuple[Option, ...]
    precisions: tuple[Option, ...]
    prints: tuple[Option, ...]
    first_day: str
    last_day: str
    least_day: str
    most_day: str
    least_deaths: str
    has_events: bool
    kept: tuple[tuple[str, str], ...]
    active: tuple[ActiveFilter, ...]


@dataclass(frozen=True)
class CountryLine:
    """One country of the table."""

    name: str
    path: str
    events: str
    figure: Figure
    is_partial: bool


@dataclass(frozen=True)
class ExplorerPage:
    """What the page shows; without ``explorer`` there is nothing to show yet."""

    explorer: ExplorerFrame | None
    what: What
    form: ExplorerForm | None
    lines: tuple[CountryLine, ...]
    without_country: str
    map: MapFigure | None
    why_not: str
    period: str
    query: str
    own_query: str
    is_partial: bool


def frame(found: MapFile, language: str, scope: str, summary: str, is_compact: bool) -> ExplorerFrame:
    """An explorer of a scope (a query)."""
    built = built_files.manifest()
    return ExplorerFrame(
        id="explorer",
        tables=found.tables,
        records=found.codec,
        script=built.get("explorer.js", ""),
        style=built.get("explorer.css", ""),
        worker=built.get("explorer-worker.js", ""),
        borders_un=built.get("borders-un.json", ""),
        borders_natural_earth=built.get("borders-natural-earth.json", ""),
        words=words_json(language),
        scope=scope,
        summary=summary,
        after="table",
        is_compact=is_compact,
        control=INDEX_PATH if public_vintages(control_store()) else "",
    )


def what_is_shown(mode: Mode) -> What:
    """What a record is in this workspace, and what is missing."""
    if mode is Mode.EVENT:
        return What(
            _("Single events"),
            _(
                "Each record is one event of the releases that this site has imported. Where a release holds a part only, the axis of "
                "time says so: what is shown is then no total."
            ),
            _("Events are counted in the period in which they began. Deaths are the publisher's best estimates."),
        )
    return What(
        _("Deaths by cell and month"),
        _(
            "This site holds no release of single events yet. Shown are deaths in events whose place is exact or known within about "
            "25 km, summed by cell of half a degree and month: a part of all deaths, and no total."
        ),
        _("Counted are events whose place is near. Deaths are sums of the publisher's best estimates."),
    )


NOTHING = What("", "", "")


def _country_lines(reply: Reply, asked: Question) -> tuple[CountryLine, ...]:
    found = []
    for tally in sorted(reply.rows, key=lambda tally: (-(tally.best or 0), tally.name or "")):
        country = countries.by_iso3(tally.key[0] or "")
        if country is None:
            continue
        shown = figure(reply.series, replace(within(reply, tally), countries=(country.iso3,)), tally)
        shown = replace(shown, path=asked.continued(shown.path), query=asked.continued(shown.query))
        partial = tally.completeness is not Completeness.COMPLETE
        found.append(
            CountryLine(words.country(country), f"countries/{country.iso3}/", words.number(tally.events), shown, partial)
        )
    return tuple(found)


def _map(lines: tuple[CountryLine, ...], period: str, place: Place, series: str, query: Mapping[str, str]) -> MapFigure | None:
    values = {
        line.path.split("/")[1]: MapValue(line.name, line.figure.best, incomplete=line.is_partial, href=place.up + line.path)
        for line in lines
    }
    if not values:
        return None
    title = _("%(series)s by country, %(period)s") % {"series": series, "period": period}
    note = _("What was chosen when the page was loaded, by country. A country without a figure has no row that was chosen.")
    chosen = borders_of(query.get("borders", ""))
    rest = {name: text for name, text in query.items() if name != "borders"}
    views = tuple(
        ViewLink(words.borders(view), f"?{urlencode({**rest, 'borders': view.value}, safe=',:')}#drawn", view is chosen)
        for view in View
    )
    return countries_map(values, title, note, series.lower(), place, chosen, views)


def _options(values: tuple[tuple[str, str], ...], chosen: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(value, text, value in chosen) for value, text in values)


def _form(here: desk.Desk, found: MapFile, asked: Question, query: Mapping[str, str]) -> ExplorerForm:
    filters, named = asked.filters, asked.groups
    kinds, lenses = groups.ratings()
    has_prints = {pick.preliminary for pick in found.coverage} == {True, False}
    prints = ((Print.FINAL.value, _("final only")), (Print.PRELIMINARY.value, _("preliminary only"))) if has_prints else ()
    without_field = ("conflict", "dyad", "cell", "bbox", "territory", *sorted(LOOK_FIELDS))
    return ExplorerForm(
        text=filters.text or "",
        regions=_options(tuple((region.name, region.name) for region in regions.all()), filters.regions),
        countries=_options(
            tuple((one.iso3, one.name) for one in countries.all() if one.region and not one.filed_under), filters.countries
        ),
        tracked=_options(tuple(sorted(((one.slug, one.name) for one in tracked.all()), key=lambda one: one[1])), named.tracked),
        statuses=_options(tuple((label.value, words.violence(label)) for label in LISTED), tuple(map(str, named.status))),
        kinds=_options(tuple(kinds.items()), named.kind),
        lenses=_options(tuple(lenses.items()), named.lens),
        types=_options(tuple((str(value), words.type_of_violence(value)) for value in (1, 2, 3)), tuple(map(str, filters.types))),
        precisions=_options(
            tuple((str(value), str(text)) for value, text in WHERE_PREC.items()), (str(filters.max_where_prec or ""),)
        ),
        prints=_options(prints, (filters.print.value if filters.print else "",)),
        first_day=filters.start.isoformat() if filters.start else "",
        last_day=filters.end.isoformat() if filters.end else "",
        least_day=found.basis.epoch.isoformat(),
        most_day=found.basis.last_day.isoformat(),
        least_deaths="" if filters.min_best is None else str(filters.min_best),
        has_events=found.mode is Mode.EVENT,
        kept=tuple((name, query[name]) for name in without_field if query.get(name)),
        active=_active(here, asked, query),
    )


def _active(here: desk.Desk, asked: Question, query: Mapping[str, str]) -> tuple[ActiveFilter, ...]:
    """Each field in use, with the page that does without it."""
    found = []
    for name in sorted(set(query) - LOOK_FIELDS):
        alone = evidence.question({name: query[name]})
        text = ", ".join(
            f"{label}: {value}" for label, value in (*alone.groups.in_words(here), *evidence.conditions(alone.filters))
        )
        rest = {other: value for other, value in query.items() if other != name}
        if text:
            found.append(ActiveFilter(text, f"?{urlencode(rest, safe=',:')}" if rest else "./"))
    return tuple(found)


def _period(found: MapFile, asked: Question) -> str:
    first: date = asked.filters.start or found.basis.epoch
    last: date = asked.filters.end or found.basis.last_day
    return _("%(start)s to %(end)s") % {"start": words.day(first), "end": words.day(last)}


def _summary(reply: Reply, mode: Mode, period: str) -> str:
    if reply.answer is None:
        return reply.why_not
    return summary(mode) % {**_counted(reply.rows), "period": period}


def _without_country(reply: Reply) -> str:
    """What the table by country cannot hold; empty where there is nothing of it."""
    rows = tuple(tally for tally in reply.rows if countries.by_iso3(tally.key[0] or "") is None)
    return (
        _("Not in the table, since the country is not known: %(events)s events, %(deaths)s deaths.") % _counted(rows)
        if rows
        else ""
    )


def _counted(rows: Iterable[Tally]) -> dict[str, str]:
    """Events and deaths. No row of a map file has an unknown number: a file with one is refused."""
    rows = tuple(rows)
    events, deaths = sum(tally.events or 0 for tally in rows), sum(tally.best or 0 for tally in rows)
    return {"events": words.number(events), "deaths": words.number(deaths)}


def _page(here: desk.Desk, query: Mapping[str, str], place: Place, compact: bool) -> tuple[ExplorerPage, Provenance]:
    found = map_files.current(here)
    if found is None:
        return ExplorerPage(None, NOTHING, None, (), "", None, "", "", "", "", False), provenance(here.lake, ())
    asked = _question(found, query)
    reply = ask(here.lake, asked.resolved(here), (Dimension.COUNTRY,), asked.series)
    # Figures are named with the groups as they were asked for, not with the ids that these come to.
    lines = _country_lines(replace(reply, filters=asked.filters), asked)
    period = _period(found, asked)
    own = urlencode(dict(query), safe=",:")
    page = ExplorerPage(
        explorer=frame(found, place.language, own, _summary(reply, found.mode, period), compact),
        what=what_is_shown(found.mode),
        form=None if compact else _form(here, found, asked, query),
        lines=lines,
        without_country=_without_country(reply),
        map=None if compact else _map(lines, period, place, words.series(asked.series), query),
        why_not=reply.why_not or _("Nothing is chosen: no row fits this filter."),
        period=period,
        query=asked.continued(urlencode({"series": asked.series.value, **asked.filters.to_query()}, safe=",")),
        own_query=own,
        is_partial=any(pick.completeness is not Completeness.COMPLETE for pick in found.coverage),
    )
    return page, provenance(here.lake, (reply.answer,) if reply.answer else ())


def _question(found: MapFile, query: Mapping[str, str]) -> Question:
    """The question of the records that are chosen: of the grain and the series of the map file."""
    filters = {name: text for name, text in query.items() if name not in LOOK_FIELDS}
    return evidence.question({**filters, "series": found.mode.series.value, "grain": found.mode.grain.value})


def _prepare(asked: Asked) -> Publication:
    here = desk.current()
    query = _checked(asked)

    def build(place: Place) -> bytes:
        page, sources = _page(here, query, place, compact=False)
        head = Head(
            _("Map of events"),
            _("Every record on one map: filter, play through time, choose a place, take the rows with you."),
            (Crumb(_("Map of events")),),
            "map",
        )
        return render("explorer.html", place, head, page, sources)

    return page_publication(asked, here, build, (shelf.state(), control_store().digest))


def _checked(asked: Asked) -> Mapping[str, str]:
    """The query fields. Raises FilterError for what cannot be read."""
    query = dict(asked.query)
    evidence.question({name: text for name, text in query.items() if name not in LOOK_FIELDS})
    borders_of(query.get("borders", ""))
    return query


def _prepare_embed(asked: Asked) -> Publication:
    here = desk.current()
    query = _checked(asked)

    def build(place: Place) -> bytes:
        page, sources = _page(here, query, place, compact=True)
        return render("explorer_embed.html", place, Head(_("Map of events"), ""), page, sources)

    return page_publication(asked, here, build, (shelf.state(), control_store().digest))


def _prepare_loader(asked: Asked) -> Publication:
    name = built_files.manifest().get("embed.js", "")
    return Publication(asked.path, "text/javascript; charset=utf-8", (name,), (built_files.BUILT / name).read_bytes)


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """The map, its view for other sites, and the script that puts the view there."""
    return (
        Kind("explorer", "{language}/map/", _prepare, lambda: [f"{language}/map/" for language in languages], FIELDS),
        Kind(
            "explorer-embed",
            "{language}/map/embed/",
            _prepare_embed,
            lambda: [f"{language}/map/embed/" for language in languages],
            FIELDS,
            in_sitemap=False,
            is_main=False,
        ),
        Kind("embed-script", "embed.js", _prepare_loader, lambda: ["embed.js"], in_sitemap=False, is_main=False),
    )
