"""The timeline of a dossier: narrated events by era, each with how exactly its date is known.

What may live here: grouping events into eras, and words for the precision of dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from conflict_atlas.dossiers import dates
from conflict_atlas.dossiers.dates import Span
from conflict_atlas.dossiers.dossier import NarratedEvent
from conflict_atlas.dossiers.translating import Told
from conflict_atlas.publish.drawing.timeline import Mark, draw
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.prose import Prose

_LONGEST_ERA = 12
"""A decade with more events than this is told year by year."""


@dataclass(frozen=True)
class EventLine:
    """A narrated event. ``exactness`` is empty for a date known to the day."""

    mark: str
    when: str
    exactness: str
    title: str
    text: SafeString
    place: str
    category: str
    marks: SafeString
    """The attributes of the title, where it is in another language than the page."""


@dataclass(frozen=True)
class Era:
    """A decade or a year with its events, earliest first."""

    id: str
    name: str
    events: tuple[EventLine, ...]


@dataclass(frozen=True)
class Timeline:
    """The drawing and the list; both tell the same events, and each mark of the drawing leads into the list."""

    svg: SafeString
    eras: tuple[Era, ...]
    count: str


def timeline(told: Told, prose: Prose) -> Timeline | None:
    """The timeline; None for a dossier without events."""
    events = told.dossier.timeline
    if not events:
        return None
    return Timeline(_drawn(events), eras(told, prose), words.number(len(events)))


def _drawn(events: tuple[NarratedEvent, ...]) -> SafeString:
    marks = []
    for event in events:
        span = dates.read_edtf(event.when)
        title = f"{dates.written(event.when)}: {event.title}"
        marks.append(Mark(event.key, title, span.first, span.last, span.precision, span.approximate, event.category))
    description = _("The events listed below, by date. Each mark leads to its entry in the list.")
    return mark_safe(draw(marks, title=_("Timeline"), description=description, link_prefix="#event-", id="drawn-timeline"))


def eras(told: Told, prose: Prose) -> tuple[Era, ...]:
    """The events by decade, or by year where a decade holds many; earliest first."""
    ordered = sorted(told.dossier.timeline, key=lambda event: (_first(event), event.key))
    decades: dict[int, int] = {}
    for event in ordered:
        decade = _first(event).year // 10
        decades[decade] = decades.get(decade, 0) + 1
    groups: dict[str, list[EventLine]] = {}
    for event in ordered:
        year = _first(event).year
        name = str(year) if decades[year // 10] > _LONGEST_ERA else f"{year // 10}X"
        groups.setdefault(name, []).append(_line(event, told, prose))
    return tuple(Era(f"era-{name.replace('X', '0s')}", dates.written(name), tuple(lines)) for name, lines in groups.items())


def _first(event: NarratedEvent) -> date:
    span = dates.read_edtf(event.when)
    return span.first or span.last or date.min


def _line(event: NarratedEvent, told: Told, prose: Prose) -> EventLine:
    return EventLine(
        f"event-{event.key}",
        dates.written(event.when),
        exactness(dates.read_edtf(event.when)),
        event.title,
        prose.line(event.text, told.language_of(f"timeline/{event.key}")),
        event.place or "",
        event.category.replace("_", " "),
        words.marks(told.language_of(f"timeline/{event.key}/title")),
    )


def exactness(span: Span) -> str:
    """How exactly a date is known, in words; nothing for a plain day or a period between days."""
    known = {
        "month": _("known to the month"),
        "season": _("known to the season"),
        "year": _("known to the year"),
        "decade": _("known to the decade"),
        "open": _("one end is not known"),
    }.get(span.precision, "")
    about = _("approximate") if span.approximate else ""
    return words.joined(part for part in (known, about) if part)
