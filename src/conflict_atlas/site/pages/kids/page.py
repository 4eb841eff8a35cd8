"""The page of an edition at one level, and its part for teachers.

What may live here: putting the parts together, in the order in which ``kids.reading`` reads them, since a word is explained where it
stands first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conflict_atlas.dossiers import dates, markup
from conflict_atlas.kids.edition import Question, Word
from conflict_atlas.plain.levels import Level
from conflict_atlas.publish.licences import PictureCredit
from conflict_atlas.publish.registry import Asked, Kind, NotPublished, Publication
from conflict_atlas.site import built_files, desk
from conflict_atlas.site.pages import words
from conflict_atlas.site.pages.conflict import tracked_at
from conflict_atlas.site.pages.dossier.reading import RelatedLine, related
from conflict_atlas.site.pages.footnotes import Footnote
from conflict_atlas.site.pages.frame import Crumb, Head, Place, language_of, page_publication, render
from conflict_atlas.site.pages.kids import shelf
from conflict_atlas.site.pages.kids.pictures import PictureView, picture_view
from conflict_atlas.site.pages.kids.prose import KidsProse
from conflict_atlas.site.pages.kids.words import ages, level_name, level_path
from conflict_atlas.site.pages.prose import Addresses

_DESCRIPTION = 200


@dataclass(frozen=True)
class LevelLink:
    """One of the two levels, for the switch."""

    name: str
    ages: str
    path: str
    is_here: bool


@dataclass(frozen=True)
class Line:
    """A quick fact: its label and its sentence."""

    label: str
    text: SafeString


@dataclass(frozen=True)
class Step:
    """A step of the picture timeline."""

    when: str
    title: str
    text: SafeString
    picture: PictureView | None


@dataclass(frozen=True)
class Option:
    """An answer that can be chosen; ``value`` is its number."""

    value: int
    text: str
    is_right: bool


@dataclass(frozen=True)
class Asking:
    """A question of the quiz with its options and what is right."""

    number: int
    question: SafeString
    options: tuple[Option, ...]
    right: str
    explanation: SafeString


@dataclass(frozen=True)
class TitledText:
    """A text with its heading."""

    title: str
    text: SafeString


@dataclass(frozen=True)
class Stands:
    """What every page of an edition says of itself."""

    slug: str
    title: str
    checked: str
    by: str
    behind: int
    levels: tuple[LevelLink, ...]
    print_path: str
    """Empty where the text cannot be printed."""
    standard_path: str
    teachers_path: str
    style: str
    script: str


@dataclass(frozen=True)
class KidsPage:
    """What a level shows."""

    stands: Stands
    level: str
    ages: str
    language: str
    summary: SafeString
    facts: tuple[Line, ...]
    why: SafeString
    steps: tuple[Step, ...]
    others: SafeString
    helping: SafeString
    talks: SafeString
    status: SafeString
    disagree: SafeString
    quiz: tuple[Asking, ...]
    worry: SafeString
    words: tuple[Word, ...]
    related: tuple[RelatedLine, ...]
    footnotes: tuple[Footnote, ...]

    @property
    def picture_credits(self) -> tuple[PictureCredit, ...]:
        """Whom the pictures are owed to, each once."""
        return tuple(dict.fromkeys(step.picture.credit for step in self.steps if step.picture))


@dataclass(frozen=True)
class TeachersPage:
    """The part for grown-ups."""

    stands: Stands
    before: SafeString
    questions: SafeString
    activities: SafeString
    sources: SafeString
    details: tuple[TitledText, ...]
    footnotes: tuple[Footnote, ...]
    prints: tuple[LevelLink, ...]


def assets() -> tuple[str, str]:
    """The style sheet and the script of the kids pages, as built files."""
    built = built_files.manifest()
    return built.get("kids.css", ""), built.get("kids.js", "")


def stands(copy: shelf.Copy, level: Level | None) -> Stands:
    """What a page of this edition says of itself; ``level`` is None for the part for teachers."""
    slug = copy.edition.slug
    style, script = assets()
    return Stands(
        slug=slug,
        title=copy.edition.title,
        checked=words.day(copy.edition.checked),
        by=copy.published.by,
        behind=len(copy.behind),
        levels=tuple(LevelLink(level_name(one), ages(one), level_path(slug, one), one is level) for one in Level),
        print_path=_print_path(copy, level) if level else "",
        standard_path=f"conflicts/{slug}/",
        teachers_path=f"kids/{slug}/teachers/",
        style=style,
        script=script,
    )


def _print_path(copy: shelf.Copy, level: Level) -> str:
    """Where the print pack stands; empty where there is none."""
    return f"kids/{copy.edition.slug}/print-{level.value.lower()}.pdf" if shelf.can_print(copy, level) else ""


def prose_of(copy: shelf.Copy, place: Place, words_at: str = "") -> KidsProse:
    """What writes the texts of an edition: its figures lead to the claims of the dossier."""
    addresses = Addresses(place.up, claims=f"{place.up}conflicts/{copy.edition.slug}/claims/")
    return KidsProse(copy.edition, copy.dossier, addresses, words_at)


def level_page(copy: shelf.Copy, level: Level, place: Place) -> bytes:
    """The page of an edition at a level."""
    edition, telling = copy.edition, copy.edition.telling(level)
    prose = prose_of(copy, place)
    page = KidsPage(
        stands=stands(copy, level),
        level=level.value,
        ages=ages(level),
        language=edition.language,
        summary=prose.blocks(telling.summary),
        facts=tuple(Line(fact.label, prose.line(fact.text)) for fact in telling.facts),
        why=prose.blocks(telling.why),
        steps=tuple(
            Step(dates.written(moment.when), moment.title, prose.blocks(moment.text), picture_view(moment, edition, copy.dossier))
            for moment in telling.moments
        ),
        others=prose.blocks(telling.others),
        helping=prose.blocks(telling.helping),
        talks=prose.blocks(telling.talks),
        status=prose.blocks(telling.status),
        disagree=prose.blocks(telling.disagree),
        quiz=tuple(_asking(number, question, prose) for number, question in enumerate(telling.quiz, 1)),
        worry=prose.blocks(telling.worry),
        words=prose.used,
        related=related(edition.see_also),
        footnotes=prose.footnotes(),
    )
    title = _("%(title)s for kids") % {"title": edition.title}
    crumbs = (Crumb(_("For kids"), "kids/"), Crumb(edition.title))
    return render("kids/edition.html", place, Head(title, _describe(copy, telling.summary), crumbs, "kids"), page)


def teachers_page(copy: shelf.Copy, place: Place) -> bytes:
    """The page for teachers and other grown-ups."""
    prose = prose_of(copy, place, words_at=f"{place.up}glossary/")
    part = copy.edition.teachers
    slug = copy.edition.slug
    page = TeachersPage(
        stands=stands(copy, None),
        before=prose.blocks(part.before),
        questions=prose.blocks(part.questions),
        activities=prose.blocks(part.activities),
        sources=prose.blocks(part.sources),
        details=tuple(TitledText(detail.title, prose.blocks(detail.text)) for detail in part.details),
        footnotes=prose.footnotes(),
        prints=tuple(LevelLink(level_name(one), ages(one), f"kids/{slug}/print-{one.value.lower()}.pdf", False) for one in Level),
    )
    title = _("%(title)s: for teachers") % {"title": copy.edition.title}
    crumbs = (Crumb(_("For kids"), "kids/"), Crumb(copy.edition.title, f"kids/{slug}/"), Crumb(_("For teachers")))
    description = _("Questions for class, things to do, sources and a print pack for the pages for kids on %(title)s.") % {
        "title": copy.edition.title
    }
    return render("kids/teachers.html", place, Head(title, description, crumbs, "kids"), page)


def _asking(number: int, question: Question, prose: KidsProse) -> Asking:
    return Asking(
        number,
        prose.line(question.question),
        tuple(Option(value, text, value == question.answer) for value, text in enumerate(question.options, 1)),
        question.options[question.answer - 1],
        prose.line(question.explanation),
    )


def _describe(copy: shelf.Copy, summary: str) -> str:
    text = " ".join(markup.plain(summary, {claim.claim_id: claim for claim in copy.dossier.claims}).split())
    return text if len(text) <= _DESCRIPTION else text[:_DESCRIPTION].rsplit(" ", 1)[0] + " …"


def edition_at(asked: Asked) -> shelf.Copy:
    """The edition that a path names. Raises Moved for a slug of the past, NotPublished where there is none."""
    language, slug = language_of(asked), asked.parts["slug"]
    found = shelf.copy_of(slug, language)
    if found is None:
        tracked_at(asked)
        raise NotPublished(f"no page for kids on {slug!r} is published in {language!r}")
    return found


def _prepare_level(asked: Asked, level: Level) -> Publication:
    found = edition_at(asked)
    return _publication(asked, found, lambda place: level_page(found, level, place))


def _prepare_teachers(asked: Asked) -> Publication:
    found = edition_at(asked)
    return _publication(asked, found, lambda place: teachers_page(found, place))


def _publication(asked: Asked, found: shelf.Copy, build: Callable[[Place], bytes]) -> Publication:
    """A page of an edition; the switch leads to the languages in which there is one."""
    slug = found.edition.slug
    languages = tuple(copy.edition.language for copy in shelf.copies() if copy.edition.slug == slug)
    return page_publication(asked, desk.current(), build, (*found.inputs, *languages), languages)


def _paths(languages: Iterable[str], rest: str) -> list[str]:
    return [f"{language}/kids/{copy.edition.slug}/{rest}" for language in languages for copy in shelf.copies(language)]


def kinds(languages: tuple[str, ...]) -> tuple[Kind, ...]:
    """Both levels of every edition, and its part for teachers."""
    base = "{language}/kids/{slug}/"
    return (
        Kind("kids", base, lambda asked: _prepare_level(asked, Level.A), lambda: _paths(languages, "")),
        Kind("kids-b", f"{base}b/", lambda asked: _prepare_level(asked, Level.B), lambda: _paths(languages, "b/")),
        Kind("kids-teachers", f"{base}teachers/", _prepare_teachers, lambda: _paths(languages, "teachers/")),
    )
