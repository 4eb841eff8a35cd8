"""The frame around every page: where it is, where its links lead from, and where its figures come from.

What may live here: paths relative to a page, the provenance block, and turning a page into bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conflict_atlas import locale
from conflict_atlas.events.answers import Answer, Pick
from conflict_atlas.events.lake import Lake
from conflict_atlas.events.vintages import Vintage
from conflict_atlas.events.vocabulary import Completeness, Grain
from conflict_atlas.locale import Language
from conflict_atlas.publish.licences import Audience, Credit, admit
from conflict_atlas.publish.registry import Asked, NotPublished, Publication
from conflict_atlas.site import built_files
from conflict_atlas.site.desk import Desk
from conflict_atlas.site.pages import words

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Version:
    """The same view in a language: its address from the root of the site, with the query."""

    language: Language
    address: str


@dataclass(frozen=True)
class Place:
    """Where a page stands. ``up`` leads to the language's home, ``root`` to the site's, both relative and with a slash.

    ``versions`` is the same view in every language of the site, empty where there is only this one.
    """

    path: str
    language: str
    up: str
    root: str
    versions: tuple[Version, ...] = ()

    @classmethod
    def of(cls, path: str, query: Sequence[tuple[str, str]] = (), languages: Collection[str] | None = None) -> Place:
        """The place of a path such as ``en/conflicts/x/``; a path without a known language is taken as the first.

        ``languages`` are those in which there is such a page, if it is not all.
        """
        folders = path.count("/")
        language, _slash, rest = path.partition("/")
        if language not in settings.ATLAS_LANGUAGES or not folders:
            first = settings.ATLAS_LANGUAGES[0]
            return cls(path, first, "../" * folders + f"{first}/", "../" * folders or "./")
        behind = quote(rest) + (f"?{urlencode(query)}" if query else "")
        codes = [code for code in settings.ATLAS_LANGUAGES if languages is None or code in languages]
        versions = tuple(Version(locale.of(code), f"{code}/{behind}") for code in codes)
        return cls(path, language, "../" * (folders - 1) or "./", "../" * folders, versions if len(versions) > 1 else ())

    @property
    def english(self) -> SafeString:
        """The attributes of what is kept in English; empty on an English page."""
        return words.marks("en")

    @property
    def spoken(self) -> Language:
        """The language of the page, with how it runs."""
        return locale.of(self.language)


@dataclass(frozen=True)
class Crumb:
    """A step on the way from the home page."""

    name: str
    path: str | None = None


@dataclass(frozen=True)
class Badge:
    """One word on how good the figures are: ``kind`` is complete, partial, preliminary or final."""

    kind: str
    text: str


@dataclass(frozen=True)
class UsedVintage:
    """A vintage that figures on the page come from."""

    path: str
    name: str
    period: str
    badges: tuple[Badge, ...]


@dataclass(frozen=True)
class Provenance:
    """Where the figures of a page come from, and how far they reach. ``as_of`` is the last day that they cover."""

    as_of: date | None
    as_of_text: str
    vintages: tuple[UsedVintage, ...]
    credits: tuple[Credit, ...]
    badges: tuple[Badge, ...]


NO_FIGURES = Provenance(None, "", (), (), ())


def credited(vintages: Iterable[Vintage]) -> Provenance:
    """For pages about vintages, which show records of them and no figures: the credit alone. Raises nothing: what is
    held may be said of every vintage, also of one whose rows are not for the public."""
    return replace(NO_FIGURES, credits=admit(vintages, Audience.OPERATOR))


def badges(completeness: Completeness, share: float | None, preliminary: bool) -> tuple[Badge, ...]:
    """The badges of one run of months."""
    kind = "complete" if completeness is Completeness.COMPLETE else "partial"
    found = [Badge(kind, words.coverage(completeness, share))]
    if preliminary:
        found.append(Badge("preliminary", _("preliminary")))
    return tuple(found)


def vintage_name(vintage: Vintage) -> str:
    """A vintage as readers know it: the title of the data, its release, and what it is summed to if it is."""
    name = f"{vintage.origin.title} {vintage.release}"
    if vintage.grain is Grain.EVENT:
        return name
    return _("%(name)s, by %(grain)s") % {"name": name, "grain": words.grain(vintage.grain)}


def provenance(lake: Lake, answers: Iterable[Answer]) -> Provenance:
    """Where the figures of these answers come from. Raises LicenceRefused if one of them may not be shown in public."""
    return provenance_of_picks(lake, [pick for answer in answers for pick in answer.picks])


def provenance_of_picks(lake: Lake, picks: Sequence[Pick]) -> Provenance:
    """The same from the picks alone."""
    by_vintage: dict[str, list[Pick]] = {}
    for pick in picks:
        by_vintage.setdefault(pick.vintage_id, []).append(pick)
    held = [lake.vintage(vintage_id) for vintage_id in by_vintage]
    credits = admit(held, Audience.PUBLIC)
    as_of = max((pick.last.last_day for pick in picks), default=None)
    return Provenance(
        as_of=as_of,
        as_of_text=words.day(as_of) if as_of else "",
        vintages=tuple(
            UsedVintage(
                f"sources/{vintage.vintage_id}/",
                vintage_name(vintage),
                words.period(min(p.first for p in chosen), max(p.last for p in chosen)),
                _run_badges(chosen),
            )
            for vintage, chosen in zip(held, by_vintage.values(), strict=True)
        ),
        credits=credits,
        badges=_plain_badges(picks),
    )


def _plain_badges(picks: Sequence[Pick]) -> tuple[Badge, ...]:
    """For the line at the top: which kinds of figures the page holds. Shares stand beside the figures."""
    found: list[Badge] = []
    if any(pick.completeness is Completeness.COMPLETE for pick in picks):
        found.append(Badge("complete", _("complete series")))
    if any(pick.completeness is not Completeness.COMPLETE for pick in picks):
        found.append(Badge("partial", _("partial series")))
    if any(pick.preliminary for pick in picks):
        found.append(Badge("preliminary", _("preliminary months")))
    return tuple(found)


def _run_badges(picks: Sequence[Pick]) -> tuple[Badge, ...]:
    found: list[Badge] = []
    if any(pick.completeness is Completeness.COMPLETE for pick in picks):
        found.append(Badge("complete", _("complete")))
    partial = [pick for pick in picks if pick.completeness is not Completeness.COMPLETE]
    if partial:
        shares = [pick.share for pick in partial if pick.share is not None]
        found.append(Badge("partial", _shares(shares)))
    if any(pick.preliminary for pick in picks):
        found.append(Badge("preliminary", _("preliminary")))
    return tuple(found)


def _shares(shares: Sequence[float]) -> str:
    if not shares:
        return _("partial")
    low, high = words.percent(min(shares)), words.percent(max(shares))
    if low == high:
        return _("partial, %(share)s of all deaths") % {"share": low}
    return _("partial, %(low)s to %(high)s of all deaths") % {"low": low, "high": high}


@dataclass(frozen=True)
class Head:
    """What a page says about itself: to the browser tab, to search engines, and above its first heading."""

    title: str
    description: str
    crumbs: tuple[Crumb, ...] = ()
    section: str = ""
    marks: str = ""
    """The attributes of a title that is in another language than the page (``words.marks``)."""


def render(template: str, place: Place, head: Head, page: object, sources: Provenance = NO_FIGURES) -> bytes:
    """A page as bytes, in the language of its place."""
    built = built_files.manifest()
    context: dict[str, object] = {
        "place": place,
        "head": head,
        "page": page,
        "sources": sources,
        "site_name": settings.ATLAS_SITE_NAME,
        "base_url": settings.ATLAS_BASE_URL,
        "contact": settings.ATLAS_CONTACT,
        "contact_is_mail": "@" in settings.ATLAS_CONTACT and "/" not in settings.ATLAS_CONTACT,
        "style": built.get("site.css", ""),
        "script": built.get("site.js", ""),
    }
    with translation.override(place.language):
        context["comma"] = words.comma()
        return render_to_string(f"pages/{template}", context).encode()


def language_of(asked: Asked) -> str:
    """The language that a route names. Raises NotPublished for one that we do not have."""
    language = asked.parts["language"]
    if language not in settings.ATLAS_LANGUAGES:
        raise NotPublished(f"there are no pages in {language!r} here")
    return language


def page_publication(
    asked: Asked,
    desk: Desk,
    build: Callable[[Place], bytes],
    more: tuple[str, ...] = (),
    languages: Collection[str] | None = None,
) -> Publication:
    """A publication of an HTML page; ``build`` is called with the place of the page, in its language, and returns bytes.

    ``more`` names what the page is made of beside the desk's inputs, such as the snapshot of a dossier; ``languages`` those
    in which there is such a page, if it is not all.
    """
    language = language_of(asked)
    place = Place.of(asked.path, asked.fixed_query, languages)

    def made() -> bytes:
        with translation.override(language):
            return build(place)

    return Publication(asked.path, HTML, (*desk.inputs, *more), made, language, asked.fixed_query)
