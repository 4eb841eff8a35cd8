"""The list of all UCDP conflict ids in the data, a hundred to a page.

What may live here: what the list shows. Every conflict in the data has a page, tracked or not.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from conflict_atlas.events.catalogue import tracked
from conflict_atlas.events.catalogue.placeholders import readable
from conflict_atlas.events.filters import Filters
from conflict_atlas.events.vocabulary import Dimension
from conflict_atlas.publish.registry import Asked, Kind, NotPublished, Publication
from conflict_atlas.site import desk
from conflict_atlas.site.pages import named, words
from conflict_atlas.site.pages.conflict_data import IdLine, Link
from conflict_atlas.site.pages.figures import answers, ask, by_key, figure, within
from conflict_atlas.site.pages.frame import Crumb, Head, Place, page_publication, provenance, render
from conflict_atlas.site.pages.paging import ROWS_A_PAGE, Step, page_number, steps


@dataclass(frozen=True)
class IndexLine:
    """One id, its figures, and the tracked conflict that it belongs to."""

    line: IdLine
    tracked: Link | None


@dataclass(frozen=True)
class IndexPage:
    """A page of the list."""

    count: str
    lines: tuple[IndexLine, ...]
    steps: tuple[Step, ...]


def _prepare(asked: Asked) -> Publication:
    here = desk.current()
    number = page_number(asked.query)
    ids = named.conflict_ids(here)
    last = max(1, -(-len(ids) // ROWS_A_PAGE))
    if number > last:
        raise NotPublished(f"the list of conflict ids has {last} pages, not {number}")

    def build(place: Place) -> bytes:
        shown = tuple(ids)[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE]
        reply = ask(here.lake, Filters(conflicts=shown), (Dimension.CONFLICT,)) if shown else None
        rows = by_key(reply) if reply else {}
        lines = []
        for conflict_id in shown:
            figures = tuple(
                figure(reply.series, Filters(conflicts=(conflict_id,), start=window.start, end=window.end), tally)
                for tally in rows.get(conflict_id, ())
                if reply and tally.best is not None and (window := within(reply, tally))
            )
            entry = tracked.by_conflict(conflict_id)
            lines.append(
                IndexLine(
                    IdLine(conflict_id, readable(ids[conflict_id]), f"ucdp/{conflict_id}/", figures),
                    Link(words.conflict(entry), f"conflicts/{entry.slug}/") if entry else None,
                )
            )
        title = _("All conflict ids")
        page = IndexPage(words.number(len(ids)), tuple(lines), steps(number, len(ids), asked.query))
        head = Head(title, _("Every UCDP conflict id in the data, with its figures."), (Crumb(title),))
        return render("conflict_index.html", place, head, page, provenance(here.lake, answers((reply,)) if reply else ()))

    return page_publication(asked, here, build)


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """The list of ids."""
    return (
        Kind(
            "conflict-index",
            "{language}/ucdp/",
            _prepare,
            lambda: [f"{language}/ucdp/" for language in languages],
            frozenset({"page"}),
        ),
    )
