"""The rows behind a number: the first click from any figure. Each row names its file and record, and leads to its vintage.

What may live here: what the evidence page shows. It asks the same question as the page that the number stands on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from conflict_atlas.events.catalogue import countries
from conflict_atlas.events.filters import FilterError, Filters, Print
from conflict_atlas.events.questions import TERRITORY_NAMES, list_rows, summarise
from conflict_atlas.events.vocabulary import Dimension, Grain, Series
from conflict_atlas.publish.registry import Asked, Kind, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import groups, shelf, words
from conflict_atlas.site.pages.charts import cell_name
from conflict_atlas.site.pages.evidence_rows import WHERE_PREC, EvidenceTable, table
from conflict_atlas.site.pages.figures import Figure, Reply, totals
from conflict_atlas.site.pages.frame import (
    Crumb,
    Head,
    Place,
    page_publication,
    provenance_of_picks,
    render,
    vintage_name,
)
from conflict_atlas.site.pages.paging import ROWS_A_PAGE, Step, page_number, steps

_MOST_FIGURES = 12
FILTER_FIELDS = frozenset(
    {
        "from",
        "to",
        "country",
        "region",
        "conflict",
        "dyad",
        "type",
        "cell",
        "territory",
        "min-best",
        "bbox",
        "max-where-prec",
        "vintage",
        "grain",
        "q",
        "print",
    }
)
QUESTION_FIELDS = FILTER_FIELDS | groups.FIELDS | {"series", "by"}
FIELDS = QUESTION_FIELDS | {"page"}


@dataclass(frozen=True)
class EvidencePage:
    """What the evidence page shows."""

    series: str
    meaning: str
    conditions: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    tables: tuple[EvidenceTable, ...]
    steps: tuple[Step, ...]
    is_spread: bool


def _series(query: dict[str, str]) -> Series:
    text = query.get("series", Series.DEATHS.value)
    try:
        return Series(text)
    except ValueError:
        raise FilterError(f"series {text!r}: write {', '.join(series.value for series in Series)}") from None


def _by(query: dict[str, str]) -> tuple[Dimension, ...]:
    try:
        return tuple(Dimension(text) for text in query.get("by", "").split(",") if text)
    except ValueError:
        known = ", ".join(dimension.value for dimension in Dimension)
        raise FilterError(f"by {query['by']!r}: write one or more of {known}, with commas") from None


@dataclass(frozen=True)
class Question:
    """What a query string asks. ``filters`` and ``groups`` as they were written; ``resolved`` says what that comes to."""

    series: Series
    filters: Filters
    groups: groups.Groups
    by: tuple[Dimension, ...]

    def resolved(self, here: desk.Desk) -> Filters:
        """The filter of the rows, with the groups as the conflicts that are in them today."""
        return self.groups.within(here, self.filters)

    @property
    def inputs(self) -> tuple[str, ...]:
        """What the answer is made of beside the desk: dossiers rate type and lens of a conflict."""
        return (shelf.state(),) if self.groups.to_query() else ()

    def continued(self, address: str) -> str:
        """An address that asks with this question's filter, with its groups added."""
        more = urlencode(self.groups.to_query(), safe=",")
        return f"{address}&{more}" if more else address


def question(query: dict[str, str]) -> Question:
    """The question that a query string asks. Raises FilterError."""
    return Question(_series(query), Filters.from_query(query), groups.read(query), _by(query))


def conditions(filters: Filters) -> tuple[tuple[str, str], ...]:
    """The filter in words."""
    found: list[tuple[str, str]] = []
    names = [words.country(country) if (country := countries.by_iso3(code)) else code for code in filters.countries]
    for label, values in (
        (_("Region"), [words.region(name) for name in filters.regions]),
        (_("Country"), tuple(names)),
        (_("Conflict id"), filters.conflicts),
        (_("Dyad id"), filters.dyads),
        (_("Type of violence"), tuple(words.type_of_violence(value) for value in filters.types)),
        (_("Territory"), tuple(TERRITORY_NAMES.get(code, code) for code in filters.territories)),
        (_("Cell"), tuple(f"{cell_name(gid)} ({gid})" for gid in filters.cells)),
    ):
        if values:
            found.append((label, words.joined(values)))
    if filters.start or filters.end:
        start = words.day(filters.start) if filters.start else _("the first day held")
        end = words.day(filters.end) if filters.end else _("the last day held")
        found.append((_("Period"), _("%(start)s to %(end)s") % {"start": start, "end": end}))
    if filters.min_best is not None:
        found.append((_("Deaths in an event"), _("%(count)s or more") % {"count": words.number(filters.min_best)}))
    if filters.max_where_prec is not None:
        found.append((_("Precision of place"), str(WHERE_PREC[filters.max_where_prec])))
    if filters.bbox:
        found.append((_("Box"), str(filters.bbox)))
    if filters.vintage:
        found.append((_("Vintage"), filters.vintage))
    if filters.grain:
        found.append((_("One row is"), words.grain(filters.grain)))
    if filters.text:
        found.append((_("Words in names"), filters.text))
    if filters.print:
        found.append((_("Figures"), _("final") if filters.print is Print.FINAL else _("preliminary")))
    return tuple(found)


def _prepare(asked: Asked) -> Publication:
    here = desk.current()
    query = dict(asked.query)
    asked_for = question(query)
    series, by = asked_for.series, asked_for.by
    number = page_number(query)

    def build(place: Place) -> bytes:
        filters = asked_for.resolved(here)
        sets = list_rows(here.lake, filters, series, by, limit=ROWS_A_PAGE, offset=(number - 1) * ROWS_A_PAGE)
        names = {vintage.vintage_id: vintage_name(vintage) for vintage in here.lake.vintages()}
        is_spread = Dimension.MONTH in by and any(rows.grain is Grain.EVENT for rows in sets)
        answer = summarise(here.lake, filters, (Dimension.MONTH,) if is_spread else (), series)
        page = EvidencePage(
            series=words.series(series),
            meaning=words.series_meaning(series),
            conditions=(*asked_for.groups.in_words(here), *conditions(asked_for.filters)),
            figures=tuple(
                replace(figure, path=asked_for.continued(figure.path), query=asked_for.continued(figure.query))
                for figure in totals(Reply(series, asked_for.filters, answer))[:_MOST_FIGURES]
            ),
            tables=tuple(
                replace(shown, query=asked_for.continued(shown.query))
                for rows in sets
                if (shown := table(rows, names, series, asked_for.filters, by))
            ),
            steps=steps(number, max(rows.total for rows in sets), query),
            is_spread=is_spread,
        )
        title = _("The rows behind a number")
        head = Head(title, _("Every row that a figure counts, with file and record."), (Crumb(title),))
        picks = [pick for rows in sets for pick in rows.picks]
        return render("evidence.html", place, head, page, provenance_of_picks(here.lake, picks))

    return page_publication(asked, here, build, asked_for.inputs)


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """The evidence page; it is nothing without a question, so no path of it is listed."""
    return (Kind("evidence", "{language}/evidence/", _prepare, fields=FIELDS, in_sitemap=False),)
