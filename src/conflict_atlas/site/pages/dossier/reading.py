"""What to read on: resources, related pages, words explained, documents, corrections.

What may live here: the lists at the end of a dossier's page.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conflict_atlas.dossiers import dates
from conflict_atlas.dossiers.dossier import Correction, Dossier, Resource, SeeAlso
from conflict_atlas.events.catalogue import tracked
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.prose import Prose, web_address


@dataclass(frozen=True)
class ResourceLine:
    """Something to read. ``href`` is empty where we know no address that may be a link."""

    title: str
    publisher: str
    published: str
    href: str
    note: str


@dataclass(frozen=True)
class ResourceGroup:
    """Resources of one kind."""

    name: str
    lines: tuple[ResourceLine, ...]


@dataclass(frozen=True)
class RelatedLine:
    """Another page of this guide, or a subject that has none yet (``path`` empty)."""

    title: str
    path: str
    note: str


@dataclass(frozen=True)
class TermLine:
    """A word and its meaning."""

    mark: str
    term: str
    text: SafeString


@dataclass(frozen=True)
class DocumentLine:
    """A document of the dossier, with what names its exact bytes."""

    title: str
    publisher: str
    kind: str
    published: str
    retrieved: str
    href: str
    licence: str
    sha256: str
    length: str
    claims: str
    note: str


@dataclass(frozen=True)
class CorrectionLine:
    """What was wrong, what stands there now, since when. ``path`` leads to the claim whose figure it was."""

    date_iso: str
    date: str
    was: str
    now: str
    reason: str
    path: str


def resources(found: tuple[Resource, ...]) -> tuple[ResourceGroup, ...]:
    """Resources by kind, in the order in which the kinds first stand in the dossier."""
    groups: dict[str, list[ResourceLine]] = {}
    for item in found:
        published = dates.written(item.published) if item.published else ""
        line = ResourceLine(item.title, item.publisher, published, web_address(item.address), item.note)
        groups.setdefault(item.kind, []).append(line)
    return tuple(ResourceGroup(_kind(kind), tuple(lines)) for kind, lines in groups.items())


def _kind(kind: str) -> str:
    return {
        "backgrounder": _("Backgrounders"),
        "primary source": _("Primary sources"),
        "data": _("Data"),
        "reference": _("Reference works"),
    }.get(kind, kind.capitalize())


def related(found: tuple[SeeAlso, ...]) -> tuple[RelatedLine, ...]:
    """Related subjects; a slug that is no tracked conflict leads nowhere."""
    return tuple(
        RelatedLine(
            item.title,
            f"conflicts/{item.conflict}/" if item.conflict and tracked.by_slug(item.conflict) else "",
            item.note,
        )
        for item in found
    )


def terms(dossier: Dossier, prose: Prose) -> tuple[TermLine, ...]:
    """The words that the page explains, by alphabet."""
    ordered = sorted(dossier.terms, key=lambda term: term.term.casefold())
    return tuple(TermLine(f"term-{term.key}", term.term, prose.line(term.text)) for term in ordered)


def documents(dossier: Dossier) -> tuple[DocumentLine, ...]:
    """The documents that were read, with how many claims stand in each."""
    counts: dict[str, int] = {}
    for claim in dossier.claims:
        counts[claim.source] = counts.get(claim.source, 0) + 1
    return tuple(
        DocumentLine(
            source.title,
            source.publisher,
            source.kind,
            dates.written(source.published) if source.published else _("not given"),
            words.day(source.retrieved) if source.retrieved else "",
            web_address(source.address),
            source.licence or _("not known; only a few words of it are quoted"),
            source.sha256,
            words.number(source.chars) if source.chars is not None else "",
            words.number(counts.get(source.key, 0)),
            source.note,
        )
        for source in dossier.sources
        if source.sha256
    )


def corrections(found: tuple[Correction, ...], prose: Prose) -> tuple[CorrectionLine, ...]:
    """Corrections, newest first."""
    return tuple(
        CorrectionLine(
            item.date.isoformat(),
            words.day(item.date),
            item.was,
            item.now,
            item.reason,
            prose.addresses.claim(item.claim) if item.claim else "",
        )
        for item in sorted(found, key=lambda item: item.date, reverse=True)
    )
